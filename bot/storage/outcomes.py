"""Follow-up service, results and typical cases, behind their port."""

from collections.abc import Sequence

from sqlalchemy import or_
from sqlmodel import Session, col, select

from bot.storage.nouns import Nouns
from handlers.domain.activities import Visit
from handlers.domain.enterprises import Enterprise
from handlers.domain.outcomes import DROPPED, FollowUp, Outcome, TypicalCase
from handlers.domain.regions import shared_digits


class OutcomeRows:
    """What comes of visits."""

    def __init__(self, nouns: Nouns) -> None:
        """Read and write by this transaction's nouns."""
        self._nouns = nouns

    @property
    def _session(self) -> Session:
        return self._nouns.session

    def follow_ups(self, expert_id: int, enterprise_id: int) -> Sequence[FollowUp]:
        """Return the follow-up services of a pair, the oldest day first."""
        found = select(FollowUp).where(
            FollowUp.expert_id == expert_id, FollowUp.enterprise_id == enterprise_id
        )
        return self._session.exec(found.order_by(col(FollowUp.day), col(FollowUp.id))).all()

    def results(self, expert_id: int, enterprise_id: int) -> Sequence[Outcome]:
        """Return what came of a pair's work, struck ones included, the oldest day first."""
        found = select(Outcome).where(Outcome.expert_id == expert_id, Outcome.enterprise_id == enterprise_id)
        return self._session.exec(found.order_by(col(Outcome.day), col(Outcome.id))).all()

    def case_of(self, visit_id: int) -> TypicalCase | None:
        """Return the typical case of a visit."""
        return self._session.exec(select(TypicalCase).where(TypicalCase.visit_id == visit_id)).first()

    def cases(self, areas: Sequence[str], limit: int = 20) -> Sequence[TypicalCase]:
        """Return the cases of enterprises that lie in one of these areas, the newest first."""
        inside = [col(Enterprise.county).startswith(shared_digits(area)) for area in areas]
        found = select(TypicalCase).join(Visit, col(TypicalCase.visit_id) == Visit.id)
        found = found.join(Enterprise, col(Visit.enterprise_id) == Enterprise.id)
        found = found.where(or_(*inside), TypicalCase.state != DROPPED)
        return self._session.exec(found.order_by(col(TypicalCase.id).desc()).limit(limit)).all()
