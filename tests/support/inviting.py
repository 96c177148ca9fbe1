"""The sample world in May with one approved need, ready for its coordinator to invite."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import select

from bot.storage.work import Work
from handlers.domain.days import SHANGHAI
from handlers.domain.events import Event
from handlers.domain.experts import Expert
from handlers.domain.invitations import Invitation
from handlers.domain.needs import APPROVED, Need
from handlers.domain.people import Person
from handlers.domain.tasks import Task
from tests.support.world import Visitor, World

MONDAY_IN_MAY = datetime(2026, 5, 11, 9, 30, tzinfo=SHANGHAI)
DETAIL = "铝合金压铸件气孔率高，X光探伤废品率8%左右，想降到3%以下。客户是南方一家车厂"


class Invited(World):
    """The sample world with an approved need of 昆山砺澄精密压铸有限公司."""

    need_id: int = 0

    def __init__(self, start: datetime = MONDAY_IN_MAY) -> None:
        """Begin on a Monday in May."""
        super().__init__(samples=True, start=start)

    def approved(self, **other: Any) -> int:
        """File and approve the need; return its id."""
        self.need_id = self.change(lambda work: _need(work, self.people, other))
        return self.need_id

    def invites(self, desk: Visitor, *names: str, day: str = "双方商定") -> None:
        """Let a coordinator go through the whole form."""
        desk.taps_action(f"match:{self.need_id}")
        for name in names:
            desk.taps(name)
        desk.taps("选好了").taps(day) if day == "双方商定" else desk.taps("选好了").says(day)
        desk.taps("2").taps("企业承担").taps("确认发出")

    def joins(self, name: str) -> Visitor:
        """Return the sample person of this name, who has opened the chat."""
        found = self.look(lambda work: work.session.exec(select(Person.id).where(Person.name == name)).one())
        assert found is not None
        self.people = {**self.people, name: found}
        return self.known(name)

    def invitations(self) -> Sequence[Invitation]:
        """Return the need's invitations."""
        return self.look(lambda work: list(work.invitations.of_need(self.need_id)))

    def need(self) -> Need:
        """Return the need as it stands."""
        return self.look(lambda work: work.session.get_one(Need, self.need_id))

    def calls(self) -> Sequence[Task]:
        """Return all calls to make and made."""
        return self.look(lambda work: list(work.session.exec(select(Task).where(Task.kind == "phone")).all()))

    def events(self, action: str) -> Sequence[Event]:
        """Return what was recorded of this kind."""
        return self.look(
            lambda work: list(work.session.exec(select(Event).where(Event.action == action)).all())
        )

    def expert(self, key: str, **changes: Any) -> Expert:
        """Return a sample expert, changed."""

        def change(work: Work) -> Expert:
            found = work.experts.of_person(self.people[f"expert:{key}"])
            assert found is not None
            for name, value in changes.items():
                setattr(found, name, value)
            return found

        return self.change(change)


def _need(work: Work, people: Any, other: dict[str, Any]) -> int:
    author = people["contact:kunshan_casting"]
    enterprise = work.enterprises.of_person(author)[0]
    bureau = work.bureaus.at(enterprise.county)
    facts = {
        "number": work.needs.next_number(work.today.year),
        "enterprise_id": enterprise.id,
        "author_id": author,
        "bureau_id": bureau.id if bureau else None,
        "kind": "technology",
        "title": "铝合金压铸件气孔率高，降低废品率",
        "detail": DETAIL,
        "confidential": "客户是南方一家车厂",
        "public_detail": "铝合金压铸件气孔率高，X光探伤废品率8%左右，想降到3%以下。……",
        "domains": ["0302", "0501"],
        "county": enterprise.county,
        "deadline": work.today + timedelta(days=45),
        "state": APPROVED,
        "submitted_at": work.now,
        "checked_at": work.now,
    }
    kept = work.add(Need(**{**facts, **other}))
    assert kept.id is not None
    return kept.id
