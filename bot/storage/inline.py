"""SQLite without a thread of its own: for a year that is played, where one thing happens after the other."""

from bot.storage.database import (
    Connection,
    Result,
    Unit,
    as_busy,
    is_storage_fault,
    make_engine,
)
from bot.storage.sqlite import locked
from bot.storage.statements import Statements


class InlineDatabase:
    """Runs each unit in a transaction of its own, at once; one process alone, as with the real one."""

    def __init__(self, url: str, synchronous: str = "FULL") -> None:
        """Lock the file and open it. Raises `StorageBusy` when another process has it."""
        self.engine = make_engine(url, synchronous)
        self._lock = locked(self.engine.url.database or "")
        self._connection = self.engine.connect()

    async def run(self, unit: Unit[Result]) -> Result:
        """Run the unit and commit."""
        connection = self._connection
        with connection.begin():
            Statements(connection).run("BEGIN IMMEDIATE")
            return self._ran(unit, connection)

    async def read(self, unit: Unit[Result]) -> Result:
        """Run a unit that only reads: nothing else is under way that it could stand beside."""
        try:
            return self._ran(unit, self._connection)
        finally:
            self._connection.rollback()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
        self.engine.dispose()
        self._lock.close()

    def _ran(self, unit: Unit[Result], connection: Connection) -> Result:
        try:
            return unit(connection)
        except Exception as error:
            if is_storage_fault(error):
                raise as_busy(error) from error
            raise
