"""What stories of sending share: naps by hand, channels that hang, sudden deaths."""

import asyncio
from dataclasses import replace
from typing import TypeVar

from bot.channels.port import Delivery, Inbound, Outcome
from bot.service import Service
from bot.storage.database import Database, Engine, StorageBusy, Unit
from handlers.dialogue.replies import Commanded
from tests.support.world import Screens, Visitor, World

Result = TypeVar("Result")


class Naps:
    """Sleep that moves the clock by hand and remembers how long it was."""

    def __init__(self, world: World) -> None:
        self._clock = world.clock
        self.slept: list[float] = []
        world.service.sender.sleep = self

    async def __call__(self, seconds: float) -> None:
        self.slept.append(seconds)
        self._clock.move(seconds=seconds)
        await asyncio.sleep(0)


class Slow:
    """A channel that shows a chat's messages only when it is let, or shows them and never says so."""

    name = "phone"

    def __init__(self, world: World, chat: str, *, mute: bool = False) -> None:
        self._screens: Screens = world.screens
        self._chat = chat
        self._mute = mute
        self.gate = asyncio.Event()
        world.service.sender.channels = {"phone": self}

    async def deliver(self, delivery: Delivery) -> Outcome:
        """Show or edit the message."""
        if delivery.chat == self._chat and not self._mute:
            await self.gate.wait()
        outcome = await self._screens.deliver(delivery)
        if delivery.chat == self._chat and self._mute:
            await self.gate.wait()
        return outcome

    async def fetch(self, remote: str, most: int) -> bytes:
        """Return bytes for any file."""
        return await self._screens.fetch(remote, most)


class Away:
    """A database that is away for the next few units of work."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.engine: Engine = database.engine
        self.times = 0

    async def run(self, unit: Unit[Result]) -> Result:
        """Run, or be away."""
        if self.times:
            self.times -= 1
            raise StorageBusy("away")
        return await self._database.run(unit)

    async def read(self, unit: Unit[Result]) -> Result:
        """Run like any unit."""
        return await self.run(unit)

    def close(self) -> None:
        """Close."""
        self._database.close()


def answer(world: World, *outcomes: Outcome, chat: str = "", words: str = "") -> list[tuple[float, str]]:
    """Let the channel give these outcomes first; return the moments and texts it is asked with."""
    waiting = list(outcomes)
    asked: list[tuple[float, str]] = []

    def plan(delivery: Delivery) -> Outcome | None:
        if chat not in {"", delivery.chat} or words not in delivery.message.plain():
            return None
        asked.append((world.clock.monotonic(), delivery.message.plain()))
        return waiting.pop(0) if waiting else None

    world.screens.outcomes.append(plan)
    return asked


def buzzed(visitor: Visitor) -> list[str]:
    """Return every new message that came, oldest first."""
    return [message.plain() for message in visitor.buzzed]


def shown(visitor: Visitor) -> list[str]:
    """Return what stands on the screen."""
    return [message.plain() for message in visitor.screen]


def column(world: World, name: str) -> list[object]:
    """Return one column of the outbox, oldest row first."""
    rows = world.look(lambda work: work.statements.rows(f"SELECT {name} FROM outbox ORDER BY id"))  # noqa: S608 - names from the tests
    return [row[0] for row in rows]


def again(world: World, holder: str = "next") -> Service:
    """Let the service die as it stands and start another one over the same database and screens."""
    dying = world.service

    async def die() -> None:
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    world.run(die())
    surroundings = replace(dying.world, holder=holder)
    world.service = Service(world.database, surroundings, {"phone": world.screens})
    Naps(world)
    return world.service


def recovers(world: World) -> None:
    """Let the service take up what its predecessor left, and wait until it is done."""

    async def story() -> None:
        await world.service.recover()
        await world.service.settle()

    world.run(story())


def begin(world: World, visitor: Visitor, *commands: str) -> None:
    """Let a visitor send commands without waiting for the answers."""

    async def story() -> None:
        for words in commands:
            name, _, rest = words.partition(" ")
            item = next_item(visitor, name, rest)
            await world.service.receive([item])
        for _ in range(20):
            await asyncio.sleep(0.002)

    world.run(story())


def next_item(visitor: Visitor, name: str, rest: str) -> Inbound:
    """Return a visitor's next command as the channel brings it."""
    visitor.typed += 1
    number = f"{visitor.chat}/{visitor.typed}"
    return Inbound("phone", number, visitor.chat, Commanded(name, rest), visitor.world.clock.now())


def opens(world: World, visitor: Visitor) -> None:
    """Let the channel's gate open and everything that waited go through."""

    async def story() -> None:
        channel = world.service.sender.channels["phone"]
        assert isinstance(channel, Slow)
        channel.gate.set()
        await world.service.settle()

    world.run(story())
    assert visitor.screen
