"""One definition each: what took place, counted for whom, within which days, item by item."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from handlers.domain.activities import LECTURE, PAIRED_SUPPORT, SERVICE_TEAM, SINGLE_VISIT
from handlers.domain.bureaus import MINISTRY
from handlers.domain.indicators import ALL, OF_RESULTS, Facts, Gain, Scope, Service, counted, figure
from handlers.domain.lines import Lines
from handlers.domain.spans import Span, years

JIANGSU, SUZHOU, KUNSHAN, CHANGSHU, NATION = range(1, 6)
LINES = Lines(
    above={NATION: None, JIANGSU: NATION, SUZHOU: JIANGSU, KUNSHAN: JIANGSU, CHANGSHU: SUZHOU},
    levels={NATION: MINISTRY, JIANGSU: "province", SUZHOU: "city", KUNSHAN: "county", CHANGSHU: "county"},
    areas={"320000": JIANGSU, "320500": SUZHOU, "320583": KUNSHAN, "320581": CHANGSHU},
)
"""昆山 files beside 苏州; 常熟 under it."""
IN_KUNSHAN, IN_CHANGSHU, IN_SHAANXI = "320583", "320581", "610100"
MAY = date(2026, 5, 20)
YEAR = years(2026, 2026)
FEEDS = {"problem_solved": "problems", "people_trained": "people_trained", "new_variety": "new_methods"}
numbers = count(1)


def visit(expert: int = 1, firm: int = 1, **other: Any) -> Service:
    """Return a visit that took place: in 昆山, organised there, unless told otherwise."""
    facts = {"activity": 1, "place": IN_KUNSHAN, "by": KUNSHAN, "kind": SINGLE_VISIT, "on": MAY, **other}
    activity, by = facts.pop("activity"), facts.pop("by")
    number = next(numbers)
    return Service(
        visit_id=number, activity_id=activity, organiser=by, expert_id=expert, enterprise_id=firm, **facts
    )


def team(size: int, **other: Any) -> list[Service]:
    """Return a service team of so many experts at one enterprise."""
    return [visit(n, kind=SERVICE_TEAM, **other) for n in range(size)]


def n(what: str, *services: Service, unit: int | None = JIANGSU, span: Span = YEAR, least: int = 15) -> int:
    """Return the figure of what is counted for a unit."""
    facts = Facts(services, (), FEEDS, least)
    return figure(counted(what, facts, Scope(LINES, unit), span))


def test_an_expert_counts_once_a_person_time_once_an_activity() -> None:
    twice = (
        visit(1, 1, activity=1),
        visit(1, 2, activity=1),
        visit(1, 1, activity=2),
        visit(2, 1, activity=2),
    )
    assert n("experts", *twice) == 2
    assert n("person_times", *twice) == 3
    assert n("activities", *twice) == 2
    assert n("enterprises", *twice) == 2


def test_a_team_counts_when_as_many_came_as_the_programme_wants() -> None:
    assert n("teams", *team(15)) == 1
    assert n("teams", *team(14)) == 0
    assert n("teams", *team(14), least=14) == 1
    assert n("teams", *(visit(e, kind=LECTURE) for e in range(20))) == 0


def test_a_team_that_goes_to_two_counties_is_one_team_for_each_and_for_those_above() -> None:
    split = [*team(8), *(visit(e, kind=SERVICE_TEAM, place=IN_CHANGSHU) for e in range(8, 16))]
    assert [n("teams", *split, unit=unit) for unit in (KUNSHAN, CHANGSHU, SUZHOU, JIANGSU)] == [1, 1, 1, 1]
    assert [n("experts", *split, unit=unit) for unit in (CHANGSHU, SUZHOU)] == [8, 8]


def test_a_unit_has_what_it_organised_and_what_came_to_its_enterprises() -> None:
    from_suzhou = visit(by=SUZHOU, place=IN_KUNSHAN)
    assert [n("experts", from_suzhou, unit=u) for u in (SUZHOU, KUNSHAN, JIANGSU, CHANGSHU)] == [1, 1, 1, 0]
    from_province = visit(by=JIANGSU, place=IN_CHANGSHU)
    assert [n("experts", from_province, unit=u) for u in (CHANGSHU, SUZHOU, KUNSHAN)] == [1, 1, 0]
    assert n("experts", from_suzhou, from_province, unit=None) == 1


def test_paired_support_counts_for_who_organised_it() -> None:
    paired = visit(by=SUZHOU, place=IN_SHAANXI, kind=PAIRED_SUPPORT)
    received = visit(by=NATION, place=IN_KUNSHAN, kind=PAIRED_SUPPORT, activity=2)
    assert [n("paired_activities", paired, received, unit=u) for u in (SUZHOU, JIANGSU, KUNSHAN)] == [1, 1, 0]
    assert n("experts", received, unit=KUNSHAN) == 1


def test_over_three_years_somebody_who_comes_each_year_is_one() -> None:
    three = [visit(1, activity=y, on=date(y, 6, 1)) for y in (2026, 2027, 2028)]
    assert [n("experts", *three, span=years(y, y)) for y in (2026, 2027, 2028)] == [1, 1, 1]
    assert n("experts", *three, span=years(2026, 2028)) == 1
    assert n("person_times", *three, span=years(2026, 2028)) == 3


def test_an_activity_over_new_year_counts_in_the_year_it_began() -> None:
    over = (visit(1, on=date(2026, 12, 31)), visit(1, 2, on=date(2027, 1, 1)), visit(2, on=date(2027, 1, 1)))
    assert [n("activities", *over, span=years(y, y)) for y in (2026, 2027)] == [1, 0]
    assert [n("person_times", *over, span=years(y, y)) for y in (2026, 2027)] == [1, 1]
    assert [n("experts", *over, span=years(y, y)) for y in (2026, 2027)] == [1, 2]


def test_results_count_by_their_numbers_and_only_for_what_their_kind_feeds() -> None:
    gains = (
        Gain(1, "problem_solved", 3, 1, IN_KUNSHAN, MAY),
        Gain(2, "people_trained", 40, 1, IN_KUNSHAN, MAY),
        Gain(3, "people_trained", 60, 2, IN_CHANGSHU, MAY),
        Gain(4, "of_former_days", 9, 2, IN_CHANGSHU, MAY),
        Gain(5, "new_variety", 2, 9, IN_SHAANXI, MAY, organiser=SUZHOU),
    )
    facts = Facts((), gains, FEEDS)

    def told(unit: int) -> list[int]:
        return [figure(counted(what, facts, Scope(LINES, unit), YEAR)) for what in OF_RESULTS]

    assert told(JIANGSU) == [3, 100, 0, 0, 2, 0]
    assert told(SUZHOU) == [0, 60, 0, 0, 2, 0]
    assert told(KUNSHAN) == [3, 40, 0, 0, 0, 0]


def test_nothing_counts_where_nothing_took_place() -> None:
    assert [n(what) for what in ALL] == [0] * len(ALL)


visits = st.lists(
    st.builds(
        visit,
        expert=st.integers(1, 6),
        firm=st.integers(1, 4),
        activity=st.integers(1, 5),
        place=st.sampled_from([IN_KUNSHAN, IN_CHANGSHU]),
        by=st.sampled_from([JIANGSU, SUZHOU, KUNSHAN, CHANGSHU]),
        on=st.integers(0, 800).map(lambda days: date(2026, 1, 1) + timedelta(days)),
    )
)


@given(visits)
def test_the_figures_are_those_of_a_plain_recount(made: list[Service]) -> None:
    here = [v for v in made if v.on.year == 2026]
    assert n("experts", *made) == len({v.expert_id for v in here})
    assert n("enterprises", *made) == len({v.enterprise_id for v in here})
    first: dict[int, date] = {}
    for v in made:
        first[v.activity_id] = min(v.on, first.get(v.activity_id, v.on))
    assert n("activities", *made) == sum(day.year == 2026 for day in first.values())


@given(visits, st.sampled_from(["experts", "person_times", "activities", "enterprises"]))
def test_the_names_are_as_many_as_the_figure_and_in_the_order_of_days(made: list[Service], what: str) -> None:
    items = counted(what, Facts(made, (), FEEDS, 15), Scope(LINES, JIANGSU), YEAR)
    assert figure(items) == len(items) == len(set(items))
    assert list(items) == sorted(items, key=lambda item: item.on)


@given(visits)
def test_who_is_above_never_has_less_than_a_unit_below(made: list[Service]) -> None:
    for what in ("experts", "person_times", "activities", "enterprises"):
        whole = n(what, *made)
        assert all(n(what, *made, unit=unit) <= whole for unit in (SUZHOU, KUNSHAN, CHANGSHU))
