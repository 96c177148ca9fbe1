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
    """Messages handled, replies with a receipt, and replies that still wait for one."""

    handled: int
    receipted: int
    open: int

    def __sub__(self, before: Self) -> "Kept":
        """Return what came to it since."""
        return Kept(self.handled - before.handled, self.receipted - before.receipted, self.open)


def kept(file: Path) -> Kept:
    """Count in the database file, beside the process that writes to it."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        counts = [connection.execute(sql).fetchone()[0] for sql in (_HANDLED, _RECEIPTED, _OPEN)]
    return Kept(*counts)
