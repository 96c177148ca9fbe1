"""Whoever has not answered a questionnaire is phoned: the bureau's task, and filling it in (代填)."""

from handlers.cards.surveys import Survey
from handlers.cards.tasks import task_card
from handlers.domain.actors import Actor
from handlers.domain.tasks import Task
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.telling import tell_bureau
from handlers.usecases.talking import give_task

KIND = "questionnaire"


def ask_to_phone(uow: UnitOfWork, survey: Survey, because: str) -> Effects:
    """Give the bureau the task to phone, with number and script; once. `because`: silent, no_chat."""
    if uow.tasks.about(survey.name, KIND):
        return ()
    number = survey.bureau.id if survey.bureau else None
    called = survey.contacts[0].id if survey.contacts else None
    uow.record("questionnaire.to_phone", survey.name, because=because)
    return give_task(uow, number, KIND, survey.name, called)


def close_phone_tasks(uow: UnitOfWork, survey: Survey, actor: Actor | None = None) -> Effects:
    """End the task: the questionnaire is complete, closed or withdrawn."""
    ended = [task for task in uow.tasks.about(survey.name, KIND) if task.state == "open"]
    for task in ended:
        task.state, task.outcome, task.done_at = "done", "answered" if actor else "overtaken", uow.now
        task.done_by = actor.person_id if actor else None
    return tuple(e for task in ended for e in _shown(uow, task))


def _shown(uow: UnitOfWork, task: Task) -> Effects:
    card = f"task:{task.id}"
    return tell_bureau(uow, task.bureau_id, lambda t: task_card(task, uow, t), card=card, buzz=False)
