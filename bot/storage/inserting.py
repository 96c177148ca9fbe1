"""A new noun's row by one statement written once for its kind: the ORM's flush costs ten times as much."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from sqlalchemy import Dialect, inspect
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.attributes import instance_dict, set_committed_value
from sqlmodel import Session

from bot.storage.statements import Statements

Written = Callable[[Any], Any]
"""Turns a noun's value into what the driver takes."""


@dataclass(frozen=True, slots=True)
class _Insert:
    """The statement for one kind of noun, its fields, and those whose values the driver takes otherwise."""

    sql: str
    fields: frozenset[str]
    written: Mapping[str, Written]

    def values(self, held: Mapping[str, Any]) -> dict[str, Any]:
        """Return the noun's values as the driver takes them."""
        values = {name: held[name] for name in self.fields}
        for name, written in self.written.items():
            values[name] = written(values[name])
        return values


def insert(statements: Statements, session: Session, noun: object) -> bool:
    """Write a new noun, give it its id and let the session hold it as if it had read it.

    False, with nothing done, where only the ORM can: a noun that has its key already or lacks a value.
    """
    known = _insert(cast("Hashable", type(noun)), cast("Hashable", type(statements.connection.dialect)))
    held = instance_dict(noun)
    if known is None or held.get("id") is not None or not held.keys() >= known.fields:
        return False
    set_committed_value(noun, "id", statements.value(known.sql, **known.values(held)))
    make_transient_to_detached(noun)
    session.add(noun)
    return True


@cache
def _insert(kind: Any, speaking: type[Dialect]) -> _Insert | None:
    """Return the statement; None for a kind whose key is not a number that the database gives."""
    dialect = speaking()
    mapper = inspect(kind)
    table = mapper.local_table
    if [column.name for column in table.primary_key] != ["id"] or table.autoincrement_column is None:
        return None
    columns = [column for column in table.columns if column.name != "id"]
    names = [column.name for column in columns]
    made = {column.name: column.type.dialect_impl(dialect).bind_processor(dialect) for column in columns}
    sql = (
        f'INSERT INTO "{table.name}" ({", ".join(names)})'  # noqa: S608 - names of our own tables
        f" VALUES ({', '.join(f':{name}' for name in names)}) RETURNING id"
    )
    return _Insert(sql, frozenset(names), {name: written for name, written in made.items() if written})
