"""Spreadsheets that coordinators bring in (导入), and pairs of records that may be one (疑似重复)."""

from datetime import datetime
from typing import Any

from sqlmodel import JSON, Column, Field, SQLModel, UniqueConstraint

READING, ASKING, CHECKING, CHECKED = "reading", "asking", "checking", "checked"
IMPORTING, DONE, CANCELLED, FAILED = "importing", "done", "cancelled", "failed"
WORKING = (READING, CHECKING, IMPORTING)
"""States in which the file's next reader is the service itself, not the coordinator."""

MAY_BE_ONE, MERGED, DISTINCT = "open", "merged", "distinct"


class Sheet(SQLModel, table=True):
    """A spreadsheet on its way in. `kind` is experts, enterprises or needs, empty until it is known.

    `layout` says where the table stands and which column means what; `counts` how many rows are new, changed,
    same, faulty, likely. `done` rows of `total` are settled in this step. `report_id` is the attachment that
    tells of each row. `leased_until` (seconds since 1970) keeps two replicas from working on one sheet.
    """

    __tablename__ = "sheet"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    attachment_id: int = Field(foreign_key="attachment.id", index=True)
    report_id: int | None = Field(default=None, foreign_key="attachment.id")
    name: str
    kind: str = ""
    area: str = ""
    state: str = Field(default=READING, index=True)
    layout: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    counts: dict[str, int] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    note: str = ""
    done: int = 0
    total: int = 0
    revision: int = 1
    leased_until: float = 0.0
    made_at: datetime


class Twin(SQLModel, table=True):
    """Two people or two enterprises that may be one; `one_id` was known before `other_id`.

    `kind` is person or enterprise, `why` the code of what they share, `area` who may decide.
    """

    __tablename__ = "twin"
    __table_args__ = (UniqueConstraint("kind", "one_id", "other_id"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    one_id: int
    other_id: int
    why: str
    area: str = Field(default="", index=True)
    sheet_id: int | None = Field(default=None, foreign_key="sheet.id", index=True)
    state: str = Field(default=MAY_BE_ONE, index=True)
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    made_at: datetime
