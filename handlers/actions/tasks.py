"""Buttons on a task's card."""

from handlers.cards.people_tasks import file_name, ticket_files
from handlers.context import Context
from handlers.dialogue.messages import Document, Message
from handlers.dialogue.step import Refused
from handlers.domain.actors import may
from handlers.domain.tasks import Task
from handlers.effects import Effects, Tell
from handlers.usecases.subjects import task_subject
from handlers.usecases.tasks import finish_task, show_task


def show(context: Context, rest: str) -> Effects:
    """Show a task's card as it is now."""
    return show_task(context.uow, _seen(context, rest, "see_tasks"), context.actor)


def open_file(context: Context, rest: str) -> Effects:
    """Send one of a ticket's files; only the bureau that has the ticket gets it."""
    number, _, file_id = rest.partition(":")
    task = _seen(context, number, "do_task")
    file = next((file for file in ticket_files(task, context.uow) if str(file.id) == file_id), None)
    if file is None:
        return show_task(context.uow, task, context.actor, context.t("task.file_gone"))
    document = Document("file", file_name(file, context.t), file_id)
    words = context.t("task.file_here", number=f"T{task.id}")
    return (Tell(context.me, Message(lines=(words,), documents=(document,))),)


def done(context: Context, rest: str) -> Effects:
    """Tick a task off."""
    return finish_task(context.uow, context.actor, _number(rest))


def _seen(context: Context, rest: str, action: str) -> Task:
    task = context.uow.get(Task, _number(rest))
    if task is None:
        raise Refused("task.gone")
    if not may(context.actor, action, task_subject(context.uow, task)):
        raise Refused("task.may_not")
    return task


def _number(words: str) -> int:
    if not words.isdecimal():
        raise Refused("task.gone")
    return int(words)
