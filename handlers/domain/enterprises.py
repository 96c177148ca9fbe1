"""Enterprises (企业) and the people who speak for them."""

from datetime import datetime

from sqlmodel import Field, SQLModel, UniqueConstraint


class Enterprise(SQLModel, table=True):
    """An enterprise or other grassroots unit; `credit_code` (统一社会信用代码) is unique when given.

    `merged_into` points to the record that this one turned out to be; it only keeps its name to be known by.
    """

    __tablename__ = "enterprise"

    id: int | None = Field(default=None, primary_key=True)
    name: str
    credit_code: str | None = Field(default=None, unique=True)
    county: str = Field(index=True)
    created_at: datetime
    merged_into: int | None = Field(default=None, foreign_key="enterprise.id")


class Contact(SQLModel, table=True):
    """A person of an enterprise. A pending one sees nothing until the first one or a coordinator agrees."""

    __tablename__ = "contact"
    __table_args__ = (UniqueConstraint("enterprise_id", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    enterprise_id: int = Field(foreign_key="enterprise.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    state: str = "active"
    created_at: datetime
