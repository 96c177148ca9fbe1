"""Looking at invitations: who is shown which card, and what waits for somebody."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.cards.delivered import with_delivery
from handlers.cards.invitations import desk_card, expert_card, invitations_list
from handlers.cards.matters import Matter, matter_of
from handlers.cards.staff import staff_of
from handlers.dialogue.messages import Message
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate
from handlers.domain.actors import Actor, desks_that_may, may
from handlers.domain.invitations import OPEN, STANDING, Invitation
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.telling import Make, tell

LISTED = 8
EVERY = 100_000
"""More invitations than a bureau ever has standing: they are counted whole, and eight are listed."""


def opened(uow: UnitOfWork, invitation_id: int, actor: Actor) -> Matter:
    """Return an invitation, locked, that the actor may look at. Raises `Refused`."""
    invitation = uow.get(Invitation, invitation_id)
    if invitation is None:
        raise Refused("invite.gone")
    matter = matter_of(uow, invitation)
    if not is_own(matter, actor) and not may(actor, "answer_by_phone", matter.subject):
        raise Refused("invite.may_not")
    return matter


def is_own(matter: Matter, actor: Actor) -> bool:
    """Say whether the actor is the expert who was invited."""
    return may(actor, "answer_invitation", matter.subject)


def show_to(
    uow: UnitOfWork, matter: Matter, actor: Actor, news: Make | None = None, *, buzz: bool = True
) -> Effects:
    """Show the actor the invitation in the form they may see."""
    if is_own(matter, actor):
        return show_expert(uow, matter, news, buzz=buzz)
    make = headed(lambda t: with_delivery(desk_card(matter, t), uow, matter, t), news)
    return tell(uow, actor.person_id, make, card=f"invited:{matter.invitation.id}", buzz=buzz)


def show_expert(uow: UnitOfWork, matter: Matter, news: Make | None = None, *, buzz: bool = True) -> Effects:
    """Show the expert the invitation; nothing when no chat is open: the bureau calls instead."""
    if not uow.people.reachable(matter.person.id or 0):
        return ()
    make = headed(lambda t: expert_card(matter, t), news)
    return tell(uow, matter.person.id or 0, make, card=matter.name, buzz=buzz)


def show_desk(
    uow: UnitOfWork, matter: Matter, news: Make | None = None, *, buzz: bool = True, silent: bool = False
) -> Effects:
    """Show every coordinator of the bureau that invited how the invitation stands."""
    make = headed(lambda t: with_delivery(desk_card(matter, t), uow, matter, t), news)
    card = f"invited:{matter.invitation.id}"
    staff = staff_of(uow, matter.invitation.bureau_id)
    return tuple(e for person in staff for e in tell(uow, person, make, card=card, buzz=buzz, silent=silent))


def show_waiting(uow: UnitOfWork, person_id: int) -> Effects:
    """Show an expert who has just opened the chat every invitation that still waits for an answer."""
    expert = uow.experts.of_person(person_id)
    theirs = uow.invitations.of_expert(expert.id or 0) if expert else ()
    waiting = (matter_of(uow, each) for each in theirs if each.state == OPEN)
    return tuple(effect for matter in waiting for effect in show_expert(uow, matter))


def list_for(uow: UnitOfWork, actor: Actor) -> Effects:
    """Show an expert the own invitations, and a coordinator the ones that wait for an answer."""
    effects: Effects = ()
    if actor.expert_id is not None:
        found = sorted(
            uow.invitations.of_expert(actor.expert_id), key=lambda i: (i.state not in STANDING, -(i.id or 0))
        )
        effects = (*effects, *_listed(uow, actor, found, "own"))
    if desks := desks_that_may(actor, "answer_by_phone"):
        open_ones = uow.invitations.standing_of(desks, EVERY)
        effects = (*effects, *_listed(uow, actor, open_ones, "desk"))
    if not effects:
        return tell(uow, actor.person_id, lambda t: Message(lines=(t("invite.list.nobody"),)))
    return effects


def headed(card: Make, news: Make | None) -> Make:
    """Return the maker of a card with the lines of some news above it, and its buttons below."""

    def make(t: Translate) -> Message:
        said = news(t) if news else None
        return card(t).before(*said.lines).with_rows(*said.rows) if said else card(t)

    return make


def _listed(uow: UnitOfWork, actor: Actor, found: Sequence[Invitation], whose: str) -> Effects:
    matters, left = tuple(matter_of(uow, each) for each in found[:LISTED]), len(found) - LISTED

    def make(t: Translate) -> Message:
        if not matters:
            return Message(lines=(t(f"invite.list.{whose}_none"),))
        heading = t(f"invite.list.{whose}", count=len(found))
        message = invitations_list(matters, heading, t, own=whose == "own")
        return replace(message, closing=(t("invite.list.more", count=left),)) if left > 0 else message

    return tell(uow, actor.person_id, make)
