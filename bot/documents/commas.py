"""A table as CSV: the values alone, for other programs; Excel reads its Chinese as it is."""

import csv
import io
import re
from typing import Final

from handlers.sheets.cells import Cell
from handlers.sheets.tables import Table

CSV: Final = "text/csv; charset=utf-8"
_FORMULA = re.compile(r"[=+\-@\t\r]")


def table_csv(table: Table) -> bytes:
    """Return headings and rows in UTF-8, marked as such; days as 2026-03-10; no formula stays one."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([column.heading for column in table.columns])
    writer.writerows([_plain(value) for value in row] for row in table.rows)
    return out.getvalue().encode("utf-8-sig")


def _plain(value: Cell) -> str:
    """Write a value; text that a spreadsheet would calculate gets the mark that keeps it from doing so."""
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if _FORMULA.match(value) else value
    return str(value)
