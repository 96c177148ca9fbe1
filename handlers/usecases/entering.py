"""Entering as somebody who is known: by a personal link, or with a code on a new device (换设备)."""

from handlers.cards.greeting import greeting, welcome_back
from handlers.dialogue.step import Refused
from handlers.domain.actors import Actor, Subject, may
from handlers.domain.people import Link, Person
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.telling import line, tell
from handlers.usecases.invitation_views import show_waiting
from handlers.usecases.outings import show_upcoming
from handlers.usecases.people import MOVE_TTL, link_fault, new_link, spend


def move_code(uow: UnitOfWork, actor: Actor) -> str:
    """Make a code that moves the person to a new device within ten minutes; it ends the one before."""
    if not may(actor, "see_mydata", Subject(person_id=actor.person_id)):
        raise Refused("link.may_not")
    link = Link(
        token_hash="", kind="move", person_id=actor.person_id, made_by=actor.person_id, made_at=uow.now
    )
    code, _ = new_link(uow, link, MOVE_TTL)
    return code


def enter_by_link(uow: UnitOfWork, link_id: int, channel: str, chat: str) -> Effects:
    """Give this chat to the person of a link, who thereby agrees to being written to."""
    link = uow.get(Link, link_id)
    person = uow.get(Person, link.person_id) if link and link.person_id is not None else None
    if link is None or person is None or person.erased_at is not None:
        raise Refused("link.unknown")
    if fault := link_fault(link, uow.now):
        raise Refused(fault)
    spend(uow, link_id, person.id or 0)
    if person.consented_at is None:
        person.consented_at = uow.now
        uow.record("person.consented", f"person:{person.id}", by=person.id)
    uow.people.move_address(channel, chat, person.id or 0)
    greeted = greet(uow, person.id or 0, moved=link.kind == "move")
    return (*greeted, *show_waiting(uow, person.id or 0), *show_upcoming(uow, person.id or 0))


def not_me(uow: UnitOfWork, actor: Actor, link_id: int) -> Effects:
    """Somebody else opened the link: nothing changes, and it is on record."""
    uow.record("link.denied", f"link:{link_id}", by=actor.person_id)
    return tell(uow, actor.person_id, line("link.not_you"))


def greet(uow: UnitOfWork, person_id: int, *, moved: bool = False) -> Effects:
    """Greet somebody who is known with the two or three things to do."""
    actor, person = uow.people.actor(person_id), uow.get(Person, person_id)
    name = person.name if person else ""
    if moved:
        return tell(uow, person_id, lambda t: welcome_back(actor, name, t))
    return tell(uow, person_id, lambda t: greeting(actor, name, t))
