"""Two replicas on one PostgreSQL play a year's reminders while one of them is stopped again and again."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

import pytest

from bot.service import Service
from bot.storage.database import Database
from bot.storage.opening import open_database
from bot.storage.work import Work
from handlers.domain.days import SHANGHAI
from tests.support.probes import empty_postgres
from tests.support.years import Province, Unit, unit

CITIES = 15


def city(n: int) -> Unit:
    """Return an invented city's unit with its owner."""
    return replace(unit(f"第{n}市局", f"41{n:02}00", "410000", owner=f"第{n}主任"), level="city")


UNITS = (unit("河南省厅", "410000", owner="省厅处长"), *(city(n) for n in range(1, CITIES + 1)))


@dataclass
class Pair:
    """Two services on one database; either may be stopped dead and another one started in its place."""

    world: Province
    services: list[Service] = field(default_factory=list)
    databases: list[Database] = field(default_factory=list)
    born: int = 0
    unknown: int = 0

    def starts(self) -> Service:
        """Start a replica of its own holder and connections."""
        self.born += 1
        database = open_database(self.world.url)
        surroundings = replace(self.world.surroundings, holder=f"replica {self.born}")
        service = Service(database, surroundings, {"phone": self.world.screens})
        self.databases.append(database)
        self.services.append(service)
        return service

    def ticks(self, *, killed: bool) -> None:
        """Let both fire what is due at once; one is stopped dead in the middle and replaced."""
        first, second = self.services[-2:]

        async def both() -> None:
            lives = asyncio.ensure_future(second.tick())
            dies = asyncio.ensure_future(first.tick())
            while killed and not dies.done() and self.heard() == before:  # noqa: ASYNC110 - screens are silent
                await asyncio.sleep(0.001)
            if killed:
                dies.cancel()
            await asyncio.gather(lives, dies, return_exceptions=True)

        before = self.heard()
        self.world.run(both())
        if killed:
            self.dies(first)
        self.world.run(self.settles())

    def dies(self, service: Service) -> None:
        """End every task under way; what this one held is only free after its lease."""

        async def end() -> None:
            tasks = asyncio.all_tasks() - {asyncio.current_task()}
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

        self.world.run(end())
        self.unknown += service.sender.counters.unknown
        self.services.remove(service)
        self.services.insert(0, self.starts())
        self.services.pop()

    async def settles(self) -> None:
        """Wait until the living have nothing under way."""
        for service in self.services[-2:]:
            await service.tick()
            await service.settle()

    def heard(self) -> int:
        """Return how many messages have come to all the phones."""
        return sum(map(len, self.world.screens.buzzes.values()))


@pytest.fixture
def pair() -> Iterator[Pair]:
    """Open Henan's year of 2012 with fifteen cities under two replicas."""
    with Province("henan-2012", UNITS, start="2012-03-05 10:00", url=empty_postgres()) as world:
        found = Pair(world)
        found.starts()
        found.starts()
        yield found
        for service in found.services:
            world.run(service.stop())
        for database in found.databases:
            database.close()


def test_every_reminder_is_one_row_though_both_tick_and_one_is_stopped_again_and_again(pair: Pair) -> None:
    world = pair.world
    world.change(lambda work: work.statements.run("DELETE FROM timer WHERE what LIKE 'digest%'"))
    kills = 0
    while (due := world.look(lambda work: work.timers.next_due())) is not None:
        moment = datetime.fromtimestamp(due, SHANGHAI)
        if moment > datetime(2012, 3, 14, 12, 0, tzinfo=SHANGHAI):
            break
        world.clock.move_to(max(moment, world.clock.now()))
        killed = moment.hour == 9
        kills += killed
        pair.ticks(killed=killed)
        for _ in range(2 if killed else 0):  # the lease of what a dead one held
            world.clock.move(seconds=40)
            world.run(pair.settles())
    assert kills >= 6
    assert counted(world) == {
        "T-7": 1, "T-3": CITIES + 1, "T-1": CITIES + 1, "T-0": CITIES,
        "+1": CITIES, "+2": CITIES, "+3": CITIES,
    }  # fmt: skip
    made = world.look(_rows)
    assert len(made) == len(set(made)) == 5 * CITIES + 4
    assert [row[1:] for row in made if row[1] == "+3"] == [("+3", 1)]  # the province hears of all at once
    assert world.look(lambda work: work.statements.value("SELECT COUNT(*) FROM outbox WHERE state <> 1")) == 0
    assert world.expired() == []


def counted(world: Province) -> dict[str, int]:
    """Return how many filings each code was recorded for as sent, by the record."""
    sql = (
        "SELECT facts ->> 'code', COUNT(*), COUNT(DISTINCT subject) FROM event"
        " WHERE action = 'reminder.sent' GROUP BY 1"
    )
    rows = world.look(lambda work: work.statements.rows(sql))
    assert all(times == subjects for _, times, subjects in rows)
    return {code: times for code, times, _ in rows}


def _rows(work: Work) -> list[tuple[object, ...]]:
    """Return (filing, code, person) of every row of the outbox that a reminder made."""
    return work.statements.rows(  # type: ignore[return-value] # rows of any kind
        "SELECT i.lane, i.reply::json -> 'data' ->> 'code', o.person_id FROM outbox o"
        " JOIN inbox i ON o.cause = 'i' || CAST(i.id AS TEXT) WHERE i.lane LIKE :lane",
        lane="clock:filing:%",
    )
