"""The years of the notices, and one of our own, as `expertbot simulate --idle --json` prints them.

Nobody does anything in an idle year, so every reminder leaves. The days of the two notices are worked out by
hand, as in `test_golden_years.py`; those of the third file by the second computation of
`test_plan_by_brute_force.py`.
"""

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from handlers.programme.rules import shipped
from tests.unit.programme.test_plan_by_brute_force import Sundial, filing_rows, numbered

HENAN_2012 = """
city_letter 2012-03-10 2012-03-09: T-14 2012-02-24, T-7 2012-03-02, T-3 2012-03-06, T-1 2012-03-08,
 T-0 2012-03-09, +1 2012-03-12, +2 2012-03-13, +3 2012-03-14
province_letter 2012-03-15 2012-03-15: T-14 2012-03-01, T-7 2012-03-08, T-3 2012-03-12, T-1 2012-03-14,
 T-0 2012-03-15, +1 2012-03-16, +3 2012-03-20
"""
"""10 March 2012 is a Saturday: the 9th is aimed at."""

JIANGSU_SPRING_2015 = """
spring.needs_county 2015-03-20 2015-03-20: T-14 2015-03-06, T-7 2015-03-13, T-3 2015-03-17, T-1 2015-03-19,
 T-0 2015-03-20, +1 2015-03-23, +2 2015-03-24, +3 2015-03-25
spring.needs_city 2015-03-31 2015-03-31: T-14 2015-03-17, T-7 2015-03-24, T-3 2015-03-27, T-1 2015-03-30,
 T-0 2015-03-31, +1 2015-04-01, +2 2015-04-02, +3 2015-04-03
spring.publication 2015-04-30 2015-04-30: T-14 2015-04-16, T-7 2015-04-23, T-3 2015-04-27, T-1 2015-04-29,
 T-0 2015-04-30, +1 2015-05-04, +3 2015-05-06
"""
JIANGSU_AUTUMN_2014 = """
autumn.needs_county 2014-08-20 2014-08-20: T-14 2014-08-06, T-7 2014-08-13, T-3 2014-08-15, T-1 2014-08-19,
 T-0 2014-08-20, +1 2014-08-21, +2 2014-08-22, +3 2014-08-25
autumn.needs_city 2014-08-31 2014-08-29: T-14 2014-08-15, T-7 2014-08-22, T-3 2014-08-26, T-1 2014-08-28,
 T-0 2014-08-29, +1 2014-09-01, +2 2014-09-02, +3 2014-09-03
autumn.publication 2014-09-30 2014-09-30: T-14 2014-09-16, T-7 2014-09-23, T-3 2014-09-26, T-1 2014-09-29,
 T-0 2014-09-30, +1 2014-10-08, +3 2014-10-10
"""
"""31 August 2014 is a Sunday; the week after 30 September is off; 28 September is a Sunday that is worked."""

FIRMS_2015 = {("T-7", "2015-03-13"), ("T-1", "2015-03-19")}
FIRMS_2014 = {("T-7", "2014-08-13"), ("T-1", "2014-08-19")}
"""What enterprises hear: a week and a day before the counties' 20th."""

Line = dict[str, Any]
Row = tuple[str, ...]


def idle_year(programme: str, first: str, last: str) -> list[Line]:
    """Play a year in which nobody does anything by the command line; return its lines."""
    period = ("--from", first, "--to", last, "--enterprises", "3", "--experts", "1")
    command = (sys.executable, "-m", "bot", "simulate", "--programme", programme, *period, "--idle", "--json")
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def ladders(table: str) -> Iterator[Row]:
    """Return what a table says: rule, legal day, aim, code and the moment, a row each."""
    for line in table.strip().replace(",\n ", ", ").splitlines():
        head, _, steps = line.partition(": ")
        for step in steps.split(", "):
            code, day = step.split()
            yield *head.split(), code, f"{day}T09:00:00+08:00"


def reminders(lines: Sequence[Line], name: str = "filing") -> Iterator[tuple[Line, Line]]:
    """Return the messages that are reminders of filings, or of calls, with each reminder in them."""
    for line in lines:
        yield from ((line, each) for each in line.get("reminders", ()) if name in each)


def rows(lines: Sequence[Line]) -> set[Row]:
    """Return what the year's lines say of its filings."""
    found = reminders(lines)
    return {(each["rule"], each["legal"], each["aim"], each["rung"], line["at"]) for line, each in found}


def heard(lines: Sequence[Line]) -> dict[str, dict[str, set[str]]]:
    """Return by each reminder's code whom every area's filings were told to."""
    found: dict[str, dict[str, set[str]]] = {}
    for line, each in reminders(lines):
        found.setdefault(each["rung"], {}).setdefault(each["area"], set()).add(line["to"])
    return found


