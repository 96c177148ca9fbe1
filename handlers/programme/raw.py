"""Reading a file's data whose types nobody has checked: what is of another type counts as absent."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, TypeVar

from handlers.programme.lines import Path
from handlers.programme.parts import is_month_day

Table = Mapping[str, Any]
Value = TypeVar("Value")


def text(table: Table, key: str) -> str:
    """Return a text, or an empty one."""
    value = table.get(key)
    return value if isinstance(value, str) else ""


def number(table: Table, key: str) -> int | None:
    """Return a whole number."""
    value = table.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def day(table: Table, key: str) -> date | None:
    """Return a day, written as TOML's own or in quotes."""
    try:
        return date.fromisoformat(str(table.get(key)))
    except ValueError:
        return None


def month_day(table: Table, key: str) -> str:
    """Return a day of the year such as "03-10", or an empty text for what is none."""
    value = text(table, key)
    return value if is_month_day(value) else ""


def section(table: Table, key: str) -> Table:
    """Return a table, or an empty one."""
    value = table.get(key)
    return value if isinstance(value, Mapping) else {}


def values(table: Table, key: str) -> Sequence[Any]:
    """Return a list, or an empty one."""
    value = table.get(key)
    return value if isinstance(value, list) else []


def texts(table: Table, key: str) -> list[tuple[int, str]]:
    """Return the texts of a list, each with its place in it."""
    return [(nth, value) for nth, value in enumerate(values(table, key)) if isinstance(value, str)]


def numbers(table: Table, key: str) -> list[tuple[int, int]]:
    """Return the whole numbers of a list, each with its place in it."""
    return [(nth, value) for nth, value in enumerate(values(table, key)) if type(value) is int]


def entries(table: Table, *keys: str) -> Iterator[tuple[Path, Table]]:
    """Yield the tables of a list, or of a list in each table of a list, with their places."""
    key, *inner = keys
    for nth, entry in enumerate(values(table, key)):
        if not isinstance(entry, Mapping):
            continue
        if not inner:
            yield (key, nth), entry
        for place, each in entries(entry, *inner) if inner else ():
            yield (key, nth, *place), each


def neighbours(pairs: Sequence[tuple[int, Value]]) -> Iterator[tuple[int, Value, Value]]:
    """Yield each value with the one before it: place, the one before, the value."""
    for (_, one), (nth, other) in pairwise(pairs):
        yield nth, one, other
