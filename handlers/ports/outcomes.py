"""What comes of visits: follow-up service, results, typical cases."""

from collections.abc import Sequence
from typing import Protocol

from handlers.domain.outcomes import FollowUp, Outcome, TypicalCase


class Outcomes(Protocol):
    """Follow-up service, results and cases, by visit and by pair of expert and enterprise."""

    def follow_ups(self, expert_id: int, enterprise_id: int) -> Sequence[FollowUp]:
        """Return the follow-up services of a pair, the oldest day first."""
        ...

    def results(self, expert_id: int, enterprise_id: int) -> Sequence[Outcome]:
        """Return what came of a pair's work, struck ones included, the oldest day first."""
        ...

    def case_of(self, visit_id: int) -> TypicalCase | None:
        """Return the typical case of a visit."""
        ...

    def cases(self, areas: Sequence[str], limit: int = 20) -> Sequence[TypicalCase]:
        """Return the cases of enterprises that lie in one of these areas, the newest first."""
        ...
