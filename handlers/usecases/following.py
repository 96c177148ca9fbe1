"""A filing that is open follows the rules and the line: its copies, its receiver, whether it is owed at all.

Closed ones never change. What changed is recorded at once and told by a timer of its own, because planning
itself speaks to nobody.
"""

from collections.abc import Sequence
from typing import Any

from handlers.dialogue.texts import text
from handlers.domain.filings import WAIVED, Filing, PaperCopy
from handlers.effects import Effects, Schedule
from handlers.ports.work import UnitOfWork
from handlers.usecases.ladders import name_of, stop

CHANGED = "filing_changed"
"""The timer that tells both sides what has changed of a filing."""
ON_THE_WAY = ("posted", "received")
"""Copies that have left are not struck: they are there."""


def follow_line(uow: UnitOfWork, filing: Filing, to_id: int | None) -> Effects:
    """Let a filing go to whom its bureau reports now."""
    if filing.to_id == to_id:
        return ()
    former, filing.to_id = filing.to_id, to_id
    filing.revision += 1
    uow.record("filing.receiver", name_of(filing), former=former, to=to_id)
    return (_to_tell(uow, filing, former=former),)


def follow_copies(uow: UnitOfWork, filing: Filing, copies: Sequence[PaperCopy], wanted: int) -> Effects:
    """Let a filing have as many paper copies as the rules want now, those that have left in any case."""
    former = len(copies)
    last = max((copy.number for copy in copies), default=0)
    added = [PaperCopy(filing_id=filing.id or 0, number=last + n) for n in range(1, wanted - former + 1)]
    idle = [copy for copy in copies if copy.state not in ON_THE_WAY]
    struck = idle[::-1][: max(0, former - wanted)]
    if not added and not struck:
        return ()
    uow.add_all(added)
    uow.filings.strike([copy.id or 0 for copy in struck])
    filing.revision += 1
    if added:
        uow.record("copy.added", name_of(filing), copies=[copy.number for copy in added])
    else:
        uow.record("copy.struck", name_of(filing), copies=sorted(copy.number for copy in struck))
    return (_to_tell(uow, filing, copies=[former, former + len(added) - len(struck)]),)


def lapse(uow: UnitOfWork, filing: Filing) -> Effects:
    """Let a filing rest that its bureau does not owe any more on its new line (隶属关系调整)."""
    filing.state, filing.note = WAIVED, text("zh", "filing.changed.lapsed_note")
    filing.revision += 1
    uow.record("filing.lapsed", name_of(filing))
    return (*stop(uow, filing), _to_tell(uow, filing, lapsed=True))


def _to_tell(uow: UnitOfWork, filing: Filing, **change: Any) -> Schedule:  # noqa: ANN401 - JSON data
    """Return the timer that tells it now, with what changed shortly before and is not told yet."""
    key = f"changed:{filing.id}"
    standing = uow.timers.get(key)
    untold: dict[str, Any] = dict(standing.data) if standing else {}
    if "copies" in untold and "copies" in change:
        change["copies"][0] = untold["copies"][0]
    untold = change | {k: v for k, v in untold.items() if k not in change or k == "former"}
    return Schedule(key, uow.now, CHANGED, name_of(filing), untold)
