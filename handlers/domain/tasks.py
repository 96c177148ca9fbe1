"""A task (待办) for a bureau: something a coordinator has to do or decide."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel


class Task(SQLModel, table=True):
    """`about` names the subject, as "need:12"; `due` is the day by which it is to be done, if one was set.

    `kind`: talk, phone, second_contact, confirm_expert, no_bureau, owner_missing, follow_up and others.
    """

    __tablename__ = "task"

    id: int | None = Field(default=None, primary_key=True)
    bureau_id: int | None = Field(default=None, foreign_key="bureau.id", index=True)
    kind: str
    about: str = Field(index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    words: str = ""
    due: date | None = None
    state: str = Field(default="open", index=True)
    outcome: str = ""
    made_at: datetime
    done_at: datetime | None = None
    done_by: int | None = Field(default=None, foreign_key="person.id")
