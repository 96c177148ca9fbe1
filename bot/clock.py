"""The only place that reads the time or draws random values; everything else is handed a `Clock`."""

import random
import secrets
import time
from datetime import UTC, date, datetime
from typing import Protocol

from handlers.domain.days import SHANGHAI


class Clock(Protocol):
    """The time of day, time that only moves forward, and unguessable tokens."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Return seconds that never go back."""
        ...

    def token(self) -> str:
        """Return 22 unguessable characters of A-Z a-z 0-9 _ -."""
        ...

    def jitter(self) -> float:
        """Return a number from 0.5 to 1.5 to spread retries with."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return seconds that never go back."""
        return time.monotonic()

    def token(self) -> str:
        """Return 22 unguessable characters."""
        return secrets.token_urlsafe(16)

    def jitter(self) -> float:
        """Return a number from 0.5 to 1.5."""
        return 0.5 + random.random()  # noqa: S311 - spreads retries, guards nothing


def day_of(moment: datetime) -> date:
    """Return the day in Asia/Shanghai."""
    return moment.astimezone(SHANGHAI).date()


def new_key() -> bytes:
    """Return 32 unguessable bytes to sign with, in hexadecimal."""
    return secrets.token_hex(32).encode()
