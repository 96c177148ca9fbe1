"""Bureaus (人社局): units of ministry, province, city and county, their areas and their people."""

from sqlmodel import JSON, Column, Field, SQLModel, UniqueConstraint

MINISTRY = "ministry"
LEVELS = (MINISTRY, "province", "city", "county")
OWNER, DEPUTY, MEMBER, OBSERVER = "owner", "deputy", "member", "observer"
"""Roles in a bureau: the one named owner (专人负责), the deputy, others who act, and co-working departments
(会同地方有关部门) who only look on."""

SUCCESSOR = "successor"
"""What a link says of who is to take a bureau over: whoever joins by it becomes the owner."""


class Bureau(SQLModel, table=True):
    """One unit. `reports_to` is data: a province-managed county reports beside cities, not under one.

    `kind` is "bureau", or "department" for a provincial department's HR division (省直厅局人事处), which has
    the province's area. `desk` names the office in charge (专家处). `funded` holds the years in which the
    ministry funded the unit's projects.
    """

    __tablename__ = "bureau"
    __table_args__ = (UniqueConstraint("area", "kind", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    name: str
    kind: str = Field(default="bureau", sa_column_kwargs={"server_default": "bureau"})
    level: str
    area: str = Field(index=True)
    reports_to: int | None = Field(default=None, foreign_key="bureau.id", index=True)
    desk: str = Field(default="", sa_column_kwargs={"server_default": ""})
    phone: str = ""
    fax: str = Field(default="", sa_column_kwargs={"server_default": ""})
    email: str = Field(default="", sa_column_kwargs={"server_default": ""})
    address: str = ""
    postcode: str = Field(default="", sa_column_kwargs={"server_default": ""})
    funded: list[int] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False, server_default="[]")
    )


class Member(SQLModel, table=True):
    """A coordinator (经办人) of a bureau, as owner, deputy, member or observer.

    `digest_at` is the chosen time of the daily digest in Shanghai, "08:30"; empty for the programme's own.
    `duties` says in free words what this person handles (分工).
    """

    __tablename__ = "member"
    __table_args__ = (UniqueConstraint("bureau_id", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    bureau_id: int = Field(foreign_key="bureau.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    role: str = "member"
    active: bool = True
    duties: str = Field(default="", sa_column_kwargs={"server_default": ""})
    digest_at: str = Field(default="", sa_column_kwargs={"server_default": ""})
