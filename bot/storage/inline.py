"""SQLite without a thread of its own: for a year that is played, where one thing happens after the other."""

from sqlalchemy.exc import DBAPIError

from bot.storage.database import (
    Result,
    Unit,
    as_busy,
    is_storage_fault,
    make_engine,
)
from bot.storage.sqlite import begin, drop_savepoints, locked
from bot.storage.statements import Statements


class InlineDatabase:
    """Runs each unit at once and alone; many share one transaction, which is committed when told to.

    Each has a savepoint, so that one that raises leaves nothing. `group` numbers the commits and is kept in
    the file: what is written beside it can tell what still counts after a kill.
    """

    def __init__(self, url: str, synchronous: str = "FULL") -> None:
        """Lock the file and open it. Raises `StorageBusy` when another process has it."""
        self.engine = make_engine(url, synchronous)
        self._lock = locked(self.engine.url.database or "")
        self._connection = self.engine.connect()
        self._statements = Statements(self._connection)
        self.waiting = 0
        self.group = int(self._statements.value("PRAGMA user_version"))
        begin(self._connection)

    async def run(self, unit: Unit[Result]) -> Result:
        """Run the unit; what it wrote is kept with the next commit."""
        self._statements.run("SAVEPOINT unit")
        result = self._ran(unit)
        self._statements.run("RELEASE unit")
        self.waiting += 1
        return result

    async def read(self, unit: Unit[Result]) -> Result:
        """Run a unit that only reads: nothing else is under way that it could stand beside."""
        self._statements.run("SAVEPOINT unit")
        result = self._ran(unit)
        self._take_back()
        return result

    def commit(self) -> None:
        """Keep all that was run since the last commit, as one more group."""
        self.group += 1
        self._statements.run(f"PRAGMA user_version = {self.group}")
        try:
            self._connection.commit()
        except DBAPIError as error:
            raise as_busy(error) from error
        self.waiting = 0
        begin(self._connection)

    def close(self) -> None:
        """Drop what was not committed and let go of the file."""
        self._connection.close()
        self.engine.dispose()
        self._lock.close()

    def _ran(self, unit: Unit[Result]) -> Result:
        try:
            return unit(self._connection)
        except Exception as error:
            if is_storage_fault(error):  # the transaction may be gone, and with it those before this unit
                raise as_busy(error) from error
            self._take_back()
            raise

    def _take_back(self) -> None:
        drop_savepoints(self._connection)
        self._statements.run("ROLLBACK TO unit")
        self._statements.run("RELEASE unit")
