"""The ladder of a deadline: one timer for each reminder of a filing, moved when its day moves.

A reminder's code is settled once and for ever in `Filing.rungs`; a settled one is never set again. A timer's
data tell the moment it was planned for, so that one that is held over quiet hours is left where it is.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from handlers.domain.filings import Filing
from handlers.effects import Cancel, Effects, Schedule
from handlers.ports.timers import PlannedTimer
from handlers.ports.work import UnitOfWork
from handlers.programme.plan import Rung, at, climbs_of, rungs_of

RUNG, CLIMB, SNOOZED = "rung", "filing_climb", "snoozed"
"""What the timers of a filing do: remind those who owe, tell those above, remind somebody who put it off."""

EXPIRED, SKIPPED = "expired", "skipped"
"""What may become of a reminder besides the day on which it was sent."""


def ladder(uow: UnitOfWork, filing: Filing) -> tuple[Rung, ...]:
    """Return all reminders of a filing by its present aim, the first one first."""
    deadlines = uow.rules.deadlines
    rungs = rungs_of(filing.aim, deadlines, uow.calendar)
    return (*rungs, *climbs_of(filing.aim, deadlines, uow.calendar))


def moment_of(uow: UnitOfWork, rung: Rung) -> datetime:
    """Return the moment for which a reminder is planned, in Shanghai."""
    return at(rung.day, uow.rules.deadlines.hour)


def name_of(filing: Filing) -> str:
    """Return the name of a filing in events, timers and cards."""
    return f"filing:{filing.id}"


def key_of(filing: Filing, code: str) -> str:
    """Return the key of a reminder's timer."""
    return f"rung:{filing.id}:{code}"


def snooze_key(filing: Filing, person_id: int) -> str:
    """Return the key of the timer of a reminder that somebody has put off."""
    return f"snooze:{filing.id}:{person_id}"


def set_ladder(
    uow: UnitOfWork, filing: Filing, since: datetime, standing: Sequence[PlannedTimer] = ()
) -> Effects:
    """Return what brings the filing's timers to where its aim says.

    `standing` are the timers about it. Nothing before `since` is set. Of those whose day has moved into the
    past the last one is sent at once, the others expire.
    """
    mine = {timer.key: timer for timer in standing if timer.what in (RUNG, CLIMB)}
    open_rungs = [rung for rung in ladder(uow, filing) if rung.code not in filing.rungs]
    moved = [rung for rung in open_rungs if not _stands(uow, filing, rung, mine)]
    ahead = [rung for rung in moved if moment_of(uow, rung) >= since]
    missed = [rung for rung in moved if moment_of(uow, rung) < since and key_of(filing, rung.code) in mine]
    kept = {key_of(filing, rung.code) for rung in open_rungs}
    gone = tuple(Cancel(key) for key in mine if key not in kept)
    return (*gone, *(_timer(uow, filing, rung) for rung in ahead), *_catch_up(uow, filing, missed))


def stop(uow: UnitOfWork, filing: Filing) -> Effects:
    """Clear every reminder of a filing, put off ones too: it is done, or need not be done any more."""
    ours = (timer for timer in uow.timers.about(name_of(filing)) if timer.what in (RUNG, CLIMB, SNOOZED))
    return tuple(Cancel(timer.key) for timer in ours)


def settle(uow: UnitOfWork, filing: Filing, code: str, outcome: str) -> None:
    """Note what became of a reminder: the day it was sent, skipped or expired."""
    filing.rungs = {**filing.rungs, code: outcome}
    if outcome == EXPIRED:
        uow.record("reminder.expired", name_of(filing), code=code)


def _stands(uow: UnitOfWork, filing: Filing, rung: Rung, mine: Mapping[str, PlannedTimer]) -> bool:
    timer = mine.get(key_of(filing, rung.code))
    return timer is not None and timer.data.get("at") == moment_of(uow, rung).isoformat()


def _timer(uow: UnitOfWork, filing: Filing, rung: Rung, due: datetime | None = None) -> Schedule:
    moment = moment_of(uow, rung)
    what = CLIMB if rung.to else RUNG
    data = {"code": rung.code, "at": moment.isoformat()}
    return Schedule(key_of(filing, rung.code), due or moment, what, name_of(filing), data)


def _catch_up(uow: UnitOfWork, filing: Filing, missed: Sequence[Rung]) -> Effects:
    if not missed:
        return ()
    for rung in missed[:-1]:
        settle(uow, filing, rung.code, EXPIRED)
    dropped = tuple(Cancel(key_of(filing, rung.code)) for rung in missed[:-1])
    return (*dropped, _timer(uow, filing, missed[-1], uow.now))
