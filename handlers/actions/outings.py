"""Buttons, commands and timers of activities (对接活动) and of the visits in them."""

from collections.abc import Callable, Mapping
from datetime import date

from handlers.actions import invitations
from handlers.cards.outing_answers import visits_card
from handlers.cards.outings import Goer, Outing
from handlers.context import Context
from handlers.dialogue.replies import Fired
from handlers.dialogue.step import Refused
from handlers.domain.activities import CAME, CAME_NOT
from handlers.domain.actors import desks_that_may, may
from handlers.domain.bureaus import Bureau
from handlers.domain.invitations import ACCEPTED, Invitation
from handlers.domain.needs import Need
from handlers.effects import Effects
from handlers.flows import change_outing, plan_outing
from handlers.matchmaking.outings import free_invitations
from handlers.telling import line, tell
from handlers.usecases import (
    changing_outings,
    confirming_visits,
    outing_files,
    outings,
    preparing,
    problems,
    visit_clock,
)
from handlers.usecases.confirming_visits import Word
from handlers.usecases.need_views import subject_of
from handlers.usecases.planning_outings import planned_outing
from handlers.usecases.tasks import show_task

LONGEST = 16
"""Digits of an id; more of them are somebody's invention."""
Act = Callable[[Context, str], Effects]


def show(context: Context, rest: str) -> Effects:
    """Show an activity."""
    return outings.show_outing(context.uow, context.actor, _opened(context, rest, "see_outing"))


def listed(context: Context, _: str) -> Effects:
    """Answer /activities."""
    return outings.list_outings(context.uow, context.actor)


def plan(context: Context, rest: str) -> Effects:
    """Open the form for the accepted invitations of a need."""
    need = context.uow.get(Need, number_in(rest))
    if need is None or not may(context.actor, "plan_outing", subject_of(context.uow, need)):
        raise Refused("outing.may_not")
    accepted = {i.id for i in context.uow.invitations.of_need(need.id or 0) if i.state == ACCEPTED}
    for bureau in _own_bureaus(context):
        free = [m for m in free_invitations(context.uow, bureau.id or 0) if m.invitation.id in accepted]
        if free:
            return plan_outing.begin(context, bureau, tuple(free))
    return tell(context.uow, context.me, line("outing.nobody_free"))


def plan_anew(context: Context, rest: str) -> Effects:
    """Open the form for any accepted invitations of a bureau, and for experts by name."""
    number = number_in(rest)
    bureau = next((each for each in _own_bureaus(context) if each.id == number), None)
    if bureau is None:
        raise Refused("outing.may_not")
    return plan_outing.begin(context, bureau, ())


def plan_one(context: Context, rest: str) -> Effects:
    """Open the form for one accepted invitation."""
    invitation = context.uow.get(Invitation, number_in(rest))
    for bureau in _own_bureaus(context) if invitation else ():
        free = free_invitations(context.uow, bureau.id or 0)
        if found := next((m for m in free if invitation and m.invitation.id == invitation.id), None):
            if not may(context.actor, "plan_outing", found.subject):
                raise Refused("outing.may_not")
            return plan_outing.begin(context, bureau, (found,))
    return tell(context.uow, context.me, line("outing.nobody_free"))


def drop(context: Context, rest: str) -> Effects:
    """Ask who does not go any more."""
    outing = _planned(context, rest)
    if not outing.going:
        return outings.show_outing(context.uow, context.actor, outing, line("outing.news_nobody_left"))
    return change_outing.ask_to_drop(context, outing)


def step_back(context: Context, rest: str) -> Effects:
    """Ask an expert why they cannot come; whoever was invited takes the invitation back."""
    outing, goer = changing_outings.leaving(context.uow, context.actor, number_in(rest))
    invitation = context.uow.get(Invitation, goer.participant.invitation_id or 0)
    if invitation is not None and invitation.state == ACCEPTED and len(outing.of_expert(_id(goer))) == 1:
        return invitations.take_back(context, f"{invitation.id}:{invitation.revision}")
    return change_outing.ask_to_leave(context, outing)


def checks(context: Context, rest: str) -> Effects:
    """Show what the hosts have ready."""
    outing = _opened(context, rest, "see_outing")
    if not may(context.actor, "prepare_host", outing.subject):
        raise Refused("outing.may_not")
    return preparing.show_checks(context.uow, context.actor, outing)


def check(context: Context, rest: str) -> Effects:
    """Tick something off a host's list: "12:room"."""
    return preparing.tick(context.uow, context.actor, number_in(rest), rest.partition(":")[2])


def calendar(context: Context, rest: str) -> Effects:
    """Send the calendar file."""
    return outing_files.calendar_file(context.uow, context.actor, _opened(context, rest, "see_outing"))


def contacts(context: Context, rest: str) -> Effects:
    """Send an expert the contacts of whom they visit."""
    outing, _ = changing_outings.going(context.uow, context.actor, number_in(rest))
    return outing_files.contact_cards(context.uow, context.actor, outing)


def problem(context: Context, rest: str) -> Effects:
    """Ask what is in the way."""
    return change_outing.ask_problem(context, _opened(context, rest, "raise_problem"))


def answer(context: Context, rest: str) -> Effects:
    """Ask what a bureau answers to a problem."""
    task = problems.answering(context.uow, context.actor, number_in(rest))
    if task.state != "open":
        return show_task(context.uow, task, context.actor)
    return change_outing.ask_answer(context, task)


