"""Buttons on a task's card."""

from handlers.context import Context
from handlers.dialogue.step import Refused
from handlers.domain.actors import Subject, may
from handlers.domain.tasks import Task
from handlers.effects import Effects
from handlers.usecases.tasks import finish_task, show_task


def show(context: Context, rest: str) -> Effects:
    """Show a task's card as it is now."""
    task = context.uow.get(Task, _number(rest))
    if task is None:
        raise Refused("task.gone")
    if not may(context.actor, "see_tasks", Subject(bureau_id=task.bureau_id)):
        raise Refused("task.may_not")
    return show_task(context.uow, task, context.actor)


def done(context: Context, rest: str) -> Effects:
    """Tick a task off."""
    return finish_task(context.uow, context.actor, _number(rest))


def _number(words: str) -> int:
    if not words.isdecimal():
        raise Refused("task.gone")
    return int(words)
