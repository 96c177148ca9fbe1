"""Days and times as people say them, and counting in working days."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.domain.days import (
    SHANGHAI,
    add_workdays,
    is_weekday,
    shanghai_day,
    spoken,
    spoken_day,
    spoken_time,
)

TUESDAY = date(2026, 3, 10)
FRIDAY, SATURDAY, MONDAY = date(2026, 3, 13), date(2026, 3, 14), date(2026, 3, 16)


@pytest.mark.parametrize(
    ("today", "zh", "en"),
    [
        (date(2026, 3, 4), "3月10日（周二），还有6天", "Tue 10 March, 6 days left"),
        (date(2026, 3, 8), "3月10日（周二），还有2天", "Tue 10 March, 2 days left"),
        (date(2026, 3, 9), "3月10日（周二），明天", "Tue 10 March, tomorrow"),
        (TUESDAY, "3月10日（周二），今天", "Tue 10 March, today"),
        (date(2026, 3, 11), "3月10日（周二），已过1天", "Tue 10 March, 1 day ago"),
        (date(2026, 3, 13), "3月10日（周二），已过3天", "Tue 10 March, 3 days ago"),
        (date(2025, 12, 31), "2026年3月10日（周二），还有69天", "Tue 10 March 2026, 69 days left"),
    ],
)
def test_a_day_says_how_far_off_it_is(today: date, zh: str, en: str) -> None:
    assert spoken(TUESDAY, today) == zh
    assert spoken(TUESDAY, today, "en") == en


def test_a_day_alone_shows_its_year_only_when_it_is_another() -> None:
    assert spoken_day(TUESDAY, date(2026, 1, 1)) == "3月10日（周二）"
    assert spoken_day(TUESDAY, date(2027, 1, 1), "en") == "Tue 10 March 2026"


def test_every_weekday_has_its_name() -> None:
    week = [spoken_day(TUESDAY + timedelta(days=n), TUESDAY)[-3:-1] for n in range(-1, 6)]
    assert week == ["周一", "周二", "周三", "周四", "周五", "周六", "周日"]


def test_a_moment_is_told_in_shanghai() -> None:
    moment = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
    assert spoken_time(moment) == "3月10日（周二）17:30"
    assert spoken_time(moment, "en") == "Tue 10 March, 17:30"


def test_late_evening_in_utc_is_already_tomorrow_in_shanghai() -> None:
    moment = datetime(2026, 3, 9, 16, 5, tzinfo=UTC)
    assert spoken_time(moment) == "3月10日（周二）00:05"
    assert shanghai_day(moment) == TUESDAY


def test_a_time_without_a_zone_is_our_mistake() -> None:
    naive = datetime(2026, 3, 10, 9, 30, tzinfo=SHANGHAI).replace(tzinfo=None)
    with pytest.raises(ValueError, match="no time zone"):
        spoken_time(naive)
    with pytest.raises(ValueError, match="no time zone"):
        shanghai_day(naive)


def test_three_working_days_from_friday_is_wednesday() -> None:
    assert add_workdays(FRIDAY, 3) == date(2026, 3, 18)


def test_the_working_day_before_monday_is_friday() -> None:
    assert add_workdays(MONDAY, -1) == add_workdays(SATURDAY, -1) == FRIDAY


def test_no_working_days_on_is_the_same_day() -> None:
    assert add_workdays(SATURDAY, 0) == SATURDAY


def test_a_calendar_with_an_exchanged_saturday_is_obeyed() -> None:
    def with_exchange(day: date) -> bool:
        return day == SATURDAY or (is_weekday(day) and day != MONDAY)

    assert add_workdays(FRIDAY, 1, with_exchange) == SATURDAY
    assert add_workdays(FRIDAY, 2, with_exchange) == date(2026, 3, 17)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 60))
def test_going_on_passes_exactly_that_many_working_days(day: date, n: int) -> None:
    end = add_workdays(day, n)
    passed = [day + timedelta(days=k) for k in range(1, (end - day).days + 1)]
    assert sum(map(is_weekday, passed)) == n
    assert is_weekday(end)
