"""Talking to a person (找人工): a ticket for the bureau in charge, with the conversation so far."""

from dataclasses import dataclass

from handlers.cards.tasks import task_card
from handlers.dialogue.messages import Message
from handlers.dialogue.texts import Translate
from handlers.domain.actors import Actor
from handlers.domain.bureaus import Bureau
from handlers.domain.enterprises import Enterprise
from handlers.domain.experts import Expert
from handlers.domain.tasks import Task
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.telling import tell, tell_bureau
from handlers.usecases.subjects import bureau_for

MOST = 1500
"""Characters of a ticket that fit on a card."""


@dataclass(frozen=True, slots=True)
class OpenTicket:
    """What somebody wants to say to a person, and what stood in the open form."""

    words: str
    so_far: str = ""


def open_ticket(command: OpenTicket, uow: UnitOfWork, actor: Actor) -> Effects:
    """Give the bureau in charge a ticket and tell the person who has it; a second one joins the open one."""
    bureau = bureau_of(uow, actor)
    words = "\n".join(part for part in (command.words, command.so_far) if part)[:MOST]
    given = give_task(
        uow, bureau.id if bureau else None, "talk", f"person:{actor.person_id}", actor.person_id, words
    )
    task = uow.tasks.about(f"person:{actor.person_id}", "talk")[-1]
    uow.record("ticket.opened", f"person:{actor.person_id}", by=actor.person_id, task=task.id)
    return (*tell(uow, actor.person_id, lambda t: _taken(task, bureau, t)), *given)


def give_task(  # noqa: PLR0913, PLR0917 - a task is these facts
    uow: UnitOfWork, bureau_id: int | None, kind: str, about: str, person_id: int | None, words: str = ""
) -> Effects:
    """Give a bureau a task and show it to its members; an open one of the same kind only grows."""
    known = (task for task in uow.tasks.about(about, kind) if task.state == "open")
    task = next((task for task in known if task.bureau_id == bureau_id), None)
    if task is None:
        task = uow.add(Task(kind=kind, about=about, person_id=person_id, words=words, made_at=uow.now))
        task.bureau_id = bureau_id
    elif words and words not in task.words:
        task.words = f"{task.words}\n{words}".strip()[-MOST:]
    return _shown_to_bureau(uow, task)


def take_over_waiting(uow: UnitOfWork, bureau: Bureau) -> Effects:
    """Give a bureau that has just got its first member what waited for somebody to be there."""
    effects: Effects = ()
    for task in uow.tasks.unassigned():
        person = task.person_id
        charged = bureau_of(uow, uow.people.actor(person)) if person is not None else None
        if charged is not None and charged.id == bureau.id:
            task.bureau_id = bureau.id
            effects += _shown_to_bureau(uow, task)
    return effects


def bureau_of(uow: UnitOfWork, actor: Actor) -> Bureau | None:
    """Return the bureau in charge of a person: of the enterprise, of the expert, else the programme's own."""
    return bureau_for(uow, _place(uow, actor) or uow.rules.province)


def _shown_to_bureau(uow: UnitOfWork, task: Task) -> Effects:
    return tell_bureau(uow, task.bureau_id, lambda t: task_card(task, uow, t), card=f"task:{task.id}")


def _place(uow: UnitOfWork, actor: Actor) -> str:
    for enterprise_id in (*actor.enterprises, *actor.pending):
        enterprise = uow.get(Enterprise, enterprise_id)
        if enterprise is not None:
            return enterprise.county
    expert = uow.get(Expert, actor.expert_id) if actor.expert_id is not None else None
    return expert.county if expert else ""


def _taken(task: Task, bureau: Bureau | None, t: Translate) -> Message:
    number = f"T{task.id}"
    if bureau is None:
        return Message(lines=(t("talk.taken_by_nobody_yet", number=number),))
    phone = (t("talk.phone", phone=bureau.phone),) if bureau.phone else ()
    return Message(lines=(t("talk.taken", bureau=bureau.name, number=number), *phone))
