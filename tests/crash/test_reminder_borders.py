"""The service stopped dead at each commit border of a reminder's life: one row, whatever happens, on both."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Connection
from typing_extensions import override

from bot.channels.port import Delivery, Outcome
from bot.service import Service
from bot.storage.work import Work
from tests.support.probes import empty_postgres
from tests.support.world import Screens
from tests.support.years import Province, unit

ONE = (unit("河南省厅", "410000", owner="省厅处长"), unit("郑州市局", "410100", "410000", owner="郑州主任"))
AT_NINE = "2012-03-02 09:00 T-7: 郑州主任"


class TornError(Exception):
    """The process ends here: nothing of the unit under way was committed."""


class Mute(Screens):
    """A channel that shows the message and never comes back with the receipt; `shown` says that it has."""

    def __init__(self) -> None:
        """Have shown nothing."""
        super().__init__()
        self.shown = asyncio.Event()

    @override
    async def deliver(self, delivery: Delivery) -> Outcome:
        """Deliver and hang."""
        await super().deliver(delivery)
        self.shown.set()
        await asyncio.Event().wait()
        raise AssertionError(delivery)


@pytest.fixture(params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest) -> Iterator[Province]:
    """Open Henan's year on each kind of database, a minute before a reminder is due."""
    url = empty_postgres() if request.param == "postgresql" else ""
    with Province("henan-2012", ONE, start="2012-02-29 08:00", url=url) as opened:
        yield opened.plays_until("2012-03-02 08:59")


def dies(world: Province) -> None:
    """Stop the service dead, whatever it holds, and start another one on the same database."""

    async def end() -> None:
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    world.run(end())
    surroundings = replace(world.surroundings, holder="born again")
    world.service = Service(world.database, surroundings, {"phone": world.screens})
    world.run(world.service.recover())


def torn(world: Province, unit_of_work: Callable[[Connection], object]) -> None:
    """Do a unit's work and end before its commit."""

    def half(connection: Connection) -> None:
        unit_of_work(connection)
        raise TornError

    with pytest.raises(TornError):
        world.run(world.database.run(half))


def fire(world: Province) -> Callable[[Connection], object]:
    """Return the unit that turns due timers into letters."""
    return world.service._fire  # noqa: SLF001 - the border lies between its two commits


def handle(world: Province) -> Callable[[Connection], object]:
    """Return the unit that handles the reminder's letter."""
    lane = f"clock:filing:{world.filing('郑州市局').id}"
    return lambda connection: world.service.receiver._next(connection, lane=lane, facts={})  # noqa: SLF001 - as above


def rows(world: Province) -> tuple[int, int, dict[str, str]]:
    """Return how many outbox rows and events the reminder has, and what is settled."""

    def counted(work: Work) -> tuple[int, int]:
        outbox = work.statements.value(
            "SELECT COUNT(*) FROM outbox o JOIN inbox i ON o.cause = 'i' || CAST(i.id AS TEXT)"
            " WHERE i.lane = :lane", lane=f"clock:filing:{number}",
        )  # fmt: skip
        events = work.statements.value(
            "SELECT COUNT(*) FROM event WHERE action = 'reminder.sent' AND subject = :subject",
            subject=f"filing:{number}",
        )
        return outbox, events

    filing = world.filing("郑州市局")
    number = filing.id
    return (*world.look(counted), filing.rungs)


def reminded_once(world: Province) -> None:
    """Check that one row was made, sent once by its receipt, and that nothing more comes that day."""
    world.plays_until("2012-03-02 18:00")
    assert rows(world) == (1, 1, {"T-7": "2012-03-02"})
    assert [line[:10] + line[16:] for line in world.reminders_of("郑州市局")] == [AT_NINE[:10] + AT_NINE[16:]]


def test_before_the_timer_is_taken(world: Province) -> None:
    world.clock.move(minutes=1)
    torn(world, fire(world))
    dies(world)
    reminded_once(world)


def test_between_the_timer_and_its_letter_being_handled(world: Province) -> None:
    world.clock.move(minutes=1)
    world.run(world.database.run(fire(world)))
    dies(world)
    reminded_once(world)


def test_in_the_middle_of_the_turn(world: Province) -> None:
    world.clock.move(minutes=1)
    world.run(world.database.run(fire(world)))
    torn(world, handle(world))
    assert rows(world) == (0, 0, {})
    dies(world)
    reminded_once(world)


def test_between_the_turn_and_the_sending(world: Province) -> None:
    world.clock.move(minutes=1)
    world.run(world.database.run(fire(world)))
    world.run(world.database.run(handle(world)))
    assert rows(world) == (1, 1, {"T-7": "2012-03-02"})
    dies(world)
    world.clock.move(minutes=2)  # what the dead one held is free after its lease
    reminded_once(world)


def test_between_the_sending_and_its_receipt(world: Province) -> None:
    mute = Mute()
    mute.chats, mute.buzzes = world.screens.chats, world.screens.buzzes
    world.service.sender.channels = {"phone": mute}
    world.clock.move(minutes=1)

    async def begun() -> None:
        tick = asyncio.ensure_future(world.service.tick())
        await asyncio.wait_for(mute.shown.wait(), 20)
        tick.cancel()

    world.run(begun())
    dies(world)
    world.clock.move(minutes=2)
    reminded_once(world)
    assert world.service.sender.counters.unknown == 1
    boss = world.phone("郑州主任")
    assert len([m for m in boss.buzzed if "提醒：这项报送还没有办完。" in m.plain()]) == 2


def test_a_reminder_held_over_the_quiet_hours_survives_as_well(world: Province) -> None:
    world.stands_still_until("2012-03-02 22:00")
    dies(world)
    world.plays_until("2012-03-05 12:00")
    assert rows(world) == (1, 1, {"T-7": "2012-03-05"})
    assert world.reminders_of("郑州市局") == ["2012-03-05 09:00 T-7: 郑州主任"]
