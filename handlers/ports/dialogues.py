"""Conversations under way."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A conversation under way: whose, which flow, about what ("need:12" or empty), and its saved state."""

    id: int
    person_id: int
    flow: str
    subject: str
    state: dict[str, Any]


class Dialogues(Protocol):
    """Conversations, keyed by (person, flow, subject). The one brought to the front last is in front."""

    def front(self, person_id: int) -> Dialogue | None:
        """Return the conversation that receives free text."""
        ...

    def get(self, dialogue_id: int) -> Dialogue | None:
        """Return an open or paused conversation by id; None once it is closed."""
        ...

    def find(self, person_id: int, flow: str, subject: str) -> Dialogue | None:
        """Return an open or paused conversation by its key."""
        ...

    def of(self, person_id: int) -> Sequence[Dialogue]:
        """Return all open and paused conversations, the front one first."""
        ...

    def open(self, person_id: int, flow: str, subject: str, state: dict[str, Any]) -> int:
        """Open a conversation (or start the same one over) in front; return its id."""
        ...

    def save(self, dialogue_id: int, state: dict[str, Any], *, front: bool = False) -> None:
        """Keep the state; `front` also brings it to the front, which ends a pause."""
        ...

    def pause(self, dialogue_id: int) -> None:
        """Keep it, but let it receive no free text until it is brought to the front."""
        ...

    def close(self, dialogue_id: int) -> None:
        """Forget it."""
        ...

    def touched_at(self, dialogue_id: int) -> float | None:
        """Return when it was last answered, in seconds since 1970; None once it is closed."""
        ...
