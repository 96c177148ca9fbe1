"""The web chat as a channel: every connected browser of a chat hears what is said to it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.channels.port import Delivered, Delivery, Outcome
from bot.channels.webchat_doors import WebChatSettings
from bot.channels.webchat_ports import WebChatPorts
from bot.channels.webchat_wire import bot_frame
from bot.storage.web_views import BotEntry

NAME = "webchat"


class Listener(Protocol):
    """One connected browser. Neither method waits or raises."""

    session: str

    def push(self, frame: dict[str, Any]) -> None:
        """Send the frame as soon as the network takes it."""
        ...

    def end(self, why: str) -> None:
        """Say good-bye and close."""
        ...


class WebChat:
    """Delivers by transcript: a row is there to be read whenever a browser comes, so none is unreachable."""

    name = NAME

    def __init__(self, ports: WebChatPorts, settings: WebChatSettings) -> None:
        self.ports = ports
        self.settings = settings
        self._here: defaultdict[str, set[Listener]] = defaultdict(set)
        self._held: dict[str, _Held] = {}

    async def deliver(self, delivery: Delivery) -> Outcome:
        """Push to the chat's browsers; those that are away read the row in the transcript."""
        edits = int(delivery.edits) if delivery.edits else None
        entry = BotEntry(delivery.row, delivery.message, edits, self.ports.now())
        frame = {"t": "message", **bot_frame(entry)}
        if (held := self._held.get(delivery.chat)) is not None:
            held.frames.append(frame)
        else:
            self.push(delivery.chat, frame)
        return Delivered(str(delivery.row))

    async def fetch(self, remote: str, most: int) -> bytes:
        """Return the bytes of an upload."""
        return await self.ports.kept(remote, most)

    def join(self, chat: str, listener: Listener) -> None:
        """Let a browser hear its chat."""
        self._here[chat].add(listener)

    def leave(self, chat: str, listener: Listener) -> None:
        """Forget a browser that went away."""
        self._here[chat].discard(listener)
        if not self._here[chat]:
            del self._here[chat]

    def push(self, chat: str, frame: dict[str, Any], but: Listener | None = None) -> None:
        """Send a frame to all browsers of the chat, except one."""
        for listener in tuple(self._here.get(chat, ())):
            if listener is not but:
                listener.push(frame)

    @contextmanager
    def holding(self, chat: str) -> Iterator[Sequence[object]]:
        """Keep back what is delivered to the chat meanwhile, and give it out at the end.

        A message is often answered before its acknowledgement can be written; the page wants them in order.
        """
        held = self._held.setdefault(chat, _Held())
        held.by += 1
        try:
            yield held.frames
        finally:
            held.by -= 1
            if not held.by:
                del self._held[chat]
                for frame in held.frames:
                    self.push(chat, frame)

    async def revoke(self, chat: str, session: str) -> None:
        """End one session of the chat and close its browser."""
        await self.ports.store.revoke(session, self.ports.now())
        self._end(chat, session)

    async def revoke_chat(self, chat: str) -> None:
        """End all sessions of the chat, as when a new personal link is issued or a person is erased."""
        await self.ports.store.revoke_chat(chat, self.ports.now())
        self._end(chat)

    def close(self) -> None:
        """Close every browser's connection, as the service stops; they come back by themselves."""
        for chat in tuple(self._here):
            self._end(chat, why="restart")

    def _end(self, chat: str, session: str = "", why: str = "revoked") -> None:
        for listener in tuple(self._here.get(chat, ())):
            if session in {"", listener.session}:
                listener.end(why)


@dataclass(slots=True)
class _Held:
    """Frames kept back, and by how many browsers."""

    by: int = 0
    frames: list[dict[str, Any]] = field(default_factory=list)
