"""SQLite: one process, one writing thread, and a group of units in each commit."""

import asyncio
import fcntl
import queue
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DBAPIError

from bot.storage import database
from bot.storage.database import (
    Connection,
    Result,
    StorageBusy,
    StorageError,
    Unit,
    as_busy,
    is_storage_fault,
    make_engine,
)
from bot.storage.statements import Statements

GROUP = 64  # units that share one commit at most


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
        self._lock = locked(self.engine.url.database or "")
        self._queue: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._readers = ThreadPoolExecutor(2, thread_name_prefix="reader")
        self._writer = threading.Thread(target=self._write, name="writer", daemon=True)
        self._closed = False
        self._writer.start()

    async def run(self, unit: Unit[Result]) -> Result:
        """Queue the unit for the writer and wait for its commit."""
        if self._closed or self._queue.qsize() > database.WAITING:
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
                raise as_busy(error) from error
            raise

    def _write(self) -> None:
        with self.engine.connect() as connection:
            while (first := self._queue.get()) is not None:
                group, last = self._group(first)
                try:
                    _commit_group(connection, group)
                except Exception as error:  # noqa: BLE001 - a fault of ours must not leave anybody waiting
                    _fail(connection, group, error)
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
        if len(group) > 1 and (_committed(connection, group) or _committed(connection, group, each=True)):
            return
    except StorageBusy as busy:  # somebody else holds the file: nobody need wait for that once more
        for waiting in group:
            waiting.error = busy
        return
    for waiting in group:
        waiting.result = waiting.error = None
        _commit_alone(connection, waiting)


def _committed(connection: Connection, group: Sequence[_Waiting], *, each: bool = False) -> bool:
    """Run units in one transaction, `each` in a savepoint of its own; without those one failure ends it.

    False when nothing was kept: a unit failed, or the transaction is lost (a full disk does so silently).
    """
    begin(connection)
    try:
        for waiting in group:
            waiting.result = waiting.error = None
            if each:
                _attempt_apart(connection, waiting)
            else:
                _attempt(connection, waiting)
            if not _in_transaction(connection) or (waiting.error is not None and not each):
                return _abandoned(connection)
        connection.commit()
    except StorageError:
        return _abandoned(connection)
    return True


def _attempt_apart(connection: Connection, waiting: _Waiting) -> None:
    statements = Statements(connection)
    statements.run("SAVEPOINT unit")
    _attempt(connection, waiting)
    if not _in_transaction(connection):
        return
    if waiting.error is not None:
        drop_savepoints(connection)
        statements.run("ROLLBACK TO unit")
    statements.run("RELEASE unit")


def _commit_alone(connection: Connection, waiting: _Waiting) -> None:
    try:
        begin(connection)
        _attempt(connection, waiting)
        if waiting.error is None and not _in_transaction(connection):
            waiting.error = StorageBusy("the transaction was lost")
        if waiting.error is None:
            connection.commit()
    except (StorageError, StorageBusy) as error:
        waiting.error = as_busy(error)
        waiting.error.__cause__ = error
    finally:
        _abandoned(connection)


def _attempt(connection: Connection, waiting: _Waiting) -> None:
    try:
        waiting.result = waiting.unit(connection)
    except StopIteration as error:  # no future can carry it
        waiting.error = RuntimeError(f"a unit raised StopIteration: {error}")
    except Exception as error:  # noqa: BLE001 - handed to whoever waits for this unit
        waiting.error = as_busy(error) if is_storage_fault(error) else error


def begin(connection: Connection) -> None:
    """Begin a transaction that writes. Raises `StorageBusy` when another process holds the file."""
    connection.begin()
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except DBAPIError as error:
        _abandoned(connection)
        raise as_busy(error) from error


def drop_savepoints(connection: Connection) -> None:
    """Roll back the savepoints that a unit left open when it raised."""
    while (nested := connection.get_nested_transaction()) is not None:
        nested.rollback()


def _in_transaction(connection: Connection) -> bool:
    return bool(connection.connection.driver_connection.in_transaction)  # type: ignore[union-attr]  # it is open


def _abandoned(connection: Connection) -> bool:
    connection.rollback()
    return False


def _fail(connection: Connection, group: Sequence[_Waiting], error: Exception) -> None:
    """Hand an unforeseen error to everybody in the group; nothing of the group is kept."""
    _abandoned(connection)
    for waiting in group:
        waiting.result, waiting.error = None, error


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


def locked(file: str) -> Any:
    """Hold an exclusive lock beside the database file, released when this process ends, however it ends."""
    lock = Path(f"{file}.lock").open("w")  # noqa: SIM115 - stays open as long as the database
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise StorageBusy(f"another process already serves {file}; stop it first") from None
    return lock
