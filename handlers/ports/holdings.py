"""Service bases, published papers and special funds of bureaus."""

from collections.abc import Sequence
from typing import Protocol

from handlers.domain.holdings import Fund, LibraryPaper, ServiceBase


class Holdings(Protocol):
    """What bureaus keep, by bureau."""

    def bases(self, bureau_ids: Sequence[int]) -> Sequence[ServiceBase]:
        """Return the bases of these bureaus, nominated ones first, then by id."""
        ...

    def hosted(self, base_id: int) -> tuple[int, int]:
        """Return how many activities a base has hosted, and how many visits in them took place."""
        ...

    def papers(self, bureau_ids: Sequence[int]) -> Sequence[LibraryPaper]:
        """Return the newest version of each paper of these bureaus that still stands, the newest first."""
        ...

    def versions(self, bureau_id: int, title: str) -> Sequence[LibraryPaper]:
        """Return all versions of a paper, the newest first."""
        ...

    def fund(self, bureau_id: int, year: int) -> Fund | None:
        """Return a bureau's fund of a year."""
        ...

    def funds(self, bureau_ids: Sequence[int], year: int) -> Sequence[Fund]:
        """Return these bureaus' funds of a year, by bureau."""
        ...
