"""The sample world with letters and text messages: people who are not in a chat have a box to look into."""

from collections import deque
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Self

from typing_extensions import override

from bot.channels.port import Delivered, Delivery, Outcome
from bot.storage.work import Work
from handlers.dialogue.messages import Message
from handlers.domain.people import Person
from tests.support.inviting import MONDAY_IN_MAY, Invited
from tests.support.world import Visitor

LU, LU_MAIL, LU_PHONE = "expert:melt_treatment", "lu@example.org", "19900001002"


@dataclass
class Box:
    """The fake of a channel outside the chats: keeps what came, unless an outcome is planned."""

    name: str
    came: list[tuple[str, Message]] = field(default_factory=list)
    planned: deque[Outcome] = field(default_factory=deque)

    async def deliver(self, delivery: Delivery) -> Outcome:
        """Keep the message."""
        assert not delivery.edits
        assert not delivery.silent
        if self.planned:
            return self.planned.popleft()
        self.came.append((delivery.chat, delivery.message))
        return Delivered(f"o{delivery.row}")

    async def fetch(self, remote: str, most: int) -> bytes:
        """Bring nothing."""
        raise FileNotFoundError(f"{remote} {most}")

    def refuses(self, *outcomes: Outcome) -> None:
        """Plan outcomes, each for one delivery."""
        self.planned.extend(outcomes)

    @property
    def words(self) -> list[str]:
        """What came, as it is read."""
        return [message.plain() for _, message in self.came]


class Beside(Invited):
    """The sample world with a mail server and a text message gateway, or a group's robot in its place."""

    def __init__(self, start: datetime = MONDAY_IN_MAY, *, mail: bool = True, hook: str = "private") -> None:
        """Say what is configured."""
        super().__init__(start)
        self.mail, self.hook = Box("mail"), Box("hook")
        self._configured = {"mail": mail, "hook": hook}

    @override
    def __enter__(self) -> Self:
        super().__enter__()
        self.surroundings.doors = replace(self.surroundings.doors, **self._configured)  # type: ignore[arg-type] # two facts of Doors
        self.service.sender.channels = {
            **self.service.sender.channels,
            **({"mail": self.mail} if self._configured["mail"] else {}),
            **({"hook": self.hook} if self._configured["hook"] else {}),
        }
        return self

    def person(self, key: str, **facts: Any) -> Person:
        """Return a sample person, changed."""

        def change(work: Work) -> Person:
            found = work.session.get_one(Person, self.people[key])
            for name, value in facts.items():
                setattr(found, name, value)
            return found

        return self.change(change)

    def asked(self, *names: str) -> Visitor:
        """File and approve the need, let the coordinator invite these experts, and let the clock tick."""
        self.approved()
        desk = self.known("coordinator:320583")
        self.invites(desk, *names)
        self.passes(seconds=1)
        return desk

    def opens(self, words: str, name: str = "陆怀谷") -> Visitor:
        """Open the link that stands in these words, as its person."""
        visitor = self.arrive(name)
        visitor.commands("start", words.rpartition("#t=")[2].split()[0])
        return visitor.taps("是")
