"""A web chat without the rest of the service: a store in memory, a scripted answerer, a real server."""

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any, Self, TypeVar

import segno
from aiohttp import web

from bot.channels.port import Busy, Delivery, Inbound, TooLarge, Unreadable
from bot.channels.webchat import WebChat
from bot.channels.webchat_doors import WebChatSettings
from bot.channels.webchat_http import WebChatEndpoints
from bot.channels.webchat_limits import Limits, Rate
from bot.channels.webchat_ports import About, Entered, NotEntered, Rendered, Role, Visitor, WebChatPorts
from bot.documents.charts import chart_png
from bot.storage.web_views import BotEntry
from bot.web.chat import add_chat
from handlers.dialogue.messages import Document, Message
from handlers.dialogue.replies import Commanded
from tests.support.webchat_store import MemoryWebStore

KEY = b"an invented key of thirty-two by"
START = datetime(2026, 3, 10, 1, 0, tzinfo=UTC)
MENU = (
    ("needs", "我的需求"),
    ("invitations", "我的邀请"),
    ("mydata", "我的数据"),
    ("talk", "找人工"),
    ("help", "帮助"),
)
GENEROUS = Limits(messages=Rate(1000, 60), sessions=Rate(1000, 60))
Result = TypeVar("Result")
Answer = tuple[Message, int | None]
Script = Callable[[Inbound], Sequence[Answer]]


def run(story: Coroutine[Any, Any, Result]) -> Result:
    """Play an asynchronous story to its end, within ten seconds."""
    return asyncio.run(asyncio.wait_for(story, 10))


def echo(inbound: Inbound) -> Sequence[Answer]:
    """Say back what was understood."""
    return [(Message(lines=(f"收到：{inbound.reply}",)), None)]


@dataclass(slots=True)
class World:
    """Everything that outlives the server: store, clock, files, who may enter, and switches for trouble."""

    script: Script = echo
    store: MemoryWebStore = field(default_factory=MemoryWebStore)
    limits: Limits = GENEROUS
    links: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    language: str = "zh"
    public_url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    dead: list[Unreadable] = field(default_factory=list)
    handled: set[str] = field(default_factory=set)
    busy: bool = False
    mute: bool = False
    prompt: bool = False
    upload_gate: threading.Event = field(default_factory=threading.Event)
    moment: datetime = START
    seconds: float = 0
    made: int = 0

    def __post_init__(self) -> None:
        self.upload_gate.set()

    def ids(self) -> str:
        self.made += 1
        return f"id{self.made:020}"

    def now(self) -> datetime:
        self.moment += timedelta(milliseconds=1)
        return self.moment

    def own(self, chat: str) -> list[Inbound]:
        """Return what the person of this chat did, in order."""
        return [inbound for inbound in self.store.inbox.values() if inbound.chat == chat]


