"""The sample world on the morning on which both sides are asked about a visit that took place."""

from typing import Any

from sqlmodel import select

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

    def asked(self, form: str = "satisfaction", stage: int = 0) -> Questionnaire:
        """Return the questionnaire as it stands."""
        found = select(Questionnaire).where(Questionnaire.form == form, Questionnaire.stage == stage)
        return self.look(lambda work: work.session.exec(found).one())


def answers(visitor: Visitor, *labels: str) -> Visitor:
    """Tap one answer after another."""
    for label in labels:
        visitor.taps(label)
    return visitor
