"""Cards of tasks about a pair: an enterprise wishes the same expert again, nobody said how a service went."""

from dataclasses import replace

from handlers.dialogue.messages import Button, Message
from handlers.dialogue.texts import Translate
from handlers.domain.tasks import Task
from handlers.ports.work import UnitOfWork


def wish_card(task: Task, uow: UnitOfWork, t: Translate) -> Message:
    """Return the wish with the one tap that follows it."""
    del uow
    code = task.about.partition(":")[2]
    again = (Button(t("pair.invite_again"), f"pair.again:{code}", "primary"),)
    look = (Button(t("pair.open"), f"pair:{code}"), Button(t("task.done"), f"task.done:{task.id}"))
    return _card("task.kind.invite_again", task, t, again, look)


def service_card(task: Task, uow: UnitOfWork, t: Translate) -> Message:
    """Return what nobody answered, with the two answers that a call may bring."""
    del uow
    number = task.about.partition(":")[2]
    answers = (
        Button(t("pair.service_is_done"), f"serve.done:{number}", "primary"),
        Button(t("pair.service_drop"), f"serve.drop:{number}"),
    )
    return _card("task.kind.service_due", task, t, answers)


def _card(key: str, task: Task, t: Translate, *rows: tuple[Button, ...]) -> Message:
    message = Message(heading=t(key), lines=(task.words,))
    return message.before(t("task.is_done")) if task.state != "open" else replace(message, rows=rows)
