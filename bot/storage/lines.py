"""What lies under a bureau by its reporting lines, where these depart from the areas' codes."""

from bot.storage.statements import Statements
from handlers.domain.regions import COUNTRY, shared_digits

_APART = """
WITH RECURSIVE below(id) AS (
    SELECT id FROM bureau WHERE id = :bureau
    UNION
    SELECT b.id FROM bureau b JOIN below ON b.reports_to = below.id
)
SELECT b.area, 1 FROM below JOIN bureau b ON b.id = below.id
WHERE b.kind = 'bureau' AND (b.area < :first OR b.area > :last)
UNION ALL
SELECT b.area, 0 FROM bureau b
WHERE b.kind = 'bureau' AND b.area >= :first AND b.area <= :last AND b.id NOT IN (SELECT id FROM below)
"""
_INSIDE = """
WITH RECURSIVE below(id) AS (
    SELECT id FROM bureau WHERE id = :bureau
    UNION
    SELECT b.id FROM bureau b JOIN below ON b.reports_to = below.id
)
SELECT b.area, CASE WHEN b.id IN (SELECT id FROM below) THEN 1 ELSE 0 END
FROM bureau b WHERE b.kind = 'bureau' AND b.area >= :first AND b.area <= :last
"""

Areas = tuple[str, ...]


def under(sql: Statements, bureau_id: int, area: str) -> tuple[Areas, Areas]:
    """Return the areas in the bureau's own that are not under it, and those elsewhere that are.

    One statement for nearly everybody; a look at what lies inside those areas only where there are any.
    """
    found = [tuple(row) for row in sql.rows(_APART, bureau=bureau_id, **_span(area))]
    for apart in {code for code, _ in found if code.endswith("00") and code != area}:
        found += [tuple(row) for row in sql.rows(_INSIDE, bureau=bureau_id, **_span(apart))]
    no = {code for code, below in found if not below and code != area}
    yes = {code for code, below in found if below and code != area}
    return tuple(sorted(no - yes)), tuple(sorted(yes))


def _span(area: str) -> dict[str, str]:
    """Return the first and the last code of an area."""
    digits = shared_digits(area)
    return {"first": area, "last": digits + "9" * (len(COUNTRY) - len(digits))}
