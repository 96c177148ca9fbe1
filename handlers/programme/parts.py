"""What the parts of a programme file are made of: codes, days of the year, hours, strengths, levels."""

import re
from datetime import date, time
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

LEAP_YEAR = 2024

Strength = Literal["hard", "soft", "target"]
"""hard: 不少于, 最少, 需为. soft: 原则上, 一般, 通常; it may be overridden with a reason. target: 左右."""

Level = Literal["county", "city", "province", "department"]
"""Units by level; "department" is a provincial department's HR division (省直厅局人事处)."""


class Part(BaseModel):
    """One table of a programme file: frozen, and an unknown key in it is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def day_in(month_day: str, year: int) -> date:
    """Return a day such as "03-10" in a year; 02-29 falls to 28 February where there is none."""
    month, day = map(int, month_day.split("-"))
    if (month, day) == (2, 29) and not _is_leap(year):
        day = 28
    return date(year, month, day)


def is_month_day(value: str) -> bool:
    """Say whether a text is a day of some year, as "03-10" and "02-29" are."""
    try:
        _month_day(value)
    except PydanticCustomError:
        return False
    return True


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _code(value: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", value):
        raise PydanticCustomError("no_code", "not a code")
    return value


def _month_day(value: str) -> str:
    if not re.fullmatch(r"\d\d-\d\d", value, re.ASCII):
        raise PydanticCustomError("no_month_day", "not MM-DD")
    try:
        day_in(value, LEAP_YEAR)
    except ValueError:
        month, day = map(int, value.split("-"))
        raise PydanticCustomError("no_such_day", "no such day", {"month": month, "day": day}) from None
    return value


def _hour(value: str) -> str:
    if not re.fullmatch(r"\d\d:\d\d", value, re.ASCII):
        raise PydanticCustomError("no_hour", "not HH:MM")
    try:
        time.fromisoformat(value)
    except ValueError:
        raise PydanticCustomError("no_hour", "not HH:MM") from None
    return value


Code = Annotated[str, AfterValidator(_code)]
"""A lasting name for machines: small letters, digits and _."""

MonthDay = Annotated[str, AfterValidator(_month_day)]
"""A day of every year, "03-10"."""

Hour = Annotated[str, AfterValidator(_hour)]
"""A time of day in Shanghai, "09:00"."""

DaysBefore = Annotated[int, Field(ge=0, le=365)]
"""So many calendar days before an aim."""


class Named(Part):
    """One entry of an open list (等): a lasting code and its names. Never a closed enum."""

    code: Code
    zh: str = Field(min_length=1)
    en: str = ""

    def name(self, language: str) -> str:
        """Return the name in a language, Chinese where there is no other."""
        return self.en if language == "en" and self.en else self.zh
