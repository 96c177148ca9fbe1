"""Who may not be invited to a need, and why: one rule a line, each with what would have to change.

Each rule has two texts: `match.bar.<code>` says what stands in the way, `match.mend.<code>` what would help.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from handlers.domain.regions import contains, short_name

DECLARED = ("shares", "post", "kin")


@dataclass(frozen=True, slots=True)
class Limits:
    """How many open invitations one person may have, and what an open one weighs against the yearly load."""

    open_most: int = 3
    open_weight: float = 0.5


@dataclass(frozen=True, slots=True)
class ExpertView:
    """An expert as matching sees one, with this year's load over all areas.

    `invited` says that an invitation to the need at hand stands; `conflicts` are kind -> reason against the
    need's enterprise, `declared` the expert's own words on conflicts.
    """

    id: int
    person_id: int
    name: str
    unit: str
    title: str = ""
    qualified: bool = True
    state: str = "confirmed"
    exception_need_id: int | None = None
    categories: tuple[str, ...] = ()
    directions: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    works: tuple[str, ...] = ()
    county: str = ""
    areas: tuple[str, ...] = ()
    months: tuple[int, ...] = ()
    online_only: bool = False
    yearly_cap: int = 3
    accepted: int = 0
    open: int = 0
    invited: bool = False
    declared: str = ""
    conflicts: Mapping[str, str] = field(default_factory=dict)

    def load(self, limits: Limits) -> float:
        """Return the year's load: accepted invitations, and open ones at their weight."""
        return self.accepted + limits.open_weight * self.open


@dataclass(frozen=True, slots=True)
class NeedView:
    """A need as matching sees it; `today` is the day of asking, `wished` the day it should be helped by."""

    id: int
    title: str
    text: str
    county: str
    enterprise: str
    today: date
    domains: tuple[str, ...] = ()
    wished: date | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """What stands in the way of one expert, with the values for its texts."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)


Mask = Callable[[ExpertView, NeedView, Limits], bool]

MASKS: Mapping[str, Mask] = {
    "unverified": lambda expert, _need, _limits: expert.state == "unverified",
    "paused": lambda expert, _need, _limits: expert.state == "paused",
    "unqualified": lambda expert, _need, _limits: not expert.qualified and expert.exception_need_id is None,
    "exception_elsewhere": lambda expert, need, _: (
        not expert.qualified and expert.exception_need_id not in (None, need.id)
    ),
    "same_unit": lambda expert, need, _: same_unit(expert.unit, need.enterprise),
    "shares": lambda expert, _need, _limits: "shares" in expert.conflicts,
    "post": lambda expert, _need, _limits: "post" in expert.conflicts,
    "kin": lambda expert, _need, _limits: "kin" in expert.conflicts,
    "declared": lambda expert, need, _: _mentions(expert, need),
    "complaint": lambda expert, _need, _limits: "complaint" in expert.conflicts,
    "mark": lambda expert, _need, _limits: "mark" in expert.conflicts,
    "area": lambda expert, need, _: not _willing_there(expert, need),
    "months": lambda expert, need, _: not _willing_then(expert, need),
    "load": lambda expert, _, limits: expert.load(limits) >= expert.yearly_cap,
    "too_many_open": lambda expert, _, limits: expert.open >= limits.open_most,
    "invited": lambda expert, _need, _limits: expert.invited,
}

_MASKS = tuple(MASKS.items())


def judge(expert: ExpertView, need: NeedView, limits: Limits) -> tuple[Bar, ...]:
    """Return every rule that keeps this expert from this need, in the order of the table; none: invite."""
    return bars_of(broken(expert, need, limits), expert, limits)


def broken(expert: ExpertView, need: NeedView, limits: Limits) -> tuple[str, ...]:
    """Return the codes of these rules alone."""
    return tuple([code for code, bars in _MASKS if bars(expert, need, limits)])


def bars_of(codes: Sequence[str], expert: ExpertView, limits: Limits) -> tuple[Bar, ...]:
    """Return what stands in the way by the codes of the rules."""
    return tuple(Bar(code, _values(code, expert, limits)) for code in codes)


def same_unit(one: str, other: str) -> bool:
    """Say whether two names mean one unit: one holds the other, apart from 有限公司, 市, signs and width."""
    short, long = sorted((_stem(one), _stem(other)), key=len)
    return len(short) >= _LEAST_STEM and short in long


def months_until(today: date, wished: date) -> frozenset[int]:
    """Return the months from today's to the wished day's: the visit may fall into any of them."""
    span = (wished.year - today.year) * 12 + wished.month - today.month
    return frozenset((today.month - 1 + n) % 12 + 1 for n in range(min(max(span, 0), 11) + 1))


_LEAST_STEM = 4
_FORM = re.compile(r"(?:股份|集团|控股)?有限(?:责任)?公司|股份公司|[省市县区]|[\W_]")


@lru_cache(maxsize=10_000)
def _stem(name: str) -> str:
    return _FORM.sub("", unicodedata.normalize("NFKC", name).lower())


def _mentions(expert: ExpertView, need: NeedView) -> bool:
    """Say whether declared words that no clerk has sorted yet name the enterprise by four signs of it."""
    if not expert.declared or not expert.conflicts.keys().isdisjoint(DECLARED):
        return False
    words, name = _stem(expert.declared), _stem(need.enterprise)
    pieces = (name[at : at + _LEAST_STEM] for at in range(max(len(name) - _LEAST_STEM + 1, 1)))
    return any(piece in words for piece in pieces)


def _willing_there(expert: ExpertView, need: NeedView) -> bool:
    return expert.online_only or not expert.areas or any(contains(area, need.county) for area in expert.areas)


def _willing_then(expert: ExpertView, need: NeedView) -> bool:
    if need.wished is None or not expert.months:
        return True
    return not months_until(need.today, need.wished).isdisjoint(expert.months)


def _values(code: str, expert: ExpertView, limits: Limits) -> dict[str, object]:
    """Return what the texts may name; a text takes what it needs."""
    return {
        "reason": expert.declared if code == "declared" else expert.conflicts.get(code, ""),
        "areas": "、".join(short_name(area) for area in expert.areas),
        "months": "、".join(str(month) for month in sorted(expert.months)),
        "accepted": expert.accepted,
        "open": expert.open,
        "cap": expert.yearly_cap,
        "most": limits.open_most,
    }
