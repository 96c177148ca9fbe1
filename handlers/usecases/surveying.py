"""The clock's part of questionnaires (问卷): asked after a visit, reminded of, phoned about, closed."""

from collections.abc import Iterator
from datetime import date, timedelta

from handlers.cards.needs import language
from handlers.cards.surveys import Survey, survey_of
from handlers.dialogue.messages import Message
from handlers.dialogue.replies import Fired
from handlers.dialogue.texts import Translate
from handlers.domain.activities import HAPPENED, Visit
from handlers.domain.actors import Actor
from handlers.domain.days import shanghai_day, spoken
from handlers.domain.experts import Expert
from handlers.domain.questionnaires import (
    ASKED,
    CLOSED,
    COMPLETE,
    ENTERPRISE,
    EXPERT,
    OPEN,
    WITHDRAWN,
    Questionnaire,
)
from handlers.effects import Cancel, Effects, Schedule
from handlers.ports.work import UnitOfWork
from handlers.programme.afterwards import QuestionnaireRule
from handlers.programme.plan import at
from handlers.programme.questions import kept
from handlers.telling import Make, line, tell
from handlers.usecases.preferences import DEADLINE, willing
from handlers.usecases.questionnaires import refreshed, show
from handlers.usecases.quiet import hold, is_late
from handlers.usecases.survey_calls import ask_to_phone, close_phone_tasks

DUE, WAIT, CLOSE = "questionnaire_due", "questionnaire_wait", "questionnaire_close"
"""Timers: a questionnaire is to be asked; an open one is reminded of, then phoned about; it closes."""
REMIND, PHONE = "remind", "phone"
SHOWN = 5
"""Visits looked through when somebody asks for their questionnaires: older ones are closed."""


def plan_questionnaires(uow: UnitOfWork, visit: Visit) -> Effects:
    """Set when each form of the programme is asked after a visit that took place; withdrawn ones reopen."""
    effects: Effects = ()
    for rule, stage, day in _stages(uow, visit):
        one = uow.questionnaires.find(visit.id or 0, rule.code, stage)
        if one is not None:
            effects += _restored(uow, one)
            continue
        data = {"form": rule.code, "stage": stage}
        due = at(day, uow.rules.deadlines.hour)
        effects += (Schedule(_due_key(visit, rule.code, stage), due, DUE, f"visit:{visit.id}", data),)
    return effects


def ask(uow: UnitOfWork, visit_id: int, fired: Fired) -> Effects:
    """Ask one form once, each who answers for its side; whoever has no chat is phoned at once."""
    form, stage = str(fired.data.get("form")), int(fired.data.get("stage", 0))
    visit, rule = uow.get(Visit, visit_id), uow.rules.questions(form)
    if visit is None or rule is None or visit.state != HAPPENED:
        return ()
    if uow.questionnaires.find(visit_id, form, stage) is not None or _nobody_left(uow, visit, rule):
        return ()
    if waiting := hold(uow, _due_key(visit, form, stage), fired):
        return waiting
    survey = begun(uow, visit, rule, stage)
    return (*_asked(uow, survey), *_closing(survey), *next_reminder(uow, survey))


def ask_now(uow: UnitOfWork, actor: Actor) -> Effects:
    """Show somebody every questionnaire that waits for them; what would be asked tomorrow is asked now."""
    own = (*_visits(uow, actor),)
    effects: Effects = ()
    for visit, side in own:
        for rule in (each for each in uow.rules.questionnaire if each.side == side and 0 in each.stages):
            one = uow.questionnaires.find(visit.id or 0, rule.code, 0)
            survey = survey_of(uow, one) if one else begun(uow, visit, rule, 0)
            if survey.one.state != ASKED:
                continue
            fresh = () if one else (*_closing(survey), *next_reminder(uow, survey))
            effects += (*show(uow, actor, survey, buzz=True), *fresh)
    return effects or tell(uow, actor.person_id, line("survey.none_waits"))


