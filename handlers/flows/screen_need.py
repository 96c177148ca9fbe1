"""Screening a need before it is sent up (筛选): why it is left out, its marks; and why one is returned."""

from typing import Any

from handlers.cards.rollup import need_label
from handlers.context import Context
from handlers.conversation import Conversation, start
from handlers.dialogue.flow import Flow
from handlers.dialogue.state import Given
from handlers.dialogue.step import Step
from handlers.dialogue.steps.choices import PickOne, fixed
from handlers.dialogue.steps.words import TextStep
from handlers.dialogue.texts import text
from handlers.domain.needs import Need
from handlers.domain.screening import MARKS
from handlers.effects import Effects
from handlers.flows.headed import ABOUT, headed
from handlers.flows.need_steps import never
from handlers.usecases.returning_up import return_need_below
from handlers.usecases.rolling_up import choice_of, decide, show_choices, show_one

OTHER = "other"
REASONS = ("local", "unclear", "same", "outside", OTHER)


def _in_words(given: Given) -> bool:
    return given.get(REASON) == OTHER


REASON = headed(
    PickOne("reason", ask="rollup.out_reason", options=fixed(*((r, f"rollup.reason.{r}") for r in REASONS)))
)
WORDS = headed(TextStep("words", ask="rollup.reason_words", when=_in_words, least=2, most=200))
LEAVE_OUT = Flow("leave_need_out", version=1, steps=(ABOUT, REASON, WORDS))

GRADES = fixed(*((str(mark), f"rollup.marks.{mark}") for mark in reversed(MARKS)))
TARGETED = headed(PickOne("targeted", ask="rollup.targeted_asked", optional=True, options=GRADES))
EFFECTIVE = headed(PickOne("effective", ask="rollup.effective_asked", optional=True, options=GRADES))
MARK = Flow("mark_need", version=1, steps=(ABOUT, TARGETED, EFFECTIVE))

SEEN = Step[int]("revision", ask="check.about", when=never)
WHY = headed(TextStep("why", ask="rollup.return_reason", least=2, most=300))
RETURN = Flow("return_sent_need", version=1, steps=(ABOUT, SEEN, WHY))


def ask_why_out(context: Context, filing_id: int, need: Need) -> Effects:
    """Ask why a need is left out."""
    return start(LEAVE_OUT_TALK, context, f"screen:{filing_id}:{need.id}", {ABOUT: _about(context, need)})


def ask_for_marks(context: Context, filing_id: int, need: Need) -> Effects:
    """Ask for the two marks; both may be skipped."""
    return start(MARK_TALK, context, f"screen:{filing_id}:{need.id}", {ABOUT: _about(context, need)})


def ask_why_back(context: Context, need: Need) -> Effects:
    """Ask why a need is returned to the bureau below."""
    given: dict[Step[Any], Any] = {ABOUT: _about(context, need), SEEN: need.revision}
    return start(RETURN_TALK, context, f"need:{need.id}", given)


def left_out(given: Given, context: Context, subject: str) -> Effects:
    """Leave the need out, with the reason."""
    filing_id, need_id = _numbers(subject)
    code = given[REASON]
    reason = given[WORDS] if code == OTHER else text("zh", f"rollup.reason.{code}")
    filing = decide(filing_id, need_id, context.uow, context.actor, sends=False, reason=reason)
    return show_choices(context.uow, filing, context.actor, buzz=True)


def marked(given: Given, context: Context, subject: str) -> Effects:
    """Keep the marks."""
    filing_id, need_id = _numbers(subject)
    marks = int(given.get(TARGETED) or 0), int(given.get(EFFECTIVE) or 0)
    filing = decide(filing_id, need_id, context.uow, context.actor, marks=marks)
    return show_one(context.uow, filing, need_id, context.actor, buzz=True)


def sent_back(given: Given, context: Context, subject: str) -> Effects:
    """Return the need."""
    need_id = int(subject.partition(":")[2])
    return return_need_below(need_id, given[SEEN], given[WHY], context.uow, context.actor)


def _about(context: Context, need: Need) -> list[str]:
    return [need_label(choice_of(context.uow, need))]


def _numbers(subject: str) -> tuple[int, int]:
    _, filing_id, need_id = subject.split(":")
    return int(filing_id), int(need_id)


LEAVE_OUT_TALK = Conversation(LEAVE_OUT, left_out, title="rollup.leaving_out")
MARK_TALK = Conversation(MARK, marked, title="rollup.marking")
RETURN_TALK = Conversation(RETURN, sent_back, title="rollup.returning")
