"""Counting a call's needs for bureaus: all of it is read once, each bureau's share is added up from that."""

from collections.abc import Iterator
from dataclasses import dataclass

from handlers.domain.bureaus import Bureau
from handlers.domain.needs import OPEN_STATES
from handlers.domain.programmes import Call
from handlers.domain.screening import UNCHECKED
from handlers.ports import UnitOfWork


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
        self._uow = uow
        self._rows = [row for row in uow.needs.counts(call.id or 0) if row[2] in OPEN_STATES]

    def of(self, bureau: Bureau) -> Share:
        """Return a bureau's share."""
        under = set(self._under(bureau.id or 0))
        up = {above.id for above in self._uow.bureaus.line(bureau.id or 0) if above.level != "ministry"}
        mine = [row for row in self._rows if row[0] in under]
        return Share(
            needs=sum(row[3] for row in mine),
            waiting=sum(row[3] for row in mine if row[2] in UNCHECKED),
            came=sum(row[3] for row in mine if row[1] in {*up, bureau.id} and row[0] != bureau.id),
            sent=sum(row[3] for row in mine if row[1] in up),
        )

    def _under(self, bureau_id: int) -> Iterator[int]:
        yield bureau_id
        for below in self._uow.bureaus.below(bureau_id):
            yield from self._under(below.id or 0)
