"""The programme (计划), its yearly cycles and their calls: data of the year, never code."""

from datetime import date, datetime
from typing import Any

from sqlmodel import JSON, Column, Field, SQLModel, UniqueConstraint


class Programme(SQLModel, table=True):
    """A programme; `rules` is its TOML file as data. Nothing due before `opened_at` is planned.

    `revision` grows when a changed file takes the place of the former one.
    """

    __tablename__ = "programme"

    id: int | None = Field(default=None, primary_key=True)
    name: str
    area: str
    opened_at: datetime | None = None
    rules: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    revision: int = 1


class Cycle(SQLModel, table=True):
    """One year of a programme."""

    __tablename__ = "cycle"
    __table_args__ = (UniqueConstraint("programme_id", "year"),)

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id", index=True)
    year: int


class Call(SQLModel, table=True):
    """One call for needs (需求征集) of a cycle, from `opens` until the day before the next one opens.

    `code` is its code in the rules. `state` is planned, open or closed; `opened_at` tells when enterprises
    and bureaus were told.
    """

    __tablename__ = "call"
    __table_args__ = (UniqueConstraint("cycle_id", "code"),)

    id: int | None = Field(default=None, primary_key=True)
    cycle_id: int = Field(foreign_key="cycle.id", index=True)
    code: str = Field(default="", sa_column_kwargs={"server_default": ""})
    name: str
    opens: date
    state: str = Field(default="planned", sa_column_kwargs={"server_default": "planned"})
    opened_at: datetime | None = None
