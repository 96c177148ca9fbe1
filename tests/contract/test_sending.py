"""From the outbox to a channel: in order for each person, with a receipt for each, never silently lost."""

import asyncio
from collections.abc import Callable, Sequence

import pytest

from bot.channels.port import Delivery, Impossible, Later, Moved, Outcome, Unreachable
from bot.sending import ATTEMPTS
from handlers.domain.people import Address
from tests.support.delivering import (
    Away,
    Naps,
    Slow,
    again,
    answer,
    begin,
    buzzed,
    column,
    opens,
    recovers,
    shown,
)
from tests.support.probes import add_probes
from tests.support.world import Visitor, World


def test_one_persons_messages_wait_for_each_other_and_nobody_elses(probed: World) -> None:
    slow, quick = probed.arrive("慢"), probed.arrive("快")
    Slow(probed, slow.chat)
    begin(probed, slow, "echo 一", "again 二", "echo 三")
    begin(probed, quick, "echo 先到")
    assert (buzzed(slow), buzzed(quick)) == ([], ["先到"])
    opens(probed, slow)
    assert buzzed(slow) == ["一", "二 1", "二 2", "三"]


def test_a_chat_that_is_asked_to_wait_waits_that_long_in_order_and_it_does_not_count(probed: World) -> None:
    naps = Naps(probed)
    tang = probed.arrive("唐以宁")
    asked = answer(probed, *[Later(7, "retry_after", counts=False)] * 50, chat=tang.chat)
    tang.commands("again", "话")
    assert buzzed(tang) == ["话 1", "话 2"]
    assert naps.slept == [7.0] * 50
    assert [moment for moment, _ in asked[:51]] == [7.0 * n for n in range(51)]
    assert column(probed, "attempts") == [0, 0]
    assert probed.service.sender.counters.later == 50


def test_faults_of_the_network_are_tried_again_with_growing_pauses(probed: World) -> None:
    naps = Naps(probed)
    tang = probed.arrive("唐以宁")
    answer(probed, *[Later(1, "502", unknown=n == 1) for n in range(6)])
    tang.commands("echo", "话").hears("话")
    assert naps.slept == [1.0, 2.0, 4.0, 8.0, 16.0, 32.0]
    assert column(probed, "attempts") == [6]
    assert probed.service.sender.counters.unknown == 1


def test_a_message_tried_too_often_is_buried_and_the_next_one_goes_out(probed: World) -> None:
    naps = Naps(probed)
    tang = probed.arrive("唐以宁")
    answer(probed, *[Later(1, "502")] * ATTEMPTS, words="一")
    tang.commands("echo", "一").commands("echo", "二")
    assert buzzed(tang) == ["二"]
    assert column(probed, "state") == [5, 1]
    assert sum(naps.slept) > 5 * 3600


def test_a_closed_address_is_left_for_the_persons_next_one(probed: World) -> None:
    tang = probed.arrive("唐以宁").commands("echo", "之前")
    other = second_address(probed, tang)
    answer(probed, Unreachable("blocked"), chat=tang.chat)
    tang.commands("echo", "话")
    assert buzzed(tang) == ["之前"]
    assert [seen.message.plain() for seen in probed.screens.chats[other]] == ["话"]
    assert closed(probed) == [tang.chat]
    assert column(probed, "state") == [1, 1]


def second_address(world: World, visitor: Visitor) -> str:
    """Give the person another chat, used less lately."""
    chat = f"other-{visitor.chat}"
    moment = world.clock.now().replace(year=2020)
    address = Address(person_id=visitor.person_id, channel="phone", chat=chat, used_at=moment)
    world.change(lambda work: work.add(address))
    return chat


def closed(world: World) -> list[str]:
    """Return the chats that are closed."""
    rows = world.look(lambda w: w.statements.rows("SELECT chat FROM address WHERE closed_at IS NOT NULL"))
    return [row[0] for row in rows]


def test_whoever_closed_every_door_is_reported_and_comes_back_by_writing(probed: World) -> None:
    tang = probed.arrive("唐以宁").commands("echo", "之前")
    other = second_address(probed, tang)
    asked = answer(probed, Unreachable("blocked"), Unreachable("deactivated"), Unreachable("blocked"))
    tang.commands("again", "话")
    assert sorted(closed(probed)) == sorted([tang.chat, other])
    assert column(probed, "state") == [1, 5, 5]
    assert len(asked) <= 3
    lost = probed.look(
        lambda w: w.statements.value("SELECT COUNT(*) FROM event WHERE action = 'address.closed'")
    )
    assert lost == 2
    tang.commands("echo", "回来").hears("回来")


