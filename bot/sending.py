"""From the outbox to the channels: in order for each person, side by side between people, with a receipt for each."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.channels.port import (
    Channel,
    Delivered,
    Delivery,
    Impossible,
    Inbound,
    Later,
    Moved,
    Outcome,
    Unreachable,
)
from bot.storage.addresses import move_chat
from bot.storage.database import Connection, Database, StorageBusy
from bot.storage.outbox import BULK, SILENT, Parcel
from bot.storage.statements import Statements
from bot.storage.work import World
from bot.turn import LEASE, Desk
from handlers.dialogue.replies import Reached

ATTEMPTS = 40  # at most: with the longest pause of ten minutes more than five hours
LONGEST = 600.0  # seconds between two attempts

log = logging.getLogger("expertbot.sending")


@dataclass
class Sent:
    """What the sender did since it started. `unknown` may have arrived twice: Telegram has no idempotency key."""

    sent: int = 0
    unknown: int = 0
    later: int = 0
    buried: int = 0


@dataclass
class Sender:
    """Delivers parcels; `told` is called with an address that turned out closed, to be handled as a message."""

    database: Database
    world: World
    channels: Mapping[str, Channel]
    told: Callable[[Inbound], Awaitable[None]]
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    counters: Sent = field(default_factory=Sent)
    _lanes: dict[int, deque[Parcel]] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _stopping: bool = False

    def offer(self, parcels: Sequence[Parcel]) -> None:
        """Take parcels that stand in the outbox; a newer version of a card replaces one that waits."""
        for parcel in parcels:
            lane = self._lanes.get(parcel.person_id)
            if lane is None:
                self._lanes[parcel.person_id] = deque((parcel,))
                self._spawn(parcel.person_id)
            else:
                self._line_up(lane, parcel)

    async def recover(self) -> None:
        """Take up what stood unsent when the service last ended."""
        parcels = await self.database.run(lambda connection: self._claim(connection, everything=True))
        self.counters.unknown += sum(1 for parcel in parcels if parcel.attempts)
        self.offer(parcels)

    async def sweep(self) -> None:
        """Take up what no replica holds any more, and keep holding what this one holds."""
        held = {parcel.id for lane in self._lanes.values() for parcel in lane}
        found = await self.database.run(lambda connection: self._claim(connection, everything=False))
        self.offer([parcel for parcel in found if parcel.id not in held])

    @property
    def busy(self) -> bool:
        """Say whether anything is under way."""
        return bool(self._tasks)

    async def settle(self) -> None:
        """Wait until nothing is under way."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def stop(self, grace: float = 5.0) -> None:
        """Finish the deliveries under way within `grace` seconds; the rest stays in the outbox."""
        self._stopping = True
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=grace)
        for task in self._tasks:
            task.cancel()

    def _line_up(self, lane: deque[Parcel], parcel: Parcel) -> None:
        waiting = list(lane)[1:]
        old = [p for p in waiting if parcel.card and p.card == parcel.card]
        for stale in old:
            lane.remove(stale)
        lane.append(parcel)

    def _spawn(self, person_id: int) -> None:
        task = asyncio.get_running_loop().create_task(self._drain(person_id))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _drain(self, person_id: int) -> None:
        lane = self._lanes[person_id]
        try:
            while lane and not self._stopping:
                if await self._deliver(lane[0]):
                    lane.popleft()
        finally:
            del self._lanes[person_id]

    async def _deliver(self, parcel: Parcel) -> bool:
        """Deliver one parcel; true when it is settled, false when it has to be tried again."""
        current: Parcel | None = parcel
        channel = self.channels.get(parcel.channel)
        if channel is None:
            current = await self.database.run(lambda c: Desk(c, self.world).outbox.resolve(parcel.id))
            channel = self.channels.get(current.channel) if current else None
        if current is None:
            return True
        if channel is None:
            await self._bury(current, "no address")
            return True
        outcome = await channel.deliver(_delivery(current))
        return await self._settled(current, outcome)

    async def _settled(self, parcel: Parcel, outcome: Outcome) -> bool:
        match outcome:
            case Delivered(receipt=receipt):
                self.counters.sent += 1
                return await self._receipted(parcel, receipt)
            case Later():
                await self._put_off(parcel, outcome)
                return parcel.attempts + 1 >= ATTEMPTS
            case Unreachable(why=why):
                await self._closed(parcel)
                return await self._elsewhere(parcel, why)
            case Moved(chat=chat):
                await self.database.run(lambda c: move_chat(Statements(c), parcel.channel, parcel.chat, chat))
                self._replace(replace(parcel, chat=chat))
                return False
            case Impossible(why=why):
                log.error("refused for good", extra={"action": "outbox.refused", "outbox": parcel.id})
                await self._bury(parcel, why)
                return True

    async def _receipted(self, parcel: Parcel, receipt: str) -> bool:
        """Store the receipt; while the database is away wait, because sending again would be a second copy."""
        while True:
            try:
                await self.database.run(
                    lambda c: (desk := Desk(c, self.world)).outbox.sent(parcel, receipt, desk.now)
                )
            except StorageBusy:
                await self.sleep(1.0)
            else:
                return True

    async def _put_off(self, parcel: Parcel, later: Later) -> None:
        self.counters.later += 1
        self.counters.unknown += later.unknown
        growing = min(LONGEST, 2.0**parcel.attempts) * self.world.clock.jitter() if later.counts else 0.0
        wait = max(later.seconds, growing)
        then = self.world.clock.now().timestamp() + wait
        await self.database.run(
            lambda c: Desk(c, self.world).outbox.later(parcel.id, then, later.why, counts=later.counts)
        )
        if parcel.attempts + 1 >= ATTEMPTS:
            await self._bury(parcel, "tried too often")
            return
        await self.sleep(wait)
        if resolved := await self.database.run(lambda c: Desk(c, self.world).outbox.resolve(parcel.id)):
            self._replace(replace(resolved, attempts=parcel.attempts + later.counts))
        else:
            self._replace(replace(parcel, channel="", chat=""))

    async def _elsewhere(self, parcel: Parcel, why: str) -> bool:
        """Try the person's next address, if there is one."""
        found = await self.database.run(lambda c: Desk(c, self.world).outbox.resolve(parcel.id))
        if found is not None and found.chat and (found.channel, found.chat) != (parcel.channel, parcel.chat):
            self._replace(found)
            return False
        await self._bury(parcel, why)
        return True

    async def _closed(self, parcel: Parcel) -> None:
        now = self.world.clock.now()
        await self.told(Inbound(parcel.channel, f"closed:{parcel.id}", parcel.chat, Reached(open=False), now))

    async def _bury(self, parcel: Parcel, why: str) -> None:
        self.counters.buried += 1
        await self.database.run(lambda c: Desk(c, self.world).outbox.bury(parcel.id, why))

    def _replace(self, parcel: Parcel) -> None:
        lane = self._lanes.get(parcel.person_id)
        if lane:
            lane[0] = parcel

    def _claim(self, connection: Connection, *, everything: bool) -> Sequence[Parcel]:
        desk = Desk(connection, self.world)
        desk.outbox.renew(desk.now, LEASE)
        alone = everything and desk.statements.on_sqlite
        return desk.outbox.claim(desk.now, LEASE, all_of_them=alone)


def _delivery(parcel: Parcel) -> Delivery:
    return Delivery(
        row=parcel.id,
        chat=parcel.chat,
        message=parcel.message,
        edits=parcel.edits,
        silent=bool(parcel.flags & SILENT),
        bulk=bool(parcel.flags & BULK),
    )
