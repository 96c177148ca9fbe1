"""What a database is to the service: units of work run to their commit, and the names of its faults."""

import sqlite3
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Protocol, TypeVar

import sqlalchemy
from sqlalchemy import create_engine, event
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError

from bot.storage.statements import Statements

Connection = sqlalchemy.Connection
Engine = sqlalchemy.Engine
Savepoint = sqlalchemy.NestedTransaction
StorageError = SQLAlchemyError
"""The names by which the rest of the service speaks of the database library."""

Result = TypeVar("Result")
Unit = Callable[[Connection], Result]

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


def make_engine(url: str, synchronous: str = "FULL") -> Engine:
    """Return an engine that leaves BEGIN to us on SQLite and keeps people's words out of its errors."""
    if not url.startswith("sqlite"):
        engine = create_engine(url, hide_parameters=True, pool_size=8, max_overflow=4, pool_pre_ping=False)
        return _with_plain_savepoints(engine)
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
            "secure_delete=ON",  # what somebody erased must not stay legible in the file's free space
            "cache_size=-65536",
            "temp_store=MEMORY",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return _with_plain_savepoints(engine)


def _with_plain_savepoints(engine: Engine) -> Engine:
    """Let savepoints be plain statements: each turn has one, and SQLAlchemy would compile it every time."""
    for method, words in _SAVEPOINTS.items():
        setattr(engine.dialect, method, partial(_savepoint, words))
    return engine


_SAVEPOINTS = {
    "do_savepoint": ("SAVEPOINT turn",),
    "do_release_savepoint": ("RELEASE SAVEPOINT turn",),
    "do_rollback_to_savepoint": ("ROLLBACK TO SAVEPOINT turn", "RELEASE SAVEPOINT turn"),
}
"""All of one name, the innermost is meant: statements with a number each would be prepared anew each."""


def _savepoint(words: Sequence[str], connection: Connection, _name: str) -> None:
    statements = Statements(connection)
    for each in words:
        statements.run(each)


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


def may_go_through(error: DBAPIError) -> bool:
    """Say whether the same transaction may go through at once: connection lost, serialization, deadlock."""
    return error.connection_invalidated or getattr(error.orig, "sqlstate", None) in {"40001", "40P01"}


def as_busy(error: BaseException) -> StorageBusy:
    """Return the fault as the service knows it, without the statement's words."""
    return error if isinstance(error, StorageBusy) else StorageBusy(str(getattr(error, "orig", error)))
