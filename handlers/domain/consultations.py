"""Consultations (会商) of a bureau with the departments it works with: when, with whom, what was decided."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel


class Consultation(SQLModel, table=True):
    """One entry of the log (会商记录). What is to follow from it is a task about "consultation:<id>"."""

    __tablename__ = "consultation"

    id: int | None = Field(default=None, primary_key=True)
    bureau_id: int = Field(foreign_key="bureau.id", index=True)
    held_on: date
    departments: str
    decisions: str
    made_by: int = Field(foreign_key="person.id")
    made_at: datetime
