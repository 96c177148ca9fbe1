"""What matching found for a need: whom to invite and why, whom not and why not. Values, no words yet."""

from dataclasses import dataclass

from handlers.domain.masks import Bar
from handlers.domain.regions import Distance


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody fits: terms and works shared with the need, domain codes, what else speaks for the person.

    `load` is the year's load, `cap` the person's own limit of it.
    """

    terms: tuple[str, ...] = ()
    works: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    distance: Distance = Distance.ELSEWHERE
    load: float = 0
    cap: int = 3
    online_only: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """One expert for one need; `score` compares within one search only."""

    expert_id: int
    name: str
    unit: str
    title: str
    reason: Reason
    score: float = 0


@dataclass(frozen=True, slots=True)
class NearMiss:
    """An expert who fits in substance, and the rules in the way (mostly one)."""

    candidate: Candidate
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Candidates:
    """`fit`, best first; `near`, the best of those left out; `others` may be invited but share little."""

    fit: tuple[Candidate, ...] = ()
    near: tuple[NearMiss, ...] = ()
    others: tuple[Candidate, ...] = ()

    def find(self, expert_id: int) -> Candidate | None:
        """Return whoever may be invited by the expert's id."""
        return next((each for each in (*self.fit, *self.others) if each.expert_id == expert_id), None)
