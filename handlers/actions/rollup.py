"""Buttons around sending needs up (上报): the list, one need's screening, the second tap, returning."""

from collections.abc import Callable, Mapping

from handlers.context import Context
from handlers.dialogue.step import Refused
from handlers.domain.filings import WAIVED
from handlers.domain.needs import Need
from handlers.effects import Effects
from handlers.flows import screen_need
from handlers.telling import line
from handlers.usecases.filing_state import already
from handlers.usecases.need_views import show_need
from handlers.usecases.returning_up import opened_above, show_sent
from handlers.usecases.rolling_up import (
    ask_sure,
    decide,
    flag,
    listed,
    opened_list,
    send_up,
    show_choices,
    show_one,
)


def show(context: Context, rest: str) -> Effects:
    """Show the list of needs to choose from, at a page: "12:1"."""
    number, page = _two(rest)
    filing = opened_list(context.uow, context.actor, number)
    if filing.state == WAIVED:
        return already(context.uow, filing, context.actor)
    return show_choices(context.uow, filing, context.actor, page=page)


def one(context: Context, rest: str) -> Effects:
    """Show one need of the list: "12:34"."""
    number, need_id = _two(rest)
    return show_one(context.uow, opened_list(context.uow, context.actor, number), need_id, context.actor)


def take_in(context: Context, rest: str) -> Effects:
    """Choose a need."""
    number, need_id = _two(rest)
    filing = decide(number, need_id, context.uow, context.actor, sends=True)
    return show_choices(context.uow, filing, context.actor)


def leave_out(context: Context, rest: str) -> Effects:
    """Ask why a need is left out."""
    number, need_id = _two(rest)
    return screen_need.ask_why_out(context, number, _need(context, number, need_id))


def mark(context: Context, rest: str) -> Effects:
    """Ask for a need's marks."""
    number, need_id = _two(rest)
    return screen_need.ask_for_marks(context, number, _need(context, number, need_id))


def flag_key(context: Context, rest: str) -> Effects:
    """Mark a need as a key difficulty, or not."""
    number, need_id = _two(rest)
    filing = flag(number, need_id, context.uow, context.actor)
    return show_one(context.uow, filing, need_id, context.actor)


def sure(context: Context, rest: str) -> Effects:
    """Ask once more before needs are sent up."""
    return ask_sure(_number(rest), context.uow, context.actor)


def send(context: Context, rest: str) -> Effects:
    """Send them up: "12:3.0a1b2c3d"."""
    return send_up(_number(rest), rest.partition(":")[2], context.uow, context.actor)


def sent(context: Context, rest: str) -> Effects:
    """Show the receiver what has come."""
    number, page = _two(rest)
    return show_sent(context.uow, context.actor, number, page)


def send_back(context: Context, rest: str) -> Effects:
    """Ask why a need is returned."""
    number, revision = _two(rest)
    need = opened_above(context.uow, context.actor, number)
    if need.sent_up_to is None or need.revision != revision:
        return show_need(context.uow, need, context.actor, line("rollup.not_here"))
    return screen_need.ask_why_back(context, need)


def _need(context: Context, filing_id: int, need_id: int) -> Need:
    return listed(context.uow, opened_list(context.uow, context.actor, filing_id), need_id)


def _two(rest: str) -> tuple[int, int]:
    number, second = (*rest.split(":"), "")[:2]
    return _number(number), _number(second or "0")


def _number(rest: str) -> int:
    number = rest.partition(":")[0]
    if not number.isdecimal() or len(number) > _LONGEST:
        raise Refused("filing.gone")
    return int(number)


_LONGEST = 15

ACTIONS: Mapping[str, Callable[[Context, str], Effects]] = {
    "up": show,
    "up.one": one,
    "up.in": take_in,
    "up.out": leave_out,
    "up.mark": mark,
    "up.key": flag_key,
    "up.sure": sure,
    "up.yes": send,
    "up.sent": sent,
    "up.back": send_back,
}
