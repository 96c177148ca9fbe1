"""A questionnaire (问卷) about a visit: the enterprise's survey, the expert's feedback, the later benefit."""

from datetime import date, datetime
from typing import Any

from sqlmodel import JSON, Column, Field, SQLModel, UniqueConstraint

SATISFACTION, FEEDBACK, BENEFIT = "satisfaction", "feedback", "benefit"
NEXT_STEP = "next"
"""The question of the expert's feedback that asks what comes next (合作意向)."""
ENTERPRISE, EXPERT = "enterprise", "expert"
ASKED, COMPLETE, CLOSED, WITHDRAWN = "asked", "complete", "closed", "withdrawn"
OPEN = (ASKED, COMPLETE)
"""Answers can still be given and changed."""


class Questionnaire(SQLModel, table=True):
    """`form` and `version` name the form of the programme it was asked by; `stage` counts months, 0 at once.

    `questions` are those of that version, as data, so that an old answer stays readable.

    `answers` by question code, each kept the moment it is given; `given` says by whom and how each was given
    ({"code": {"by": person, "phone": bool}}). `state`: asked, complete (every wanted question is answered),
    closed, withdrawn (the visit was not held after all: nothing in it counts). A closed one keeps
    `completed_at`; without it and with some answers it is partial and counted apart. It closes after
    `closes_on`. `share` holds that its words may be shown to the other side. `at` is the question that each
    person has turned to ({"12": 3}); for whoever is not in it, it is the first open one.
    """

    __tablename__ = "questionnaire"
    __table_args__ = (UniqueConstraint("visit_id", "form", "stage"),)

    id: int | None = Field(default=None, primary_key=True)
    visit_id: int = Field(foreign_key="visit.id", index=True)
    form: str = Field(index=True)
    stage: int = 0
    version: int = 1
    side: str
    questions: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    answers: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    given: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    at: dict[str, int] = Field(
        default_factory=dict, sa_column=Column(JSON, nullable=False, server_default="{}")
    )
    state: str = Field(default=ASKED, index=True)
    share: bool = False
    asked_at: datetime
    closes_on: date
    completed_at: datetime | None = None
    closed_at: datetime | None = None
    revision: int = 1

    @property
    def has_words(self) -> bool:
        """Whether anything was said in it in words or by voice."""
        told = [each for each in self.answers.values() if isinstance(each, dict)]
        return any(each.get("words") or each.get("files") for each in told)

    @property
    def name(self) -> str:
        """What it is called in events, cards, tasks and timers: "questionnaire:4"."""
        return f"questionnaire:{self.id}"
