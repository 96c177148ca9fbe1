"""Counts over many rows, by statements: what digests and weekly summaries are made of."""

from collections.abc import Sequence
from datetime import date

from bot.storage.nouns import Nouns
from bot.storage.statements import Statements
from handlers.domain.bureaus import OBSERVER
from handlers.ports import Coordinator

_ANYTHING = (
    "SELECT EXISTS (SELECT 1 FROM task WHERE state = 'open' AND bureau_id IN ({ids}))"
    " OR EXISTS (SELECT 1 FROM need WHERE state IN ('submitted', 'approved') AND bureau_id IN ({ids}))"
    " OR EXISTS (SELECT 1 FROM invitation WHERE state IN ('open', 'conditional') AND bureau_id IN ({ids}))"
    " OR EXISTS (SELECT 1 FROM filing WHERE state IN ('open', 'returned') AND aim <= :until"
    " AND (bureau_id IN ({ids}) OR to_id IN ({ids})))"
)


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
