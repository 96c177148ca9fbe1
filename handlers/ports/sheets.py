"""Spreadsheets, and lookups for many rows at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from handlers.domain.enterprises import Contact, Enterprise
from handlers.domain.experts import Expert
from handlers.domain.needs import Need
from handlers.domain.people import Person
from handlers.domain.sheets import Twin


@dataclass(frozen=True, slots=True)
class Firm:
    """An enterprise as lists are compared with it."""

    id: int
    name: str
    county: str
    credit_code: str | None


class Sheets(Protocol):
    """Spreadsheets, pairs of records that may be one, and lookups for hundreds of rows at a time."""

    def claim(self, now: float, lease: float) -> int | None:
        """Take the oldest sheet that waits for the service, for `lease` seconds; return its id or None."""
        ...

    def lease(self, sheet_id: int, until: float) -> None:
        """Keep a sheet until then (seconds since 1970); 0 lets it go."""
        ...

    def drop_files(self, before: float) -> None:
        """Forget the bytes of sheets and reports that came before then (seconds since 1970)."""
        ...

    def people_like(self, names: Sequence[str], phones: Sequence[str]) -> Sequence[Person]:
        """Return the people with one of these names or numbers, merged ones too, by id; no erased ones."""
        ...

    def people(self, ids: Sequence[int]) -> Sequence[Person]:
        """Return people by id, in no order."""
        ...

    def experts_of(self, person_ids: Sequence[int]) -> Sequence[Expert]:
        """Return the profiles of these people, merged ones too, in no order."""
        ...

    def declaring(self) -> Sequence[Expert]:
        """Return the experts who declared a conflict in own words, in no order."""
        ...

    def firms(self, prefixes: Sequence[str], codes: Sequence[str], names: Sequence[str]) -> Sequence[Firm]:
        """Return the enterprises of places whose codes begin so, of these credit codes or names, by id."""
        ...

    def enterprises(self, ids: Sequence[int]) -> Sequence[Enterprise]:
        """Return enterprises by id, merged ones as they are, in no order."""
        ...

    def contacts_of(self, enterprise_ids: Sequence[int]) -> Sequence[tuple[Contact, Person]]:
        """Return the contacts of enterprises with the people, in the order of joining."""
        ...

    def needs_of(self, enterprise_ids: Sequence[int]) -> Sequence[Need]:
        """Return the needs of enterprises in any state, by id."""
        ...

    def needs(self, call_id: int | None = None) -> Sequence[tuple[Need, Enterprise]]:
        """Return the needs of a call, or all, with their enterprises, by place and number."""
        ...

    def twins(self) -> Sequence[Twin]:
        """Return the pairs nobody has decided on, the oldest first."""
        ...

    def twins_of(self, kind: str, ids: Sequence[int]) -> Sequence[Twin]:
        """Return the pairs, decided ones too, in which one of these stands, by id."""
        ...

    def merge_enterprises(self, kept_id: int, other_id: int) -> None:
        """Give everything of one enterprise to another; what stays is a name that points to the kept one."""
        ...
