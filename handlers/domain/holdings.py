"""What a bureau keeps for its programme: service bases, its own rules and plans, the special fund."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel, UniqueConstraint

ACTIVE, CLOSED = "active", "closed"


class ServiceBase(SQLModel, table=True):
    """A service base (专家服务基地) and who looks after it; `level` is its bureau's.

    `host_type` is a code of the programme's `base_host` (经济技术开发区…). Bases have parents, so that they
    form one system from top to bottom (上下贯通). `nominated_on` and `evidence` belong to its nomination as a
    national-level base (优选推荐申报国家级专家服务基地).
    """

    __tablename__ = "service_base"
    __table_args__ = (UniqueConstraint("bureau_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    bureau_id: int = Field(foreign_key="bureau.id", index=True)
    parent_id: int | None = Field(default=None, foreign_key="service_base.id", index=True)
    name: str
    host_type: str
    level: str
    area: str
    founded: date | None = None
    state: str = ACTIVE
    nominated_on: date | None = None
    evidence: str = ""
    made_by: int = Field(foreign_key="person.id")
    made_at: datetime
    revision: int = 1


class LibraryPaper(SQLModel, table=True):
    """One version of a paper a bureau publishes (实施细则、工作计划); its files are attachments about it.

    `kind` is a code of `paper_kind`, `disclosure` of `disclosure` (主动公开, 依申请公开, 不公开).
    """

    __tablename__ = "library_paper"
    __table_args__ = (UniqueConstraint("bureau_id", "title", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    bureau_id: int = Field(foreign_key="bureau.id", index=True)
    kind: str
    title: str
    version: int = 1
    disclosure: str
    words: str = ""
    made_by: int = Field(foreign_key="person.id")
    made_at: datetime
    withdrawn_at: datetime | None = None


class Fund(SQLModel, table=True):
    """A bureau's special fund (专家服务经济社会发展专项经费) of one year, all in 万元.

    `amount` None says that none is set up yet. `requested` is what is short (不足部分), `granted` what the
    bureau above gives for it, None while it has not answered.
    """

    __tablename__ = "fund"
    __table_args__ = (UniqueConstraint("bureau_id", "year"),)

    id: int | None = Field(default=None, primary_key=True)
    bureau_id: int = Field(foreign_key="bureau.id", index=True)
    year: int
    amount: float | None = None
    spent: float = 0.0
    requested: float | None = None
    reason: str = ""
    granted: float | None = None
    answered_at: datetime | None = None
    revision: int = 1
