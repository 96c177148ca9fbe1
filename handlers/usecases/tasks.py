"""What waits for a bureau (待办), each as a card with its buttons.

Needs to check, conditions to decide on, tasks, and approved needs that nobody is invited to.
"""

from collections.abc import Callable
from functools import partial

from handlers.cards.matters import matter_of
from handlers.cards.tasks import task_card
from handlers.dialogue.messages import Message
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate
from handlers.domain.actors import Actor, desks_that_may, may
from handlers.domain.invitations import CONDITIONAL, STANDING, Invitation
from handlers.domain.needs import APPROVED, Need
from handlers.domain.people import Person
from handlers.domain.tasks import Task
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.telling import line, tell
from handlers.usecases.invitation_views import show_to
from handlers.usecases.need_views import show_need
from handlers.usecases.subjects import task_subject

Card = Callable[[], Effects]

SHOWN = 5
"""Cards at a time: a phone shows no more than that at a glance."""
EVERY = 100_000
"""More rows than a bureau ever has: what waits is counted whole, whatever is shown of it."""


def list_tasks(uow: UnitOfWork, actor: Actor) -> Effects:
    """Show what waits for the actor's bureaus, the most urgent kind first, the oldest first in each."""
    bureaus = desks_that_may(actor, "see_tasks")
    if not bureaus:
        return tell(uow, actor.person_id, line("task.only_bureaus"))
    needs = partial(show_need, uow, actor=actor)
    cards: list[Card] = [
        *(partial(needs, need) for need in uow.needs.waiting(bureaus)),
        *(partial(_undecided_card, uow, each, actor) for each in _undecided(uow, bureaus)),
        *(partial(show_task, uow, task, actor) for task in uow.tasks.open_of(bureaus)),
        *(partial(needs, need) for need in _unmatched(uow, bureaus)),
    ]
    if not (count := len(cards)):
        return tell(uow, actor.person_id, line("task.none"))
    shown = tuple(effect for card in cards[:SHOWN] for effect in card())
    more = tell(uow, actor.person_id, line("task.more", count=count - SHOWN)) if count > SHOWN else ()
    return (*tell(uow, actor.person_id, line("task.some", count=count)), *shown, *more)


def _undecided(uow: UnitOfWork, bureaus: list[int]) -> list[Invitation]:
    """Return the invitations whose expert waits for a word about a condition."""
    return [each for each in uow.invitations.standing_of(bureaus, EVERY) if each.state == CONDITIONAL]


def _undecided_card(uow: UnitOfWork, invitation: Invitation, actor: Actor) -> Effects:
    return show_to(uow, matter_of(uow, invitation), actor)


def _unmatched(uow: UnitOfWork, bureaus: list[int]) -> list[Need]:
    """Return the approved needs for which nobody is invited: not yet, or not any more."""
    approved = [need for need in reversed(uow.needs.of_bureau(bureaus, EVERY)) if need.state == APPROVED]
    return [n for n in approved if not any(i.state in STANDING for i in uow.invitations.of_need(n.id or 0))]


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
    if not may(actor, "do_task", task_subject(uow, task)):
        raise Refused("task.may_not")
    if task.state != "open":
        first = uow.get(Person, task.done_by) if task.done_by else None
        name = first.name if first else ""
        if not name:
            return show_task(uow, task, actor)
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
