"""What the clock will do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class PlannedTimer:
    """A timer that is set: when it fires (aware, UTC), what it does, about what, with which data."""

    key: str
    due: datetime
    what: str
    about: str
    data: Mapping[str, Any]


class PlannedTimers(Protocol):
    """What the clock will do. Timers are set and cleared by effects, never here."""

    def between(self, start: datetime, end: datetime) -> Sequence[PlannedTimer]:
        """Return the timers due from `start` on and before `end`, the earliest first."""
        ...

    def about(self, subject: str) -> Sequence[PlannedTimer]:
        """Return the timers about a subject ("filing:3"), the earliest first."""
        ...

    def get(self, key: str) -> PlannedTimer | None:
        """Return the timer of this key, or None."""
        ...
