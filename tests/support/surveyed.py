"""The sample world on the morning on which both sides are asked about a visit that took place."""

from datetime import date
from typing import Any

from sqlmodel import select

from bot.storage.merging import merge_firms
from bot.storage.work import Work
from handlers.domain.enterprises import Contact
from handlers.domain.people import Person
from handlers.domain.programmes import Programme
from handlers.domain.questionnaires import Questionnaire
from handlers.usecases.after_visit import visit_happened
from tests.support.visited import Visited
from tests.support.world import Visitor

HOST, DESK, EXPERT = "contact:kunshan_casting", "coordinator:320583", "expert:die_casting"
SATISFIED = ("5 很合适", "5 很满意", "5 效果很好", "5 很大", "5 很满意", "愿意")


class Surveyed(Visited):
    """`held` puts a visit into the record that both sides have confirmed, and lets the next morning come."""

    def held(self, **other: Any) -> int:
        """Settle a visit as happened today; return its id."""
        visit_id = self.visited(**other)
        self.changes_with_effects(visit_happened, visit_id)
        return visit_id

    def morning(self, days: int = 1) -> None:
        """Let so many days pass, to a quarter past nine."""
        now = self.clock.now()
        later = now.replace(hour=1, minute=15, second=0, microsecond=0)  # 09:15 in Shanghai
        moved = (later - now).total_seconds() + days * 86400
        self.passes(seconds=moved)

    def comes(self, year: int, month: int, day: int) -> None:
        """Let the morning of a day come at once."""
        self.morning(days=(date(year, month, day) - self.look(lambda work: work.today)).days)

    def colleague(self, name: str) -> Visitor:
        """Return a second contact of the visited enterprise, who has opened the chat."""

        def joined(work: Work) -> int:
            first = work.enterprises.of_person(self.people[HOST])[0]
            person = work.add(
                Person(name=name, phone="13700007777", created_at=work.now, consented_at=work.now)
            )
            work.add(Contact(enterprise_id=first.id or 0, person_id=person.id or 0, created_at=work.now))
            return person.id or 0

        self.people = {**self.people, name: self.change(joined)}
        return self.known(name)

    def merges_firms(self, kept: str, other: str) -> None:
        """Let two records of enterprises become the one of the contact `kept`."""

        def merge(work: Work) -> None:
            one, two = (work.enterprises.of_person(self.people[key])[0].id or 0 for key in (kept, other))
            merge_firms(work.session, work.statements, one, two)

        self.change(merge)

    def asks_otherwise(self) -> None:
        """Let the programme ask two questions instead of its nine, as version 2."""

        def change(work: Work) -> None:
            programme = work.session.exec(select(Programme)).one()
            short = {**work.rules.questionnaire[0].model_dump(mode="json"), "version": 2}
            short["question"] = [short["question"][4], short["question"][5]]
            programme.rules = {**programme.rules, "questionnaire": [short]}
            programme.revision += 1

        self.change(change)

    def asked(self, form: str = "satisfaction", stage: int = 0) -> Questionnaire:
        """Return the questionnaire as it stands."""
        found = select(Questionnaire).where(Questionnaire.form == form, Questionnaire.stage == stage)
        return self.look(lambda work: work.session.exec(found).one())


def answers(visitor: Visitor, *labels: str) -> Visitor:
    """Tap one answer after another."""
    for label in labels:
        visitor.taps(label)
    return visitor
