"""Two services on one PostgreSQL: nothing twice, nothing lost, whichever of them dies."""

import asyncio
import os
import signal
from collections.abc import Iterator
from dataclasses import replace

import pytest
from typing_extensions import override

from bot.channels.port import Delivery, Inbound, Outcome
from bot.service import Service
from bot.storage.leader import Job, Leader
from bot.storage.opening import open_database
from bot.storage.work import Work
from handlers.dialogue.replies import Commanded
from tests.support.probes import add_probes, empty_postgres, terminate_connections
from tests.support.process import until
from tests.support.world import Screens, World


@pytest.fixture
def pair(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[World, Service]]:
    """Open a world and a second service beside the first one."""
    add_probes(monkeypatch)
    with World(url=empty_postgres()) as world:
        second = open_database(world.url)
        beside = replace(world.surroundings, holder="beside")
        service = Service(second, beside, {"phone": world.screens})
        yield world, service
        world.run(service.stop())
        second.close()


class Hanging(Screens):
    """A channel that never answers."""

    @override
    async def deliver(self, delivery: Delivery) -> Outcome:
        """Hang."""
        await asyncio.Event().wait()
        raise AssertionError(delivery)


def inbound(world: World, number: int, chat: str, words: str, name: str = "echo") -> Inbound:
    """Return a command as a channel brings it."""
    return Inbound("phone", str(number), chat, Commanded(name, words), world.clock.now())


def heard(world: World, chat: str) -> list[str]:
    """Return every new message that came to a chat."""
    return [message.plain() for message in world.screens.buzzes.get(chat, [])]


async def settle(*services: Service) -> None:
    """Wait until nothing is under way."""
    for service in services:
        await service.settle()


def die(world: World) -> None:
    """Stop the world's first service dead: nothing it holds is let go."""

    async def story() -> None:
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    world.run(story())


def test_one_update_that_reaches_both_is_answered_once(pair: tuple[World, Service]) -> None:
    world, beside = pair

    async def story() -> None:
        items = [inbound(world, n, f"chat{n % 3}", str(n)) for n in range(30)]
        both = [service.receive([item]) for item in items for service in (world.service, beside)]
        await asyncio.gather(*both)
        await settle(world.service, beside)
        for _ in range(3):
            await world.service.tick()
            await beside.tick()
            await settle(world.service, beside)

    world.run(story())
    words = [word for chat in range(3) for word in heard(world, f"chat{chat}")]
    assert sorted(words, key=int) == [str(n) for n in range(30)]


def test_conversations_fed_to_both_keep_their_order(pair: tuple[World, Service]) -> None:
    world, beside = pair
    services = (world.service, beside)

    async def talk(chat: int) -> None:
        for n in range(8):
            await services[(n + chat) % 2].receive([inbound(world, chat * 100 + n, f"chat{chat}", str(n))])

    async def story() -> None:
        await asyncio.gather(*(talk(chat) for chat in range(6)))
        for _ in range(4):
            await settle(*services)
            await asyncio.gather(*(service.sender.sweep() for service in services))
        await settle(*services)

    world.run(story())
    for _ in range(8):
        world.clock.move(seconds=10)
        world.run(settle_after(*services))
    for chat in range(6):
        assert heard(world, f"chat{chat}") == [str(n) for n in range(8)]


async def settle_after(*services: Service) -> None:
    """Let both look after what waits."""
    for service in services:
        await service.tick()
        await service.settle()


def test_when_the_holder_of_unsent_messages_dies_the_other_sends_them_after_the_lease(
    pair: tuple[World, Service],
) -> None:
    world, beside = pair
    world.service.sender.channels = {"phone": Hanging()}

    async def arrive() -> None:
        for n in range(10):
            await world.service.receive([inbound(world, n, f"chat{n % 2}", str(n), "again")])
        await asyncio.sleep(0.01)

    world.run(arrive())
    die(world)
    for seconds, expected in ((10, 0), (40, 0), (11, 20)):
        world.clock.move(seconds=seconds)
        world.run(settle_after(beside))
        assert sum(len(heard(world, f"chat{chat}")) for chat in (0, 1)) == expected
    assert heard(world, "chat1") == [f"{n} {part}" for n in (1, 3, 5, 7, 9) for part in (1, 2)]
    assert beside.sender.counters.unknown == 20


