"""The weekly summary (每周小结) for the province and the cities, each of its own reporting line."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from handlers.cards.digest_lines import short_name
from handlers.cards.weekly import Tally, Weekly, weekly_card
from handlers.dialogue.replies import Fired
from handlers.domain.bureaus import Bureau
from handlers.domain.regions import path
from handlers.effects import Effects, Schedule
from handlers.ports.work import UnitOfWork
from handlers.programme.plan import at
from handlers.telling import tell
from handlers.usecases.digest_sources import PHONES
from handlers.usecases.indicators import boards
from handlers.usecases.preferences import DAILY, willing
from handlers.usecases.quiet import hold, is_late

WHAT = "weekly"
"""The name of the timer, and the name by which the summary is muted (少提醒)."""
LEVELS = ("province", "city")
WEEK = timedelta(days=7)


def ensure_weekly(uow: UnitOfWork) -> Effects:
    """Set the timer of each bureau that gets a summary and has somebody; a standing one is left alone."""
    bureaus = (b for b in uow.bureaus.all() if b.level in LEVELS and b.kind == "bureau")
    missing = (b for b in bureaus if uow.timers.get(_key(b.id or 0)) is None and uow.bureaus.staff(b.id or 0))
    return tuple(_next(uow, bureau.id or 0) for bureau in missing)


def send_weekly(uow: UnitOfWork, bureau_id: int, fired: Fired) -> Effects:
    """Tell a bureau what came of the days since its last summary, if anything did, and set the next one."""
    bureau = uow.get(Bureau, bureau_id)
    if bureau is None or not (staff := uow.bureaus.staff(bureau_id)):
        return ()
    if waiting := hold(uow, _key(bureau_id), fired):
        return waiting
    first, end = (date.fromisoformat(fired.data[name]) for name in ("first", "end"))
    following = _next(uow, bureau_id, since=end)
    weekly = weekly_of(uow, bureau, first, end, late=is_late(fired))
    people = willing(uow, staff, WHAT, DAILY)
    if weekly.whole.empty or not people:
        return (following,)
    uow.record("weekly.sent", f"bureau:{bureau_id}", people=list(people))
    told = (e for person in people for e in tell(uow, person, lambda t: weekly_card(weekly, t)))
    return (following, *told)


def weekly_of(uow: UnitOfWork, bureau: Bureau, first: date, end: date, *, late: bool = False) -> Weekly:
    """Count the days from `first` up to the day before `end`; what is late or unreachable is as of now."""
    units = [unit for unit in uow.bureaus.below(bureau.id or 0) if unit.kind == "bureau"]
    tallies: dict[int, Tally] = {}
    for where, tally in _counted(uow, first, end):
        if (unit := _unit_of(uow, where, bureau.id or 0)) is not None:
            tallies[unit] = tallies.get(unit, Tally()).plus(tally)
    whole = Tally()
    for tally in tallies.values():
        whole = whole.plus(tally)
    own = ((short_name(bureau), tallies[bureau.id or 0]),) if bureau.id in tallies else ()
    named = tuple((short_name(unit), tallies.get(unit.id or 0, Tally())) for unit in units)
    board = boards(uow)(bureau) if uow.rules.targets else None
    return Weekly(bureau.name, first, end, whole, (*own, *named), late, board)


def _counted(uow: UnitOfWork, first: date, end: date) -> list[tuple[Bureau, Tally]]:
    """Return what happened and what stands, each with the lowest bureau of its place."""
    since, until = (at(day, "00:00").astimezone(UTC) for day in (first, end))
    places = {bureau.area: bureau for bureau in uow.bureaus.all() if bureau.kind == "bureau"}
    counted = [
        (places[code], tally)
        for county, tally in _happened(uow, since, until)
        if (code := _lowest(places, county)) in places
    ]
    late = [
        (b, Tally(late=1))
        for f in uow.filings.owed()
        if f.aim < uow.today and (b := uow.get(Bureau, f.bureau_id))
    ]
    phone = [
        (b, Tally(to_phone=count))
        for number, count in uow.figures.open_tasks(PHONES).items()
        if (b := uow.get(Bureau, number))
    ]
    return [*counted, *late, *phone]


def _happened(uow: UnitOfWork, since: datetime, until: datetime) -> list[tuple[str, Tally]]:
    week = uow.figures.week(since, until)
    return [
        *((county, Tally(filed=count)) for county, count in week.filed.items()),
        *((county, Tally(approved=count)) for county, count in week.approved.items()),
        *((county, Tally(arranged=count)) for county, count in week.arranged.items()),
        *((county, Tally(hours=hours)) for county, hours in week.hours.items()),
        *((county, Tally(invited=count)) for county, count in week.invited.items()),
        *((county, Tally(answered=count)) for county, count in week.answered.items()),
        *((county, Tally(accepted=count)) for county, count in week.accepted.items()),
    ]


def _lowest(places: Mapping[str, Bureau], county: str) -> str:
    return next((place.code for place in reversed(path(county)) if place.code in places), "")


def _unit_of(uow: UnitOfWork, bureau: Bureau, above: int) -> int | None:
    """Return which bureau right below `above` a bureau belongs to: itself, one on its line, or `above`."""
    line = [bureau.id or 0, *(each.id or 0 for each in uow.bureaus.line(bureau.id or 0))]
    if above not in line:
        return None
    place = line.index(above)
    return line[place - 1] if place else above


def _next(uow: UnitOfWork, bureau_id: int, since: date | None = None) -> Schedule:
    """Return the timer of the next summary; weeks whose day falls into one holiday become one."""
    rules = uow.rules.digest
    begun = uow.today - timedelta(days=(uow.today.weekday() - rules.weekly_weekday + 1) % 7)
    first = end = since or begun
    while end <= first or _moment(uow, end) <= uow.now or _moment(uow, end + WEEK) == _moment(uow, end):
        end += WEEK
    data = {"first": first.isoformat(), "end": end.isoformat()}
    return Schedule(_key(bureau_id), _moment(uow, end), WHAT, f"bureau:{bureau_id}", data)


def _moment(uow: UnitOfWork, day: date) -> datetime:
    return at(uow.calendar.on_or_after(day), uow.rules.digest.weekly_at)


def _key(bureau_id: int) -> str:
    return f"weekly:{bureau_id}"
