"""Changing an activity (对接活动): who goes, other days, called off; problems; the real day."""

from datetime import date, timedelta
from typing import Any

from handlers.cards.outings import Outing
from handlers.context import Context
from handlers.conversation import Conversation, start
from handlers.dialogue.flow import Flow
from handlers.dialogue.state import Given
from handlers.dialogue.step import Step, View
from handlers.dialogue.steps.choices import Option, PickOne
from handlers.dialogue.steps.words import TextStep
from handlers.domain.activities import CAME, Visit
from handlers.effects import Effects
from handlers.flows.consult import HeldStep
from handlers.flows.headed import ABOUT, headed
from handlers.flows.need_steps import never
from handlers.flows.plan_outing import BUREAU, PLACE, STARTS, WHO
from handlers.usecases.confirming_visits import say
from handlers.usecases.planning_outings import (
    MoveOuting,
    add_to_outing,
    cancel_outing,
    drop_from_outing,
    move_outing,
)
from handlers.usecases.preparing import RaiseProblem, raise_problem

ADD = Flow("add_to_outing", version=1, steps=(ABOUT, BUREAU, WHO))

EXPERTS = Step[list[list[str]]]("experts", ask="outing.whom", when=never)


def _going(view: View) -> tuple[Option, ...]:
    return tuple(Option(number, name) for number, name in view.given[EXPERTS])


WHOM = headed(PickOne("whom", ask="outing.whom", options=_going))
REASON = headed(TextStep("reason", ask="outing.reason", least=2, most=200))
DROP = Flow("drop_from_outing", version=1, steps=(ABOUT, EXPERTS, WHOM, REASON))

SEEN = Step[int]("seen", ask="outing.first_day", when=never)
ANYWAY = headed(TextStep("reason", ask="outing.why_anyway", optional=True, least=2, most=200))
MOVE = Flow("move_outing", version=1, steps=(ABOUT, SEEN, STARTS, PLACE, ANYWAY))
CANCEL = Flow("cancel_outing", version=1, steps=(ABOUT, SEEN, REASON))

WORDS = headed(TextStep("words", ask="outing.what_problem", least=2, most=500))
PROBLEM = Flow("raise_problem", version=1, steps=(ABOUT, WORDS))

ON = headed(HeldStep("on", ask="visit.which_day", wanted="visit.day_wanted", within=timedelta(days=200)))
OTHER_DAY = Flow("visit_day", version=1, steps=(ABOUT, ON))


def ask_to_add(context: Context, outing: Outing) -> Effects:
    """Ask who else goes."""
    given: dict[Step[Any], Any] = {ABOUT: [_title(context, outing)], BUREAU: outing.activity.bureau_id}
    return start(ADD_TALK, context, outing.name, given)


def ask_to_drop(context: Context, outing: Outing) -> Effects:
    """Ask who does not go any more, and why."""
    going = [[str(goer.expert.id), goer.person.name] for goer in outing.going]
    given: dict[Step[Any], Any] = {ABOUT: [_title(context, outing)], EXPERTS: going}
    return start(DROP_TALK, context, outing.name, given)


def ask_to_move(context: Context, outing: Outing) -> Effects:
    """Ask for other days."""
    given: dict[Step[Any], Any] = {ABOUT: [_title(context, outing)], SEEN: outing.activity.revision}
    return start(MOVE_TALK, context, outing.name, given)


def ask_to_cancel(context: Context, outing: Outing) -> Effects:
    """Ask why it is called off."""
    given: dict[Step[Any], Any] = {ABOUT: [_title(context, outing)], SEEN: outing.activity.revision}
    return start(CANCEL_TALK, context, outing.name, given)


def ask_problem(context: Context, outing: Outing) -> Effects:
    """Ask what is in the way."""
    return start(PROBLEM_TALK, context, outing.name, {ABOUT: [_title(context, outing)]})


def ask_day(context: Context, outing: Outing, visit: Visit) -> Effects:
    """Ask on which day it was."""
    return start(DAY_TALK, context, f"visit:{visit.id}", {ABOUT: [_title(context, outing)]})


def added(given: Given, context: Context, subject: str) -> Effects:
    """Let them go."""
    numbers = [int(code) for code in given[WHO]]
    return add_to_outing(context.uow, context.actor, _number(subject), numbers)


def dropped(given: Given, context: Context, subject: str) -> Effects:
    """Take somebody out."""
    return drop_from_outing(context.uow, context.actor, _number(subject), int(given[WHOM]), given[REASON])


def moved(given: Given, context: Context, subject: str) -> Effects:
    """Put it on other days."""
    day: date = given[STARTS]
    command = MoveOuting(_number(subject), given[SEEN], day, given.get(PLACE) or "", given.get(ANYWAY) or "")
    return move_outing(command, context.uow, context.actor)


def cancelled(given: Given, context: Context, subject: str) -> Effects:
    """Call it off."""
    return cancel_outing(context.uow, context.actor, _number(subject), given[SEEN], given[REASON])


def raised(given: Given, context: Context, subject: str) -> Effects:
    """Pass the problem on."""
    return raise_problem(RaiseProblem(_number(subject), given[WORDS]), context.uow, context.actor)


def day_said(given: Given, context: Context, subject: str) -> Effects:
    """Keep that it took place on another day."""
    return say(context.uow, context.actor, _number(subject), CAME, given[ON])


def _title(context: Context, outing: Outing) -> str:
    return context.t("outing.heading", number=outing.activity.number, title=outing.activity.title)


def _number(subject: str) -> int:
    return int(subject.partition(":")[2])


ADD_TALK = Conversation(ADD, added, title="outing.add")
DROP_TALK = Conversation(DROP, dropped, title="outing.drop")
MOVE_TALK = Conversation(MOVE, moved, title="outing.move")
CANCEL_TALK = Conversation(CANCEL, cancelled, title="outing.cancel")
PROBLEM_TALK = Conversation(PROBLEM, raised, title="outing.problem")
DAY_TALK = Conversation(OTHER_DAY, day_said, title="visit.ask_day")
