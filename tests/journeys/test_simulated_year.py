"""A year on a clock moved by hand: one seed, one year; a killed one goes on where it stood."""

import asyncio
import json
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.programmes import read
from bot.settings import Mistake
from bot.simulate.year import Progress, Year, play
from bot.storage.inline import InlineDatabase
from bot.storage.record import sent_messages
from bot.storage.statements import Statements

WEEK = ("--from", "2012-02-21", "--to", "2012-02-28", "--enterprises", "4", "--experts", "4")
KILLS = (5.0, 7.0)  # seconds after which a run is killed: before, or in the middle of, the first reminders


def simulate(*more: str, keep: Path | None = None, kill_after: float | None = None) -> Sequence[str]:
    """Run the command line in a process of its own; return what it printed, nothing when it was killed."""
    folder = ("--keep", str(keep)) if keep else ()
    command = [sys.executable, "-m", "bot", "simulate", "--programme", "henan-2012", "--json"]
    process = subprocess.Popen(
        [*command, *more, *folder], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        out, err = process.communicate(timeout=kill_after or 300)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.communicate()
        return ()
    assert process.returncode == 0, err
    return out.splitlines()


@pytest.fixture(scope="module")
def week() -> Sequence[str]:
    """Play the week of Henan's first reminder once."""
    return simulate(*WEEK, "--seed", "3")


def messages(lines: Sequence[str]) -> list[dict[str, Any]]:
    return [line for line in map(json.loads, lines) if "at" in line]


def test_the_same_seed_gives_the_same_year_and_another_one_another(week: Sequence[str]) -> None:
    assert simulate(*WEEK, "--seed", "3") == week
    assert simulate(*WEEK, "--seed", "4") != week


def test_the_first_reminder_leaves_a_fortnight_before_the_friday_to_whoever_owes(week: Sequence[str]) -> None:
    rungs = [line for line in messages(week) if line["kind"] == "rung"]
    assert {(line["at"], line["code"]) for line in rungs} == {("2012-02-24T09:00:00+08:00", "T-14")}
    assert Counter(line["to"] for line in rungs).most_common(1)[0][1] == 1


def test_nobody_is_left_without_an_answer(week: Sequence[str]) -> None:
    summary = json.loads(week[-1])["summary"]
    assert (summary["letters_parked"], summary["unsent"]) == (0, 0)
    assert summary["letters"] > 0


def test_a_year_that_is_killed_again_and_again_ends_with_the_same_messages(
    week: Sequence[str], tmp_path: Path
) -> None:
    for seconds in KILLS:
        simulate(*WEEK, "--seed", "3", keep=tmp_path, kill_after=seconds)
    assert sorted(simulate(*WEEK, "--seed", "3", keep=tmp_path)) == sorted(week)


FIRST, LAST = date(2012, 2, 21), date(2012, 2, 28)
STOPS = (date(2012, 2, 22), date(2012, 2, 24), date(2012, 2, 24), date(2012, 2, 28))


def played(folder: Path, told: Progress = lambda _day: None) -> list[tuple[object, ...]]:
    """Play the week in this process; return what was sent to whom when."""
    rules = read(Path("henan-2012"), "en")
    assert rules is not None

    async def year() -> list[tuple[object, ...]]:
        database, _ = await play(Year(rules, FIRST, LAST, 4, 4, 3), folder, told)
        found = await database.read(lambda c: list(sent_messages(Statements(c))))
        database.close()
        return [(sent.at, sent.chat, sent.message) for sent in found]

    return asyncio.run(year())


def groups(folder: Path) -> int:
    """Return how many groups of units a year that was broken off had committed."""
    database = InlineDatabase(f"sqlite:///{folder / 'year.db'}")
    database.close()
    return database.group


def test_a_year_broken_off_in_the_midst_of_a_day_goes_on_from_what_both_files_know(tmp_path: Path) -> None:
    for stop in STOPS:

        def breaks_off(day: date, stop: date = stop) -> None:
            if day >= stop:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            played(tmp_path / "broken", breaks_off)
    assert groups(tmp_path / "broken") > len(STOPS)
    assert sorted(played(tmp_path / "broken"), key=str) == sorted(played(tmp_path / "whole"), key=str)


def test_a_folder_whose_files_do_not_belong_together_is_refused(tmp_path: Path) -> None:
    played(tmp_path)
    (tmp_path / "journal.jsonl").write_text("")
    with pytest.raises(Mistake, match="belong together"):
        played(tmp_path)
