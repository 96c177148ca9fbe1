"""Whole years against a second computation, which knows nothing of the first.

It numbers all days around the year, keeps the list of those that are worked, and looks everything up in it by
searching and counting; it reads the file's data, not the model.
"""

from bisect import bisect_left, bisect_right
from calendar import isleap
from collections.abc import Mapping
from datetime import date
from typing import Any

import chinese_calendar
from hypothesis import given
from hypothesis import strategies as st

from handlers.programme.calendar import TABLE, WorkCalendar
from handlers.programme.plan import climbs_of, rungs_of, year_of
from handlers.programme.rules import read_rules

Row = tuple[Any, ...]


class Sundial:
    """The worked days from the year before to the year after, in their order."""

    def __init__(self, year: int, overrides: Mapping[date, bool]) -> None:
        span = range(date(year - 1, 1, 1).toordinal(), date(year + 1, 12, 31).toordinal() + 1)
        self.worked = [n for n in span if self._works(date.fromordinal(n), overrides)]
        self.overrides = overrides

    @staticmethod
    def _works(day: date, overrides: Mapping[date, bool]) -> bool:
        if day in overrides:
            return overrides[day]
        if 2004 <= day.year <= TABLE[-1]:
            return bool(chinese_calendar.is_workday(day))
        return day.isoweekday() not in {6, 7}

    def last_until(self, n: int) -> int:
        return self.worked[bisect_right(self.worked, n) - 1]

    def first_from(self, n: int) -> int:
        return self.worked[bisect_left(self.worked, n)]

    def nth_after(self, n: int, count: int) -> int:
        return self.worked[bisect_right(self.worked, n) + count - 1]

    def unsure(self, n: int) -> bool:
        day = date.fromordinal(n)
        return not (2004 <= day.year <= TABLE[-1]) and day not in self.overrides