def begun(uow: UnitOfWork, visit: Visit, rule: QuestionnaireRule, stage: int) -> Survey:
    """Keep a new questionnaire with the questions of today's version."""
    one = uow.add(
        Questionnaire(
            visit_id=visit.id or 0, form=rule.code, stage=stage, version=rule.version, side=rule.side,
            questions=kept(rule), asked_at=uow.now, closes_on=uow.today + timedelta(days=rule.close_days),
        )
    )  # fmt: skip
    uow.record("questionnaire.asked", one.name, form=rule.code, stage=stage, visit=visit.id)
    return survey_of(uow, one)


def _visits(uow: UnitOfWork, actor: Actor) -> Iterator[tuple[Visit, str]]:
    """Give the visits that took place of the expert or the enterprises somebody speaks for, newest first."""
    if actor.expert_id is not None:
        yield from (
            (v, EXPERT) for v in uow.activities.of_expert(actor.expert_id)[:SHOWN] if v.state == HAPPENED
        )
    for firm in actor.enterprises:
        found = uow.activities.of_enterprise(firm)[:SHOWN]
        yield from ((visit, ENTERPRISE) for visit in found if visit.state == HAPPENED)


def look_after(uow: UnitOfWork, number: int, fired: Fired) -> Effects:
    """Remind whoever has not finished; in the end let the bureau phone."""
    one = uow.get(Questionnaire, number)
    if one is None or one.state != ASKED:
        return ()
    if waiting := hold(uow, _wait_key(one), fired):
        return waiting
    survey = survey_of(uow, one)
    if fired.data.get("step") == PHONE or not _in_chat(uow, survey):
        return ask_to_phone(uow, survey, "silent" if _in_chat(uow, survey) else "no_chat")
    people = willing(uow, _in_chat(uow, survey), one.name, DEADLINE)
    uow.record("questionnaire.reminded", one.name, people=list(people))
    news = _reminder(survey, late=is_late(fired))
    return (*_shown(uow, survey, people, news), *next_reminder(uow, survey))


def close(uow: UnitOfWork, number: int) -> Effects:
    """Close it visibly: what was answered stays; without all answers it is partial."""
    one = uow.get(Questionnaire, number)
    if one is None or one.state not in OPEN or one.closes_on >= uow.today:
        return ()
    one.state, one.closed_at, one.at = CLOSED, uow.now, {}
    one.revision += 1
    uow.record(
        "questionnaire.closed", one.name, complete=one.completed_at is not None, answered=len(one.answers)
    )
    return _ended(uow, one)


def withdraw(uow: UnitOfWork, visit: Visit) -> Effects:
    """Take back what was asked or is to be asked about a visit that, as it turns out, was not held."""
    timers = uow.timers.about(f"visit:{visit.id}")
    effects: Effects = tuple(Cancel(each.key) for each in timers if each.what == DUE)
    for one in uow.questionnaires.of_visit(visit.id or 0):
        if one.state != WITHDRAWN:
            one.state, one.at = WITHDRAWN, {}
            one.revision += 1
            uow.record("questionnaire.withdrawn", one.name, visit=visit.id)
            effects += _ended(uow, one)
    return effects


def next_reminder(uow: UnitOfWork, survey: Survey) -> Effects:
    """Set the next reminder, or the day on which the bureau is to phone; nothing after that."""
    rule, asked_on = survey.rule, shanghai_day(survey.one.asked_at)
    if rule is None or not _in_chat(uow, survey):
        return ()
    steps = [(days, REMIND) for days in rule.remind_workdays if days < rule.task_workdays]
    days = [(uow.calendar.add(asked_on, n), step) for n, step in (*steps, (rule.task_workdays, PHONE))]
    ahead = sorted((day, step) for day, step in days if day > uow.today)
    due = [
        Schedule(_wait_key(survey.one), at(day, uow.rules.deadlines.hour), WAIT, survey.name, {"step": step})
        for day, step in ahead[:1]
    ]
    return tuple(due)


