"""Cards of tasks about activities: the two sides disagree on a visit, a problem waits for an answer."""

from handlers.cards.outing_answers import dispute_card
from handlers.cards.outing_facts import outing_of
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.texts import Translate
from handlers.domain.activities import Activity, Visit
from handlers.domain.days import spoken_time
from handlers.domain.people import Person
from handlers.domain.tasks import Task
from handlers.ports.work import UnitOfWork


def visit_task_card(task: Task, uow: UnitOfWork, t: Translate) -> Message:
    """Return what both sides say of a visit, with the answers that decide."""
    visit = uow.get(Visit, int(task.about.partition(":")[2]))
    activity = uow.get(Activity, visit.activity_id) if visit else None
    if visit is None or activity is None:
        return Message(lines=(t("outing.gone"),))
    card = dispute_card(outing_of(uow, activity), visit, t)
    return card.before(t("task.is_done")) if task.state != "open" else card


def problem_card(task: Task, uow: UnitOfWork, t: Translate) -> Message:
    """Return a problem with who raised it and how to reach them; its answer once it has one."""
    person = uow.get(Person, task.person_id or 0)
    fields = [(t("task.since"), spoken_time(task.made_at, "en" if t("task.language") == "en" else "zh"))]
    if person is not None and person.phone:
        fields.append((t("join.phone_label"), person.phone))
    lines = (task.words,) if task.words else (t("join.person_gone"),)
    message = Message(t("task.kind.problem"), lines, tuple(fields))
    look = Button(t("outing.open"), f"act:{task.about.partition(':')[2]}")
    if task.state == "open":
        answer = Button(t("outing.answer_problem"), f"act.answer:{task.id}", "primary")
        return message.with_rows((answer, look))
    said = (t("outing.problem_answer", answer=task.outcome),) if task.outcome else ()
    return message.before(t("task.is_done"), *said).with_rows((look,))