def visits(context: Context, rest: str) -> Effects:
    """Show a page of an activity's visits: "7:1"."""
    outing = _opened(context, rest, "see_outing")
    if not may(context.actor, "settle_visit", outing.subject):
        raise Refused("outing.may_not")
    page = rest.partition(":")[2]
    number = int(page) if page.isdecimal() and len(page) < LONGEST else 0
    card = f"visits:{outing.activity.id}"
    return tell(context.uow, context.me, lambda t: visits_card(outing, number, t), card=card)


def came(context: Context, rest: str) -> Effects:
    """Say that it took place as planned: "12:e"."""
    return confirming_visits.say(Word(number_in(rest), CAME, _side(rest)), context.uow, context.actor)


def came_not(context: Context, rest: str) -> Effects:
    """Say that it did not take place: "12:e"."""
    return confirming_visits.say(Word(number_in(rest), CAME_NOT, _side(rest)), context.uow, context.actor)


def all_came(context: Context, rest: str) -> Effects:
    """Say that all of one side's visits took place as planned: "7:e:31"."""
    _, side, number = (*rest.split(":"), "", "")[:3]
    return confirming_visits.say_all(context.uow, context.actor, number_in(rest), side, number_in(number))


def see(context: Context, rest: str) -> Effects:
    """Show one visit with the three answers: "12:e"."""
    return confirming_visits.show_answers(context.uow, context.actor, number_in(rest), _side(rest))


def other_day(context: Context, rest: str) -> Effects:
    """Ask on which other day it took place: "12:e"."""
    outing, visit = outings.opened_visit(context.uow, number_in(rest))
    side = confirming_visits.side_of(context.actor, outing, visit, _side(rest))
    if not visit.is_open:
        return outings.show_outing(context.uow, context.actor, outing, line("visit.settled_already"))
    return change_outing.ask_day(context, outing, visit, side)


def held(context: Context, rest: str) -> Effects:
    """Let the coordinator say that it took place: "12:2026-05-20"."""
    try:
        day = date.fromisoformat(rest.partition(":")[2])
    except ValueError:
        raise Refused("command.old_button") from None
    return confirming_visits.settle(context.uow, context.actor, number_in(rest), day)


def held_on(context: Context, rest: str) -> Effects:
    """Ask the coordinator on which other day it took place."""
    outing, visit = outings.opened_visit(context.uow, number_in(rest))
    if not may(context.actor, "settle_visit", outing.subject_of(visit)):
        raise Refused("outing.may_not")
    return change_outing.ask_held_on(context, outing, visit)


def void(context: Context, rest: str) -> Effects:
    """Let the coordinator say that it did not take place."""
    return confirming_visits.settle(context.uow, context.actor, number_in(rest), None)


def correct(context: Context, rest: str) -> Effects:
    """Offer the coordinator the answers for a visit."""
    return confirming_visits.ask_to_correct(context.uow, context.actor, number_in(rest))


def number_in(words: str) -> int:
    """Return the id that a button carries. Raises `Refused` for what is none."""
    number = words.partition(":")[0]
    if not number.isdecimal() or len(number) >= LONGEST:
        raise Refused("outing.gone")
    return int(number)


def _opened(context: Context, rest: str, action: str) -> Outing:
    return outings.opened_outing(context.uow, context.actor, number_in(rest), action)


def _planned(context: Context, rest: str) -> Outing:
    return planned_outing(context.uow, context.actor, number_in(rest))


def _asking(ask: Callable[[Context, Outing], Effects]) -> Act:
    """Return the button that asks how an activity that is still to come is to be changed."""
    return lambda context, rest: ask(context, _planned(context, rest))


def _own_bureaus(context: Context) -> list[Bureau]:
    """Return the bureaus for which the person may plan."""
    numbers = desks_that_may(context.actor, "plan_outing")
    return [bureau for number in numbers if (bureau := context.uow.get(Bureau, number)) is not None]


def _side(rest: str) -> str:
    return rest.partition(":")[2]


def _id(goer: Goer) -> int:
    return goer.expert.id or 0


def _fired(context: Context) -> tuple[int, Fired]:
    fired = context.reply
    if not isinstance(fired, Fired):
        raise TypeError("only the clock fires timers")
    return int(fired.about.partition(":")[2]), fired


def _soon(context: Context) -> Effects:
    return preparing.remind(context.uow, *_fired(context))


def _over(context: Context) -> Effects:
    return visit_clock.ask_what_took_place(context.uow, *_fired(context))


COMMANDS: Mapping[str, Act] = {"activities": listed}

ACTIONS: Mapping[str, Act] = {
    "act": show,
    "act.plan": plan,
    "act.one": plan_one,
    "act.new": plan_anew,
    "act.add": _asking(change_outing.ask_to_add),
    "act.hosts": _asking(change_outing.ask_hosts),
    "act.drop": drop,
    "act.out": step_back,
    "act.move": _asking(change_outing.ask_to_move),
    "act.cancel": _asking(change_outing.ask_to_cancel),
    "act.checks": checks,
    "act.check": check,
    "act.ics": calendar,
    "act.card": contacts,
    "act.problem": problem,
    "act.answer": answer,
    "act.visits": visits,
    "v.yes": came,
    "v.no": came_not,
    "v.day": other_day,
    "v.all": all_came,
    "v.see": see,
    "v.held": held,
    "v.on": held_on,
    "v.void": void,
    "v.fix": correct,
}

TIMERS: Mapping[str, Callable[[Context], Effects]] = {preparing.SOON: _soon, preparing.OVER: _over}
