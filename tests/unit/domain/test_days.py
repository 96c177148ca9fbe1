"""Days and times as people say them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from handlers.domain.days import (
    SHANGHAI,
    is_weekday,
    shanghai_day,
    spoken,
    spoken_day,
    spoken_time,
)

TUESDAY = date(2026, 3, 10)


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


def test_monday_to_friday_are_weekdays() -> None:
    week = [date(2026, 3, 9) + timedelta(days=n) for n in range(7)]
    assert [is_weekday(day) for day in week] == [True] * 5 + [False] * 2
