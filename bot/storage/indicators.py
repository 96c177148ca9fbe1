"""What took place, read as plain facts, behind the port `handlers.ports.indicators.Indicators`."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlmodel import col

from bot.storage.nouns import Nouns
from handlers.domain.activities import HAPPENED, Activity, Visit
from handlers.domain.enterprises import Enterprise
from handlers.domain.indicators import Gain, Service
from handlers.domain.outcomes import Outcome
from handlers.domain.spans import Span


class IndicatorRows:
    """Visits that took place and results that stand."""

    def __init__(self, nouns: Nouns) -> None:
        """Read by this transaction's nouns."""
        self._nouns = nouns

    def services(self, span: Span) -> Sequence[Service]:
        """Return the visits that took place in these days."""
        found = select(
            col(Visit.id), col(Visit.activity_id), col(Activity.kind), col(Activity.bureau_id),
            col(Visit.expert_id), col(Visit.enterprise_id), col(Enterprise.county), col(Visit.held_on),
        )  # fmt: skip
        found = found.join(Activity, col(Visit.activity_id) == Activity.id)
        found = found.join(Enterprise, col(Visit.enterprise_id) == Enterprise.id)
        found = found.where(col(Visit.state) == HAPPENED, col(Visit.held_on).between(span.first, span.last))
        rows = self._nouns.session.execute(found.order_by(col(Visit.held_on), col(Visit.id)))
        return [Service(*row) for row in rows]

    def gains(self, span: Span) -> Sequence[Gain]:
        """Return the results of these days that stand; what came of a visit counts only if it took place."""
        found = select(
            col(Outcome.id), col(Outcome.kind), col(Outcome.number), col(Outcome.enterprise_id),
            col(Enterprise.county), col(Outcome.day), col(Outcome.expert_id), col(Activity.bureau_id),
            col(Visit.activity_id),
        )  # fmt: skip
        found = found.join(Enterprise, col(Outcome.enterprise_id) == Enterprise.id)
        found = found.outerjoin(Visit, col(Outcome.visit_id) == Visit.id)
        found = found.outerjoin(Activity, col(Visit.activity_id) == Activity.id)
        found = found.where(
            col(Outcome.struck_at).is_(None),
            col(Outcome.day).between(span.first, span.last),
            or_(col(Outcome.visit_id).is_(None), col(Visit.state) == HAPPENED),
        )
        rows = self._nouns.session.execute(found.order_by(col(Outcome.day), col(Outcome.id)))
        return [Gain(*row) for row in rows]
