"""The queues' own tables. Times are seconds since 1970, bodies are JSON text: nothing to convert."""

from sqlalchemy import (
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlmodel import SQLModel

import handlers.domain.activities
import handlers.domain.attachments
import handlers.domain.bureaus
import handlers.domain.call_answers
import handlers.domain.consultations
import handlers.domain.enterprises
import handlers.domain.events
import handlers.domain.experts
import handlers.domain.filings
import handlers.domain.holdings
import handlers.domain.invitations
import handlers.domain.needs
import handlers.domain.notices
import handlers.domain.outcomes
import handlers.domain.people
import handlers.domain.programmes
import handlers.domain.questionnaires
import handlers.domain.sheets
import handlers.domain.tasks  # noqa: F401 - every noun must be known to the metadata

metadata = SQLModel.metadata

NEW, DONE, PARKED, DEAD, SUPERSEDED, BURIED = 0, 1, 2, 3, 4, 5
"""States of queue rows. Inbox: new, done, parked (gave up), dead (unreadable). Outbox: new, done, superseded,
buried."""

inbox = Table(
    "inbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("external_id", Text, nullable=False),
    Column("chat", Text, nullable=False),
    Column("lane", Text, nullable=False),
    Column("reply", Text, nullable=False),
    Column("name", Text, nullable=False, server_default=""),
    Column("language", Text, nullable=False, server_default=""),
    Column("at", Double, nullable=False),
    Column("state", Integer, nullable=False, server_default="0"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("retry_at", Double, nullable=False, server_default="0"),
    Column("handled_at", Double),
    Column("fault", Text, nullable=False, server_default=""),
    UniqueConstraint("channel", "external_id"),
    Index("inbox_open", "lane", "id", sqlite_where=text("state = 0"), postgresql_where=text("state = 0")),
    Index("inbox_chat", "channel", "chat", "id"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("cause", Text, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("person_id", Integer, ForeignKey("person.id"), nullable=False),
    Column("channel", Text, nullable=False, server_default=""),
    Column("chat", Text, nullable=False, server_default=""),
    Column("card", Text, nullable=False, server_default=""),
    Column("flags", Integer, nullable=False, server_default="0"),
    Column("body", Text, nullable=False),
    Column("at", Double, nullable=False),
    Column("state", Integer, nullable=False, server_default="0"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("not_before", Double, nullable=False, server_default="0"),
    Column("holder", Text, nullable=False, server_default=""),
    Column("leased_until", Double, nullable=False, server_default="0"),
    Column("sent_at", Double),
    Column("receipt", Text, nullable=False, server_default=""),
    Column("edits", Text, nullable=False, server_default=""),
    Column("fault", Text, nullable=False, server_default=""),
    UniqueConstraint("cause", "person_id", "ordinal"),
    Index(
        "outbox_open", "person_id", "id", sqlite_where=text("state = 0"), postgresql_where=text("state = 0")
    ),
    Index("outbox_chat", "channel", "chat", "id"),
)

card = Table(
    "card",
    metadata,
    Column("person_id", Integer, ForeignKey("person.id"), primary_key=True),
    Column("card", Text, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("chat", Text, nullable=False),
    Column("message", Text, nullable=False),
)

timer = Table(
    "timer",
    metadata,
    Column("key", Text, primary_key=True),
    Column("due_at", Double, nullable=False, index=True),
    Column("what", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("data", Text, nullable=False, server_default="{}"),
)

dialogue = Table(
    "dialogue",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", Integer, ForeignKey("person.id"), nullable=False),
    Column("flow", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("front", Integer, nullable=False),
    Column("paused", Integer, nullable=False, server_default="0"),
    Column("touched_at", Double, nullable=False),
    UniqueConstraint("person_id", "flow", "subject"),
    sqlite_autoincrement=True,  # a closed conversation's number is never used again: old buttons carry it
)

web_session = Table(
    "web_session",
    metadata,
    Column("id", Text, primary_key=True),
    Column("secret_hash", Text, nullable=False),
    Column("chat", Text, nullable=False, index=True),
    Column("made_at", Double, nullable=False),
    Column("used_at", Double, nullable=False),
    Column("revoked_at", Double),
)

stored_file = Table(
    "stored_file",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("bytes", LargeBinary, nullable=False),
    Column("kept_at", Double, nullable=False),
)
"""Bytes of attachments where the database is PostgreSQL; beside SQLite they are files named by their hash."""
