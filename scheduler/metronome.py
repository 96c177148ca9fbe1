"""The metronome: APScheduler in memory calls a few jobs at their pace. It only looks; rows are the truth."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

Job = Callable[[], Awaitable[None]]
WATCH = 5.0  # seconds between two looks at the clocks
JUMP = 3.0  # seconds by which the two clocks may drift apart between two looks

log = logging.getLogger("expertbot.metronome")


@dataclass(frozen=True, slots=True)
class Beat:
    """A job and the seconds between two calls of it."""

    name: str
    seconds: float
    job: Job


class Metronome:
    """Calls each beat's job at its pace; a job that raises is logged and called again at its next beat.

    APScheduler waits on the wall clock: set back by an hour it would be silent for that hour. The watchdog
    compares the wall clock with the monotonic one and starts the jobs afresh when they part.
    """

    def __init__(
        self, beats: tuple[Beat, ...], now: Callable[[], float], monotonic: Callable[[], float]
    ) -> None:
        """Keep the beats and the two clocks, both in seconds."""
        self._beats = beats
        self._now = now
        self._monotonic = monotonic
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._watchdog: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to tick; needs a running event loop."""
        self._scheduler.start()
        self.reset()
        self._watchdog = asyncio.get_running_loop().create_task(self._watch())

    def reset(self) -> None:
        """Set every job anew from this moment on."""
        for beat in self._beats:
            self._scheduler.add_job(
                _guarded, IntervalTrigger(seconds=beat.seconds, timezone="UTC"), args=(beat,), id=beat.name,
                replace_existing=True, coalesce=True, max_instances=1, misfire_grace_time=None,
            )  # fmt: skip

    def stop(self) -> None:
        """Stop ticking."""
        if self._watchdog is not None:
            self._watchdog.cancel()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def jumped(self, wall: float, steady: float) -> bool:
        """Say whether the wall clock moved by more than the steady one did, in seconds."""
        return abs(wall - steady) > JUMP

    async def _watch(self) -> None:
        wall, steady = self._now(), self._monotonic()
        while True:
            await asyncio.sleep(WATCH)
            wall_after, steady_after = self._now(), self._monotonic()
            if self.jumped(wall_after - wall, steady_after - steady):
                log.warning("the clock jumped", extra={"action": "clock.jumped"})
                self.reset()
            wall, steady = wall_after, steady_after


async def _guarded(beat: Beat) -> None:
    try:
        await beat.job()
    except asyncio.CancelledError:
        return  # only `stop` cancels, and what the job has done stands in rows
    except Exception:
        log.exception("beat failed", extra={"action": f"beat.{beat.name}"})
