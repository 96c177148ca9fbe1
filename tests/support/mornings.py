"""A province's coordinator on the evening before: what waits for the morning's digest."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from bot.storage.work import Work
from handlers.dialogue.messages import Message
from handlers.domain.days import SHANGHAI
from handlers.domain.filings import RECEIVED
from handlers.domain.invitations import Invitation
from handlers.domain.needs import SUBMITTED, Need
from handlers.domain.people import Person
from handlers.domain.tasks import Task
from tests.support.filing import Filings
from tests.support.world import Visitor

PROVINCE, SUZHOU, KUNSHAN = "320000", "320500", "320583"
TUESDAY = datetime(2026, 3, 3, 17, 30, tzinfo=SHANGHAI)
WEDNESDAY = date(2026, 3, 4)


class Mornings(Filings):
    """The sample world without its sample needs, in the evening of Tuesday, 3 March 2026."""

    def __init__(self, start: datetime = TUESDAY) -> None:
        """Begin in the evening."""
        super().__init__(start)

    def empty(self, *areas: str) -> None:
        """Let nothing wait for the bureaus of these areas, or of any."""

        def clear(work: Work) -> None:
            bureaus = [b for b in work.bureaus.all() if not areas or b.area in areas]
            for need in work.needs.of_bureau([b.id or 0 for b in bureaus], 1000):
                need.state = "withdrawn"
            for filing in work.filings.owed():
                if not areas or filing.bureau_id in {b.id for b in bureaus}:
                    filing.state = RECEIVED

        self.change(clear)

    def files(self, *areas: str) -> None:
        """Let these bureaus have filed their letter."""

        def submit(work: Work) -> None:
            ids = {bureau.id for area in areas if (bureau := work.bureaus.at(area))}
            for filing in work.filings.owed():
                if filing.rule == "letter" and filing.bureau_id in ids:
                    filing.state = RECEIVED

        self.change(submit)

    def owes_alone(self, area: str) -> None:
        """Let every bureau but this one have filed its letter."""
        others = self.look(lambda work: [bureau.area for bureau in work.bureaus.all() if bureau.area != area])
        self.files(*others)

    def waits(
        self, area: str = KUNSHAN, *, title: str = "压铸件气孔率高", check_by: date | None = None
    ) -> int:
        """Let a need wait to be checked by a bureau; return its id."""

        def make(work: Work) -> int:
            author = self.people["contact:kunshan_casting"]
            enterprise = work.enterprises.of_person(author)[0]
            bureau = work.bureaus.at(area)
            need = Need(
                number=work.needs.next_number(2026),
                enterprise_id=enterprise.id or 0,
                author_id=author,
                bureau_id=bureau.id if bureau else None,
                kind="technology",
                title=title,
                detail=title,
                public_detail=title,
                domains=["0302"],
                county=enterprise.county,
                state=SUBMITTED,
                submitted_at=work.now,
                check_by=check_by or work.calendar.add(work.today, 3),
            )
            return work.add(need).id or 0

        return self.change(make)

    def to_phone(self, area: str = KUNSHAN, expert: str = "die_casting", need: int = 1) -> Task:
        """Let a bureau have to phone an expert who was invited and has no chat."""

        def make(work: Work) -> Task:
            person = self.people[f"expert:{expert}"]
            found, bureau = work.experts.of_person(person), work.bureaus.at(area)
            assert found is not None
            assert bureau is not None
            invitation = work.add(
                Invitation(
                    need_id=need,
                    expert_id=found.id or 0,
                    bureau_id=bureau.id or 0,
                    invited_by=person,
                    year=2026,
                    reply_by=work.calendar.add(work.today, 5),
                    sent_at=work.now,
                )
            )
            about = f"invitation:{invitation.id}"
            task = Task(
                kind="phone", about=about, person_id=person, words="invite/no_channel", made_at=work.now
            )
            task.bureau_id = bureau.id
            return work.add(task)

        return self.change(make)

    def until(self, day: date, hour: int, minute: int = 0) -> None:
        """Let time pass until then, hour by hour."""
        self.passes_until(datetime.combine(day, time(hour, minute), SHANGHAI))

    def sleeps_until(self, day: date, hour: int, minute: int = 0) -> None:
        """Let the service stand still until then."""
        self.clock.move_to(datetime.combine(day, time(hour, minute), SHANGHAI))
        self.passes(seconds=0)

    def person(self, person_id: int, **changes: Any) -> None:
        """Change somebody."""

        def change(work: Work) -> None:
            for name, value in changes.items():
                setattr(work.session.get_one(Person, person_id), name, value)

        self.change(change)


def digests(visitor: Visitor) -> Sequence[Message]:
    """Return the digests that came to somebody with a sound, the oldest first."""
    return [message for message in visitor.buzzed if "每日提要" in message.heading]


def digest(visitor: Visitor) -> Message:
    """Return the newest digest as it stands on the screen now."""
    return next(message for message in reversed(visitor.screen) if "每日提要" in message.heading)
