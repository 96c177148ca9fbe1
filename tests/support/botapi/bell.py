"""Waiting for something to happen, without polling."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Bell:
    """Rings whenever the pretended Telegram changes; whoever waits looks again."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        """Wake everybody who waits."""
        self._event.set()
        self._event = asyncio.Event()

    async def rung(self) -> None:
        """Wait for the next ring."""
        await self._event.wait()

    async def until(self, look: Callable[[], T | None], seconds: float) -> T:
        """Return what `look` finds, as soon as it finds something; TimeoutError after so many seconds."""
        async with asyncio.timeout(seconds):
            while (found := look()) is None:
                await self.rung()
        return found


class Clock:
    """The loop's clock, and whole seconds of a calendar that starts at a fixed day."""

    def __init__(self, first_day: int) -> None:
        self.first_day = first_day
        self._start: float | None = None

    def now(self) -> float:
        """Return the loop's time in seconds."""
        return asyncio.get_running_loop().time()

    def date(self) -> int:
        """Return Unix seconds, counted from the first day by the loop's clock."""
        if self._start is None:
            self._start = self.now()
        return self.first_day + int(self.now() - self._start)
