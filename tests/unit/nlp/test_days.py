"""Days: what people answer when asked for a date, on Sunday 22 November 2026."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.days import find_days, read_day

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2026-3-10", "2026-03-10"),
        ("2026年12月1日", "2026-12-01"),
        ("2026年 12 月 1 日", "2026-12-01"),
        ("20270310", "2027-03-10"),
        ("２０２６／１２／５", "2026-12-05"),
        ("10/3", "2027-10-03"),
        ("12.5", "2026-12-05"),
        ("3月10号", "2027-03-10"),
        ("3月10日前", "2027-03-10"),
        ("１２月５日", "2026-12-05"),
        ("十一月二十五日", "2026-11-25"),
        ("二〇二七年三月十日", "2027-03-10"),
        ("11月22日", "2026-11-22"),
        ("15号", "2026-12-15"),
        ("30号", "2026-11-30"),
        ("今天", "2026-11-22"),
        ("明天下午", "2026-11-23"),
        ("后天", "2026-11-24"),
        ("大后天", "2026-11-25"),
        ("周五", "2026-11-27"),
        ("星期天", "2026-11-22"),
        ("本周五", "2026-11-20"),
        ("下周三", "2026-11-25"),
        ("下下周一", "2026-11-30"),
        ("上周一", "2026-11-09"),
        ("下周", "2026-11-29"),
        ("月底", "2026-11-30"),
        ("月初", "2026-12-10"),
        ("本月底", "2026-11-30"),
        ("下月底前", "2026-12-31"),
        ("下个月15号", "2026-12-15"),
        ("十二月初", "2026-12-10"),
        ("12月中旬", "2026-12-20"),
        ("10月底", "2027-10-31"),
        ("明年3月", "2027-03-31"),
        ("明年2月底", "2027-02-28"),
        ("2027.3", "2027-03-31"),
        ("年底前", "2026-12-31"),
        ("明年底", "2027-12-31"),
        ("明年上半年", "2027-06-30"),
        ("明年初", "2027-01-31"),
        ("2027年一季度", "2027-03-31"),
        ("2027年", "2027-12-31"),
        ("两周内", "2026-12-06"),
        ("两周", "2026-12-06"),
        ("三天后", "2026-11-25"),
        ("一个月内", "2026-12-22"),
        ("三个月", "2027-02-22"),
        ("半个月内", "2026-12-07"),
        ("一个半月内", "2027-01-06"),
        ("半年内", "2027-05-22"),
        ("一年", "2027-11-22"),
        ("10个工作日内", "2026-12-04"),
        ("元旦前", "2026-12-31"),
        ("春节前", "2027-02-05"),
        ("国庆节", "2027-10-01"),
        ("十一前", "2027-09-30"),
        ("去年3月5日", "2025-03-05"),
        ("by March 10", "2027-03-10"),
        ("3 March 2027", "2027-03-03"),
        ("tomorrow", "2026-11-23"),
        ("下週三", "2026-11-25"),
    ],
)
def test_a_date_is_read_as_people_say_it(said: str, day: str) -> None:
    assert read_day(said, TODAY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "said", ["", "月", "尽快", "越快越好", "2月30日", "13月5日", "99/99", "不知道", "3", "😀"]
)
def test_what_is_no_date_is_not_guessed(said: str) -> None:
    assert read_day(said, TODAY) is None


def test_a_month_that_ends_sooner_gives_its_last_day() -> None:
    assert read_day("一个月后", date(2027, 1, 31)) == date(2027, 2, 28)
    assert read_day("2月29日", TODAY) is None


def test_after_the_last_known_new_year_no_day_is_invented() -> None:
    assert read_day("春节前", date(2040, 1, 1)) is None


def test_limits_are_told_from_other_days() -> None:
    days = find_days("12月10日来现场，下月底前解决，最迟明年3月", TODAY)
    assert [(one.day.isoformat(), one.is_limit) for one in days] == [
        ("2026-12-10", False),
        ("2026-12-31", True),
        ("2027-03-31", True),
    ]


def test_the_past_and_mere_numbers_are_no_dates_in_a_text() -> None:
    assert find_days("近3年内投入200万，1号线和3号机床，比例1/3，型号6308-2RS", TODAY) == ()


@given(st.text(), st.dates())
def test_any_text_on_any_day_can_be_read(text: str, today: date) -> None:
    read_day(text, today)
    find_days(text, today)


@given(st.dates(date(2026, 1, 1), date(2040, 1, 1)), st.dates(date(2026, 1, 1), date(2040, 1, 1)))
def test_a_full_date_means_the_same_on_every_day(day: date, today: date) -> None:
    assert read_day(day.isoformat(), today) == day
    assert read_day(f"{day.year}年{day.month}月{day.day}日", today) == day
