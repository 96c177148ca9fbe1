"""The metronome: calls jobs at their pace, survives those that fail, and no clock set back silences it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime, timedelta, tzinfo
from typing import Self

import pytest
from typing_extensions import override

from scheduler.metronome import Beat, Metronome


class Clocks:
    """A wall clock and a steady one, moved by hand."""

    def __init__(self) -> None:
        self.wall, self.steady = 1_000_000.0, 50.0

    def move(self, wall: float, steady: float) -> None:
        """Move both."""
        self.wall += wall
        self.steady += steady


class Tally:
    """Counts calls and lets a story wait for them."""

    def __init__(self) -> None:
        self.count = 0
        self._rung = asyncio.Event()

    async def __call__(self) -> None:
        self.count += 1
        self._rung.set()

    async def more(self, times: int = 1, seconds: float = 3.0) -> None:
        """Wait for so many further calls."""
        async with asyncio.timeout(seconds):
            for _ in range(times):
                self._rung.clear()
                await self._rung.wait()


def metronome(clocks: Clocks, job: Callable[[], Awaitable[None]], seconds: float = 0.02) -> Metronome:
    """Return a metronome with one beat."""
    return Metronome((Beat("job", seconds, job),), lambda: clocks.wall, lambda: clocks.steady)


def play(story: Coroutine[object, object, None]) -> None:
    """Play a story to its end within ten seconds."""
    asyncio.run(asyncio.wait_for(story, 10))


def test_a_job_is_called_again_and_again_until_it_is_stopped() -> None:
    async def story() -> None:
        tally = Tally()
        beats = metronome(Clocks(), tally)
        beats.start()
        await tally.more(3)
        beats.stop()
        before = tally.count
        await asyncio.sleep(0.08)
        assert tally.count == before

    play(story())


def test_stopping_in_the_middle_of_a_job_is_no_fault(caplog: pytest.LogCaptureFixture) -> None:
    async def story() -> None:
        tally = Tally()

        async def slow() -> None:
            await tally()
            await asyncio.Event().wait()

        beats = metronome(Clocks(), slow)
        beats.start()
        await tally.more()
        beats.stop()
        await asyncio.sleep(0.02)

    play(story())
    assert [record.levelname for record in caplog.records if record.levelno > logging.WARNING] == []


def test_a_job_that_fails_is_logged_and_called_again(caplog: pytest.LogCaptureFixture) -> None:
    async def story() -> None:
        tally = Tally()

        async def fail() -> None:
            await tally()
            raise LookupError("on purpose")

        beats = metronome(Clocks(), fail)
        beats.start()
        await tally.more(3)
        beats.stop()

    play(story())
    assert sum(record.name == "expertbot.metronome" for record in caplog.records) >= 2


def test_a_job_that_is_still_busy_is_not_called_a_second_time(caplog: pytest.LogCaptureFixture) -> None:
    async def story() -> None:
        tally, gate = Tally(), asyncio.Event()

        async def slow() -> None:
            await tally()
            await gate.wait()

        beats = metronome(Clocks(), slow)
        beats.start()
        await tally.more()
        await asyncio.sleep(0.1)
        assert tally.count == 1
        gate.set()
        await tally.more()
        beats.stop()

    play(story())
    assert "maximum number of running instances" in caplog.text


@pytest.mark.parametrize("jump", [-3600.0, 3600.0])
def test_when_the_clock_jumps_the_jobs_are_set_anew(jump: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduler.metronome.WATCH", 0.01)

    async def story() -> None:
        tally, clocks = Tally(), Clocks()
        beats = metronome(clocks, tally, seconds=3600)  # as an hour's silence after a clock set back
        beats.start()
        resets: list[float] = []
        monkeypatch.setattr(beats, "reset", lambda: resets.append(clocks.wall))
        clocks.move(100, 100)
        await asyncio.sleep(0.05)
        clocks.move(2.0, 0)  # a drift that clocks have
        await asyncio.sleep(0.05)
        assert resets == []
        clocks.move(jump, 0)
        await asyncio.sleep(0.05)
        beats.stop()
        assert len(resets) == 1

    play(story())


class WallClock(datetime):
    """The library's own look at the wall clock, which a test may set back."""

    back = timedelta()

    @classmethod
    @override
    def now(cls, tz: tzinfo | None = None) -> Self:
        """Return the time, set back."""
        return super().now(tz) - cls.back


def test_an_hours_silence_after_a_clock_set_back_is_ended_by_setting_the_jobs_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in ("schedulers.base", "triggers.interval"):
        monkeypatch.setattr(f"apscheduler.{module}.datetime", WallClock)

    async def story() -> None:
        tally = Tally()
        beats = metronome(Clocks(), tally)
        beats.start()
        await tally.more(2)
        monkeypatch.setattr(WallClock, "back", timedelta(hours=1))
        await asyncio.sleep(0.1)
        silent = tally.count
        await asyncio.sleep(0.2)
        assert tally.count == silent
        beats.reset()
        await tally.more(2)
        beats.stop()

    play(story())