class Answerer:
    """Receives durably, then answers by the script, as the real service does in two steps."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.woken = asyncio.Event()
        self.chat = WebChat(self._ports(), WebChatSettings(KEY, world.public_url, limits=world.limits))

    def _ports(self) -> WebChatPorts:
        world = self.world
        return WebChatPorts(
            store=world.store,
            receive=self.receive,
            enter=self.enter,
            about=self.about,
            keep=self.keep,
            kept=self.kept,
            render=self.render,
            now=world.now,
            monotonic=lambda: world.seconds,
            ids=world.ids,
        )

    async def receive(self, incoming: Sequence[Inbound | Unreadable]) -> None:
        if self.world.busy:
            raise Busy
        for item in incoming:
            if isinstance(item, Unreadable):
                self.world.dead.append(item)
            else:
                self.world.store.inbox.setdefault(item.external_id, item)
        if self.world.prompt:
            await self._answer_all()
        self.woken.set()

    async def answer(self) -> None:
        """Answer whatever has not been answered, for ever."""
        while True:
            await self._answer_all()
            self.woken.clear()
            await self.woken.wait()

    async def _answer_all(self) -> None:
        for key, inbound in tuple(self.world.store.inbox.items()):
            if key not in self.world.handled and not self.world.mute:
                self.world.handled.add(key)
                for message, edits in self.world.script(inbound):
                    await self.say(inbound.chat, message, edits)

    async def say(self, chat: str, message: Message, edits: int | None = None) -> BotEntry:
        """Say something of the service's own accord."""
        entry = self.world.store.append(chat, message, self.world.now(), edits)
        await self.chat.deliver(Delivery(entry.row, chat, message, str(edits or "")))
        return entry

    async def enter(self, token: str | None, role: Role, _visitor: Visitor) -> Entered | NotEntered:
        if token is None:
            return Entered(f"w-{role}-{self.world.made}", (Commanded("start"),))
        if token in self.world.links:
            return Entered(self.world.links[token], (Commanded("start", token),))
        return NotEntered("这个链接已经用过或过期。请向给您链接的工作人员再要一个。")

    async def about(self, chat: str) -> About:
        return About(self.world.language, self.world.titles.get(chat, ""), MENU)

    async def keep(self, chat: str, name: str, mime: str, stream: AsyncIterator[bytes]) -> str:
        kept = b"".join([piece async for piece in self._slowly(stream)])
        remote = f"{chat}/{len(self.world.files)}/{name}/{mime}"
        self.world.files[remote] = kept
        return remote

    async def _slowly(self, stream: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        async for piece in stream:
            yield piece
            await asyncio.to_thread(self.world.upload_gate.wait, 10)

    async def kept(self, remote: str, most: int) -> bytes:
        found = self.world.files.get(remote)
        if found is None:
            raise FileNotFoundError(remote)
        if len(found) > most:
            raise TooLarge
        return found

    async def render(self, _chat: str, document: Document) -> Rendered:
        if document.kind == "chart":
            return Rendered(chart_png(document.data), "image/png", document.name)
        if document.kind != "qr":
            return Rendered(document.data.encode(), "text/plain; charset=utf-8", document.name)
        picture = BytesIO()
        segno.make(document.data).save(picture, kind="png", scale=4)
        return Rendered(picture.getvalue(), "image/png", document.name)


@asynccontextmanager
async def serving(world: World, port: int = 0) -> AsyncIterator[tuple[Answerer, str]]:
    """Serve the web chat on this machine; give the answerer and the address."""
    answerer = Answerer(world)
    app = web.Application()
    add_chat(app, WebChatEndpoints(answerer.chat))
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port, reuse_address=True)
    await site.start()
    work = asyncio.create_task(answerer.answer())
    try:
        yield answerer, f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        work.cancel()
        await _kill(runner)


async def _kill(runner: web.AppRunner) -> None:
    """Stop as a killed process does: nobody is told anything."""
    for connection in tuple(runner.server.connections if runner.server else ()):
        if connection.transport is not None:
            connection.transport.abort()
    await runner.cleanup()


class ServerThread:
    """The same server on a thread of its own, to be killed and started again on one port."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.port = 0
        self.address = ""
        self.answerer: Answerer

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def start(self) -> None:
        """Serve; a second start takes the first one's port."""
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)
        self._thread.start()
        if not self._ready.wait(10):
            raise TimeoutError("the web chat did not start")

    def kill(self) -> None:
        """Stop without a word to anybody."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._ended.set)
            self._thread.join(10)

    def do(self, work: Awaitable[Result]) -> Result:
        """Run something on the server's thread."""

        async def awaited() -> Result:
            return await work

        return asyncio.run_coroutine_threadsafe(awaited(), self._loop).result(10)

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._ended = asyncio.Event()
        async with serving(self.world, self.port) as (self.answerer, self.address):
            self.port = int(self.address.rpartition(":")[2])
            self._ready.set()
            await self._ended.wait()
