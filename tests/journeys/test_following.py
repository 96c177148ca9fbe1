"""Open filings follow what changes while the year runs: paper copies in the file, a county's line."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot.planning import plan_years, set_timers
from bot.storage.work import Work
from handlers.domain.filings import WAIVED, Filing
from handlers.usecases.programmes import open_programme
from tests.support.probes import empty_postgres
from tests.support.years import HENAN, JIANGSU, Province, unit

ZHENGZHOU, GONGYI, CHANGSHU = "郑州市局", "巩义市局", "常熟市局"
NANTONG = unit("南通市局", "320600", "320000", owner="南通主任")


@pytest.fixture(params=["sqlite", "postgresql"])
def henan(request: pytest.FixtureRequest) -> Iterator[Province]:
    """Open Henan's year of 2012 on each kind of database, in the week before the letters are due."""
    url = empty_postgres() if request.param == "postgresql" else ""
    with Province("henan-2012", HENAN, start="2012-02-21 08:00", url=url) as world:
        yield world.plays_until("2012-03-05 10:00")


@pytest.fixture
def jiangsu() -> Iterator[Province]:
    """Open Jiangsu's year in May."""
    with Province("jiangsu-2014", JIANGSU, start="2014-05-05 08:00") as world:
        yield world.plays_until("2014-05-06 10:00")


def wants_copies(world: Province, count: int) -> None:
    """Open the programme's file again with another number of copies of the cities' letter."""
    letter, province = world.rules["filing"]
    rules = world.rules | {"filing": [letter | {"paper_copies": count}, province]}

    def changed(work: Work) -> None:
        set_timers(work, open_programme(rules, work))
        work.flush()
        plan_years(work)

    world.change(changed)


def copies(world: Province, bureau: str) -> list[tuple[int, str]]:
    """Return number and state of a bureau's paper copies."""
    number = world.filing(bureau).id or 0
    return world.look(lambda work: [(copy.number, copy.state) for copy in work.filings.copies(number)])


def moves_copies(world: Province, bureau: str, **states: str) -> None:
    """Bring paper copies into states: `c1="posted"`."""
    number = world.filing(bureau).id or 0

    def change(work: Work) -> None:
        for copy in work.filings.copies(number):
            copy.state = states.get(f"c{copy.number}", copy.state)

    world.change(change)


def changes(world: Province, bureau: str, **values: Any) -> None:
    """Change a bureau's filing directly."""
    number = world.filing(bureau).id or 0

    def change(work: Work) -> None:
        filing = work.get(Filing, number)
        assert filing is not None
        for name, value in values.items():
            setattr(filing, name, value)

    world.change(change)


def reports_to(area: str, above: str) -> Callable[[Work], None]:
    """Return what moves a unit under another one, as the command line does, and plans anew."""

    def moved(work: Work) -> None:
        here, there = work.bureaus.at(area), work.bureaus.at(above)
        assert here is not None
        assert there is not None
        here.reports_to = there.id
        work.flush()
        plan_years(work)

    return moved


def events(world: Province, bureau: str, *actions: str) -> list[dict[str, Any]]:
    """Return the facts of what was recorded of a bureau's filing."""
    subject = f"filing:{world.filing(bureau).id}"
    return world.look(lambda work: [e.facts for e in work.events.of(subject) if e.action in actions])


# ----------------------------------------------------------------------------- paper copies


def test_more_copies_are_added_to_what_is_open_and_who_owes_it_is_told(henan: Province) -> None:
    moves_copies(henan, ZHENGZHOU, c1="posted")
    wants_copies(henan, 5)
    assert copies(henan, ZHENGZHOU) == [(1, "posted"), *((n, "none") for n in (2, 3, 4, 5))]
    assert events(henan, ZHENGZHOU, "copy.added") == [{"copies": [4, 5]}]
    henan.passes(seconds=1)
    henan.phone("郑州主任").hears("纸质材料由 3 份改为 5 份，请补齐。", "一式5份")
    before = len(henan.phone("郑州主任").buzzed)
    henan.stands_still_until("2012-03-05 12:00")
    assert len(henan.phone("郑州主任").buzzed) == before
    assert len(copies(henan, ZHENGZHOU)) == 5


def test_copies_that_are_not_wanted_any_more_are_struck_but_never_one_that_has_left(henan: Province) -> None:
    moves_copies(henan, ZHENGZHOU, c3="posted", c1="printed")
    wants_copies(henan, 1)
    assert copies(henan, ZHENGZHOU) == [(3, "posted")]
    assert copies(henan, GONGYI) == [(1, "none")]
    assert events(henan, GONGYI, "copy.struck") == [{"copies": [2, 3]}]
    henan.passes(seconds=1)
    henan.phone("巩义主任").hears("纸质材料由 3 份改为 1 份，多出的不用再报。")


