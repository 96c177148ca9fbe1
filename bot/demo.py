"""`expertbot demo`: the whole story in the terminal, on a clock moved by hand, through the service itself."""

import asyncio
import sys
import tempfile
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bot.channels.port import Delivered, Delivery, Inbound, Outcome
from bot.handclock import HandClock
from bot.samples.loading import load_samples
from bot.service import Service
from bot.storage.database import Connection, make_engine
from bot.storage.opening import open_database
from bot.storage.tables import metadata
from bot.storage.work import Work, World
from handlers.dialogue.messages import Message
from handlers.dialogue.replies import Commanded, Reply, Said, Tapped
from handlers.domain.days import SHANGHAI, spoken_time
from handlers.domain.people import Link
from handlers.ports.work import Doors
from handlers.usecases.people import new_link

START = datetime(2026, 10, 12, 9, 30, tzinfo=SHANGHAI)
WIDTH = 60
WORDS = "铝合金压铸件气孔率高，X光探伤废品率8%左右，想降到3%以下，下月底前希望专家到厂看看"


@dataclass
class Paper:
    """A channel that prints: who hears what, when."""

    clock: HandClock
    write: Callable[[str], object]
    names: dict[str, str] = field(default_factory=dict)
    screens: dict[str, dict[str, Message]] = field(default_factory=dict)
    name: str = "paper"

    async def deliver(self, delivery: Delivery) -> Outcome:
        """Print the message; an edited card is printed as such."""
        screen = self.screens.setdefault(delivery.chat, {})
        number = delivery.edits if delivery.edits in screen else str(delivery.row)
        edited = number in screen
        screen[number] = delivery.message
        self._print(delivery.chat, delivery.message, edited=edited)
        return Delivered(number)

    async def fetch(self, remote: str, most: int) -> bytes:
        """There are no files in the demo."""
        raise FileNotFoundError(remote[:most])

    def says(self, chat: str, words: str) -> None:
        """Print what a person does."""
        self.write(f"\n{self._stamp()}  {self.names[chat]}：{words}\n")

    def _print(self, chat: str, message: Message, *, edited: bool) -> None:
        self.write(f"{self._stamp()}    → {self.names[chat]}{'（卡片更新）' if edited else ''}\n")
        for line in message.plain().splitlines():
            self.write(textwrap.indent("\n".join(_wrapped(line)), "         │ ") + "\n")
        for row in message.rows:
            self.write("         │ " + "  ".join(f"[{button.label}]" for button in row) + "\n")

    def _stamp(self) -> str:
        return spoken_time(self.clock.now(), "zh")


@dataclass
class Stage:
    """The service, its people and its clock."""

    service: Service
    clock: HandClock
    paper: Paper
    count: int = 0

    async def does(self, chat: str, reply: Reply, shown: str) -> None:
        """Let a person do something, through the same door as every channel."""
        self.count += 1
        self.clock.move(seconds=20)
        self.paper.says(chat, shown)
        await self.service.receive([Inbound("paper", f"d{self.count}", chat, reply, self.clock.now(), "zh")])
        await self.service.settle()

    async def says(self, chat: str, words: str) -> None:
        """Type a message."""
        await self.does(chat, Said(words, ref=f"d{self.count}"), words)

    async def taps(self, chat: str, label: str) -> None:
        """Tap the newest button with this label, or one that holds it."""
        messages = reversed(self.paper.screens[chat].values())
        buttons = [button for message in messages for button in message.buttons]
        found = [b for b in buttons if b.label == label] or [b for b in buttons if label in b.label]
        if not found:
            raise LookupError(f"the demo found no button {label!r} among {[b.label for b in buttons]}")
        await self.does(chat, Tapped(found[0].action), f"[{found[0].label}]")

    async def opens(self, chat: str, token: str) -> None:
        """Open a personal link."""
        await self.does(chat, Commanded("start", token), "（打开链接）")

    async def waits(self, **time: float) -> None:
        """Let time pass, an hour at a time, so that every timer fires in its hour."""
        until = self.clock.now() + timedelta(**time)
        while self.clock.now() < until:
            self.clock.move_to(min(until, self.clock.now() + timedelta(hours=1)))
            await self.service.tick()
            await self.service.settle()


def demo() -> int:
    """Play the story; 0 when it ended well."""
    with tempfile.TemporaryDirectory(prefix="expertbot-demo-") as folder:
        asyncio.run(_play(Path(folder), sys.stdout.write))
    return 0


async def _play(folder: Path, write: Callable[[str], object]) -> None:
    url = f"sqlite:///{folder / 'demo.db'}"
    engine = make_engine(url, "OFF")
    metadata.create_all(engine)
    engine.dispose()
    database = open_database(url, "OFF")
    clock = HandClock(START)
    paper = Paper(clock, write)
    service = Service(database, World(clock, Doors("https://example.invalid")), {"paper": paper})
    try:
        tokens = await database.run(lambda connection: _furnish(connection, service.world))
        await _story(Stage(service, clock, paper), tokens)
    finally:
        await service.stop()
        database.close()


def _furnish(connection: Connection, world: World) -> Mapping[str, str]:
    people = load_samples(connection, world)
    work = Work(connection, world)
    found: dict[str, str] = {}
    for key in ("contact:kunshan_casting", "coordinator:320583", "expert:die_casting"):
        link = Link(token_hash="", kind="personal", person_id=people[key], made_at=work.now)
        found[key], _ = new_link(work, link)
    work.flush()
    work.let_go()
    return found


async def _story(stage: Stage, tokens: Mapping[str, str]) -> None:
    firm, bureau, expert = "唐以宁（企业）", "许静川（经办人）", "沈砚舟（专家）"
    stage.paper.names = {"firm": firm, "bureau": bureau, "expert": expert}
    for chat, key in (
        ("firm", "contact:kunshan_casting"),
        ("bureau", "coordinator:320583"),
        ("expert", "expert:die_casting"),
    ):
        await stage.opens(chat, tokens[key])
        await stage.taps(chat, "是")
    await stage.says("firm", WORDS)
    await stage.taps("firm", "提交")
    await stage.taps("bureau", "通过")
    await stage.taps("bureau", "匹配专家")
    await stage.taps("bureau", "沈砚舟")
    await stage.taps("bureau", "陆怀谷")
    await stage.taps("bureau", "选好了")
    await stage.taps("bureau", "商定")
    await stage.taps("bureau", "2")
    await stage.taps("bureau", "主办")
    await stage.taps("bureau", "确认")
    await stage.waits(hours=2)
    await stage.taps("expert", "接受")
    await stage.waits(hours=4)
    await stage.taps("bureau", "代为答复")
    await stage.taps("bureau", "接受")
    stage.paper.write("\n一份需求，两位专家：一位在聊天里答应，一位从未打开聊天，由经办人电话代为答复。\n")


def _wrapped(line: str) -> list[str]:
    return [line[n : n + WIDTH] for n in range(0, max(1, len(line)), WIDTH)]
