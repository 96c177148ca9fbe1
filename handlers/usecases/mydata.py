"""A person's own data: language, corrections, erasing. Everybody may, for themselves, and nobody else."""

from collections.abc import Mapping
from typing import Any

from handlers.cards.tasks import task_card
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import LANGUAGES
from handlers.domain.actors import Actor, Subject, may
from handlers.domain.bureaus import OWNER, Bureau
from handlers.domain.invitations import OPEN, TAKEN
from handlers.domain.needs import OPEN_STATES, Need
from handlers.domain.people import Person
from handlers.domain.tasks import Task
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.telling import line, tell, tell_bureau
from handlers.usecases.confirming import ask_to_confirm_expert, close_tasks, open_task
from handlers.usecases.owners import owner_lost
from handlers.usecases.subjects import charge_of
from handlers.usecases.talking import give_task

LIVE = (OPEN, *TAKEN)
PERSONAL = ("name", "phone")
TO_CONFIRM_AGAIN = frozenset({"unit", "unit_type", "title", "degree"})
"""A change of these makes a confirmed expert unverified (未核实) again: the bureau had confirmed them."""


def set_language(uow: UnitOfWork, actor: Actor, language: str) -> Effects:
    """Speak this language to the person from now on."""
    person = _self(uow, actor)
    if language not in LANGUAGES:
        raise Refused("people.language_unknown")
    person.language = language
    return tell(uow, actor.person_id, line("people.language_set"))


def correct(uow: UnitOfWork, actor: Actor, changes: Mapping[str, Any]) -> Effects:
    """Change the person's own facts; what the bureau had confirmed is put before it again."""
    person = _self(uow, actor)
    for name in PERSONAL:
        if name in changes:
            setattr(person, name, changes[name])
    uow.record("person.corrected", f"person:{person.id}", by=person.id, fields=sorted(changes))
    said = tell(uow, actor.person_id, line("mydata.corrected"))
    return (*said, *_correct_profile(uow, actor, {k: v for k, v in changes.items() if k not in PERSONAL}))


def erase(uow: UnitOfWork, actor: Actor) -> Effects:
    """Erase the person; open matters go to the bureaus. The chats start anew as a stranger's."""
    person = _self(uow, actor)
    left = (*_hand_over(uow, actor), *_leave_bureaus(uow, actor))
    _wait_no_more(uow, actor)
    tickets = _close_tickets(uow, actor)
    language, addresses = person.language, list(uow.people.addresses(actor.person_id))
    uow.record("person.erased", f"person:{person.id}", by=person.id)
    uow.people.erase(actor.person_id)
    stranger = uow.add(Person(language=language, created_at=uow.now))
    for address in addresses:
        uow.people.move_address(address.channel, address.chat, stranger.id or 0)
    uow.record("person.started_over", f"person:{stranger.id}", by=stranger.id)
    shown = (effect for ticket in tickets for effect in _as_it_stands(uow, ticket))
    return (*left, *shown, *tell(uow, stranger.id or 0, line("mydata.erased")))


def _self(uow: UnitOfWork, actor: Actor) -> Person:
    person = uow.get(Person, actor.person_id)
    if person is None or not may(actor, "see_mydata", Subject(person_id=actor.person_id)):
        raise Refused("join.person_gone")
    return person


def _correct_profile(uow: UnitOfWork, actor: Actor, changes: Mapping[str, Any]) -> Effects:
    expert = uow.experts.of_person(actor.person_id)
    if expert is None or not changes:
        return ()
    for name, value in changes.items():
        setattr(expert, name, value)
    expert.revision += 1
    if expert.state != "confirmed" or not TO_CONFIRM_AGAIN & changes.keys():
        return ()
    expert.state = "unverified"
    bureau = charge_of(uow, expert)
    open_task(uow, bureau, "confirm_expert", f"expert:{expert.id}", actor.person_id)
    again = tell(uow, actor.person_id, line("mydata.to_confirm_again"))
    return (*again, *ask_to_confirm_expert(uow, expert, bureau))


def _wait_no_more(uow: UnitOfWork, actor: Actor) -> None:
    """Close the tasks of confirming somebody who is leaving."""
    close_tasks(uow, f"expert:{actor.expert_id}", "confirm_expert", actor, "erased")
    contacts = (contact for one in actor.pending for contact in uow.enterprises.contacts(one))
    for contact in contacts:
        if contact.person_id == actor.person_id:
            close_tasks(uow, f"contact:{contact.id}", "second_contact", actor, "erased")


def _close_tickets(uow: UnitOfWork, actor: Actor) -> list[Task]:
    """Close what the person asked a bureau: nobody is there to be answered any more."""
    about = f"person:{actor.person_id}"
    tickets = [task for task in uow.tasks.about(about) if task.state == "open"]
    for kind in {task.kind for task in tickets}:
        close_tasks(uow, about, kind, actor, "erased")
    return tickets


def _as_it_stands(uow: UnitOfWork, task: Task) -> Effects:
    card = f"task:{task.id}"
    return tell_bureau(uow, task.bureau_id, lambda t: task_card(task, uow, t), card=card, buzz=False)


def _leave_bureaus(uow: UnitOfWork, actor: Actor) -> Effects:
    """Give up the person's places; a bureau that loses its owner (专人负责) is the bureau above's to mend."""
    seats = [seat for desk in actor.desks if (seat := uow.bureaus.seat(desk.bureau_id, actor.person_id))]
    for seat in seats:
        seat.active, seat.duties = False, ""
    owned = [uow.get(Bureau, seat.bureau_id) for seat in seats if seat.role == OWNER]
    return tuple(effect for bureau in owned if bureau for effect in owner_lost(uow, bureau))


def _hand_over(uow: UnitOfWork, actor: Actor) -> Effects:
    """Give the bureaus what an erased person leaves behind: open invitations, own open needs."""
    invitations = uow.invitations.of_expert(actor.expert_id) if actor.expert_id else ()
    invited = [(i.bureau_id, uow.get(Need, i.need_id)) for i in invitations if i.state in LIVE]
    own = [need for one in actor.enterprises for need in uow.needs.of_enterprise(one)]
    filed = [(n.bureau_id, n) for n in own if n.author_id == actor.person_id and n.state in OPEN_STATES]
    left = [("expert_left", *one) for one in invited] + [("contact_left", *one) for one in filed]
    return tuple(
        effect
        for kind, bureau_id, need in left
        if need is not None
        for effect in give_task(uow, bureau_id, kind, f"need:{need.id}", actor.person_id, need.number)
    )
