"""What is overdue goes up (逐级报告): who hears of several units at one moment gets one message of them all.

Each reminder keeps its timer. The first one of a moment that is handled speaks for its siblings, those which
reach the same bureau that day, and settles them; they find themselves settled.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from handlers.cards.overdue import Late, overdue_card
from handlers.dialogue.messages import Message
from handlers.dialogue.replies import Fired
from handlers.dialogue.texts import Translate
from handlers.domain.days import shanghai_day
from handlers.domain.filings import OWED, Filing
from handlers.effects import Cancel, Effects
from handlers.ports.timers import PlannedTimer
from handlers.ports.work import UnitOfWork
from handlers.programme.plan import Rung, climbs_of
from handlers.telling import tell
from handlers.usecases.ladders import EXPIRED, key_of, settle
from handlers.usecases.quiet import hold, is_late
from handlers.usecases.reminding import (
    NOBODY,
    Hearers,
    desk_of,
    hearers_at,
    note_sent,
    told_one,
)


@dataclass(frozen=True, slots=True)
class Climb:
    """One overdue filing and its reminder that goes up today."""

    filing: Filing
    rung: Rung

    @property
    def mark(self) -> tuple[int, str]:
        """Filing and code, which name it once and for ever."""
        return self.filing.id or 0, self.rung.code


def report_overdue(uow: UnitOfWork, filing_id: int, fired: Fired) -> Effects:
    """Report one overdue filing and all that go to the same bureau today; nothing if that has been done."""
    code = str(fired.data["code"])
    together = _together(uow, (filing_id, code), _day(fired.data))
    mine = next((each for each in together if each.mark == (filing_id, code)), None)
    if mine is None:
        return ()
    if is_late(fired) and uow.rules.deadlines.late == "expire":
        settle(uow, mine.filing, code, EXPIRED)
        return ()
    return hold(uow, key_of(mine.filing, code), fired) or _sent(uow, mine, together, late=is_late(fired))


def siblings_of(uow: UnitOfWork, timer: PlannedTimer) -> tuple[Climb, ...]:
    """Return all that leaves as one message with what this timer reports, that included, each locked."""
    number = int(timer.about.partition(":")[2])
    return _together(uow, (number, str(timer.data["code"])), _day(timer.data))


def _day(data: Mapping[str, object]) -> date:
    """Return the day for which a reminder was planned, though it may be held or come late."""
    return shanghai_day(datetime.fromisoformat(str(data["at"])))


def _together(uow: UnitOfWork, mark: tuple[int, str], day: date) -> tuple[Climb, ...]:
    """Return what goes up to one bureau for one day, locked in one order so that replicas cannot entangle."""
    lines, staffed = uow.bureaus.lines(), uow.bureaus.staffed()
    desks = {c.mark: desk_of(lines, staffed, c.filing, c.rung.to) for c in _climbing(uow, day)}
    if mark not in desks:
        return ()
    hearing = (desks[mark] or (None,))[0]
    alike = {each for each, desk in desks.items() if (desk or (None,))[0] == hearing}
    locked = [uow.get(Filing, number) for number in sorted({number for number, _ in alike})]
    return tuple(c for each in locked if each for c in _of(uow, each, day) if c.mark in alike)


def _climbing(uow: UnitOfWork, day: date) -> Iterator[Climb]:
    aims = [uow.calendar.add(day, -climb.after_workdays) for climb in uow.rules.deadlines.climbs]
    return (climb for filing in uow.filings.owed_with(aims) for climb in _of(uow, filing, day))


def _of(uow: UnitOfWork, filing: Filing, day: date) -> Iterator[Climb]:
    if filing.state not in OWED:
        return
    for rung in climbs_of(filing.aim, uow.rules.deadlines, uow.calendar):
        if rung.day == day and rung.code not in filing.rungs:
            yield Climb(filing, rung)


def _sent(uow: UnitOfWork, mine: Climb, together: tuple[Climb, ...], *, late: bool) -> Effects:
    """Settle and record each of them, and tell each person what reaches them in one message."""
    heard: dict[int, list[tuple[Filing, Hearers]]] = {}
    lines, staffed = uow.bureaus.lines(), uow.bureaus.staffed()
    for climb in together:
        filing, code = climb.filing, climb.rung.code
        hearers = hearers_at(uow, desk_of(lines, staffed, filing, climb.rung.to), climb.rung.to)
        settle(uow, filing, code, uow.today.isoformat() if hearers else NOBODY)
        if hearers:
            spoken_by = None if climb is mine else mine.mark
            note_sent(uow, filing, code, hearers, late=late, spoken_by=spoken_by)
            for person in hearers.people:
                heard.setdefault(person, []).append((filing, hearers))
    siblings = tuple(Cancel(key_of(c.filing, c.rung.code)) for c in together if c is not mine)
    told = tuple(e for person, some in heard.items() for e in _told(uow, person, some, late=late))
    return (*siblings, *told)


def _told(uow: UnitOfWork, person_id: int, some: list[tuple[Filing, Hearers]], *, late: bool) -> Effects:
    """Tell one person: the card of the filing itself if it is one, else the list."""
    if len(some) == 1:
        return told_one(uow, *some[0], person_id, late=late)
    hearing = some[0][1].bureau
    owners = uow.bureaus.owners([filing.bureau_id for filing, _ in some])
    units = {bureau.id: bureau for bureau in uow.bureaus.all()}
    late_ones = [
        Late(each, units[each.bureau_id], owners.get(each.bureau_id), own=each.bureau_id == hearing.id)
        for each, _ in some
    ]

    def make(t: Translate) -> Message:
        return overdue_card(uow, late_ones, hearing.name, t, resent=late)

    return tell(uow, person_id, make)
