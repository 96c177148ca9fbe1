"""Where the daily digest looks: one source a section, each with what waits, the most urgent first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any

from handlers.cards import digest_lines
from handlers.cards.digest import LOOKED_AT, Line, Section
from handlers.cards.digest_lines import below_code, below_line
from handlers.cards.outing_facts import outing_of
from handlers.cards.outings import Outing
from handlers.dialogue.texts import Translate
from handlers.domain.filings import Filing
from handlers.domain.invitations import CONDITIONAL, OPEN, Invitation
from handlers.domain.needs import Need
from handlers.domain.tasks import Task
from handlers.ports.work import UnitOfWork
from handlers.programme.plan import at

PHONES = ("phone", "unreachable", "questionnaire")
CONFIRMS = ("confirm_expert", "second_contact")
CHASED = "filing.chased"
"""The event of 催办."""
TO_PHONE = "filing.to_phone"
"""The event of a chaser that could reach nobody: the unit has to be phoned."""
EVERY = 100_000
"""More than a bureau ever has: what waits is counted whole, whatever is shown of it."""

Bureaus = Sequence[int]


class Look:
    """One look at what waits for some bureaus; every list is read once."""

    def __init__(self, uow: UnitOfWork, bureaus: Bureaus) -> None:
        """Look for these bureaus."""
        self.uow = uow
        self.bureaus = bureaus
        self._written: dict[Translate, tuple[Section, ...]] = {}

    @cached_property
    def tasks(self) -> Sequence[Task]:
        """Open tasks."""
        return self.uow.tasks.open_of(self.bureaus)

    @cached_property
    def standing(self) -> Sequence[Invitation]:
        """Invitations that wait for an answer, or for a word about a condition."""
        return self.uow.invitations.standing_of(self.bureaus, EVERY)

    @cached_property
    def seen_to(self) -> frozenset[str]:
        """Filings that were chased today, or of which it was seen today that they have to be phoned for."""
        return self.uow.figures.subjects((CHASED, TO_PHONE), _midnight(self.uow))

    @cached_property
    def waiting(self) -> dict[str, dict[str, Any]]:
        """Everything that waits, by section and code."""
        return {source.name: source.waiting(self) for source in SOURCES}

    def sections(self, t: Translate) -> tuple[Section, ...]:
        """Return the sections in which anything waits, in one language."""
        if t not in self._written:
            found = ((source, self.waiting[source.name]) for source in SOURCES)
            self._written[t] = tuple(_section(self, source, some, t) for source, some in found if some)
        return self._written[t]


@dataclass(frozen=True, slots=True)
class Source:
    """One section: everything of it that waits by its code, and how one of them is written."""

    name: str
    waiting: Callable[[Look], dict[str, Any]]
    line: Callable[[Look, Any, Translate], Line]


def _section(look: Look, source: Source, some: dict[str, Any], t: Translate) -> Section:
    lines = tuple(source.line(look, each, t) for each in list(some.values())[:LOOKED_AT])
    return Section(
        source.name, lines, sum(len(each) if isinstance(each, list) else 1 for each in some.values())
    )


def chased_today(uow: UnitOfWork, filing: Filing) -> bool:
    """Say whether somebody chased this filing today."""
    return f"filing:{filing.id}" in uow.figures.subjects((CHASED,), _midnight(uow))


def seen_to_today(uow: UnitOfWork, filing: Filing) -> bool:
    """Say whether it was chased today, or somebody learned today that nobody there can be chased."""
    return f"filing:{filing.id}" in uow.figures.subjects((CHASED, TO_PHONE), _midnight(uow))


def of_one_rule(uow: UnitOfWork, filing: Filing, bureaus: Bureaus) -> tuple[Filing, ...]:
    """Return all that these bureaus still wait for by the filing's rule and year, the nearest first."""
    owed = uow.filings.owed_to(bureaus)
    same = (each for each in owed if (each.cycle_id, each.rule) == (filing.cycle_id, filing.rule))
    return tuple(each for each in same if each.bureau_id not in bureaus)


def horizon(uow: UnitOfWork) -> date:
    """Return the day up to which a deadline is worth a line: as early as its first reminder."""
    return uow.today + timedelta(days=max(uow.rules.deadlines.rungs, default=14))


