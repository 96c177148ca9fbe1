"""Filings, paper copies, and the programme with its years and calls, behind the ports of the core.

Filings are asked for with every reminder and digest, so their statements are built once.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import bindparam, or_
from sqlmodel import Session, col, select

from handlers.domain.filings import OWED, Filing, PaperCopy
from handlers.domain.programmes import Call, Cycle, Programme

_FILINGS = select(Filing).order_by(col(Filing.aim), col(Filing.id))
_OWED = _FILINGS.where(col(Filing.state).in_(OWED))
_OWED_WITH = _OWED.where(col(Filing.aim).in_(bindparam("aims", expanding=True)))
_OF_CYCLE = _FILINGS.where(col(Filing.cycle_id) == bindparam("cycle"))
_OF_CALL = _FILINGS.where(col(Filing.call_id) == bindparam("call"))
_OF_CALL_AT = _OF_CALL.where(
    or_(col(Filing.bureau_id) == bindparam("bureau"), col(Filing.to_id) == bindparam("bureau"))
)
_OF_BUREAUS = _FILINGS.where(col(Filing.bureau_id).in_(bindparam("bureaus", expanding=True)))
_IN_STATES = _OF_BUREAUS.where(col(Filing.state).in_(bindparam("states", expanding=True)))
_OWED_TO = _OWED.where(col(Filing.to_id).in_(bindparam("bureaus", expanding=True)))
_ONE = _OF_CYCLE.where(col(Filing.rule) == bindparam("rule"), col(Filing.bureau_id) == bindparam("bureau"))
_COPIES = (
    select(PaperCopy).where(col(PaperCopy.filing_id) == bindparam("filing")).order_by(col(PaperCopy.number))
)
_COPIES_IN = (
    select(PaperCopy)
    .join(Filing, col(Filing.id) == col(PaperCopy.filing_id))
    .where(col(Filing.cycle_id) == bindparam("cycle"))
    .order_by(col(PaperCopy.filing_id), col(PaperCopy.number))
)
_COPIES_OF = select(PaperCopy).where(col(PaperCopy.id).in_(bindparam("ids", expanding=True)))


class FilingRows:
    """What bureaus owe, ordered by aim, then by id."""

    def __init__(self, session: Session) -> None:
        """Read with this session."""
        self._session = session

    def find(self, cycle_id: int, rule: str, bureau_id: int) -> Filing | None:
        """Return what a bureau owes in a cycle by one rule."""
        return self._session.scalars(_ONE, {"cycle": cycle_id, "rule": rule, "bureau": bureau_id}).first()

    def of_cycle(self, cycle_id: int) -> Sequence[Filing]:
        """Return all filings of a cycle."""
        return self._listed(_OF_CYCLE, cycle=cycle_id)

    def of_call(self, call_id: int) -> Sequence[Filing]:
        """Return the filings of a call."""
        return self._listed(_OF_CALL, call=call_id)

    def of_call_at(self, call_id: int, bureau_id: int) -> Sequence[Filing]:
        """Return the filings of a call that a bureau owes or is owed."""
        return self._listed(_OF_CALL_AT, call=call_id, bureau=bureau_id)

    def of_bureau(self, bureau_ids: Sequence[int], states: Sequence[str] = ()) -> Sequence[Filing]:
        """Return what these bureaus have to file, in these states or in all."""
        if not states:
            return self._listed(_OF_BUREAUS, bureaus=tuple(bureau_ids))
        return self._listed(_IN_STATES, bureaus=tuple(bureau_ids), states=tuple(states))

    def owed_by(self, bureau_ids: Sequence[int]) -> Sequence[Filing]:
        """Return what these bureaus still have to file."""
        return self.of_bureau(bureau_ids, OWED)

    def owed_to(self, bureau_ids: Sequence[int]) -> Sequence[Filing]:
        """Return what these bureaus still wait for from others."""
        return self._listed(_OWED_TO, bureaus=tuple(bureau_ids))

    def owed(self) -> Sequence[Filing]:
        """Return everything that is still to be filed."""
        return self._listed(_OWED)

    def owed_with(self, aims: Sequence[date]) -> Sequence[Filing]:
        """Return what is still to be filed and aims at one of these days."""
        return self._listed(_OWED_WITH, aims=tuple(aims))

    def copies(self, filing_id: int) -> Sequence[PaperCopy]:
        """Return a filing's paper copies by their number."""
        return self._session.scalars(_COPIES, {"filing": filing_id}).all()

    def copies_in(self, cycle_id: int) -> Sequence[PaperCopy]:
        """Return the paper copies of all filings of a cycle, by filing and number."""
        return self._session.scalars(_COPIES_IN, {"cycle": cycle_id}).all()

    def strike(self, copy_ids: Sequence[int]) -> None:
        """Take paper copies out that need not be made any more."""
        for copy in self._session.scalars(_COPIES_OF, {"ids": tuple(copy_ids)}).all():
            self._session.delete(copy)
        self._session.flush()

    def _listed(self, wanted: Any, **values: Any) -> Sequence[Filing]:
        found: Sequence[Filing] = self._session.scalars(wanted, values).all()
        return found


class CallRows:
    """The newest programme, its cycles and calls."""

    def __init__(self, session: Session, today: date) -> None:
        """Read with this session, on this day in Shanghai."""
        self._session = session
        self._today = today

    def programme(self) -> Programme | None:
        """Return the programme that runs."""
        return self._session.exec(select(Programme).order_by(col(Programme.id).desc()).limit(1)).first()

    def cycle(self, year: int) -> Cycle | None:
        """Return the running programme's cycle of a year."""
        return next((cycle for cycle in self.cycles() if cycle.year == year), None)

    def cycles(self) -> Sequence[Cycle]:
        """Return the running programme's cycles, the earliest year first."""
        if (programme := self.programme()) is None:
            return ()
        found = select(Cycle).where(Cycle.programme_id == programme.id)
        return self._session.exec(found.order_by(col(Cycle.year))).all()

    def of_cycle(self, cycle_id: int) -> Sequence[Call]:
        """Return a cycle's calls in the order they open."""
        found = select(Call).where(Call.cycle_id == cycle_id)
        return self._session.exec(found.order_by(col(Call.opens), col(Call.id))).all()

    def current(self) -> Call | None:
        """Return the call that opened last, today included."""
        if (programme := self.programme()) is None:
            return None
        found = select(Call).join(Cycle, col(Call.cycle_id) == Cycle.id)
        found = found.where(Cycle.programme_id == programme.id, Call.opens <= self._today)
        return self._session.exec(found.order_by(col(Call.opens).desc(), col(Call.id).desc())).first()
