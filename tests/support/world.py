"""The whole service on a real database with a clock moved by hand, and people who talk to it.

with World() as world:
    tang = world.arrive("唐以宁")
    tang.says("你好").hears("欢迎")
"""

import asyncio
import shutil
import tempfile
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Self, TypeVar

from sqlalchemy import Connection

from bot.channels.port import Delivered, Delivery, Inbound, Outcome
from bot.handclock import MONDAY_MORNING, HandClock
from bot.samples.loading import load_samples, present_day, programme
from bot.service import Service
from bot.storage.database import Database, make_engine
from bot.storage.opening import open_database
from bot.storage.tables import metadata
from bot.storage.work import Work
from bot.storage.work import World as Surroundings
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.replies import Commanded, Reply, Said, Sent, SentFile, SharedContact, Tapped
from handlers.domain.people import Address
from handlers.ports.work import Doors

Result = TypeVar("Result")


@dataclass
class Seen:
    """A message on somebody's screen."""

    receipt: str
    message: Message


class Screens:
    """The channel's fake: keeps what is on every chat's screen, unless one of `outcomes` comes in between."""

    name = "phone"

    def __init__(self) -> None:
        """Start with empty screens."""
        self.chats: dict[str, list[Seen]] = {}
        self.buzzes: dict[str, list[Message]] = {}
        self.files: dict[str, bytes] = {}
        self.outcomes: list[Callable[[Delivery], Outcome | None]] = []

    async def deliver(self, delivery: Delivery) -> Outcome:
        """Show or edit the message."""
        for outcome in self.outcomes:
            if (planned := outcome(delivery)) is not None:
                return planned
        screen = self.chats.setdefault(delivery.chat, [])
        for seen in screen:
            if seen.receipt == delivery.edits:
                seen.message = delivery.message
                return Delivered(seen.receipt)
        screen.append(Seen(str(delivery.row), delivery.message))
        self.buzzes.setdefault(delivery.chat, []).append(delivery.message)
        return Delivered(str(delivery.row))

    async def fetch(self, remote: str, most: int) -> bytes:
        """Return a file's bytes; for any other file its name."""
        return self.files.get(remote, remote.encode())[:most]


class World:
    """Opens a fresh database (a SQLite file, or any empty one by `url`); closes and removes it at the end."""

    def __init__(self, *, samples: bool = False, url: str = "", start: datetime = MONDAY_MORNING) -> None:
        """Prepare; the service starts with the `with`."""
        self._samples = samples
        self._start = start
        self._folder = Path(tempfile.mkdtemp(prefix="expertbot-"))
        self._empty = bool(url)
        self.people: Mapping[str, int] = {}
        self.url = url or self._copied()
        self.clock = HandClock(start)
        self.screens = Screens()
        self.runner = asyncio.Runner()
        self._letters = 0

    def __enter__(self) -> Self:
        """Open the database and the service."""
        self.database: Database = open_database(self.url, "OFF")
        self.surroundings = Surroundings(self.clock, Doors("https://example.test", "sample_bot"))
        self.service = Service(self.database, self.surroundings, {"phone": self.screens})
        if self._empty:
            self.people = self.run(self.database.run(self._furnish))
        return self

    def __exit__(self, *_: object) -> None:
        """Close everything."""
        self.run(self.service.stop())
        self.database.close()
        self.runner.close()
        shutil.rmtree(self._folder)

    @property
    def folder(self) -> Path:
        """The folder of this world, gone with it."""
        return self._folder

    def run(self, work: Awaitable[Result]) -> Result:
        """Run to the end."""

        async def whole() -> Result:
            return await work

        return self.runner.run(whole())

    def look(self, reading: Callable[[Work], Result]) -> Result:
        """Read with a unit of work."""
        return self.run(self.database.run(lambda connection: reading(Work(connection, self.surroundings))))

    def change(self, changing: Callable[[Work], Result]) -> Result:
        """Change nouns directly: for builders, not for stories."""

        def unit(connection: Connection) -> Result:
            work = Work(connection, self.surroundings)
            result = changing(work)
            work.flush()
            work.let_go()
            return result

        return self.run(self.database.run(unit))

    def arrive(self, name: str = "", *, language: str = "zh-hans") -> "Visitor":
        """Return a stranger with a phone."""
        return Visitor(self, f"chat{len(self.screens.chats) + 1}-{name}", name, language)

    def known(self, key: str) -> "Visitor":
        """Return a sample person who has opened the chat ("expert:die_casting", "coordinator:320583")."""
        visitor = Visitor(self, f"chat-{key}", key, "zh")
        person = self.people[key]
        self.change(lambda work: work.add(_address(person, visitor.chat, self.clock.now())))
        self.screens.chats.setdefault(visitor.chat, [])
        return visitor

    def passes(self, **time: float) -> None:
        """Let time pass, then let the clock tick."""
        self.clock.move(**time)
        self.run(self._tick())

    def passes_until(self, moment: datetime) -> None:
        """Let time pass in steps of an hour until this moment."""
        while self.clock.now() + timedelta(hours=1) < moment:
            self.passes(hours=1)
        self.clock.move_to(moment)
        self.run(self._tick())

    def bring(
        self, chat: str, reply: Reply, *, language: str = "", name: str = "", external_id: str = ""
    ) -> None:
        """Let a channel bring something, and wait until everything that follows is done."""
        self._letters += 1
        number = external_id or f"m{self._letters}"
        self.run(self._bring(Inbound("phone", number, chat, reply, self.clock.now(), language, name)))

    async def _bring(self, item: Inbound) -> None:
        await self.service.receive([item])
        await self.service.settle()

    async def _tick(self) -> None:
        await self.service.tick()
        await self.service.settle()

    def _furnish(self, connection: Connection) -> Mapping[str, int]:
        return furnish(connection, self.surroundings, samples=self._samples)

    def _copied(self) -> str:
        target = self._folder / "world.db"
        file, self.people = template(self._start, samples=self._samples)
        shutil.copyfile(file, target)
        return f"sqlite:///{target}"


