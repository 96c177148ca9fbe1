"""Receipts: those that come while others are being stored share the next commit; none is lost on the way."""

import asyncio

import pytest

from bot.storage.database import Database, Engine, Result, StorageBusy, Unit
from bot.storage.outbox import Outbox, Parcel, Receipt
from bot.storage.receipts import Receipts
from bot.storage.work import Work
from handlers.dialogue.messages import Message
from handlers.domain.people import Address, Person
from handlers.effects import Tell
from tests.support.world import World

NOW = 1000.0


class Door:
    """The database behind a door that units wait at; it may be busy for the first ones that come through."""

    def __init__(self, database: Database, busy: int = 0) -> None:
        self.engine: Engine = database.engine
        self.opened = asyncio.Event()
        self.units = 0
        self._database = database
        self._busy = busy

    async def run(self, unit: Unit[Result]) -> Result:
        self.units += 1
        await self.opened.wait()
        if self.units <= self._busy:
            raise StorageBusy("locked")
        return await self._database.run(unit)

    async def read(self, unit: Unit[Result]) -> Result:
        return await self._database.read(unit)

    def close(self) -> None:
        self._database.close()


@pytest.fixture
def parcels(probed: World) -> list[Parcel]:
    """Six messages to one person that were sent; each second one shows a card."""
    return probed.change(_said)


def _said(work: Work) -> list[Parcel]:
    person = work.add(Person(created_at=work.now)).id or 0
    work.add(Address(person_id=person, channel="phone", chat="a", used_at=work.now))
    outbox = Outbox(work.statements, "one")
    tells = [Tell(person, Message(lines=(f"第{n}",)), card="" if n % 2 else f"need:{n}") for n in range(6)]
    put = [outbox.put(f"i{n}", 0, tell, NOW, 60.0) for n, tell in enumerate(tells)]
    return [parcel for parcel in put if parcel is not None]


def stored(world: World) -> list[str]:
    """Return the receipts in the outbox, in its order."""
    sql = "SELECT receipt FROM outbox WHERE state = 1 AND sent_at = :now ORDER BY id"
    return world.look(lambda work: [row[0] for row in work.statements.rows(sql, now=NOW)])


def cards(world: World) -> list[tuple[str, str]]:
    """Return which message shows which card."""
    sql = "SELECT card, message FROM card ORDER BY card"
    return world.look(lambda work: [(row[0], row[1]) for row in work.statements.rows(sql)])


def test_what_gathers_while_one_is_stored_shares_the_next_commit(
    probed: World, parcels: list[Parcel]
) -> None:
    async def story() -> int:
        door = Door(probed.database)
        receipts = Receipts(door, "one")
        waiting = [asyncio.create_task(receipts.keep(Receipt(parcels[0], "m0", NOW)))]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        waiting += [
            asyncio.create_task(receipts.keep(Receipt(parcel, f"m{n}", NOW)))
            for n, parcel in enumerate(parcels)
            if n
        ]
        door.opened.set()
        await asyncio.gather(*waiting)
        return door.units

    assert probed.run(story()) == 2
    assert stored(probed) == [f"m{n}" for n in range(6)]
    assert cards(probed) == [("need:0", "m0"), ("need:2", "m2"), ("need:4", "m4")]


def test_a_receipt_is_there_as_soon_as_its_keeper_returns(probed: World, parcels: list[Parcel]) -> None:
    async def story() -> list[int]:
        receipts = Receipts(probed.database, "one")
        sql = "SELECT COUNT(*) FROM outbox WHERE state = 1"
        counts: list[int] = []
        for n, parcel in enumerate(parcels):
            await receipts.keep(Receipt(parcel, f"m{n}", NOW))
            row = await probed.database.read(lambda c: c.exec_driver_sql(sql).fetchone())
            counts.append(int(row[0]) if row else -1)
        return counts

    assert probed.run(story()) == [1, 2, 3, 4, 5, 6]


def test_a_busy_database_is_told_to_everybody_who_waits_and_all_may_come_again(
    probed: World, parcels: list[Parcel]
) -> None:
    async def story() -> list[type[BaseException] | None]:
        door = Door(probed.database, busy=1)
        door.opened.set()
        receipts = Receipts(door, "one")
        kept = [Receipt(parcel, "m", NOW) for parcel in parcels[:3]]
        first = await asyncio.gather(*map(receipts.keep, kept), return_exceptions=True)
        again = await asyncio.gather(*map(receipts.keep, kept), return_exceptions=True)
        return [type(each) if each else None for each in (*first, *again)]

    assert probed.run(story()) == [StorageBusy] * 3 + [None] * 3
    assert stored(probed) == ["m"] * 3


def test_one_that_gives_up_waiting_takes_nobodys_receipt_along(probed: World, parcels: list[Parcel]) -> None:
    async def story() -> None:
        door = Door(probed.database)
        receipts = Receipts(door, "one")
        waiting = [asyncio.create_task(receipts.keep(Receipt(parcel, "m", NOW))) for parcel in parcels[:3]]
        await asyncio.sleep(0)
        waiting[1].cancel()
        door.opened.set()
        ended = await asyncio.gather(*waiting, return_exceptions=True)
        assert [isinstance(each, asyncio.CancelledError) for each in ended] == [False, True, False]

    probed.run(story())
    assert stored(probed) == ["m"] * 3
