"""Slots: bursts in a chat, groups, bulk messages behind each other, and the quiet that Telegram asks for."""

from itertools import pairwise

import pytest

from bot.channels.pace import PATIENCE_SECONDS, TIDY_EVERY, Pace


class Watch:
    """Seconds that a test moves by hand."""

    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


def started() -> tuple[Watch, Pace]:
    watch = Watch()
    return watch, Pace(watch)


def test_three_messages_go_at_once_and_then_one_a_second() -> None:
    _, pace = started()
    assert [pace.wait("7") for _ in range(5)] == [0, 0, 0, 1, 2]
    assert pace.wait("8") == 0


def test_a_quiet_time_gives_the_burst_back() -> None:
    watch, pace = started()
    for _ in range(4):
        pace.wait("7")
    watch.at += 10
    assert [pace.wait("7") for _ in range(4)] == [0, 0, 0, 1]


def test_a_group_hears_at_most_twenty_a_minute() -> None:
    _, pace = started()
    waits = [pace.wait("-100") for _ in range(30)]
    assert sum(wait < 60 for wait in waits) == 20
    assert waits[:3] == pytest.approx([0, 0, 3.2])


def test_bulk_messages_line_up_and_replies_pass_them() -> None:
    _, pace = started()
    waits = [pace.wait(str(chat), bulk=True, row=chat) for chat in range(1, 101)]
    assert abs(waits[-1] - 99 / 25) < 1e-6
    assert pace.wait("500") == 0


def test_a_row_that_was_put_off_finds_its_slot_again() -> None:
    watch, pace = started()
    waits = {row: pace.wait(str(row), bulk=True, row=row) for row in range(1, 101)}
    watch.at += waits[100]
    assert all(pace.wait(str(row), bulk=True, row=row) == 0 for row in waits if waits[row] > PATIENCE_SECONDS)
    assert pace.wait("101", bulk=True, row=101) < 0.05


def test_a_row_that_comes_too_early_is_told_the_rest() -> None:
    watch, pace = started()
    for _ in range(6):
        pace.wait("7")
    assert pace.wait("7", row=9) == 4
    watch.at += 1
    assert pace.wait("7", row=9) == 3
    watch.at += 3
    assert pace.wait("7", row=9) == 0


def test_a_flooded_chat_waits_alone() -> None:
    watch, pace = started()
    pace.flooded("7", 7)
    assert pace.wait("7") == pace.held("7") == 7
    assert pace.wait("8") == 0
    watch.at += 7
    assert pace.held("7") == 0


def test_three_flooded_chats_in_a_row_silence_the_whole_bot() -> None:
    watch, pace = started()
    for chat in "123":
        pace.flooded(chat, 5)
    assert pace.wait("8") == 5
    watch.at += 5
    assert pace.wait("9") == 0


def test_a_message_that_went_between_keeps_the_others_free() -> None:
    _, pace = started()
    pace.flooded("1", 5)
    pace.flooded("2", 5)
    pace.went()
    pace.flooded("3", 5)
    assert pace.wait("8") == 0


def test_after_a_pause_for_all_bulk_does_not_go_in_one_burst() -> None:
    watch, pace = started()
    waits = {row: pace.wait(str(row), bulk=True, row=row) for row in range(1, 201)}
    for chat in "abc":
        pace.flooded(chat, 30)
    watch.at += 30
    late = sorted(pace.wait(str(row), bulk=True, row=row) for row in waits if waits[row] > PATIENCE_SECONDS)
    assert all(after - before > 0.039 for before, after in pairwise(late))


def test_a_moved_group_keeps_what_it_owes() -> None:
    _, pace = started()
    for _ in range(4):
        pace.wait("-1")
    pace.moved("-1", "-2")
    assert pace.wait("-2") == pytest.approx(9.6)
    pace.moved("-8", "-9")
    assert pace.wait("-9") == 0


def test_chats_that_owe_nothing_are_forgotten() -> None:
    watch, pace = started()
    for chat in range(TIDY_EVERY):
        watch.at += 1
        pace.wait(str(chat))
    assert len(pace._owed) < 10  # noqa: SLF001 - memory is what this is about