def furnish(connection: Connection, surroundings: Surroundings, *, samples: bool) -> Mapping[str, int]:
    """Fill an empty database with the sample people, or with nothing but the programme."""
    if samples:
        return load_samples(connection, surroundings)
    work = Work(connection, surroundings)
    programme(work, present_day(work.today.year))
    work.flush()
    return {}


@cache
def template(start: datetime, *, samples: bool) -> tuple[Path, Mapping[str, int]]:
    """Make a furnished database once for all worlds of this process that begin at this moment."""
    file = Path(tempfile.mkdtemp(prefix="expertbot-template-")) / "template.db"
    engine = make_engine(f"sqlite:///{file}", "OFF")
    metadata.create_all(engine)
    with engine.connect() as connection:
        people = furnish(connection, Surroundings(HandClock(start), Doors()), samples=samples)
        connection.commit()
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("PRAGMA journal_mode=DELETE")
    engine.dispose()
    return file, people


@dataclass
class Visitor:
    """Somebody with a phone in hand."""

    world: World
    chat: str
    name: str
    language: str
    read: int = 0
    typed: int = 0
    extra: dict[str, Any] = field(default_factory=dict)

    def says(self, words: str) -> Self:
        """Type and send."""
        self.typed += 1
        return self.does(Said(words, ref=f"{self.chat}-{self.typed}"))

    def edits(self, words: str, number: int = 0) -> Self:
        """Edit the own message of this number, the last one by default."""
        return self.does(Said(words, corrects=True, ref=f"{self.chat}-{number or self.typed}"))

    def commands(self, name: str, rest: str = "") -> Self:
        """Send a slash command."""
        return self.does(Commanded(name, rest))

    def taps(self, label: str) -> Self:
        """Tap the newest button that has this label, or holds it."""
        return self.does(Tapped(self.button(label).action))

    def taps_action(self, action: str) -> Self:
        """Tap an old or forged button by its action."""
        return self.does(Tapped(action))

    def sends(self, *names: str, caption: str = "", size: int = 1000, group: str = "") -> Self:
        """Send photos."""
        files = tuple(SentFile("photo", remote=f"{self.chat}/{name}", name=name, size=size) for name in names)
        return self.does(Sent(files, caption, group))

    def shares_contact(self, phone: str, *, own: bool = True) -> Self:
        """Share a contact card."""
        return self.does(SharedContact(phone, own=own))

    def does(self, reply: Reply, external_id: str = "") -> Self:
        """Do anything a person can do."""
        self.read = len(self.buzzed)
        self.world.bring(self.chat, reply, language=self.language, name=self.name, external_id=external_id)
        return self

    def hears(self, *words: str) -> Self:
        """Check that the words stand in what came since the person last did something, or on the screen."""
        text = "\n".join(m.plain() for m in self.fresh) + "\n" + "\n".join(m.plain() for m in self.screen)
        for word in words:
            assert word in text, f"{word!r} was not heard by {self.name}; on the screen:\n{text}"
        return self

    def hears_nothing(self) -> Self:
        """Check that no new message came since the person last did something."""
        assert not self.fresh, [message.plain() for message in self.fresh]
        return self

    def button(self, label: str) -> Button:
        """Return the newest button with this label, or one that holds it."""
        buttons = [button for message in reversed(self.screen) for button in message.buttons]
        found = [b for b in buttons if b.label == label] or [b for b in buttons if label in b.label]
        if not found:
            raise AssertionError(
                f"no button {label!r} for {self.name}; there are {[b.label for b in buttons]}"
            )
        return found[0]

    @property
    def screen(self) -> Sequence[Message]:
        """Everything on the screen, oldest first, cards as they stand now."""
        return [seen.message for seen in self.world.screens.chats.get(self.chat, [])]

    @property
    def buzzed(self) -> Sequence[Message]:
        """Every new message that ever came."""
        return self.world.screens.buzzes.get(self.chat, [])

    @property
    def fresh(self) -> Sequence[Message]:
        """The new messages since the person last did something."""
        return self.buzzed[self.read :]

    @property
    def last(self) -> Message:
        """The newest message on the screen."""
        return self.screen[-1]

    @property
    def labels(self) -> list[str]:
        """The labels of the newest message's buttons."""
        return [button.label for button in self.last.buttons]

    @property
    def person_id(self) -> int:
        """The person behind this phone."""
        found: int = self.world.look(
            lambda work: work.statements.value(
                "SELECT person_id FROM address WHERE chat = :chat", chat=self.chat
            )
        )
        return found


def _address(person_id: int, chat: str, now: datetime) -> Address:
    return Address(person_id=person_id, channel="phone", chat=chat, used_at=now)
