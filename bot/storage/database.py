"""Units of work run to their commit: by one writer for SQLite, by a pool of threads for PostgreSQL."""

import asyncio
import fcntl
import queue
import sqlite3
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

import sqlalchemy
from sqlalchemy import create_engine, event
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError

Connection = sqlalchemy.Connection
Engine = sqlalchemy.Engine
Savepoint = sqlalchemy.NestedTransaction
StorageError = SQLAlchemyError
"""The names by which the rest of the service speaks of the database library."""

Result = TypeVar("Result")
Unit = Callable[[Connection], Result]

GROUP = 64  # units that share one commit at most
WAITING = 4000  # units that may wait before new ones are turned away
BUSY_TIMEOUT = 5.0  # seconds that SQLite waits for another process's lock


class StorageBusy(Exception):
    """The storage cannot take or commit the unit now; nothing of it was kept."""


class Database(Protocol):
    """Where units of work run. A unit has been committed when `run` returns."""

    engine: Engine

    async def run(self, unit: Unit[Result]) -> Result:
        """Run the unit in a transaction and commit. Raises what the unit raised, or `StorageBusy`."""
        ...

    async def read(self, unit: Unit[Result]) -> Result:
        """Run a unit that only reads, beside the writers. Raises as `run` does."""
        ...

    def close(self) -> None:
        """Finish what is under way and let go of the database."""
        ...


def open_database(url: str, synchronous: str = "FULL") -> Database:
    """Open SQLite or PostgreSQL. Raises `StorageBusy` when another process serves this SQLite file."""
    if url.startswith("sqlite"):
        return SqliteDatabase(url, synchronous)
    return PostgresDatabase(url)


def make_engine(url: str, synchronous: str = "FULL") -> Engine:
    """Return an engine that leaves BEGIN to us on SQLite and keeps people's words out of its errors."""
    if not url.startswith("sqlite"):
        return create_engine(url, hide_parameters=True, pool_size=8, max_overflow=4, pool_pre_ping=False)
    engine = create_engine(
        url,
        hide_parameters=True,
        connect_args={"isolation_level": None, "check_same_thread": False, "timeout": BUSY_TIMEOUT},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            f"synchronous={synchronous}",
            "foreign_keys=ON",
            "cache_size=-65536",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return engine


@dataclass(slots=True)
class _Waiting:
    unit: Unit[Any]
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]
    result: Any = None
    error: BaseException | None = None


