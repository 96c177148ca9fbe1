"""昆山 in May with an accepted invitation, ready for its coordinator to make an activity of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import select

from bot.storage.work import Work
from handlers.domain.activities import Activity, Host, Participant, Visit
from handlers.domain.days import SHANGHAI
from handlers.domain.enterprises import Enterprise
from handlers.domain.invitations import ACCEPTED, Invitation
from handlers.domain.needs import ARRANGED, Need
from handlers.domain.tasks import Task
from tests.support.inviting import MONDAY_IN_MAY, Invited
from tests.support.world import Visitor, World

HOST, EXPERT, DESK = "contact:kunshan_casting", "expert:die_casting", "coordinator:320583"


class Outings(Invited):
    """Begins on Monday, 11 May 2026; in a SQLite file, or in the empty database at `url`."""

    def __init__(self, url: str = "") -> None:
        """Begin with the sample people."""
        World.__init__(self, samples=True, url=url, start=MONDAY_IN_MAY)

    def accepted(self, *experts: str) -> tuple[Visitor, ...]:
        """Let experts have accepted; return coordinator, the experts, enterprise."""
        self.approved(conditions="提供压铸机一台和检测室")
        desk, tang = self.known(DESK), self.known(HOST)
        names = experts or ("沈砚舟",)
        goers = [self.joins(name) for name in names]
        self.invites(desk, *names)
        for goer in goers:
            goer.taps("接受")
        return desk, *goers, tang

    def ready(self, expert: str = "die_casting", firm: str = HOST, desk: str = DESK, **other: Any) -> int:
        """Put an accepted invitation into the record; return its id."""

        def change(work: Work) -> int:
            profile = work.experts.of_person(self.people[f"expert:{expert}"])
            enterprise = work.enterprises.of_person(self.people[firm])[0]
            bureau = work.bureaus.of_person(self.people[desk])[0]
            need = work.add(_need(work, self.people[firm], enterprise, bureau.id or 0))
            assert profile is not None
            facts = {
                "need_id": need.id, "expert_id": profile.id, "bureau_id": bureau.id, "year": work.today.year,
                "invited_by": self.people[desk], "state": ACCEPTED, "reply_by": work.today,
                "sent_at": work.now, "visit_days": 2, "pays": "host",
            }  # fmt: skip
            kept = work.add(Invitation(**{**facts, **other}))
            return kept.id or 0

        return self.change(change)

    def plans(self, desk: Visitor, day: str = "5月20日") -> None:
        """Let the coordinator plan a visit of one expert: a tap, a day, a second tap."""
        desk.taps("安排活动").says(day).taps("确认安排")

    def until(self, month: int, day: int, hour: int = 9) -> None:
        """Let time pass until this hour of 2026."""
        self.passes_until(datetime(2026, month, day, hour, 0, tzinfo=SHANGHAI))

    def after(self) -> None:
        """Go to the working day after 20 and 21 May."""
        self.until(5, 22)

    def activity(self) -> Activity:
        """Return the newest activity."""
        found = self.look(lambda work: list(work.session.exec(select(Activity)).all()))
        return max(found, key=lambda each: each.id or 0)

    def visits(self) -> Sequence[Visit]:
        """Return all visits by id."""
        return self.look(lambda work: sorted(work.session.exec(select(Visit)).all(), key=lambda v: v.id or 0))

    def visit(self) -> Visit:
        """Return the only visit."""
        (only,) = self.visits()
        return only

    def hosts(self) -> Sequence[Host]:
        """Return all hosts."""
        return self.look(lambda work: list(work.session.exec(select(Host)).all()))

    def participants(self) -> Sequence[Participant]:
        """Return all participants."""
        return self.look(lambda work: list(work.session.exec(select(Participant)).all()))

    def tasks(self, kind: str, state: str = "") -> Sequence[Task]:
        """Return the tasks of a kind, in one state or in any."""
        found = self.look(lambda work: list(work.session.exec(select(Task).where(Task.kind == kind)).all()))
        return [task for task in found if state in ("", task.state)]

    def told(self, *visitors: Visitor) -> list[int]:
        """Return how many messages each has been sent with a buzz so far."""
        return [len(visitor.buzzed) for visitor in visitors]


def _need(work: Work, author: int, enterprise: Enterprise, bureau: int) -> Need:
    return Need(
        number=work.needs.next_number(work.today.year),
        enterprise_id=enterprise.id or 0,
        author_id=author,
        bureau_id=bureau,
        kind="technology",
        title=f"{enterprise.name[:6]}的技术难题",
        detail="希望专家到现场看看，找出原因",
        public_detail="希望专家到现场看看，找出原因",
        domains=["0302"],
        county=enterprise.county,
        state=ARRANGED,
        submitted_at=work.now,
    )
