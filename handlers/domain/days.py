"""Days and times as people say them, always in Shanghai."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from handlers.domain.wording import Language, wording

SHANGHAI = ZoneInfo("Asia/Shanghai")


def spoken(day: date, today: date, lang: Language = "zh") -> str:
    """Name a day and how far off it is: 3月10日（周二），还有6天; with the year when it is another one."""
    shown = _named(day, lang, with_year=day.year != today.year)
    days = (day - today).days
    return _pattern(_NEAR.get(days, "left" if days > 0 else "past"), lang).format(day=shown, days=abs(days))


def spoken_day(day: date, today: date, lang: Language = "zh") -> str:
    """Name a day alone: 3月10日（周二）; with the year when it is another one."""
    return _named(day, lang, with_year=day.year != today.year)


def spoken_time(moment: datetime, lang: Language = "zh") -> str:
    """Name a moment in Shanghai: 3月10日（周二）17:30; ValueError for a time without a zone."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    here = moment.astimezone(SHANGHAI)
    return _pattern("moment", lang).format(
        day=_named(here.date(), lang, with_year=False), time=f"{here:%H:%M}"
    )


def shanghai_day(moment: datetime) -> date:
    """Give the day a moment falls on in Shanghai; ValueError for a time without a zone."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    return moment.astimezone(SHANGHAI).date()


def is_weekday(day: date) -> bool:
    """Say whether a day is Monday to Friday; holidays and 调休 are the work calendar's matter."""
    return day.weekday() < _SATURDAY


_SATURDAY = 5
_NEAR = {-1: "yesterday", 0: "today", 1: "tomorrow"}


def _pattern(name: str, lang: Language) -> str:
    return wording("days")[name][lang]


def _named(day: date, lang: Language, *, with_year: bool) -> str:
    return _pattern("day_of_year" if with_year else "day", lang).format(
        year=day.year,
        month=_pattern("months", lang).split()[day.month - 1],
        day=day.day,
        weekday=_pattern("weekdays", lang).split()[day.weekday()],
    )
