"""The daily digest's timer, command and buttons."""

from collections.abc import Callable, Mapping

from handlers.context import Context
from handlers.dialogue.replies import Fired
from handlers.effects import Effects
from handlers.flows import digest_hour
from handlers.usecases import digest
from handlers.usecases.quiet import is_late


def _fire(context: Context) -> Effects:
    if not isinstance(context.reply, Fired):
        raise TypeError("only the clock fires timers")
    number = int(context.reply.about.partition(":")[2])
    return digest.send_digest(context.uow, number, late=is_late(context.reply))


def show(context: Context, _: str) -> Effects:
    """Show the digest as things stand."""
    return digest.show_digest(context.uow, context.actor)


def ask_hour(context: Context, _: str) -> Effects:
    """Ask at what time the digest is to come."""
    digest.require_bureau(context.actor)
    return digest_hour.begin(context)


ACTIONS: Mapping[str, Callable[[Context, str], Effects]] = {"digest.hour": ask_hour}

COMMANDS: Mapping[str, Callable[[Context, str], Effects]] = {"digest": show, "digesthour": ask_hour}

TIMERS: Mapping[str, Callable[[Context], Effects]] = {digest.WHAT: _fire}
