"""Experts as matching sees them: read from their rows once, and again when a row reads differently."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.storage.nouns import Nouns
from bot.storage.statements import AnyRow
from handlers.domain.masks import ExpertView
from handlers.domain.titles import eligible

_ROWS = (
    "SELECT e.id, e.person_id, p.name, e.unit, e.title, e.degree, e.state, e.exception, e.exception_need_id,"
    " e.categories, e.directions, e.domains, e.works, e.county, e.areas, e.months, e.online_only,"
    " e.yearly_cap, e.declared, COALESCE(l.accepted, 0), COALESCE(l.open, 0)"
    " FROM expert e JOIN person p ON p.id = e.person_id"
    " LEFT JOIN (SELECT expert_id, SUM(CASE WHEN state IN ('accepted', 'conditional') THEN 1 ELSE 0 END)"
    " AS accepted, SUM(CASE WHEN state = 'open' THEN 1 ELSE 0 END) AS open"
    " FROM invitation WHERE year = :year GROUP BY expert_id) l ON l.expert_id = e.id"
)
_ALL = f"{_ROWS} WHERE e.state NOT IN ('erased', 'merged') ORDER BY e.id"
_ONE = f"{_ROWS} WHERE e.id = :expert"


class Profiles:
    """What was read of all experts, kept for the next need; nobody who is not there any more is kept."""

    def __init__(self) -> None:
        """Know nobody yet."""
        self._known: Mapping[int, tuple[AnyRow, ExpertView]] = {}

    def all(self, nouns: Nouns, year: int) -> Sequence[ExpertView]:
        """Return every expert who is not erased, with the load of a year, in the order of ids."""
        known = self._known
        rows = nouns.rows(_ALL, year=year)
        found = [
            before if (before := known.get(row[0])) is not None and before[0] == row else (row, _view(row))
            for row in rows
        ]
        self._known = {view.id: (row, view) for row, view in found}
        return [view for _, view in found]


def profile(nouns: Nouns, expert_id: int, year: int) -> ExpertView | None:
    """Return one expert in any state, with the load of a year."""
    found = nouns.rows(_ONE, expert=expert_id, year=year)
    return _view(found[0]) if found else None


def _view(row: AnyRow) -> ExpertView:
    number, person, name, unit, title, degree, state, exception, needed, *lists, county = row[:14]
    areas, months, online_only, cap, declared, accepted, opened = row[14:]
    categories, directions, domains, works = map(_listed, lists)
    return ExpertView(
        id=number,
        person_id=person,
        name=name,
        unit=unit,
        title=title,
        qualified=eligible(title, degree),
        state=state,
        exception_need_id=needed if exception else None,
        categories=categories,
        directions=directions,
        domains=domains,
        works=works,
        county=county,
        areas=_listed(areas),
        months=_listed(months),
        online_only=bool(online_only),
        yearly_cap=cap,
        accepted=int(accepted),
        open=int(opened),
        declared=declared,
    )


def _listed(value: Any) -> tuple[Any, ...]:
    """Return a list as the driver hands it over: text on SQLite, a list on PostgreSQL."""
    return tuple(json.loads(value) if isinstance(value, str) else value)
