"""Long polling: an update is confirmed by the next question, and that is asked only once all are stored."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from telegram.error import TelegramError

from bot.channels.port import Busy
from bot.channels.telegram_api import POLL_SECONDS, TelegramApi
from bot.channels.telegram_intake import Take
from bot.channels.telegram_request import Refusal

FIRST_PAUSE_SECONDS: Final = 0.5
LONGEST_PAUSE_SECONDS: Final = 30.0
CONFLICT_SECONDS: Final = 10.0
_LOG: Final = logging.getLogger(__name__)

Pause = Callable[[asyncio.Event, float], Awaitable[None]]
"""Waits so many seconds, or until the event is set."""


async def pause(stop: asyncio.Event, seconds: float) -> None:
    """Wait so many seconds, or until stop is set."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stop.wait()


@dataclass(frozen=True, slots=True)
class Poller:
    """`jitter` returns about 1 (0.5 to 1.5), so that processes that fail together return apart."""

    api: TelegramApi
    take: Take
    jitter: Callable[[], float]
    pause: Pause = pause
    seconds: int = POLL_SECONDS

    async def poll(self, stop: asyncio.Event) -> None:
        """Take updates until stop is set. What was not confirmed by then comes again: its ids are known."""
        offset, failures, prepared = 0, 0, False
        while not stop.is_set():
            try:
                if not prepared:
                    await _unless(stop, self.api.bot.delete_webhook())
                    prepared = True
                offset = await self._round(stop, offset)
                failures = 0
            except Exception as problem:  # noqa: BLE001 - one question may fail for any reason, polling goes on
                failures += 1
                await self.pause(stop, self._rest(problem, failures))

    async def _round(self, stop: asyncio.Event, offset: int) -> int:
        """Ask once and store the answer; return what to ask for next."""
        updates: Sequence[Any] = await _unless(stop, self.api.updates(offset, self.seconds)) or ()
        if updates:
            await self.take(updates)
        # An empty answer has confirmed everything. Asking without a number then is right even when, after a
        # quiet week, Telegram counts from some lower number.
        return max((int(update["update_id"]) for update in updates if _is_numbered(update)), default=-1) + 1

    def _rest(self, problem: Exception, failures: int) -> float:
        """Return the seconds until the next question; log what an operator should see."""
        seconds = min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2.0 ** min(failures - 1, 10))
        action, level = "telegram.poll.failed", logging.WARNING
        match problem:
            case Busy():
                action = "telegram.poll.busy"
            case Refusal(code=HTTPStatus.CONFLICT):
                action, level = "telegram.poll.conflict", logging.ERROR
                seconds = max(seconds, CONFLICT_SECONDS)
            case Refusal(code=HTTPStatus.UNAUTHORIZED | HTTPStatus.NOT_FOUND):
                action, level, seconds = "telegram.poll.token", logging.ERROR, LONGEST_PAUSE_SECONDS
            case Refusal(retry_after=asked) if asked:
                return float(asked)
            case TelegramError():
                pass
            case _:
                level = logging.ERROR
        why = type(problem).__name__
        _LOG.log(level, action, extra={"action": action, "why": why, "failures": failures})
        return seconds * self.jitter()


async def _unless(stop: asyncio.Event, asking: Coroutine[Any, Any, Any]) -> Any:  # noqa: ANN401 - as asked
    """Return the answer, or None as soon as stop is set: nothing of it is confirmed then."""
    question, stopped = asyncio.ensure_future(asking), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({question, stopped}, return_when=asyncio.FIRST_COMPLETED)
        return question.result() if question.done() else None
    finally:
        stopped.cancel()
        question.cancel()
        with suppress(asyncio.CancelledError, Exception):
            await question


def _is_numbered(update: object) -> bool:
    return isinstance(update, dict) and isinstance(update.get("update_id"), int)
