"""Timers: what is due when, one row each; the truth that the metronome only looks at."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.storage.statements import AnyRow, Statements
from handlers.effects import Schedule
from handlers.ports.timers import PlannedTimer

_DUE = (
    "SELECT key, due_at, what, about, data FROM timer WHERE due_at <= :now ORDER BY due_at, key LIMIT :most"
)


_PLANNED = "SELECT key, due_at, what, about, data FROM timer"


@dataclass(frozen=True, slots=True)
class Due:
    """A timer that is due: its key, when it should have fired (seconds since 1970), what and about what."""

    key: str
    due_at: float
    what: str
    about: str
    data: dict[str, Any]


class Timers:
    """Reads and writes timers on one connection."""

    def __init__(self, statements: Statements) -> None:
        """Use these statements."""
        self._sql = statements

    def set(self, timer: Schedule) -> None:
        """Set a timer, or move the one of this key."""
        self._sql.run(
            "INSERT INTO timer (key, due_at, what, about, data) VALUES (:key, :due, :what, :about, :data)"
            " ON CONFLICT (key) DO UPDATE SET due_at = excluded.due_at, what = excluded.what,"
            " about = excluded.about, data = excluded.data",
            key=timer.key, due=timer.due.timestamp(), what=timer.what, about=timer.about,
            data=json.dumps(dict(timer.data), ensure_ascii=False),
        )  # fmt: skip

    def clear(self, key: str) -> None:
        """Clear the timer of this key."""
        self._sql.run("DELETE FROM timer WHERE key = :key", key=key)

    def take_due(self, now: float, limit: int = 200) -> Sequence[Due]:
        """Remove and return what is due, the longest due first. No two transactions take the same one."""
        sql = _DUE if self._sql.on_sqlite else f"{_DUE} FOR UPDATE SKIP LOCKED"
        rows = self._sql.rows(sql, now=now, most=limit)
        for row in rows:
            self.clear(row[0])
        return [Due(row[0], row[1], row[2], row[3], json.loads(row[4])) for row in rows]

    def next_due(self) -> float | None:
        """Return when the next timer is due, in seconds since 1970."""
        found: float | None = self._sql.value("SELECT MIN(due_at) FROM timer")
        return found

    def between(self, start: datetime, end: datetime) -> Sequence[PlannedTimer]:
        """Return the timers due from `start` on and before `end`, the earliest first."""
        sql = f"{_PLANNED} WHERE due_at >= :start AND due_at < :end ORDER BY due_at, key"
        return [_planned(r) for r in self._sql.rows(sql, start=start.timestamp(), end=end.timestamp())]

    def about(self, subject: str) -> Sequence[PlannedTimer]:
        """Return the timers about a subject, the earliest first."""
        sql = f"{_PLANNED} WHERE about = :subject ORDER BY due_at, key"
        return [_planned(row) for row in self._sql.rows(sql, subject=subject)]

    def get(self, key: str) -> PlannedTimer | None:
        """Return the timer of this key."""
        row = self._sql.row(f"{_PLANNED} WHERE key = :key", key=key)
        return _planned(row) if row else None


def _planned(row: AnyRow) -> PlannedTimer:
    return PlannedTimer(row[0], datetime.fromtimestamp(row[1], UTC), row[2], row[3], json.loads(row[4]))
