"""Needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from handlers.domain.needs import Need


@dataclass(frozen=True, slots=True)
class OpenNeed:
    """What an open need says: enough to find the same one, or one much like it."""

    id: int
    number: str
    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class Beside:
    """What a need's card names beside it; empty where there is none."""

    enterprise: str
    author: str
    phone: str
    bureau: str
    bureau_area: str


class Needs(Protocol):
    """Needs."""

    def beside(self, need: Need) -> Beside:
        """Return the names of a need's enterprise, author and bureau."""
        ...

    def open_words(self, enterprise_id: int) -> Sequence[OpenNeed]:
        """Return what an enterprise's open needs say, the newest first."""
        ...

    def of_enterprise(self, enterprise_id: int) -> Sequence[Need]:
        """Return an enterprise's needs in any state, the newest first."""
        ...

    def waiting(self, bureau_ids: Sequence[int]) -> Sequence[Need]:
        """Return the needs that wait to be checked by these bureaus, the longest waiting first."""
        ...

    def of_bureau(self, bureau_ids: Sequence[int], limit: int = 20) -> Sequence[Need]:
        """Return the needs of these bureaus in any state, the newest first."""
        ...

    def unmatched(self, bureau_ids: Sequence[int]) -> Sequence[Need]:
        """Return the approved needs of these bureaus to which nobody is invited now, the oldest first."""
        ...

    def of_call(self, call_id: int, bureau_ids: Sequence[int]) -> Sequence[Need]:
        """Return a call's needs that these bureaus check or have been sent, in any state, by id."""
        ...

    def counts(self, call_id: int) -> Sequence[tuple[int | None, int | None, str, int]]:
        """Count a call's needs by the bureau that checks them, the one they were sent up to, and state."""
        ...

    def by_number(self, number: str) -> Need | None:
        """Return the need with this receipt number."""
        ...

    def next_number(self, year: int) -> str:
        """Return the next receipt number of the year, such as "2026-0012"."""
        ...
