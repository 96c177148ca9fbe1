"""Looking at needs: the facts of a card, who is concerned, and the effects that show the card to each."""

from collections.abc import Callable

from handlers.cards.needs import NeedFacts, bureau_card, enterprise_card, locked_card, public_card
from handlers.dialogue.messages import Message
from handlers.dialogue.texts import Translate
from handlers.domain.actors import Actor, Subject, may
from handlers.domain.bureaus import Bureau
from handlers.domain.experts import Expert
from handlers.domain.invitations import ACCEPTED, CONDITIONAL, OPEN
from handlers.domain.needs import Need
from handlers.domain.people import Person
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.telling import Make, tell, tell_bureau

WAITING = (OPEN, CONDITIONAL)
"""A yes with a condition counts as an answer only when the bureau has agreed to it."""


def name_of(need: Need) -> str:
    """Return the name of a need's card, events and files: "need:12"."""
    return f"need:{need.id}"


def subject_of(uow: UnitOfWork, need: Need) -> Subject:
    """Return the need as `may` looks at it."""
    invited = uow.invitations.states_of(need.id or 0)
    up = uow.get(Bureau, need.sent_up_to) if need.sent_up_to is not None else None
    return Subject(
        area=need.county,
        enterprise_id=need.enterprise_id,
        bureau_id=need.bureau_id,
        invited=tuple(expert for expert, state in invited if state in WAITING),
        agreed=tuple(expert for expert, state in invited if state == ACCEPTED),
        sent_up_area=up.area if up else "",
    )


def need_facts(uow: UnitOfWork, need: Need) -> NeedFacts:
    """Return the need with what its card names beside it."""
    beside = uow.needs.beside(need)
    up = uow.get(Bureau, need.sent_up_to) if need.sent_up_to is not None else None
    invited = uow.invitations.states_of(need.id or 0)
    return NeedFacts(
        need=need,
        enterprise=beside.enterprise,
        author=beside.author,
        phone=need.phone or beside.phone,
        bureau=beside.bureau,
        today=uow.today,
        rules=uow.rules,
        files=tuple((f["id"], f["name"], f["kind"]) for f in need.files),
        invited=sum(state in WAITING for _, state in invited),
        agreed=tuple(_expert_name(uow, expert) for expert, state in invited if state == ACCEPTED),
        sent_up=up.name if up else "",
    )


def speakers(uow: UnitOfWork, need: Need) -> tuple[int, ...]:
    """Return who hears about the need in its enterprise: the author, or when gone the other contacts."""
    active = [c.person_id for c in uow.enterprises.contacts(need.enterprise_id) if c.state == "active"]
    return (need.author_id,) if need.author_id in active else tuple(active)


def tell_enterprise(uow: UnitOfWork, need: Need, news: Make | None = None, *, buzz: bool = True) -> Effects:
    """Return the effects that show the enterprise its card, headed by the news."""
    make = _headed(lambda t: enterprise_card(need_facts(uow, need), t), news)
    return tuple(
        effect
        for person_id in speakers(uow, need)
        for effect in tell(uow, person_id, make, card=name_of(need), buzz=buzz)
    )


def show_bureau(uow: UnitOfWork, need: Need, news: Make | None = None, *, buzz: bool = False) -> Effects:
    """Return the effects that show every coordinator of the bureau the card as it is now."""
    facts = need_facts(uow, need)
    locked = need.sent_up_to not in (None, need.bureau_id)
    make = _headed(lambda t: (locked_card if locked else bureau_card)(facts, t), news)
    return tell_bureau(uow, need.bureau_id, make, card=name_of(need), buzz=buzz)


def show_need(
    uow: UnitOfWork, need: Need, actor: Actor, news: Make | None = None, *, buzz: bool = True
) -> Effects:
    """Return the effects that show somebody the card in the form they may see: an expert the public one."""
    card = _card_for(actor, subject_of(uow, need))
    make = _headed(lambda t: card(need_facts(uow, need), t), news)
    return tell(uow, actor.person_id, make, card=name_of(need), buzz=buzz)


def once_each(effects: Effects) -> Effects:
    """Return the effects with only the first telling of each card to each person."""
    kept: dict[object, None] = {}
    found = []
    for effect in effects:
        key = (getattr(effect, "person_id", None), getattr(effect, "card", ""))
        if key[0] is None or not key[1] or key not in kept:
            found.append(effect)
        kept[key] = None
    return tuple(found)


def _card_for(actor: Actor, subject: Subject) -> Callable[[NeedFacts, Translate], Message]:
    if may(actor, "check_need", subject):
        return bureau_card
    if subject.enterprise_id in actor.enterprises:
        return enterprise_card
    coordinates = may(actor, "see_contacts", subject) and not _invited(actor, subject)
    return locked_card if coordinates else public_card


def _invited(actor: Actor, subject: Subject) -> bool:
    return actor.expert_id is not None and actor.expert_id in (*subject.invited, *subject.agreed)


def _headed(card: Make, news: Make | None) -> Make:
    def make(t: Translate) -> Message:
        return card(t).before(*news(t).lines) if news else card(t)

    return make


def _expert_name(uow: UnitOfWork, expert_id: int) -> str:
    expert = uow.get(Expert, expert_id)
    person = uow.get(Person, expert.person_id) if expert else None
    return f"{person.name}（{expert.unit}）" if person and expert else ""
