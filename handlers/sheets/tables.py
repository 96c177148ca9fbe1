"""A table as a value, to be written as a spreadsheet: each column knows its width and what it holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from handlers.sheets.cells import Cell

Form = Literal["text", "long", "day", "number"]
"""What a column holds: short text, text to be wrapped, days, numbers."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading, what it holds, and its width in Latin letters."""

    heading: str
    form: Form = "text"
    width: int = 14


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table; `remark` stands under the title, `name` is the file's without its ending."""

    name: str
    title: str
    remark: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
