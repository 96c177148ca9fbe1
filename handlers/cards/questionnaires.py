"""The one card of a questionnaire (问卷), edited in place: question after question, then the answers."""

from typing import Any

from handlers.cards.needs import language
from handlers.cards.preferences import less_button
from handlers.cards.surveys import Survey
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.texts import Translate
from handlers.domain.days import shanghai_day, spoken, spoken_day
from handlers.domain.questionnaires import OPEN, WITHDRAWN
from handlers.programme.afterwards import QuestionRule
from handlers.programme.questions import BEST, asked, rating, shown, wanted

FINISHED, CHANGING = -1, -2
"""Places of a card beside its questions: after 完成, and where one picks the answer to change."""

Rows = tuple[tuple[Button, ...], ...]


def survey_card(survey: Survey, t: Translate, at: int | None = None, *, phone: bool = False) -> Message:
    """Return the card as somebody sees it who has turned to the question `at`.

    `phone`: a coordinator fills it in on the phone (代填).
    """
    if survey.one.state not in OPEN:
        return _ended(survey, t)
    place = survey.first_open if at is None else at
    if place is None:
        return _review(survey, t, phone=phone)
    if place == FINISHED:
        return _finished(survey, t, phone=phone)
    return _changing(survey, t) if place == CHANGING else _question(survey, t, place, phone=phone)


def shared_card(survey: Survey, t: Translate) -> Message:
    """Return what the other side reads of the words, as long as their author agrees."""
    key = "survey.shared" if survey.one.share and survey.words else "survey.not_shared"
    fields = _fields(survey, t, survey.words) if survey.one.share else ()
    files = _file_rows(survey, t) if survey.one.share else ()
    return Message(lines=(t(f"{key}.{survey.one.side}", **survey.values(t)),), fields=fields, rows=files)


def _question(survey: Survey, t: Translate, place: int, *, phone: bool) -> Message:
    question = survey.questions[place]
    fresh = not survey.one.answers
    return Message(
        heading=_heading(survey, t),
        lines=(*_top(survey, t, phone=phone, fresh=fresh), question.ask(language(t))),
        fields=_fields(survey, t),
        progress=_progress(survey, t, place),
        rows=(*_answer_rows(survey, question, place, t), *_control_rows(survey, place, t, fresh=fresh)),
    )


def _top(survey: Survey, t: Translate, *, phone: bool, fresh: bool) -> tuple[str, ...]:
    """Say why it came, who sees what, until when; all of it only before the first answer."""
    if phone:
        return (_phone_line(survey, t),)
    day = spoken(survey.one.closes_on, survey.today, language(t))
    if not fresh:
        return (t("survey.saved", until=day),)
    values = {**survey.values(t), "count": len(wanted(survey.questions, {})), "until": day}
    why = t(f"survey.why.{survey.one.side}" if not survey.one.stage else "survey.why.later", **values)
    return (why, t(f"survey.who_sees.{survey.one.side}", **values), t("survey.until", **values))


def _phone_line(survey: Survey, t: Translate) -> str:
    called = survey.contacts[0] if survey.contacts else None
    name = called.name if called and called.name else survey.enterprise.name
    number = called.phone if called and called.phone else t("survey.no_number")
    return t("survey.by_phone", name=name, number=number, **_without(survey.values(t), "name"))


def _progress(survey: Survey, t: Translate, place: int) -> str:
    places = wanted(survey.questions, survey.one.answers)
    name = survey.questions[place].name(language(t))
    if place not in places:
        return t("survey.optional", name=name)
    return t("survey.progress", number=places.index(place) + 1, count=len(places), name=name)


def _answer_rows(survey: Survey, question: QuestionRule, place: int, t: Translate) -> Rows:
    codes = _choices(question, language(t))
    given = survey.one.answers.get(question.code)
    buttons = [
        Button(
            t("dialogue.ticked", label=label) if code == str(given) else label,
            f"s.a:{survey.one.id}:{place}:{code}",
        )
        for code, label in codes
    ]
    rows = [tuple(buttons[n : n + 2]) for n in range(0, len(buttons), 2)]
    if question.kind in {"text", "number"}:
        rows.insert(0, (Button(t(f"survey.tell.{question.kind}"), _code(survey, "say", place), "primary"),))
    return tuple(rows)


def _choices(question: QuestionRule, lang: str) -> list[tuple[str, str]]:
    if question.kind == "rating":
        return [(str(n), rating(question, n, lang)) for n in range(BEST, 0, -1)]
    return [(option.code, option.name(lang)) for option in question.option]


def _control_rows(survey: Survey, place: int, t: Translate, *, fresh: bool) -> Rows:
    if fresh and place == 0:
        return ((less_button(survey.name, t),),)
    places = asked(survey.questions, survey.one.answers)
    before = [each for each in places if each < place]
    optional = not survey.questions[place].wanted
    back = str(FINISHED) if optional or not before else str(before[-1])
    if not optional and not before:
        return ()
    return ((Button(t("dialogue.back"), _code(survey, "q", back)),),)


