"""Buttons of questionnaires (问卷), answers that are typed while one is in front, and the clock's part."""

import re
from collections.abc import Callable, Mapping

from handlers.actions.reminders import fired_in
from handlers.cards.surveys import Survey, survey_of
from handlers.context import Context
from handlers.dialogue.replies import Fired
from handlers.dialogue.step import Refused
from handlers.domain.actors import desks_that_may
from handlers.domain.questionnaires import OPEN, Questionnaire
from handlers.effects import Effects
from handlers.flows import survey_words
from handlers.ports.work import UnitOfWork
from handlers.programme.questions import typed
from handlers.telling import line
from handlers.usecases import survey_answers, surveying
from handlers.usecases.questionnaires import opened, show
from handlers.usecases.survey_answers import Answer
from handlers.usecases.survey_calls import KIND

LABEL = 40
"""No answer that can be typed is longer; longer words need not be looked up."""
SHORT = 15
"""Longer words are something else than a slip at a button."""


def see(context: Context, rest: str) -> Effects:
    """Show the card at its first open question."""
    return survey_answers.look(context.uow, context.actor, _numbers(rest, 1)[0], None)


def tap(context: Context, rest: str) -> Effects:
    """Take an answer: "12:3:5"."""
    number, place = _numbers(rest, 2)
    return survey_answers.tap(context.uow, context.actor, number, place, rest.split(":", 2)[-1])


def turn(context: Context, rest: str) -> Effects:
    """Turn to a question: "12:3"; a place below zero is none of them."""
    number, place = _numbers(rest, 2)
    return survey_answers.look(context.uow, context.actor, number, place)


def tell(context: Context, rest: str) -> Effects:
    """Ask for words, a voice note or an amount."""
    number, place = _numbers(rest, 2)
    survey, _ = opened(context.uow, context.actor, number)
    if survey.one.state not in OPEN or not 0 <= place < len(survey.questions):
        return show(context.uow, context.actor, survey, buzz=survey.one.state not in OPEN)
    return survey_words.ask(context, survey, place)


def done(context: Context, rest: str) -> Effects:
    """Take 完成."""
    return survey_answers.finish(context.uow, context.actor, _numbers(rest, 1)[0])


def share(context: Context, rest: str) -> Effects:
    """Take whether the other side may read the words: "12:1"."""
    number, yes = _numbers(rest, 2)
    return survey_answers.share(context.uow, context.actor, number, yes=bool(yes))


def open_file(context: Context, rest: str) -> Effects:
    """Send a voice note: "12:7"."""
    number, file = _numbers(rest, 2)
    return survey_answers.give_file(context.uow, context.actor, number, str(file))


def fill_in(context: Context, rest: str) -> Effects:
    """Begin to fill it in on the phone (代填)."""
    return survey_answers.fill_in(context.uow, context.actor, _numbers(rest, 1)[0])


def typed_answer(context: Context, words: str) -> Effects:
    """Answer the question in front by what was typed: "4", "满意", "12.5"; nothing when it is none."""
    for survey, place in _in_front(context) if len(words) <= LABEL else ():
        value = typed(survey.questions[place], words)
        if value is not None:
            command = Answer(survey.one.id or 0, place, value)
            return survey_answers.answer(command, context.uow, context.actor, buzz=True)
    return ()


def still_asked(context: Context, words: str) -> Effects:
    """Say what can be typed, and show the question again, after a few words that answer nothing."""
    if len(words) > SHORT or not (front := _in_front(context)):
        return ()
    return show(context.uow, context.actor, front[0][0], line("survey.tap_or_type"), buzz=True)


def _in_front(context: Context) -> list[tuple[Survey, int]]:
    """Return the questionnaires on the screen with the question each stands at, the newest first."""
    uow, me = context.uow, str(context.me)
    on_screen = [each for each in _theirs(context) if context.me in uow.people.seeing(each.name)]
    surveys = [survey_of(uow, each) for each in sorted(on_screen, key=lambda each: me not in each.at)]
    places = [(survey, survey.one.at.get(me, survey.first_open)) for survey in surveys]
    return [(survey, place) for survey, place in places if place is not None and place >= 0]


def _theirs(context: Context) -> list[Questionnaire]:
    """Return what may be answered: of the person's own side, and what the own bureaus are to phone about."""
    uow, actor = context.uow, context.actor
    own = list(uow.questionnaires.open_to(actor.enterprises, actor.expert_id))
    tasks = uow.tasks.open_of(desks_that_may(actor, "see_tasks")) if actor.desks else ()
    called = (uow.get(Questionnaire, int(t.about.partition(":")[2])) for t in tasks if t.kind == KIND)
    return [*own, *(each for each in called if each is not None)]


def _due(context: Context) -> Effects:
    fired = fired_in(context)
    return surveying.ask(context.uow, int(fired.about.partition(":")[2]), fired)


def _about(deed: Callable[[UnitOfWork, int, Fired], Effects]) -> Callable[[Context], Effects]:
    def fire(context: Context) -> Effects:
        fired = fired_in(context)
        return deed(context.uow, int(fired.about.partition(":")[2]), fired)

    return fire


def _close(uow: UnitOfWork, number: int, fired: Fired) -> Effects:
    del fired
    return surveying.close(uow, number)


_NUMBER = re.compile(r"-?\d{1,15}", re.ASCII)


def _numbers(rest: str, count: int) -> list[int]:
    parts = rest.split(":")[:count]
    if len(parts) < count or not all(_NUMBER.fullmatch(part) for part in parts):
        raise Refused("survey.gone")
    return [int(part) for part in parts]


def _waiting(context: Context, _: str) -> Effects:
    """Answer /surveys."""
    return surveying.ask_now(context.uow, context.actor)


COMMANDS: Mapping[str, Callable[[Context, str], Effects]] = {"surveys": _waiting}

ACTIONS: Mapping[str, Callable[[Context, str], Effects]] = {
    "s.see": see,
    "s.a": tap,
    "s.q": turn,
    "s.say": tell,
    "s.done": done,
    "s.share": share,
    "s.file": open_file,
    "s.for": fill_in,
}

TIMERS: Mapping[str, Callable[[Context], Effects]] = {
    surveying.DUE: _due,
    surveying.WAIT: _about(surveying.look_after),
    surveying.CLOSE: _about(_close),
}
