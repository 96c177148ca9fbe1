"""Counting a call's needs for bureaus: all of it is read once, each bureau's share is added up from that."""

from dataclasses import dataclass

from handlers.domain.needs import OPEN_STATES
from handlers.domain.programmes import Call
from handlers.domain.screening import UNCHECKED
from handlers.ports.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Share:
    """A bureau's needs with those of all below it: open ones, those to be checked, come up to it, sent on."""

    needs: int = 0
    waiting: int = 0
    came: int = 0
    sent: int = 0


class CallCounts:
    """The counts of one call."""

    def __init__(self, uow: UnitOfWork, call: Call) -> None:
        """Count once."""
        self._lines = uow.bureaus.lines()
        self._rows = [row for row in uow.needs.counts(call.id or 0) if row[2] in OPEN_STATES]

    def of(self, bureau_id: int) -> Share:
        """Return a bureau's share."""
        under, up = self._lines.under(bureau_id), self._lines.up_to_province(bureau_id)
        mine = [row for row in self._rows if row[0] in under]
        return Share(
            needs=sum(row[3] for row in mine),
            waiting=sum(row[3] for row in mine if row[2] in UNCHECKED),
            came=sum(row[3] for row in mine if row[1] in {*up, bureau_id} and row[0] != bureau_id),
            sent=sum(row[3] for row in mine if row[1] in up),
        )
