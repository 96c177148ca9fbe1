"""What took place, read on both databases: visits that happened, results that stand."""

from collections.abc import Iterator
from datetime import date

import pytest

from bot.storage.work import Work
from handlers.domain.activities import CANCELLED, DISPUTED, NOT_HELD, PLANNED, Visit
from handlers.domain.outcomes import Outcome
from handlers.domain.spans import Span, years
from tests.support.probes import empty_postgres
from tests.support.served import AREAS, Served

YEAR = years(2026, 2026)
MAY, LAST_YEAR = date(2026, 5, 20), date(2025, 11, 3)


@pytest.fixture(params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest) -> Iterator[Served]:
    with Served(url=empty_postgres() if request.param == "postgresql" else "") as opened:
        yield opened


def test_only_visits_that_took_place_are_read_with_their_place_and_day(world: Served) -> None:
    held = world.activity("苏州", MAY, experts=("甲", "乙"), firms={"常熟": ("一厂",)})
    for state in (PLANNED, NOT_HELD, DISPUTED, CANCELLED):
        world.activity("苏州", MAY, experts=(state,), state=state)
    world.activity("苏州", LAST_YEAR)
    found = world.look(lambda work: work.indicators.services(YEAR))
    assert [(s.activity_id, s.expert_id, s.enterprise_id, s.place, s.on) for s in found] == [
        (held, world.experts[name], world.firms["一厂"], AREAS["常熟"], MAY) for name in ("甲", "乙")
    ]
    assert {s.organiser for s in found} == {world.look(lambda work: work.bureaus.at(AREAS["苏州"]).id)}  # type: ignore[union-attr] # it is there
    assert [s.on for s in world.look(lambda work: work.indicators.services(years(2025, 2025)))] == [LAST_YEAR]


def test_a_visit_that_turns_out_not_held_is_gone_with_what_came_of_it(world: Served) -> None:
    world.activity("苏州", MAY)
    visit = world.look(lambda work: work.indicators.services(YEAR))[0].visit_id
    kept, of_visit = (
        world.result("people_trained", MAY, 30),
        world.result("problem_solved", MAY, visit_id=visit),
    )
    assert [g.outcome_id for g in world.look(lambda work: work.indicators.gains(YEAR))] == [kept, of_visit]
    world.change(lambda work: setattr(work.session.get_one(Visit, visit), "state", NOT_HELD))
    assert [g.outcome_id for g in world.look(lambda work: work.indicators.gains(YEAR))] == [kept]
    assert world.look(lambda work: work.indicators.services(YEAR)) == []


def test_a_struck_result_counts_no_more_and_one_of_a_visit_knows_who_organised_it(world: Served) -> None:
    world.activity("苏州", MAY)
    visit = world.look(lambda work: work.indicators.services(YEAR))[0]
    struck, stands = (
        world.result("people_trained", MAY, 30),
        world.result("people_trained", MAY, 20, visit_id=visit.visit_id),
    )

    def strike(work: Work) -> None:
        work.session.get_one(Outcome, struck).struck_at = work.now

    world.change(strike)
    (gain,) = world.look(lambda work: work.indicators.gains(Span(MAY, MAY)))
    assert (gain.outcome_id, gain.number, gain.organiser, gain.on) == (stands, 20, visit.organiser, MAY)
