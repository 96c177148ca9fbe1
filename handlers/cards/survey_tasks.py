"""The card of a call about a questionnaire: whom to call, what to say, and filling it in (代填)."""

from handlers.cards.needs import language
from handlers.cards.surveys import Survey, survey_of
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.texts import Translate
from handlers.domain.days import spoken
from handlers.domain.questionnaires import ENTERPRISE, Questionnaire
from handlers.domain.tasks import Task
from handlers.ports.work import UnitOfWork
from handlers.programme.questions import wanted


def survey_task_card(task: Task, uow: UnitOfWork, t: Translate) -> Message:
    """Return number, script and the button that fills it in; only the heading once it is done."""
    one = uow.get(Questionnaire, int(task.about.partition(":")[2]))
    if one is None:
        return Message(lines=(t("survey.gone"),))
    survey = survey_of(uow, one)
    heading = t("survey.task", form=survey.title(t))
    if task.state != "open":
        return Message(heading=heading, lines=(t("task.is_done"),), fields=(_unit(survey, t),))
    rows = (
        (Button(t("survey.fill_in"), f"s.for:{one.id}", "primary"),),
        (Button(t("survey.task_refused"), f"task.done:{task.id}"),),
    )
    in_chat = any(uow.people.has_chat(person.id or 0) for person in survey.contacts)
    lines = (t(f"survey.task_why.{'silent' if in_chat else 'no_chat'}", count=survey.missing),)
    return Message(heading=heading, lines=lines, fields=_whom(survey, t), rows=rows)


def _whom(survey: Survey, t: Translate) -> tuple[tuple[str, str], ...]:
    called = survey.contacts[0] if survey.contacts else None
    number = called.phone if called and called.phone else t("survey.no_number")
    name = called.name if called else ""
    count = len(wanted(survey.questions, survey.one.answers))
    return (
        _unit(survey, t),
        (t("survey.task_number"), " ".join(part for part in (name, number) if part)),
        (t("survey.task_until"), spoken(survey.one.closes_on, survey.today, language(t))),
        (t("survey.task_say"), t(f"survey.script.{survey.one.side}", count=count, **survey.values(t))),
    )


def _unit(survey: Survey, t: Translate) -> tuple[str, str]:
    of_firm = survey.one.side == ENTERPRISE
    return (t("survey.task_unit"), survey.enterprise.name if of_firm else survey.expert.unit)
