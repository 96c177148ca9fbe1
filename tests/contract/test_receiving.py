"""From the channels through a turn: each message once, in order, and none that stands in the others' way."""

import asyncio
import threading
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.channels.port import Busy, Inbound, Unreadable
from handlers.context import Context
from handlers.dialogue.replies import Commanded, Reply, Said
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.thinking import Keywords
from tests.support.probes import add_probes, counted, echo, terminate_connections
from tests.support.world import Visitor, World

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


def inbound(number: str, chat: str, words: str, command: str = "echo") -> Inbound:
    """Return a command as a channel brings it."""
    return Inbound("phone", number, chat, Commanded(command, words), AT)


def heard(world: World, chat: str) -> list[str]:
    """Return every new message that came to a chat, oldest first."""
    return [message.plain() for message in world.screens.buzzes.get(chat, [])]


def count(world: World, table: str, where: str = "1 = 1") -> int:
    """Return how many rows of a table fit."""
    return int(world.look(lambda work: work.statements.value(f"SELECT COUNT(*) FROM {table} WHERE {where}")))  # noqa: S608 - names from the tests


def bring(world: World, *batch: Inbound | Unreadable) -> None:
    """Let a channel bring several things at once, and wait until everything that follows is done."""

    async def story() -> None:
        await world.service.receive(batch)
        await world.service.settle()

    world.run(story())


def let_pass(world: World, *seconds: float) -> None:
    """Let time pass in steps, the clock ticking after each."""
    for step in seconds:
        world.passes(seconds=step)


