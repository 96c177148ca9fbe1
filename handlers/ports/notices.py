"""What goes out beside the chats."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from handlers.domain.notices import Notice


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What became of a notice by one way: waiting, handed over at a moment, or failed for good."""

    way: str
    state: Literal["waiting", "handed", "failed"]
    at: datetime | None = None


class Notices(Protocol):
    """Messages on their way outside the chats, and those held for one."""

    def waiting(self, person_id: int) -> Sequence[Notice]:
        """Return a person's notices that wait to be handed over, the oldest first."""
        ...

    def held(self, person_id: int) -> Sequence[Notice]:
        """Return what is held for a person's chat, the oldest first."""
        ...

    def under(self, card: str) -> Sequence[Notice]:
        """Return the notices that were handed over together under this card."""
        ...

    def last_handed(self, person_id: int) -> datetime | None:
        """Return when the person was last sent anything outside the chats."""
        ...

    def deliveries(self, person_id: int, about: str) -> Sequence[HandedOver]:
        """Return what became of the newest notice about a subject, way by way in the order they were tried.

        Handed over means that the mail server or the gateway has taken it, not that anybody has read it.
        """
        ...
