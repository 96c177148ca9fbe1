"""Receipts share commits: while one unit of them is on its way to the disk, the next ones gather."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.storage.database import Connection, Database
from bot.storage.outbox import Outbox, Receipt
from bot.storage.statements import Statements


@dataclass(slots=True)
class _Batch:
    """Receipts for one unit; all who wait for it wait for the same future."""

    stored: asyncio.Future[None]
    receipts: list[Receipt] = field(default_factory=list)


class Receipts:
    """Stores receipts, one unit under way at a time."""

    def __init__(self, database: Database, holder: str) -> None:
        """Write to this database in this process's name."""
        self._database = database
        self._holder = holder
        self._gathering: _Batch | None = None
        self._round: asyncio.Task[None] | None = None

    async def keep(self, receipt: Receipt) -> None:
        """Return when the receipt is durable. Raises `StorageBusy`."""
        loop = asyncio.get_running_loop()
        if self._gathering is None:
            self._gathering = _Batch(loop.create_future())
        batch = self._gathering
        batch.receipts.append(receipt)
        if self._round is None:
            self._round = loop.create_task(self._store())
        await asyncio.shield(batch.stored)

    async def _store(self) -> None:
        try:
            while (batch := self._gathering) is not None:
                self._gathering = None
                await self._stored(batch)
        finally:
            self._round = None

    async def _stored(self, batch: _Batch) -> None:
        try:
            await self._database.run(lambda connection: self._write(connection, batch.receipts))
        except Exception as error:  # noqa: BLE001 - handed to those who wait for their receipts
            batch.stored.set_exception(error)
        else:
            batch.stored.set_result(None)
        finally:
            batch.stored.cancel()

    def _write(self, connection: Connection, receipts: Sequence[Receipt]) -> None:
        Outbox(Statements(connection), self._holder).sent(receipts)
