"""What simulated people have in mind outlives a kill, and happens once."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.settings import Mistake
from bot.simulate.journal import Journal, act
from handlers.dialogue.replies import Said, Tapped

NOON = datetime(2012, 3, 9, 4, 0, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Name the journal's file."""
    return tmp_path / "journal.jsonl"


def test_acts_come_in_the_order_of_their_time_then_of_their_key(file: Path) -> None:
    with Journal(file) as journal:
        for key, minutes in (("c", 5), ("b", 1), ("a", 5)):
            journal.plan(act(NOON + timedelta(minutes=minutes), key, "firm:1", Said("好的")))
        came = []
        while (following := journal.next) is not None:
            came.append(following.key)
            journal.done(following)
    assert came == ["b", "a", "c"]


def test_an_act_of_a_known_key_is_not_planned_again_not_even_in_a_later_run(file: Path) -> None:
    planned = act(NOON, "once", "firm:1", Tapped("n.ok:1:1"))
    with Journal(file) as journal:
        journal.plan(planned)
        journal.done(planned)
        journal.plan(planned)
        assert journal.next is None
        journal.end_group(1)
    with Journal(file, 1) as journal:
        assert journal.knows("once")
        journal.plan(planned)
        assert journal.next is None


def test_a_killed_run_goes_on_at_its_moment_with_what_was_still_to_come(file: Path) -> None:
    with Journal(file) as journal:
        journal.reached(NOON)
        journal.plan(act(NOON + timedelta(hours=1), "later", "expert:2", Tapped("i.yes:4:1")))
        journal.end_group(1)
    file.write_bytes(file.read_bytes() + b'{"act": {"due": 13')
    with Journal(file, 1) as journal:
        assert journal.moment == NOON
        assert journal.runs == 2
        assert journal.next is not None
        assert journal.next.as_reply() == Tapped("i.yes:4:1")


def test_what_the_database_does_not_know_of_has_not_happened(file: Path) -> None:
    with Journal(file) as journal:
        journal.reached(NOON)
        journal.end_group(1)
        journal.plan(act(NOON, "too early", "firm:1", Said("好的")))
        journal.reached(NOON + timedelta(hours=1))
        journal.end_group(2)
    with Journal(file, 1) as journal:
        assert (journal.moment, journal.next, journal.runs) == (NOON, None, 2)
        assert not journal.knows("too early")
    with Journal(file) as journal:
        assert (journal.moment, journal.runs) == (None, 1)


def test_a_journal_without_the_databases_group_is_refused(file: Path) -> None:
    with Journal(file) as journal:
        journal.end_group(1)
    with pytest.raises(Mistake, match="belong together"):
        Journal(file, 2)


def test_what_follows_a_half_written_line_can_be_read_again(file: Path) -> None:
    with Journal(file) as journal:
        journal.end_group(1)
    file.write_bytes(file.read_bytes() + b'{"moment": 13')
    with Journal(file, 1) as journal:
        journal.reached(NOON)
        journal.end_group(2)
    with Journal(file, 2) as journal:
        assert journal.moment == NOON
        assert journal.runs == 3