def test_a_message_that_comes_twice_has_one_effect_and_one_answer(
    probed: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    add_probes(monkeypatch, counted=counted(seen))
    tang = probed.arrive("唐以宁")
    tang.does(Commanded("counted", "一"), external_id="7").does(Commanded("counted", "一"), external_id="7")
    assert seen == ["一"]
    assert heard(probed, tang.chat) == ["一"]
    assert probed.service.receiver.counters.duplicates == 1


def test_the_same_message_by_two_ways_at_once_is_acknowledged_twice_and_answered_once(probed: World) -> None:
    item = inbound("9", "chat", "一")

    async def story() -> None:
        await asyncio.gather(*(probed.service.receive([item]) for _ in range(6)))
        await asyncio.gather(*(probed.service.receive([item, item]) for _ in range(6)))
        await probed.service.settle()

    probed.run(story())
    assert heard(probed, "chat") == ["一"]
    assert count(probed, "inbox") == 1


def test_numbers_that_jump_or_go_down_are_taken_all_the_same(probed: World) -> None:
    for number in ("500", "9000000000", "3", "0", "-1", "500"):
        bring(probed, inbound(number, "chat", number))
    assert heard(probed, "chat") == ["500", "9000000000", "3", "0", "-1"]


def test_many_conversations_at_once_keep_each_its_own_order(probed: World) -> None:
    chats = [f"chat{n}" for n in range(12)]

    async def one_after_another(chat: str) -> None:
        for n in range(6):
            await probed.service.receive([inbound(f"{chat}.{n}", chat, str(n), "again" if n % 2 else "echo")])

    async def story() -> None:
        batch = [inbound(f"b{n}.{chat}", chat, f"b{n}") for n in range(3) for chat in chats]
        await asyncio.gather(*(one_after_another(chat) for chat in chats), probed.service.receive(batch[:20]))
        await probed.service.receive(batch[20:])
        await probed.service.settle()

    probed.run(story())
    for chat in chats:
        words = heard(probed, chat)
        assert [w for w in words if not w.startswith("b")] == [
            "0",
            "1 1",
            "1 2",
            "2",
            "3 1",
            "3 2",
            "4",
            "5 1",
            "5 2",
        ]
        assert [w for w in words if w.startswith("b")] == ["b0", "b1", "b2"]
    assert count(probed, "inbox", "state = 1") == 12 * 9


def test_a_long_thought_holds_up_its_own_conversation_only(
    probed: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()

    def work_out(want: Keywords, _uow: UnitOfWork) -> tuple[str, ...]:
        assert gate.wait(10)
        return (want.text,)

    monkeypatch.setattr("bot.receiving.work_out", work_out)

    async def story() -> None:
        await probed.service.receive([inbound("1", "slow", "压铸模", "think")])
        await probed.service.receive([inbound("2", "slow", "后来")])
        await probed.service.receive([inbound("3", "quick", "先到")])
        while not heard(probed, "quick"):  # noqa: ASYNC110 - screens announce themselves nowhere
            await asyncio.sleep(0.001)
        assert heard(probed, "slow") == []
        gate.set()
        await probed.service.settle()

    probed.run(asyncio.wait_for(story(), 10))
    assert heard(probed, "slow") == ["压铸模", "后来"]


def test_a_fact_is_worked_out_beside_the_turn_and_the_message_is_handled_once(probed: World) -> None:
    tang = probed.arrive("唐以宁").commands("think", "铝合金压铸件气孔缺陷")
    assert "压铸" in heard(probed, tang.chat)[0]
    assert count(probed, "outbox") == 1
    assert count(probed, "inbox", "state = 1 AND attempts = 0") == 1


@pytest.mark.parametrize("poison", ["poison", "twice", "wonder"])
def test_a_turn_that_always_fails_is_tried_with_pauses_then_parked_with_one_apology(
    probed: World, poison: str, caplog: pytest.LogCaptureFixture
) -> None:
    tang, other = probed.arrive("唐以宁"), probed.arrive("旁人")
    tang.commands("echo", "之前")
    tang.commands(poison, "机密的话 13812345678").commands("echo", "之后").hears_nothing()
    other.commands("echo", "不受影响").hears("不受影响")
    tried = [attempts(probed)]
    for pause in (2.1, 4.1, 8.1):
        let_pass(probed, pause - 0.2)
        tried.append(attempts(probed))
        let_pass(probed, 0.3)
    assert tried == [1, 1, 2, 3]
    words = heard(probed, tang.chat)
    assert [words[0], words[-1]] == ["之前", "之后"]
    assert len(words) == 3
    assert f"I{parked(probed)}" in words[1]
    let_pass(probed, 60, 3600)
    assert len(heard(probed, tang.chat)) == 3
    assert "机密" not in caplog.text
    assert "13812345678" not in caplog.text
    assert {record.action for record in caplog.records if hasattr(record, "action")} >= {"letter.parked"}


def attempts(world: World) -> int:
    """Return how often the message that fails was tried."""
    return int(world.look(lambda work: work.statements.value("SELECT MAX(attempts) FROM inbox")))


def parked(world: World) -> int:
    """Return the id of the message that was parked."""
    return int(world.look(lambda work: work.statements.value("SELECT id FROM inbox WHERE state = 2")))


def test_a_turn_that_fails_leaves_nothing_behind(probed: World) -> None:
    tang = probed.arrive("唐以宁").commands("echo", "之前")
    tables = ("dialogue", "event", "timer", "outbox", "address")
    before = [count(probed, table) for table in tables]
    tang.commands("poison", "x").commands("twice")
    assert [count(probed, table) for table in tables] == before
    assert count(probed, "person", "name = 'left behind'") == 0
    assert count(probed, "inbox", "state = 0") == 2


def test_failed_turns_in_one_commit_with_good_ones_harm_only_themselves(probed: World) -> None:
    kinds = ("poison", "echo", "twice", "echo", "wonder", "echo")

    async def story() -> None:
        items = [inbound(str(n), f"chat{n}", str(n), kinds[n % 6]) for n in range(36)]
        await asyncio.gather(*(probed.service.receive([item]) for item in items))
        await probed.service.settle()

    probed.run(story())
    assert sum(len(heard(probed, f"chat{n}")) for n in range(36)) == 18
    assert count(probed, "inbox", "state = 0 AND attempts = 1") == 18


def test_what_waits_for_its_next_attempt_is_not_forgotten_when_the_clock_goes_back(probed: World) -> None:
    tang = probed.arrive("唐以宁").commands("poison", "x").commands("echo", "之后")
    probed.clock.move(hours=-1)
    let_pass(probed, 1, 5, 10, 20)
    tang.hears("之后")


def test_what_no_channel_can_read_becomes_a_dead_letter_and_blocks_nothing(probed: World) -> None:
    odd = Unreadable("phone", "77", '{"update_id": 77, "new_kind": {}}', "KeyError", AT)
    bring(probed, odd, inbound("78", "chat", "之后"))
    bring(probed, odd)
    assert heard(probed, "chat") == ["之后"]
    assert count(probed, "inbox", "state = 3 AND fault = 'KeyError'") == 1
    assert probed.service.receiver.counters.unreadable == 2


def test_signs_that_no_database_takes_are_left_out_and_the_rest_is_answered(probed: World) -> None:
    odd = Inbound("phone", "1", "chat", Commanded("echo", "压\0铸\ud83d件"), AT, name="唐\0\ude00")
    bring(probed, odd)
    bring(probed, replace(odd, external_id="2"), replace(odd, external_id="3"))
    assert heard(probed, "chat") == ["压铸?件"] * 3


def test_while_the_database_cannot_commit_the_channel_is_told_busy_and_nothing_is_half_stored(
    probed: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    tang = probed.arrive("唐以宁").commands("echo", "之前")
    monkeypatch.setattr(probed.database, "_closed", True, raising=False)
    monkeypatch.setattr("bot.storage.database.WAITING", -1)
    with pytest.raises(Busy):
        tang.commands("echo", "忙")
    with pytest.raises(Busy):
        bring(probed, inbound("x1", "a", "忙"), inbound("x2", "b", "忙"))
    monkeypatch.undo()
    add_probes(monkeypatch)
    assert count(probed, "inbox") == 1
    tang.commands("echo", "好了").hears("好了")


def test_a_stopping_service_takes_in_nothing_more(probed: World) -> None:
    probed.run(probed.service.receiver.stop())
    with pytest.raises(Busy):
        bring(probed, inbound("1", "chat", "太晚"))
    assert count(probed, "inbox") == 0


def test_a_restart_takes_up_what_was_stored_but_not_handled(probed: World) -> None:
    bring(probed, inbound("1", "chat", "之前"))
    probed.look(lambda work: work.statements.run("UPDATE inbox SET state = 0, handled_at = NULL"))
    probed.look(lambda work: work.statements.run("DELETE FROM outbox"))

    async def story() -> None:
        await probed.service.recover()
        await probed.service.settle()

    probed.run(story())
    assert heard(probed, "chat") == ["之前", "之前"]
    assert count(probed, "inbox", "state = 1") == 1


@pytest.mark.parametrize("probed", ["postgresql"], indirect=True)
def test_connections_broken_in_the_middle_of_turns_lose_nothing_and_double_nothing(
    probed: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken: list[str] = []

    def breaking(context: Context, rest: str) -> Effects:
        """Break the connection under the turn's own feet, once for each message."""
        if rest not in broken:
            broken.append(rest)
            context.uow.dialogues.front(context.me)
            terminate_connections(probed.url)
            context.uow.dialogues.front(context.me)
        return echo(context, rest)

    add_probes(monkeypatch, breaking=breaking)
    chats = [f"chat{n}" for n in range(8)]

    async def story() -> None:
        items: list[Reply] = [Commanded("breaking", chat) for chat in chats]
        pairs = zip(chats, items, strict=True)
        arriving = [Inbound("phone", chat, chat, reply, AT) for chat, reply in pairs]
        results = await asyncio.gather(*(again(item) for item in arriving))
        assert all(results)
        await probed.service.settle()

    async def again(item: Inbound) -> bool:
        """Bring it until it is taken, as a channel does."""
        for _ in range(50):
            try:
                await probed.service.receive([item])
            except Busy:
                await asyncio.sleep(0.01)
            else:
                return True
        return False

    probed.run(story())
    let_pass(probed, 3, 5, 9, 61, 61)
    assert [heard(probed, chat) for chat in chats] == [[chat] for chat in chats]
    assert count(probed, "inbox", "attempts > 0") == 0
    assert Visitor(probed, "chat0", "", "").does(Said("你好")).fresh
