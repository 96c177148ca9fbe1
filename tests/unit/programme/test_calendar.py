"""China's working days: known years, exchanged days, overrides, and what lies beyond."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.programme.calendar import BadCalendar, WorkCalendar, read_overrides

CALENDAR = WorkCalendar()
DAYS = st.dates(date(2005, 1, 1), date(2040, 12, 31))


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize("text", ["2014-05-04", "2015-09-06", "2016-10-08", "2016-10-09", "2026-02-28"])
def test_an_exchanged_saturday_or_sunday_is_worked(text: str) -> None:
    assert day(text).weekday() >= 5
    assert CALENDAR.is_workday(day(text))


@pytest.mark.parametrize("text", ["2012-01-23", "2014-10-01", "2015-09-03", "2016-10-07", "2026-02-17"])
def test_a_holiday_on_a_weekday_is_off(text: str) -> None:
    assert day(text).weekday() < 5
    assert not CALENDAR.is_workday(day(text))


def test_the_working_day_before_national_day_and_the_one_after_it() -> None:
    first = day("2016-10-01")
    assert CALENDAR.on_or_before(first) == CALENDAR.before(first) == day("2016-09-30")
    assert CALENDAR.on_or_after(first) == day("2016-10-08")
    assert CALENDAR.add(day("2016-09-30"), 2) == day("2016-10-09")
    assert CALENDAR.add(day("2016-10-08"), -1) == day("2016-09-30")


def test_over_the_spring_festival_the_working_sunday_counts() -> None:
    assert CALENDAR.add(day("2012-01-21"), 1) == day("2012-01-29")
    assert CALENDAR.add(day("2012-01-29"), 1) == day("2012-01-30")


def test_a_working_day_is_itself_on_or_before_and_on_or_after_but_not_before() -> None:
    thursday = day("2012-03-15")
    assert CALENDAR.on_or_before(thursday) == CALENDAR.on_or_after(thursday) == thursday
    assert CALENDAR.before(thursday) == day("2012-03-14")


def test_no_working_days_on_is_the_same_day_even_on_a_day_off() -> None:
    assert CALENDAR.add(day("2012-03-10"), 0) == day("2012-03-10")
    assert CALENDAR.add(day("2012-03-10"), 1) == day("2012-03-12")
    assert CALENDAR.add(day("2012-03-10"), -1) == day("2012-03-09")


def test_beyond_the_table_weekends_alone_count_and_nothing_is_known() -> None:
    beyond = CALENDAR.last_known + timedelta(days=1)
    assert CALENDAR.last_known == date(CALENDAR.last_known.year, 12, 31)
    assert CALENDAR.knows(CALENDAR.last_known)
    for n in range(400):
        later = beyond + timedelta(days=n)
        assert not CALENDAR.knows(later)
        assert CALENDAR.is_workday(later) == (later.weekday() < 5)
    assert not CALENDAR.knows(day("2003-12-31"))


def test_an_override_goes_before_the_table_in_both_directions() -> None:
    calendar = WorkCalendar({day("2026-03-07"): True, day("2026-03-09"): False})
    assert calendar.on_or_after(day("2026-03-07")) == day("2026-03-07")
    assert calendar.add(day("2026-03-07"), 1) == day("2026-03-10")
    assert CALENDAR.add(day("2026-03-06"), 1) == day("2026-03-09")


def test_one_day_of_a_year_to_come_makes_that_day_alone_known() -> None:
    calendar = WorkCalendar(read_overrides("holidays = [2040-10-01]"))
    assert calendar.knows(day("2040-10-01"))
    assert not calendar.knows(day("2040-10-02"))
    assert calendar.last_known == CALENDAR.last_known


def test_a_year_that_the_file_describes_is_known_to_its_last_day() -> None:
    year = CALENDAR.last_known.year + 1
    text = f"years = [{year}]\nholidays = [{year}-02-08]\nworkdays = ['{year}-02-07']"
    calendar = WorkCalendar(read_overrides(text))
    assert calendar.last_known == date(year, 12, 31)
    assert not calendar.is_workday(date(year, 2, 8))
    assert calendar.is_workday(date(year, 2, 7))
    assert all(calendar.knows(date(year, month, 1)) for month in range(1, 13))
    assert not calendar.knows(date(year + 1, 1, 1))


def test_an_empty_file_changes_nothing() -> None:
    assert read_overrides("") == {}
    assert WorkCalendar(read_overrides("# nothing yet")).last_known == CALENDAR.last_known


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("holidays = [2027-02-08", "is not TOML"),
        ("holiday = [2027-02-08]", "knows only workdays, holidays, years, not holiday"),
        ("holidays = 2027-02-08", "needs a list in holidays"),
        ("holidays = ['2027-02-30']", "names 2027-02-30 in holidays, which is no day"),
        ("holidays = [20270208]", "names 20270208 in holidays; write 2027-02-08"),
        ("holidays = [2027-02-08T08:00:00]", "in holidays; write 2027-02-08"),
        ("years = ['2027']", "names 2027 in years; write 2027"),
        ("years = [true]", "names True in years; write 2027"),
        ("years = [0]", "names 0 in years; write 2027"),
        (
            "holidays = [2027-02-08]\nworkdays = [2027-02-08]",
            "names 2027-02-08 as a holiday and as a working day",
        ),
    ],
)
def test_a_mistake_in_the_file_is_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(BadCalendar) as told:
        read_overrides(text)
    assert sentence in str(told.value)
    assert "\n" not in str(told.value)


@given(DAYS, st.integers(1, 40))
def test_going_on_passes_exactly_that_many_working_days(start: date, n: int) -> None:
    end = CALENDAR.add(start, n)
    passed = [start + timedelta(days=k) for k in range(1, (end - start).days + 1)]
    assert sum(map(CALENDAR.is_workday, passed)) == n
    assert CALENDAR.is_workday(end)


@given(DAYS, st.integers(1, 40))
def test_from_a_working_day_going_back_undoes_going_on(start: date, n: int) -> None:
    worked = CALENDAR.on_or_after(start)
    assert CALENDAR.add(CALENDAR.add(worked, n), -n) == worked
