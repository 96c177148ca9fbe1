"""The sample bureaus after activities that took place: experts and enterprises are made as they are named.

with Served() as world:
    world.activity("苏州", date(2026, 5, 20), experts=("甲", "乙"), firms={"常熟": ("一厂",)})
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from bot.storage.work import Work
from handlers.dialogue.texts import text
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
from handlers.domain.questionnaires import SATISFACTION, Questionnaire
from handlers.domain.tasks import Task
from handlers.programme.questions import kept
from handlers.usecases.problems import PROBLEM
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


class Surveyed(Served):
    """`answers` puts a complete questionnaire about a visit into the record; `asks` one without answers."""

    team = small = 0
    """Activities that a story speaks of."""

    def answers(self, activity: int, firm: str, expert: str, ratings: str = "55555", **other: Any) -> None:
        """Let an enterprise have answered: five ratings, whether again, and what else is told (`answers`)."""
        codes = ("service_time", "service_mode", "service_effect", "economic_benefit", "overall")
        rated = dict(zip(codes, map(int, ratings), strict=False))
        told = {**rated, "again": "yes", **other.pop("answers", {})}
        self.asks(activity, firm, expert, answers=told, completed=len(rated) == len(codes), **other)

    def asks(  # noqa: PLR0913 - a questionnaire has many parts
        self,
        activity: int,
        firm: str,
        expert: str,
        *,
        answers: Mapping[str, Any] | None = None,
        completed: bool = False,
        share: bool = False,
        phone: bool = False,
    ) -> None:
        """Put a questionnaire into the record."""
        told = dict(answers or {})

        def make(work: Work) -> None:
            visit = next(
                v
                for v in work.activities.visits(activity)
                if (v.expert_id, v.enterprise_id) == (self.experts[expert], self.firms[firm])
            )
            rule = work.rules.questions(SATISFACTION)
            assert rule is not None
            work.add(
                Questionnaire(
                    visit_id=visit.id or 0,
                    form=SATISFACTION,
                    side="enterprise",
                    questions=kept(rule),
                    answers=told,
                    given={code: {"by": self.people[DESK], "phone": phone} for code in told},
                    state="complete" if completed else "asked",
                    share=share,
                    asked_at=work.now,
                    closes_on=work.today + timedelta(days=60),
                    completed_at=work.now if completed else None,
                )
            )

        self.change(make)

    def problem(self, activity: int, words: str, *, who: str = "某某", solved: bool = False) -> None:
        """Let somebody have raised a problem."""

        def make(work: Work) -> None:
            outing = work.session.get_one(Activity, activity)
            told = text("zh", "outing.problem_words", who=who, number=outing.number, words=words)
            work.add(
                Task(
                    bureau_id=outing.bureau_id, kind=PROBLEM, about=f"activity:{activity}", words=told,
                    state="done" if solved else "open", made_at=work.now,
                )
            )  # fmt: skip

        self.change(make)
