"""The append-only record of what happened: who, what, on what, when, by which channel, on whose behalf."""

from datetime import datetime
from typing import Any

from sqlmodel import JSON, Column, Field, SQLModel


class Event(SQLModel, table=True):
    """One fact, written in the transaction of what it tells of; holds codes and ids, never people's words."""

    __tablename__ = "event"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime
    actor_id: int | None = Field(default=None, index=True)
    action: str = Field(index=True)
    subject: str = Field(index=True)
    channel: str = ""
    behalf_of: int | None = None
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
