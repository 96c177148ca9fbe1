"""Questionnaires about visits, and what is counted of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from handlers.domain.questionnaires import Questionnaire


@dataclass(frozen=True, slots=True)
class Counted:
    """A questionnaire of a visit that took place, with what it is counted by."""

    questionnaire: Questionnaire
    activity_id: int
    expert_id: int
    enterprise_id: int
    county: str
    held_on: date


class Questionnaires(Protocol):
    """Questionnaires by visit, by who answers them, and those that count."""

    def of_visit(self, visit_id: int) -> Sequence[Questionnaire]:
        """Return a visit's questionnaires in the order they were asked."""
        ...

    def find(self, visit_id: int, form: str, stage: int) -> Questionnaire | None:
        """Return the one of this form and stage, if it was asked."""
        ...

    def open_to(self, enterprise_ids: Sequence[int], expert_id: int | None) -> Sequence[Questionnaire]:
        """Return those that these enterprises, or this expert, may still answer, the newest first."""
        ...

    def counted(self, form: str, first: date, last: date) -> Sequence[Counted]:
        """Return those of visits held on these days, both included; withdrawn ones are left out."""
        ...

    def of_activity(self, form: str, activity_id: int) -> Sequence[Counted]:
        """Return those of an activity's visits that took place; withdrawn ones are left out."""
        ...
