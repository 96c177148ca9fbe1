"""Quiet hours and days off: what can wait is released at the right moment, whatever the clock says."""

from datetime import UTC, datetime, time

import pytest

from handlers.domain.days import SHANGHAI
from handlers.programme.calendar import WorkCalendar
from handlers.programme.quiet import is_quiet, release
from handlers.programme.rules import QuietRules

NIGHT = QuietRules.model_validate({"from": "21:00", "until": "08:00", "days_off": True})
CALENDAR = WorkCalendar()


def shanghai(text: str) -> datetime:
    """Return a moment in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def released(text: str, quiet: QuietRules = NIGHT, hour: str = "09:00") -> str:
    """Return when something of this moment leaves, "at once" when it may."""
    moment = release(shanghai(text), quiet, hour, CALENDAR)
    return "at once" if moment is None else f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("moment", "leaves"),
    [
        ("2026-03-04 08:00:00", "at once"),
        ("2026-03-04 20:59:59", "at once"),
        ("2026-03-04 21:00:00", "2026-03-05 08:00"),
        ("2026-03-04 23:59:59", "2026-03-05 08:00"),
        ("2026-03-05 00:00:00", "2026-03-05 08:00"),
        ("2026-03-05 07:59:59", "2026-03-05 08:00"),
        ("2026-03-06 21:30:00", "2026-03-09 09:00"),  # Friday night: the weekend comes in between
        ("2026-03-07 10:00:00", "2026-03-09 09:00"),
        ("2026-03-08 22:00:00", "2026-03-09 09:00"),
        ("2026-03-09 06:00:00", "2026-03-09 08:00"),
        ("2026-02-14 10:00:00", "at once"),  # a Saturday that is worked (调休)
        ("2026-02-14 21:00:00", "2026-02-24 09:00"),  # the eve of the Spring Festival holidays
        ("2024-02-28 22:00:00", "2024-02-29 08:00"),
        ("2024-12-31 23:59:59", "2025-01-02 09:00"),
        ("2040-05-05 12:00:00", "2040-05-07 09:00"),  # beyond the table weekends are all that is known
    ],
)
def test_what_can_wait_leaves_when_people_are_at_work(moment: str, leaves: str) -> None:
    assert released(moment) == leaves


def test_a_moment_in_another_zone_is_the_same_moment() -> None:
    utc = datetime(2026, 3, 4, 13, 0, tzinfo=UTC)  # 21:00 in Shanghai
    assert release(utc, NIGHT, "09:00", CALENDAR) == shanghai("2026-03-05 08:00")


def test_days_off_may_be_like_any_other() -> None:
    quiet = NIGHT.model_copy(update={"days_off": False})
    assert released("2026-03-07 10:00:00", quiet) == "at once"
    assert released("2026-03-07 22:00:00", quiet) == "2026-03-08 08:00"


def test_a_programme_without_quiet_hours_has_days_off_alone() -> None:
    quiet = QuietRules.model_validate({"from": "00:00", "until": "00:00", "days_off": True})
    assert released("2026-03-04 03:00:00", quiet) == "at once"
    assert released("2026-03-07 03:00:00", quiet) == "2026-03-09 09:00"


def test_quiet_hours_at_noon_end_the_same_day() -> None:
    quiet = QuietRules.model_validate({"from": "12:00", "until": "14:00", "days_off": True})
    assert released("2026-03-04 12:30:00", quiet) == "2026-03-04 14:00"
    assert not is_quiet(time(14, 0), quiet)


def test_a_programme_that_speaks_in_the_quiet_hours_speaks_after_them_on_the_day_after_a_day_off() -> None:
    assert released("2026-03-07 10:00:00", hour="07:00") == "2026-03-09 08:00"
