"""The outbox as a table: said once for each cause, whole lanes to one holder, versions of cards."""

import pytest

from bot.storage.outbox import BUZZ, Outbox, Parcel, Receipt
from bot.storage.work import Work
from handlers.dialogue.messages import Message
from handlers.domain.people import Address, Person
from handlers.effects import Tell
from tests.support.world import World

NOW, LEASE = 1000.0, 60.0


@pytest.fixture
def people(probed: World) -> list[int]:
    """Two people with a chat each."""
    return probed.change(lambda work: [with_chat(work, chat) for chat in ("a", "b")])


def with_chat(work: Work, chat: str) -> int:
    """Add a person with a chat."""
    number = work.add(Person(created_at=work.now)).id or 0
    work.add(Address(person_id=number, channel="phone", chat=chat, used_at=work.now))
    return number


def put(work: Work, person: int, words: str, holder: str = "one") -> Parcel | None:
    """Store one line for a person; each text is a cause of its own."""
    return Outbox(work.statements, holder).put(words, 0, Tell(person, Message(lines=(words,))), NOW, LEASE)


def put_card(work: Work, person: int, words: str, *, buzz: bool) -> Parcel | None:
    """Store a version of a card."""
    tell = Tell(person, Message(lines=(words,)), card="need:1", buzz=buzz)
    return Outbox(work.statements, "one").put(words, 0, tell, NOW, LEASE)


def claim(work: Work, holder: str, now: float) -> list[tuple[str, bool]]:
    """Claim what is free; return texts and doubts."""
    found = Outbox(work.statements, holder).claim(now, LEASE)
    return [(parcel.message.plain(), parcel.doubtful) for parcel in found]


def test_one_cause_says_a_thing_once_to_each_person(probed: World, people: list[int]) -> None:
    def story(work: Work) -> list[bool]:
        said = [put(work, person, "话") is not None for person in (*people, *people)]
        return [*said, put(work, people[0], "别的") is not None]

    assert probed.look(story) == [True, True, False, False, True]


def test_an_address_is_looked_up_when_the_row_is_put_and_when_it_is_claimed(
    probed: World, people: list[int]
) -> None:
    def story(work: Work) -> tuple[str, str, str]:
        parcel = put(work, people[0], "话")
        work.statements.run("UPDATE address SET chat = 'new' WHERE chat = 'a'")
        claimed = Outbox(work.statements, "two").claim(NOW + 61, LEASE)[0]
        work.statements.run("UPDATE address SET closed_at = used_at WHERE chat = 'new'")
        again = Outbox(work.statements, "two").resolve(claimed.id)
        return (parcel.chat if parcel else "", claimed.chat, again.chat if again else "?")

    assert probed.look(story) == ("a", "new", "")


def test_what_one_process_holds_nobody_else_takes_until_its_lease_ends(
    probed: World, people: list[int]
) -> None:
    def story(work: Work) -> list[list[tuple[str, bool]]]:
        numbers = [parcel.id for words in ("一", "二") if (parcel := put(work, people[0], words))]
        found = [claim(work, "two", NOW + 1)]
        Outbox(work.statements, "one").renew(numbers, NOW + 50, LEASE)
        found += [claim(work, "two", NOW + 70), claim(work, "two", NOW + 111), claim(work, "one", NOW + 112)]
        Outbox(work.statements, "one").renew(numbers, NOW + 113, LEASE)
        return [*found, claim(work, "one", NOW + 172)]

    two = [("一", True), ("二", True)]
    assert probed.look(story) == [[], [], two, [], two]


def test_what_a_process_lets_go_is_free_at_once_and_only_what_was_under_way_is_doubtful(
    probed: World, people: list[int]
) -> None:
    def story(work: Work) -> list[tuple[str, bool]]:
        first = put(work, people[0], "一")
        put(work, people[0], "二")
        put(work, people[1], "三")
        Outbox(work.statements, "one").release([first.id if first else 0])
        return claim(work, "two", NOW + 1)

    assert probed.look(story) == [("一", True), ("二", False), ("三", False)]


def test_a_newer_version_of_a_card_supersedes_what_is_unsent_and_inherits_its_buzz(
    probed: World, people: list[int]
) -> None:
    def story(work: Work) -> list[bool]:
        put_card(work, people[1], "别人的", buzz=True)
        versions = [put_card(work, people[0], f"{n}", buzz=n == 1) for n in (1, 2, 3)]
        outbox = Outbox(work.statements, "one")
        last = versions[-1]
        if last is None:
            raise AssertionError("the newest version was not put")
        outbox.sent([Receipt(last, "77", NOW)])
        versions.append(put_card(work, people[0], "4", buzz=False))
        assert [version.edits for version in versions if version] == ["", "", "", "77"]
        assert outbox.waiting() == 2
        return [bool(version.flags & BUZZ) for version in versions if version]

    assert probed.look(story) == [True, True, True, False]


def test_rows_of_a_person_whom_another_process_is_writing_to_are_left_to_it(
    probed: World, people: list[int]
) -> None:
    if "sqlite" in probed.url:
        return  # one process

    def story(work: Work) -> tuple[bool, list[tuple[str, bool]]]:
        put(work, people[0], "一", holder="one")
        mine = put(work, people[0], "二", holder="two")
        assert put(work, people[1], "三", holder="two")
        return mine is not None, claim(work, "one", NOW + 200)

    assert probed.look(story) == (False, [("一", True), ("二", False), ("三", True)])


def test_bodies_are_blanked_when_they_are_old_and_settled(probed: World, people: list[int]) -> None:
    def story(work: Work) -> list[str]:
        outbox = Outbox(work.statements, "one")
        parcels = [put(work, people[0], words) for words in ("一", "二", "三")]
        for parcel in parcels[:2]:
            outbox.sent([Receipt(parcel or parcels[0] or Parcel(0, 0, "", "", "", 0, Message()), "9", NOW)])
        outbox.blank_before(NOW - 1)
        assert "{}" not in [row[0] for row in work.statements.rows("SELECT body FROM outbox")]
        outbox.blank_before(NOW + 1)
        return [row[0] for row in work.statements.rows("SELECT body FROM outbox ORDER BY id")]

    bodies = probed.look(story)
    assert bodies[:2] == ["{}", "{}"]
    assert "三" in bodies[2]
