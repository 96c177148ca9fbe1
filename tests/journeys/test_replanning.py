"""A year that changes while it runs: the calendar, the file, the bureaus, an extension, New Year."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from bot.planning import plan_years, set_timers
from bot.storage.work import Work
from handlers.domain.filings import Filing
from handlers.programme.calendar import WorkCalendar
from handlers.usecases.planning import replan
from handlers.usecases.programmes import open_programme
from tests.support.probes import empty_postgres
from tests.support.years import HENAN, JIANGSU, Province, unit

ONE = (unit("河南省厅", "410000", owner="省厅处长"), unit("郑州市局", "410100", "410000", owner="郑州主任"))
ZHENGZHOU = "郑州市局"


def small(by: str, first: int, last: int) -> dict[str, Any]:
    """Return a programme in which cities owe one letter by one day of each year."""
    letter = {"code": "letter", "zh": "总结", "from_levels": ["city"], "to_level": "province", "by": by}
    years = {"first_year": first, "last_year": last}
    return {"name": "试点计划", "province": "410000", "years": years, "filing": [letter]}


@pytest.fixture(params=["sqlite", "postgresql"])
def henan(request: pytest.FixtureRequest) -> Iterator[Province]:
    """Open Henan's year of 2012 on each kind of database."""
    url = empty_postgres() if request.param == "postgresql" else ""
    with Province("henan-2012", HENAN, start="2012-02-21 08:00", url=url) as world:
        yield world


def left(world: Province, bureau: str) -> list[str]:
    """Return when which reminder of a bureau left: "2012-03-02 09:00 T-7"."""
    return [line.rpartition(": ")[0] for line in world.reminders_of(bureau)]


def rows(world: Province) -> list[tuple[object, ...]]:
    """Return all that planning makes."""

    def found(work: Work) -> list[tuple[object, ...]]:
        tables = (
            "SELECT key, due_at, what, about, data FROM timer ORDER BY key",
            "SELECT * FROM filing ORDER BY id",
        )
        return [tuple(map(str, row)) for sql in tables for row in work.statements.rows(sql)]

    return world.look(found)


def test_planning_a_second_time_changes_nothing(henan: Province) -> None:
    henan.plays_until("2012-03-02 12:00")
    before = rows(henan)
    henan.change(plan_years)
    assert rows(henan) == before
    henan.plays_until("2012-03-03 00:05").stands_still_until("2012-03-03 00:20")
    filings = henan.look(lambda work: work.statements.value("SELECT COUNT(*) FROM filing"))
    copies = henan.look(lambda work: work.statements.value("SELECT COUNT(*) FROM paper_copy"))
    assert (filings, copies) == (3, 7)


def test_a_database_without_a_programme_has_nothing_to_plan() -> None:
    with Province("henan-2012", ONE, start="2012-02-21 08:00") as world:

        def emptied(work: Work) -> None:
            for table in ("paper_copy", "filing", "cycle", "programme", "timer"):
                work.statements.run(f'DELETE FROM "{table}"')  # noqa: S608 - names from the line above
            plan_years(work)
            assert not work.timers.get("plan")

        world.look(emptied)


def test_when_the_calendar_arrives_open_reminders_move_and_settled_ones_stay() -> None:
    with Province("present-day", JIANGSU, start="2027-03-01 08:00") as world:
        world.plays_until("2027-03-12 12:00")
        changshu = world.filing("常熟市局")
        assert (changshu.legal, changshu.aim, changshu.expected) == (
            date(2027, 3, 20),
            date(2027, 3, 19),
            True,
        )
        known = {date(2027, 3, day): day < 19 for day in range(1, 32)} | {date(2027, 3, 20): True}
        known |= {date(2027, 3, day): day not in {27, 28} for day in range(21, 32)}
        world.surroundings.calendar = WorkCalendar(known)
        world.stands_still_until("2027-03-12 12:05").plays_until("2027-03-22 12:00")
        changshu = world.filing("常熟市局")
        assert (changshu.aim, changshu.expected, changshu.revision) == (date(2027, 3, 20), False, 2)
        assert left(world, "常熟市局") == [
            "2027-03-05 09:00 T-14",
            "2027-03-12 09:00 T-7",
            "2027-03-17 09:00 T-3",
            "2027-03-18 09:00 T-1",
            "2027-03-20 09:00 T-0",
            "2027-03-21 09:00 +1",
            "2027-03-22 09:00 +2",
        ]


