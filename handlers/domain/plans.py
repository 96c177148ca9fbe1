"""Planning an activity (对接活动): who visits whom on which day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Coming:
    """An expert who is to go: by an accepted invitation, which ties them to its enterprise, or by name."""

    expert_id: int
    invitation_id: int | None = None
    enterprise_id: int | None = None
    need_id: int | None = None


@dataclass(frozen=True, slots=True)
class PlannedVisit:
    """One expert at one enterprise on a day, for a need or for none."""

    expert_id: int
    enterprise_id: int
    need_id: int | None
    day: date


def planned_visits(
    coming: Sequence[Coming], enterprises: Sequence[int], starts: date, days: int
) -> tuple[PlannedVisit, ...]:
    """Return who visits whom: the invited their own enterprise, whoever is tied to none all of them.

    An enterprise that would be left without anybody is visited by everybody. The enterprises of one expert
    are spread over the days in their order.
    """
    tied = {(c.expert_id, c.enterprise_id): c.need_id for c in coming if c.enterprise_id in enterprises}
    experts = dict.fromkeys(each.expert_id for each in coming)
    free = experts.keys() - {expert for expert, _ in tied}
    empty = set() if free else set(enterprises) - {firm for _, firm in tied}
    found: list[PlannedVisit] = []
    for expert in experts:
        theirs = [f for f in enterprises if (expert, f) in tied or expert in free or f in empty]
        for place, firm in enumerate(theirs):
            day = starts + timedelta(days=place * days // len(theirs))
            found.append(PlannedVisit(expert, firm, tied.get((expert, firm)), day))
    return tuple(found)
