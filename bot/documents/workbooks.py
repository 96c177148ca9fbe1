"""Writing spreadsheets: tables ready for print, and a sheet sent back with a result beside each row.

Text stays text: what begins like a formula is written with the mark that keeps it from becoming one.
"""

import io
import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import Cell as Box
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from handlers.sheets.cells import Cell
from handlers.sheets.tables import Column, Table

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADED: Final = 3
"""Rows above the first one of a table: title, remark, headings. The headings are repeated on every page."""
LONGEST: Final = 32_000  # signs a cell may hold: 32767, less what escaping adds
_A4: Final = 9
_FORMULA = re.compile(r"[=+\-@\t\r]")
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_THIN = Side(style="thin", color="999999")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_GREY = PatternFill("solid", fgColor="E7ECF3")
_FILLS = {
    "new": PatternFill("solid", fgColor="E2F2E2"),
    "changed": PatternFill("solid", fgColor="E3EEFB"),
    "likely": PatternFill("solid", fgColor="FFF3D6"),
    "faulty": PatternFill("solid", fgColor="FBE1DE"),
}
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_LINE = Alignment(vertical="top")
_MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)


def table_xlsx(table: Table) -> bytes:
    """Return a table as xlsx: titled, boxed, A4 across, as wide as a page, headings on every page."""
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(_sheet_name(table.title))
    _set_widths(sheet, table.columns)
    _for_print(sheet, f"{HEADED}:{HEADED}")
    sheet.freeze_panes = f"A{HEADED + 1}"
    last = get_column_letter(max(2, len(table.columns)))
    for row in (1, 2):
        sheet.merged_cells.add(f"A{row}:{last}{row}")
    sheet.append([_styled(sheet, table.title, font=Font(size=16, bold=True), alignment=_MIDDLE)])
    sheet.append([_styled(sheet, table.remark, font=Font(size=9, color="666666"))])
    sheet.append([_heading(sheet, column.heading) for column in table.columns])
    pens = [_Pen(sheet, column) for column in table.columns]
    for values in table.rows:
        sheet.append([pen.write(value) for pen, value in zip(pens, values, strict=True)])
    return _bytes(book)


class Report:
    """A sheet's own rows with the result and the reason beside each, written row by row."""

    def __init__(self, title: str, headings: Sequence[str], results: tuple[str, str, str]) -> None:
        """Begin; `results` are the headings of row number, result and reason."""
        self._book = Workbook(write_only=True)
        self._sheet: Any = self._book.create_sheet(_sheet_name(title))
        number, word, why = results
        own = [Column(heading, width=16) for heading in headings]
        columns = [*own, Column(number, "number", 8), Column(word, width=12), Column(why, "long", 60)]
        _set_widths(self._sheet, columns)
        _for_print(self._sheet, "1:1")
        self._sheet.freeze_panes = "A2"
        self._sheet.append([_heading(self._sheet, column.heading) for column in columns])
        self._pens = [_Pen(self._sheet, column) for column in columns]
        self._words = {name: _Pen(self._sheet, columns[-2], fill) for name, fill in _FILLS.items()}
        self._width = len(headings)

    def add(self, number: int, row: Sequence[Cell], result: str, word: str, why: str) -> None:
        """Write a row; `result` chooses the colour, `word` names it."""
        *own, counted, named, told = self._pens
        values = [*row, *[None] * self._width][: self._width]
        cells = [pen.write(value) for pen, value in zip(own, values, strict=True)]
        verdict = self._words.get(result, named).write(word)
        self._sheet.append([*cells, counted.write(number), verdict, told.write(why)])

    def done(self) -> bytes:
        """Return the report as xlsx."""
        return _bytes(self._book)


class _Pen:
    """Writes one column: its cell is styled once and used for every row, because each is written at once."""

    def __init__(self, sheet: Any, column: Column, fill: PatternFill | None = None) -> None:  # noqa: ANN401 - openpyxl's
        self._plain, self._marked = (self._cell(sheet, column, fill) for _ in range(2))
        self._marked.quotePrefix = True

    def write(self, value: Cell) -> Box | None:
        """Return the cell with a value that is what it seems: text like a formula is marked as text."""
        if value is None or value == "":
            return self._with(self._plain, None)
        if isinstance(value, str):
            words = _ILLEGAL.sub("", value)[:LONGEST]
            cell = self._with(self._marked if _FORMULA.match(words) else self._plain, words)
            cell.data_type = "s"
            return cell
        return self._with(self._plain, value)

    def _with(self, cell: Box, value: Any) -> Box:  # noqa: ANN401 - as openpyxl takes it
        cell.value = value
        return cell

    def _cell(self, sheet: Any, column: Column, fill: PatternFill | None) -> Box:  # noqa: ANN401 - as above
        cell = WriteOnlyCell(sheet)
        cell.alignment = _WRAPPED if column.form == "long" else _LINE
        cell.border = _BOX
        if column.form == "day":
            cell.number_format = "yyyy-mm-dd"
        if fill is not None:
            cell.fill = fill
        return cell


def _styled(sheet: Any, words: str, **style: Any) -> Box:  # noqa: ANN401 - as above
    cell = WriteOnlyCell(sheet, _ILLEGAL.sub("", words)[:LONGEST])
    cell.data_type = "s"
    for name, value in style.items():
        setattr(cell, name, value)
    return cell


def _heading(sheet: Any, words: str) -> Box:  # noqa: ANN401 - as above
    return _styled(sheet, words, font=Font(bold=True), alignment=_MIDDLE, border=_BOX, fill=_GREY)


def _set_widths(sheet: Any, columns: Iterable[Column]) -> None:  # noqa: ANN401 - as above
    for at, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = column.width


def _for_print(sheet: Any, headings: str) -> None:  # noqa: ANN401 - as above
    """Set A4 across, one page wide, the headings on each."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = headings
    sheet.oddFooter.center.text = "&P / &N"
    sheet.page_margins.left = sheet.page_margins.right = 0.4


def _sheet_name(title: str) -> str:
    return re.sub(r"[\[\]:*?/\\]", " ", title)[:31] or "1"


def _bytes(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
