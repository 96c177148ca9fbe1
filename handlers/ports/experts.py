"""Experts, conflicts, loads."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from handlers.domain.experts import Conflict, Expert
from handlers.domain.masks import ExpertView
from handlers.domain.people import Person


class Experts(Protocol):
    """Experts, what stands in their way, and how much they carry."""

    def of_person(self, person_id: int) -> Expert | None:
        """Return the person's profile in any state; None for somebody who is no expert."""
        ...

    def all(self) -> Sequence[tuple[Expert, Person]]:
        """Return every expert that is not erased, with the person, ordered by id."""
        ...

    def views(self, year: int) -> Sequence[ExpertView]:
        """Return every expert that is not erased as matching sees one, with the load of a year, by id.

        What stands between an expert and an enterprise or a need is not in it.
        """
        ...

    def view(self, expert_id: int, year: int) -> ExpertView | None:
        """Return one expert in any state likewise; None when there is none of this id."""
        ...

    def names(self, expert_ids: Sequence[int]) -> Mapping[int, str]:
        """Return the names of those experts that are not erased, by expert id."""
        ...

    def conflicts(self, enterprise_id: int) -> Sequence[Conflict]:
        """Return what keeps experts away from an enterprise, in no order."""
        ...

    def conflicts_of(self, expert_id: int) -> Sequence[Conflict]:
        """Return what keeps an expert away from enterprises, in no order."""
        ...

    def declaring(self, name: str) -> Sequence[Expert]:
        """Return the experts in whose declared conflicts this enterprise name stands."""
        ...

    def pool(self, words: str, first: int, limit: int) -> tuple[int, Sequence[tuple[Expert, Person]]]:
        """Return how many experts have these words in name or unit, and some of them, from the `first` on."""
        ...
