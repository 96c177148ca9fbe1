"""What a database's schema says, written down so that two of them can be compared."""

import re
from collections.abc import Mapping

from sqlalchemy import Connection, Engine

_POSTGRES = (
    """SELECT 'column', table_name || '.' || column_name,
       data_type || ' ' || is_nullable || ' ' || COALESCE(column_default, '')
       FROM information_schema.columns WHERE table_schema = 'public'""",
    """SELECT 'constraint', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
       FROM pg_constraint WHERE connamespace = 'public'::regnamespace""",
    "SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
)
_SQLITE = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
_PART = re.compile(r",(?![^(]*\))")


def schema(engine: Engine) -> Mapping[tuple[str, str], object]:
    """Return tables, columns, constraints and indexes by kind and name, Alembic's own table left out."""
    with engine.connect() as connection:
        found = _of_sqlite(connection) if engine.dialect.name == "sqlite" else _of_postgres(connection)
    return {key: value for key, value in found.items() if "alembic_version" not in key[1]}


def _of_sqlite(connection: Connection) -> dict[tuple[str, str], object]:
    rows = connection.exec_driver_sql(_SQLITE).all()
    return {(row[0], row[1]): _plain(row[2]) for row in rows}


def _of_postgres(connection: Connection) -> dict[tuple[str, str], object]:
    rows = [row for sql in _POSTGRES for row in connection.exec_driver_sql(sql).all()]
    return {(row[0], row[1]): row[2] for row in rows}


def _plain(sql: str) -> object:
    """Return a statement without its layout; the parts of a table in any order."""
    words = re.sub(r"\s+", " ", sql.replace('"', "")).strip()
    head, bracket, body = words.partition("(")
    if not head.startswith("CREATE TABLE"):
        return words
    parts = _PART.split(body.strip().removesuffix(")"))
    return head.strip(), bracket, sorted(part.strip() for part in parts)
