"""One browser's WebSocket: frames in, acknowledged only when durable; frames out, in order."""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from aiohttp import WSMsgType, web

from bot.channels.port import Inbound, Unreadable
from bot.channels.webchat import NAME, WebChat
from bot.channels.webchat_limits import Limiter
from bot.channels.webchat_ports import AWAY, About
from bot.channels.webchat_seals import unseal
from bot.channels.webchat_wire import Unfit, bot_frame, client_id, frame_of, own_frame, reply_of, row_of
from bot.storage.web_views import BotEntry, OwnEntry, Transcript, WebSession
from handlers.dialogue.messages import Message
from handlers.dialogue.replies import Commanded, Reply, Tapped

PAGE: Final = 30  # our messages in one piece of history
MOST_WAITING: Final = 256  # frames kept for a slow browser before it is cut off, to come back and read
RAW: Final = 2000  # characters kept of a frame that nobody could read


class Connection:
    """A conversation with one browser, from hello until it goes."""

    def __init__(
        self, socket: web.WebSocketResponse, session: WebSession, hub: WebChat, messages: Limiter
    ) -> None:
        self.session = session.id
        self._socket = socket
        self._chat = session.chat
        self._hub = hub
        self._ports = hub.ports
        self._settings = hub.settings
        self._messages = messages
        self._out: asyncio.Queue[dict[str, Any]] = asyncio.Queue(MOST_WAITING)
        self._about: About | None = None
        self._told: deque[int] = deque(maxlen=MOST_WAITING)

    def push(self, frame: dict[str, Any]) -> None:
        """Queue a frame; a browser too slow for its queue is cut off."""
        if frame["t"] == "message":
            self._told.append(frame["row"])
        try:
            self._out.put_nowait(frame)
        except asyncio.QueueFull:
            self._drop()
            self._out.put_nowait({"t": "bye", "why": "slow"})

    def end(self, why: str) -> None:
        """Say good-bye, after which the writer closes."""
        self.push({"t": "bye", "why": why})

    async def run(self) -> None:
        """Read until the browser goes."""
        writer = asyncio.create_task(self._write())
        self._hub.join(self._chat, self)
        try:
            async for incoming in self._socket:
                if incoming.type is WSMsgType.TEXT:
                    await self._heard(incoming.data)
        finally:
            self._hub.leave(self._chat, self)
            writer.cancel()

    async def _write(self) -> None:
        try:
            while True:
                frame = await self._out.get()
                await self._socket.send_json(frame)
                if frame["t"] == "bye":
                    await self._socket.close()
        except ConnectionError:
            return  # the browser is gone; the reader ends by itself

    def _drop(self) -> None:
        while not self._out.empty():
            self._out.get_nowait()

    async def _heard(self, raw: str) -> None:
        try:
            await self._understood(raw)
        except AWAY:
            self.end("busy")

    async def _understood(self, raw: str) -> None:
        try:
            frame = frame_of(raw)
            match frame.get("t"):
                case "hello":
                    await self._hello(frame)
                case "seen":
                    await self._seen(frame)
                case "older":
                    await self._older(frame)
                case "ping":
                    await self._ping()
                case _:
                    await self._take(client_id(frame), frame, raw)
        except Unfit as unfit:
            await self._dead(raw, str(unfit))

    async def _hello(self, frame: dict[str, Any]) -> None:
        limits = self._settings.limits
        self.push({"t": "welcome", "most": {"text": limits.text, "file": limits.file}})
        self._about = None
        await self._present()
        self.push(await self._history(await self._ports.store.transcript(self._chat, None, PAGE), None))
        await self._ports.store.touch(self.session, self._ports.now())
        await self._seen({"row": frame.get("seen")})

    async def _seen(self, frame: dict[str, Any]) -> None:
        if row := row_of(frame, "row"):
            await self._ports.store.seen(self._chat, row, self._ports.now())

    async def _older(self, frame: dict[str, Any]) -> None:
        if before := row_of(frame, "before"):
            page = await self._ports.store.transcript(self._chat, before, PAGE)
            self.push(await self._history(page, before))

    async def _ping(self) -> None:
        """Answer, close when revoked meanwhile, and push what another process sent to this chat."""
        self.push({"t": "pong"})
        found = await self._ports.store.session(self.session)
        if found is None or found.revoked is not None:
            self.end("revoked")
            return
        page = await self._ports.store.transcript(self._chat, None, PAGE)
        for entry in page.entries:
            if isinstance(entry, BotEntry) and entry.row not in self._told:
                self.push({"t": "message", **bot_frame(entry)})

    async def _take(self, own: str, frame: dict[str, Any], raw: str) -> None:
        if wait := self._messages.take(self.session):
            self.push({"t": "limit", "id": own, "what": "messages", "seconds": wait})
            return
        try:
            reply = reply_of(frame, self._settings.limits.text, self._opened)
        except Unfit as unfit:
            await self._dead(raw, str(unfit), own)
            return
        with self._hub.holding(self._chat) as answers:
            await self._received(own, reply, answers)
        await self._present()

    async def _received(self, own: str, reply: Reply, answers: Sequence[object]) -> None:
        entry = OwnEntry(own, reply, self._ports.now())
        label = await self._label(reply, {})
        try:
            await self._ports.receive([Inbound(NAME, f"{self._chat}:{own}", self._chat, reply, entry.at)])
        except AWAY:
            self.push({"t": "nack", "id": own, "why": "busy"})
            return
        self.push({"t": "ack", "id": own, "at": entry.at.isoformat()})
        self._hub.push(self._chat, {"t": "own", **own_frame(entry, label)}, but=self)
        if not answers:
            self._hub.push(self._chat, {"t": "working", "on": True})

    async def _present(self) -> None:
        """Tell the page how it presents itself, when that has changed: a role, a language."""
        about = await self._ports.about(self._chat)
        if about != self._about:
            self._about = about
            self.push({"t": "about", **asdict(about)})

    def _opened(self, ref: str) -> str | None:
        return unseal(self._settings.key, f"file:{self._chat}", ref)

    async def _dead(self, raw: str, why: str, own: str = "") -> None:
        """Refuse a frame; one that our own page never sends is kept for us to look at."""
        if why == "unreadable" and (own or not self._messages.take(self.session)):
            key = f"{self._chat}:unreadable:{self._ports.ids()}"
            await self._ports.receive([Unreadable(NAME, key, raw[:RAW], why, self._ports.now())])
        self.push({"t": "nack", "id": own, "why": why})

    async def _history(self, page: Transcript, before: int | None) -> dict[str, Any]:
        messages = {e.row: e.message for e in page.entries if isinstance(e, BotEntry) and e.message}
        if before is None:
            self._told.extend(entry.row for entry in page.entries if isinstance(entry, BotEntry))
        entries = [
            bot_frame(entry)
            if isinstance(entry, BotEntry)
            else own_frame(entry, await self._label(entry.reply, messages))
            for entry in page.entries
            if not _is_start(entry)
        ]
        return {"t": "history", "entries": entries, "more": page.more, "before": before}

    async def _label(self, reply: Reply | None, known: dict[int, Message]) -> str:
        """Return the label of a tapped button; its message may stand on another page."""
        if not isinstance(reply, Tapped) or not reply.on.isdecimal():
            return ""
        row = int(reply.on)
        found = known.get(row) or await self._ports.store.message(self._chat, row)
        labels = (button.label for button in found.buttons if button.action == reply.action) if found else ()
        return next(iter(labels), "")


def _is_start(entry: BotEntry | OwnEntry) -> bool:
    """Entering is nothing that the person said."""
    return isinstance(entry, OwnEntry) and isinstance(entry.reply, Commanded) and entry.reply.name == "start"
