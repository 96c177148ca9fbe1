"""The inbox as a table: what is known, what is first, what waits, what is blanked."""

from bot.storage.inbox import PAUSE, Inbox, Letter
from bot.storage.work import Work
from handlers.dialogue.replies import Said, Tapped
from tests.support.world import World

NOW = 1000.0


def letter(lane: str, words: str = "话", channel: str = "phone") -> Letter:
    """Return a letter that has not been stored yet."""
    return Letter(0, channel, lane, f"{channel}:{lane}", Said(words), "名字", "zh", NOW)


def put(work: Work, lane: str, number: str, words: str = "话", channel: str = "phone") -> int | None:
    """Store a letter."""
    return Inbox(work.statements).put(letter(lane, words, channel), number)


def first(work: Work, lane: str, now: float = NOW) -> str | None:
    """Return the words that stand first in a lane."""
    found = Inbox(work.statements).first(f"phone:{lane}", now)
    return found.reply.text if found and isinstance(found.reply, Said) else None


def test_a_channels_number_is_known_for_ever_and_only_in_that_channel(probed: World) -> None:
    def story(work: Work) -> list[bool]:
        inbox = Inbox(work.statements)
        taken = [put(work, "a", "1"), put(work, "b", "1"), put(work, "a", "1", channel="other")]
        inbox.handled(taken[0] or 0, NOW)
        inbox.bury("phone", "2", "{", "ValueError", NOW)
        return [number is not None for number in (*taken, put(work, "a", "1"), put(work, "a", "2"))]

    assert probed.look(story) == [True, False, True, False, False]


def test_a_lane_is_worked_from_its_oldest_letter_on(probed: World) -> None:
    def story(work: Work) -> list[str | None]:
        inbox = Inbox(work.statements)
        numbers = [put(work, "a", str(n), f"第{n}") or 0 for n in range(3)]
        put(work, "b", "9", "别人")
        seen = [first(work, "a")]
        inbox.handled(numbers[0], NOW)
        seen.append(first(work, "a"))
        inbox.park(numbers[1], NOW, "ValueError")
        assert not inbox.is_empty("phone:a")
        assert inbox.is_empty("phone:c")
        return [*seen, first(work, "a"), first(work, "b"), first(work, "c")]

    assert probed.look(story) == ["第0", "第1", "第2", "别人", None]


def test_a_letter_that_failed_holds_its_lane_until_its_time_and_never_longer(probed: World) -> None:
    def story(work: Work) -> tuple[list[str | None], list[list[str]]]:
        inbox = Inbox(work.statements)
        put(work, "a", "1", "毒")
        put(work, "a", "2", "之后")
        put(work, "b", "3")
        inbox.failed(1, NOW + 5, "ValueError")
        moments = (NOW, NOW + 5, NOW - 3600)
        return [first(work, "a", at) for at in moments], [list(inbox.lanes(at)) for at in moments[1:]]

    firsts, lanes = probed.look(story)
    assert firsts == [None, "毒", "毒"]
    assert lanes == [["phone:a", "phone:b"]] * 2
    assert PAUSE < 3600


def test_bodies_are_blanked_when_they_are_old_and_settled(probed: World) -> None:
    def story(work: Work) -> list[tuple[str, str]]:
        inbox = Inbox(work.statements)
        numbers = [put(work, "a", str(n)) or 0 for n in range(4)]
        inbox.handled(numbers[0], NOW)
        inbox.park(numbers[1], NOW, "ValueError")
        inbox.handled(numbers[2], NOW + 50)
        inbox.bury("phone", "9", "生的", "ValueError", NOW)
        inbox.blank_before(NOW + 10)
        rows = work.statements.rows("SELECT reply, name FROM inbox ORDER BY id")
        return [(row[0], row[1]) for row in rows]

    rows = probed.look(story)
    assert [bool(reply) for reply, _ in rows] == [False, False, True, True, False]
    assert [name for _, name in rows] == ["", "", "名字", "名字", ""]


def test_a_letter_comes_back_as_it_was_put(probed: World) -> None:
    given = Letter(0, "phone", "聊天", "phone:聊天", Tapped("need:1:2", on="7"), '唐’"以宁', "en", NOW + 0.25)

    def story(work: Work) -> Letter | None:
        inbox = Inbox(work.statements)
        assert inbox.put(given, "%(x)s :y") == 1
        return inbox.first(given.lane, NOW + 1)

    found = probed.look(story)
    assert found is not None
    assert (found.reply, found.name, found.language, found.at) == (given.reply, given.name, "en", NOW + 0.25)
    assert found.attempts == 0
