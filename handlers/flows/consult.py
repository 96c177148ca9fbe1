"""Logging a consultation (会商记录): when, with whom, what was decided, what is to follow by when."""

from dataclasses import dataclass
from datetime import date, timedelta

from typing_extensions import override

from handlers.context import Context
from handlers.conversation import Conversation
from handlers.dialogue.flow import Flow
from handlers.dialogue.messages import Message
from handlers.dialogue.replies import Reply
from handlers.dialogue.state import Given
from handlers.dialogue.step import Answered, Reading, Refused, Step, View
from handlers.dialogue.steps.days import DayStep
from handlers.dialogue.steps.words import TextStep, typed
from handlers.effects import Effects
from handlers.usecases.consulting import LogConsultation, add_follow_up, log_consultation
from nlp.reading import read_day

LONG_AGO = timedelta(days=366)


@dataclass(frozen=True)
class HeldStep(DayStep):
    """The day something was held: today, yesterday, or a day not longer ago than `within`."""

    within: timedelta = LONG_AGO
    wanted: str = "consult.day_wanted"

    @override
    def question(self, view: View) -> Message:
        today = view.facts.today
        row = tuple(
            self.button(view, view.t(key), (today - timedelta(days=back)).isoformat())
            for key, back in (("consult.today", 0), ("consult.yesterday", 1))
        )
        return Step.question(self, view).with_rows(row)

    @override
    def read(self, reply: Reply, view: View) -> Reading[date]:
        today, words = view.facts.today, typed(reply) or ""
        day = read_day(words, today)
        if day is not None and day > today and str(day.year) not in words:
            day = year_before(day)  # 11月10日 said in November is behind us
        if day is None or not today - self.within <= day <= today:
            raise Refused(self.wanted)
        return Answered(day, view.t("dialogue.understood", value=self.show(day, view)))


def year_before(day: date) -> date:
    """Return the same day a year earlier."""
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)  # noqa: PLR2004


def _follows(given: Given) -> bool:
    return given.has(FOLLOW_UP)


HELD = HeldStep("held", ask="consult.held")
DEPARTMENTS = TextStep("departments", ask="consult.departments", least=2, most=200)
DECISIONS = TextStep("decisions", ask="consult.decisions", least=2, most=1000)
FOLLOW_UP = TextStep("follow_up", ask="consult.follow_up", least=2, most=200, optional=True)
DUE = DayStep("due", ask="consult.due", when=_follows)

FLOW = Flow("consult", version=1, steps=(HELD, DEPARTMENTS, DECISIONS, FOLLOW_UP, DUE))

MORE = TextStep("more", ask="consult.more", least=2, most=200)
MORE_DUE = DayStep("due", ask="consult.due")

MORE_FLOW = Flow("follow_up", version=1, steps=(MORE, MORE_DUE))


def finish(given: Given, context: Context, subject: str) -> Effects:
    """Keep the consultation, and give the bureau what is to follow as a task."""
    command = LogConsultation(
        int(subject.removeprefix("bureau:")),
        given[HELD],
        given[DEPARTMENTS],
        given[DECISIONS],
        given.get(FOLLOW_UP) or "",
        given.get(DUE),
    )
    return log_consultation(command, context.uow, context.actor)


def finish_more(given: Given, context: Context, subject: str) -> Effects:
    """Add what is to follow to a consultation that is kept already."""
    number = int(subject.removeprefix("consultation:"))
    return add_follow_up(context.uow, context.actor, number, given[MORE], given[MORE_DUE])


TALK = Conversation(FLOW, finish, title="consult.title")
MORE_TALK = Conversation(MORE_FLOW, finish_more, title="consult.more_title")
