"""Questionnaires, behind their port."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, or_
from sqlmodel import Session, col, select

from bot.storage.nouns import Nouns
from handlers.domain.activities import HAPPENED, Visit
from handlers.domain.enterprises import Enterprise
from handlers.domain.questionnaires import ENTERPRISE, EXPERT, OPEN, WITHDRAWN, Questionnaire
from handlers.ports.questionnaires import Counted


class QuestionnaireRows:
    """What both sides are asked after a visit."""

    def __init__(self, nouns: Nouns) -> None:
        """Read and write by this transaction's nouns."""
        self._nouns = nouns

    @property
    def _session(self) -> Session:
        return self._nouns.session

    def of_visit(self, visit_id: int) -> Sequence[Questionnaire]:
        """Return a visit's questionnaires in the order they were asked."""
        found = select(Questionnaire).where(Questionnaire.visit_id == visit_id)
        return self._session.exec(found.order_by(col(Questionnaire.id))).all()

    def find(self, visit_id: int, form: str, stage: int) -> Questionnaire | None:
        """Return the one of this form and stage, if it was asked."""
        found = select(Questionnaire).where(Questionnaire.visit_id == visit_id, Questionnaire.form == form)
        return self._session.exec(found.where(Questionnaire.stage == stage)).first()

    def open_to(self, enterprise_ids: Sequence[int], expert_id: int | None) -> Sequence[Questionnaire]:
        """Return those that these enterprises, or this expert, may still answer, the newest first."""
        of_firm = and_(
            col(Questionnaire.side) == ENTERPRISE, col(Visit.enterprise_id).in_(list(enterprise_ids))
        )
        of_expert = and_(col(Questionnaire.side) == EXPERT, col(Visit.expert_id) == expert_id)
        found = select(Questionnaire).join(Visit, col(Questionnaire.visit_id) == Visit.id)
        found = found.where(or_(of_firm, of_expert), col(Questionnaire.state).in_(OPEN))
        return self._session.exec(found.order_by(col(Questionnaire.id).desc())).all()

    def counted(self, form: str, first: date, last: date) -> Sequence[Counted]:
        """Return those of visits held on these days, both included; withdrawn ones are left out."""
        return self._counted(form, col(Visit.held_on) >= first, col(Visit.held_on) <= last)

    def of_activity(self, form: str, activity_id: int) -> Sequence[Counted]:
        """Return those of an activity's visits that took place; withdrawn ones are left out."""
        return self._counted(form, col(Visit.activity_id) == activity_id)

    def _counted(self, form: str, *which: Any) -> Sequence[Counted]:
        found = select(Questionnaire, Visit, Enterprise.county)
        found = found.join(Visit, col(Questionnaire.visit_id) == Visit.id)
        found = found.join(Enterprise, col(Visit.enterprise_id) == Enterprise.id)
        found = found.where(Questionnaire.form == form, Questionnaire.state != WITHDRAWN)
        found = found.where(Visit.state == HAPPENED, col(Visit.held_on).is_not(None), *which)
        rows = self._session.exec(found.order_by(col(Questionnaire.id))).all()
        return [
            Counted(one, visit.activity_id, visit.expert_id, visit.enterprise_id, county, visit.held_on)
            for one, visit, county in rows
            if visit.held_on is not None
        ]