def test_what_the_living_hold_is_not_taken_from_them_however_long_it_waits(
    pair: tuple[World, Service],
) -> None:
    world, beside = pair
    world.service.sender.channels = {"phone": Hanging()}

    async def story() -> None:
        await world.service.receive([inbound(world, 1, "chat", "一")])
        for _ in range(12):
            world.clock.move(seconds=25)
            await world.service.sender.sweep()
            await beside.sender.sweep()
        assert not beside.sender.busy

    world.run(story())
    assert heard(world, "chat") == []
    die(world)


def test_hundreds_of_timers_fire_once_though_both_tick_and_one_dies(pair: tuple[World, Service]) -> None:
    world, beside = pair
    people = [f"chat{n}" for n in range(10)]

    async def plan() -> None:
        for n, chat in enumerate(people):
            await world.service.receive([inbound(world, n, chat, f"t{n} 5", "plan")])
        await settle(world.service)

    world.run(plan())
    world.look(
        lambda work: work.statements.run(
            "INSERT INTO timer (key, due_at, what, about, data)"
            " SELECT key || '-' || n, due_at + n / 100.0, what, about, data"
            " FROM timer CROSS JOIN generate_series(1, 29) AS n"
        )
    )
    world.clock.move(minutes=6)

    async def both_tick() -> None:
        first = asyncio.ensure_future(world.service.fire_due())
        second = asyncio.ensure_future(beside.fire_due())
        while not heard(world, people[0]):  # noqa: ASYNC110 - screens announce themselves nowhere
            await asyncio.sleep(0.001)
        first.cancel()
        await asyncio.gather(first, second, return_exceptions=True)

    world.run(both_tick())
    die(world)
    for _ in range(8):
        world.clock.move(seconds=10)
        world.run(settle_after(beside))
    causes = world.look(lambda w: w.statements.rows("SELECT cause FROM outbox WHERE state = 1"))
    assert len(causes) == len({row[0] for row in causes}) == 300
    doubled = sum(len(heard(world, chat)) for chat in people) - 300
    assert 0 <= doubled <= beside.sender.counters.unknown


def test_one_polls_and_the_other_takes_over_when_the_connection_of_the_first_is_gone(
    pair: tuple[World, Service],
) -> None:
    world, beside = pair
    first, second = Leader(world.database.engine), Leader(beside.database.engine)

    async def lead() -> tuple[bool, bool]:
        return await first.leads(), await second.leads()

    assert world.run(lead()) == (True, False)
    assert world.run(lead()) == (True, False)
    terminate_connections(world.url)
    assert world.run(second.leads()) is False  # its own connection was broken too
    assert world.run(second.leads()) is True
    assert world.run(lead()) == (False, True)
    second.let_go()
    assert world.run(first.leads()) is True
    first.let_go()


def test_a_service_that_stops_hands_over_at_once(pair: tuple[World, Service]) -> None:
    world, beside = pair
    world.service.sender.channels = {"phone": Hanging()}

    async def story() -> None:
        for n in range(6):
            await world.service.receive([inbound(world, n, f"chat{n}", str(n), "again")])
        await world.service.receiver.stop()
        await world.service.sender.stop(grace=0.05)
        await settle_after(beside)

    world.run(story())
    assert [heard(world, f"chat{n}") for n in range(6)] == [[f"{n} 1", f"{n} 2"] for n in range(6)]
    assert 0 < beside.sender.counters.unknown <= 6  # one for each person at most, of twelve messages


