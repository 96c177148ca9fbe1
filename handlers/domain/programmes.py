"""The programme (计划), its yearly cycles and their calls: data of the year, never code."""

from datetime import date
from typing import Any

from sqlmodel import JSON, Column, Field, SQLModel


class Programme(SQLModel, table=True):
    """A programme of a province; `rules` is its TOML file as data."""

    __tablename__ = "programme"

    id: int | None = Field(default=None, primary_key=True)
    name: str
    area: str
    rules: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class Cycle(SQLModel, table=True):
    """One year of a programme."""

    __tablename__ = "cycle"

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id", index=True)
    year: int


class Call(SQLModel, table=True):
    """One call for needs (需求征集) of a cycle, from `opens` until the day before the next one opens."""

    __tablename__ = "call"

    id: int | None = Field(default=None, primary_key=True)
    cycle_id: int = Field(foreign_key="cycle.id", index=True)
    name: str
    opens: date
