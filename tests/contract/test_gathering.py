"""What was held leaves as one message for each person, exactly once, on both databases, whatever crashes."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import Connection

from bot.service import Service
from bot.storage.work import Work
from tests.support.world import Visitor, World

TOGETHER = "免打扰时间里的 2 条消息\n1. 到时间：乙\n2. 到时间：甲"


class TornError(Exception):
    """The process ends here: nothing of the unit under way was committed."""


def heard(visitor: Visitor) -> list[str]:
    """Return every message that came."""
    return [message.plain() for message in visitor.buzzed]


def waiting(world: World) -> World:
    """Return a world in which two messages for one person have just been kept, to be let out in seconds."""
    world.passes(minutes=10)
    return world


def letting_out(world: World, visitor: Visitor) -> str:
    """Let the timer that lets them out become a letter; return its lane."""
    world.clock.move(seconds=5)
    world.run(world.database.run(world.service._fire))  # noqa: SLF001 - between the two commits of a tick
    return f"clock:person:{visitor.person_id}"


def dies(world: World) -> None:
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


def test_several_are_one_and_one_is_itself(probed: World) -> None:
    tang, shen = probed.arrive("唐以宁"), probed.arrive("沈砚舟")
    tang.commands("holdback", "10 甲 乙")
    shen.commands("holdback", "10 丙").commands("plan", "丁 10")
    waiting(probed)
    assert (heard(tang), heard(shen)) == ([], ["到时间：丁"])  # what was not held does not wait
    probed.passes(seconds=5)
    assert heard(tang) == [TOGETHER]
    assert heard(shen) == ["到时间：丁", "到时间：丙"]
    probed.passes(days=1)
    assert len(heard(tang)) == 1


def test_what_is_held_later_leaves_later(probed: World) -> None:
    tang = probed.arrive("唐以宁").commands("holdback", "10 甲 乙").commands("holdback", "700 丙")
    waiting(probed).passes(seconds=5)
    probed.passes(minutes=690)
    probed.passes(seconds=5)
    assert heard(tang) == [TOGETHER, "到时间：丙"]


def test_a_crash_while_they_come_together_loses_and_doubles_nothing(probed: World) -> None:
    tang = probed.arrive("唐以宁").commands("holdback", "10 甲 乙")
    probed.clock.move(minutes=10)
    probed.run(probed.database.run(probed.service._fire))  # noqa: SLF001 - between the two commits of a tick
    lane = f"clock:person:{tang.person_id}"
    probed.run(probed.database.run(lambda c: probed.service.receiver._next(c, lane=lane, facts={})))  # noqa: SLF001 - as above
    dies(probed)
    probed.passes(seconds=1)
    probed.passes(seconds=10)
    assert heard(tang) == [TOGETHER]


def test_a_crash_in_the_turn_that_lets_them_out_loses_and_doubles_nothing(probed: World) -> None:
    tang = probed.arrive("唐以宁").commands("holdback", "10 甲 乙")
    lane = letting_out(waiting(probed), tang)

    def half(connection: Connection) -> None:
        probed.service.receiver._next(connection, lane=lane, facts={})  # noqa: SLF001 - as above
        raise TornError

    with pytest.raises(TornError):
        probed.run(probed.database.run(half))
    dies(probed)
    probed.passes(minutes=2)
    assert heard(tang) == [TOGETHER]
    states = probed.look(lambda work: [row[0] for row in work.statements.rows("SELECT state FROM notice")])
    assert states == ["seen", "seen"]


def test_who_is_erased_in_between_hears_nothing(probed: World) -> None:
    tang = probed.arrive("唐以宁").commands("holdback", "10 甲 乙")
    number = tang.person_id
    waiting(probed)

    def erase(work: Work) -> None:
        work.people.erase(number)

    probed.change(erase)
    probed.passes(seconds=5)
    assert heard(tang) == []
