"""What bureaus owe, and the calls they owe it for."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from handlers.domain.filings import Filing, PaperCopy
from handlers.domain.programmes import Call, Cycle, Programme


class Filings(Protocol):
    """What bureaus owe, and the paper copies of it. Every list is ordered by aim, then by id."""

    def find(self, cycle_id: int, rule: str, bureau_id: int) -> Filing | None:
        """Return what a bureau owes in a cycle by one rule, or None."""
        ...

    def of_cycle(self, cycle_id: int) -> Sequence[Filing]:
        """Return all filings of a cycle, in any state."""
        ...

    def of_call(self, call_id: int) -> Sequence[Filing]:
        """Return the filings that belong to a call, in any state."""
        ...

    def of_call_at(self, call_id: int, bureau_id: int) -> Sequence[Filing]:
        """Return the filings of a call that one bureau has to file or waits for, in any state."""
        ...

    def of_bureau(self, bureau_ids: Sequence[int], states: Sequence[str] = ()) -> Sequence[Filing]:
        """Return what these bureaus have to file, in these states or in all."""
        ...

    def owed_by(self, bureau_ids: Sequence[int]) -> Sequence[Filing]:
        """Return what these bureaus still have to file: open or returned."""
        ...

    def owed_to(self, bureau_ids: Sequence[int]) -> Sequence[Filing]:
        """Return what these bureaus still wait for from others: open or returned."""
        ...

    def owed(self) -> Sequence[Filing]:
        """Return everything that is still to be filed, by whomever."""
        ...

    def owed_with(self, aims: Sequence[date]) -> Sequence[Filing]:
        """Return what is still to be filed and aims at one of these days."""
        ...

    def copies(self, filing_id: int) -> Sequence[PaperCopy]:
        """Return a filing's paper copies by their number."""
        ...

    def copies_in(self, cycle_id: int) -> Sequence[PaperCopy]:
        """Return the paper copies of all filings of a cycle, by filing and number."""
        ...

    def strike(self, copy_ids: Sequence[int]) -> None:
        """Take paper copies out that need not be made any more."""
        ...


class Calls(Protocol):
    """The programme, its cycles and their calls for needs."""

    def programme(self) -> Programme | None:
        """Return the programme that runs: the newest one; None where there is none yet."""
        ...

    def cycle(self, year: int) -> Cycle | None:
        """Return the running programme's cycle of a year, or None."""
        ...

    def cycles(self) -> Sequence[Cycle]:
        """Return the running programme's cycles, the earliest year first."""
        ...

    def of_cycle(self, cycle_id: int) -> Sequence[Call]:
        """Return a cycle's calls in the order they open."""
        ...

    def current(self) -> Call | None:
        """Return the call that opened last, today included, by its day; None before the first one."""
        ...