def _review(survey: Survey, t: Translate, *, phone: bool) -> Message:
    last = wanted(survey.questions, survey.one.answers)[-1:]
    done = Button(t("survey.done"), f"s.done:{survey.one.id}", "primary")
    change = Button(t("survey.change"), _code(survey, "q", CHANGING))
    back = tuple(Button(t("dialogue.back"), _code(survey, "q", each)) for each in last)
    lines = (*((_phone_line(survey, t),) if phone else ()), t("survey.review"))
    return Message(
        heading=_heading(survey, t), lines=lines, fields=_fields(survey, t), rows=((done,), (*back, change))
    )


def _finished(survey: Survey, t: Translate, *, phone: bool) -> Message:
    """Thank, and offer what may be added; it counts as complete without it."""
    lang = language(t)
    offered = [at for at in asked(survey.questions, survey.one.answers) if not survey.questions[at].wanted]
    rows = tuple((_offer(survey, at, t, lang),) for at in offered)
    share = ((_share_button(survey, t),),) if survey.words else ()
    change = ((Button(t("survey.change"), _code(survey, "q", CHANGING)),),)
    day = spoken(survey.one.closes_on, survey.today, lang)
    thanks = t("survey.filled_in" if phone else "survey.thanks", until=day, **survey.values(t))
    more = (t("survey.may_add"),) if offered else ()
    told = (t(f"survey.share_is.{_yes(survey)}.{survey.one.side}"),) if survey.words else ()
    return Message(
        heading=_heading(survey, t),
        lines=(thanks, *more, *told),
        fields=_fields(survey, t),
        rows=(*rows, *share, *change),
    )


def _offer(survey: Survey, at: int, t: Translate, lang: str) -> Button:
    question = survey.questions[at]
    label = t("survey.offer", name=question.name(lang))
    label = t("dialogue.ticked", label=label) if question.code in survey.one.answers else label
    return Button(label, _code(survey, "say" if question.kind == "text" else "q", at))


def _share_button(survey: Survey, t: Translate) -> Button:
    other = "0" if survey.one.share else "1"
    return Button(t(f"survey.share.{other}.{survey.one.side}"), _code(survey, "share", other))


def _changing(survey: Survey, t: Translate) -> Message:
    """Offer every answer to be changed."""
    lang = language(t)
    places = [
        at for at in asked(survey.questions, survey.one.answers)
        if survey.questions[at].code in survey.one.answers
    ]  # fmt: skip
    buttons = [Button(survey.questions[at].name(lang), _code(survey, "q", at)) for at in places]
    rows = [tuple(buttons[n : n + 2]) for n in range(0, len(buttons), 2)]
    back = (Button(t("dialogue.back"), f"s.see:{survey.one.id}"),)
    return Message(
        heading=_heading(survey, t),
        lines=(t("survey.which"),),
        fields=_fields(survey, t),
        rows=(*rows, back),
    )


def _ended(survey: Survey, t: Translate) -> Message:
    """Say that it is closed, since when, and whom to call."""
    lang = language(t)
    if survey.one.state == WITHDRAWN:
        line = t("survey.withdrawn", **survey.values(t))
        return Message(heading=_heading(survey, t), lines=(line,))
    moment = survey.one.closed_at
    day = spoken_day(shanghai_day(moment) if moment else survey.one.closes_on, survey.today, lang)
    key = "complete" if survey.one.completed_at else "partial" if survey.one.answers else "empty"
    lines = (
        t("survey.closed", closed=day, **survey.values(t)),
        t(f"survey.closed_{key}", count=survey.missing),
    )
    return Message(heading=_heading(survey, t), lines=lines, fields=_fields(survey, t))


def _fields(survey: Survey, t: Translate, codes: list[str] | None = None) -> tuple[tuple[str, str], ...]:
    """Return the answers so far, each marked when it was taken by phone."""
    answers, lang = survey.one.answers, language(t)
    return tuple(
        (question.name(lang), _answer(survey, question, answers[question.code], t, lang))
        for question in survey.questions
        if question.code in answers and (codes is None or question.code in codes)
    )


def _answer(survey: Survey, question: QuestionRule, answer: Any, t: Translate, lang: str) -> str:  # noqa: ANN401 - answers are JSON data
    words = shown(question, answer, lang)
    if isinstance(answer, dict) and answer.get("files"):
        words = " ".join(part for part in (words, t("survey.voice")) if part)
    phone = survey.one.given.get(question.code, {}).get("phone")
    return t("survey.phoned", answer=words) if phone else words or t("survey.blanked")


def _file_rows(survey: Survey, t: Translate) -> Rows:
    return tuple((Button(t("survey.play"), _code(survey, "file", file)),) for file in survey.voices)


def _heading(survey: Survey, t: Translate) -> str:
    return t(f"survey.heading.{survey.one.side}", **survey.values(t))


def _yes(survey: Survey) -> str:
    return "1" if survey.one.share else "0"


def _code(survey: Survey, verb: str, rest: object) -> str:
    return f"s.{verb}:{survey.one.id}:{rest}"


def _without(values: dict[str, object], *names: str) -> dict[str, object]:
    return {key: value for key, value in values.items() if key not in names}
