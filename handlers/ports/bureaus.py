"""Bureaus, their tasks and the record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from handlers.domain.bureaus import Bureau, Member
from handlers.domain.consultations import Consultation
from handlers.domain.events import Event
from handlers.domain.lines import Lines
from handlers.domain.tasks import Task


@dataclass(frozen=True, slots=True)
class Owner:
    """The one named owner (专人负责) of a bureau, as somebody who calls needs them."""

    name: str
    phone: str


class Bureaus(Protocol):
    """Bureaus, their members, their lines."""

    def all(self) -> Sequence[Bureau]:
        """Return every bureau and department, ordered by id."""
        ...

    def at(self, area: str) -> Bureau | None:
        """Return the bureau of exactly this area (GB/T 2260), None where there is none; no department."""
        ...

    def lines(self) -> Lines:
        """Return who reports to whom, of all bureaus at once."""
        ...

    def staffed(self) -> frozenset[int]:
        """Return the bureaus in which anybody acts, by id."""
        ...

    def members(self, bureau_id: int) -> Sequence[Member]:
        """Return the active members who act, the owner first, then the deputy; no observers."""
        ...

    def everyone(self, bureau_id: int) -> Sequence[Member]:
        """Return the active members with the observers, who come last."""
        ...

    def seat(self, bureau_id: int, person_id: int) -> Member | None:
        """Return a person's place in a bureau, a former one too."""
        ...

    def staff(self, bureau_id: int) -> Sequence[int]:
        """Return the ids of the people who act here now, the owner first, then the deputy."""
        ...

    def above(self, bureau: Bureau) -> Bureau | None:
        """Return the bureau this one reports to, None at the top of its line."""
        ...

    def line(self, bureau_id: int) -> Sequence[Bureau]:
        """Return the bureaus up the reporting line, the nearest first; empty at the top."""
        ...

    def below(self, bureau_id: int) -> Sequence[Bureau]:
        """Return the bureaus and departments that report to this one."""
        ...

    def ownerless(self) -> Sequence[Bureau]:
        """Return the bureaus that have no owner (专人负责) now."""
        ...

    def owners(self, bureau_ids: Sequence[int]) -> Mapping[int, Owner]:
        """Return the owners of these bureaus; one that has none is left out."""
        ...

    def consultations(self, bureau_ids: Sequence[int], limit: int = 20) -> Sequence[Consultation]:
        """Return the consultations (会商记录) of these bureaus, the latest first."""
        ...

    def nearest_staffed_id(self, area: str) -> int | None:
        """Return the id of `nearest_staffed`."""
        ...

    def nearest_staffed(self, area: str) -> Bureau | None:
        """Return the area's bureau, or the nearest one up the reporting line, that has somebody who acts.

        For an area without a bureau the search goes county, city, province. None when nobody is there up to
        the province: needs and people are not the ministry's business.
        """
        ...

    def of_person(self, person_id: int) -> Sequence[Bureau]:
        """Return the bureaus the person works for now, in the order of joining."""
        ...


class Tasks(Protocol):
    """Tasks of bureaus."""

    def open_of(self, bureau_ids: Sequence[int]) -> Sequence[Task]:
        """Return the open tasks of these bureaus, the oldest first."""
        ...

    def unassigned(self) -> Sequence[Task]:
        """Return the open tasks that no bureau has, because nobody was there, the oldest first."""
        ...

    def outcomes(self, call_id: int, bureau_id: int) -> Sequence[tuple[int, str]]:
        """Return filing and outcome of every phone call about what a bureau waits for in a call, by id."""
        ...

    def about(self, about: str, kind: str = "") -> Sequence[Task]:
        """Return the tasks about a subject ("need:12"), done ones too, of one kind or of all; by id."""
        ...


class Events(Protocol):
    """The record."""

    def of(self, subject: str) -> Sequence[Event]:
        """Return what happened to a subject ("need:12"), in the order it happened."""
        ...
