"""A need (需求): what an enterprise asks for, and how far the bureau has got with it."""

from datetime import date, datetime
from typing import Any

from sqlmodel import JSON, Column, Field, SQLModel

SUBMITTED, RETURNED, APPROVED = "submitted", "returned", "approved"
ARRANGED, REJECTED, WITHDRAWN = "arranged", "rejected", "withdrawn"
OPEN_STATES = (SUBMITTED, RETURNED, APPROVED, ARRANGED)
FIELDS = (
    "kind",
    "title",
    "detail",
    "domains",
    "county",
    "deadline",
    "conditions",
    "budget",
    "phone",
    "files",
)
"""What a bureau may ask an enterprise to mend, in the order of the form."""


class Need(SQLModel, table=True):
    """A filed need. `revision` grows with every change, so that an old button can be told from a new one.

    `detail` is for the bureau; `public_detail` is what an expert sees before accepting, empty when the
    enterprise keeps the whole of it back. `confidential` holds the pieces left out, one a line. `phone` is
    given only when it is another one than the author's. `check_by` is the day promised for the check.
    `sent_up_to` is the bureau it was submitted up to last (上报): those below it may not change it any more.
    `screening` holds the reviewer, marks and reason of the choice (筛选).
    """

    __tablename__ = "need"

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True)
    call_id: int | None = Field(default=None, foreign_key="call.id", index=True)
    enterprise_id: int = Field(foreign_key="enterprise.id", index=True)
    author_id: int = Field(foreign_key="person.id", index=True)
    bureau_id: int | None = Field(default=None, foreign_key="bureau.id", index=True)
    kind: str
    title: str
    detail: str
    confidential: str = ""
    public_detail: str = ""
    domains: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    keywords: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    county: str
    deadline: date | None = None
    conditions: str = ""
    budget: str = ""
    phone: str = ""
    files: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    key_difficulty: bool = False
    sent_up_to: int | None = Field(default=None, foreign_key="bureau.id", index=True)
    screening: dict[str, Any] = Field(
        default_factory=dict, sa_column=Column(JSON, nullable=False, server_default="{}")
    )
    state: str = Field(default=SUBMITTED, index=True)
    note: str = ""
    returned_field: str = ""
    revision: int = 1
    submitted_at: datetime
    check_by: date | None = None
    checked_at: datetime | None = None
