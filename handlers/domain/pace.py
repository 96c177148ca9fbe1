"""The pace of an indicator (进度) and an honest forecast: along the days on which experts go out.

The way to a goal is not measured in calendar days: where the programme has windows (5-8月和10-12月), only
days in a window count, because outside nothing is expected to happen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from handlers.domain.spans import Span, days_in

Standing = Literal["reached", "over", "missed", "waiting", "small", "few", "under_way"]


@dataclass(frozen=True, slots=True)
class Goal:
    """A number to be reached within a span, and at most `most` where a notice says so (2-3项).

    `open` are the spans in which something can happen; none: the whole span.
    """

    number: int
    span: Span
    most: int | None = None
    open: Sequence[Span] = ()


@dataclass(frozen=True, slots=True)
class Enough:
    """What a forecast needs: so many days in windows behind it, and so much counted."""

    least_days: int
    least_count: int


@dataclass(frozen=True, slots=True)
class Pace:
    """How far it is.

    `standing`: reached; over (more than is wanted); missed (the span is past); waiting (no window has opened
    yet: `opens` says when); small (a goal of so few that there is no even pace); few (too little yet for a
    forecast); under_way. `expected` is where an even pace
    would be today, `forecast` where the pace so far leads to by the end of the span, None where it is not
    to be told.
    """

    standing: Standing
    done: int
    goal: int
    until: date
    expected: int = 0
    forecast: int | None = None
    opens: date | None = None

    @property
    def gap(self) -> int:
        """How much is lacking to an even pace; below zero it is ahead."""
        return self.expected - self.done


def pace_of(done: int, goal: Goal, today: date, enough: Enough) -> Pace:
    """Return the pace of what was counted so far, and a forecast where there is enough behind it."""
    passed = _passed(goal, today)
    small = goal.number < enough.least_count
    expected = 0 if small else round(line_of(goal, today))
    standing = _standing(done, goal, today, passed)
    if standing == "under_way" and small:
        standing = "small"
    elif standing == "under_way" and (passed < enough.least_days or done < enough.least_count):
        standing = "few"
    forecast = round(ahead_of(done, goal, today, goal.span.last)) if standing == "under_way" else None
    opens = min((each.first for each in _open(goal)), default=goal.span.first)
    return Pace(
        standing, done, goal.number, goal.span.last, expected, forecast, opens if not passed else None
    )


def line_of(goal: Goal, day: date) -> float:
    """Return where an even pace stands on a day."""
    whole = days_in(_open(goal))
    return goal.number * _passed(goal, day) / whole if whole else float(goal.number)


def ahead_of(done: int, goal: Goal, today: date, day: date) -> float:
    """Return where the pace so far leads to by a later day. Raises ZeroDivisionError before any window."""
    return done * _passed(goal, day) / _passed(goal, today)


def _standing(done: int, goal: Goal, today: date, passed: int) -> Standing:
    if goal.most is not None and done > goal.most:
        return "over"
    if done >= goal.number:
        return "reached"
    if today > goal.span.last:
        return "missed"
    return "under_way" if passed else "waiting"


def _passed(goal: Goal, day: date) -> int:
    return days_in(each.until(day) for each in _open(goal))


def _open(goal: Goal) -> list[Span]:
    """Return the spans in which something can happen within the goal's own."""
    found = [each.within(goal.span) for each in goal.open]
    return [each for each in found if each.days] or [goal.span]