class SqliteDatabase:
    """SQLite in one process: a file lock keeps a second one out, one thread writes, units share commits."""

    def __init__(self, url: str, synchronous: str = "FULL") -> None:
        """Lock the file, open it and start the writer."""
        self.engine = make_engine(url, synchronous)
        self._lock = _locked(self.engine.url.database or "")
        self._queue: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._readers = ThreadPoolExecutor(2, thread_name_prefix="reader")
        self._writer = threading.Thread(target=self._write, name="writer", daemon=True)
        self._closed = False
        self._writer.start()

    async def run(self, unit: Unit[Result]) -> Result:
        """Queue the unit for the writer and wait for its commit."""
        if self._closed or self._queue.qsize() > WAITING:
            raise StorageBusy("too many units wait for the database")
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Result] = loop.create_future()
        self._queue.put(_Waiting(unit, loop, future))
        return await future

    async def read(self, unit: Unit[Result]) -> Result:
        """Run on a reader thread with a connection of its own."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read, unit)

    def close(self) -> None:
        """Commit what waits, stop the threads, release the lock."""
        if not self._closed:
            self._closed = True
            self._queue.put(None)
            self._writer.join()
            self._readers.shutdown()
            self.engine.dispose()
            self._lock.close()

    def _read(self, unit: Unit[Result]) -> Result:
        try:
            with self.engine.connect() as connection:
                return unit(connection)
        except DBAPIError as error:
            if is_storage_fault(error):
                raise _as_busy(error) from error
            raise

    def _write(self) -> None:
        with self.engine.connect() as connection:
            while (first := self._queue.get()) is not None:
                group, last = self._group(first)
                _commit_group(connection, group)
                _announce(group)
                if last:
                    return

    def _group(self, first: _Waiting) -> tuple[list[_Waiting], bool]:
        group = [first]
        while len(group) < GROUP:
            try:
                further = self._queue.get_nowait()
            except queue.Empty:
                break
            if further is None:
                return group, True
            group.append(further)
        return group, False


def _commit_group(connection: Connection, group: Sequence[_Waiting]) -> None:
    """Run the units in one transaction; when the whole of it is lost, run them one by one."""
    try:
        if len(group) > 1 and _committed(connection, group):
            return
    except StorageBusy as busy:  # somebody else holds the file: nobody need wait for that once more
        for waiting in group:
            waiting.error = busy
        return
    for waiting in group:
        waiting.result = waiting.error = None
        _commit_alone(connection, waiting)


def _committed(connection: Connection, group: Sequence[_Waiting]) -> bool:
    """Run units in savepoints. False when the transaction is lost (a full disk rolls it back silently)."""
    _begin(connection)
    try:
        for waiting in group:
            connection.exec_driver_sql("SAVEPOINT unit")
            _attempt(connection, waiting)
            if not _in_transaction(connection):
                return _abandoned(connection)
            if waiting.error is not None:
                _drop_savepoints(connection)
                connection.exec_driver_sql("ROLLBACK TO unit")
            connection.exec_driver_sql("RELEASE unit")
        connection.commit()
    except SQLAlchemyError:
        return _abandoned(connection)
    return True


def _commit_alone(connection: Connection, waiting: _Waiting) -> None:
    try:
        _begin(connection)
        _attempt(connection, waiting)
        if waiting.error is None and not _in_transaction(connection):
            waiting.error = StorageBusy("the transaction was lost")
        if waiting.error is None:
            connection.commit()
    except (SQLAlchemyError, StorageBusy) as error:
        waiting.error = _as_busy(error)
        waiting.error.__cause__ = error
    finally:
        _abandoned(connection)


def _attempt(connection: Connection, waiting: _Waiting) -> None:
    try:
        waiting.result = waiting.unit(connection)
    except Exception as error:  # noqa: BLE001 - handed to whoever waits for this unit
        waiting.error = _as_busy(error) if is_storage_fault(error) else error


def _begin(connection: Connection) -> None:
    connection.begin()
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except DBAPIError as error:
        _abandoned(connection)
        raise _as_busy(error) from error


def _drop_savepoints(connection: Connection) -> None:
    while (nested := connection.get_nested_transaction()) is not None:
        nested.rollback()


def _in_transaction(connection: Connection) -> bool:
    return bool(connection.connection.driver_connection.in_transaction)  # type: ignore[union-attr]


def _abandoned(connection: Connection) -> bool:
    connection.rollback()
    return False


def _announce(group: Sequence[_Waiting]) -> None:
    by_loop: dict[asyncio.AbstractEventLoop, list[_Waiting]] = {}
    for waiting in group:
        by_loop.setdefault(waiting.loop, []).append(waiting)
    for loop, done in by_loop.items():
        if not loop.is_closed():
            loop.call_soon_threadsafe(_settle, done)


def _settle(done: Sequence[_Waiting]) -> None:
    for waiting in done:
        if waiting.future.done():
            continue
        if waiting.error is not None:
            waiting.future.set_exception(waiting.error)
        else:
            waiting.future.set_result(waiting.result)


def _locked(file: str) -> Any:
    """Hold an exclusive lock beside the database file, released when this process ends, however it ends."""
    lock = Path(f"{file}.lock").open("w")  # noqa: SIM115 - stays open as long as the database
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise StorageBusy(f"another process already serves {file}; stop it first") from None
    return lock


class PostgresDatabase:
    """PostgreSQL: each unit is a transaction on one of a few threads; a broken connection is tried again."""

    attempts = 5

    def __init__(self, url: str) -> None:
        """Open the pool; connects when first used."""
        self.engine = make_engine(url)
        self._threads = ThreadPoolExecutor(8, thread_name_prefix="database")
        self._waiting = 0

    async def run(self, unit: Unit[Result]) -> Result:
        """Run on a thread, commit, and try again where the fault was the connection's or the order's."""
        if self._waiting > WAITING:
            raise StorageBusy("too many units wait for the database")
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, self._run, unit)
        finally:
            self._waiting -= 1

    async def read(self, unit: Unit[Result]) -> Result:
        """Run like any unit; the snapshot is let go afterwards."""
        return await self.run(unit)

    def close(self) -> None:
        """Finish what is under way and close the connections."""
        self._threads.shutdown()
        self.engine.dispose()

    def _run(self, unit: Unit[Result]) -> Result:
        for attempt in range(1, self.attempts + 1):
            try:
                with self.engine.begin() as connection:
                    return unit(connection)
            except DBAPIError as error:
                if not is_storage_fault(error):
                    raise
                if attempt == self.attempts or not _again(error):
                    raise _as_busy(error) from error
        raise StorageBusy("the database did not answer")


def is_storage_fault(error: BaseException) -> bool:
    """Say whether the database failed and not the unit: connection, disk, locks, order of transactions."""
    if not isinstance(error, DBAPIError):
        return False
    if error.connection_invalidated:
        return True
    if isinstance(error.orig, sqlite3.Error):
        return (getattr(error.orig, "sqlite_errorcode", 0) & 0xFF) in _SQLITE_FAULTS
    state: str | None = getattr(error.orig, "sqlstate", None)
    return isinstance(error, OperationalError) if state is None else state[:2] in _POSTGRES_FAULTS


_SQLITE_FAULTS = frozenset({5, 6, 7, 8, 10, 13, 14})
"""BUSY, LOCKED, NOMEM, READONLY, IOERR, FULL, CANTOPEN (https://sqlite.org/rescode.html)."""
_POSTGRES_FAULTS = frozenset({"08", "40", "53", "55", "57", "58"})
"""Classes of SQLSTATE: connection, rollback, resources, object in use, operator, system."""


def _again(error: DBAPIError) -> bool:
    """Say whether the same transaction may go through at once: connection lost, serialization, deadlock."""
    return error.connection_invalidated or getattr(error.orig, "sqlstate", None) in {"40001", "40P01"}


def _as_busy(error: BaseException) -> StorageBusy:
    return error if isinstance(error, StorageBusy) else StorageBusy(str(getattr(error, "orig", error)))
