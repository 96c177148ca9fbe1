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
from handlers.ports.work import UnitOfWork


@dataclass(frozen=True)
class Context:
    """One turn: who said what, by which channel, under which unit of work, with which facts worked out.

    `me` is the person's id, 0 when the clock speaks. The person and the roles are read only when looked at,
    because most messages answer an open question and need neither.
    """

    uow: UnitOfWork
    me: int
    language: str
    reply: Reply
    channel: str = ""
    chat: str = ""
    worked_out: Mapping[Want, Any] | None = None

    @cached_property
    def person(self) -> Person:
        """The person as a noun of this unit of work: what is changed in it is kept."""
        person = self.uow.get(Person, self.me)
        if person is None:
            raise LookupError(f"person {self.me} is gone")
        return person

    @cached_property
    def actor(self) -> Actor:
        """The person with their roles."""
        return self.uow.people.actor(self.me)

    @property
    def t(self) -> Translate:
        """The catalogue in the person's language."""
        return translator(self.language)

    def facts(self, session: int) -> Facts:
        """Return what a dialogue may look at."""
        return Facts(self.uow.today, self.t, self.language, str(session), self.worked_out or {})

    def need_fact(self, want: Want) -> Any:  # noqa: ANN401 - each want has a fact of its own kind
        """Return a worked-out fact. Raises `Wanted` when it has to be worked out outside the transaction."""
        if not self.worked_out or want not in self.worked_out:
            raise Wanted(want)
        return self.worked_out[want]
