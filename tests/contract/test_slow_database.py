"""A database that is slow, or stands still: too much is turned away, the loop goes on, nothing is lost."""

import asyncio
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, event

from bot.channels.port import Busy, Inbound
from bot.storage.database import Engine, make_engine
from handlers.dialogue.replies import Commanded
from tests.support.postgres import server
from tests.support.probes import add_probes, empty_postgres
from tests.support.world import World

WAITING = 20
"""Units that may wait, in these stories."""
CROWD = 200
COMMIT = 0.2
"""Seconds that a slow commit takes."""
TURNS = 20
"""So often the loop has to turn while one commit is under way."""


@pytest.fixture(autouse=True)
def _little_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.storage.database.WAITING", WAITING)
    add_probes(monkeypatch)


class Loop:
    """Counts the turns of an event loop, so that whoever holds a commit back can see it go on."""

    def __init__(self) -> None:
        """Stand still."""
        self._turned = threading.Semaphore(0)

    async def turn(self) -> None:
        """Turn until cancelled."""
        while True:
            self._turned.release()
            await asyncio.sleep(0)

    def goes_on(self) -> None:
        """Wait for some more turns. Fails when the loop stands still."""
        while self._turned.acquire(blocking=False):
            pass
        for _ in range(TURNS):
            assert self._turned.acquire(timeout=10), "the event loop waits for the database"


@contextmanager
def slow(engine: Engine, loop: Loop) -> Iterator[None]:
    """Let each commit take a fifth of a second, while the loop goes on."""

    def commit(_: object) -> None:
        loop.goes_on()
        threading.Event().wait(COMMIT)  # in the thread that writes

    event.listen(engine, "commit", commit)
    yield
    event.remove(engine, "commit", commit)


def parent(pid: int) -> int:
    """Return the process that a process was made by."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(status.partition("PPid:")[2].split()[0])


@contextmanager
def paused(world: World) -> Iterator[None]:
    """Stop PostgreSQL dead: the server and all who work for this database."""
    engine = create_engine(server(), isolation_level="AUTOCOMMIT")
    ours = make_engine(world.url).url.database
    with engine.connect() as connection:
        at_work = "SELECT pid FROM pg_stat_activity WHERE datname = %s"
        pids = [pid for (pid,) in connection.exec_driver_sql(at_work, (ours,)).all()]
    engine.dispose()
    pids.append(parent(pids[0]))  # or else it would let new ones in
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


def letters(world: World, numbers: Sequence[int]) -> list[Inbound]:
    """Return commands of as many people."""
    return [
        Inbound("phone", f"m{n}", f"chat{n}", Commanded("echo", f"word {n}"), world.clock.now())
        for n in numbers
    ]


async def crowd(world: World, numbers: Sequence[int]) -> list[int]:
    """Let all write at once; return who was turned away, as the webhook's 503."""
    came = [world.service.receive([letter]) for letter in letters(world, numbers)]
    answers = await asyncio.gather(*came, return_exceptions=True)
    assert {type(each) for each in answers} <= {Busy, type(None)}
    return [n for n, each in zip(numbers, answers, strict=True) if isinstance(each, Busy)]


def heard_once(world: World) -> None:
    """Check that each of the crowd has got an answer, once."""
    for n in range(CROWD):
        assert [message.plain() for message in world.screens.buzzes[f"chat{n}"]] == [f"word {n}"]


async def until_all_are_in(world: World, refused: Sequence[int]) -> int:
    """Come again with what was turned away, as Telegram does, until everything is in; return the rounds."""
    rounds = 0
    while refused:
        rounds += 1
        refused = await crowd(world, refused)
    return rounds


def test_slow_commits_turn_away_what_is_too_much_and_the_rest_is_answered_once() -> None:
    with World() as world:
        loop = Loop()

        async def story() -> tuple[int, int]:
            turning = asyncio.create_task(loop.turn())
            with slow(world.database.engine, loop):
                refused = await crowd(world, range(CROWD))
            rounds = await until_all_are_in(world, refused)
            await world.service.settle()
            turning.cancel()
            return len(refused), rounds

        refused, rounds = world.run(asyncio.wait_for(story(), 120))
        assert 0 < refused < CROWD
        assert rounds > 0
        heard_once(world)


def test_a_database_that_stands_still_turns_away_at_once_and_goes_on_afterwards() -> None:
    with World(url=empty_postgres()) as world:

        async def story() -> int:
            await crowd(world, [CROWD])  # the pool is open
            with paused(world):
                waiting = asyncio.create_task(crowd(world, range(WAITING + 1)))
                await asyncio.sleep(0)
                refused = await crowd(world, range(WAITING + 1, CROWD))
                assert not waiting.done()
            first = await waiting
            rounds = await until_all_are_in(world, [*first, *refused])
            await world.service.settle()
            assert rounds > 0
            return len(refused)

        assert world.run(asyncio.wait_for(story(), 120)) == CROWD - WAITING - 1
        heard_once(world)
