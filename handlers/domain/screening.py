"""Screening (筛选): what a bureau decided about sending a need up, and the way the need has gone since."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Self

from handlers.domain.needs import APPROVED, ARRANGED, RETURNED, SUBMITTED, Need

READY = (APPROVED, ARRANGED)
UNCHECKED = (SUBMITTED, RETURNED)
MARKS = (1, 2, 3, 4, 5)
"""Of 针对性 (targeted) and 实效性 (effective), from the least to the most; 0 is none."""


@dataclass(frozen=True, slots=True)
class Leg:
    """One way up: sent from a bureau to the one it reports to, by whom and when (ISO 8601)."""

    sender: int
    to: int
    by: int
    at: str


@dataclass(frozen=True, slots=True)
class Screening:
    """A need's screening as `Need.screening` holds it: whose it is, the choice, marks, reason, way up."""

    bureau: int = 0
    by: int = 0
    send: bool = True
    targeted: int = 0
    effective: int = 0
    reason: str = ""
    path: tuple[Leg, ...] = ()

    def of(self, bureau: int) -> Self:
        """Return it as this bureau begins with it: below marks are a help, a choice is everybody's own."""
        return self if self.bureau == bureau else replace(self, bureau=bureau, by=0, send=True, reason="")

    def keep(self, need: Need) -> None:
        """Write it into its need."""
        need.screening = asdict(self)


def screening_of(need: Need) -> Screening:
    """Return a need's screening; of a need that nobody has looked at, an empty one."""
    found: dict[str, Any] = dict(need.screening)
    path = tuple(Leg(**leg) for leg in found.pop("path", ()))
    return Screening(**found, path=path)


def holder(need: Need) -> int | None:
    """Return the bureau that has the need: the one it was sent up to last, else the one that checks it."""
    return need.sent_up_to if need.sent_up_to is not None else need.bureau_id


def is_sent_by(need: Need, bureau: int) -> bool:
    """Say whether the need was sent up by this bureau and has not come back."""
    return any(leg.sender == bureau for leg in screening_of(need).path)


def send(need: Need, leg: Leg) -> None:
    """Send a need up: from here on those below may not change it."""
    found = screening_of(need)
    replace(found, path=(*found.path, leg)).keep(need)
    need.sent_up_to = leg.to
    need.revision += 1


def send_back(need: Need) -> int | None:
    """Take the last leg back; return the bureau that has the need again."""
    found = screening_of(need)
    last, path = (found.path[-1] if found.path else None), found.path[:-1]
    replace(found, path=path).keep(need)
    need.sent_up_to = path[-1].to if path else None
    need.revision += 1
    return last.sender if last else need.bureau_id


def leg(sender: int, to: int, by: int, at: datetime) -> Leg:
    """Return a leg at a moment."""
    return Leg(sender, to, by, at.isoformat())
