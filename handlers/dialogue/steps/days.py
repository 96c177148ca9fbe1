"""A question answered by a day, as people write days."""

from dataclasses import dataclass
from datetime import date, timedelta

from typing_extensions import override

from handlers.dialogue.messages import Button, Message
from handlers.dialogue.replies import Reply
from handlers.dialogue.step import Answered, Reading, Refused, Step, View
from handlers.dialogue.steps.words import typed
from handlers.dialogue.texts import language_of
from handlers.domain.days import is_weekday, spoken, spoken_day
from nlp.reading import read_day

QUICK = (14, 30, 60)


@dataclass(frozen=True)
class DayStep(Step[date]):
    """A day from today on. "下周三", "3月10号", full-width digits; echoed with weekday and days left."""

    @override
    def question(self, view: View) -> Message:
        row = tuple(self._quick(view.facts.today + timedelta(days=n), view) for n in QUICK)
        return super().question(view).with_rows(row)

    @override
    def read(self, reply: Reply, view: View) -> Reading[date]:
        day = read_day(typed(reply) or "", view.facts.today)
        if day is None:
            raise Refused("dialogue.day_wanted")
        if day < view.facts.today:
            raise Refused("dialogue.day_past", day=self.show(day, view))
        return Answered(day, view.t("dialogue.understood", value=self.show(day, view)))

    @override
    def show(self, value: date, view: View) -> str:
        return spoken(value, view.facts.today, language_of(view.facts.language))

    @override
    def encode(self, value: date) -> str:
        return value.isoformat()

    @override
    def decode(self, data: str) -> date:
        return date.fromisoformat(data)

    def _quick(self, day: date, view: View) -> Button:
        return self.button(view, view.t("dialogue.day", month=day.month, day=day.day), day.isoformat())


NEXT_WEEKS = (7, 14, 21)


@dataclass(frozen=True)
class OnDayStep(DayStep):
    """A day on which something takes place, not one by which; weekdays of the next weeks are offered."""

    @override
    def question(self, view: View) -> Message:
        days = (view.facts.today + timedelta(days=n) for n in NEXT_WEEKS)
        rows = ((self._on(_weekday(day), view),) for day in days)
        return Step.question(self, view).with_rows(*rows)

    def _on(self, day: date, view: View) -> Button:
        label = spoken_day(day, view.facts.today, language_of(view.facts.language))
        return self.button(view, label, day.isoformat())


def _weekday(day: date) -> date:
    """Return the day, or the Monday after it when it falls on a weekend."""
    return day if is_weekday(day) else day + timedelta(days=7 - day.weekday())
