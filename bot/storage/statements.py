"""Statements written once and executed as text: what the hot path uses instead of the ORM."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row

_NAME = re.compile(r"(?<!:):([a-z_]+)")


AnyRow = Row[*tuple[Any, ...]]


class Statements:
    """Runs SQL text with `:named` parameters on one connection, in the driver's own style."""

    def __init__(self, connection: Connection) -> None:
        """Use this connection; its transaction belongs to somebody else."""
        self.connection = connection
        self.on_sqlite = connection.dialect.name == "sqlite"

    def run(self, sql: str, **values: Any) -> None:
        """Execute for its effect."""
        self.connection.exec_driver_sql(self._text(sql), values)

    def changed(self, sql: str, **values: Any) -> int:
        """Execute and return how many rows were changed."""
        return self.connection.exec_driver_sql(self._text(sql), values).rowcount

    def row(self, sql: str, **values: Any) -> AnyRow | None:
        """Return the first row, or None."""
        return self.connection.exec_driver_sql(self._text(sql), values).first()

    def rows(self, sql: str, **values: Any) -> Sequence[AnyRow]:
        """Return all rows."""
        return self.connection.exec_driver_sql(self._text(sql), values).all()

    def value(self, sql: str, **values: Any) -> Any:
        """Return the first column of the first row, or None."""
        found = self.row(sql, **values)
        return found[0] if found else None

    def _text(self, sql: str) -> str:
        return sql if self.on_sqlite else _pyformat(sql)


@cache
def _pyformat(sql: str) -> str:
    return _NAME.sub(r"%(\1)s", sql.replace("%", "%%"))
