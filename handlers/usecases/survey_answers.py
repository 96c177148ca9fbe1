"""Answering a questionnaire (问卷): every answer is kept at once, with who gave it and how."""

from dataclasses import dataclass
from typing import Any

from handlers.cards.questionnaires import FINISHED, shared_card
from handlers.cards.surveys import Survey, survey_of
from handlers.dialogue.messages import Document, Message
from handlers.dialogue.step import Refused
from handlers.dialogue.steps.telling import Told
from handlers.dialogue.texts import Translate
from handlers.domain.actors import Actor, may
from handlers.domain.questionnaires import (
    ASKED,
    COMPLETE,
    ENTERPRISE,
    FEEDBACK,
    NEXT_STEP,
    OPEN,
    SATISFACTION,
    Questionnaire,
)
from handlers.effects import Cancel, Effects
from handlers.ports.work import UnitOfWork
from handlers.programme.afterwards import QuestionRule
from handlers.programme.questions import asked, by_button, standing
from handlers.telling import line, tell
from handlers.usecases.cases import DUE as CASE_DUE
from handlers.usecases.cases import rated
from handlers.usecases.questionnaires import opened, refreshed, show, turn_to
from handlers.usecases.survey_calls import close_phone_tasks
from handlers.usecases.surveying import next_reminder, stop_waiting

Value = int | float | str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to the question at a place: a rating, an option's code, an amount, or what was told."""

    questionnaire_id: int
    place: int
    value: Value | Told
    channel: str = ""


def tap(uow: UnitOfWork, actor: Actor, number: int, place: int, code: str) -> Effects:
    """Take a button's answer; a code that the question does not have only shows the card."""
    survey, _ = opened(uow, actor, number)
    value = by_button(survey.questions[place], code) if place < len(survey.questions) else None
    if value is None:
        return _as_it_stands(uow, actor, survey)
    return answer(Answer(number, place, value), uow, actor)


def answer(command: Answer, uow: UnitOfWork, actor: Actor, *, buzz: bool = False) -> Effects:
    """Keep an answer and show the next question; the same one twice is once, another one takes its place."""
    survey, phone = opened(uow, actor, command.questionnaire_id)
    if survey.one.state not in OPEN or command.place not in asked(survey.questions, survey.one.answers):
        return _as_it_stands(uow, actor, survey, buzz=buzz)
    question = survey.questions[command.place]
    value = _kept(uow, actor, survey, command)
    before = dict(survey.one.answers)
    changed = before.get(question.code) != value
    if changed:
        _keep(uow, actor, survey, question, value, phone=phone)
    turn_to(survey, actor.person_id, _following(survey, command.place))
    follows = _follows(uow, actor, survey, before) if changed else ()
    mine = show(uow, actor, survey, buzz=buzz)
    return (*mine, *(refreshed(uow, survey, but=actor.person_id) if changed else ()), *follows)


def look(uow: UnitOfWork, actor: Actor, number: int, place: int | None) -> Effects:
    """Turn to a question, to the list of answers, or to the first open question (None)."""
    survey, _ = opened(uow, actor, number)
    known = place is None or place < len(survey.questions)
    if survey.one.state not in OPEN or not known:
        return _as_it_stands(uow, actor, survey)
    turn_to(survey, actor.person_id, place)
    return show(uow, actor, survey)


def finish(uow: UnitOfWork, actor: Actor, number: int) -> Effects:
    """Take 完成: thank, or show what is still open."""
    survey, _ = opened(uow, actor, number)
    if survey.one.state not in OPEN:
        return _as_it_stands(uow, actor, survey)
    missing = survey.missing
    turn_to(survey, actor.person_id, None if missing else FINISHED)
    return show(uow, actor, survey, line("survey.still_open", count=missing) if missing else None)


def share(uow: UnitOfWork, actor: Actor, number: int, *, yes: bool) -> Effects:
    """Let the other side read the words, or not any more."""
    survey, _ = opened(uow, actor, number)
    if survey.one.state not in OPEN or survey.one.share == yes or not survey.words:
        return _as_it_stands(uow, actor, survey)
    survey.one.share = yes
    survey.one.revision += 1
    uow.record("questionnaire.shared", survey.name, by=actor.person_id, yes=yes)
    return (*show(uow, actor, survey), *_other_side(uow, survey, buzz=yes))


def fill_in(uow: UnitOfWork, actor: Actor, number: int) -> Effects:
    """Let a coordinator fill it in on the phone (代填): the same card, marked so."""
    survey, _ = opened(uow, actor, number)
    if survey.one.state in OPEN:
        turn_to(survey, actor.person_id, survey.first_open)
    return show(uow, actor, survey, buzz=True)


def give_file(uow: UnitOfWork, actor: Actor, number: int, file_id: str) -> Effects:
    """Send a voice note to its own side, to the bureau, and to the other side while its author agrees."""
    one = uow.get(Questionnaire, number)
    survey = survey_of(uow, one) if one else None
    voices = [each for each in uow.files_about(survey.name) if each.id in survey.voices] if survey else []
    file = next((each for each in voices if str(each.id) == file_id), None)
    if survey is None or file is None:
        raise Refused("survey.gone")
    own, shared = (
        may(actor, "answer_questionnaire", survey.subject),
        survey.one.share and _other(survey, actor),
    )
    if not (own or shared or may(actor, "see_words", survey.subject)):
        raise Refused("survey.may_not")
    document = Document("file", file.name or f"{number}-{file.id}", file_id)

    def make(t: Translate) -> Message:
        return Message(lines=(t("survey.file_here", **survey.values(t)),), documents=(document,))

    return tell(uow, actor.person_id, make)


