"""Activities, who goes, who is visited, and what took place."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from handlers.domain.activities import Activity, Host, Participant, Visit
from handlers.domain.invitations import Invitation


class Activities(Protocol):
    """Activities of all bureaus, and the visits in them."""

    def next_number(self, year: int) -> str:
        """Return the next free number of a year, as "HD2026-0007"."""
        ...

    def batches(self, bureau_id: int, year: int) -> int:
        """Return the highest batch (批次) of a bureau's activities in a year, 0 for none."""
        ...

    def numbered(self, number: str) -> Activity | None:
        """Return the activity of a number ("HD2026-0007")."""
        ...

    def of_bureaus(self, bureau_ids: Sequence[int], limit: int = 20) -> Sequence[Activity]:
        """Return the activities of these bureaus, the newest start first."""
        ...

    def participants(self, activity_id: int) -> Sequence[Participant]:
        """Return who goes and who was dropped, in the order they were added."""
        ...

    def hosts(self, activity_id: int) -> Sequence[Host]:
        """Return the enterprises that are visited, in the order they were added."""
        ...

    def visits(self, activity_id: int) -> Sequence[Visit]:
        """Return the visits of an activity in the order they were planned."""
        ...

    def busy(self, expert_id: int, first: date, last: date) -> Sequence[Activity]:
        """Return the planned activities, of any area, to which an expert goes on one of these days."""
        ...

    def of_expert(self, expert_id: int) -> Sequence[Visit]:
        """Return an expert's visits, the newest first."""
        ...

    def of_enterprise(self, enterprise_id: int) -> Sequence[Visit]:
        """Return an enterprise's visits, the newest first."""
        ...

    def of_pair(self, expert_id: int, enterprise_id: int) -> Sequence[Visit]:
        """Return the visits of one expert to one enterprise over all years, the oldest first."""
        ...

    def of_invitation(self, invitation: Invitation) -> Activity | None:
        """Return the newest activity in which the invited goes to the need's enterprise, or went there.

        None when there is none, or only visits that were called off or not held, or a visit of the past that
        was for another need.
        """
        ...

    def unplanned(self) -> Sequence[Invitation]:
        """Return the accepted invitations for which `of_invitation` finds nothing, by id."""
        ...

    def planned_of(self, bureau_ids: Sequence[int]) -> Sequence[Activity]:
        """Return the activities of these bureaus that are planned and not settled, the nearest first."""
        ...
