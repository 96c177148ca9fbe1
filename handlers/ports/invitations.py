"""Invitations."""

from collections.abc import Sequence
from typing import Protocol

from handlers.domain.invitations import Invitation


class Invitations(Protocol):
    """Invitations."""

    def of_need(self, need_id: int) -> Sequence[Invitation]:
        """Return a need's invitations in any state, in the order they were sent."""
        ...

    def states_of(self, need_id: int) -> Sequence[tuple[int, str]]:
        """Return (expert id, state) of a need's invitations, in the order they were sent."""
        ...

    def of_expert(self, expert_id: int) -> Sequence[Invitation]:
        """Return an expert's invitations in any state, the newest first."""
        ...

    def standing_of(self, bureau_ids: Sequence[int], limit: int = 20) -> Sequence[Invitation]:
        """Return the open and conditional invitations that these bureaus sent, the oldest first."""
        ...

    def sent_by(self, bureau_id: int, states: Sequence[str]) -> Sequence[Invitation]:
        """Return the invitations that a bureau sent and that are in one of these states, by id."""
        ...
