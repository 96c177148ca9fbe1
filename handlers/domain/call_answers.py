"""What an enterprise answered to a call for needs (征集), and who has the call's progress on the screen."""

from datetime import datetime

from sqlmodel import Field, SQLModel, UniqueConstraint

NONE, PROMISED, OTHER = "none", "promised", "other"
SETTLED = (NONE,)
"""Answers after which an enterprise is not reminded of the call any more."""


class CallAnswer(SQLModel, table=True):
    """One enterprise's word on one call, beside the needs it files.

    `kind` is none (本期无需求), promised (答应提报) or other; `words` is what was said on the phone when
    `by_phone` says that a coordinator wrote it down.
    """

    __tablename__ = "call_answer"
    __table_args__ = (UniqueConstraint("call_id", "enterprise_id"),)

    id: int | None = Field(default=None, primary_key=True)
    call_id: int = Field(foreign_key="call.id", index=True)
    enterprise_id: int = Field(foreign_key="enterprise.id", index=True)
    kind: str
    words: str = ""
    by_phone: bool = False
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    at: datetime


class CallWatch(SQLModel, table=True):
    """Somebody who has a call's progress (征集进度) on the screen: for which bureau, at which page.

    `view` is "firms" where somebody with units below looks at the own enterprises instead.
    """

    __tablename__ = "call_watch"
    __table_args__ = (UniqueConstraint("call_id", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    call_id: int = Field(foreign_key="call.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    bureau_id: int = Field(foreign_key="bureau.id", index=True)
    page: int = 0
    view: str = ""
