"""Buttons of a pair, of follow-up service and of results; and the clock's word on a service that is due."""

from collections.abc import Callable, Mapping

from handlers.cards.pairs import Pair
from handlers.context import Context
from handlers.dialogue.replies import Fired
from handlers.dialogue.step import Refused
from handlers.domain.actors import may
from handlers.domain.outcomes import DONE, DROPPED, PLANNED
from handlers.effects import Effects
from handlers.flows import follow_up, invite_again
from handlers.usecases import following_up
from handlers.usecases.pairs import opened_pair, opened_visit, show_pair

LONGEST = 16
"""Digits of an id; more of them are somebody's invention."""


def show(context: Context, rest: str) -> Effects:
    """Show what an expert and an enterprise have done together."""
    return show_pair(context.uow, context.actor, _pair(context, rest, "see_pair"))


def again(context: Context, rest: str) -> Effects:
    """Invite the same expert again: to a need of the enterprise that stands open, or once there is one."""
    pair = _pair(context, rest, "see_pair")
    if may(context.actor, "invite", pair.subject):
        return invite_again.ask(context, pair)
    if may(context.actor, "file_need", pair.subject):
        return invite_again.wish(context, pair)
    raise Refused("pair.may_not")


def fill_in(context: Context, rest: str) -> Effects:
    """Fill in a need for an enterprise that has none open."""
    return invite_again.fill_in(context, _pair(context, rest, "see_pair"))


def want(context: Context, rest: str) -> Effects:
    """Keep what is to follow a visit, and ask for the next date when something is."""
    number, _, code = rest.partition(":")
    visit_id = number_in(number)
    effects = following_up.choose_intention(context.uow, context.actor, visit_id, code)
    if code == following_up.NONE:
        return effects
    pair, visit = opened_visit(context.uow, context.actor, visit_id, "record_result")
    if any(each.visit_id == visit_id and each.state == PLANNED for each in pair.follow_ups):
        return effects
    return (*effects, *follow_up.ask_service(context, pair, visit))


def new_service(context: Context, rest: str) -> Effects:
    """Ask when the expert is to come again."""
    pair, visit = opened_visit(context.uow, context.actor, number_in(rest), "record_result")
    return follow_up.ask_service(context, pair, visit)


def move(context: Context, rest: str) -> Effects:
    """Ask for another day of a service that is still planned."""
    pair, service = following_up.opened_service(context.uow, context.actor, number_in(rest))
    if service.state != PLANNED:
        return following_up.end_service(context.uow, context.actor, service.id or 0, service.state)
    return follow_up.ask_move(context, pair, service)


def done(context: Context, rest: str) -> Effects:
    """Say that the service took place."""
    return following_up.end_service(context.uow, context.actor, number_in(rest), DONE)


def drop(context: Context, rest: str) -> Effects:
    """Say that the service will not take place."""
    return following_up.end_service(context.uow, context.actor, number_in(rest), DROPPED)


def new_result(context: Context, rest: str) -> Effects:
    """Ask what came of a visit."""
    pair, visit = opened_visit(context.uow, context.actor, number_in(rest), "record_result")
    return follow_up.ask_result(context, pair, visit)


def strike(context: Context, rest: str) -> Effects:
    """Ask which result was told wrongly."""
    pair = _pair(context, rest, "strike_result")
    if all(each.struck_at for each in pair.results):
        return show_pair(context.uow, context.actor, pair)
    return follow_up.ask_strike(context, pair)


def due(context: Context) -> Effects:
    """Look after a service whose moment has come."""
    fired = context.reply
    if not isinstance(fired, Fired):
        raise TypeError("only the clock fires timers")
    return following_up.service_due(context.uow, int(fired.about.partition(":")[2]), fired)


def number_in(words: str) -> int:
    """Return the id that a button carries. Raises `Refused` for what is none."""
    number = words.partition(":")[0]
    if not number.isdecimal() or len(number) >= LONGEST:
        raise Refused("pair.gone")
    return int(number)


def _pair(context: Context, rest: str, action: str) -> Pair:
    one, _, other = rest.partition(":")
    return opened_pair(context.uow, context.actor, number_in(one), number_in(other), action)


ACTIONS: Mapping[str, Callable[[Context, str], Effects]] = {
    "pair": show,
    "pair.want": want,
    "pair.again": again,
    "pair.need": fill_in,
    "serve.new": new_service,
    "serve.move": move,
    "serve.done": done,
    "serve.drop": drop,
    "res.new": new_result,
    "res.strike": strike,
}

TIMERS: Mapping[str, Callable[[Context], Effects]] = {following_up.SERVICE: due}