def expected_rows(data: dict[str, Any], year: int, overrides: Mapping[date, bool]) -> set[Row]:
    """Return every opening, aim and reminder of the year as a row."""
    dial, rows = Sundial(year, overrides), set[Row]()
    since = date.fromisoformat(data["opened"]).toordinal() if "opened" in data else 0
    for call in data["call"]:
        opens = dial.first_from(numbered(call["opens"], year))
        rows |= {("call", call["code"], opens)} if opens >= since else set()
    for window in data["window"]:
        opens = dial.first_from(date(year, window["first_month"], 1).toordinal())
        following = (year + window["last_month"] // 12, window["last_month"] % 12 + 1, 1)
        end = date(*following).toordinal() - 1
        rows |= {("window", window["code"], opens, end)} if end >= since else set()
    for each in data["filing"]:
        rows |= filing_rows(each, data["deadlines"], numbered(each["by"], year), dial, since)
    return rows


def filing_rows(
    each: dict[str, Any], ladder: dict[str, Any], legal: int, dial: Sundial, since: int
) -> set[Row]:
    counted = each.get("includes_day", ladder["includes_day"])
    aim = dial.last_until(legal if counted else legal - 1)
    if aim < since:
        return set()
    unsure = any(dial.unsure(n) for n in range(aim, legal + bool(counted)))
    rows: set[Row] = {("aim", each["code"], legal, aim, unsure)}
    days = {back: dial.last_until(aim - back) for back in ladder["rungs"]}
    for day in set(days.values()):
        merged = sorted(back for back, moved in days.items() if moved == day)
        rows.add(("rung", each["code"], f"T-{merged[0]}", day, frozenset(f"T-{back}" for back in merged[1:])))
    for climb in ladder["climbs"]:
        day = dial.nth_after(aim, climb["after_workdays"])
        rows.add(("climb", each["code"], f"+{climb['after_workdays']}", day, climb["to"]))
    return rows


def numbered(month_day: str, year: int) -> int:
    month, day = int(month_day[:2]), int(month_day[3:])
    short = month == 2 and day == 29 and not isleap(year)
    return date(year, month, day - short).toordinal()


def planned_rows(data: dict[str, Any], year: int, overrides: Mapping[date, bool]) -> set[Row]:
    """Return the same rows from the code under test."""
    rules, calendar = read_rules(data), WorkCalendar(overrides)
    plan, rows = year_of(rules, year, calendar), set[Row]()
    rows |= {("call", call.code, call.opens.toordinal()) for call in plan.calls}
    rows |= {("window", each.code, each.opens.toordinal(), each.last.toordinal()) for each in plan.windows}
    for filing in plan.filings:
        aim, name = filing.aim, filing.rule
        rows.add(("aim", name, aim.legal.toordinal(), aim.aim.toordinal(), aim.expected))
        for rung in rungs_of(aim.aim, rules.deadlines, calendar):
            rows.add(("rung", name, rung.code, rung.day.toordinal(), frozenset(rung.merged)))
        for rung in climbs_of(aim.aim, rules.deadlines, calendar):
            rows.add(("climb", name, rung.code, rung.day.toordinal(), rung.to))
    return rows


MONTH_DAYS = st.dates(date(2024, 1, 1), date(2024, 12, 31)).map(lambda day: f"{day:%m-%d}")
NAMES = [f"code_{n}" for n in range(6)]


@st.composite
def months(draw: st.DrawFn) -> tuple[int, int]:
    first = draw(st.integers(1, 12))
    return first, draw(st.integers(first, 12))


@st.composite
def programmes(draw: st.DrawFn) -> dict[str, Any]:
    """Draw any programme file's data."""
    climbs = sorted(draw(st.sets(st.integers(1, 12), max_size=4)))
    level = st.sampled_from(["head", "city", "province"])
    data: dict[str, Any] = {
        "name": "任意",
        "province": "410000",
        "years": {"first_year": 2000, "last_year": 2060},
        "deadlines": {
            "includes_day": draw(st.booleans()),
            "rungs": sorted(draw(st.sets(st.integers(0, 40), max_size=8)), reverse=True),
            "climbs": [{"after_workdays": n, "to": draw(level)} for n in climbs],
        },
        "call": [
            {"code": name, "zh": "征集", "opens": draw(MONTH_DAYS)}
            for name in NAMES[: draw(st.integers(0, 3))]
        ],
        "window": [
            {"code": name, "zh": "活动", "first_month": first, "last_month": last}
            for name, (first, last) in zip(NAMES, draw(st.lists(months(), max_size=3)), strict=False)
        ],
        "filing": [draw(filings(name)) for name in NAMES[: draw(st.integers(1, 4))]],
    }
    if draw(st.booleans()):
        data["opened"] = f"{draw(st.dates(date(2000, 1, 1), date(2045, 12, 31)))}"
    return data


@st.composite
def filings(draw: st.DrawFn, name: str) -> dict[str, Any]:
    data: dict[str, Any] = {
        "code": name, "zh": "报送", "from_levels": ["city"], "to_level": "province", "by": draw(MONTH_DAYS),
    }  # fmt: skip
    if draw(st.booleans()):
        data["includes_day"] = draw(st.booleans())
    return data


YEARS = st.integers(2004, 2045)


@st.composite
def overridden(draw: st.DrawFn) -> tuple[int, dict[date, bool]]:
    """Draw a year with days of its own, more of them than any government would set."""
    year = draw(YEARS)
    days = st.dates(date(year - 1, 10, 1), date(year + 1, 1, 31))
    return year, draw(st.dictionaries(days, st.booleans(), max_size=60))


@given(programmes(), overridden())
def test_a_year_is_what_counting_days_says(data: dict[str, Any], when: tuple[int, dict[date, bool]]) -> None:
    year, overrides = when
    assert planned_rows(data, year, overrides) == expected_rows(data, year, overrides)


def test_the_second_computation_can_tell_a_wrong_year_from_a_right_one() -> None:
    data = {
        "name": "试", "province": "410000", "years": {"first_year": 2012, "last_year": 2012},
        "deadlines": {"includes_day": True, "rungs": [3], "climbs": []}, "call": [], "window": [],
        "filing": [{"code": "x", "zh": "函", "from_levels": ["city"], "to_level": "province", "by": "03-10"}],
    }  # fmt: skip
    legal, aim, rung = (date(2012, 3, day).toordinal() for day in (10, 9, 6))
    assert expected_rows(data, 2012, {}) == {
        ("aim", "x", legal, aim, False),
        ("rung", "x", "T-3", rung, frozenset()),
    }
    assert expected_rows(data, 2012, {date(2012, 3, 9): False}) != expected_rows(data, 2012, {})
