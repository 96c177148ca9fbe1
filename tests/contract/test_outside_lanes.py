"""What is put off outside the chats: on both databases, in its own lane, for one holder at a time."""

import asyncio

import pytest

from bot.channels.port import Impossible, Later, Unreachable
from bot.storage.outbox import Outbox, Parcel
from bot.storage.work import Work
from handlers.dialogue.messages import Message
from handlers.domain.people import Address, Person
from handlers.effects import Tell
from tests.support.beside import Box
from tests.support.delivering import again, column, recovers
from tests.support.world import World

NOW, LEASE = 1000.0, 60.0


@pytest.fixture
def person(probed: World) -> int:
    """Return somebody with a chat."""

    def make(work: Work) -> int:
        number = work.add(Person(created_at=work.now)).id or 0
        work.add(Address(person_id=number, channel="phone", chat="a", used_at=work.now))
        return number

    return probed.change(make)


def letter(person: int, words: str) -> Tell:
    """Return a message that goes out by mail."""
    return Tell(person, Message(lines=(words,)), card=f"notice:1:{words}", to=("mail", str(person)))


def put(work: Work, tell: Tell, holder: str) -> bool:
    """Store a message; say whether this holder may send it."""
    words = tell.message.plain()
    return Outbox(work.statements, holder).put(words, 0, tell, NOW, LEASE) is not None


def test_a_letter_goes_where_it_is_addressed_and_not_to_the_chat(probed: World, person: int) -> None:
    def story(work: Work) -> list[tuple[str, str]]:
        outbox = Outbox(work.statements, "one")
        sent = outbox.put("信", 0, letter(person, "信"), NOW, LEASE)
        said = outbox.put("话", 0, Tell(person, Message(lines=("话",))), NOW, LEASE)
        assert sent
        assert said
        found = [outbox.resolve(sent.id), outbox.resolve(said.id)]
        return [(parcel.channel, parcel.chat) for parcel in (sent, said, *(each for each in found if each))]

    mail, phone = ("mail", str(person)), ("phone", "a")
    assert probed.look(story) == [mail, phone, mail, phone]


def test_a_letter_that_another_replica_holds_holds_up_no_chat(probed: World, person: int) -> None:
    def story(work: Work) -> tuple[list[bool], list[str]]:
        first = put(work, letter(person, "信"), "one")
        answer = put(work, Tell(person, Message(lines=("话",))), "two")
        second = put(work, letter(person, "又一封信"), "two")
        claimed = Outbox(work.statements, "three").claim(NOW + 1, LEASE)
        return [first, answer, second], [parcel.message.plain() for parcel in claimed]

    alone = "sqlite" in probed.url
    assert probed.look(story) == ([True, True, alone], [])


def test_what_waits_for_a_grey_server_survives_a_restart_and_the_chat_goes_on(
    probed: World, person: int
) -> None:
    box = Box("mail")
    box.refuses(*[Later(300, "rcpt 451", counts=False)] * 3)
    probed.service.sender.channels = {**probed.service.sender.channels, "mail": box}

    async def never(_: float) -> None:
        await asyncio.Event().wait()

    probed.service.sender.sleep = never

    async def story() -> None:
        parcels = await probed.database.run(lambda c: _both(Work(c, probed.surroundings), person))
        probed.service.sender.offer(parcels)
        for _ in range(50):
            await asyncio.sleep(0.002)

    probed.run(story())
    assert column(probed, "state") == [0, 1]
    probed.clock.move(minutes=6)
    service = again(probed)
    service.sender.channels = {**service.sender.channels, "mail": box}
    box.planned.clear()
    recovers(probed)
    assert column(probed, "state") == [1, 1]
    assert len(box.came) == 1


def _both(work: Work, person: int) -> list[Parcel]:
    outbox, now = Outbox(work.statements, "single"), work.now.timestamp()
    told = Tell(person, Message(lines=("话",)))
    both = (outbox.put("信", 0, letter(person, "信"), now, LEASE), outbox.put("话", 0, told, now, LEASE))
    return [parcel for parcel in both if parcel]


@pytest.mark.parametrize(("outcome", "gone"), [(Unreachable("550"), True), (Impossible("552"), False)])
def test_what_is_given_up_sets_a_timer_in_the_same_transaction_and_closes_no_chat(
    probed: World, person: int, outcome: Unreachable | Impossible, gone: bool
) -> None:
    box = Box("mail")
    box.refuses(outcome)
    probed.service.sender.channels = {**probed.service.sender.channels, "mail": box}

    async def story() -> None:
        parcels = await probed.database.run(lambda c: _both(Work(c, probed.surroundings), person))
        probed.service.sender.offer(parcels)
        await probed.service.sender.settle()

    probed.run(story())
    assert column(probed, "state") == [5, 1]
    (timer,) = probed.look(lambda work: work.timers.about("notice:1:信"))
    assert (timer.what, timer.data) == ("notice.lost", {"way": "mail", "gone": gone})
    closed = "SELECT COUNT(*) FROM address WHERE closed_at IS NOT NULL"
    assert probed.look(lambda work: work.statements.value(closed)) == 0
