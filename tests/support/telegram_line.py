"""The Telegram channel on the strict local server: what a test of the two together starts from."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count

from bot.channels.pace import Pace
from bot.channels.port import Busy, Delivery, Inbound, Outcome, Unreadable
from bot.channels.telegram import Made, Telegram
from bot.channels.telegram_api import TelegramApi
from bot.channels.telegram_inbound import ChatMoved
from bot.channels.telegram_intake import Intake
from handlers.dialogue.messages import Button, Document, Message
from handlers.dialogue.replies import Reply
from tests.support.botapi.server import BotApiServer

AT = datetime(2027, 3, 1, 1, 30, tzinfo=UTC)


class Watch:
    """Monotonic seconds that only move when somebody sleeps or a test says so."""

    def __init__(self) -> None:
        self.at = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        """Return the seconds."""
        return self.at

    async def sleep(self, seconds: float) -> None:
        """Let the time pass at once."""
        self.slept.append(seconds)
        self.at += seconds
        await asyncio.sleep(0)


class Inbox:
    """Stores what arrives once, as the service does; can be busy, or choke on a certain text."""

    def __init__(self) -> None:
        self.rows: dict[str, Inbound | Unreadable] = {}
        self.moves: list[ChatMoved] = []
        self.busy_times = 0
        self.chokes_on: Reply | None = None
        self.changed = asyncio.Event()

    async def receive(self, batch: Sequence[Inbound | Unreadable]) -> None:
        """Keep all of them or none."""
        await asyncio.sleep(0)
        if self.busy_times:
            self.busy_times -= 1
            raise Busy
        if any(isinstance(one, Inbound) and one.reply == self.chokes_on for one in batch):
            raise OverflowError
        for one in batch:
            self.rows.setdefault(one.external_id, one)
        self.changed.set()

    async def moved(self, move: ChatMoved) -> None:
        """Remember the move."""
        self.moves.append(move)

    async def until(self, rows: int, seconds: float = 5.0) -> list[Inbound | Unreadable]:
        """Wait until so many rows are stored."""
        async with asyncio.timeout(seconds):
            while len(self.rows) < rows:
                self.changed.clear()
                await self.changed.wait()
        return list(self.rows.values())

    @property
    def replies(self) -> list[Reply]:
        """What was read, in order."""
        return [row.reply for row in self.rows.values() if isinstance(row, Inbound)]


@dataclass(slots=True)
class Line:
    """The server, the channel, and a store behind it."""

    server: BotApiServer
    channel: Telegram
    watch: Watch
    inbox: Inbox
    rows: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def intake(self) -> Intake:
        """What polling and webhook hand their updates to."""
        return Intake(self.channel, self.inbox.receive, self.inbox.moved, lambda: AT)

    async def send(
        self, chat: int, message: Message, *, edits: str = "", silent: bool = False, row: int = 0
    ) -> Outcome:
        """Deliver a message under a fresh row, or under the given one."""
        number = row or next(self.rows)
        return await self.channel.deliver(Delivery(number, str(chat), message, edits=edits, silent=silent))


@asynccontextmanager
async def telegram_line() -> AsyncIterator[Line]:
    """Start the server and the channel; at the end no call may have broken the official schema."""
    async with BotApiServer(allow_any_port=True) as server:
        watch = Watch()
        api = TelegramApi(server.token, url=server.base_url.removesuffix("/bot"))
        channel = Telegram(api, Pace(watch), make_document, watch.sleep)
        await channel.start()
        try:
            yield Line(server, channel, watch, Inbox())
        finally:
            await channel.close()
        assert server.violations == []


async def make_document(document: Document) -> Made:
    """Return a pretended picture for a QR, the data itself for all else."""
    if document.kind == "qr":
        return b"\x89PNG" + document.data.encode(), "image/png", f"{document.name}.png"
    return document.data.encode(), "text/plain", document.name


async def until(look: Callable[[], object], seconds: float = 5.0) -> None:
    """Wait until `look` finds something true."""
    async with asyncio.timeout(seconds):
        while not look():  # noqa: ASYNC110 - what is looked for announces itself nowhere
            await asyncio.sleep(0.002)


def note(text: str, *rows: tuple[Button, ...]) -> Message:
    """Return a one-line message."""
    return Message(lines=(text,), rows=rows)