def stop_waiting(one: Questionnaire) -> Cancel:
    """Return what ends the reminders of a questionnaire: it is complete."""
    return Cancel(_wait_key(one))


def _stages(uow: UnitOfWork, visit: Visit) -> Iterator[tuple[QuestionnaireRule, int, date]]:
    """Give each form with its months and day; of those whose day has passed only the last is asked."""
    soonest = uow.calendar.add(uow.today, 1)
    held = visit.held_on or visit.planned_on
    for rule in uow.rules.questionnaire:
        stages = sorted(rule.stages)
        passed = [each for each in stages if each and _months_on(held, each) <= soonest]
        for stage in stages:
            if stage and stage in passed[:-1]:
                continue
            yield rule, stage, uow.calendar.on_or_after(max(soonest, _months_on(held, stage)))


def _months_on(day: date, months: int) -> date:
    """Return the same day so many months on, or the last of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    after = date(first.year + (first.month == 12), first.month % 12 + 1, 1)  # noqa: PLR2004 - December
    return min(first + timedelta(days=day.day - 1), after - timedelta(days=1))


def _nobody_left(uow: UnitOfWork, visit: Visit, rule: QuestionnaireRule) -> bool:
    """Say whether it would ask an expert who is erased: nobody would answer."""
    expert = uow.get(Expert, visit.expert_id)
    return rule.side == EXPERT and (expert is None or expert.state == "erased")


def _asked(uow: UnitOfWork, survey: Survey) -> Effects:
    people = [person.id or 0 for person in survey.contacts]
    shown = _shown(uow, survey, [each for each in people if uow.people.reachable(each)])
    return shown if _in_chat(uow, survey) else (*shown, *ask_to_phone(uow, survey, "no_chat"))


def _in_chat(uow: UnitOfWork, survey: Survey) -> list[int]:
    people = (person.id or 0 for person in survey.contacts)
    return [each for each in people if uow.people.has_chat(each)]


def _shown(
    uow: UnitOfWork, survey: Survey, people: list[int] | tuple[int, ...], news: Make | None = None
) -> Effects:
    return tuple(e for each in people for e in show(uow, uow.people.actor(each), survey, news, buzz=True))


def _reminder(survey: Survey, *, late: bool) -> Make:
    def make(t: Translate) -> Message:
        note = t("invite.late_note") if late else ""
        day = spoken(survey.one.closes_on, survey.today, language(t))
        return Message(
            lines=(note + t("survey.reminder", count=survey.missing, form=survey.title(t), until=day),)
        )

    return make


def _closing(survey: Survey) -> tuple[Schedule]:
    due = at(survey.one.closes_on + timedelta(days=1), "00:00")
    return (Schedule(f"{survey.name}:close", due, CLOSE, survey.name),)


def _restored(uow: UnitOfWork, one: Questionnaire) -> Effects:
    """Reopen one whose visit took place after all, with what was answered before."""
    if one.state != WITHDRAWN:
        return ()
    over = one.closes_on < uow.today
    one.state = CLOSED if over else COMPLETE if one.completed_at else ASKED
    one.closed_at = uow.now if over else None
    one.revision += 1
    uow.record("questionnaire.restored", one.name)
    survey = survey_of(uow, one)
    timers = () if over else (*_closing(survey), *(next_reminder(uow, survey) if one.state == ASKED else ()))
    return (*refreshed(uow, survey), *timers)


def _ended(uow: UnitOfWork, one: Questionnaire) -> Effects:
    survey = survey_of(uow, one)
    timers = (stop_waiting(one), Cancel(f"{one.name}:close"))
    return (*timers, *close_phone_tasks(uow, survey), *refreshed(uow, survey))


def _due_key(visit: Visit, form: str, stage: int) -> str:
    return f"{DUE}:{visit.id}:{form}:{stage}"


def _wait_key(one: Questionnaire) -> str:
    return f"{one.name}:wait"
