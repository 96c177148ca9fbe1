"""What polling and the webhook share: raw updates in, durably stored rows out, taps answered."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.channels.port import Busy, Inbound, Receive
from bot.channels.telegram import Telegram
from bot.channels.telegram_inbound import ChatMoved, convert, query_id, unreadable

_LOG: Final = logging.getLogger(__name__)

Take = Callable[[Sequence[object]], Awaitable[None]]
"""Takes raw updates. Returns only when all of them are stored; raises when none may be confirmed."""


@dataclass(frozen=True, slots=True)
class Intake:
    """`receive` stores messages, `moved` rewrites a changed address, `now` is the time of arrival."""

    channel: Telegram
    receive: Receive
    moved: Callable[[ChatMoved], Awaitable[None]]
    now: Callable[[], datetime]

    async def take(self, updates: Sequence[object]) -> None:
        """Store the updates, then answer their taps. Raises `Busy` when nothing may be confirmed."""
        await self.store(updates)
        for update in updates:
            if query := query_id(update):
                self.channel.answer_tap(query)

    async def store(self, updates: Sequence[object]) -> None:
        """Store the updates; the caller answers their taps. Raises as `take` does."""
        try:
            await self._store(updates)
        except Busy:
            raise
        except Exception as problem:  # noqa: BLE001 - whatever one update holds, those behind it must flow
            if len(updates) > 1:
                for update in updates:
                    await self.store([update])
                return
            # Not the traceback: its last line may quote the message.
            why = type(problem).__name__
            _LOG.error("telegram.unreadable", extra={"action": "telegram.unreadable", "why": why})
            await self.receive([unreadable(updates[0], self.now(), why)])

    async def _store(self, updates: Sequence[object]) -> None:
        at, me = self.now(), self.channel.api.me
        found = [convert(update, at, me) for update in updates]
        for one in found:
            if isinstance(one, ChatMoved):
                await self.moved(one)
        kept = [one for one in found if one is not None and not isinstance(one, ChatMoved)]
        if kept:
            await self.receive(kept)
        for one in kept:
            if isinstance(one, Inbound):
                self.channel.heard(one)
