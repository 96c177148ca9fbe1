"""Indicators (指标): one definition each, over what took place. Nothing is counted anywhere else.

What counts is a visit whose state is "happened", on the day it was held, and a result that was not struck.
Whatever is only planned, invited, disputed or cancelled counts for nothing. Every definition returns its
items one by one: the figure is the sum of their numbers, the names behind it are the same items.

A unit has what took place at enterprises in its hands, or in activities that it or a unit below it organised.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from handlers.domain.activities import PAIRED_SUPPORT, SERVICE_TEAM
from handlers.domain.lines import Lines
from handlers.domain.spans import Span

EXPERTS, PERSON_TIMES, ACTIVITIES, TEAMS = "experts", "person_times", "activities", "teams"
PAIRED, ENTERPRISES = "paired_activities", "enterprises"
PROBLEMS, TRAINED, RESULTS, CARRIERS = "problems", "people_trained", "results", "carriers"
NEW_METHODS, AGREEMENTS, KEY_PROJECTS = "new_methods", "agreements", "key_projects"
OF_RESULTS = (PROBLEMS, TRAINED, RESULTS, CARRIERS, NEW_METHODS, AGREEMENTS)
"""Those that are fed by results, each by the kinds whose `counts` names it."""
ALL = (EXPERTS, PERSON_TIMES, ACTIVITIES, TEAMS, PAIRED, ENTERPRISES, *OF_RESULTS)
"""Everything that is counted here, in the order in which it is shown."""


@dataclass(frozen=True, slots=True)
class Service:
    """A visit that took place: who served whom, in which activity, on which day.

    `place` is the county of the enterprise, `organiser` the bureau of the activity, `kind` the activity's.
    """

    visit_id: int
    activity_id: int
    kind: str
    organiser: int
    expert_id: int
    enterprise_id: int
    place: str
    on: date


@dataclass(frozen=True, slots=True)
class Gain:
    """A result that was not struck: how many of a kind, at which enterprise, by whom, on which day."""

    outcome_id: int
    kind: str
    number: int
    enterprise_id: int
    place: str
    on: date
    expert_id: int | None = None
    organiser: int | None = None
    activity_id: int | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is counted, on the day from which it counts; ids of what its name is made of."""

    on: date
    number: int = 1
    expert_id: int | None = None
    enterprise_id: int | None = None
    activity_id: int | None = None
    outcome_id: int | None = None


@dataclass(frozen=True)
class Scope:
    """A unit with all that reports to it; without a unit everything there is."""

    lines: Lines
    unit: int | None = None
    _units: frozenset[int] = field(default=frozenset(), init=False)
    _holders: dict[str, int | None] = field(default_factory=dict, init=False)
    _each: list[tuple[Sequence[Service], list["Item"]]] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        """Look up once what reports to the unit."""
        object.__setattr__(self, "_units", self.lines.under(self.unit) if self.unit else frozenset())

    def organised(self, bureau_id: int | None) -> bool:
        """Say whether the unit, or one below it, organised it."""
        return self.unit is None or bureau_id in self._units

    def holds(self, place: str, bureau_id: int | None) -> bool:
        """Say whether something counts for the unit: by its place, or by who organised it."""
        return self.organised(bureau_id) or self._holder(place) in self._units

    def each(self, services: Sequence[Service]) -> list["Item"]:
        """Return what counts for the unit of these visits; looked through once for all definitions."""
        if not self._each or self._each[-1][0] is not services:
            own = [_item(one) for one in services if self.holds(one.place, one.organiser)]
            self._each[:] = [(services, own)]
        return self._each[-1][1]

    def _holder(self, place: str) -> int | None:
        if place not in self._holders:
            self._holders[place] = self.lines.holder(place)
        return self._holders[place]


@dataclass(frozen=True, slots=True)
class Facts:
    """All that took place; `feeds` maps a kind of result to the indicator it counts for.

    `team_of` is the least number of experts of a service team, None where the programme sets none.
    """

    services: Sequence[Service] = ()
    gains: Sequence[Gain] = ()
    feeds: Mapping[str, str] = field(default_factory=dict)
    team_of: int | None = None

    def of(self, activities: Collection[int]) -> "Facts":
        """Return what took place in these activities alone, and what came of them."""
        services = [one for one in self.services if one.activity_id in activities]
        gains = [one for one in self.gains if one.activity_id in activities]
        return replace(self, services=services, gains=gains)


