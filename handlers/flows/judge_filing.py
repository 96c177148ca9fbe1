"""Filing (报送) from the receiving side: return, extend, waive, fill in on behalf; either side: correct."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from typing_extensions import override

from handlers.cards.filed import filed
from handlers.context import Context
from handlers.conversation import Conversation
from handlers.dialogue.flow import Flow
from handlers.dialogue.messages import Message
from handlers.dialogue.state import Given
from handlers.dialogue.step import Step, View
from handlers.dialogue.steps.choices import Option, PickOne, fixed
from handlers.dialogue.steps.days import DayStep
from handlers.dialogue.steps.words import TextStep
from handlers.domain.filings import COPY_STATES, Filing
from handlers.effects import Effects
from handlers.flows.about_filing import SEEN, filing_id, start_on
from handlers.flows.headed import ABOUT, headed
from handlers.flows.need_steps import never
from handlers.usecases.papers import CorrectCopies, correct_copies
from handlers.usecases.receipts import (
    FillIn,
    Part,
    ReturnFiling,
    extend,
    fill_in,
    return_filing,
    waive,
)

SOON = (3, 7, 14)
"""Days after the present one that are offered for a later day."""


@dataclass(frozen=True)
class LaterDay(DayStep):
    """A day after the one that stands in LEGAL, or after today when that is over; a few are offered."""

    @override
    def question(self, view: View) -> Message:
        since = max(date.fromisoformat(view.given[LEGAL]), view.facts.today)
        row = tuple(self._quick(since + timedelta(days=days), view) for days in SOON)
        return Step.question(self, view).with_rows(row)


def _has_both(given: Given) -> bool:
    return given[BOTH]


def _is_over(given: Given) -> bool:
    return given[OVER]


LEGAL = Step[str]("legal", ask="filing.new_day", when=never)
BOTH = Step[bool]("both", ask="filing.which_part", when=never)
OVER = Step[bool]("over", ask="filing.new_day", when=never)
PARTS = fixed(("all", "filing.part.all"), ("file", "filing.part.file"), ("paper", "filing.part.paper"))
PART = headed(PickOne("part", ask="filing.which_part", when=_has_both, options=PARTS))
REASON = headed(TextStep("reason", ask="filing.return_reason", least=2, most=300))
NEW_DAY = headed(LaterDay("day", ask="filing.new_day", when=_is_over))
RETURN = Flow("return_filing", version=1, steps=(ABOUT, SEEN, BOTH, OVER, LEGAL, PART, REASON, NEW_DAY))

DAY = headed(LaterDay("day", ask="filing.new_day"))
EXTEND = Flow("extend_filing", version=1, steps=(ABOUT, SEEN, LEGAL, DAY))

WHY = headed(TextStep("reason", ask="filing.waive_reason", least=2, most=300))
WAIVE = Flow("waive_filing", version=1, steps=(ABOUT, SEEN, WHY))

WORDS = headed(TextStep("words", ask="filing.fill_in_words", least=2, most=200))
WHAT_CAME = headed(PickOne("part", ask="filing.what_came", when=_has_both, options=PARTS))
FILL_IN = Flow("fill_in_filing", version=1, steps=(ABOUT, SEEN, BOTH, WHAT_CAME, WORDS))


def _copies(view: View) -> tuple[Option, ...]:
    every = Option("0", view.t("filing.every_copy"))
    single = (Option(str(n), view.t("filing.copy_numbers", first=n)) for n in range(1, view.given[COUNT] + 1))
    return (*single, every)


def _are_several(given: Given) -> bool:
    return given[COUNT] > 1


COUNT = Step[int]("count", ask="filing.which_copy", when=never)
COPY = headed(PickOne("copy", ask="filing.which_copy", when=_are_several, options=_copies))
STATES = fixed(*((state, f"filing.copy_state.{state}") for state in COPY_STATES))
STATE = headed(PickOne("state", ask="filing.which_state", options=STATES))
FIX_REASON = headed(TextStep("reason", ask="filing.fix_reason", least=2, most=200))
CORRECT = Flow("correct_copies", version=1, steps=(ABOUT, SEEN, COUNT, COPY, STATE, FIX_REASON))


def ask_to_return(context: Context, filing: Filing) -> Effects:
    """Ask why it is returned; which part when there are two; until when, when the day is over."""
    one = filed(context.uow, filing)
    given: dict[Step[Any], Any] = {
        BOTH: bool(one.copies) and one.wants_word,
        OVER: filing.aim <= context.uow.today,
        LEGAL: filing.legal.isoformat(),
    }
    return start_on(RETURN_TALK, context, filing, given)


def ask_to_extend(context: Context, filing: Filing) -> Effects:
    """Ask for the later day."""
    return start_on(EXTEND_TALK, context, filing, {LEGAL: filing.legal.isoformat()})


def ask_to_fill_in(context: Context, filing: Filing) -> Effects:
    """Ask what came, and how."""
    one = filed(context.uow, filing)
    return start_on(FILL_IN_TALK, context, filing, {BOTH: bool(one.copies) and one.wants_word})


def ask_to_correct(context: Context, filing: Filing) -> Effects:
    """Ask which copy is in which state after all, and why."""
    return start_on(CORRECT_TALK, context, filing, {COUNT: len(context.uow.filings.copies(filing.id or 0))})


def returned(given: Given, context: Context, subject: str) -> Effects:
    """Return the filing."""
    command = ReturnFiling(filing_id(subject), given[SEEN], given[REASON], _part(given), given.get(NEW_DAY))
    return return_filing(command, context.uow, context.actor)


def extended(given: Given, context: Context, subject: str) -> Effects:
    """Set the later day."""
    return extend(filing_id(subject), given[DAY], context.uow, context.actor)


def waived(given: Given, context: Context, subject: str) -> Effects:
    """Let the bureau off."""
    return waive(filing_id(subject), given[WHY], context.uow, context.actor)


def filled_in(given: Given, context: Context, subject: str) -> Effects:
    """Note on the owing bureau's behalf what came another way."""
    return fill_in(FillIn(filing_id(subject), given[WORDS], _part(given)), context.uow, context.actor)


def corrected(given: Given, context: Context, subject: str) -> Effects:
    """Put the copies into the state they are in."""
    asked: str | None = given.get(COPY)
    copy = int(asked or "0")
    numbers = (copy,) if copy else ()
    command = CorrectCopies(filing_id(subject), given[STATE], given[FIX_REASON], numbers)
    return correct_copies(command, context.uow, context.actor)


def _part(given: Given) -> Part:
    return cast("Part", given.get(PART) or "all")


RETURN_TALK = Conversation(RETURN, returned, title="filing.returning")
EXTEND_TALK = Conversation(EXTEND, extended, title="filing.extending")
WAIVE_TALK = Conversation(WAIVE, waived, title="filing.waiving")
FILL_IN_TALK = Conversation(FILL_IN, filled_in, title="filing.filling_in")
CORRECT_TALK = Conversation(CORRECT, corrected, title="filing.correcting")