def test_an_aim_that_moves_near_sends_the_last_rung_it_jumped_over_at_once() -> None:
    with Province("henan-2012", ONE, start="2012-02-21 08:00") as world:
        world.plays_until("2012-03-05 12:00")
        world.surroundings.calendar = WorkCalendar({date(2012, 3, day): False for day in (7, 8, 9)})
        world.stands_still_until("2012-03-05 12:01").plays_until("2012-03-12 12:00")
        assert left(world, ZHENGZHOU) == [
            "2012-02-24 09:00 T-14",
            "2012-03-02 09:00 T-7",
            "2012-03-05 12:01 T-1",
            "2012-03-06 09:00 T-0",
            "2012-03-12 09:00 +1",
        ]
        assert [line for line in world.expired() if ZHENGZHOU in line] == ["T-3 郑州市局"]


def test_a_changed_file_moves_what_is_open() -> None:
    with Province("henan-2012", ONE, start="2012-02-21 08:00") as world:
        world.plays_until("2012-03-05 12:00")
        letter, province = world.rules["filing"]

        def changed(work: Work) -> None:
            set_timers(
                work, open_programme(world.rules | {"filing": [letter | {"by": "03-20"}, province]}, work)
            )
            plan_years(work)

        world.change(changed)
        world.plays_until("2012-03-20 12:00")
        assert left(world, ZHENGZHOU) == [
            "2012-02-24 09:00 T-14",
            "2012-03-02 09:00 T-7",
            "2012-03-16 09:00 T-3",
            "2012-03-19 09:00 T-1",
            "2012-03-20 09:00 T-0",
        ]


def test_an_extension_is_reminded_of_anew_from_where_it_lies_ahead() -> None:
    with Province("henan-2012", ONE, start="2012-02-21 08:00") as world:
        world.plays_until("2012-03-12 12:00")
        number = world.filing(ZHENGZHOU).id or 0

        def extended(work: Work) -> None:
            filing = work.get(Filing, number)
            assert filing is not None
            filing.extended_from, filing.legal, filing.aim = (
                filing.legal,
                date(2012, 3, 20),
                date(2012, 3, 20),
            )
            set_timers(work, replan(work, filing))

        world.change(extended)
        world.stands_still_until("2012-03-12 12:05").plays_until("2012-03-21 12:00")
        assert left(world, ZHENGZHOU)[-5:] == [
            "2012-03-13 09:00 T-7",
            "2012-03-16 09:00 T-3",
            "2012-03-19 09:00 T-1",
            "2012-03-20 09:00 T-0",
            "2012-03-21 09:00 +1",
        ]
        assert "这项报送已过期限 1 天" in world.reminded("郑州主任").plain()


def test_a_bureau_founded_in_the_middle_of_the_year_owes_what_is_still_ahead() -> None:
    with Province("jiangsu-2014", JIANGSU, start="2014-05-05 08:00") as world:
        world.founds(unit("太仓市局", "320585", "320500", owner="太仓主任"))
        world.founds(unit("张家港市局", "320582", "320500"))
        world.plays_until("2014-05-07 12:00")
        assert world.filing("太仓市局").rule == "autumn.needs_county"
        world.clock.move_to(world.clock.now().replace(month=8, day=15))
        world.stands_still_until("2014-08-18 12:00")
        world.founds(unit("吴江区局", "320509", "320500", owner="吴江主任"))
        world.plays_until("2014-08-20 12:00")
        assert world.reminders_of("吴江区局") == [
            "2014-08-19 09:00 T-1: 吴江主任",
            "2014-08-20 09:00 T-0: 吴江主任",
        ]
        assert {line.partition(": ")[2] for line in world.reminders_of("张家港市局")} == {"苏州主任"}


