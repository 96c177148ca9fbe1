"""Changing an activity (对接活动): who goes, to whom, other days, called off; problems; the real day."""

from datetime import date, timedelta
from typing import Any

from handlers.cards.outings import Outing, visit_label
from handlers.context import Context
from handlers.conversation import Conversation, start
from handlers.dialogue.flow import Flow
from handlers.dialogue.state import Given
from handlers.dialogue.step import Step, View
from handlers.dialogue.steps.choices import Option, PickOne
from handlers.dialogue.steps.words import TextStep
from handlers.domain.activities import CAME, Visit
from handlers.domain.tasks import Task
from handlers.effects import Effects
from handlers.flows.consult import HeldStep
from handlers.flows.headed import ABOUT, headed
from handlers.flows.need_steps import never
from handlers.flows.outing_steps import (
    BOUNDS,
    BUREAU,
    DAYS,
    HOSTS,
    MOVED_TO,
    PLACE,
    WHO,
    WHY_CLASH,
    WHY_LENGTH,
    WHY_WINDOW,
    bounds_of,
    invited,
    named,
)
from handlers.matchmaking.outings import CLASH, LENGTH, WINDOW
from handlers.usecases.changing_outings import (
    MoveOuting,
    cancel_outing,
    drop_from_outing,
    leave_outing,
    move_outing,
)
from handlers.usecases.confirming_visits import Word, say, settle
from handlers.usecases.planning_outings import AddToOuting, add_to_outing
from handlers.usecases.problems import RaiseProblem, answer_problem, raise_problem

ADD = Flow("add_to_outing", version=1, steps=(ABOUT, BUREAU, WHO, WHY_CLASH))
ADD_HOSTS = Flow("add_hosts", version=1, steps=(ABOUT, BUREAU, HOSTS))

EXPERTS = Step[list[list[str]]]("experts", ask="outing.whom", when=never)


def _going(view: View) -> tuple[Option, ...]:
    return tuple(Option(number, name) for number, name in view.given[EXPERTS])


WHOM = headed(PickOne("whom", ask="outing.whom", options=_going))
REASON = headed(TextStep("reason", ask="outing.reason", least=2, most=200))
DROP = Flow("drop_from_outing", version=1, steps=(ABOUT, EXPERTS, WHOM, REASON))
LEAVE = Flow("leave_outing", version=1, steps=(ABOUT, REASON))

SEEN = Step[int]("seen", ask="outing.first_day", when=never)
MOVE = Flow(
    "move_outing",
    version=1,
    steps=(ABOUT, SEEN, BOUNDS, MOVED_TO, DAYS, WHY_WINDOW, WHY_LENGTH, WHY_CLASH, PLACE),
)
CANCEL = Flow("cancel_outing", version=1, steps=(ABOUT, SEEN, REASON))

WORDS = headed(TextStep("words", ask="outing.what_problem", least=2, most=500))
PROBLEM = Flow("raise_problem", version=1, steps=(ABOUT, WORDS))
REPLY = headed(TextStep("reply", ask="outing.what_answer", least=2, most=500))
ANSWER = Flow("answer_problem", version=1, steps=(ABOUT, REPLY))

SIDE = Step[str]("side", ask="visit.which_day", when=never)
ON = headed(HeldStep("on", ask="visit.which_day", wanted="visit.day_wanted", within=timedelta(days=200)))
OTHER_DAY = Flow("visit_day", version=1, steps=(ABOUT, SIDE, ON))
HELD_ON = Flow("visit_held_on", version=1, steps=(ABOUT, ON))


def ask_to_add(context: Context, outing: Outing) -> Effects:
    """Ask who else goes."""
    given: dict[Step[Any], Any] = {ABOUT: [_title(context, outing)], BUREAU: outing.activity.bureau_id}
    return start(ADD_TALK, context, outing.name, given, {WHY_CLASH: None})


def ask_hosts(context: Context, outing: Outing) -> Effects:
    """Ask which enterprises are visited besides."""
    given: dict[Step[Any], Any] = {ABOUT: [_title(context, outing)], BUREAU: outing.activity.bureau_id}
    return start(HOSTS_TALK, context, outing.name, given)


def ask_to_drop(context: Context, outing: Outing) -> Effects:
    """Ask who does not go any more, and why."""
    going = [[str(goer.expert.id), goer.person.name] for goer in outing.going]
    given: dict[Step[Any], Any] = {ABOUT: [_title(context, outing)], EXPERTS: going}
    return start(DROP_TALK, context, outing.name, given)


def ask_to_leave(context: Context, outing: Outing) -> Effects:
    """Ask an expert why they cannot come."""
    return start(LEAVE_TALK, context, outing.name, {ABOUT: [_title(context, outing)]})


