"""A simulated spring: visits are planned, confirmed, rated; the figures agree with the record of events."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

SPRING = ("--from", "2015-03-01", "--to", "2015-06-30", "--enterprises", "40", "--experts", "40")


@pytest.fixture(scope="module")
def spring() -> Sequence[dict[str, Any]]:
    """Play the months of a call and of its visits once."""
    command = [sys.executable, "-m", "bot", "simulate", "--programme", "jiangsu-2014", "--json", *SPRING]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=540)
    return [json.loads(line) for line in done.stdout.splitlines()]


def events(lines: Sequence[dict[str, Any]], *actions: str) -> list[dict[str, Any]]:
    return [line for line in lines if line.get("event") in actions]


def held(lines: Sequence[dict[str, Any]]) -> Mapping[int, dict[str, Any]]:
    """Return the visits that stand as held at the end, each with its day, from the events alone."""
    found: dict[int, dict[str, Any]] = {}
    for line in events(lines, "visit.happened", "visit.not_held"):
        visit = line["visit"]
        found.pop(visit["id"], None)
        if line["event"] == "visit.happened":
            found[visit["id"]] = {**visit, "day": line["facts"]["day"]}
    return found


def figure(lines: Sequence[dict[str, Any]], what: str) -> int:
    """Return what the board counts for 2015."""
    (board,) = [line["figures"] for line in lines if "figures" in line]
    return next(int(one["done"]) for one in board if (one["counts"], one["from"]) == (what, "2015-01-01"))


def test_people_plan_confirm_and_rate(spring: Sequence[dict[str, Any]]) -> None:
    for action in (
        "outing.planned",
        "visit.said",
        "visit.happened",
        "questionnaire.asked",
        "questionnaire.answered",
    ):
        assert events(spring, action), action


def test_the_figures_agree_with_the_events(spring: Sequence[dict[str, Any]]) -> None:
    visits = held(spring).values()
    assert figure(spring, "experts") == len({visit["expert"] for visit in visits})
    assert figure(spring, "enterprises") == len({visit["enterprise"] for visit in visits})
    assert figure(spring, "activities") == len({visit["activity"] for visit in visits})


def test_nothing_is_asked_about_a_visit_that_was_not_held(spring: Sequence[dict[str, Any]]) -> None:
    happened = {line["visit"]["id"] for line in events(spring, "visit.happened")}
    assert all(line["visit"]["id"] in happened for line in events(spring, "questionnaire.asked"))


def test_nobody_is_left_without_an_answer(spring: Sequence[dict[str, Any]]) -> None:
    summary = spring[-1]["summary"]
    assert (summary["letters_parked"], summary["unsent"]) == (0, 0)
