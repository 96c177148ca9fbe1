"""Joining: an enterprise's contact, a coordinator. What they said is kept only with their consent."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.cards.joining import coordinator_joined, enterprise_joined
from handlers.dialogue.step import Refused
from handlers.domain.actors import Actor
from handlers.domain.bureaus import DEPUTY, MEMBER, OBSERVER, OWNER, SUCCESSOR, Bureau, Member
from handlers.domain.enterprises import Contact, Enterprise
from handlers.domain.experts import Conflict, Expert
from handlers.domain.people import Link, Person
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.telling import line, tell
from handlers.usecases.confirming import ask_to_confirm_contact, open_task
from handlers.usecases.handing_over import take_over
from handlers.usecases.owners import owner_found
from handlers.usecases.people import link_fault, spend
from handlers.usecases.subjects import bureau_for
from handlers.usecases.talking import take_over_waiting

RELATIONS = (
    ("shares", ("股", "出资", "投资", "share")),
    ("kin", ("亲", "配偶", "爱人", "夫", "妻", "父", "母", "kin", "family")),
)
"""Words that tell which conflict (回避) is declared; whatever is neither is a post (任职、兼职)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinEnterprise:
    """A contact (企业联系人) and their enterprise.

    `words`: a need written before joining; `link_id`: the link they came by.
    """

    name: str
    phone: str
    enterprise: str
    credit_code: str | None
    county: str
    words: str = ""
    link_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinCoordinator:
    """A coordinator (经办人), who can only come by an invitation for a bureau."""

    name: str
    phone: str
    link_id: int


def join_enterprise(command: JoinEnterprise, uow: UnitOfWork, actor: Actor) -> Effects:
    """Register a contact: the first of an enterprise is active at once, a further one waits for a yes."""
    introduce(uow, actor, command.name, command.phone)
    spend_if_good(uow, command.link_id, actor)
    known = _known_enterprise(command, uow)
    if known is None:
        return _first_contact(command, uow, actor)
    contacts = uow.enterprises.contacts(known.id or 0)
    mine = next((contact for contact in contacts if contact.person_id == actor.person_id), None)
    return _second_contact(command, known, uow, actor) if mine is None else _still(uow, known, mine)


def join_coordinator(command: JoinCoordinator, uow: UnitOfWork, actor: Actor) -> Effects:
    """Take a coordinator into the bureau of the invitation; a bureau has one owner (专人负责)."""
    link = spend(uow, command.link_id, actor.person_id)
    bureau = uow.get(Bureau, link.bureau_id) if link.bureau_id is not None else None
    if bureau is None or bureau.id is None or link.kind != "coordinator":
        raise Refused("link.unknown")
    introduce(uow, actor, command.name, command.phone)
    others = [m for m in uow.bureaus.members(bureau.id) if m.person_id != actor.person_id]
    seat = _seated(uow, bureau.id, actor, _seat(link.role, others))
    uow.record("coordinator.joined", f"bureau:{bureau.id}", by=actor.person_id, role=seat.role)
    news = line("join.colleague_joined", name=command.name, bureau=bureau.name)
    told = tuple(effect for member in others for effect in tell(uow, member.person_id, news))
    welcome = tell(uow, actor.person_id, lambda t: coordinator_joined(bureau, seat.role, t))
    if link.role == SUCCESSOR:
        return (*welcome, *take_over(uow, bureau, seat, actor.person_id), *take_over_waiting(uow, bureau))
    if seat.role == OBSERVER:
        return (*welcome, *told)
    mended = owner_found(uow, bureau) if seat.role == OWNER else ()
    return (*welcome, *told, *mended, *take_over_waiting(uow, bureau))


def introduce(uow: UnitOfWork, actor: Actor, name: str, phone: str) -> Person:
    """Keep who this is, and that they consented."""
    person = uow.get(Person, actor.person_id)
    if person is None:
        raise ValueError(f"person {actor.person_id} is not there")
    person.name, person.phone = name, phone
    if person.consented_at is None:
        person.consented_at = uow.now
        uow.record("person.consented", f"person:{person.id}", by=person.id)
    return person


