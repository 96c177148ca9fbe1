"""Reporting lines (隶属关系) of all bureaus at once: who stands above whom, which unit holds an area."""

from collections.abc import Mapping
from dataclasses import dataclass

from handlers.domain.bureaus import MINISTRY
from handlers.domain.regions import path


@dataclass(frozen=True, slots=True)
class Lines:
    """Ids of bureaus: the one above each of them, their levels, and the unit of each area (GB/T 2260)."""

    above: Mapping[int, int | None]
    levels: Mapping[int, str]
    areas: Mapping[str, int]

    def line(self, bureau_id: int) -> tuple[int, ...]:
        """Return the bureaus above one, the nearest first; a line that bites its tail ends."""
        found: list[int] = []
        here = self.above.get(bureau_id)
        while here is not None and here != bureau_id and here not in found:
            found.append(here)
            here = self.above.get(here)
        return tuple(found)

    def up_to_province(self, bureau_id: int) -> frozenset[int]:
        """Return the bureaus above one, the ministry left out."""
        return frozenset(each for each in self.line(bureau_id) if self.levels[each] != MINISTRY)

    def below(self, bureau_id: int) -> frozenset[int]:
        """Return the bureaus that report to one."""
        return frozenset(each for each, above in self.above.items() if above == bureau_id)

    def under(self, bureau_id: int) -> frozenset[int]:
        """Return a bureau with all that report to it, directly or not."""
        found, new = {bureau_id}, {bureau_id}
        while new := {each for each, above in self.above.items() if above in new} - found:
            found |= new
        return frozenset(found)

    def holder(self, county: str) -> int | None:
        """Return the unit in whose hands a county lies: its own, else the nearest one around it."""
        places = [place.code for place in reversed(path(county))] or [county]
        return next((self.areas[code] for code in places if code in self.areas), None)
