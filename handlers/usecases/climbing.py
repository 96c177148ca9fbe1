"""A need that nobody checks climbs: to the bureau above, on to the province, where it reminds once."""

from datetime import UTC, date, datetime, time

from handlers.domain.bureaus import MINISTRY, Bureau
from handlers.domain.days import SHANGHAI
from handlers.domain.needs import SUBMITTED, Need
from handlers.effects import Cancel, Effects, Schedule
from handlers.ports.work import UnitOfWork
from handlers.telling import line, tell
from handlers.usecases.need_views import name_of, show_bureau, tell_enterprise

CLOSING = time(17, 30)
"""The end of the last day for the check, in Shanghai."""


def await_check(uow: UnitOfWork, need: Need) -> Effects:
    """Promise the check for so many working days from today, and set the clock on it."""
    if need.check_by != (day := check_day(uow)):
        need.check_by = day
    due = datetime.combine(day, CLOSING, SHANGHAI).astimezone(UTC)
    return (Schedule(_timer(need), due, "climb", name_of(need)),)


def check_day(uow: UnitOfWork) -> date:
    """Return the day promised for a check that is asked for today."""
    return uow.calendar.add(uow.today, uow.rules.checking.check_workdays)


def stop_waiting(need: Need) -> Effects:
    """Clear the clock: the need no longer waits for its check."""
    return (Cancel(_timer(need)),)


def climb(uow: UnitOfWork, need_id: int) -> Effects:
    """Hand an unchecked need to the next bureau above with somebody in it; at the top remind once."""
    need = uow.get(Need, need_id)
    if need is None or need.state != SUBMITTED:
        return ()
    here = uow.get(Bureau, need.bureau_id) if need.bureau_id else None
    above = _next_staffed(uow, need, here)
    if above is None:
        return _remind(uow, need) if here else await_check(uow, need)
    return _move(uow, need, here, above)


def _move(uow: UnitOfWork, need: Need, here: Bureau | None, above: Bureau) -> Effects:
    need.bureau_id = above.id
    need.revision += 1
    uow.record("need.climbed", name_of(need), bureau=above.id, former=here.id if here else None)
    for task in uow.tasks.about(name_of(need), "no_bureau"):
        task.state, task.done_at = "done", uow.now
    waiting = await_check(uow, need)
    days = uow.rules.checking.check_workdays
    left = _tell_left(uow, need, here, above)
    came = line("check.climbed_to", bureau=here.name, days=days) if here else line("check.new")
    news = (
        line("need.climbed", former=here.name, days=days, bureau=above.name)
        if here
        else line("need.taken_up", bureau=above.name)
    )
    return (*tell_enterprise(uow, need, news), *left, *show_bureau(uow, need, came, buzz=True), *waiting)


def _tell_left(uow: UnitOfWork, need: Need, here: Bureau | None, above: Bureau) -> Effects:
    """Tell the bureau that the need has left; those who also sit in the one above hear it there."""
    if here is None or here.id is None:
        return ()
    there = {member.person_id for member in uow.bureaus.members(above.id or 0)}
    days = uow.rules.checking.check_workdays
    make = line("check.climbed_away", number=need.number, title=need.title, days=days, bureau=above.name)
    members = (m.person_id for m in uow.bureaus.members(here.id) if m.person_id not in there)
    return tuple(e for person in members for e in tell(uow, person, make, card=name_of(need)))


def _remind(uow: UnitOfWork, need: Need) -> Effects:
    if any(event.action == "need.reminded" for event in uow.events.of(name_of(need))):
        return ()
    uow.record("need.reminded", name_of(need), bureau=need.bureau_id)
    days = uow.rules.checking.check_workdays
    late = tell_enterprise(uow, need, line("need.late", days=days))
    return (*late, *show_bureau(uow, need, line("check.overdue", days=days), buzz=True))


def _next_staffed(uow: UnitOfWork, need: Need, here: Bureau | None) -> Bureau | None:
    if here is None:
        return uow.bureaus.nearest_staffed(need.county)
    up = (above for above in uow.bureaus.line(here.id or 0) if above.level != MINISTRY)
    return next((above for above in up if uow.bureaus.staff(above.id or 0)), None)


def _timer(need: Need) -> str:
    return f"climb:{need.id}"
