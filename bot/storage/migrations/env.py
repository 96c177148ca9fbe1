"""Run by Alembic: the steps on the connection that `bot.storage.migrate` hands over."""

from typing import Any, Literal

from alembic import context
from sqlmodel import UTCDateTime
from sqlmodel.sql.sqltypes import AutoString

from bot.storage.tables import metadata


def plain(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write the nouns' types as the database's own, so that a step never depends on our code."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    return "sa.String()" if kind == "type" and isinstance(item, AutoString) else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,
    compare_type=True,
    render_item=plain,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