def test_a_county_that_comes_to_report_elsewhere_files_there() -> None:
    with Province("jiangsu-2014", JIANGSU, start="2014-05-05 08:00") as world:

        def moved(work: Work) -> None:
            changshu, kunshan = work.bureaus.at("320581"), work.bureaus.at("320583")
            assert changshu is not None
            assert kunshan is not None
            changshu.reports_to = kunshan.id

        world.change(moved)
        world.plays_until("2014-05-06 00:10")
        assert world.filing("常熟市局").to_id == world.filing("昆山市局").bureau_id


def test_the_papers_of_a_unit_that_was_funded_are_asked_for_as_soon_as_that_is_known() -> None:
    with Province("henan-2012", ONE, start="2012-02-21 08:00") as world:
        assert set(world.filing("河南省厅").documents) == {"key_project_letter"}

        def funded(work: Work) -> None:
            province = work.bureaus.at("410000")
            assert province is not None
            province.funded = [2011]

        world.change(funded)
        world.plays_until("2012-02-22 00:10")
        assert set(world.filing("河南省厅").documents) == {"key_project_letter", "last_year_summary"}


def test_the_next_year_is_planned_from_december_on() -> None:
    with Province(small("01-05", 2025, 2026), ONE, start="2025-11-28 08:00") as world:
        world.plays_until("2025-11-30 23:59:59")
        assert world.look(lambda work: [cycle.year for cycle in work.calls.cycles()]) == [2025]
        assert (
            world.look(lambda work: work.filings.owed()) == []
        )  # this year's January lay before the opening
        world.plays_until("2026-01-08 12:00")
        assert left(world, ZHENGZHOU) == [
            "2025-12-22 09:00 T-14",
            "2025-12-29 09:00 T-7",
            "2025-12-31 09:00 T-3",  # 2 January 2026 is a holiday, and so is the 1st
            "2026-01-04 09:00 T-1",  # a Sunday that is worked
            "2026-01-05 09:00 T-0",
            "2026-01-06 09:00 +1",
            "2026-01-07 09:00 +2",
            "2026-01-08 09:00 +3",
        ]


def test_a_standstill_over_new_year_is_made_up_for() -> None:
    with Province(small("01-05", 2025, 2026), ONE, start="2025-11-20 08:00") as world:
        world.plays_until("2025-11-25 12:00").stands_still_until("2026-01-04 15:00")
        world.plays_until("2026-01-05 12:00")
        assert world.reminders_of(ZHENGZHOU) == [
            "2026-01-04 15:00 T-1: 郑州主任",
            "2026-01-05 09:00 T-0: 郑州主任",
        ]
        assert [line.split()[0] for line in world.expired() if ZHENGZHOU in line] == ["T-14", "T-7", "T-3"]


@pytest.mark.parametrize(
    ("year", "aimed"),
    [(2024, "2024-02-29 09:00 T-0"), (2023, "2023-02-28 09:00 T-0"), (2026, "2026-02-28 09:00 T-0")],
)
def test_the_last_of_february_is_the_29th_only_in_a_leap_year(year: int, aimed: str) -> None:
    with Province(small("02-29", year, year), ONE, start=f"{year}-02-25 08:00") as world:
        world.plays_until(f"{year}-03-01 06:00")
        assert world.reminders_of(ZHENGZHOU, "T-0")[0].startswith(aimed)


def test_a_programme_whose_years_are_over_reminds_of_what_is_left_and_makes_nothing_new() -> None:
    with Province(small("12-30", 2025, 2025), ONE, start="2025-12-01 08:00") as world:
        world.plays_until("2026-01-06 12:00")
        assert left(world, ZHENGZHOU)[-3:] == [
            "2025-12-31 09:00 +1",
            "2026-01-04 09:00 +2",
            "2026-01-05 09:00 +3",
        ]
        assert world.look(lambda work: [cycle.year for cycle in work.calls.cycles()]) == [2025]


def test_a_nightly_timer_that_is_gone_is_set_again_within_the_hour() -> None:
    with Province("henan-2012", ONE, start="2012-02-21 08:00") as world:
        standing = rows(world)
        world.run(world.service.keep_planning())
        assert rows(world) == standing
        world.change(lambda work: work.timers.clear("plan"))
        world.run(world.service.keep_planning())
        assert rows(world) == standing