def _midnight(uow: UnitOfWork) -> datetime:
    return at(uow.today, "00:00").astimezone(UTC)


def _due(look: Look) -> dict[str, Filing]:
    until = horizon(look.uow)
    return {f"due:{each.id}": each for each in look.uow.filings.owed_by(look.bureaus) if each.aim <= until}


def _below(look: Look) -> dict[str, list[Filing]]:
    found: dict[str, list[Filing]] = {}
    until = horizon(look.uow)
    for filing in look.uow.filings.owed_to(look.bureaus):
        if filing.aim <= until and filing.bureau_id not in look.bureaus:
            found.setdefault(below_code(filing), []).append(filing)
    return found


def _below_line(look: Look, filings: list[Filing], t: Translate) -> Line:
    chased = sum(f"filing:{each.id}" in look.seen_to for each in filings)
    return below_line(look.uow, filings, chased, t)


def _check(look: Look) -> dict[str, Need]:
    waiting = look.uow.needs.waiting(look.bureaus)
    in_order = sorted(waiting, key=lambda need: (need.check_by or date.max, need.id))
    return {f"check:{need.id}": need for need in in_order}


def _decide(look: Look) -> dict[str, Invitation]:
    return {f"decide:{each.id}": each for each in look.standing if each.state == CONDITIONAL}


def _unanswered(look: Look) -> dict[str, Invitation]:
    """Leave out whoever is to be phoned: that line says it better."""
    phoned = {task.about for task in look.tasks if task.kind in PHONES}
    waiting = sorted((i for i in look.standing if i.state == OPEN), key=lambda each: (each.reply_by, each.id))
    return {f"unanswered:{each.id}": each for each in waiting if f"invitation:{each.id}" not in phoned}


def _match(look: Look) -> dict[str, Need]:
    return {f"match:{need.id}": need for need in look.uow.needs.unmatched(look.bureaus)}


def _tasks(kinds: Callable[[str], bool]) -> Callable[[Look], dict[str, Task]]:
    return lambda look: {f"task:{task.id}": task for task in look.tasks if kinds(task.kind)}


def _activities(look: Look) -> dict[str, Outing]:
    """Return activities near with something not ready, and past ones that nobody phones about."""
    uow = look.uow
    until = uow.today + timedelta(days=max(uow.rules.after_visit.prepare_days, default=0))
    phoned = {task.about for task in look.tasks if task.kind in PHONES}
    planned = (a for a in uow.activities.planned_of(look.bureaus) if a.starts <= until)
    found = [outing_of(uow, activity) for activity in planned if f"activity:{activity.id}" not in phoned]
    return {outing.name: outing for outing in found if _wants_something(outing)}


def _wants_something(outing: Outing) -> bool:
    if outing.over:
        return bool(outing.open_visits)
    return any(not check["done"] for guest in outing.visited for check in guest.host.preparation)


def _others(kind: str) -> bool:
    return kind not in PHONES and kind not in CONFIRMS


def _plain(line: Callable[[UnitOfWork, Any, Translate], Line]) -> Callable[[Look, Any, Translate], Line]:
    return lambda look, noun, t: line(look.uow, noun, t)


SOURCES = (
    Source("due", _due, _plain(digest_lines.due_line)),
    Source("below", _below, _below_line),
    Source("check", _check, _plain(digest_lines.check_line)),
    Source("decide", _decide, _plain(digest_lines.decide_line)),
    Source("phone", _tasks(PHONES.__contains__), _plain(digest_lines.phone_line)),
    Source("unanswered", _unanswered, _plain(digest_lines.unanswered_line)),
    Source("confirm", _tasks(CONFIRMS.__contains__), _plain(digest_lines.confirm_line)),
    Source("activities", _activities, _plain(digest_lines.activity_line)),
    Source("match", _match, _plain(digest_lines.match_line)),
    Source("others", _tasks(_others), _plain(digest_lines.other_line)),
)
"""Sections in the order they are read: 本单位要报送, 下级还没报送, 待审核需求, 等您定的条件, 要打电话,
邀请还没答复, 待确认的人, 对接活动, 还没邀请专家的需求, 其他待办."""