def spend_if_good(uow: UnitOfWork, link_id: int | None, actor: Actor) -> None:
    """Use up a join link; it only smooths the way, so nobody is sent back for one that ended."""
    link = uow.get(Link, link_id) if link_id is not None else None
    if link is not None and link.id is not None and not link_fault(link, uow.now):
        spend(uow, link.id, actor.person_id)


def declare_conflict(uow: UnitOfWork, expert: Expert, enterprise: Enterprise) -> None:
    """Keep a declared conflict (回避) as what it is: shares, kin or post."""
    words = expert.declared
    kind = next((kind for kind, telling in RELATIONS if any(word in words for word in telling)), "post")
    known = uow.experts.conflicts_of(expert.id or 0)
    if any(conflict.enterprise_id == enterprise.id and conflict.kind == kind for conflict in known):
        return
    conflict = Conflict(expert_id=expert.id or 0, enterprise_id=enterprise.id or 0, kind=kind)
    conflict.reason, conflict.made_by = words[:200], expert.person_id
    uow.add(conflict)


def _first_contact(command: JoinEnterprise, uow: UnitOfWork, actor: Actor) -> Effects:
    enterprise = Enterprise(name=command.enterprise, county=command.county, created_at=uow.now)
    enterprise.credit_code = command.credit_code
    enterprise = uow.add(enterprise)
    _keep_contact(uow, enterprise, actor, "active")
    for expert in uow.experts.declaring(enterprise.name):
        declare_conflict(uow, expert, enterprise)
    uow.record("enterprise.joined", f"enterprise:{enterprise.id}", by=actor.person_id, county=command.county)
    bureau = bureau_for(uow, command.county)
    return tell(uow, actor.person_id, lambda t: enterprise_joined(enterprise, bureau, t))


def _second_contact(
    command: JoinEnterprise, enterprise: Enterprise, uow: UnitOfWork, actor: Actor
) -> Effects:
    contact = _keep_contact(uow, enterprise, actor, "pending")
    uow.record("contact.pending", f"contact:{contact.id}", by=actor.person_id, enterprise=enterprise.id)
    bureau = bureau_for(uow, enterprise.county)
    open_task(uow, bureau, "second_contact", f"contact:{contact.id}", actor.person_id, command.words)
    key = "join.contact_pending_with_words" if command.words else "join.contact_pending"
    waiting = tell(uow, actor.person_id, line(key, enterprise=enterprise.name))
    return (*waiting, *ask_to_confirm_contact(uow, contact, enterprise))


def _keep_contact(uow: UnitOfWork, enterprise: Enterprise, actor: Actor, state: str) -> Contact:
    contact = Contact(enterprise_id=enterprise.id or 0, person_id=actor.person_id, created_at=uow.now)
    contact.state = state
    return uow.add(contact)


def _known_enterprise(command: JoinEnterprise, uow: UnitOfWork) -> Enterprise | None:
    """Find the same credit code, or the same name in the same county unless two codes differ."""
    if command.credit_code and (found := uow.enterprises.by_code(command.credit_code)):
        return found
    named = uow.enterprises.named(command.enterprise, command.county)
    return None if named and named.credit_code and command.credit_code else named


def _still(uow: UnitOfWork, enterprise: Enterprise, contact: Contact) -> Effects:
    keys = {"active": "join.contact_already", "pending": "join.contact_pending"}
    key = keys.get(contact.state, "join.contact_was_refused")
    return tell(uow, contact.person_id, line(key, enterprise=enterprise.name))


def _seated(uow: UnitOfWork, bureau_id: int, actor: Actor, role: str) -> Member:
    """Return somebody's place in the bureau: the one they have, a former one taken again, or a new one."""
    seat = uow.bureaus.seat(bureau_id, actor.person_id)
    if seat is None:
        return uow.add(Member(bureau_id=bureau_id, person_id=actor.person_id, role=role))
    if not seat.active:
        seat.active, seat.role = True, role
    return seat


def _seat(wanted: str, others: Sequence[Member]) -> str:
    """Return the seat asked for when it is free; the first one to come is the owner.

    Who is to take over from an owner comes in as a member first.
    """
    taken = {member.role for member in others}
    if wanted == OBSERVER:
        return OBSERVER
    if not taken or (wanted == SUCCESSOR and OWNER not in taken):
        return OWNER
    return wanted if wanted in {OWNER, DEPUTY} and wanted not in taken else MEMBER
