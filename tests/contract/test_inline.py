"""The database of a simulated year: each unit for itself, many in one commit, the commits numbered."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.storage.database import StorageBusy, make_engine
from bot.storage.inline import InlineDatabase
from bot.storage.statements import Statements
from bot.storage.tables import metadata
from bot.storage.timers import Timers
from handlers.effects import Schedule
from tests.support.years import shanghai

NOON = shanghai("2012-03-09 12:00")


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Name a database with the schema."""
    url = f"sqlite:///{tmp_path / 'year.db'}"
    engine = make_engine(url)
    metadata.create_all(engine)
    engine.dispose()
    return url


@pytest.fixture
def database(url: str) -> Iterator[InlineDatabase]:
    """Open it for one story."""
    opened = InlineDatabase(url)
    yield opened
    opened.close()


def put(database: InlineDatabase, *keys: str, fails: bool = False) -> None:
    """Set timers in one unit, which may fail in the end, in the middle of a turn's savepoint."""

    def unit(connection: Connection) -> None:
        timers = Timers(Statements(connection))
        for key in keys:
            timers.set(Schedule(key, NOON, "plan", "programme:1"))
        if fails:
            connection.begin_nested()
            timers.set(Schedule("lost", NOON, "plan", "programme:1"))
            raise LookupError(keys)

    asyncio.run(database.run(unit))


def kept(database: InlineDatabase) -> list[str]:
    """Return the keys that are there."""
    found = database.read(lambda c: [row[0] for row in Statements(c).rows("SELECT key FROM timer")])
    return sorted(asyncio.run(found))


def test_a_unit_that_raises_leaves_nothing_and_takes_nothing_of_the_others_along(
    database: InlineDatabase,
) -> None:
    put(database, "first")
    with pytest.raises(LookupError):
        put(database, "second", fails=True)
    put(database, "third")
    database.commit()
    assert kept(database) == ["first", "third"]


def test_what_was_not_committed_is_gone_and_the_number_tells_how_far_it_went(url: str) -> None:
    database = InlineDatabase(url)
    put(database, "first")
    database.commit()
    put(database, "second")
    assert (database.group, database.waiting) == (1, 1)
    database.close()
    again = InlineDatabase(url)
    assert (kept(again), again.group) == (["first"], 1)
    again.close()


def test_a_unit_that_only_reads_cannot_write(database: InlineDatabase) -> None:
    asyncio.run(
        database.read(lambda c: Timers(Statements(c)).set(Schedule("sly", NOON, "plan", "programme:1")))
    )
    assert kept(database) == []


def test_a_second_process_is_kept_out(database: InlineDatabase, url: str) -> None:
    assert database.waiting == 0
    with pytest.raises(StorageBusy):
        InlineDatabase(url)
