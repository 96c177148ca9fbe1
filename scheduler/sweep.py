"""From timers that are due to messages of the clock: pure, so that tests and the demo move time by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from handlers.dialogue.replies import Fired

LATE = timedelta(minutes=30)
"""A timer that fires later than this after its time is marked as caught up (补发)."""


class DueTimer(Protocol):
    """A timer whose time has come; `due_at` in seconds since 1970."""

    @property
    def key(self) -> str:
        """The timer's unique key; the same timer set anew keeps it."""
        ...

    @property
    def due_at(self) -> float:
        """When it should have fired, in seconds since 1970."""
        ...

    @property
    def what(self) -> str:
        """The name of what is to be done, as in `handlers.timers.TIMERS`."""
        ...

    @property
    def about(self) -> str:
        """The subject ("need:12"); timers about one subject fire one after the other."""
        ...

    @property
    def data(self) -> dict[str, Any]:
        """What the timer carries besides, as plain JSON data."""
        ...


@dataclass(frozen=True, slots=True)
class Firing:
    """One message of the clock. The external id makes the same firing one row, whoever ticks."""

    external_id: str
    lane: str
    fired: Fired


def firings(due: Sequence[DueTimer], now: datetime) -> Sequence[Firing]:
    """Return what the due timers say, in their order."""
    return [_firing(timer, now) for timer in due]


def _firing(timer: DueTimer, now: datetime) -> Firing:
    late = now.timestamp() - timer.due_at > LATE.total_seconds()
    fired = Fired(timer.what, timer.about, late=late, data=timer.data)
    return Firing(f"{timer.key}@{timer.due_at:.3f}", timer.about, fired)
