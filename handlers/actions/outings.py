"""Buttons, commands and timers of activities (对接活动) and of the visits in them."""

from collections.abc import Callable, Mapping
from datetime import date

from handlers.cards.outings import Outing
from handlers.context import Context
from handlers.dialogue.replies import Fired
from handlers.dialogue.step import Refused
from handlers.domain.activities import CAME, CAME_NOT, PLANNED
from handlers.domain.actors import may
from handlers.domain.invitations import ACCEPTED
from handlers.domain.needs import Need
from handlers.effects import Effects
from handlers.flows import change_outing, plan_outing
from handlers.matchmaking.outings import free_invitations
from handlers.telling import line, tell
from handlers.usecases import confirming_visits, outings, preparing
from handlers.usecases.need_views import subject_of

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
    bureau = next(desk.bureau_id for desk in context.actor.desks if desk.acts and desk.covers(need.county))
    accepted = {i.id for i in context.uow.invitations.of_need(need.id or 0) if i.state == ACCEPTED}
    free = [m for m in free_invitations(context.uow, bureau) if m.invitation.id in accepted]
    if not free:
        return tell(context.uow, context.me, line("outing.nobody_free"))
    return plan_outing.begin(context, bureau, tuple(free))


def plan_anew(context: Context, rest: str) -> Effects:
    """Open the form for any accepted invitations of a bureau."""
    bureau = number_in(rest)
    if all(desk.bureau_id != bureau or not desk.acts for desk in context.actor.desks):
        raise Refused("outing.may_not")
    if not free_invitations(context.uow, bureau):
        return tell(context.uow, context.me, line("outing.nobody_free"))
    return plan_outing.begin(context, bureau, ())


def add(context: Context, rest: str) -> Effects:
    """Ask who else goes."""
    outing = _planned(context, rest)
    if not free_invitations(context.uow, outing.activity.bureau_id):
        return tell(context.uow, context.me, line("outing.nobody_free"))
    return change_outing.ask_to_add(context, outing)


def drop(context: Context, rest: str) -> Effects:
    """Ask who does not go any more."""
    return change_outing.ask_to_drop(context, _planned(context, rest))


def move(context: Context, rest: str) -> Effects:
    """Ask for other days."""
    return change_outing.ask_to_move(context, _planned(context, rest))


def cancel(context: Context, rest: str) -> Effects:
    """Ask why it is called off."""
    return change_outing.ask_to_cancel(context, _planned(context, rest))


def checks(context: Context, rest: str) -> Effects:
    """Show what the hosts have ready."""
    outing = _opened(context, rest, "plan_outing")
    return preparing.checks_card(context.uow, context.actor, outing)


def check(context: Context, rest: str) -> Effects:
    """Tick something off a host's list: "12:room"."""
    return preparing.tick(context.uow, context.actor, number_in(rest), rest.partition(":")[2])


def calendar(context: Context, rest: str) -> Effects:
    """Send the calendar file."""
    return preparing.calendar_file(context.uow, context.actor, _opened(context, rest, "see_outing"))


def problem(context: Context, rest: str) -> Effects:
    """Ask what is in the way."""
    return change_outing.ask_problem(context, _opened(context, rest, "raise_problem"))


def came(context: Context, rest: str) -> Effects:
    """Say that it took place as planned."""
    return confirming_visits.say(context.uow, context.actor, number_in(rest), CAME)


def came_not(context: Context, rest: str) -> Effects:
    """Say that it did not take place."""
    return confirming_visits.say(context.uow, context.actor, number_in(rest), CAME_NOT)


def other_day(context: Context, rest: str) -> Effects:
    """Ask on which other day it took place."""
    outing, visit = outings.opened_visit(context.uow, number_in(rest))
    subject = outing.subject_of(visit)
    if not any(may(context.actor, side, subject) for side in ("confirm_as_expert", "confirm_as_host")):
        raise Refused("outing.may_not")
    return change_outing.ask_day(context, outing, visit)


def held(context: Context, rest: str) -> Effects:
    """Let the coordinator say that it took place: "12:2026-05-20"."""
    try:
        day = date.fromisoformat(rest.partition(":")[2])
    except ValueError:
        raise Refused("command.old_button") from None
    return confirming_visits.settle(context.uow, context.actor, number_in(rest), day)


def void(context: Context, rest: str) -> Effects:
    """Let the coordinator say that it did not take place."""
    return confirming_visits.settle(context.uow, context.actor, number_in(rest), None)


def correct(context: Context, rest: str) -> Effects:
    """Offer the other answers for a settled visit."""
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
    outing = _opened(context, rest, "plan_outing")
    if outing.activity.state != PLANNED or outing.over:
        raise Refused("outing.not_any_more")
    return outing


def _fired(context: Context) -> tuple[int, Fired]:
    fired = context.reply
    if not isinstance(fired, Fired):
        raise TypeError("only the clock fires timers")
    return int(fired.about.partition(":")[2]), fired


def _soon(context: Context) -> Effects:
    return preparing.remind(context.uow, *_fired(context))


def _over(context: Context) -> Effects:
    return confirming_visits.ask_what_took_place(context.uow, *_fired(context))


COMMANDS: Mapping[str, Act] = {"activities": listed}

ACTIONS: Mapping[str, Act] = {
    "act": show,
    "act.plan": plan,
    "act.new": plan_anew,
    "act.add": add,
    "act.drop": drop,
    "act.move": move,
    "act.cancel": cancel,
    "act.checks": checks,
    "act.check": check,
    "act.ics": calendar,
    "act.problem": problem,
    "v.yes": came,
    "v.no": came_not,
    "v.day": other_day,
    "v.held": held,
    "v.void": void,
    "v.fix": correct,
}

TIMERS: Mapping[str, Callable[[Context], Effects]] = {preparing.SOON: _soon, preparing.OVER: _over}
