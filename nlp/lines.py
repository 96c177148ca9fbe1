"""JSON lines, one record a line; a line that cannot be read is told with its number and stops nothing."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any


class Unusable(ValueError):
    """The record lacks something or holds it in another form; the text says what, for whoever sent it."""


@dataclass(frozen=True, slots=True)
class Record:
    """One line that is a JSON object; lines are counted from 1."""

    number: int
    fields: dict[str, Any]

    def id(self) -> str | int:
        """Return the record's id as it was given. Raises `Unusable`."""
        given = self.fields.get("id")
        if isinstance(given, bool) or not isinstance(given, str | int):
            raise Unusable('"id" must be a string or a whole number')
        return given

    def words(self, name: str) -> str:
        """Return a text; an absent one and null are empty. Raises `Unusable`."""
        given = self.fields.get(name)
        if given is None:
            return ""
        if not isinstance(given, str):
            raise Unusable(f'"{name}" must be a string')
        return given


@dataclass(frozen=True, slots=True)
class Unreadable:
    """One line that is none, and why."""

    number: int
    why: str


def read(lines: Iterable[bytes]) -> Iterator[Record | Unreadable]:
    """Read the lines in order; empty ones are passed over, but counted."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _read(number, line)


def _read(number: int, line: bytes) -> Record | Unreadable:
    try:
        fields = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return Unreadable(number, "is not UTF-8")
    except json.JSONDecodeError as error:
        return Unreadable(number, f"is not JSON: {error.msg} at character {error.pos + 1}")
    except (ValueError, RecursionError):
        return Unreadable(number, "is not JSON: too deep, or a number too long")
    if not isinstance(fields, dict):
        return Unreadable(number, "is not a JSON object")
    return Record(number, fields)


def write(record: dict[str, Any]) -> str:
    """Write one record as a line, Chinese characters as they are; lone halves of a pair are escaped."""
    line = json.dumps(record, ensure_ascii=False)
    try:
        line.encode()
    except UnicodeEncodeError:
        line = json.dumps(record)
    return f"{line}\n"
