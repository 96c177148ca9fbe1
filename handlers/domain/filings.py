"""Filings (报送): what a bureau owes by a day, its electronic file and each of its paper copies."""

from datetime import date, datetime

from sqlmodel import JSON, Column, Field, SQLModel, UniqueConstraint

OPEN, SUBMITTED, RETURNED, RECEIVED, WAIVED = "open", "submitted", "returned", "received", "waived"
OWED = (OPEN, RETURNED)
COPY_STATES = ("none", "printed", "sealed", "posted", "received")
"""States of a paper copy (纸质材料): 未印, 已打印, 已盖章, 已寄出, 已收到."""


class Filing(SQLModel, table=True):
    """What a bureau owes (报送任务) in a cycle by one rule of the programme.

    `rule` is the code in the rules, with its call's before it: "city_letter", "spring.needs_up". `legal` is
    the day the notice names, `aim` the working day that reminders count from; `expected` (预计) marks an aim
    beyond the calendar's table. An extension (延期) moves both. `electronic` is none, sent or received.
    `documents` maps the codes of the papers that belong to it to "" or "attached". `rungs` maps the code of
    each reminder that is settled to what became of it: a day, "skipped", "expired" or "nobody".
    """

    __tablename__ = "filing"
    __table_args__ = (UniqueConstraint("cycle_id", "rule", "bureau_id"),)

    id: int | None = Field(default=None, primary_key=True)
    cycle_id: int = Field(foreign_key="cycle.id", index=True)
    call_id: int | None = Field(default=None, foreign_key="call.id", index=True)
    rule: str
    bureau_id: int = Field(foreign_key="bureau.id", index=True)
    to_id: int | None = Field(default=None, foreign_key="bureau.id", index=True)
    legal: date
    aim: date
    expected: bool = False
    extended_from: date | None = None
    state: str = Field(default=OPEN, index=True)
    electronic: str = "none"
    documents: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    rungs: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    note: str = ""
    revision: int = 1
    submitted_at: datetime | None = None
    submitted_by: int | None = Field(default=None, foreign_key="person.id")
    received_at: datetime | None = None


class PaperCopy(SQLModel, table=True):
    """One paper copy (一式三份: 1 to 3) on its way; `photo_id` is the attachment of the posting slip."""

    __tablename__ = "paper_copy"
    __table_args__ = (UniqueConstraint("filing_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    filing_id: int = Field(foreign_key="filing.id", index=True)
    number: int
    state: str = "none"
    tracking: str = ""
    photo_id: int | None = Field(default=None, foreign_key="attachment.id")
    changed_at: datetime | None = None
