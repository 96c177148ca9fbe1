"""Cards of tasks (待办): one maker a kind; what has none of its own gets the plain one."""

from collections.abc import Callable, Mapping

from handlers.cards.calls import call_card
from handlers.cards.outing_tasks import problem_card, visit_task_card
from handlers.cards.pair_tasks import service_card, wish_card
from handlers.cards.people_tasks import contact_task_card, expert_task_card, talk_card
from handlers.cards.survey_tasks import survey_task_card
from handlers.cards.unit_tasks import follow_up_card, owner_missing_card
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.texts import Translate, known
from handlers.domain.days import spoken_time
from handlers.domain.tasks import Task
from handlers.ports.work import UnitOfWork

TaskCard = Callable[[Task, UnitOfWork, Translate], Message]


def task_card(task: Task, uow: UnitOfWork, t: Translate) -> Message:
    """Return the card of a task by its kind."""
    return TASK_CARDS.get(task.kind, plain_task_card)(task, uow, t)


def plain_task_card(task: Task, uow: UnitOfWork, t: Translate) -> Message:
    """Return what is to be done, since when, with one button to tick it off."""
    del uow
    heading = t(f"task.kind.{task.kind}" if known(f"task.kind.{task.kind}") else "task.heading")
    fields = ((t("task.since"), spoken_time(task.made_at, "en" if t("task.language") == "en" else "zh")),)
    lines = (task.words,) if task.words else ()
    message = Message(heading=heading, lines=lines, fields=fields)
    if task.state != "open":
        return message.before(t("task.is_done"))
    return message.with_rows((Button(t("task.done"), f"task.done:{task.id}", "primary"),))


TASK_CARDS: Mapping[str, TaskCard] = {
    "phone": call_card,
    "confirm_expert": expert_task_card,
    "second_contact": contact_task_card,
    "talk": talk_card,
    "unreachable": talk_card,
    "owner_missing": owner_missing_card,
    "follow_up": follow_up_card,
    "invite_again": wish_card,
    "service_due": service_card,
    "questionnaire": survey_task_card,
    "visit_open": visit_task_card,
    "problem": problem_card,
}