def test_a_bureau_hears_of_somebody_it_waits_for_who_cannot_be_reached(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    add_probes(monkeypatch)
    with World(samples=True) as world:
        contact = world.known("contact:kunshan_connector")
        coordinator = world.known("coordinator:320583")
        answer(world, Unreachable("blocked"), chat=contact.chat)
        contact.commands("echo", "话").hears_nothing()
        tasks = world.look(
            lambda w: w.statements.rows("SELECT kind, bureau_id FROM task WHERE kind = 'unreachable'")
        )
        assert len(tasks) == 1
        assert coordinator.fresh


def test_a_moved_chat_is_written_to_under_its_new_id(probed: World) -> None:
    tang = probed.arrive("唐以宁").commands("card", "buzz 卡片")
    answer(probed, Moved("-100777"), chat=tang.chat)
    tang.commands("again", "话")
    assert buzzed(tang) == ["卡片"]
    assert [seen.message.plain() for seen in probed.screens.chats["-100777"]] == ["话 1", "话 2"]
    assert column(probed, "chat") == ["-100777"] * 3
    moved = Visitor(probed, "-100777", "唐以宁", "zh").commands("echo", "新址")
    assert [m.plain() for m in moved.fresh] == ["新址"]
    assert probed.look(lambda w: w.statements.value("SELECT COUNT(*) FROM address")) == 1


def broken(_: Delivery) -> Outcome | None:
    """Fail as only a fault of ours can."""
    raise ZeroDivisionError("机密的话")


@pytest.mark.parametrize("fault", [lambda _: Impossible("message is too long"), broken])
def test_what_a_channel_refuses_for_good_is_buried_and_holds_up_nothing(
    probed: World, fault: Callable[[Delivery], Outcome | None], caplog: pytest.LogCaptureFixture
) -> None:
    tang = probed.arrive("唐以宁").commands("echo", "之前")
    probed.screens.outcomes.append(lambda d: fault(d) if "话 1" in d.message.plain() else None)
    tang.commands("again", "话")
    assert buzzed(tang) == ["之前", "话 2"]
    assert column(probed, "state") == [1, 5, 1]
    assert probed.service.sender.counters.buried == 1
    assert "话" not in caplog.text


def test_a_newer_card_takes_the_place_of_an_unsent_one_and_buzzes_for_it(probed: World) -> None:
    tang = probed.arrive("唐以宁")
    Slow(probed, tang.chat)
    begin(probed, tang, "echo 前面", "card buzz 一", "card quiet 二", "card quiet 三")
    opens(probed, tang)
    assert buzzed(tang) == ["前面", "三"]
    assert column(probed, "state") == [1, 4, 4, 1]


def test_a_card_is_edited_in_place_until_it_has_to_buzz(probed: World) -> None:
    tang = probed.arrive("唐以宁")
    tang.commands("card", "buzz 一").commands("card", "quiet 二").commands("echo", "别的")
    assert (buzzed(tang), shown(tang)) == (["一", "别的"], ["二", "别的"])
    tang.commands("card", "buzz 三").commands("card", "quiet 四")
    assert (buzzed(tang), shown(tang)) == (["一", "别的", "三"], ["二", "别的", "四"])
    numbers = column(probed, "id")
    assert column(probed, "receipt") == [str(numbers[n]) for n in (0, 0, 2, 3, 3)]
    assert None not in column(probed, "sent_at")


def test_after_a_restart_exactly_what_has_no_receipt_is_sent_in_its_order(probed: World) -> None:
    tang, other = probed.arrive("唐以宁").commands("echo", "之前"), probed.arrive("旁人")
    for visitor in (tang, other):
        Slow(probed, visitor.chat)
        begin(probed, visitor, f"again {visitor.name}", "echo 后")
    again(probed)
    probed.clock.move(minutes=2)
    recovers(probed)
    assert buzzed(tang) == ["之前", "唐以宁 1", "唐以宁 2", "后"]
    assert buzzed(other) == ["旁人 1", "旁人 2", "后"]
    again(probed, "third")
    probed.clock.move(minutes=2)
    recovers(probed)
    assert len(buzzed(tang)) == 4


def test_what_was_put_off_before_a_restart_still_comes_first_and_not_too_early(probed: World) -> None:
    tang = probed.arrive("唐以宁")
    answer(probed, *[Later(300, "retry_after", counts=False)] * 9)

    async def never(_: float) -> None:
        await asyncio.Event().wait()

    probed.service.sender.sleep = never
    begin(probed, tang, "echo 一", "echo 二")
    probed.screens.outcomes.clear()
    probed.clock.move(seconds=100)
    again(probed)
    naps = Naps(probed)
    asked = answer(probed)
    probed.clock.move(seconds=0 if "sqlite" in probed.url else 100)
    recovers(probed)
    tang.commands("echo", "三")
    assert buzzed(tang) == ["一", "二", "三"]
    assert asked[0][0] >= 300
    assert len(naps.slept) == 1


def test_what_was_sent_but_not_receipted_is_sent_again_and_counted(probed: World) -> None:
    tang = probed.arrive("唐以宁")
    Slow(probed, tang.chat, mute=True)
    begin(probed, tang, "echo 一", "echo 二")
    assert buzzed(tang) == ["一"]
    again(probed)
    probed.clock.move(minutes=2)
    recovers(probed)
    assert buzzed(tang) == ["一", "一", "二"]
    assert 1 <= probed.service.sender.counters.unknown <= 2


def test_stopping_ends_quickly_and_leaves_the_rest_free_for_the_next_process(probed: World) -> None:
    tang, other = probed.arrive("唐以宁"), probed.arrive("旁人")
    answer(probed, Later(3600, "retry_after", counts=False), chat=tang.chat)
    probed.service.sender.sleep = asyncio.sleep
    begin(probed, tang, "again 话")
    begin(probed, other, "echo 话")
    probed.run(asyncio.wait_for(probed.service.stop(), 2))
    assert buzzed(tang) == []
    again(probed)
    recovers(probed)
    assert buzzed(tang) == ["话 1", "话 2"]
    assert buzzed(other) == ["话"]
    assert probed.service.sender.counters.unknown == 0


def test_a_row_that_was_committed_but_never_offered_is_sent_when_its_lease_ends(probed: World) -> None:
    tang = probed.arrive("唐以宁")
    offer = probed.service.receiver.offer
    probed.service.receiver.offer = lambda _: None
    tang.commands("echo", "一").hears_nothing()
    probed.service.receiver.offer = offer
    for _ in range(8):
        probed.passes(seconds=10)
    assert buzzed(tang) == ["一"]


def test_leases_written_before_the_clock_was_set_back_hold_up_nothing(probed: World) -> None:
    tang = probed.arrive("唐以宁")
    Slow(probed, tang.chat)
    begin(probed, tang, "echo 一")
    again(probed)
    probed.clock.move(hours=-1)
    probed.run(probed.service.recover())
    for _ in range(8):
        probed.passes(seconds=10)
    assert buzzed(tang) == ["一"]


@pytest.mark.parametrize(
    ("outcomes", "words"),
    [
        ((), ["一", "二"]),
        ((Later(5, "502"),), ["一", "二"]),
        ((Unreachable("blocked"),), ["二"]),
        ((Impossible("too long"),), ["二"]),
    ],
)
def test_a_database_that_is_away_for_a_while_costs_no_message_and_doubles_none(
    probed: World, outcomes: Sequence[Outcome], words: list[str]
) -> None:
    tang = probed.arrive("唐以宁")
    naps = Naps(probed)
    away = Away(probed.database)
    probed.service.sender.database = away
    given = list(outcomes)

    def plan(delivery: Delivery) -> Outcome | None:
        away.times = 0 if naps.slept else 3
        return given[0] if given and "一" in delivery.message.plain() and len(naps.slept) < 4 else None

    probed.screens.outcomes.append(plan)
    tang.commands("echo", "一")
    probed.screens.outcomes.clear()
    tang.commands("echo", "二")
    assert buzzed(tang)[-len(words) :] == words
    assert len(buzzed(tang)) == len(words)
