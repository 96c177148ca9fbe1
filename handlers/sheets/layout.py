"""Where the table of a sheet stands: below titles, with headings of one row or two, and what they mean."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

from handlers.sheets.cells import Cell, line
from handlers.sheets.columns import NEEDS, Columns, guess, headed, kind_of, kinds, letter, missing

TOP = 40
"""Rows of a sheet that are looked at to understand it: titles, headings, samples."""
DEEPEST = 15
"""Rows among which the headings are looked for."""
LONGEST_HEADING = 40
_NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Layout:
    """A table in a sheet: `first` is the row (from 1) under the headings, `columns` maps field to column.

    Columns count from 0. `doubtful` fields were guessed from little; `hidden` columns are not seen when the
    file is opened; `rows` counts what stands below the headings, `others` are further sheets with a table.
    """

    sheet: str
    first: int
    headings: tuple[str, ...]
    kind: str
    columns: Mapping[str, int]
    doubtful: tuple[str, ...] = ()
    hidden: tuple[int, ...] = ()
    rows: int = 0
    others: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[tuple[str, ...], ...]:
        """The groups of fields of which one is needed and none has a column."""
        return missing(self.kind, self.columns) if self.kind else ()

    @property
    def unused(self) -> tuple[int, ...]:
        """The columns with a heading that no field was found for."""
        used = set(self.columns.values())
        return tuple(at for at, heading in enumerate(self.headings) if heading and at not in used)

    def named(self, column: int) -> str:
        """Return a column as it is shown: 工作单位(C)."""
        heading = self.headings[column] if column < len(self.headings) else ""
        return f"{heading}({letter(column)})"

    def with_column(self, field: str, column: int | None) -> Self:
        """Return the layout with a field's column set by hand, or taken away."""
        columns = {name: at for name, at in self.columns.items() if name != field and at != column}
        columns |= {} if column is None else {field: column}
        doubtful = tuple(name for name in self.doubtful if name in columns and name != field)
        return replace(self, columns=columns, doubtful=doubtful)

    def with_kind(self, kind: str, samples: Sequence[Sequence[Cell]] = ()) -> Self:
        """Return the layout read as another kind of sheet."""
        found = guess(kind, self.headings, samples)
        return replace(self, kind=kind, columns=found.found, doubtful=found.doubtful)

    def cells(self, row: Sequence[Cell]) -> Mapping[str, Cell]:
        """Return a row's cells by field; fields without a column are left out."""
        return {field: row[at] if at < len(row) else None for field, at in self.columns.items()}

    def as_json(self) -> dict[str, Any]:
        """Return the layout as JSON data."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return the layout that `as_json` wrote."""
        lists = {name: tuple(value) for name, value in data.items() if isinstance(value, list)}
        return cls(**{**data, **lists})


def find_table(
    sheet: str, top: Sequence[Sequence[Cell]], kind: str = "", also: Mapping[str, str] = _NOTHING
) -> Layout:
    """Find the headings in a sheet's first rows, and read them as this kind or as the one they speak of.

    `also` maps headings of the programme's own need form to fields.
    """
    at, depth = _headings_at(top)
    headings = _headings(top, at, depth)
    samples = [row for row in top[at + depth :] if any(line(cell) for cell in row)]
    title = " ".join((sheet, *(line(cell) for row in top[:at] for cell in row)))
    kind = kind or kind_of(headings, samples, title)
    found = guess(kind, headings, samples, also if kind == NEEDS else _NOTHING) if kind else Columns({})
    return Layout(sheet, at + depth + 1, headings, kind, found.found, found.doubtful)


def weight(layout: Layout) -> tuple[bool, int, int]:
    """Rank tables of one file: those that can be read first, then by the fields found, then by rows."""
    readable = bool(layout.kind) and not layout.missing
    return readable, len(layout.columns) if layout.kind in kinds() else 0, layout.rows


def _headings_at(top: Sequence[Sequence[Cell]]) -> tuple[int, int]:
    """Return the row of the headings (from 0), and whether they are one row deep or two."""
    places = [
        (at, depth) for at in range(min(DEEPEST, len(top))) for depth in (1, 2) if at + depth <= len(top)
    ]
    if not places:
        return 0, 1
    return max(places, key=lambda place: (_recognised(_headings(top, *place)), -place[1], -place[0]))


def _recognised(headings: Sequence[str]) -> int:
    return sum(1 for heading in headings if headed(heading))


def _headings(top: Sequence[Sequence[Cell]], at: int, depth: int) -> tuple[str, ...]:
    """Return the headings; of two rows the lower cell counts, or the upper one where the lower is empty."""
    rows = top[at : at + depth]
    width = max((_width(row) for row in top[at:]), default=0)
    cells = ([line(row[column]) if column < len(row) else "" for row in rows] for column in range(width))
    return tuple(
        next((words[:LONGEST_HEADING] for words in reversed(column) if words), "") for column in cells
    )


def _width(row: Sequence[Cell]) -> int:
    """Return the columns of a row up to the last one with something in it."""
    return max((at for at, cell in enumerate(row, start=1) if line(cell)), default=0)