class Polling:
    """A job that only one replica may do: notes who is at it, and ends when it is told."""

    def __init__(self) -> None:
        """Let nobody be at it."""
        self.now: list[str] = []
        self.turns: list[str] = []
        self.changed = asyncio.Event()

    def job(self, name: str) -> Job:
        """Return the job for one replica."""

        async def poll(over: asyncio.Event) -> None:
            self.now.append(name)
            self.turns.append(name)
            self.changed.set()
            await over.wait()
            self.now.remove(name)
            self.changed.set()

        return poll

    async def turned(self, count: int) -> None:
        """Wait until somebody has begun for the nth time."""
        async with asyncio.timeout(20):
            while len(self.turns) < count:
                self.changed.clear()
                await self.changed.wait()

    async def counts(self, count: int) -> None:
        """Wait until so many are at it."""
        async with asyncio.timeout(20):
            while len(self.now) != count:
                self.changed.clear()
                await self.changed.wait()


LOCK_HOLDERS = (
    "SELECT pid FROM pg_locks JOIN pg_database d ON d.oid = database AND d.datname = current_database()"
    " WHERE locktype = 'advisory' AND objid = 7301003 AND granted"
)


def test_whoever_loses_the_lock_stops_polling_by_that_and_the_other_begins(
    pair: tuple[World, Service],
) -> None:
    world, beside = pair
    polling, stopping = Polling(), asyncio.Event()
    leaders = [Leader(each.engine, look=0.5) for each in (world.database, beside.database)]

    def kill_holder(work: Work) -> None:
        ((pid,),) = work.statements.rows(LOCK_HOLDERS)
        work.statements.rows("SELECT pg_terminate_backend(:pid)", pid=pid)

    async def story() -> None:
        tasks = [asyncio.create_task(leaders[0].lead(polling.job("first"), stopping))]
        await polling.turned(1)
        tasks.append(asyncio.create_task(leaders[1].lead(polling.job("second"), stopping)))
        for _ in range(3):
            turns = len(polling.turns)
            await world.database.run(lambda c: kill_holder(Work(c, world.surroundings)))
            await polling.turned(turns + 1)
            await polling.counts(1)
        stopping.set()
        await asyncio.gather(*tasks)

    world.run(story())
    assert polling.now == []
    world.run(until(lambda: not holders(world)))


def holders(world: World) -> object:
    """Return who holds the lock, as the server sees it: a closed connection ends a moment later there."""
    with world.database.engine.connect() as connection:
        return Work(connection, world.surroundings).statements.rows(LOCK_HOLDERS)


def test_a_database_that_does_not_answer_in_time_ends_the_polling_until_it_does(
    pair: tuple[World, Service],
) -> None:
    world, _ = pair
    polling, stopping = Polling(), asyncio.Event()
    leader = Leader(world.database.engine, look=0.5)

    async def story() -> None:
        task = asyncio.create_task(leader.lead(polling.job("first"), stopping))
        await polling.turned(1)
        stopped = await world.database.run(lambda c: holder_of(Work(c, world.surroundings)))
        os.kill(stopped, signal.SIGSTOP)
        try:
            await polling.counts(0)
        finally:
            os.kill(stopped, signal.SIGCONT)
        await polling.turned(2)
        stopping.set()
        await task

    def holder_of(work: Work) -> int:
        ((pid,),) = work.statements.rows(LOCK_HOLDERS)
        return int(pid)

    world.run(story())
    assert len(polling.turns) >= 2


def test_on_sqlite_the_one_process_leads_until_it_stops() -> None:
    with World() as world:
        polling, stopping = Polling(), asyncio.Event()

        async def story() -> None:
            task = asyncio.create_task(
                Leader(world.database.engine, 0.01).lead(polling.job("alone"), stopping)
            )
            await polling.turned(1)
            await asyncio.sleep(0.05)
            stopping.set()
            await task

        world.run(story())
        assert polling.turns == ["alone"]
