"""Correcting a bureau's contact data (本局资料): which piece, then the piece itself; 无 takes it off."""

from collections.abc import Callable
from dataclasses import dataclass, field

from typing_extensions import override

from handlers.cards.units import CONTACT
from handlers.context import Context
from handlers.conversation import Conversation
from handlers.dialogue.flow import Flow
from handlers.dialogue.replies import Reply
from handlers.dialogue.state import Given
from handlers.dialogue.step import Answered, Reading, Refused, View
from handlers.dialogue.steps.choices import Option, PickOne
from handlers.dialogue.steps.words import TextStep
from handlers.domain.mails import read_mail
from handlers.domain.phones import read_phone
from handlers.effects import Effects
from handlers.usecases.units import edit_bureau

NONE = frozenset({"无", "没有", "none", "-"})
POSTCODE = 6


@dataclass(frozen=True)
class ContactStep(TextStep):
    """A piece of contact data, brought to one spelling; an empty answer takes it off."""

    spelt: Callable[[str], str | None] = field(default=lambda words: words)
    wanted: str = ""

    @override
    def read(self, reply: Reply, view: View) -> Reading[str]:
        reading = super().read(reply, view)
        if not isinstance(reading, Answered):
            return reading
        if reading.value.lower() in NONE:
            return Answered("")
        found = self.spelt(reading.value)
        if found is None:
            raise Refused(self.wanted)
        return Answered(found)


def _postcode(words: str) -> str | None:
    digits = "".join(str(int(sign)) for sign in words if sign.isdecimal())
    return digits if len(digits) == POSTCODE else None


def _parts(view: View) -> tuple[Option, ...]:
    return tuple(Option(name, view.t(f"bureau.{name}_label")) for name in CONTACT)


def _picked(name: str) -> Callable[[Given], bool]:
    return lambda given: given.get(PART) == name


PART = PickOne("part", ask="bureau.part", options=_parts)
DESK = ContactStep("desk", ask="bureau.desk", when=_picked("desk"), most=60)
PHONE = ContactStep(
    "phone", ask="bureau.phone", when=_picked("phone"), spelt=read_phone, wanted="bureau.phone_wanted"
)
FAX = ContactStep(
    "fax", ask="bureau.fax", when=_picked("fax"), spelt=read_phone, wanted="bureau.phone_wanted"
)
EMAIL = ContactStep(
    "email", ask="bureau.email", when=_picked("email"), spelt=read_mail, wanted="bureau.email_wanted"
)
ADDRESS = ContactStep("address", ask="bureau.address", when=_picked("address"), most=120)
CODE = ContactStep(
    "postcode",
    ask="bureau.postcode",
    when=_picked("postcode"),
    spelt=_postcode,
    wanted="bureau.postcode_wanted",
)

FLOW = Flow("edit_bureau", version=1, steps=(PART, DESK, PHONE, FAX, EMAIL, ADDRESS, CODE))


def finish(given: Given, context: Context, subject: str) -> Effects:
    """Keep the piece."""
    name = given[PART]
    step = next(step for step in (DESK, PHONE, FAX, EMAIL, ADDRESS, CODE) if step.name == name)
    number = int(subject.removeprefix("bureau:"))
    return edit_bureau(context.uow, context.actor, number, name, given[step])


TALK = Conversation(FLOW, finish, title="bureau.edit_title")
