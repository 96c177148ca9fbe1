"""The sample world after a visit of 沈砚舟 to 昆山砺澄精密压铸有限公司 that both sides have confirmed."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.storage.work import Work
from bot.turn import Desk
from handlers.domain.activities import HAPPENED, SINGLE_VISIT, Activity, Host, Participant, Visit
from handlers.domain.needs import ARRANGED, WITHDRAWN, Need
from handlers.effects import Effects
from tests.support.inviting import Invited


class Visited(Invited):
    """Begins on a Monday in May; `visited` puts a visit into the record, as of today."""

    def visited(self, *, expert: str = "die_casting", state: str = HAPPENED, **other: Any) -> int:
        """Put an activity with one visit into the record; return the visit's id."""
        need_id = self.need_id or self.approved(state=ARRANGED)
        return self.change(
            lambda work: put_visit(work, self.people, need_id, expert, {"state": state, **other})
        )

    def visit(self, visit_id: int) -> Visit:
        """Return the visit as it stands."""
        return self.look(lambda work: work.session.get_one(Visit, visit_id))

    def changes_with_effects(self, use: Callable[[Work, Visit], Effects], visit_id: int) -> None:
        """Let a use case act on a visit, and keep what it wants said and scheduled."""

        def unit(connection: Connection) -> None:
            desk = Desk(connection, self.surroundings)
            effects = use(desk.work, desk.work.session.get_one(Visit, visit_id))
            desk.work.flush()
            desk.take(f"test:{visit_id}:{self.clock.now().timestamp()}", effects)

        self.run(self.database.run(unit))
        self.passes(seconds=61)  # what is said waits for its lease to lapse, as after a crash

    def withdrawn(self) -> None:
        """Let the enterprise have taken its need back."""

        def change(work: Work) -> None:
            work.session.get_one(Need, self.need_id).state = WITHDRAWN

        self.change(change)

    def pair(self, visit_id: int) -> str:
        """Return expert and enterprise of a visit as a button carries them."""
        visit = self.visit(visit_id)
        return f"{visit.expert_id}:{visit.enterprise_id}"


def put_visit(work: Work, people: Any, need_id: int | None, key: str, other: dict[str, Any]) -> int:
    """Put an activity with one visit into the record; return the visit's id."""
    expert = work.experts.of_person(people[f"expert:{key}"])
    enterprise = work.enterprises.of_person(people["contact:kunshan_casting"])[0]
    bureau = work.bureaus.at(enterprise.county)
    assert expert is not None
    assert bureau is not None
    day: date = other.get("held_on") or other.get("planned_on") or work.today
    activity = work.add(
        Activity(
            number=work.activities.next_number(day.year),
            year=day.year,
            kind=SINGLE_VISIT,
            organiser="county",
            bureau_id=bureau.id or 0,
            title="压铸件气孔",
            area=enterprise.county,
            starts=day,
            ends=day + timedelta(days=1),
            leader_id=expert.id,
            made_by=people["coordinator:320583"],
            made_at=work.now,
        )
    )
    numbers = {"activity_id": activity.id or 0, "enterprise_id": enterprise.id or 0}
    work.add(Host(activity_id=activity.id or 0, enterprise_id=enterprise.id or 0))
    work.add(Participant(activity_id=activity.id or 0, expert_id=expert.id or 0))
    facts = {
        **numbers,
        "expert_id": expert.id or 0,
        "need_id": need_id,
        "planned_on": day,
        "held_on": day if other["state"] == HAPPENED else None,
    }
    visit = work.add(Visit(**{**facts, **other}))
    assert visit.id is not None
    return visit.id
