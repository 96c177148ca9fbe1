"""Counts over many rows, by statements: what digests and weekly summaries are made of."""

from collections.abc import Collection, Iterator, Mapping, Sequence
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

    def counties(self, person_ids: Collection[int]) -> Mapping[int, tuple[str, ...]]:
        """Return where people's enterprises and expert profiles are, by person; desks do not count."""
        found: dict[int, tuple[str, ...]] = {}
        for some in batched(sorted(person_ids), _AT_ONCE):
            ids = ",".join(str(int(number)) for number in some)
            for person, county in self._nouns.rows(_COUNTIES.format(ids=ids)):
                found[person] = (*found.get(person, ()), county)
        return found


def batched(numbers: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    """Return the numbers in groups that fit into one statement."""
    return (numbers[start : start + size] for start in range(0, len(numbers), size))
