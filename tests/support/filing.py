"""The sample world in February, with a letter that cities owe the province: a file and three copies."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import col, select

from bot.planning import plan_years
from bot.storage.work import Work
from handlers.dialogue.messages import Message
from handlers.domain.bureaus import Bureau, Member
from handlers.domain.days import SHANGHAI
from handlers.domain.events import Event
from handlers.domain.filings import Filing, PaperCopy
from handlers.domain.people import Person
from handlers.domain.programmes import Programme
from handlers.ports.timers import PlannedTimer
from tests.support.world import Visitor, World

MONDAY_IN_FEBRUARY = datetime(2026, 2, 9, 9, 30, tzinfo=SHANGHAI)
LETTER = {
    "code": "letter",
    "zh": "重点服务项目材料",
    "en": "Key project papers",
    "from_levels": ["city"],
    "to_level": "province",
    "by": "03-08",
    "electronic": True,
    "paper_copies": 3,
    "document": [
        {"code": "application", "zh": "项目申报表", "en": "application"},
        {"code": "summary", "zh": "上年度实施情况总结", "en": "summary", "only_if": "funded_last_year"},
    ],
}
"""3月8日 of 2026 is a Sunday: the aim is Friday, 6 March."""


class Filings(World):
    """The sample world in which the city of 苏州 owes the province a letter."""

    def __init__(self, start: datetime = MONDAY_IN_FEBRUARY, *, funded: bool = False, **changes: Any) -> None:
        """Begin in February; `funded` says that 苏州 was funded last year, `changes` go into the rule."""
        super().__init__(samples=True, start=start)
        self._funded = funded
        self._letter = {**LETTER, **changes}

    def owed(self) -> tuple[Visitor, Visitor]:
        """Let the letter be owed; return who owes it in 苏州 and who receives it in the province."""
        self.change(self._begin)
        self.surroundings.rules.clear()
        self.change(plan_years)
        return self.known("coordinator:320500"), self.known("coordinator:320000")

    def filing(self, rule: str = "letter", area: str = "320500") -> Filing:
        """Return a bureau's filing as it stands."""

        def find(work: Work) -> Filing:
            found = select(Filing).join(Bureau, col(Filing.bureau_id) == Bureau.id)
            found = found.where(Filing.rule == rule, Bureau.area == area)
            return work.session.exec(found).one()

        return self.look(find)

    def copies(self) -> Sequence[PaperCopy]:
        """Return the letter's paper copies."""
        number = self.filing().id or 0
        return self.look(lambda work: list(work.filings.copies(number)))

    def states(self) -> list[str]:
        """Return the states of the letter's paper copies."""
        return [copy.state for copy in self.copies()]

    def timers(self) -> Sequence[PlannedTimer]:
        """Return what the clock will still do about the letter."""
        number = self.filing().id
        return self.look(lambda work: list(work.timers.about(f"filing:{number}")))

    def events(self, action: str) -> Sequence[Event]:
        """Return what was recorded of this kind."""
        return self.look(
            lambda work: list(work.session.exec(select(Event).where(Event.action == action)).all())
        )

    def joins(self, name: str, area: str, role: str = "member") -> Visitor:
        """Return a further coordinator of the bureau of this area, who has opened the chat."""

        def join(work: Work) -> int:
            bureau = work.bureaus.at(area)
            person = work.add(Person(name=name, consented_at=work.now, created_at=work.now))
            place = Member(bureau_id=bureau.id or 0 if bureau else 0, person_id=person.id or 0, role=role)
            work.add(place)
            return person.id or 0

        self.people = {**self.people, name: self.change(join)}
        return self.known(name)

    def opens(self, visitor: Visitor) -> Visitor:
        """Show the letter's card to somebody and return them."""
        return visitor.taps_action(f"filing:{self.filing().id}")

    def _begin(self, work: Work) -> None:
        programme = work.session.exec(select(Programme)).one()
        programme.rules = {**programme.rules, "filing": [*programme.rules["filing"], self._letter]}
        if self._funded and (bureau := work.bureaus.at("320500")):
            bureau.funded = [work.today.year - 1]


def card(visitor: Visitor, words: str = "重点服务项目材料") -> Message:
    """Return the newest card on the screen whose heading holds these words."""
    return next(m for m in reversed(visitor.screen) if words in m.heading and m.fields)


def labels(message: Message) -> list[str]:
    """Return the labels of a message's buttons."""
    return [button.label for button in message.buttons]
