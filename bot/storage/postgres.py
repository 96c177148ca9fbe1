"""PostgreSQL: a pool of connections on a few threads."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy.exc import DBAPIError

from bot.storage import database
from bot.storage.database import (
    Result,
    StorageBusy,
    Unit,
    as_busy,
    is_storage_fault,
    make_engine,
    may_go_through,
)


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
        if self._waiting > database.WAITING:
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
                if attempt == self.attempts or not may_go_through(error):
                    raise as_busy(error) from error
        raise StorageBusy("the database did not answer")
