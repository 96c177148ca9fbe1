"""What comes of visits: follow-up service (跟踪服务), results that are counted, typical cases (典型事例)."""

from datetime import date, datetime
from typing import Any

from sqlmodel import JSON, Column, Field, SQLModel, UniqueConstraint

PLANNED, DONE, DROPPED = "planned", "done", "dropped"
ASKED, DRAFT, SUMMARISED, REPORTED, PROMOTED = "asked", "draft", "summarised", "reported", "promoted"


class FollowUp(SQLModel, table=True):
    """One follow-up service agreed after a visit, with its day; `state`: planned, done, dropped."""

    __tablename__ = "follow_up"

    id: int | None = Field(default=None, primary_key=True)
    visit_id: int = Field(foreign_key="visit.id", index=True)
    expert_id: int = Field(foreign_key="expert.id", index=True)
    enterprise_id: int = Field(foreign_key="enterprise.id", index=True)
    day: date
    words: str
    state: str = Field(default=PLANNED, index=True)
    done_on: date | None = None
    made_by: int = Field(foreign_key="person.id")
    made_at: datetime


class Outcome(SQLModel, table=True):
    """Something that came of it, counted by `kind`, a code of the programme's `outcome_kind`.

    Problems solved, people trained (`number`), results transferred, new technologies, varieties, processes
    and methods, carriers (载体) and agreements (协议): one noun, because each is a kind, a day, a number and
    words. `amount` is in 万元, only where both sides told it: the service never prices nor mediates.
    `conditions_met` is for carriers (在具备基本条件的基础上). Struck ones stay and count no more.
    """

    __tablename__ = "outcome"

    id: int | None = Field(default=None, primary_key=True)
    visit_id: int | None = Field(default=None, foreign_key="visit.id", index=True)
    expert_id: int | None = Field(default=None, foreign_key="expert.id", index=True)
    enterprise_id: int = Field(foreign_key="enterprise.id", index=True)
    kind: str = Field(index=True)
    number: int = 1
    words: str = ""
    day: date = Field(index=True)
    amount: float | None = None
    conditions_met: bool | None = None
    made_by: int = Field(foreign_key="person.id")
    made_at: datetime
    struck_at: datetime | None = None


class TypicalCase(SQLModel, table=True):
    """The story of a visit that went well: five answers, a draft, consent, and how far it went.

    `state`: asked, draft, summarised (总结), reported (上报), promoted (推广), dropped. `answers` by question
    code. `media` is a list of {"medium", "on", "words"} (报刊、广播、电视、网络).
    """

    __tablename__ = "typical_case"
    __table_args__ = (UniqueConstraint("visit_id"),)

    id: int | None = Field(default=None, primary_key=True)
    visit_id: int = Field(foreign_key="visit.id")
    answers: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    draft: str = ""
    consented_at: datetime | None = None
    state: str = Field(default=ASKED, index=True)
    media: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    made_at: datetime
    revision: int = 1
