"""Names of enterprises that may mean one: compared without place and legal form."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from handlers.domain.likeness import likeness
from handlers.domain.regions import path

SAME_BRAND, ANY_BRAND = 0.75, 0.85
"""Likeness from which two names may be one: with the same first two signs (字号), and with others."""
SHORTEST = 2
MOST_LOOKED_AT = 200
"""Names that share a pair of signs beyond which the pair (机械) tells nothing."""


def may_be_one(one: str, other: str) -> bool:
    """Say whether two cores of names, as `core_of` returns them, are alike enough to ask."""
    if min(len(one), len(other)) < SHORTEST:
        return one == other
    return likeness(one, other) >= (SAME_BRAND if one[:2] == other[:2] else ANY_BRAND)


@lru_cache(maxsize=20_000)
def core_of(name: str, county: str) -> str:
    """Return what is left of an enterprise's name without its place in front and its legal form."""
    plain = re.sub(r"[\W_]", "", _FORM.sub("", unicodedata.normalize("NFKC", name).lower()))
    places = [word for step in path(county) for word in (step.name, step.name[:-1]) if len(word) > 1]
    begun = ""
    while plain != begun:
        begun = plain
        for place in places:
            if plain.startswith(place) and len(plain) - len(place) >= SHORTEST:
                plain = re.sub(r"^[省市县区]", "", plain.removeprefix(place))
    return plain


@dataclass
class Index:
    """Cores of names with what they belong to (an id, a row), to be searched for alike ones."""

    cores: list[tuple[str, frozenset[str], int]] = field(default_factory=list)
    _places: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, core: str, ref: int) -> None:
        """Keep a core under a reference."""
        pairs = _pairs(core)
        self.cores.append((core, pairs, ref))
        for pair in pairs:
            self._places[pair].append(len(self.cores) - 1)

    def alike(self, core: str) -> Iterator[int]:
        """Give the references of cores that may be one with this, the oldest first."""
        pairs = _pairs(core)
        places = (self._places.get(pair, []) for pair in pairs)
        near = {at for found in places if len(found) <= MOST_LOOKED_AT for at in found}
        for at in sorted(near):
            other, theirs, ref = self.cores[at]
            if len(pairs & theirs) >= _ROUGHLY * min(len(pairs), len(theirs)) and may_be_one(core, other):
                yield ref


def _pairs(core: str) -> frozenset[str]:
    return frozenset(map("".join, pairwise(core)))


_ROUGHLY = SAME_BRAND - 0.1
"""Share of pairs below which two names need not be compared with care."""
_FORM = re.compile(
    r"[（(][^）)]*[）)]|(?:股份|集团|控股)*有限(?:责任)?公司|股份公司|集团公司|总公司|分公司|公司$|厂$"
)
