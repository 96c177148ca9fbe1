"""Keeping a call's progress (征集进度) up to date on the screens: changes gather for a few seconds first."""

from datetime import UTC, datetime

from handlers.domain.call_answers import CallWatch
from handlers.domain.filings import Filing
from handlers.domain.needs import Need
from handlers.domain.programmes import Call
from handlers.effects import Effects, Schedule
from handlers.ports.work import UnitOfWork

REFRESH = "call_refresh"
GATHERED = 5
"""Seconds for which changes are gathered: at most one edit in so long a time for each bureau's people."""


def call_changed(uow: UnitOfWork, call: Call, county: str) -> Effects:
    """Have the progress redrawn for those who watch it from the county's bureau or above."""
    own = uow.bureaus.lines().holder(county)
    return line_changed(uow, call, own) if own is not None else ()


def need_changed(uow: UnitOfWork, need: Need) -> Effects:
    """Have the progress redrawn because one of the call's needs has changed."""
    if need.call_id is None or not uow.firms.is_watched(need.call_id):
        return ()
    call = uow.get(Call, need.call_id)
    return call_changed(uow, call, need.county) if call else ()


def filing_changed(uow: UnitOfWork, filing: Filing) -> Effects:
    """Have the progress redrawn because a filing of the call has changed."""
    call = uow.get(Call, filing.call_id) if filing.call_id is not None else None
    return line_changed(uow, call, filing.bureau_id) if call else ()


def line_changed(uow: UnitOfWork, call: Call, bureau_id: int) -> Effects:
    """Have the progress redrawn for those who watch it from this bureau or from one above it on its line."""
    line = (bureau_id, *uow.bureaus.lines().line(bureau_id))
    watched = {watch.bureau_id for watch in uow.firms.watchers(call.id or 0, line)}
    due = _next_beat(uow.now)
    return tuple(
        Schedule(f"call:{call.id}:redraw:{bureau}", due, REFRESH, f"call:{call.id}", {"bureau": bureau})
        for bureau in sorted(watched)
    )


def watch(uow: UnitOfWork, seen: CallWatch) -> None:
    """Note what of a call's progress somebody has on the screen from now on."""
    found = uow.firms.watch(seen.call_id, seen.person_id)
    if found is None:
        uow.add(seen)
        return
    found.bureau_id, found.page, found.view = seen.bureau_id, seen.page, seen.view


def _next_beat(now: datetime) -> datetime:
    """Return the end of the present few seconds, so that changes within them share one timer."""
    beat = int(now.timestamp()) // GATHERED + 1
    return datetime.fromtimestamp(beat * GATHERED, UTC)
