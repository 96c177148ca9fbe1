"""Spans of days, both ends included."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Span:
    """From a first to a last day, both included; empty when the last lies before the first."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        """Say whether a day lies in it."""
        return self.first <= day <= self.last

    @property
    def days(self) -> int:
        """How many days it holds."""
        return max(0, (self.last - self.first).days + 1)

    def within(self, other: "Span") -> "Span":
        """Return the part that lies in the other one too."""
        return Span(max(self.first, other.first), min(self.last, other.last))

    def until(self, day: date) -> "Span":
        """Return the part up to a day, that day included."""
        return Span(self.first, min(self.last, day))


def years(first: int, last: int) -> Span:
    """Return whole years, both included."""
    return Span(date(first, 1, 1), date(last, 12, 31))


def days_in(spans: Iterable[Span]) -> int:
    """Return how many days lie in any of the spans; one that lies in two counts once."""
    count, reached = 0, date.min
    for span in sorted(spans, key=lambda each: each.first):
        fresh = Span(max(span.first, reached), span.last)
        count += fresh.days
        reached = max(reached, span.last + timedelta(days=1))
    return count
