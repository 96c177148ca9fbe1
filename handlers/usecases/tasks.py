"""What waits for a bureau (待办): open tasks and unchecked needs, each as a card with its button."""

from handlers.cards.tasks import task_card
from handlers.dialogue.messages import Message
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate
from handlers.domain.actors import Actor, Subject, may
from handlers.domain.people import Person
from handlers.domain.tasks import Task
from handlers.effects import Effects
from handlers.ports import UnitOfWork
from handlers.telling import line, tell
from handlers.usecases.need_views import show_need

SHOWN = 5
"""Cards at a time: a phone shows no more than that at a glance."""


def list_tasks(uow: UnitOfWork, actor: Actor) -> Effects:
    """Show the oldest tasks and unchecked needs of the actor's bureaus."""
    bureaus = [desk.bureau_id for desk in actor.desks]
    if not bureaus:
        return tell(uow, actor.person_id, line("task.only_bureaus"))
    needs, tasks = list(uow.needs.waiting(bureaus)), list(uow.tasks.open_of(bureaus))
    count = len(needs) + len(tasks)
    if not count:
        return tell(uow, actor.person_id, line("task.none"))
    cards = [show_need(uow, need, actor) for need in needs] + [show_task(uow, task, actor) for task in tasks]
    shown = tuple(effect for card in cards[:SHOWN] for effect in card)
    more = tell(uow, actor.person_id, line("task.more", count=count - SHOWN)) if count > SHOWN else ()
    return (*tell(uow, actor.person_id, line("task.some", count=count)), *shown, *more)


def show_task(uow: UnitOfWork, task: Task, actor: Actor, *news: str, buzz: bool = True) -> Effects:
    """Show one person a task's card, headed by the news."""

    def make(t: Translate) -> Message:
        return task_card(task, uow, t).before(*news)

    return tell(uow, actor.person_id, make, card=f"task:{task.id}", buzz=buzz)


def finish_task(uow: UnitOfWork, actor: Actor, task_id: int, outcome: str = "done") -> Effects:
    """Tick a task off; whoever comes second is told who was first."""
    task = uow.get(Task, task_id)
    if task is None:
        raise Refused("task.gone")
    if not may(actor, "do_task", Subject(bureau_id=task.bureau_id)):
        raise Refused("task.may_not")
    if task.state != "open":
        first = uow.get(Person, task.done_by) if task.done_by else None
        name = first.name if first else ""
        return tell(uow, actor.person_id, line("task.done_by", name=name))
    task.state, task.outcome, task.done_at, task.done_by = "done", outcome, uow.now, actor.person_id
    uow.record("task.done", f"task:{task.id}", by=actor.person_id, kind=task.kind)
    members = uow.bureaus.members(task.bureau_id) if task.bureau_id else ()
    people = dict.fromkeys((actor.person_id, *(member.person_id for member in members)))
    return tuple(
        e
        for each in people
        for e in tell(uow, each, lambda t: task_card(task, uow, t), card=f"task:{task.id}", buzz=False)
    )
