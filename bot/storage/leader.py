"""One poller among replicas: a lock of PostgreSQL's that lives as long as the connection that holds it."""

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

POLLING = 7_301_003
LOOK = 5.0  # seconds between two looks at the lock, and between two tries to take it
_HELD = (
    "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted"
    " AND objid = %(key)s AND pid = pg_backend_pid())"
)
_TAKE = "SELECT pg_try_advisory_lock(%(key)s)"

Job = Callable[[asyncio.Event], Awaitable[None]]
"""What the leader does until the event is set."""

log = logging.getLogger("expertbot.leader")


class Leader:
    """Holds the right to poll. On SQLite there is one process, which always holds it."""

    def __init__(self, engine: Engine, look: float = LOOK) -> None:
        """Use a connection of its own, opened when first asked."""
        self._engine = engine
        self._every = look
        self._connection: Connection | None = None
        self._busy = threading.Lock()

    async def lead(self, job: Job, stopping: asyncio.Event) -> None:
        """Run the job whenever this process leads, until `stopping`; it is ended when the lock is lost."""
        try:
            while not stopping.is_set():
                if await self.leads():
                    await self._while_leading(job, stopping)
                else:
                    await _pause(stopping, self._every)
        finally:
            self.let_go()

    async def leads(self) -> bool:
        """Say whether this process holds the lock, taking it when it is free."""
        if self._engine.dialect.name == "sqlite":
            return True
        return await asyncio.to_thread(self._ask, _HELD, _TAKE)

    async def holds(self) -> bool:
        """Say whether the lock is still held; where the database does not answer in time it may not be."""
        if self._engine.dialect.name == "sqlite":
            return True
        try:
            return await asyncio.wait_for(asyncio.to_thread(self._ask, _HELD), self._every)
        except TimeoutError:
            self.let_go()
            return False

    def let_go(self) -> None:
        """Release the lock; a connection on which somebody waits is closed by whoever does."""
        connection, self._connection = self._connection, None
        if connection is not None and self._busy.acquire(blocking=False):
            with suppress(DBAPIError):
                connection.close()
            self._busy.release()

    async def _while_leading(self, job: Job, stopping: asyncio.Event) -> None:
        over = asyncio.Event()
        watch = asyncio.create_task(self._watch(stopping, over))
        try:
            await job(over)
        finally:
            watch.cancel()
            with suppress(asyncio.CancelledError):
                await watch

    async def _watch(self, stopping: asyncio.Event, over: asyncio.Event) -> None:
        while not stopping.is_set() and await self.holds():
            await _pause(stopping, self._every)
        if not stopping.is_set():
            log.warning("the lock is lost", extra={"action": "leader.lost"})
        over.set()

    def _ask(self, *questions: str) -> bool:
        """Say whether one of these holds on the lock's own connection; one that fails is given up."""
        with self._busy:
            connection = self._connection
            try:
                connection = connection or (self._opened() if _TAKE in questions else None)
                held = connection is not None and any(
                    connection.exec_driver_sql(question, {"key": POLLING}).scalar() for question in questions
                )
            except DBAPIError:
                self._drop(connection)
                return False
        if self._connection is not connection:  # let go meanwhile, by somebody who did not wait
            self._drop(connection)
            return False
        return held

    def _opened(self) -> Connection:
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        connection.detach()
        self._connection = connection
        return connection

    def _drop(self, connection: Connection | None) -> None:
        if connection is None:
            return
        if self._connection is connection:
            self._connection = None
        with suppress(DBAPIError):
            connection.close()


async def _pause(stopping: asyncio.Event, seconds: float) -> None:
    """Wait so many seconds, or until stopping is set."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stopping.wait()
