"""Filings, paper copies, and the programme with its years and calls, behind the ports of the core."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from handlers.domain.filings import OWED, Filing, PaperCopy
from handlers.domain.programmes import Call, Cycle, Programme


class FilingRows:
    """What bureaus owe, ordered by aim, then by id."""

    def __init__(self, session: Session) -> None:
        """Read with this session."""
        self._session = session

    def find(self, cycle_id: int, rule: str, bureau_id: int) -> Filing | None:
        """Return what a bureau owes in a cycle by one rule."""
        found = select(Filing).where(Filing.cycle_id == cycle_id, Filing.rule == rule)
        return self._session.exec(found.where(Filing.bureau_id == bureau_id)).first()

    def of_cycle(self, cycle_id: int) -> Sequence[Filing]:
        """Return all filings of a cycle."""
        return self._listed(select(Filing).where(Filing.cycle_id == cycle_id))

    def of_call(self, call_id: int) -> Sequence[Filing]:
        """Return the filings of a call."""
        return self._listed(select(Filing).where(Filing.call_id == call_id))

    def of_bureau(self, bureau_ids: Sequence[int], states: Sequence[str] = ()) -> Sequence[Filing]:
        """Return what these bureaus have to file, in these states or in all."""
        found = select(Filing).where(col(Filing.bureau_id).in_(bureau_ids))
        return self._listed(found.where(col(Filing.state).in_(states)) if states else found)

    def owed_by(self, bureau_ids: Sequence[int]) -> Sequence[Filing]:
        """Return what these bureaus still have to file."""
        return self.of_bureau(bureau_ids, OWED)

    def owed_to(self, bureau_ids: Sequence[int]) -> Sequence[Filing]:
        """Return what these bureaus still wait for from others."""
        found = select(Filing).where(col(Filing.to_id).in_(bureau_ids))
        return self._listed(found.where(col(Filing.state).in_(OWED)))

    def owed(self) -> Sequence[Filing]:
        """Return everything that is still to be filed."""
        return self._listed(select(Filing).where(col(Filing.state).in_(OWED)))

    def copies(self, filing_id: int) -> Sequence[PaperCopy]:
        """Return a filing's paper copies by their number."""
        found = select(PaperCopy).where(PaperCopy.filing_id == filing_id)
        return self._session.exec(found.order_by(col(PaperCopy.number))).all()

    def _listed(self, found: SelectOfScalar[Filing]) -> Sequence[Filing]:
        return self._session.exec(found.order_by(col(Filing.aim), col(Filing.id))).all()


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
