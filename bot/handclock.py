"""A clock that is moved by hand: for the demo, for simulations and for tests."""

from datetime import UTC, datetime, timedelta
from itertools import count

from handlers.domain.days import SHANGHAI

MONDAY_MORNING = datetime(2026, 3, 2, 9, 30, tzinfo=SHANGHAI)


class HandClock:
    """Shows the same moment until it is moved; its tokens are numbered."""

    def __init__(self, start: datetime = MONDAY_MORNING) -> None:
        """Start at this moment."""
        self._now = start.astimezone(UTC)
        self._steady = 0.0
        self._tokens = count(1)

    def now(self) -> datetime:
        """Return the moment it was moved to."""
        return self._now

    def monotonic(self) -> float:
        """Return the seconds it was moved forward in all."""
        return self._steady

    def token(self) -> str:
        """Return the next of a row of distinct tokens."""
        return f"token{next(self._tokens):017d}"

    def jitter(self) -> float:
        """Return no spread."""
        return 1.0

    def move(self, **time: float) -> None:
        """Move forward: `days=`, `hours=`, `minutes=`, `seconds=`."""
        self.move_to(self._now + timedelta(**time))

    def move_to(self, moment: datetime) -> None:
        """Move to a later moment."""
        self._steady += max(0.0, (moment - self._now).total_seconds())
        self._now = moment.astimezone(UTC)
