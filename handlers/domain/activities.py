"""An activity (对接活动): one visit or a service team's programme; who goes, to whom, and what took place."""

from datetime import date, datetime
from typing import Any

from sqlmodel import JSON, Column, Field, SQLModel, UniqueConstraint

PLANNED, DONE, CANCELLED = "planned", "done", "cancelled"
GOING, DROPPED = "going", "dropped"
HAPPENED, NOT_HELD, DISPUTED = "happened", "not_held", "disputed"
CAME, CAME_NOT = "came", "came_not"
SERVICE_TEAM, SINGLE_VISIT, LECTURE = "service_team", "single_visit", "lecture"
PAIRED_SUPPORT, BASE_ACTIVITY = "paired_support", "base_activity"
EXPERT, FIRM = "e", "f"
"""The two sides of a visit, as buttons carry them."""


class Activity(SQLModel, table=True):
    """`kind` is a code of the programme's `activity_kind`, `organiser` a level (以各市局组织为主).

    `starts` and `ends` are both included. `reasons` holds why a soft rule was set aside, by the rule's name
    (window, length, team). `partner` is the area of a paired province (对口支援), `base_id` the base that
    hosts. `industry` is a code of our taxonomy, `pays` as in an invitation. `revision` grows with every
    change that people are told of.
    """

    __tablename__ = "activity"

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True)
    year: int = Field(index=True)
    kind: str
    organiser: str
    bureau_id: int = Field(foreign_key="bureau.id", index=True)
    title: str
    industry: str = ""
    area: str
    place: str = ""
    starts: date = Field(index=True)
    ends: date
    batch: int = 1
    leader_id: int | None = Field(default=None, foreign_key="expert.id")
    partner: str = ""
    base_id: int | None = Field(default=None, foreign_key="service_base.id", index=True)
    pays: str = "agreed"
    reasons: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    state: str = Field(default=PLANNED, index=True)
    note: str = ""
    revision: int = 1
    made_by: int = Field(foreign_key="person.id")
    made_at: datetime


class Participant(SQLModel, table=True):
    """An expert who goes (going), or who was to go and does not any more (dropped)."""

    __tablename__ = "participant"
    __table_args__ = (UniqueConstraint("activity_id", "expert_id"),)

    id: int | None = Field(default=None, primary_key=True)
    activity_id: int = Field(foreign_key="activity.id", index=True)
    expert_id: int = Field(foreign_key="expert.id", index=True)
    invitation_id: int | None = Field(default=None, foreign_key="invitation.id", index=True)
    state: str = GOING


class Host(SQLModel, table=True):
    """An enterprise that is visited, with its checklist: what it promised, and what of that is ready.

    `preparation` is a list of {"code", "words", "done"}: `done` is the day it was ticked, "" before.
    """

    __tablename__ = "host"
    __table_args__ = (UniqueConstraint("activity_id", "enterprise_id"),)

    id: int | None = Field(default=None, primary_key=True)
    activity_id: int = Field(foreign_key="activity.id", index=True)
    enterprise_id: int = Field(foreign_key="enterprise.id", index=True)
    preparation: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))


class Visit(SQLModel, table=True):
    """One expert at one enterprise within an activity, for a need or for none (a lecture).

    Both sides say whether it took place: came, came_not or "" for not yet, each with the day they name;
    `by_phone` holds the sides whose word a coordinator typed in ("e", "f", "ef"). `state`: planned, happened,
    not_held, disputed (the two disagree), cancelled. Only what happened counts, on `held_on`. `intention` is
    a code of the programme's `intention` (合作意向).
    """

    __tablename__ = "visit"
    __table_args__ = (UniqueConstraint("activity_id", "expert_id", "enterprise_id"),)

    id: int | None = Field(default=None, primary_key=True)
    activity_id: int = Field(foreign_key="activity.id", index=True)
    expert_id: int = Field(foreign_key="expert.id", index=True)
    enterprise_id: int = Field(foreign_key="enterprise.id", index=True)
    need_id: int | None = Field(default=None, foreign_key="need.id", index=True)
    planned_on: date
    expert_says: str = ""
    expert_day: date | None = None
    firm_says: str = ""
    firm_day: date | None = None
    by_phone: str = Field(default="", sa_column_kwargs={"server_default": ""})
    state: str = Field(default=PLANNED, index=True)
    held_on: date | None = Field(default=None, index=True)
    settled_at: datetime | None = None
    settled_by: int | None = Field(default=None, foreign_key="person.id")
    intention: str = ""
    revision: int = 1

    def said(self, side: str) -> tuple[str, date | None]:
        """Return what a side says of the visit, and the day it names."""
        return (self.expert_says, self.expert_day) if side == EXPERT else (self.firm_says, self.firm_day)

    def hear(self, side: str, says: str, day: date | None, *, by_phone: bool) -> None:
        """Keep what a side says; the newest word counts."""
        if side == EXPERT:
            self.expert_says, self.expert_day = says, day
        else:
            self.firm_says, self.firm_day = says, day
        self.by_phone = self.by_phone.replace(side, "") + (side if by_phone else "")
        self.revision += 1

    @property
    def is_open(self) -> bool:
        """Say whether it is still to be settled."""
        return self.state in {PLANNED, DISPUTED}
