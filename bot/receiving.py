"""From the channels into the inbox, and from the inbox through a turn, in order for each conversation."""

import asyncio
import logging
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from bot.channels.port import Busy, Inbound, Unreadable
from bot.storage.database import Connection, Database, Savepoint, StorageBusy, is_storage_fault
from bot.storage.inbox import Letter, storable, storable_reply
from bot.storage.outbox import Parcel
from bot.storage.work import Happened, Work, World
from bot.turn import Desk, Known, Thoughts, apologise, handle
from handlers.dialogue.step import Want, Wanted
from handlers.thinking import work_out

ATTEMPTS = 4  # a turn that raises is tried so often before its letter is parked
BACK_OFF = 2.0  # seconds before the second attempt; doubles
THOUGHTS = 12  # facts that one letter may want
DEPTH = 6  # calls that the log names when a turn failed

log = logging.getLogger("expertbot.receiving")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one attempt at a lane: parcels to send, a fact that is wanted, a turn to try again."""

    parcels: Sequence[Parcel] = ()
    want: Want | None = None
    wanted_by: Letter | None = None
    retry_after: float | None = None
    idle: bool = False
    handled: int = 0
    happened: Sequence[Happened] = ()


@dataclass
class Counters:
    """What the receiver did since it started."""

    received: int = 0
    duplicates: int = 0
    handled: int = 0
    failed: int = 0
    parked: int = 0
    unreadable: int = 0


@dataclass
class Receiver:
    """Stores what arrives, then works the lanes.

    After the commit `offer` is handed what is to be sent, and `noticed` what happened.
    """

    database: Database
    world: World
    offer: Callable[[Sequence[Parcel]], None]
    noticed: Callable[[Sequence[Happened]], None] = lambda _happened: None
    counters: Counters = field(default_factory=Counters)
    stopping: bool = False
    thoughts: Thoughts = field(default_factory=Thoughts)
    _lanes: set[str] = field(default_factory=set)
    _again: set[str] = field(default_factory=set)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def receive(self, items: Sequence[Inbound | Unreadable]) -> None:
        """Store all of them durably, handle what can be handled. Raises `Busy` when it cannot commit."""
        if self.stopping:
            raise Busy("the service is stopping")
        try:
            if len(items) == 1 and isinstance(items[0], Inbound):
                await self._receive_one(items[0])
            else:
                await self._receive_many(items)
        except StorageBusy as error:
            raise Busy(str(error)) from error

    async def work_lane(self, lane: str, begun: Outcome | None = None) -> None:
        """Handle a lane's letters one after the other until none is left or one has to wait.

        `begun` is what came of a first attempt.
        """
        if self.stopping:
            return
        if lane in self._lanes:
            self._again.add(lane)  # whoever works it may just have found it empty
            return
        self._lanes.add(lane)
        try:
            await self._work(lane, begun)
        except StorageBusy:
            log.warning("storage busy", extra={"action": "lane.postponed"})
        finally:
            self._lanes.discard(lane)
            self._again.discard(lane)

    async def _work(self, lane: str, begun: Outcome | None) -> None:
        facts: dict[Want, Any] = {}
        while not self.stopping:
            self._again.discard(lane)
            if begun is None:
                begun = await self.database.run(partial(self._next, lane=lane, facts=dict(facts)))
            outcome, begun = begun, None
            if outcome.want is not None:
                thought = await self._thought(outcome)
                if isinstance(thought, dict):
                    facts |= thought
                    continue
                outcome = thought
            facts = {}
            self._after(lane, outcome)
            if (outcome.idle or outcome.retry_after is not None) and lane not in self._again:
                return

    async def sweep(self) -> None:
        """Take up every lane that waits: after a start, after a failure, from another replica that died."""
        now = self.world.clock.now().timestamp()
        for lane in await self.database.read(lambda c: Desk(c, self.world).inbox.lanes(now)):
            self._spawn(lane)

    @property
    def busy(self) -> bool:
        """Say whether anything is under way."""
        return bool(self._tasks)

    async def settle(self) -> None:
        """Wait until no lane is being worked."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def stop(self) -> None:
        """Take in nothing more and let the turns under way finish."""
        self.stopping = True
        await self.settle()

    async def _receive_one(self, item: Inbound) -> None:
        letter = letter_of(item)
        outcome = await self.database.run(
            lambda connection: self._accept_and_handle(connection, item, letter)
        )
        self.counters.received += 1
        if outcome is None:
            self.counters.duplicates += 1
            return
        self._after(letter.lane, outcome)
        if outcome.want is not None or outcome.idle:
            self._spawn(letter.lane, outcome if outcome.want is not None else None)

    async def _receive_many(self, items: Sequence[Inbound | Unreadable]) -> None:
        lanes = await self.database.run(lambda connection: self._accept(connection, items))
        self.counters.received += len(items)
        for lane in lanes:
            self._spawn(lane)

    def _accept(self, connection: Connection, items: Sequence[Inbound | Unreadable]) -> Sequence[str]:
        desk = Desk(connection, self.world)
        lanes: dict[str, None] = {}
        letters = [(item, letter_of(item)) for item in items if isinstance(item, Inbound)]
        for lane in sorted({letter.lane for _, letter in letters}):
            desk.inbox.hold(lane)
        for item, letter in letters:
            if desk.inbox.put(letter, item.external_id) is None:
                self.counters.duplicates += 1
            lanes[letter.lane] = None
        for dead in items:
            if isinstance(dead, Unreadable):
                self.counters.unreadable += 1
                desk.inbox.bury(dead.channel, dead.external_id, dead.raw, dead.why, dead.at.timestamp())
        return list(lanes)

    def _accept_and_handle(self, connection: Connection, item: Inbound, letter: Letter) -> Outcome | None:
        """Store the letter and, when nothing older waits in its lane, handle it in the same commit."""
        desk = Desk(connection, self.world, item.channel)
        desk.inbox.hold(letter.lane)
        stored = desk.inbox.put_handled(letter, item.external_id)
        if stored is None:
            return None
        number, is_first = stored
        if not is_first:
            return Outcome(idle=True)
        outcome = self._attempt(connection, desk, replace(letter, id=number), {})
        if not outcome.handled:
            desk.inbox.open_again(number)
        return outcome

    def _next(self, connection: Connection, lane: str, facts: dict[Want, Any]) -> Outcome:
        desk = Desk(connection, self.world)
        desk.inbox.hold(lane)
        letter = desk.inbox.first(lane, desk.now)
        if letter is None:
            return Outcome(idle=True)
        desk = Desk(connection, self.world, letter.channel)
        outcome = self._attempt(connection, desk, letter, facts)
        if not outcome.handled:
            return outcome
        desk.inbox.handled(letter.id, desk.now)
        return replace(outcome, idle=desk.inbox.is_empty(lane))

    def _attempt(self, connection: Connection, desk: Desk, letter: Letter, facts: dict[Want, Any]) -> Outcome:
        """Handle a letter in a savepoint, so that a turn that raises leaves nothing but its count.

        Where the database itself failed the error goes on to it: the whole unit is run again or refused.
        """
        savepoint = connection.begin_nested()
        try:
            parcels = handle(desk, letter, Known(facts, self.thoughts, desk.work))
            savepoint.commit()
        except Wanted as wanted:
            _undo(savepoint, desk)
            if len(facts) >= THOUGHTS:
                return self._failed(connection, letter, "too many facts wanted")
            return Outcome(want=wanted.want, wanted_by=letter)
        except Exception as error:
            if is_storage_fault(error):
                raise
            _undo(savepoint, desk)
            _log_fault(letter, error)
            return self._failed(connection, letter, type(error).__name__)
        desk.work.let_go()
        return Outcome(parcels, handled=1, happened=desk.work.happened)

    def _failed(self, connection: Connection, letter: Letter, fault: str) -> Outcome:
        desk = Desk(connection, self.world, letter.channel)
        self.counters.failed += 1
        if letter.attempts + 1 < ATTEMPTS:
            wait = BACK_OFF * 2**letter.attempts
            desk.inbox.failed(letter.id, desk.now + wait, fault)
            return Outcome(retry_after=wait)
        desk.inbox.park(letter.id, desk.now, fault)
        self.counters.parked += 1
        log.error("letter parked: I%d", letter.id, extra={"action": "letter.parked", "inbox": letter.id})
        return Outcome(apologise(desk, letter), handled=1)

    def _after(self, lane: str, outcome: Outcome) -> None:
        self.counters.handled += outcome.handled
        if outcome.happened:
            self.thoughts.notice(outcome.happened)
            self.noticed(outcome.happened)
        if outcome.parcels:
            self.offer(outcome.parcels)
        if outcome.retry_after is not None and not self.stopping:
            asyncio.get_running_loop().call_later(outcome.retry_after, self._spawn, lane)

    def _spawn(self, lane: str, begun: Outcome | None = None) -> None:
        if not self.stopping:
            task = asyncio.get_running_loop().create_task(self.work_lane(lane, begun))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _thought(self, outcome: Outcome) -> dict[Want, Any] | Outcome:
        """Return the wanted fact, or what comes of the letter when working it out raises."""
        want, letter = outcome.want, outcome.wanted_by
        try:
            thought = await self.database.read(lambda c: _worked_out(c, self.world, want))
        except StorageBusy:
            raise
        except Exception as error:
            if letter is None:
                raise
            _log_fault(letter, error)
            fault = type(error).__name__
            return await self.database.run(lambda c: self._failed(c, letter, fault))
        return self.thoughts.kept(thought)


def letter_of(item: Inbound) -> Letter:
    """Return the inbound message as a letter; its lane is its address."""
    lane, reply, name = f"{item.channel}:{item.chat}", storable_reply(item.reply), storable(item.name)
    return Letter(0, item.channel, item.chat, lane, reply, name, item.language, item.at.timestamp())


def _worked_out(connection: Connection, world: World, want: Want) -> dict[Want, Any]:
    work = Work(connection, world)
    try:
        return {want: work_out(want, work)}
    finally:
        work.let_go()


def _undo(savepoint: Savepoint, desk: Desk) -> None:
    desk.work.let_go()
    if savepoint.is_active:  # the ORM rolls it back itself when it cannot write
        savepoint.rollback()


def _log_fault(letter: Letter, error: Exception) -> None:
    """Log what failed and where; not the error's own words: they may quote the message."""
    steps = traceback.extract_tb(error.__traceback__)[-DEPTH:]
    where = " < ".join(f"{Path(step.filename).name}:{step.lineno} {step.name}" for step in reversed(steps))
    extra = {"action": "turn.failed", "inbox": letter.id}
    log.error("turn failed: I%d %s at %s", letter.id, type(error).__name__, where, extra=extra)