def ask_to_move(context: Context, outing: Outing) -> Effects:
    """Ask for other days."""
    given: dict[Step[Any], Any] = {
        ABOUT: [_title(context, outing)],
        SEEN: outing.activity.revision,
        BOUNDS: bounds_of(context.uow.rules),
    }
    days = (outing.activity.ends - outing.activity.starts).days + 1
    known = {rule: outing.activity.reasons.get(rule) for rule in (WINDOW, LENGTH)}
    suggested: dict[Step[Any], Any] = {DAYS: days, WHY_CLASH: None}
    suggested |= {WHY_LENGTH: known[LENGTH]} if known[LENGTH] else {}
    return start(MOVE_TALK, context, outing.name, given, suggested)


def ask_to_cancel(context: Context, outing: Outing) -> Effects:
    """Ask why it is called off."""
    given: dict[Step[Any], Any] = {ABOUT: [_title(context, outing)], SEEN: outing.activity.revision}
    return start(CANCEL_TALK, context, outing.name, given)


def ask_problem(context: Context, outing: Outing) -> Effects:
    """Ask what is in the way."""
    return start(PROBLEM_TALK, context, outing.name, {ABOUT: [_title(context, outing)]})


def ask_answer(context: Context, task: Task) -> Effects:
    """Ask what a bureau answers to a problem."""
    return start(ANSWER_TALK, context, f"task:{task.id}", {ABOUT: [task.words]})


def ask_day(context: Context, outing: Outing, visit: Visit, side: str) -> Effects:
    """Ask one side on which day it was."""
    about = [visit_label(outing, visit, context.t)]
    return start(DAY_TALK, context, f"visit:{visit.id}", {ABOUT: about, SIDE: side})


def ask_held_on(context: Context, outing: Outing, visit: Visit) -> Effects:
    """Ask the coordinator on which day it was."""
    about = [visit_label(outing, visit, context.t)]
    return start(HELD_TALK, context, f"visit:{visit.id}", {ABOUT: about})


def added(given: Given, context: Context, subject: str) -> Effects:
    """Let them go."""
    who = given[WHO]
    command = AddToOuting(_number(subject), invited(who), named(who), reason=given.get(WHY_CLASH) or "")
    return add_to_outing(command, context.uow, context.actor)


def hosts_added(given: Given, context: Context, subject: str) -> Effects:
    """Let everybody who goes visit them, too."""
    hosts = tuple(int(code) for code in given[HOSTS])
    return add_to_outing(AddToOuting(_number(subject), hosts=hosts), context.uow, context.actor)


def dropped(given: Given, context: Context, subject: str) -> Effects:
    """Take somebody out."""
    return drop_from_outing(context.uow, context.actor, _number(subject), int(given[WHOM]), given[REASON])


def left(given: Given, context: Context, subject: str) -> Effects:
    """Step back."""
    return leave_outing(context.uow, context.actor, _number(subject), given[REASON])


def moved(given: Given, context: Context, subject: str) -> Effects:
    """Put it on other days."""
    day: date = given[MOVED_TO]
    steps = {WINDOW: WHY_WINDOW, LENGTH: WHY_LENGTH, CLASH: WHY_CLASH}
    reasons = {rule: given.get(step) or "" for rule, step in steps.items()}
    command = MoveOuting(_number(subject), given[SEEN], day, given[DAYS], given.get(PLACE) or "", reasons)
    return move_outing(command, context.uow, context.actor)


def cancelled(given: Given, context: Context, subject: str) -> Effects:
    """Call it off."""
    return cancel_outing(context.uow, context.actor, _number(subject), given[SEEN], given[REASON])


def raised(given: Given, context: Context, subject: str) -> Effects:
    """Pass the problem on."""
    return raise_problem(RaiseProblem(_number(subject), given[WORDS]), context.uow, context.actor)


def answered(given: Given, context: Context, subject: str) -> Effects:
    """Close the problem."""
    return answer_problem(context.uow, context.actor, _number(subject), given[REPLY])


def day_said(given: Given, context: Context, subject: str) -> Effects:
    """Keep that it took place on another day."""
    return say(Word(_number(subject), CAME, given[SIDE], given[ON]), context.uow, context.actor)


def held_on(given: Given, context: Context, subject: str) -> Effects:
    """Settle that it took place on another day."""
    return settle(context.uow, context.actor, _number(subject), given[ON])


def _title(context: Context, outing: Outing) -> str:
    return context.t("outing.heading", number=outing.activity.number, title=outing.activity.title)


def _number(subject: str) -> int:
    return int(subject.partition(":")[2])


ADD_TALK = Conversation(ADD, added, title="outing.add")
HOSTS_TALK = Conversation(ADD_HOSTS, hosts_added, title="outing.add_hosts")
DROP_TALK = Conversation(DROP, dropped, title="outing.drop")
LEAVE_TALK = Conversation(LEAVE, left, title="invite.cannot_come")
MOVE_TALK = Conversation(MOVE, moved, title="outing.move")
CANCEL_TALK = Conversation(CANCEL, cancelled, title="outing.cancel")
PROBLEM_TALK = Conversation(PROBLEM, raised, title="outing.problem")
ANSWER_TALK = Conversation(ANSWER, answered, title="outing.answer_problem")
DAY_TALK = Conversation(OTHER_DAY, day_said, title="visit.ask_day")
HELD_TALK = Conversation(HELD_ON, held_on, title="visit.ask_day")
