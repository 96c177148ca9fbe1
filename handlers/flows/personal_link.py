"""Somebody opened a personal link (专属链接): are you who it was made for? Then this chat is theirs."""

from dataclasses import dataclass

from typing_extensions import override

from handlers.context import Context
from handlers.conversation import Conversation, start
from handlers.dialogue.flow import Flow
from handlers.dialogue.messages import Message
from handlers.dialogue.state import Given
from handlers.dialogue.step import Step, View
from handlers.dialogue.steps.choices import PickOne, fixed
from handlers.domain.people import Link, Person
from handlers.effects import Effects
from handlers.flows.personal_steps import never
from handlers.ports.work import UnitOfWork
from handlers.usecases.entering import enter_by_link, not_me

YES, NO = "yes", "no"


@dataclass(frozen=True)
class WhoStep(PickOne):
    """Is it you? The name, and the unit where one is known."""

    @override
    def question(self, view: View) -> Message:
        return super().question(view).after(view.t("link.consent"))

    @override
    def words(self, view: View) -> str:
        return view.t(self.ask, who=view.given[WHO])


WHO = Step[str]("who", ask="link.who", when=never)
ANSWER = WhoStep("answer", ask="link.is_it_you", options=fixed((YES, "link.yes"), (NO, "link.no")))

FLOW = Flow("personal_link", version=1, steps=(WHO, ANSWER))


def ask(context: Context, link: Link, person: Person) -> Effects:
    """Ask for the name before the chat changes hands; that this form stands open is the proof of the link."""
    return start(TALK, context, f"link:{link.id}", given={WHO: _named(context.uow, person)})


def finish(given: Given, context: Context, subject: str) -> Effects:
    """Give the chat to the person of the link, or leave everything as it was."""
    link_id = int(subject.removeprefix("link:"))
    if given[ANSWER] == NO:
        return not_me(context.uow, context.actor, link_id)
    return enter_by_link(context.uow, link_id, context.channel, context.chat)


def _named(uow: UnitOfWork, person: Person) -> str:
    expert = uow.experts.of_person(person.id or 0)
    enterprises = uow.enterprises.of_person(person.id or 0)
    bureaus = uow.bureaus.of_person(person.id or 0)
    units = [expert.unit] if expert else [one.name for one in enterprises] + [one.name for one in bureaus]
    return f"{person.name}（{units[0]}）" if units and units[0] else person.name


TALK = Conversation(FLOW, finish, title="link.title")