def test_a_filing_that_lacked_only_struck_copies_is_submitted_by_that_and_reminds_no_more(
    henan: Province,
) -> None:
    moves_copies(henan, ZHENGZHOU, c1="posted", c2="posted")
    changes(henan, ZHENGZHOU, electronic="sent", documents={"project_list": "attached"})
    wants_copies(henan, 2)
    henan.passes(seconds=1)
    assert henan.filing(ZHENGZHOU).state == "submitted"
    before = len(henan.reminders_of(ZHENGZHOU))
    henan.plays_until("2012-03-20 12:00")
    assert len(henan.reminders_of(ZHENGZHOU)) == before


def test_what_is_filed_stays_as_it_is(henan: Province) -> None:
    henan.files(ZHENGZHOU)
    wants_copies(henan, 5)
    henan.change(reports_to("410100", "410181"))
    assert len(copies(henan, ZHENGZHOU)) == 3
    assert henan.filing(ZHENGZHOU).to_id == henan.filing("河南省厅").bureau_id
    assert events(henan, ZHENGZHOU, "copy.added", "filing.receiver", "filing.lapsed") == []


def test_at_night_the_news_waits_for_the_morning_and_tells_the_whole_change(henan: Province) -> None:
    henan.plays_until("2012-03-05 22:00")
    boss = henan.phone("郑州主任")
    before = len(boss.buzzed)
    wants_copies(henan, 5)
    henan.passes(seconds=1)
    wants_copies(henan, 4)
    henan.passes(seconds=1)
    assert len(boss.buzzed) == before
    henan.plays_until("2012-03-06 08:00:10")
    boss.hears("纸质材料由 3 份改为 4 份，请补齐。")
    assert len(boss.buzzed) == before + 1


# ----------------------------------------------------------------------------- reporting lines


def test_a_county_that_comes_under_another_city_files_there_and_all_three_are_told(
    jiangsu: Province,
) -> None:
    jiangsu.founds(NANTONG)
    jiangsu.change(reports_to("320581", "320600"))
    assert events(jiangsu, CHANGSHU, "filing.receiver") != []
    jiangsu.passes(seconds=1)
    jiangsu.phone("常熟主任").hears("这项报送改为报南通市局（原报苏州市局）")
    jiangsu.phone("南通主任").hears("常熟市局的这项报送改为报贵局（原报苏州市局）")
    jiangsu.phone("苏州主任").hears("常熟市局的报送改为报南通市局，不再报贵局")
    jiangsu.phone("南通主任").taps_action(f"fl.chase:{jiangsu.filing(CHANGSHU).id}").hears("已催办")
    jiangsu.phone("苏州主任").taps_action(f"fl.chase:{jiangsu.filing(CHANGSHU).id}").hears("不归您办理")


def test_a_line_that_is_put_back_before_anybody_heard_of_it_is_not_news(jiangsu: Province) -> None:
    jiangsu.founds(NANTONG)
    before = {name: len(jiangsu.phone(name).buzzed) for name in ("常熟主任", "南通主任", "苏州主任")}
    jiangsu.change(reports_to("320581", "320600"))
    jiangsu.change(reports_to("320581", "320500"))
    jiangsu.passes(seconds=1)
    assert {name: len(jiangsu.phone(name).buzzed) for name in before} == before


def test_a_county_that_comes_beside_the_cities_owes_what_cities_owe_and_no_more_what_counties_owe(
    jiangsu: Province,
) -> None:
    county = jiangsu.filing(CHANGSHU, "autumn.needs_county").id or 0
    jiangsu.change(reports_to("320581", "320000"))
    lapsed = jiangsu.filing(CHANGSHU, "autumn.needs_county")
    assert (lapsed.state, lapsed.note) == (WAIVED, "隶属关系已调整")
    assert jiangsu.filing(CHANGSHU, "autumn.needs_city").to_id == jiangsu.filing("江苏省厅").bureau_id
    assert jiangsu.look(lambda work: work.timers.about(f"filing:{county}"))[0].what == "filing_changed"
    jiangsu.passes(seconds=1)
    jiangsu.phone("常熟主任").hears("隶属关系已调整：这项报送不用再办。")
    jiangsu.phone("苏州主任").hears("隶属关系已调整：常熟市局的这项报送不用再报。")
    assert jiangsu.look(lambda work: work.timers.about(f"filing:{county}")) == []


def test_planning_again_says_nothing_more(jiangsu: Province) -> None:
    jiangsu.change(reports_to("320581", "320000"))
    jiangsu.passes(seconds=1)
    before = len(jiangsu.phone("常熟主任").buzzed)
    jiangsu.stands_still_until("2014-05-06 12:00").plays_until("2014-05-07 09:00")
    assert len(jiangsu.phone("常熟主任").buzzed) == before
    county = jiangsu.filing(CHANGSHU, "autumn.needs_county").id
    record = jiangsu.look(lambda work: [event.action for event in work.events.of(f"filing:{county}")])
    assert record.count("filing.lapsed") == 1
