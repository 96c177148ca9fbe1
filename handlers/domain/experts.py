"""Experts (专家): who they are, what they know, where and when they are willing, what stands in the way."""

from datetime import datetime

from sqlmodel import JSON, Column, Field, SQLModel, UniqueConstraint

from handlers.domain.titles import eligible


class Expert(SQLModel, table=True):
    """An expert's profile. `state`: unverified (未核实) until a coordinator confirms, confirmed, paused.

    `exception` holds the attainment of somebody without senior title or doctorate (独到造诣), which counts
    only for the need named in `exception_need_id`; `declared` the conflicts (回避) declared in own words.
    `recommended_by` is the department (省直厅局人事处) that recommends them, by its link or its list.
    """

    __tablename__ = "expert"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", unique=True)
    unit: str
    unit_type: str = ""
    title: str = ""
    degree: str = ""
    categories: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    directions: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    domains: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    works: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    county: str = ""
    areas: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    months: list[int] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    online_only: bool = False
    yearly_cap: int = 3
    state: str = "unverified"
    declared: str = ""
    exception: str = ""
    exception_need_id: int | None = Field(default=None, foreign_key="need.id")
    recommended_by: int | None = Field(default=None, foreign_key="bureau.id", index=True)
    revision: int = 1
    created_at: datetime

    @property
    def qualified(self) -> bool:
        """副高及以上专业技术职称或博士学位 (Jiangsu notice, part five)."""
        return eligible(self.title, self.degree)


class Conflict(SQLModel, table=True):
    """回避: why an expert does not serve an enterprise. `kind`: shares, post, kin, complaint, mark."""

    __tablename__ = "conflict"
    __table_args__ = (UniqueConstraint("expert_id", "enterprise_id", "kind"),)

    id: int | None = Field(default=None, primary_key=True)
    expert_id: int = Field(foreign_key="expert.id", index=True)
    enterprise_id: int = Field(foreign_key="enterprise.id", index=True)
    kind: str
    reason: str = ""
    made_by: int | None = Field(default=None, foreign_key="person.id")
