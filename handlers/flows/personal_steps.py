"""The questions that every way of joining shares: consent, name, phone, the last look."""

import re
from dataclasses import dataclass, replace
from typing import ClassVar

from typing_extensions import override

from handlers.context import Context
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.replies import Reply, Said
from handlers.dialogue.state import Given
from handlers.dialogue.step import Answered, Reading, Refused, View
from handlers.dialogue.steps.choices import PickOne, fixed
from handlers.dialogue.steps.places import PlaceStep
from handlers.dialogue.steps.review import ReviewStep
from handlers.dialogue.steps.words import PhoneStep, TextStep
from handlers.effects import Effects, Tell
from handlers.thinking import ProgrammeRules

AGREE, DECLINE = "agree", "decline"
LEAVES = frozenset({"好", "好的", "可以", "行", "是", "yes", "ok", "agree", "i agree"})


@dataclass(frozen=True)
class ConsentStep(PickOne):
    """Consent (同意) before anything personal is kept; it is on no review card."""

    ends: ClassVar[bool] = True

    @override
    def read(self, reply: Reply, view: View) -> Reading[str]:
        if isinstance(reply, Said) and reply.text.strip().strip("。.!！").lower() in LEAVES:
            return Answered(AGREE)
        try:
            return super().read(reply, view)
        except Refused as refused:
            raise Refused("join.consent_first") from refused


@dataclass(frozen=True)
class NameStep(TextStep):
    """A person's name; "我叫…" is taken off, a question or a sentence is no name."""

    @override
    def read(self, reply: Reply, view: View) -> Reading[str]:
        reading = super().read(reply, view)
        if not isinstance(reading, Answered):
            return reading
        name = _INTRODUCTION.sub("", reading.value).strip(" 。.，,")
        if len(name) < self.least or _NO_NAME.search(name):
            raise Refused("join.name_wanted")
        return Answered(name)


@dataclass(frozen=True)
class UnitStep(TextStep):
    """The name of an organisation; a question is none."""

    @override
    def read(self, reply: Reply, view: View) -> Reading[str]:
        reading = super().read(reply, view)
        if isinstance(reading, Answered) and _NO_UNIT.search(reading.value):
            raise Refused("join.unit_wanted")
        return reading


@dataclass(frozen=True)
class HomeStep(PlaceStep):
    """A county; the programme's province is opened first."""

    @override
    def question(self, view: View) -> Message:
        home = str(view.facts.need(ProgrammeRules()).province)
        return PlaceStep.question(replace(self, home=home), view)


def agreed(given: Given) -> bool:
    """Say whether the person consented: every further question waits for it."""
    return given.get(CONSENT) == AGREE


def never(_: Given) -> bool:
    """Return false: for what a form carries along and never asks."""
    return False


def link_of(subject: str) -> int | None:
    """Return the id of the link by which somebody came: a form's subject is "link:5", or empty."""
    number = subject.removeprefix("link:")
    return int(number) if number.isdecimal() else None


def nothing_kept(context: Context) -> Effects:
    """Answer somebody who does not agree: nothing was kept, and how to come back."""
    again = Button(context.t("join.start_again"), "do:start")
    return (Tell(context.me, Message(lines=(context.t("join.declined"),), rows=((again,),))),)


_INTRODUCTION = re.compile(
    r"^(?:我的?(?:名字)?(?:叫|是)|姓名[:：]?|my name is |i am |i'm )\s*", re.IGNORECASE
)
_NO_NAME = re.compile(r"[?？!！\d<>@#/\\]|[吗呢]$|[，,。；;].")
_NO_UNIT = re.compile(r"[?？<>]|[吗呢]$|^\d+$")

CONSENT = ConsentStep(
    "consent", ask="join.consent", options=fixed((AGREE, "join.agree"), (DECLINE, "join.decline"))
)
NAME = NameStep("name", ask="join.name", when=agreed, least=2, most=30)
PHONE = PhoneStep("phone", ask="join.phone", when=agreed)
REVIEW = ReviewStep("review", ask="join.review", when=agreed)
