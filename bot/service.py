"""The running core: inbox, turns, outbox and timers over one database, whatever channels stand around it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from bot.channels.port import Channel, Inbound, Unreadable
from bot.planning import plan_years
from bot.receiving import Receiver
from bot.sending import Sender
from bot.storage.database import Connection, Database
from bot.storage.inbox import Letter
from bot.storage.outbox import Parcel
from bot.storage.statements import Statements
from bot.storage.work import Work, World
from bot.turn import Desk
from handlers.usecases.planning import PLAN
from scheduler.sweep import firings

KEPT = timedelta(days=30)
"""How long settled bodies are kept where nothing else is set."""


class Service:
    """Receives, handles, sends and ticks. Time enters by `tick` alone, so that it can be moved by hand."""

    def __init__(
        self,
        database: Database,
        world: World,
        channels: Mapping[str, Channel],
        kept: timedelta = KEPT,
    ) -> None:
        """Wire receiver and sender to each other over the database; settled bodies are `kept` so long."""
        self.database = database
        self.world = world
        self.kept = kept
        self.receiver = Receiver(database, world, self._offer)
        self.sender = Sender(database, world, channels, self._told)

    async def receive(self, items: Sequence[Inbound | Unreadable]) -> None:
        """Take in what a channel brought; returns after the commit. Raises `Busy`."""
        await self.receiver.receive(items)

    async def recover(self) -> None:
        """Plan the years, take up what stood unhandled and unsent when the service last ended."""
        await self.database.run(self._plan)
        await self.sender.recover()
        await self.receiver.sweep()

    async def keep_planning(self) -> None:
        """Plan the years where the nightly timer is gone: its letter was parked, or somebody cleared it."""
        await self.database.run(lambda connection: self._plan(connection, only_if_stopped=True))

    async def tick(self) -> None:
        """Fire what is due, and look after lanes and parcels that wait."""
        await self.fire_due()
        await self.receiver.sweep()
        await self.sender.sweep()

    async def fire_due(self) -> None:
        """Turn due timers into letters and handle them."""
        while lanes := await self.database.run(self._fire):
            for lane in lanes:
                await self.receiver.work_lane(lane)

    async def forget(self) -> None:
        """Blank the bodies of queue rows that were settled long ago."""
        before = (self.world.clock.now() - self.kept).timestamp()
        await self.database.run(lambda connection: _blank(connection, self.world, before))
        if self.database.engine.dialect.name == "sqlite":
            await self.database.read(_empty_log)

    async def settle(self) -> None:
        """Wait until nothing is under way (the outbox may hold what waits for its time)."""
        while self.receiver.busy or self.sender.busy:
            await self.receiver.settle()
            await self.sender.settle()

    async def stop(self) -> None:
        """Take in nothing more, finish what is under way, leave the rest in the queues."""
        await self.receiver.stop()
        await self.sender.stop()

    def _offer(self, parcels: Sequence[Parcel]) -> None:
        self.sender.offer(parcels)

    async def _told(self, item: Inbound) -> None:
        await self.receiver.receive([item])

    def _plan(self, connection: Connection, *, only_if_stopped: bool = False) -> None:
        work = Work(connection, self.world)
        if not only_if_stopped or work.timers.get(PLAN) is None:
            plan_years(work)
        work.let_go()

    def _fire(self, connection: Connection) -> Sequence[str]:
        desk = Desk(connection, self.world)
        lanes: dict[str, None] = {}
        for firing in firings(desk.timers.take_due(desk.now), desk.work.now):
            letter = Letter(0, "clock", firing.lane, f"clock:{firing.lane}", firing.fired, "", "", desk.now)
            desk.inbox.put(letter, firing.external_id)
            lanes[letter.lane] = None
        return list(lanes)


def _blank(connection: Connection, world: World, before: float) -> None:
    desk = Desk(connection, world)
    desk.inbox.blank_before(before)
    desk.outbox.blank_before(before)
    desk.work.notices.blank_before(datetime.fromtimestamp(before, UTC))


def _empty_log(connection: Connection) -> None:
    """Empty the write-ahead log, in which what was blanked would live on; not possible in a transaction."""
    Statements(connection).rows("PRAGMA wal_checkpoint(TRUNCATE)")
