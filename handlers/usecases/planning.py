"""The programme's years become rows and timers: who owes what by when, and when the clock speaks of it.

`plan` may be called at any time: it makes what is missing, moves what has moved, and leaves the rest alone.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from itertools import groupby

from handlers.domain.days import SHANGHAI
from handlers.domain.filings import Filing
from handlers.domain.programmes import Cycle, Programme
from handlers.effects import Effects, Schedule
from handlers.ports.timers import PlannedTimer
from handlers.ports.work import UnitOfWork
from handlers.programme.plan import opened_at, year_of
from handlers.usecases.digest import ensure_digests
from handlers.usecases.ladders import ladder, moment_of, name_of, set_ladder
from handlers.usecases.owners import look_for_owners
from handlers.usecases.weekly import ensure_weekly
from handlers.usecases.year_rows import YearRows

PLAN, DAILY_AT = "plan", time(0, 10)
"""The timer that looks every night whether anything is to be planned, and its hour in Shanghai."""

DECEMBER = 12
"""From this month on the next year is planned too."""

Standing = Mapping[str, Sequence[PlannedTimer]]
_EVER = (datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC))


def plan(uow: UnitOfWork) -> Effects:
    """Make the rows and set the timers of the years that are due; what stands as it should is left alone."""
    programme = _locked(uow)
    if programme is None:
        return ()
    if programme.opened_at is None:
        programme.opened_at = opened_at(uow.rules, uow.now)
    standing = _standing(uow)
    years = [_planned(uow, programme, year, standing) for year in years_due(uow)]
    digests = (*ensure_digests(uow), *ensure_weekly(uow))
    return (_tomorrow(uow, programme), *digests, *(effect for year in years for effect in year))


def plan_daily(uow: UnitOfWork, seen: str) -> Effects:
    """Plan if the programme, the bureaus or the years differ from what was seen; look again tomorrow."""
    programme = _locked(uow)
    if programme is None:
        return ()
    look_for_owners(uow)
    if seen != _print_of(uow, programme):
        return plan(uow)
    return (_tomorrow(uow, programme), *ensure_digests(uow), *ensure_weekly(uow))


def replan(uow: UnitOfWork, filing: Filing) -> Effects:
    """Set the reminders of a filing that got a new deadline (延期): those still ahead of it start over."""
    ahead = {rung.code for rung in ladder(uow, filing) if moment_of(uow, rung) >= uow.now}
    filing.rungs = {code: outcome for code, outcome in filing.rungs.items() if code not in ahead}
    return resume(uow, filing)


def resume(uow: UnitOfWork, filing: Filing) -> Effects:
    """Set the reminders of a filing that is owed again (退回): those ahead that are not settled."""
    return set_ladder(uow, filing, uow.now, uow.timers.about(name_of(filing)))


def years_due(uow: UnitOfWork) -> Sequence[int]:
    """Return the years to plan: the last one while it has rows, this one, from December on the next."""
    this = uow.today.year
    last = [this - 1] if uow.calls.cycle(this - 1) else []
    following = [this + 1] if uow.today.month == DECEMBER else []
    return [year for year in (*last, this, *following) if year in uow.rules.years.all]


def _planned(uow: UnitOfWork, programme: Programme, number: int, standing: Standing) -> Effects:
    """Plan one year: one that is new from the programme's opening on, so that a standstill is made up for."""
    opened = opened_at(uow.rules, programme.opened_at or uow.now)
    year = year_of(uow.rules, number, uow.calendar)
    cycle = uow.calls.cycle(number)
    if cycle is not None:
        return YearRows(uow, cycle, year, max(uow.now, opened), standing).plan()
    made = uow.add(Cycle(programme_id=programme.id or 0, year=number))
    return YearRows(uow, made, year, opened, standing).plan()


def _locked(uow: UnitOfWork) -> Programme | None:
    """Return the programme, locked, so that of two replicas the second finds what the first has made."""
    programme = uow.calls.programme()
    return uow.get(Programme, programme.id) if programme is not None and programme.id else None


def _tomorrow(uow: UnitOfWork, programme: Programme) -> Schedule:
    """Look again at the next ten past midnight; where the clock was set back, not at one that has been."""
    here = uow.now.astimezone(SHANGHAI)
    due = datetime.combine(here.date(), DAILY_AT, SHANGHAI)
    due += timedelta(days=1) if due <= here else timedelta()
    standing = uow.timers.get(PLAN)
    if standing is not None and due < standing.due <= due + timedelta(days=1):
        due = standing.due
    return Schedule(PLAN, due, PLAN, f"programme:{programme.id}", {"seen": _print_of(uow, programme)})


def _standing(uow: UnitOfWork) -> Standing:
    timers = sorted(uow.timers.between(*_EVER), key=lambda timer: timer.about)
    return {about: tuple(some) for about, some in groupby(timers, key=lambda timer: timer.about)}


def _print_of(uow: UnitOfWork, programme: Programme) -> str:
    """Return a short print of all that a plan follows from, the calendar apart: it changes with a restart."""
    bureaus = [(b.id, b.kind, b.level, b.area, b.reports_to, b.funded) for b in uow.bureaus.all()]
    facts = (programme.id, programme.rules, str(programme.opened_at), years_due(uow), bureaus)
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]