@pytest.fixture(scope="module")
def henan() -> list[Line]:
    """Play the weeks of Henan's two letters."""
    return idle_year("henan-2012", "2012-02-21", "2012-04-10")


def test_henans_reminders_leave_on_the_days_worked_out_by_hand(henan: list[Line]) -> None:
    assert rows(henan) == set(ladders(HENAN_2012))


def test_each_unit_of_henan_hears_each_of_them_once(henan: list[Line]) -> None:
    told = [(each["filing"], each["rung"]) for _, each in reminders(henan)]
    assert len(told) == len(set(told))
    letters = [line["outcome"] for line in henan if "outcome" in line]
    cities = [each["area"] for each in letters if each["level"] == "city"]
    counties = [each["area"] for each in letters if each["level"] == "county"]
    assert (len(cities), len(counties), len(letters)) == (17, 10, 28)
    assert heard(henan)["T-7"] == {each["area"]: {f"owner:{each['area']}"} for each in letters}


def test_what_is_overdue_goes_up_the_line_and_to_the_province_as_one_message(henan: list[Line]) -> None:
    up = heard(henan)
    assert all(people == {f"owner:{area}"} for area, people in up["+1"].items())
    assert sorted(up["+2"]) == [f"41{n:02}00" for n in range(1, 18)]  # a pilot county has no city above it
    assert {person for people in up["+3"].values() for person in people} == {"owner:410000"}
    (together,) = [line for line in henan if len(line.get("reminders", ())) > 1]
    assert (together["at"], len(together["reminders"])) == ("2012-03-14T09:00:00+08:00", 27)


def test_the_outcomes_say_what_became_of_each_reminder(henan: list[Line]) -> None:
    zhengzhou = next(line["outcome"] for line in henan if line.get("outcome", {}).get("area") == "410100")
    days = {code: moment[:10] for rule, _, _, code, moment in ladders(HENAN_2012) if rule == "city_letter"}
    assert zhengzhou["rungs"] == days
    assert (zhengzhou["state"], zhengzhou["submitted"]) == ("open", None)


@pytest.mark.parametrize(
    ("first", "last", "table", "firms"),
    [
        ("2014-07-28", "2014-10-17", JIANGSU_AUTUMN_2014, FIRMS_2014),
        ("2015-02-25", "2015-05-07", JIANGSU_SPRING_2015, FIRMS_2015),
    ],
)
def test_jiangsus_reminders_to_units_and_enterprises(
    first: str, last: str, table: str, firms: set[tuple[str, str]]
) -> None:
    lines = idle_year("jiangsu-2014", first, last)
    assert rows(lines) == set(ladders(table))
    calls = list(reminders(lines, "call"))
    assert {each["aim"] for _, each in calls} == {next(row[2] for row in ladders(table))}
    assert {(each["rung"], line["at"][:16]) for line, each in calls} == {(c, f"{d}T09:00") for c, d in firms}
    assert {line["to"] for line, _ in calls} == {"firm:0", "firm:1", "firm:2"}


OWN = """
includes_day = false
rungs = [21, 10, 9, 2, 0]
hour = "08:40"

[[deadlines.climbs]]
after_workdays = 2
to = "head"

[[deadlines.climbs]]
after_workdays = 5
to = "province"
"""


def test_a_file_of_ones_own_agrees_with_a_second_computation_around_a_spring_festival(tmp_path: Path) -> None:
    text = re.sub(r"(?m)^opened.*$", "", shipped("henan-2012"))
    text = text.replace('"03-10"', '"02-16"').replace('"03-15"', '"02-29"')
    before, _, rest = text.partition("[deadlines]")
    _, _, after = rest.partition("[[addressed]]")
    programme = f"{before}[deadlines]{OWN}\n[[addressed]]{after}"
    file = tmp_path / "own.toml"
    file.write_text(programme, encoding="utf-8")
    data, dial = tomllib.loads(programme), Sundial(2012, {})
    expected = set[Row]()
    for filing in data["filing"]:
        found = filing_rows(filing, data["deadlines"], numbered(filing["by"], 2012), dial, 0)
        legal, aim = next((row[2], row[3]) for row in found if row[0] == "aim")
        days = [_iso(legal), _iso(aim)]
        for kind, rule, code, day, *_ in found - {row for row in found if row[0] == "aim"}:
            assert kind in {"rung", "climb"}
            expected.add((rule, *days, code, f"{_iso(day)}T08:40:00+08:00"))
    assert rows(idle_year(str(file), "2012-01-01", "2012-03-20")) == expected
    assert {row[1] for row in expected} == {"2012-02-16", "2012-02-29"}


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()
