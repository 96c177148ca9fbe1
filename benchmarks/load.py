"""People at work: each answers the bot's last message; so many at once, or so many a second."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Self

from benchmarks.botapi import Heard
from benchmarks.form import Filler
from benchmarks.machine import SERVICE_CORE, busy_seconds, cpu_seconds
from benchmarks.wire import Webhook
from bot.clock import SystemClock

OK = 200
STEPS_TO_WARM = 500
AGAIN_SECONDS = 0.5  # after a webhook's 503
PATIENCE_SECONDS = 20.0

Settled = Callable[[], Awaitable[None]]
"""Returns when nothing is left to be sent or receipted."""


@dataclass(frozen=True, slots=True)
class Throughput:
    """Steps finished within a time, and the CPU time that the measured process took for them, in seconds."""

    steps: int
    seconds: float
    cpu: float
    others: float
    """Share of the process's core that somebody else took, 0 to 1."""

    def __add__(self, other: Self) -> "Throughput":
        """Return both stretches as one."""
        seconds = self.seconds + other.seconds
        taken = self.others * self.seconds + other.others * other.seconds
        return Throughput(self.steps + other.steps, seconds, self.cpu + other.cpu, taken / seconds)

    @property
    def per_cpu_second(self) -> float:
        """Steps per CPU-second."""
        return self.steps / self.cpu

    @property
    def per_second(self) -> float:
        """Steps per second of the wall clock."""
        return self.steps / self.seconds


@dataclass(frozen=True, slots=True)
class Latency:
    """From the POST of an update to the arrival of the reply, in milliseconds."""

    steps: int
    p50: float
    p99: float
    worst: float


@dataclass
class Crowd:
    """People in turn: the one who waited longest goes next, nobody twice before the answer has come."""

    webhook: Webhook
    fillers: Sequence[Filler]
    posted: int = 0
    answered: int = 0
    refused: int = 0
    taps: int = 0
    answered_taps: int = 0
    _ready: deque[Filler] = field(default_factory=deque)
    _waiting: dict[int, tuple[Filler, float]] = field(default_factory=dict)
    _delays: list[float] = field(default_factory=list)
    _warm: asyncio.Event = field(default_factory=asyncio.Event)
    _quiet: asyncio.Event = field(default_factory=asyncio.Event)
    _going: bool = False
    _clock: SystemClock = field(default_factory=SystemClock)

    def __post_init__(self) -> None:
        """Everybody is ready."""
        self._ready.extend(self.fillers)
        self._by_chat = {filler.chat: filler for filler in self.fillers}

    def heard(self, heard: Heard) -> None:
        """Take note of what a person was shown; whoever waited for it is done with this step."""
        filler = self._by_chat[heard.chat]
        filler.buttons, filler.message = heard.buttons, heard.message
        if (waited := self._waiting.pop(heard.chat, None)) is None:
            return
        self._delays.append(self._clock.monotonic() - waited[1])
        self.answered += 1
        self._ready.append(filler)
        if self.answered == STEPS_TO_WARM:
            self._warm.set()
        if not self._waiting:
            self._quiet.set()
        if self._going:
            self._next()

    async def warm(self, at_once: int) -> None:
        """Let the crowd act until every question has been asked often and the dictionaries are read."""
        self._set_going(at_once)
        await asyncio.wait_for(self._warm.wait(), PATIENCE_SECONDS)
        self._going = False
        await self.drain()

    async def closed(self, pid: int, at_once: int, seconds: float, settled: Settled) -> Throughput:
        """Keep so many people waiting for an answer for so long; the time until all is settled counts too."""
        before, core, begun, cpu = self._marks(pid)
        self._set_going(at_once)
        await asyncio.sleep(seconds)
        self._going = False
        await self.drain()
        await settled()
        after, core_after, ended, cpu_after = self._marks(pid)
        taken = cpu_after - cpu
        others = max(0.0, core_after - core - taken) / (ended - begun)
        return Throughput(after - before, ended - begun, taken, others)

    async def open(self, rate: float, seconds: float) -> Latency:
        """Let somebody act so many times a second, whether or not the others have been answered."""
        self._delays.clear()
        begun = self._clock.monotonic()
        for turn in range(int(rate * seconds)):
            await asyncio.sleep(max(0.0, begun + turn / rate - self._clock.monotonic()))
            if self._ready:
                self._next()
        await self.drain()
        return _latency(sorted(self._delays))

    async def drain(self) -> None:
        """Wait until everybody has been answered. Raises `RuntimeError` when some never are."""
        try:
            await asyncio.wait_for(self._quiet.wait(), PATIENCE_SECONDS)
        except TimeoutError:
            raise RuntimeError(f"{len(self._waiting)} people were never answered") from None

    def _set_going(self, at_once: int) -> None:
        self._going = True
        for _ in range(min(at_once, len(self._ready))):
            self._next()

    def _next(self) -> None:
        filler = self._ready.popleft()
        self.posted += 1
        update = filler.update(self.posted)
        self.taps += b'"callback_query"' in update
        self._post(filler.chat, update)

    def _post(self, chat: int, update: bytes) -> None:
        self._waiting[chat] = (self._by_chat[chat], self._clock.monotonic())
        self._quiet.clear()

        def done(status: int, said: bytes) -> None:
            self.answered_taps += b'"answerCallbackQuery"' in said
            if status != OK:
                self.refused += 1
                asyncio.get_running_loop().call_later(AGAIN_SECONDS, self._post, chat, update)

        self.webhook.post(update, done)

    def _marks(self, pid: int) -> tuple[int, float, float, float]:
        return self.answered, busy_seconds(SERVICE_CORE), self._clock.monotonic(), cpu_seconds(pid)


def _latency(delays: Sequence[float]) -> Latency:
    last = len(delays) - 1
    at = [1000 * delays[round(share * last)] for share in (0.5, 0.99, 1.0)]
    return Latency(len(delays), *at)
