"""What every database must do for the queues; SQLite and PostgreSQL pass the same stories."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.storage.database import Database, StorageBusy, make_engine
from bot.storage.sqlite import SqliteDatabase
from bot.storage.statements import Statements
from bot.storage.tables import metadata


def put(key: str) -> object:
    """Return a unit that sets a timer."""
    return lambda connection: _set(connection, key)


def _set(connection: Connection, key: str) -> str:
    Statements(connection).run(
        "INSERT INTO timer (key, due_at, what, about) VALUES (:key, 1, 'w', :about)", key=key, about="x" * 900
    )
    return key


def _fail(connection: Connection) -> None:
    _set(connection, "never")
    raise LookupError("on purpose")


def _count(connection: Connection) -> int:
    return int(Statements(connection).value("SELECT COUNT(*) FROM timer"))


async def together(database: Database, count: int) -> list[object]:
    """Run many units at once, every third of them failing."""
    units = [_fail if n % 3 == 2 else (lambda c, n=n: _set(c, f"k{n}")) for n in range(count)]
    return await asyncio.gather(*(database.run(unit) for unit in units), return_exceptions=True)


def test_units_that_share_a_commit_fail_each_for_itself(database: Database) -> None:
    results = asyncio.run(together(database, 60))
    assert sum(isinstance(result, LookupError) for result in results) == 20
    assert asyncio.run(database.read(_count)) == 40


def test_what_a_failed_unit_wrote_is_gone(database: Database) -> None:
    with pytest.raises(LookupError):
        asyncio.run(database.run(_fail))
    assert asyncio.run(database.read(_count)) == 0


def test_a_full_disk_in_the_middle_of_a_group_keeps_every_acknowledged_unit(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'small.db'}"
    engine = make_engine(url)
    metadata.create_all(engine)
    engine.dispose()
    small = SqliteDatabase(url)

    async def story() -> tuple[list[str | BaseException], int]:
        pages = await small.run(lambda c: int(c.exec_driver_sql("PRAGMA page_count").scalar_one()))
        await small.run(lambda c: c.exec_driver_sql(f"PRAGMA max_page_count={pages + 8}").scalar_one())
        units = [(lambda c, n=n: _set(c, f"k{n}")) for n in range(60)]
        results = await asyncio.gather(*(small.run(unit) for unit in units), return_exceptions=True)
        return results, await small.read(_count)

    results, kept = asyncio.run(story())
    small.close()
    acknowledged = [result for result in results if isinstance(result, str)]
    refused = [result for result in results if isinstance(result, StorageBusy)]
    assert len(acknowledged) + len(refused) == 60
    assert refused, "the disk was not full"
    assert acknowledged, "nothing was kept"
    assert kept == len(acknowledged)


def test_after_a_full_disk_the_service_goes_on_when_there_is_room_again(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'small.db'}"
    engine = make_engine(url)
    metadata.create_all(engine)
    engine.dispose()
    small = SqliteDatabase(url)

    async def story() -> int:
        pages = await small.run(lambda c: int(c.exec_driver_sql("PRAGMA page_count").scalar_one()))
        await small.run(lambda c: c.exec_driver_sql(f"PRAGMA max_page_count={pages}").scalar_one())
        units = [(lambda c, n=n: _set(c, f"k{n}")) for n in range(60)]
        results = await asyncio.gather(*(small.run(unit) for unit in units), return_exceptions=True)
        assert any(isinstance(result, StorageBusy) for result in results)
        await small.run(lambda c: c.exec_driver_sql("PRAGMA max_page_count=100000").scalar_one())
        await small.run(lambda c: _set(c, "room again"))
        kept = [result for result in results if isinstance(result, str)]
        return await small.read(_count) - len(kept)

    assert asyncio.run(story()) == 1
    small.close()


def test_a_second_process_is_kept_away_from_a_served_file(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'one.db'}"
    first = SqliteDatabase(url)
    with pytest.raises(StorageBusy, match="another process"):
        SqliteDatabase(url)
    first.close()
    SqliteDatabase(url).close()


def test_a_file_locked_by_a_stranger_is_busy_and_then_free_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.database.BUSY_TIMEOUT", 0.1)
    url = f"sqlite:///{tmp_path / 'one.db'}"
    engine = make_engine(url)
    metadata.create_all(engine)
    served = SqliteDatabase(url)
    stranger = engine.raw_connection()
    stranger.cursor().execute("BEGIN EXCLUSIVE")
    with pytest.raises(StorageBusy):
        asyncio.run(served.run(lambda c: _set(c, "k")))
    stranger.rollback()
    stranger.close()
    engine.dispose()
    assert asyncio.run(served.run(lambda c: _set(c, "k"))) == "k"
    served.close()
