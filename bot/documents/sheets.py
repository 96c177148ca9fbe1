"""Reading spreadsheets: xlsx within limits, row by row, a formula's result instead of the formula."""

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, Final, Self
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from bot.documents.packed import MOST_COLUMNS, Marks, NotASheet, look_over, marks_of
from handlers.sheets.cells import Cell
from handlers.sheets.layout import TOP, Layout, find_table, weight

MOST_ROWS: Final = 50_000
Row = Sequence[Cell]


class Book:
    """An open workbook of at most MOST_ROWS rows a sheet; close it with `with`."""

    def __init__(self, data: bytes, name: str = "") -> None:
        """Open. Raises NotASheet for whatever is not a plain xlsx within the limits."""
        self._data = data
        look_over(data, name)
        try:
            self._book: Any = load_workbook(
                io.BytesIO(data), read_only=True, data_only=True, keep_links=False
            )
        except _BROKEN as error:
            raise NotASheet("sheet.not.broken") from error

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the file."""
        self._book.close()

    @property
    def names(self) -> tuple[str, ...]:
        """The worksheets that are not hidden, in their order."""
        return tuple(sheet.title for sheet in self._book.worksheets if sheet.sheet_state == "visible")

    def layout(self, kind: str = "", sheet: str = "", also: Mapping[str, str] | None = None) -> Layout:
        """Return the table of a worksheet, or of the one that is read best. Raises NotASheet without any."""
        found = [self._layout(name, kind, also or {}) for name in self.names if not sheet or name == sheet]
        tables = [layout for layout in found if layout.rows]
        if not tables:
            raise NotASheet("sheet.not.empty")
        best = max(tables, key=weight)
        others = tuple(each.sheet for each in tables if each.sheet != best.sheet and each.kind)
        return replace(best, others=others)

    def rows(self, layout: Layout) -> Iterator[tuple[int, Row]]:
        """Give the rows under the headings with their numbers; empty ones are left out."""
        marks = marks_of(self._data, self._path(layout.sheet))
        above: dict[int, tuple[int, Cell]] = {}
        for number, row in self._numbered(layout.sheet):
            cells = _filled_down(row, number, marks, above)
            if number >= layout.first and any(cell not in (None, "") for cell in row):
                yield number, cells

    def top(self, layout: Layout) -> Sequence[Row]:
        """Return the first rows under the headings, as samples."""
        return [row for _, row in islice(self.rows(layout), TOP)]

    def _layout(self, name: str, kind: str, also: Mapping[str, str]) -> Layout:
        top: list[Row] = []
        rows = 0
        for _, row in self._numbered(name):
            if len(top) < TOP:
                top.append(row)
            rows += any(cell not in (None, "") for cell in row)
        found = find_table(name, top, kind, also)
        above = sum(any(cell not in (None, "") for cell in row) for row in top[: found.first - 1])
        hidden = marks_of(self._data, self._path(name)).hidden
        return replace(found, hidden=tuple(sorted(hidden)), rows=max(0, rows - above))

    def _numbered(self, name: str) -> Iterator[tuple[int, Row]]:
        """Give all rows from the first on. Raises NotASheet beyond MOST_ROWS, or when the file is broken."""
        sheet = self._book[name]
        sheet.reset_dimensions()
        try:
            for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
                if number > MOST_ROWS:
                    raise NotASheet("sheet.not.too_many_rows", most=MOST_ROWS)
                yield number, row[:MOST_COLUMNS]
        except _BROKEN as error:
            raise NotASheet("sheet.not.broken") from error

    def _path(self, name: str) -> str:
        """Return the path of a worksheet inside the file."""
        return str(self._book[name]._worksheet_path).lstrip("/")  # noqa: SLF001 - openpyxl tells it nowhere else


_BROKEN = (
    InvalidFileException,
    zipfile.BadZipFile,
    ParseError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    TypeError,
    ValueError,
)
"""What openpyxl raises for files that are not as they should be."""


def _filled_down(row: Row, number: int, marks: Marks, above: dict[int, tuple[int, Cell]]) -> Row:
    """Give a cell merged downwards (one unit for several people) the value of the first one to each row."""
    cells = list(row)
    for column, (last, value) in above.items():
        if number <= last and column < len(cells) and cells[column] is None:
            cells[column] = value
    for last, column in marks.down.get(number, ()):
        above[column] = (last, row[column] if column < len(row) else None)
    return cells
