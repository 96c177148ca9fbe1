"""Bureaus (人社局): units of ministry, province, city and county, their areas and their people."""

from sqlmodel import Field, SQLModel, UniqueConstraint


class Bureau(SQLModel, table=True):
    """One bureau. `reports_to` is data: a province-managed county reports beside cities, not under one."""

    __tablename__ = "bureau"

    id: int | None = Field(default=None, primary_key=True)
    name: str
    level: str
    area: str = Field(unique=True)
    reports_to: int | None = Field(default=None, foreign_key="bureau.id")
    phone: str = ""
    address: str = ""


class Member(SQLModel, table=True):
    """A coordinator (经办人) of a bureau: `role` is owner, deputy or member (专人负责)."""

    __tablename__ = "member"
    __table_args__ = (UniqueConstraint("bureau_id", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    bureau_id: int = Field(foreign_key="bureau.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    role: str = "member"
    active: bool = True
