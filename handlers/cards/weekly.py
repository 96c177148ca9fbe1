"""The weekly summary (每周小结): what came of a week, by unit; every figure says how many it is made of."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median
from typing import Self

from handlers.cards.indicators import Board, weekly_fields
from handlers.cards.needs import language
from handlers.cards.preferences import less_button
from handlers.dialogue.messages import Message
from handlers.dialogue.texts import Translate
from handlers.domain.days import spoken_day

UNITS = 15
"""Units that are written out; the others are counted."""


@dataclass(frozen=True, slots=True)
class Tally:
    """The counts of a unit with all below it. `hours` holds one number for each need that was checked."""

    filed: int = 0
    approved: int = 0
    arranged: int = 0
    invited: int = 0
    answered: int = 0
    accepted: int = 0
    late: int = 0
    to_phone: int = 0
    hours: tuple[float, ...] = field(default=())

    def plus(self, other: Self) -> "Tally":
        """Return both together."""
        return Tally(
            self.filed + other.filed,
            self.approved + other.approved,
            self.arranged + other.arranged,
            self.invited + other.invited,
            self.answered + other.answered,
            self.accepted + other.accepted,
            self.late + other.late,
            self.to_phone + other.to_phone,
            self.hours + other.hours,
        )

    @property
    def empty(self) -> bool:
        """Say whether there is nothing to tell."""
        return self == Tally()


@dataclass(frozen=True, slots=True)
class Weekly:
    """The week from `first` up to the day before `end`, for one bureau, with the units below it.

    `board` are its figures of the year: of those with a goal the pace is told.
    """

    bureau: str
    first: date
    end: date
    whole: Tally
    units: tuple[tuple[str, Tally], ...]
    late: bool = False
    board: Board | None = None


def weekly_card(weekly: Weekly, t: Translate) -> Message:
    """Return the summary, first of the whole with its goals, then of each unit in which anything happened."""
    lang, last = language(t), weekly.end - timedelta(days=1)
    period = t("weekly.period", first=spoken_day(weekly.first, last, lang), last=spoken_day(last, last, lang))
    heading = t("weekly.heading_late" if weekly.late else "weekly.heading", period=period)
    told = [(name, tally) for name, tally in weekly.units if not tally.empty]
    units = tuple((name, _in_short(tally, t)) for name, tally in told[:UNITS])
    silent = len(weekly.units) - len(units)
    closing = (t("weekly.silent", count=silent),) if silent else ()
    goals = weekly_fields(weekly.board, t) if weekly.board else ()
    fields = (*_whole(weekly.whole, t), *goals, *units)
    message = Message(heading, (weekly.bureau,), fields, closing)
    return message.with_rows((less_button("weekly", t),))


def _whole(tally: Tally, t: Translate) -> tuple[tuple[str, str], ...]:
    needs = t("weekly.needs", filed=tally.filed, approved=tally.approved, arranged=tally.arranged)
    answers = t("weekly.answers", invited=tally.invited, answered=tally.answered, accepted=tally.accepted)
    return (
        (t("weekly.needs_label"), needs),
        (t("weekly.hours_label"), _hours(tally.hours, t)),
        (t("weekly.answers_label"), answers),
        (t("weekly.late_label"), t("weekly.count", count=tally.late)),
        (t("weekly.phone_label"), t("weekly.people", count=tally.to_phone)),
    )


def _hours(hours: Sequence[float], t: Translate) -> str:
    return t("weekly.hours", hours=f"{median(hours):.1f}", n=len(hours)) if hours else t("weekly.no_hours")


def _in_short(tally: Tally, t: Translate) -> str:
    """Return a unit's figures in one line, nought left out."""
    parts = (
        t("weekly.short.filed", count=tally.filed) if tally.filed else "",
        t("weekly.short.approved", count=tally.approved) if tally.approved else "",
        t("weekly.short.arranged", count=tally.arranged) if tally.arranged else "",
        t("weekly.short.hours", hours=f"{median(tally.hours):.1f}", n=len(tally.hours))
        if tally.hours
        else "",
        t("weekly.short.invited", count=tally.invited) if tally.invited else "",
        t("weekly.short.answered", n=tally.answered, count=tally.accepted) if tally.answered else "",
        t("weekly.short.late", count=tally.late) if tally.late else "",
        t("weekly.short.phone", count=tally.to_phone) if tally.to_phone else "",
    )
    return t("weekly.stop").join(part for part in parts if part)
