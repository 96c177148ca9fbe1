"""The daily digest's timer, command and buttons."""

from collections.abc import Callable, Mapping

from handlers.context import Context
from handlers.dialogue.replies import Fired
from handlers.dialogue.step import Refused
from handlers.domain.bureaus import Member
from handlers.effects import Effects
from handlers.flows import digest_hour
from handlers.usecases import digest, weekly
from handlers.usecases.cockpit import redraw_for
from handlers.usecases.digest_chasing import chase_from_digest
from handlers.usecases.filing_views import opened, show_filing
from handlers.usecases.quiet import is_late


def _fire(context: Context) -> Effects:
    if not isinstance(context.reply, Fired):
        raise TypeError("only the clock fires timers")
    number = int(context.reply.about.partition(":")[2])
    member = context.uow.get(Member, number)
    fresh = redraw_for(context.uow, member.person_id) if member else ()
    return (*digest.send_digest(context.uow, number, late=is_late(context.reply)), *fresh)


def _weekly(context: Context) -> Effects:
    if not isinstance(context.reply, Fired):
        raise TypeError("only the clock fires timers")
    number = int(context.reply.about.partition(":")[2])
    return weekly.send_weekly(context.uow, number, context.reply)


def show(context: Context, _: str) -> Effects:
    """Show the digest as things stand."""
    return digest.show_digest(context.uow, context.actor)


def ask_hour(context: Context, _: str) -> Effects:
    """Ask at what time the digest is to come."""
    digest.require_bureau(context.actor)
    return digest_hour.begin(context)


def chase(context: Context, rest: str) -> Effects:
    """Chase whoever below has not filed; several only after a second tap."""
    return chase_from_digest(context.uow, context.actor, _number(rest), sure=False)


def chase_all(context: Context, rest: str) -> Effects:
    """Chase all that were named."""
    return chase_from_digest(context.uow, context.actor, _number(rest), sure=True)


def open_filing(context: Context, rest: str) -> Effects:
    """Show a filing's card below the digest."""
    filing = opened(context.uow, context.actor, _number(rest), "see_filing")
    return show_filing(context.uow, filing, context.me)


def _number(rest: str) -> int:
    if not rest.isdecimal():
        raise Refused("filing.gone")
    return int(rest)


ACTIONS: Mapping[str, Callable[[Context, str], Effects]] = {
    "digest.hour": ask_hour,
    "dg.file": open_filing,
    "dg.chase": chase,
    "dg.chase2": chase_all,
}

COMMANDS: Mapping[str, Callable[[Context, str], Effects]] = {"digest": show, "digesthour": ask_hour}

TIMERS: Mapping[str, Callable[[Context], Effects]] = {digest.WHAT: _fire, weekly.WHAT: _weekly}
