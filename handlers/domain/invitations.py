"""An invitation (邀请) of one expert to one need."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

OPEN, ACCEPTED, CONDITIONAL = "open", "accepted", "conditional"
DECLINED, EXPIRED, WITHDRAWN = "declined", "expired", "withdrawn"
TAKEN = (ACCEPTED, CONDITIONAL)
STANDING = (OPEN, CONDITIONAL, ACCEPTED)


class Invitation(SQLModel, table=True):
    """`state` says where it stands; `by_phone` that a coordinator recorded the answer (代为答复).

    `why` holds the reasons as the expert reads them, one a line. Without a `visit_day` the day is to be
    agreed; `pays` is host, enterprise or agreed. `condition_kind` "late" is a yes after the answer was due.
    """

    __tablename__ = "invitation"

    id: int | None = Field(default=None, primary_key=True)
    need_id: int = Field(foreign_key="need.id", index=True)
    expert_id: int = Field(foreign_key="expert.id", index=True)
    bureau_id: int = Field(foreign_key="bureau.id")
    invited_by: int = Field(foreign_key="person.id")
    year: int = Field(index=True)
    state: str = Field(default=OPEN, index=True)
    why: str = ""
    visit_day: date | None = None
    visit_days: int = 1
    pays: str = "agreed"
    reply_by: date
    condition_kind: str = ""
    condition: str = ""
    reason: str = ""
    colleague: str = ""
    by_phone: bool = False
    seen_at: datetime | None = None
    told_by_phone_at: datetime | None = None
    reminded_at: datetime | None = None
    sent_at: datetime
    answered_at: datetime | None = None
    agreed_at: datetime | None = None
    revision: int = 1
