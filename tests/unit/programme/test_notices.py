"""The years of the two notices: every day, against lists worked out by hand (golden/*.txt say how)."""

import re
import tomllib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from handlers.programme.calendar import WorkCalendar
from handlers.programme.checking import faults_of
from handlers.programme.plan import Rung, at, climbs_of, rungs_of, year_of
from handlers.programme.rules import SHIPPED, Rules, read_rules, shipped
from tests.unit.test_sample_data import printed_in_a_notice

GOLDEN = Path(__file__).with_name("golden")
YEARS = [("henan-2012", 2012), ("jiangsu-2014", 2014), ("jiangsu-2014", 2015), ("jiangsu-2014", 2016)]
CALENDAR = WorkCalendar()


def rules_of(name: str) -> Rules:
    return read_rules(tomllib.loads(shipped(name)))


def golden(name: str, year: int) -> list[str]:
    text = (GOLDEN / f"{name.partition('-')[0]}-{year}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def planned(rules: Rules, year: int) -> Iterator[str]:
    plan = year_of(rules, year, CALENDAR)
    yield from (said(at(call.opens, rules.deadlines.hour), call.code, "call") for call in plan.calls)
    yield from (said(at(each.opens, rules.deadlines.hour), each.code, "window") for each in plan.windows)
    for filing in plan.filings:
        before = rungs_of(filing.aim.aim, rules.deadlines, CALENDAR)
        after = climbs_of(filing.aim.aim, rules.deadlines, CALENDAR)
        for rung in (*before, *after):
            yield said(at(rung.day, rules.deadlines.hour), filing.rule, coded(rung))


def coded(rung: Rung) -> str:
    merged = f" ({', '.join(rung.merged)})" if rung.merged else ""
    return f"{rung.code} {rung.to}".strip() + merged


def said(moment: datetime, *words: str) -> str:
    return " ".join((f"{moment:%Y-%m-%d %a %H:%M}", *words))


@pytest.mark.parametrize(("name", "year"), YEARS)
def test_a_notices_year_is_what_was_worked_out_by_hand(name: str, year: int) -> None:
    assert sorted(planned(rules_of(name), year)) == sorted(golden(name, year))


@pytest.mark.parametrize(("name", "year"), YEARS)
def test_the_golden_lists_name_true_weekdays(name: str, year: int) -> None:
    moments = [line[:20].split() for line in golden(name, year)]
    assert [f"{datetime.fromisoformat(day):%a}" for day, _, _ in moments] == [day for _, day, _ in moments]


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_file_has_no_mistake_and_names_nobody(name: str) -> None:
    assert faults_of(shipped(name)) == ()
    assert printed_in_a_notice(shipped(name)) == []
    assert re.findall(r"\d{3,4}-\d{7,8}|[\w.]+@[\w.]+", shipped(name)) == []


def test_henan_counts_the_day_itself_and_wants_an_electronic_file_and_three_copies() -> None:
    rules = rules_of("henan-2012")
    cities, province = year_of(rules, 2012, CALENDAR).filings
    assert rules.deadlines.includes_day
    assert (cities.from_levels, cities.to_level) == (("city",), "province")
    assert (cities.electronic, cities.paper_copies) == (True, 3)
    assert (str(cities.aim.legal), str(cities.aim.aim)) == ("2012-03-10", "2012-03-09")
    assert (province.from_levels, province.to_level) == (("province",), "ministry")
    assert [(each.code, each.only_if) for each in province.documents] == [
        ("key_project_letter", ""),
        ("last_year_summary", "funded_last_year"),
    ]


def test_henan_runs_in_2012_alone_and_owes_no_paired_support() -> None:
    rules = rules_of("henan-2012")
    assert list(rules.years.all) == [2012]
    experts, projects = rules.targets
    assert (experts.number, experts.strength, experts.words) == (200, "hard", "不少于")
    assert (projects.number, projects.most) == (2, 3)


def test_jiangsu_aims_at_about_a_thousand_in_three_years_with_teams_of_fifteen() -> None:
    rules = rules_of("jiangsu-2014")
    experts, support = rules.targets
    assert (experts.number, experts.years, experts.strength) == (1000, 3, "target")
    assert (support.number, support.strength) == (2, "hard")
    assert (rules.team.least, rules.team.strength, rules.team.words) == (15, "soft", "原则上")
    assert (rules.visit.least_days, rules.visit.most_days, rules.visit.strength) == (2, 3, "soft")


def test_jiangsu_opened_in_may_does_not_call_in_march_of_that_year() -> None:
    rules = rules_of("jiangsu-2014")
    assert [call.code for call in year_of(rules, 2014, CALENDAR).calls] == ["autumn"]
    assert [call.code for call in year_of(rules, 2015, CALENDAR).calls] == ["spring", "autumn"]
    assert {filing.call for filing in year_of(rules, 2014, CALENDAR).filings} == {"autumn"}


def test_the_four_tasks_of_the_notices_differ_in_the_fourth() -> None:
    assert rules_of("henan-2012").tasks[3] == "public_good"
    assert rules_of("jiangsu-2014").tasks[3] == "carriers"
    assert rules_of("henan-2012").tasks[:3] == rules_of("jiangsu-2014").tasks[:3]


def test_the_letters_are_addressed_to_counties_that_report_beside_cities() -> None:
    areas = {rule.level: rule.areas for rule in rules_of("jiangsu-2014").addressed}
    assert areas == {"city": (), "county": ("320583", "321283", "321322"), "department": ()}


def test_the_present_day_file_runs_three_years_from_2026() -> None:
    rules = rules_of("present-day")
    assert list(rules.years.all) == [2026, 2027, 2028]
    assert [(call.code, call.month) for call in rules.call] == [("spring", 3), ("autumn", 8)]
    assert [(each.first_month, each.last_month) for each in rules.window] == [(5, 8), (10, 12)]
