"""What stands in the service's database: the proof that every step counted here was made durable."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Self

_HANDLED = "SELECT COUNT(*) FROM inbox WHERE channel = 'telegram' AND state = 1"
_RECEIPTED = "SELECT COUNT(*) FROM outbox WHERE channel = 'telegram' AND state = 1"
_OPEN = "SELECT COUNT(*) FROM outbox WHERE state = 0"


@dataclass(frozen=True, slots=True)
class Kept:
    """Messages handled, and replies with a receipt."""

    handled: int
    receipted: int

    def __sub__(self, before: Self) -> "Kept":
        """Return what came to it since."""
        return Kept(self.handled - before.handled, self.receipted - before.receipted)


def kept(file: Path) -> Kept:
    """Count in the database file, beside the process that writes to it."""
    return Kept(_count(file, _HANDLED), _count(file, _RECEIPTED))


def waiting(file: Path) -> int:
    """Return how many replies have no receipt yet."""
    return _count(file, _OPEN)


def _count(file: Path, sql: str) -> int:
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        count: int = connection.execute(sql).fetchone()[0]
        return count
