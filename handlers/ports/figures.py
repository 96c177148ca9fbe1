"""Counts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Coordinator:
    """Somebody's place in a bureau from which they act; `digest_at` is "08:30", or empty when not chosen."""

    member_id: int
    person_id: int
    bureau_id: int
    digest_at: str


@dataclass(frozen=True, slots=True)
class Week:
    """What happened in some days, by the county of the need; `hours` are from the filing to the check."""

    filed: Mapping[str, int]
    approved: Mapping[str, int]
    arranged: Mapping[str, int]
    hours: Mapping[str, tuple[float, ...]]
    invited: Mapping[str, int]
    answered: Mapping[str, int]
    accepted: Mapping[str, int]


class Figures(Protocol):
    """Counts over many rows, for digests and summaries."""

    def coordinators(self) -> Sequence[Coordinator]:
        """Return everybody who acts for a bureau, once for each bureau, in the order of joining."""
        ...

    def anything_for(self, bureau_ids: Sequence[int], until: date) -> bool:
        """Say whether anything waits for these bureaus, or falls due up to this day."""
        ...

    def subjects(self, actions: Sequence[str], since: datetime) -> frozenset[str]:
        """Return the subjects of the events of these actions since a moment ("filing:3")."""
        ...

    def open_tasks(self, kinds: Sequence[str]) -> Mapping[int, int]:
        """Count the open tasks of these kinds by bureau; those without a bureau are left out."""
        ...

    def week(self, since: datetime, until: datetime) -> Week:
        """Count what happened from one moment up to another."""
        ...

    def counties(self, person_ids: Collection[int]) -> Mapping[int, tuple[str, ...]]:
        """Return where people's enterprises and expert profiles are, by person; desks do not count."""
        ...
