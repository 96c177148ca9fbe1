"""When nothing that can wait is sent: quiet hours and days off (免打扰). Pure."""

from datetime import date, datetime, time, timedelta

from handlers.domain.days import SHANGHAI
from handlers.programme.calendar import WorkCalendar
from handlers.programme.plan import at
from handlers.programme.rules import QuietRules


def release(moment: datetime, quiet: QuietRules, hour: str, calendar: WorkCalendar) -> datetime | None:
    """Return when something that would leave now may leave; None when it may at once.

    Out of quiet hours alone it leaves when they end; after a day off at `hour` of the next working day.
    """
    here = moment.astimezone(SHANGHAI)
    day_off = quiet.days_off and not calendar.is_workday(here.date())
    if not day_off and not is_quiet(here.time(), quiet):
        return None
    morning = _next_morning(here, quiet)
    if not quiet.days_off:
        return at(morning, quiet.until)
    day = calendar.on_or_after(morning)
    if not day_off and day == morning:
        return at(day, quiet.until)
    return at(day, quiet.until if is_quiet(time.fromisoformat(hour), quiet) else hour)


def is_quiet(hour: time, quiet: QuietRules) -> bool:
    """Say whether a time of day in Shanghai lies in the quiet hours; equal ends mean that there are none."""
    begins, ends = time.fromisoformat(quiet.from_), time.fromisoformat(quiet.until)
    if begins <= ends:
        return begins <= hour < ends
    return hour >= begins or hour < ends


def _next_morning(here: datetime, quiet: QuietRules) -> date:
    """Return the day on which the quiet hours that hold this moment end; today outside of them."""
    begins, ends = time.fromisoformat(quiet.from_), time.fromisoformat(quiet.until)
    over_midnight = begins > ends and here.time() >= begins
    return here.date() + timedelta(days=1) if over_midnight else here.date()
