"""Pace and forecast run through the months of activities, and say so when there is too little to tell."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from handlers.domain.pace import Enough, Goal, Pace, ahead_of, line_of, pace_of
from handlers.domain.spans import Span, days_in, years

SUMMER, WINTER = (
    Span(date(2026, 5, 1), date(2026, 8, 31)),
    Span(date(2026, 10, 1), date(2026, 12, 31)),
)
"""123 and 92 days: 215 in the year."""
YEAR = Goal(200, years(2026, 2026), open=(SUMMER, WINTER))
ENOUGH = Enough(least_days=30, least_count=5)


def pace(done: int, month: int, day: int, goal: Goal = YEAR, year: int = 2026) -> Pace:
    return pace_of(done, goal, date(year, month, day), ENOUGH)


def test_at_this_rate_so_many_by_the_end_of_the_year() -> None:
    half = pace(75, 8, 7)  # 99 of 215 days
    assert (half.standing, half.expected, half.forecast, half.until) == (
        "under_way",
        round(200 * 99 / 215),
        round(75 * 215 / 99),
        date(2026, 12, 31),
    )
    assert half.forecast == 163


def test_nothing_is_expected_in_months_without_activities() -> None:
    assert pace(90, 8, 31).expected == pace(90, 9, 15).expected == pace(90, 9, 30).expected == 114
    assert pace(90, 8, 31).forecast == pace(90, 9, 30).forecast
    assert pace(90, 10, 1).expected == 115


def test_before_the_first_window_nothing_is_late() -> None:
    early = pace(0, 3, 10)
    assert (early.standing, early.expected, early.forecast) == ("waiting", 0, None)
    assert early.opens == date(2026, 5, 1)


def test_too_few_days_or_too_few_people_make_no_forecast() -> None:
    assert (pace(40, 5, 29).standing, pace(40, 5, 30).standing) == ("few", "under_way")
    assert (pace(4, 8, 1).standing, pace(5, 8, 1).standing) == ("few", "under_way")
    assert pace(4, 8, 1).forecast is None


def test_a_goal_of_two_has_no_pace() -> None:
    two = Goal(2, years(2026, 2026), open=(SUMMER, WINTER))
    assert (pace(1, 8, 1, two).standing, pace(1, 8, 1, two).expected) == ("small", 0)
    assert pace(2, 8, 1, two).standing == "reached"
    assert pace(4, 8, 1, Goal(2, two.span, most=3)).standing == "over"


def test_when_the_time_is_over_it_is_reached_or_missed() -> None:
    assert pace(200, 1, 1, year=2027).standing == "reached"
    missed = pace(163, 1, 1, year=2027)
    assert (missed.standing, missed.forecast, missed.goal - missed.done) == ("missed", None, 37)


def test_three_years_run_through_the_windows_of_each() -> None:
    windows = [
        Span(date(y, m, 1), date(y, last, 31)) for y in (2026, 2027, 2028) for m, last in ((5, 8), (10, 12))
    ]
    goal = Goal(1000, years(2026, 2028), open=windows)
    assert pace(300, 12, 31, goal).expected == round(1000 * 215 / 645)
    assert pace(300, 12, 31, goal).forecast == 900


def test_without_windows_every_day_counts() -> None:
    assert pace(50, 7, 2, Goal(200, years(2026, 2026))).expected == round(200 * 183 / 365)


def test_a_programme_opened_in_the_middle_expects_nothing_of_the_time_before() -> None:
    late = Goal(100, years(2026, 2026), open=(Span(date(2026, 8, 1), date(2026, 8, 31)), WINTER))
    assert pace(0, 7, 31, late).standing == "waiting"


days = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@given(days, days)
def test_an_even_pace_never_falls_and_ends_at_the_goal(one: date, other: date) -> None:
    first, second = sorted((one, other))
    assert 0 <= line_of(YEAR, first) <= line_of(YEAR, second) <= line_of(YEAR, date(2026, 12, 31)) == 200


@given(st.integers(5, 199), st.dates(date(2026, 5, 30), date(2026, 12, 31)))
def test_who_is_on_an_even_pace_is_told_the_goal_or_nearly(done: int, today: date) -> None:
    told = pace_of(done, YEAR, today, ENOUGH)
    assert told.forecast is not None
    assert told.forecast >= done
    assert (told.forecast >= 200) >= (done >= told.expected + 1)
    assert ahead_of(done, YEAR, today, today) == done


def test_days_in_two_windows_count_once() -> None:
    assert days_in((SUMMER, Span(date(2026, 8, 1), date(2026, 9, 30)))) == 123 + 30
    assert days_in((Span(date(2026, 5, 2), date(2026, 5, 1)),)) == 0
