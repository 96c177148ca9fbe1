"""A programme takes another's place, or changes, under a service that runs."""

import tomllib
from datetime import date, datetime
from typing import Any

from bot.planning import plan_years, set_timers
from bot.storage.work import Work
from handlers.domain.days import SHANGHAI
from handlers.domain.programmes import Call, Programme
from handlers.programme.rules import shipped
from handlers.usecases.programmes import open_programme
from tests.support.world import World


def present_day(**parts: Any) -> dict[str, Any]:
    return tomllib.loads(shipped("present-day")) | parts


def opens(world: World, data: dict[str, Any]) -> Programme:
    def unit(work: Work) -> Programme:
        set_timers(work, open_programme(data, work))
        work.flush()
        plan_years(work)
        running = work.calls.programme()
        assert running is not None
        return running

    return world.change(unit)


def states(world: World) -> dict[str, set[str]]:
    """Return rule -> states of what is kept to be filed."""
    found: dict[str, set[str]] = {}

    def unit(work: Work) -> None:
        for number in range(1, 20):
            for filing in work.filings.of_cycle(number):
                found.setdefault(filing.rule, set()).add(filing.state)

    world.look(unit)
    return found


def test_a_changed_file_is_the_rule_at_once_and_keeps_the_opening_day() -> None:
    with World(samples=True) as world:
        before = world.look(lambda work: work.calls.programme())
        assert before is not None
        world.passes(days=1)
        data = present_day(name=before.name, checking={"check_workdays": 7})
        assert world.look(lambda work: work.rules.checking.check_workdays) == 3
        after = opens(world, data)
        assert (after.id, after.revision, after.opened_at) == (before.id, 2, before.opened_at)
        assert world.look(lambda work: work.rules.checking.check_workdays) == 7


def test_a_day_that_moves_in_the_file_moves_what_is_owed() -> None:
    with World(samples=True) as world:
        name = world.look(lambda work: work.rules.name)
        data = present_day(name=name)
        data["filing"][0]["by"] = "03-25"
        opens(world, data)
        aims = world.look(
            lambda work: {f.aim for f in work.filings.owed() if f.rule == "spring.needs_county"}
        )
        assert aims == {date(2026, 3, 25)}


def test_what_the_file_no_longer_asks_for_need_not_be_filed_and_is_not_reminded_of() -> None:
    with World(samples=True) as world:
        data = present_day(name=world.look(lambda work: work.rules.name))
        data["publication"] = []
        data["filing"] = [each for each in data["filing"] if each["call"] == "spring"]
        opens(world, data)
        found = states(world)
        assert found["spring.publication"] == found["autumn.needs_county"] == {"waived"}
        assert found["spring.needs_county"] == {"open"}
        owed = {f"filing:{f.id}" for f in world.look(lambda work: list(work.filings.owed()))}
        about = world.look(lambda work: {t.about for t in work.timers.between(DAWN, DUSK)})
        assert {each for each in about if each.startswith("filing:")} <= owed


def test_another_programme_begins_now_and_ends_what_the_former_one_asked_for() -> None:
    with World(samples=True) as world:
        world.passes(days=1)
        made = opens(world, present_day(name="新计划", filing=[], publication=[]))
        assert made.opened_at == world.clock.now()
        assert set().union(*states(world).values()) == {"waived"}
        calls = world.look(lambda work: [work.get(Call, n) for n in (1, 2)])
        assert {call.state for call in calls if call} == {"closed"}
        former = world.look(lambda work: work.timers.about("cycle:1"))
        assert former == []


def test_opening_the_same_file_twice_changes_nothing_that_is_owed() -> None:
    with World(samples=True) as world:
        data = present_day(name=world.look(lambda work: work.rules.name))
        before = states(world)
        opens(world, data)
        timers = world.look(lambda work: work.timers.between(DAWN, DUSK))
        opens(world, data)
        assert states(world) == before
        assert world.look(lambda work: work.timers.between(DAWN, DUSK)) == timers


def test_a_programme_opened_after_its_march_call_reminds_of_nothing_that_was_before() -> None:
    with World(start=datetime(2014, 1, 6, 9, 0, tzinfo=SHANGHAI)) as world:
        made = opens(world, tomllib.loads(shipped("jiangsu-2014")))
        assert made.opened_at == datetime(2014, 5, 4, tzinfo=SHANGHAI)
        assert world.look(codes_of_2014) == ["autumn"]


def codes_of_2014(work: Work) -> list[str]:
    cycle = work.calls.cycle(2014)
    assert cycle is not None
    return [call.code for call in work.calls.of_cycle(cycle.id or 0)]


DAWN, DUSK = datetime(2000, 1, 1, tzinfo=SHANGHAI), datetime(2100, 1, 1, tzinfo=SHANGHAI)
