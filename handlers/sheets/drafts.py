"""What a row of a sheet says: the values that it gives, and what in it cannot be read or is not accepted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Self

from handlers.domain.regions import Region
from handlers.programme.rules import Rules
from handlers.sheets.cells import Cell, line, phone, place


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to be told about a row: the key of a text, the field it is about, and values for the text."""

    key: str
    about: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """A row as read. `values` has what is filled in: an empty cell never erases anything.

    `fault` is why the row cannot be taken, `remarks` what was left out of it. `thought` holds what was worked
    out beside the row: domains and keywords.
    """

    row: int
    values: Mapping[str, Any]
    faults: tuple[Remark, ...] = ()
    remarks: tuple[Remark, ...] = ()
    thought: Mapping[str, Any] = field(default_factory=dict)

    def get(self, name: str) -> Any:  # noqa: ANN401 - a field's value is of its own kind
        """Return a field's value, or an empty text."""
        return self.values.get(name, "")

    def with_thought(self, thought: Mapping[str, Any]) -> Self:
        """Return the row with what was worked out about it."""
        return replace(self, thought=thought)


@dataclass(frozen=True, slots=True)
class Desk:
    """What reading needs beside the cells: the programme's lists, the importing bureau's area, the day."""

    rules: Rules
    area: str
    today: date


@dataclass
class Row:
    """The cells of a row while they are read, field by field."""

    number: int
    cells: Mapping[str, Cell]
    desk: Desk
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[Remark] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def draft(self) -> Draft:
        """Return what was read."""
        return Draft(self.number, self.values, tuple(self.faults), tuple(self.remarks))

    def has(self, name: str) -> bool:
        """Say whether the field's cell is filled in."""
        return bool(line(self.cells.get(name)))

    def keep(self, name: str, value: object) -> None:
        """Keep a value unless it is empty."""
        if value not in (None, "", ()):
            self.values[name] = value

    def words(self, name: str, *, most: int, required: bool = False) -> None:
        """Read a field of one line."""
        words = line(self.cells.get(name))
        if len(words) > most:
            self.fault("too_long", name, now=len(words), most=most)
        elif words or not required:
            self.keep(name, words)
        else:
            self.fault("empty", name)

    def phone(self) -> None:
        """Read the phone: the mobile's column, or the one for landlines."""
        numbers = [phone(self.cells.get(name)) for name in ("phone", "phone2")]
        if any(numbers):
            self.values["phone"] = next(number for number in numbers if number)
        elif None in numbers:
            was = next(
                line(self.cells.get(n)) for n in ("phone", "phone2") if phone(self.cells.get(n)) is None
            )
            self.fault("phone", "phone", was=was[:30])

    def place(self, name: str = "county") -> None:
        """Read a place; several of one name and unknown ones are mistakes."""
        words = line(self.cells.get(name))
        found = place(words, self.desk.rules.province) if words else None
        if isinstance(found, Region):
            self.values[name] = found.code
        elif isinstance(found, tuple):
            self.fault("place_open", name, was=words[:30], names="、".join(found))
        elif words:
            self.fault("place", name, was=words[:30])

    def code_of(self, entries: str, name: str) -> None:
        """Read an entry of one of the programme's open lists; what is not in the list stays as written."""
        if words := line(self.cells.get(name)):
            self.values[name] = listed_code(self.desk.rules, entries, words)

    def fault(self, key: str, name: str, **values: object) -> None:
        """Note why the row cannot be taken."""
        self.faults.append(Remark(f"sheet.fault.{key}", name, values))

    def remark(self, key: str, name: str = "", **values: object) -> None:
        """Note something about the row that does not keep it out."""
        self.remarks.append(Remark(f"sheet.remark.{key}", name, values))


Reader = Callable[[Row], None]


def listed_code(rules: Rules, entries: str, words: str) -> str:
    """Return the code of a name in an open list: the same, or one that holds the other; else the words."""
    named = getattr(rules, entries)
    same = [entry.code for entry in named if words in {entry.zh, entry.en, entry.code}]
    near = [entry.code for entry in named if entry.zh in words or words in entry.zh]
    return next(iter((*same, *near)), words)
