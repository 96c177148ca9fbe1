"""Counts over many rows, by statements: what digests and weekly summaries are made of."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func
from sqlmodel import col, select

from bot.storage.nouns import Nouns
from bot.storage.statements import Statements
from handlers.domain.bureaus import OBSERVER
from handlers.domain.events import Event
from handlers.domain.invitations import ACCEPTED, EXPIRED, Invitation
from handlers.domain.needs import APPROVED, ARRANGED, Need
from handlers.domain.tasks import Task
from handlers.ports.figures import Coordinator, Week

_ANYTHING = (
    "SELECT EXISTS (SELECT 1 FROM task WHERE state = 'open' AND bureau_id IN ({ids}))"
    " OR EXISTS (SELECT 1 FROM need WHERE state = 'submitted' AND bureau_id IN ({ids}))"
    " OR EXISTS (SELECT 1 FROM need n WHERE n.state = 'approved' AND n.bureau_id IN ({ids}) AND NOT EXISTS"
    " (SELECT 1 FROM invitation i WHERE i.need_id = n.id AND i.state IN ('open', 'conditional', 'accepted')))"
    " OR EXISTS (SELECT 1 FROM invitation WHERE state IN ('open', 'conditional') AND bureau_id IN ({ids}))"
    " OR EXISTS (SELECT 1 FROM filing WHERE state IN ('open', 'returned') AND aim <= :until"
    " AND (bureau_id IN ({ids}) OR to_id IN ({ids})))"
)

_COUNTIES = (
    "SELECT c.person_id, e.county FROM contact c JOIN enterprise e ON e.id = c.enterprise_id"
    " WHERE c.person_id IN ({ids}) UNION SELECT person_id, county FROM expert WHERE person_id IN ({ids})"
)
_AT_ONCE = 500


class FigureRows:
    """Counts and short lists; what was changed in nouns is written first."""

    def __init__(self, nouns: Nouns, statements: Statements) -> None:
        """Count with these statements."""
        self._nouns = nouns
        self._sql = statements

    def coordinators(self) -> Sequence[Coordinator]:
        """Return everybody who acts for a bureau, once for each bureau, in the order of joining."""
        rows = self._nouns.rows(
            "SELECT id, person_id, bureau_id, digest_at FROM member WHERE active AND role <> :no ORDER BY id",
            no=OBSERVER,
        )
        return [Coordinator(*row) for row in rows]

    def anything_for(self, bureau_ids: Sequence[int], until: date) -> bool:
        """Say whether anything waits for these bureaus, or falls due up to this day."""
        if not bureau_ids:
            return False
        ids = ",".join(str(int(number)) for number in bureau_ids)
        day = until.isoformat() if self._sql.on_sqlite else until
        return bool(self._nouns.value(_ANYTHING.format(ids=ids), until=day))

    def subjects(self, actions: Sequence[str], since: datetime) -> frozenset[str]:
        """Return the subjects of the events of these actions since a moment."""
        told = select(Event.subject).where(col(Event.action).in_(actions), col(Event.at) >= since)
        return frozenset(self._nouns.session.exec(told).all())

    def open_tasks(self, kinds: Sequence[str]) -> Mapping[int, int]:
        """Count the open tasks of these kinds by bureau."""
        counted = select(Task.bureau_id, func.count()).where(Task.state == "open", col(Task.kind).in_(kinds))
        rows = self._nouns.session.exec(counted.group_by(col(Task.bureau_id))).all()
        return {bureau: count for bureau, count in rows if bureau is not None}

    def week(self, since: datetime, until: datetime) -> Week:
        """Count what happened from one moment up to another. An imported need was checked by nobody here."""
        checked = select(Need.county, Need.submitted_at, Need.checked_at, Need.state)
        checked = checked.where(_within(Need.checked_at, since, until), Need.checked_at != Need.submitted_at)
        found = self._nouns.session.exec(checked).all()
        hours: dict[str, tuple[float, ...]] = {}
        for county, filed, done, _ in found:
            spent = (done - filed).total_seconds() / 3600 if done else 0.0
            hours[county] = (*hours.get(county, ()), spent)
        answered = _within(Invitation.answered_at, since, until)
        return Week(
            filed=self._needs(_within(Need.submitted_at, since, until)),
            approved=Counter(county for county, _, _, state in found if state in (APPROVED, ARRANGED)),
            arranged=self._arranged(since, until),
            hours=hours,
            invited=self._invitations(_within(Invitation.sent_at, since, until)),
            answered=self._invitations(answered, col(Invitation.state) != EXPIRED),
            accepted=self._invitations(answered, col(Invitation.state) == ACCEPTED),
        )

    def _needs(self, *those: ColumnElement[bool]) -> Mapping[str, int]:
        counted = select(Need.county, func.count()).where(*those).group_by(col(Need.county))
        return dict(self._nouns.session.exec(counted).all())

    def _invitations(self, *those: ColumnElement[bool]) -> Mapping[str, int]:
        counted = select(Need.county, func.count()).join(Invitation, col(Invitation.need_id) == Need.id)
        return dict(self._nouns.session.exec(counted.where(*those).group_by(col(Need.county))).all())

    def _arranged(self, since: datetime, until: datetime) -> Mapping[str, int]:
        told = select(Event.subject).where(Event.action == "need.arranged", _within(Event.at, since, until))
        subjects = set(self._nouns.session.exec(told).all())
        numbers = [int(subject.partition(":")[2]) for subject in subjects]
        return self._needs(col(Need.id).in_(numbers)) if numbers else {}

    def counties(self, person_ids: Collection[int]) -> Mapping[int, tuple[str, ...]]:
        """Return where people's enterprises and expert profiles are, by person; desks do not count."""
        found: dict[int, tuple[str, ...]] = {}
        for some in batched(sorted(person_ids), _AT_ONCE):
            ids = ",".join(str(int(number)) for number in some)
            for person, county in self._nouns.rows(_COUNTIES.format(ids=ids)):
                found[person] = (*found.get(person, ()), county)
        return found


def _within(moment: Any, since: datetime, until: datetime) -> ColumnElement[bool]:
    return and_(col(moment) >= since, col(moment) < until)


def batched(numbers: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    """Return the numbers in groups that fit into one statement."""
    return (numbers[start : start + size] for start in range(0, len(numbers), size))
