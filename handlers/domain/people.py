"""People and their addresses: one person, one or more chats, one of them preferred."""

from datetime import datetime

from sqlmodel import JSON, Column, Field, SQLModel, UniqueConstraint

ALL, DIGEST, DEADLINES = "all", "digest", "deadlines"
NOTIFY = (ALL, DIGEST, DEADLINES)
"""What somebody hears by itself (少提醒): everything, all that is gentle once a day, deadlines alone."""


class Person(SQLModel, table=True):
    """Somebody we talk to. Nothing personal is kept before `consented_at`; an erased person is only an id.

    `notify` is all, digest or deadlines (少提醒); `mutes` names subjects ("call:3") whose reminders are off;
    `reach_by` is the order of ways to try (chat, mail, hook), empty for the usual one, see
    `handlers.domain.reaching`; `bounced` holds the addresses and numbers that failed for good.
    `email` is confirmed by the person or vouched for by a coordinator.
    """

    __tablename__ = "person"

    id: int | None = Field(default=None, primary_key=True)
    name: str = ""
    phone: str = ""
    email: str = Field(default="", sa_column_kwargs={"server_default": ""})
    language: str = "zh"
    notify: str = Field(default="all", sa_column_kwargs={"server_default": "all"})
    mutes: list[str] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False, server_default="[]")
    )
    reach_by: list[str] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False, server_default="[]")
    )
    bounced: list[str] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False, server_default="[]")
    )
    consented_at: datetime | None = None
    created_at: datetime
    erased_at: datetime | None = None
    merged_into: int | None = Field(default=None, foreign_key="person.id")


class Address(SQLModel, table=True):
    """One chat of a person on a channel. The one used last is preferred; `closed_at` marks a blocked one."""

    __tablename__ = "address"
    __table_args__ = (UniqueConstraint("channel", "chat"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    channel: str
    chat: str
    used_at: datetime
    closed_at: datetime | None = None


class Link(SQLModel, table=True):
    """A door into the chat, kept as its token's SHA-256.

    `kind` is join, coordinator, personal, move, notice (in a message to its own person outside the chats),
    mail (a code that proves an e-mail address) or calendar (the feed of a bureau's deadlines).
    """

    __tablename__ = "link"

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True)
    kind: str
    role: str = ""
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    bureau_id: int | None = Field(default=None, foreign_key="bureau.id")
    made_by: int | None = Field(default=None, foreign_key="person.id")
    made_at: datetime
    expires_at: datetime | None = None
    uses_left: int | None = None
    revoked_at: datetime | None = None