def _other(survey: Survey, actor: Actor) -> bool:
    return may(actor, "see_shared_words", survey.other_subject)


def _as_it_stands(uow: UnitOfWork, actor: Actor, survey: Survey, *, buzz: bool = False) -> Effects:
    """Show the card; a closed one as a new message, as an old one may already read so."""
    return show(uow, actor, survey, buzz=buzz or survey.one.state not in OPEN)


def _kept(uow: UnitOfWork, actor: Actor, survey: Survey, command: Answer) -> Any:  # noqa: ANN401 - JSON data
    if not isinstance(command.value, Told):
        return command.value
    told = command.value
    files = uow.keep_files(actor.person_id, survey.name, command.channel, told.files) if told.files else ()
    return {"words": told.words, "files": [file.id for file in files]}


def _keep(  # noqa: PLR0913 - whose answer to what, and how it was given
    uow: UnitOfWork,
    actor: Actor,
    survey: Survey,
    question: QuestionRule,
    value: Any,  # noqa: ANN401 - answers are JSON data
    *,
    phone: bool,
) -> None:
    one = survey.one
    one.answers = standing(survey.questions, {**one.answers, question.code: value})
    given = {**one.given, question.code: {"by": actor.person_id, "phone": phone}}
    one.given = {code: how for code, how in given.items() if code in one.answers}
    one.revision += 1
    told = {} if isinstance(value, dict) else {"value": value}
    uow.record(
        "questionnaire.answered", one.name, by=actor.person_id, question=question.code, phone=phone, **told
    )


def _following(survey: Survey, place: int) -> int | None:
    """Return where the card goes on: the first open question, or what an addition asks next, or the end."""
    question = survey.questions[place]
    if question.wanted:
        return None
    answers = survey.one.answers
    further = (
        at for at in asked(survey.questions, answers)
        if survey.questions[at].only_if == question.code and survey.questions[at].code not in answers
    )  # fmt: skip
    return next(further, FINISHED)


def _follows(uow: UnitOfWork, actor: Actor, survey: Survey, before: dict[str, Any]) -> Effects:
    """Return what a changed answer leads to."""
    words = {code: survey.one.answers.get(code) for code in survey.words}
    told = _other_side(uow, survey, buzz=False) if survey.one.share and words != _same(before, words) else ()
    return (
        *_completed(uow, actor, survey),
        *_case(uow, survey),
        *_intended(uow, actor, survey, before),
        *told,
    )


def _same(before: dict[str, Any], words: dict[str, Any]) -> dict[str, Any]:
    return {code: before.get(code) for code in words}


def _completed(uow: UnitOfWork, actor: Actor, survey: Survey) -> Effects:
    """Note that the last wanted question is answered, or that an answer has opened another one."""
    one, open_still = survey.one, survey.first_open is not None
    if one.state == ASKED and not open_still:
        one.state, one.completed_at = COMPLETE, uow.now
        uow.record("questionnaire.completed", one.name, by=actor.person_id)
        return (stop_waiting(one), *close_phone_tasks(uow, survey, actor))
    if one.state == COMPLETE and open_still:
        one.state, one.completed_at = ASKED, None
        uow.record("questionnaire.reopened", one.name, by=actor.person_id)
        return next_reminder(uow, survey)
    return ()


def _case(uow: UnitOfWork, survey: Survey) -> Effects:
    """Plan to ask for a typical case after a high score; not after it was taken back."""
    if survey.one.form != SATISFACTION:
        return ()
    rule = uow.rules.after_visit.case
    rating = survey.one.answers.get(rule.rating, 0)
    if survey.one.state == COMPLETE and rating >= rule.at_least:
        return rated(uow, survey.visit, rating)
    return (Cancel(f"{CASE_DUE}:{survey.visit.id}"),)


def _intended(uow: UnitOfWork, actor: Actor, survey: Survey, before: dict[str, Any]) -> Effects:
    """Keep the expert's next step as the pair's intention, unless the enterprise has said another."""
    if survey.one.form != FEEDBACK:
        return ()
    code, visit = str(survey.one.answers.get(NEXT_STEP, "")), survey.visit
    theirs = visit.intention in {"", before.get(NEXT_STEP)}
    if theirs and code != visit.intention and any(each.code == code for each in uow.rules.intention):
        visit.intention = code
        visit.revision += 1
        uow.record("visit.intended", f"visit:{visit.id}", by=actor.person_id, intention=code)
    return ()


def _other_side(uow: UnitOfWork, survey: Survey, *, buzz: bool) -> Effects:
    """Show the other side the words as they stand, or that they were taken back."""
    people = _people_of_other_side(uow, survey)
    card = f"words:{survey.one.id}"
    return tuple(
        e for each in people for e in tell(uow, each, lambda t: shared_card(survey, t), card=card, buzz=buzz)
    )


def _people_of_other_side(uow: UnitOfWork, survey: Survey) -> list[int]:
    if survey.one.side == ENTERPRISE:
        return [survey.expert.person_id]
    contacts = uow.enterprises.contacts(survey.enterprise.id or 0)
    return [each.person_id for each in contacts if each.state == "active"]
