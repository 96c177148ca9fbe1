"""China's working days: the State Council's holidays and exchanged days (调休), overrides, else weekends.

The table is the library's (chinesecalendar) for the years it knows. Days beyond it are only expected (预计).
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

import chinese_calendar
from chinese_calendar.constants import holidays

from handlers.domain.days import is_weekday

TABLE = range(min(holidays).year, max(holidays).year + 1)
"""The years that the library's table covers."""

_DAY = timedelta(days=1)
_PARTS = ("workdays", "holidays", "years")


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Which days are worked. `overrides` go before the table: True for a working day, False for a day off."""

    overrides: Mapping[date, bool] = field(default_factory=dict)

    def is_workday(self, day: date) -> bool:
        """Say whether people are at their desks; beyond all tables from Monday to Friday."""
        found = self.overrides.get(day)
        return _in_table(day) if found is None else found

    def knows(self, day: date) -> bool:
        """Say whether a table covers the day; if not, the answer is only expected (预计)."""
        return day in self.overrides or day.year in TABLE

    def on_or_before(self, day: date) -> date:
        """Return the last working day up to this day, itself included."""
        while not self.is_workday(day):
            day -= _DAY
        return day

    def before(self, day: date) -> date:
        """Return the last working day strictly before this day."""
        return self.on_or_before(day - _DAY)

    def on_or_after(self, day: date) -> date:
        """Return the first working day from this day on, itself included."""
        while not self.is_workday(day):
            day += _DAY
        return day

    def add(self, day: date, n: int) -> date:
        """Go n working days on, or back when n is negative; 0 stays, even on a day off."""
        for _ in range(abs(n)):
            day = self.on_or_after(day + _DAY) if n > 0 else self.before(day)
        return day

    @property
    def last_known(self) -> date:
        """The last day up to which every day is known."""
        day = date(TABLE[-1], 12, 31)
        while day + _DAY in self.overrides:
            day += _DAY
        return day


class BadCalendar(ValueError):
    """The override file cannot be used; the text is one sentence without a full stop, for the operator."""


def read_overrides(text: str) -> Mapping[date, bool]:
    """Return the days of an override file: lists of `holidays`, of `workdays`, and of whole `years`.

    A year named in `years` is described completely: its other days follow the weekends and count as known.
    Raises `BadCalendar`.
    """
    data = _parsed(text)
    found = {day: is_weekday(day) for year in _listed(data, "years", int) for day in _days_of(year)}
    off, on = _listed(data, "holidays", date), _listed(data, "workdays", date)
    if both := sorted(set(off) & set(on)):
        raise BadCalendar(f"names {both[0]} as a holiday and as a working day")
    return found | dict.fromkeys(off, False) | dict.fromkeys(on, True)


def _parsed(text: str) -> Mapping[str, Any]:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadCalendar(f"is not TOML: {error}") from None
    if unknown := sorted(data.keys() - set(_PARTS)):
        raise BadCalendar(f"knows only {', '.join(_PARTS)}, not {unknown[0]}")
    return data


def _listed(data: Mapping[str, Any], part: str, kind: type[Any]) -> list[Any]:
    """Return one list of the file; a day may stand as 2027-02-08 or in quotes."""
    values = data.get(part, [])
    if not isinstance(values, list):
        raise BadCalendar(f"needs a list in {part}")
    return [_value(value, part, kind) for value in values]


def _value(value: object, part: str, kind: type[Any]) -> Any:  # noqa: ANN401 - a day or a year, as asked for
    if kind is date and isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            raise BadCalendar(f"names {value} in {part}, which is no day; write 2027-02-08") from None
    if type(value) is not kind or (kind is int and not date.min.year <= int(str(value)) <= date.max.year):
        example = "2027-02-08" if kind is date else "2027"
        raise BadCalendar(f"names {value} in {part}; write {example}")
    return value


def _days_of(year: int) -> Iterator[date]:
    first = date(year, 1, 1)
    return (first + _DAY * n for n in range((date(year, 12, 31) - first).days + 1))


@cache
def _in_table(day: date) -> bool:
    if day.year in TABLE:
        return bool(chinese_calendar.is_workday(day))
    return is_weekday(day)
