"""From the outbox to the channels: in order for each person, side by side between people, with receipts."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from bot.channels.port import (
    Busy,
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
from bot.storage.database import Database, StorageBusy
from bot.storage.outbox import BULK, SILENT, Parcel, Receipt
from bot.storage.receipts import Receipts
from bot.storage.statements import Statements
from bot.storage.work import World
from bot.turn import LEASE, Desk
from handlers.dialogue.replies import Reached
from handlers.domain.reaching import OUTSIDE
from handlers.effects import Schedule

ATTEMPTS = 40  # at most: with the longest pause of ten minutes more than five hours
LOST = "notice.lost"  # the timer of what could not be handed over outside the chats
LONGEST = 600.0  # seconds between two attempts
AWAY = 1.0  # seconds until the database is asked again

log = logging.getLogger("expertbot.sending")


@dataclass
class Sent:
    """What the sender did so far. `unknown` may have come twice, as Telegram has no idempotency key."""

    sent: int = 0
    unknown: int = 0
    later: int = 0
    buried: int = 0


@dataclass
class Sender:
    """Delivers parcels; `told` takes an address that turned out closed, to be handled as a message."""

    database: Database
    world: World
    channels: Mapping[str, Channel]
    told: Callable[[Inbound], Awaitable[None]]
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    counters: Sent = field(default_factory=Sent)
    _lanes: dict[int, deque[Parcel]] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _resting: set[asyncio.Task[None]] = field(default_factory=set)
    _under_way: set[int] = field(default_factory=set)
    _renewed: float = 0.0
    _stopping: bool = False

    def __post_init__(self) -> None:
        """Let receipts share commits."""
        self._receipts = Receipts(self.database, self.world.holder)

    def offer(self, parcels: Sequence[Parcel]) -> None:
        """Take parcels that stand in the outbox; a newer version of a card replaces one that waits."""
        for parcel in parcels:
            lane = self._lanes.get(_lane(parcel))
            if lane is None:
                self._lanes[_lane(parcel)] = deque((parcel,))
                self._spawn(_lane(parcel))
            else:
                self._line_up(lane, parcel)

    async def recover(self) -> None:
        """Take up what stood unsent when the service last ended."""
        if self.database.engine.dialect.name == "sqlite":  # alone: nobody else can hold anything
            await self.database.run(lambda connection: Desk(connection, self.world).outbox.expire())
        while await self._take_up():
            pass

    async def sweep(self) -> None:
        """Keep holding what waits here, and take up what no replica holds any more."""
        held = self._held()
        if held and self.world.clock.monotonic() - self._renewed > LEASE / 3:
            self._renewed = self.world.clock.monotonic()
            await self.database.run(
                lambda c: (desk := Desk(c, self.world)).outbox.renew(held, desk.now, LEASE)
            )
        await self._take_up()

    @property
    def busy(self) -> bool:
        """Say whether anything is under way."""
        return bool(self._tasks)

    async def settle(self) -> None:
        """Wait until nothing is under way."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def stop(self, grace: float = 5.0) -> None:
        """Finish the deliveries under way within `grace` seconds; the rest is free for whoever comes next."""
        self._stopping = True
        for task in self._resting:
            task.cancel()
        tasks = set(self._tasks)
        if tasks:
            await asyncio.wait(tasks, timeout=grace)
        under_way = list(self._under_way)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        with suppress(StorageBusy):
            await self.database.run(lambda c: Desk(c, self.world).outbox.release(under_way))

    async def _take_up(self) -> int:
        """Claim what is free; return how many rows were new to this process."""
        found = await self.database.run(lambda c: (desk := Desk(c, self.world)).outbox.claim(desk.now, LEASE))
        held = set(self._held())
        fresh = [parcel for parcel in found if parcel.id not in held]
        self.counters.unknown += sum(parcel.doubtful for parcel in fresh)
        self.offer(fresh)
        return len(fresh)

    def _held(self) -> list[int]:
        return [parcel.id for lane in self._lanes.values() for parcel in lane]

    def _line_up(self, lane: deque[Parcel], parcel: Parcel) -> None:
        waiting = list(lane)[1:]
        old = [p for p in waiting if parcel.card and p.card == parcel.card]
        for stale in old:
            lane.remove(stale)
        lane.append(parcel)

    def _spawn(self, lane: int) -> None:
        task = asyncio.get_running_loop().create_task(self._drain(lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _drain(self, number: int) -> None:
        lane = self._lanes[number]
        try:
            while lane and not self._stopping:
                if await self._tried(lane[0]):
                    lane.popleft()
        finally:
            del self._lanes[number]

    async def _tried(self, parcel: Parcel) -> bool:
        """Deliver one parcel; true when it is settled, false when it has to be tried again."""
        try:
            return await self._deliver(parcel)
        except (StorageBusy, Busy):
            log.warning("storage busy", extra={"action": "outbox.postponed", "outbox": parcel.id})
            await self._rest(AWAY)
            return False

    async def _deliver(self, parcel: Parcel) -> bool:
        current: Parcel | None = parcel
        if (wait := parcel.not_before - self.world.clock.now().timestamp()) > 0:
            await self._rest(min(LONGEST, wait))
        if parcel.not_before or parcel.channel not in self.channels or self._may_be_stale(parcel):
            current = await self.database.run(lambda c: Desk(c, self.world).outbox.resolve(parcel.id))
        if current is None:
            return True
        channel = self.channels.get(current.channel)
        if channel is None:
            await self._bury(current, "no address")
            return True
        return await self._settled(current, await self._outcome(channel, current))

    def _may_be_stale(self, parcel: Parcel) -> bool:
        """Say whether another replica may have put a newer version of this card in its place."""
        return bool(parcel.card) and self.database.engine.dialect.name != "sqlite"

    async def _outcome(self, channel: Channel, parcel: Parcel) -> Outcome:
        self._under_way.add(parcel.id)
        try:
            return await channel.deliver(_delivery(parcel))
        except Exception as error:  # noqa: BLE001 - must not hold up those behind it
            log.error(  # noqa: TRY400 - the error's own words may quote the message
                "delivery failed: O%d %s", parcel.id, type(error).__name__,
                extra={"action": "outbox.fault", "outbox": parcel.id},
            )  # fmt: skip
            return Impossible(type(error).__name__)

    async def _settled(self, parcel: Parcel, outcome: Outcome) -> bool:
        """Store what came of it; `_under_way` until then, because it may have been sent."""
        try:
            return await self._stored(parcel, outcome)
        finally:
            self._under_way.discard(parcel.id)

    async def _stored(self, parcel: Parcel, outcome: Outcome) -> bool:
        match outcome:
            case Delivered(receipt=receipt):
                self.counters.sent += 1
                return await self._receipted(parcel, receipt)
            case Later():
                return await self._put_off(parcel, outcome)
            case Unreachable(why=why) if parcel.channel in OUTSIDE:
                await self._bury(parcel, why, gone=True)
                return True
            case Unreachable(why=why):
                await self._closed(parcel)
                return await self._elsewhere(parcel, why)
            case Moved(chat=chat):
                await self.database.run(lambda c: move_chat(Statements(c), parcel.channel, parcel.chat, chat))
                self._move(parcel, chat)
                return False
            case Impossible(why=why):
                log.error("refused for good: O%d", parcel.id, extra={"action": "outbox.refused"})
                await self._bury(parcel, why)
                return True

    async def _receipted(self, parcel: Parcel, receipt: str) -> bool:
        """Store the receipt; wait while the database is away, because sending again makes a second copy."""
        while True:
            try:
                await self._receipts.keep(Receipt(parcel, receipt, self.world.clock.now().timestamp()))
            except StorageBusy:
                await self.sleep(AWAY)
            else:
                return True

    async def _put_off(self, parcel: Parcel, later: Later) -> bool:
        """Wait at the head of the lane; true when there is nothing to send any more."""
        self.counters.later += 1
        self.counters.unknown += later.unknown
        growing = min(LONGEST, 2.0**parcel.attempts) * self.world.clock.jitter() if later.counts else 0.0
        wait = max(later.seconds, growing)
        attempts = parcel.attempts + later.counts
        if attempts >= ATTEMPTS:
            await self._bury(parcel, "tried too often")
            return True
        then = self.world.clock.now().timestamp() + wait
        await self.database.run(
            lambda c: Desk(c, self.world).outbox.later(parcel.id, then, later.why, counts=later.counts)
        )
        self._under_way.discard(parcel.id)
        await self._rest(wait)
        found = await self.database.run(lambda c: Desk(c, self.world).outbox.resolve(parcel.id))
        if found is not None:
            self._replace(replace(found, attempts=attempts, not_before=0.0))
        return found is None

    async def _elsewhere(self, parcel: Parcel, why: str) -> bool:
        """Try the person's next address, if there is one."""
        but = (parcel.channel, parcel.chat)
        found = await self.database.run(lambda c: Desk(c, self.world).outbox.resolve(parcel.id, but))
        if found is not None and found.chat:
            self._replace(found)
            return False
        await self._bury(parcel, why)
        return True

    async def _closed(self, parcel: Parcel) -> None:
        now = self.world.clock.now()
        number = f"closed:{parcel.id}:{parcel.chat}"
        await self.told(Inbound(parcel.channel, number, parcel.chat, Reached(open=False), now))

    async def _rest(self, seconds: float) -> None:
        """Sleep with nothing under way, so that stopping need not wait for it."""
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("only a task can rest")
        self._resting.add(task)
        try:
            await self.sleep(seconds)
        finally:
            self._resting.discard(task)

    async def _bury(self, parcel: Parcel, why: str, *, gone: bool = False) -> None:
        """Give it up; outside the chats the next way is tried, and a `gone` address is never used again."""
        self.counters.buried += 1
        await self.database.run(lambda c: _buried(Desk(c, self.world), parcel, why, gone=gone))

    def _move(self, parcel: Parcel, chat: str) -> None:
        lane = self._lanes[_lane(parcel)]
        for place, other in enumerate(lane):
            if (other.channel, other.chat) == (parcel.channel, parcel.chat):
                lane[place] = replace(other, chat=chat)

    def _replace(self, parcel: Parcel) -> None:
        lane = self._lanes.get(_lane(parcel))
        if lane:
            lane[0] = parcel


def _lane(parcel: Parcel) -> int:
    """Return whom it waits behind: an e-mail that is put off for hours must not hold up the person's chat."""
    return -parcel.person_id if parcel.channel in OUTSIDE else parcel.person_id


def _buried(desk: Desk, parcel: Parcel, why: str, *, gone: bool) -> None:
    desk.outbox.bury(parcel.id, why)
    if parcel.channel in OUTSIDE:
        facts = {"way": parcel.channel, "gone": gone}
        desk.timers.set(Schedule(f"lost:{parcel.id}", desk.work.now, LOST, parcel.card, facts))


def _delivery(parcel: Parcel) -> Delivery:
    return Delivery(
        row=parcel.id,
        chat=parcel.chat,
        message=parcel.message,
        edits=parcel.edits,
        silent=bool(parcel.flags & SILENT),
        bulk=bool(parcel.flags & BULK),
    )
