"""One poller among replicas: a lock of PostgreSQL's that lives as long as the connection that holds it."""

import asyncio

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

POLLING = 7_301_003
_HELD = (
    "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted"
    " AND objid = %(key)s AND pid = pg_backend_pid())"
)


class Leader:
    """Holds the right to poll. On SQLite there is one process, which always holds it."""

    def __init__(self, engine: Engine) -> None:
        """Use a connection of its own, opened when first asked."""
        self._engine = engine
        self._connection: Connection | None = None

    async def leads(self) -> bool:
        """Say whether this process holds the lock, taking it when it is free."""
        if self._engine.dialect.name == "sqlite":
            return True
        return await asyncio.to_thread(self._try)

    def let_go(self) -> None:
        """Release the lock."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _try(self) -> bool:
        try:
            if self._connection is None:
                self._connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
                self._connection.detach()
            key = {"key": POLLING}
            held = (
                self._connection.exec_driver_sql(_HELD, key).scalar()
                or self._connection.exec_driver_sql("SELECT pg_try_advisory_lock(%(key)s)", key).scalar()
            )
        except DBAPIError:
            self.let_go()
            return False
        return bool(held)
