"""What a conversation, a command or a button has at hand while it is answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from handlers.dialogue.replies import Reply
from handlers.dialogue.step import Facts, Want, Wanted
from handlers.dialogue.texts import Translate, translator
from handlers.domain.actors import Actor
from handlers.domain.people import Person
from handlers.ports import UnitOfWork


@dataclass(frozen=True)
class Context:
    """One turn: who said what, by which channel, under which unit of work, with which facts worked out."""

    uow: UnitOfWork
    person: Person
    reply: Reply
    channel: str = ""
    chat: str = ""
    worked_out: Mapping[Want, Any] | None = None

    @property
    def me(self) -> int:
        """The person's id."""
        if self.person.id is None:
            raise ValueError("a person without id cannot take part")
        return self.person.id

    @cached_property
    def actor(self) -> Actor:
        """The person with their roles."""
        return self.uow.people.actor(self.me)

    @property
    def t(self) -> Translate:
        """The catalogue in the person's language."""
        return translator(self.person.language)

    def facts(self, session: int) -> Facts:
        """Return what a dialogue may look at."""
        return Facts(self.uow.today, self.t, self.person.language, str(session), self.worked_out or {})

    def need_fact(self, want: Want) -> Any:
        """Return a worked-out fact. Raises `Wanted` when it has to be worked out outside the transaction."""
        if not self.worked_out or want not in self.worked_out:
            raise Wanted(want)
        return self.worked_out[want]