def counted(what: str, facts: Facts, scope: Scope, span: Span) -> tuple[Item, ...]:
    """Return what is counted for a unit within a span, the earliest first. KeyError for what is not."""
    found = _gained(what, facts, scope) if what in OF_RESULTS else _SERVED[what](facts, scope)
    return tuple(item for item in _once(what, found, span) if item.on in span)


def figure(items: Iterable[Item]) -> int:
    """Return the figure that items make."""
    return sum(item.number for item in items)


def _once(what: str, items: Sequence[Item], span: Span) -> Sequence[Item]:
    """Keep people and enterprises once within the span; they may have been counted in an earlier one."""
    if what == EXPERTS:
        return _first_of((i for i in items if i.on in span), lambda item: item.expert_id)
    if what == ENTERPRISES:
        return _first_of((i for i in items if i.on in span), lambda item: item.enterprise_id)
    return items


def _each(facts: Facts, scope: Scope) -> list[Item]:
    """Give every visit that took place; people and enterprises are then taken once (去重)."""
    return scope.each(facts.services)


def _person_times(facts: Facts, scope: Scope) -> Sequence[Item]:
    """Count an expert in an activity once (人次), however many enterprises and days it was."""
    return _first_of(_each(facts, scope), lambda item: (item.expert_id, item.activity_id))


def _activities(facts: Facts, scope: Scope) -> Sequence[Item]:
    """Count an activity in which at least one visit took place, on the day of its first one."""
    return _first_of(_each(facts, scope), lambda item: item.activity_id)


def _teams(facts: Facts, scope: Scope) -> Sequence[Item]:
    """Count a service team (专家服务团) of which as many experts came as the programme wants."""
    came: dict[int, set[int]] = {}
    for one in facts.services:
        if one.kind == SERVICE_TEAM:
            came.setdefault(one.activity_id, set()).add(one.expert_id)
    large = {activity for activity, experts in came.items() if len(experts) >= (facts.team_of or 1)}
    return [item for item in _activities(facts, scope) if item.activity_id in large]


def _paired(facts: Facts, scope: Scope) -> Sequence[Item]:
    """Count paired support (对口支援) for who organised it, as it takes place in another province."""
    own = [s for s in facts.services if s.kind == PAIRED_SUPPORT and scope.organised(s.organiser)]
    return _first_of((_item(one) for one in own), lambda item: item.activity_id)


def _gained(what: str, facts: Facts, scope: Scope) -> Sequence[Item]:
    """Count results of the kinds that feed the indicator by their numbers, on the day that was told."""
    wanted = [one for one in facts.gains if facts.feeds.get(one.kind) == what]
    return sorted(
        (_gain(one) for one in wanted if scope.holds(one.place, one.organiser)),
        key=lambda item: (item.on, item.outcome_id or 0),
    )


_SERVED: Mapping[str, Callable[[Facts, Scope], Sequence[Item]]] = {
    EXPERTS: _each,
    PERSON_TIMES: _person_times,
    ACTIVITIES: _activities,
    TEAMS: _teams,
    PAIRED: _paired,
    ENTERPRISES: _each,
}


def _item(one: Service) -> Item:
    return Item(one.on, expert_id=one.expert_id, enterprise_id=one.enterprise_id, activity_id=one.activity_id)


def _gain(one: Gain) -> Item:
    return Item(one.on, one.number, one.expert_id, one.enterprise_id, outcome_id=one.outcome_id)


def _first_of(items: Iterable[Item], key: Callable[[Item], Hashable]) -> list[Item]:
    """Keep the earliest item of each key, the earliest first."""
    found: dict[Hashable, Item] = {}
    for item in sorted(items, key=lambda each: each.on):
        found.setdefault(key(item), item)
    return list(found.values())
