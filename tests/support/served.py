"""The sample bureaus after activities that took place: experts and enterprises are made as they are named.

with Served() as world:
    world.activity("苏州", date(2026, 5, 20), experts=("甲", "乙"), firms={"常熟": ("一厂",)})
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from bot.storage.work import Work
from handlers.domain.activities import (
    DONE,
    HAPPENED,
    SERVICE_TEAM,
    SINGLE_VISIT,
    Activity,
    Host,
    Participant,
    Visit,
)
from handlers.domain.days import SHANGHAI
from handlers.domain.enterprises import Enterprise
from handlers.domain.experts import Expert
from handlers.domain.outcomes import Outcome
from handlers.domain.people import Person
from tests.support.world import World

AREAS = {
    "江苏": "320000",
    "苏州": "320500",
    "常熟": "320581",
    "昆山": "320583",
    "无锡": "320200",
    "宜兴": "320282",
}
DESK, SUZHOU, KUNSHAN = "coordinator:320000", "coordinator:320500", "coordinator:320583"
JULY = datetime(2026, 7, 15, 10, 0, tzinfo=SHANGHAI)


class Served(World):
    """The sample world in the middle of July 2026; nothing has taken place yet."""

    def __init__(self, start: datetime = JULY, url: str = "") -> None:
        """Begin at a moment."""
        super().__init__(samples=True, start=start, url=url)
        self.experts: dict[str, int] = {}
        self.firms: dict[str, int] = {}

    def activity(
        self,
        bureau: str,
        day: date,
        *,
        experts: Sequence[str] = ("甲",),
        firms: Mapping[str, Sequence[str]] | None = None,
        state: str = HAPPENED,
        **other: Any,
    ) -> int:
        """Put an activity of a bureau into the record: every expert at every enterprise; return its id."""
        places = firms or {"昆山": ("一厂",)}

        def make(work: Work) -> int:
            kind = SINGLE_VISIT if len(experts) == 1 else SERVICE_TEAM
            at = work.bureaus.at(AREAS[bureau])
            made = work.add(
                Activity(
                    **{
                        "number": work.activities.next_number(day.year),
                        "year": day.year,
                        "kind": kind,
                        "organiser": "city",
                        "bureau_id": at.id if at else 0,
                        "title": "对接活动",
                        "area": AREAS[next(iter(places))],
                        "starts": day,
                        "ends": day + timedelta(days=1),
                        "state": DONE,
                        "made_by": self.people[DESK],
                        "made_at": work.now,
                        **other,
                    }
                )
            )
            number = made.id or 0
            for name in experts:
                work.add(Participant(activity_id=number, expert_id=self._expert(work, name)))
            for place, names in places.items():
                for name in names:
                    firm = self._firm(work, name, AREAS[place])
                    work.add(Host(activity_id=number, enterprise_id=firm))
                    for expert in experts:
                        work.add(
                            Visit(
                                activity_id=number,
                                expert_id=self.experts[expert],
                                enterprise_id=firm,
                                planned_on=day,
                                state=state,
                                held_on=day if state == HAPPENED else None,
                            )
                        )
            return number

        return self.change(make)

    def result(
        self, kind: str, day: date, number: int = 1, *, firm: str = "一厂", expert: str = "甲", **other: Any
    ) -> int:
        """Put a result into the record; return its id."""

        def make(work: Work) -> int:
            enterprise = self._firm(work, firm, AREAS["昆山"])
            of = self._expert(work, expert)
            made = Outcome(
                kind=kind, day=day, number=number, enterprise_id=enterprise, expert_id=of,
                made_by=self.people[DESK], made_at=work.now, **other,
            )  # fmt: skip
            return work.add(made).id or 0

        return self.change(make)

    def _expert(self, work: Work, name: str) -> int:
        if name not in self.experts:
            person = work.add(Person(name=name, created_at=work.now))
            expert = Expert(
                person_id=person.id or 0, unit="清河工业大学", county="320100", created_at=work.now
            )
            self.experts[name] = work.add(expert).id or 0
        return self.experts[name]

    def _firm(self, work: Work, name: str, county: str) -> int:
        if name not in self.firms:
            made = Enterprise(name=name, county=county, created_at=work.now)
            self.firms[name] = work.add(made).id or 0
        return self.firms[name]
