"""An enterprise joins (企业登记): consent, name, credit code, county, contact, phone; a minute on a phone."""

from dataclasses import dataclass, replace

from typing_extensions import override

from handlers.context import Context
from handlers.conversation import Conversation
from handlers.dialogue.flow import Flow
from handlers.dialogue.messages import Message
from handlers.dialogue.replies import Reply
from handlers.dialogue.state import Given
from handlers.dialogue.step import Answered, Reading, Refused, Step, Unfinished, View
from handlers.dialogue.steps.words import TextStep, typed
from handlers.domain.credit_code import CreditCode, read_credit_code
from handlers.domain.regions import region, short_name
from handlers.effects import Effects
from handlers.flows.free_text import need_from
from handlers.flows.personal_steps import (
    CONSENT,
    NAME,
    PHONE,
    REVIEW,
    HomeStep,
    UnitStep,
    agreed,
    link_of,
    never,
    nothing_kept,
)
from handlers.usecases.joining import JoinEnterprise, join_enterprise


@dataclass(frozen=True)
class CreditCodeStep(TextStep):
    """The unified social credit code (统一社会信用代码); look-alike letters are offered corrected."""

    @override
    def question(self, view: View) -> Message:
        message = super().question(view)
        meant = str(view.partial.get("meant", ""))
        return message.with_rows((self.button(view, meant, meant, "primary"),)) if meant else message

    @override
    def read(self, reply: Reply, view: View) -> Reading[str]:
        code = read_credit_code(typed(reply) or "")
        if isinstance(code, CreditCode):
            return Answered(code.text)
        if code.meant:
            return Unfinished({"meant": code.meant}, view.t("join.code_meant", letter=code.letter))
        raise Refused(
            code.key, length=code.length, letter=code.letter, position=code.position, instead=code.instead
        )


@dataclass(frozen=True)
class CountyStep(HomeStep):
    """The enterprise's county; the place in its credit code is offered first."""

    @override
    def question(self, view: View) -> Message:
        message = super().question(view)
        code = view.given.get(CREDIT_CODE)
        place = region(code[2:8]) if code and not view.partial else None
        if place is None or place.level != "county":
            return message
        label = view.t("join.county_of_code", place=short_name(place.code))
        return replace(message, rows=((self.button(view, label, place.code, "primary"),), *message.rows))


FIRST_WORDS = Step[str]("first_words", ask="join.first_words", when=never)
ENTERPRISE = UnitStep("enterprise", ask="join.enterprise", when=agreed, least=4, most=60)
CREDIT_CODE = CreditCodeStep("credit_code", ask="join.credit_code", when=agreed, optional=True)
COUNTY = CountyStep("county", ask="join.county", when=agreed)

FLOW = Flow(
    "join_enterprise",
    version=1,
    steps=(FIRST_WORDS, CONSENT, ENTERPRISE, CREDIT_CODE, COUNTY, NAME, PHONE, REVIEW),
)


def finish(given: Given, context: Context, subject: str) -> Effects:
    """Register the contact; a need that was written before joining is taken up at once."""
    if not agreed(given):
        return nothing_kept(context)
    words = given.get(FIRST_WORDS) or ""
    command = JoinEnterprise(
        name=given[NAME],
        phone=given[PHONE],
        enterprise=given[ENTERPRISE],
        credit_code=given.get(CREDIT_CODE),
        county=given[COUNTY],
        words=words,
        link_id=link_of(subject),
    )
    joined = join_enterprise(command, context.uow, context.actor)
    now = replace(context)  # the actor is somebody else since a moment ago
    return (*joined, *need_from(now, words)) if words and now.actor.enterprises else joined


TALK = Conversation(FLOW, finish, title="join.title_enterprise")
