"""Where the daily digest looks: one source a section, each with what waits, the most urgent first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from handlers.cards import digest_lines
from handlers.cards.digest import Line
from handlers.cards.digest_lines import below_code, below_line
from handlers.dialogue.texts import Translate
from handlers.domain.days import shanghai_day
from handlers.domain.filings import Filing
from handlers.domain.invitations import CONDITIONAL, OPEN, Invitation
from handlers.domain.needs import Need
from handlers.domain.tasks import Task
from handlers.ports import UnitOfWork

PHONES = ("phone", "unreachable")
CONFIRMS = ("confirm_expert", "second_contact")
CHASED = "filing.chased"
"""The event of 催办."""
TO_PHONE = "filing.to_phone"
"""The event of a chaser that could reach nobody: the unit has to be phoned."""
EVERY = 100_000
"""More than a bureau ever has: what waits is counted whole, whatever is shown of it."""

Bureaus = Sequence[int]


@dataclass(frozen=True, slots=True)
class Source:
    """One section: everything of it that waits by its code, and how one of them is written."""

    name: str
    waiting: Callable[[UnitOfWork, Bureaus], dict[str, Any]]
    line: Callable[[UnitOfWork, Any, Translate], Line]


def chased_today(uow: UnitOfWork, filing: Filing) -> bool:
    """Say whether somebody chased this filing today."""
    events = uow.events.of(f"filing:{filing.id}")
    return any(event.action == CHASED and shanghai_day(event.at) == uow.today for event in events)


def seen_to_today(uow: UnitOfWork, filing: Filing) -> bool:
    """Say whether it was chased today, or somebody learned today that nobody there can be chased."""
    events = uow.events.of(f"filing:{filing.id}")
    return any(event.action in {CHASED, TO_PHONE} and shanghai_day(event.at) == uow.today for event in events)


def of_one_rule(uow: UnitOfWork, filing: Filing, bureaus: Bureaus) -> tuple[Filing, ...]:
    """Return all that these bureaus still wait for by the filing's rule and year, the nearest first."""
    owed = uow.filings.owed_to(bureaus)
    same = (each for each in owed if (each.cycle_id, each.rule) == (filing.cycle_id, filing.rule))
    return tuple(each for each in same if each.bureau_id not in bureaus)


def horizon(uow: UnitOfWork) -> date:
    """Return the day up to which a deadline is worth a line: as early as its first reminder."""
    return uow.today + timedelta(days=max(uow.rules.deadlines.rungs, default=14))


def _due(uow: UnitOfWork, bureaus: Bureaus) -> dict[str, Filing]:
    until = horizon(uow)
    return {f"due:{each.id}": each for each in uow.filings.owed_by(bureaus) if each.aim <= until}


def _below(uow: UnitOfWork, bureaus: Bureaus) -> dict[str, list[Filing]]:
    found: dict[str, list[Filing]] = {}
    until = horizon(uow)
    for filing in uow.filings.owed_to(bureaus):
        if filing.aim <= until and filing.bureau_id not in bureaus:
            found.setdefault(below_code(filing), []).append(filing)
    return found


def _below_line(uow: UnitOfWork, filings: list[Filing], t: Translate) -> Line:
    return below_line(uow, filings, sum(seen_to_today(uow, each) for each in filings), t)


def _check(uow: UnitOfWork, bureaus: Bureaus) -> dict[str, Need]:
    waiting = sorted(uow.needs.waiting(bureaus), key=lambda need: (need.check_by or date.max, need.id))
    return {f"check:{need.id}": need for need in waiting}


def _decide(uow: UnitOfWork, bureaus: Bureaus) -> dict[str, Invitation]:
    standing = uow.invitations.standing_of(bureaus, EVERY)
    return {f"decide:{each.id}": each for each in standing if each.state == CONDITIONAL}


def _unanswered(uow: UnitOfWork, bureaus: Bureaus) -> dict[str, Invitation]:
    """Leave out whoever is to be phoned: that line says it better."""
    phoned = {task.about for task in uow.tasks.open_of(bureaus) if task.kind in PHONES}
    standing = (each for each in uow.invitations.standing_of(bureaus, EVERY) if each.state == OPEN)
    waiting = sorted(standing, key=lambda each: (each.reply_by, each.id))
    return {f"unanswered:{each.id}": each for each in waiting if f"invitation:{each.id}" not in phoned}


def _match(uow: UnitOfWork, bureaus: Bureaus) -> dict[str, Need]:
    return {f"match:{need.id}": need for need in uow.needs.unmatched(bureaus)}


def _tasks(kinds: Callable[[str], bool]) -> Callable[[UnitOfWork, Bureaus], dict[str, Task]]:
    def waiting(uow: UnitOfWork, bureaus: Bureaus) -> dict[str, Task]:
        return {f"task:{task.id}": task for task in uow.tasks.open_of(bureaus) if kinds(task.kind)}

    return waiting


def _others(kind: str) -> bool:
    return kind not in PHONES and kind not in CONFIRMS


SOURCES = (
    Source("due", _due, digest_lines.due_line),
    Source("below", _below, _below_line),
    Source("check", _check, digest_lines.check_line),
    Source("decide", _decide, digest_lines.decide_line),
    Source("phone", _tasks(PHONES.__contains__), digest_lines.phone_line),
    Source("unanswered", _unanswered, digest_lines.unanswered_line),
    Source("confirm", _tasks(CONFIRMS.__contains__), digest_lines.confirm_line),
    Source("match", _match, digest_lines.match_line),
    Source("others", _tasks(_others), digest_lines.other_line),
)
"""Sections in the order they are read: 本单位要报送, 下级还没报送, 待审核需求, 等您定的条件, 要打电话,
邀请还没答复, 待确认的人, 还没邀请专家的需求, 其他待办."""
