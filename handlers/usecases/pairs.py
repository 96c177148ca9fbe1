"""Looking at an expert and an enterprise over the years (建立与中小企业的长期联系合作)."""

from typing import TypeVar

from handlers.cards.pairs import Doing, Pair, pair_card
from handlers.dialogue.messages import Message
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate
from handlers.domain.activities import Visit
from handlers.domain.actors import Actor, may
from handlers.domain.enterprises import Enterprise
from handlers.domain.experts import Expert
from handlers.domain.people import Person
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.telling import Make, tell
from handlers.usecases.subjects import bureau_for

Noun = TypeVar("Noun")


def opened_pair(uow: UnitOfWork, actor: Actor, expert_id: int, enterprise_id: int, action: str) -> Pair:
    """Return a pair with which the actor may do this. Raises `Refused`."""
    pair = pair_of(uow, expert_id, enterprise_id)
    if not may(actor, action, pair.subject):
        raise Refused("pair.may_not")
    return pair


def opened_visit(uow: UnitOfWork, actor: Actor, visit_id: int, action: str) -> tuple[Pair, Visit]:
    """Return a visit with its pair, with which the actor may do this. Raises `Refused`."""
    visit = uow.get(Visit, visit_id)
    if visit is None:
        raise Refused("pair.gone")
    return opened_pair(uow, actor, visit.expert_id, visit.enterprise_id, action), visit


def pair_of(uow: UnitOfWork, expert_id: int, enterprise_id: int) -> Pair:
    """Return a pair with what they did together. Raises `Refused` when one of the two is not there."""
    expert, enterprise = _found(uow, Expert, expert_id), _found(uow, Enterprise, enterprise_id)
    return Pair(
        expert,
        _found(uow, Person, expert.person_id),
        enterprise,
        uow.activities.of_pair(expert_id, enterprise_id),
        uow.outcomes.follow_ups(expert_id, enterprise_id),
        uow.outcomes.results(expert_id, enterprise_id),
        uow.today,
        uow.rules,
    )


def show_pair(uow: UnitOfWork, actor: Actor, pair: Pair, news: Make | None = None) -> Effects:
    """Show the actor the timeline of a pair with what they may do."""
    doing = Doing(
        may(actor, "record_result", pair.subject),
        may(actor, "strike_result", pair.subject),
        may(actor, "invite", pair.subject) or may(actor, "file_need", pair.subject),
    )

    def make(t: Translate) -> Message:
        card = pair_card(pair, doing, t)
        return card.before(*news(t).lines) if news else card

    return tell(uow, actor.person_id, make, card=f"pair:{pair.code}")


def sides(uow: UnitOfWork, pair: Pair) -> tuple[int, ...]:
    """Return the people of both sides whom a chat reaches: the expert, and the enterprise's contacts."""
    return tuple(each for each in everybody(uow, pair) if uow.people.reachable(each))


def everybody(uow: UnitOfWork, pair: Pair) -> tuple[int, ...]:
    """Return the people of both sides: the expert, and the enterprise's active contacts."""
    contacts = uow.enterprises.contacts(pair.enterprise.id or 0)
    return (pair.expert.person_id, *(each.person_id for each in contacts if each.state == "active"))


def desk_of(uow: UnitOfWork, pair: Pair) -> int | None:
    """Return the bureau that looks after the pair: the nearest staffed one of the enterprise."""
    bureau = bureau_for(uow, pair.enterprise.county)
    return bureau.id if bureau else None


def _found(uow: UnitOfWork, kind: type[Noun], noun_id: int) -> Noun:
    noun = uow.get(kind, noun_id)
    if noun is None:
        raise Refused("pair.gone")
    return noun
