"""The calendar's command and buttons (日历): the year, the file, the feed."""

from collections.abc import Callable, Mapping

from handlers.context import Context
from handlers.dialogue.step import Refused
from handlers.effects import Effects
from handlers.usecases import calendars


def show(context: Context, _: str) -> Effects:
    """Show the year's days."""
    return calendars.show_year(context.uow, context.actor)


def file(context: Context, rest: str) -> Effects:
    """Send a bureau's deadlines as a file."""
    return calendars.give_file(context.uow, context.actor, _number(rest))


def subscribe(context: Context, rest: str) -> Effects:
    """Make a feed, or say that there is one."""
    return calendars.subscribe(context.uow, context.actor, _number(rest))


def renew(context: Context, rest: str) -> Effects:
    """Make a new address; the former one ends."""
    return calendars.subscribe(context.uow, context.actor, _number(rest), anew=True)


def stop(context: Context, rest: str) -> Effects:
    """End the feed."""
    return calendars.unsubscribe(context.uow, context.actor, _number(rest))


def _number(rest: str) -> int:
    if not rest.isdecimal():
        raise Refused("calendar.may_not")
    return int(rest)


ACTIONS: Mapping[str, Callable[[Context, str], Effects]] = {
    "cal.file": file,
    "cal.sub": subscribe,
    "cal.new": renew,
    "cal.stop": stop,
}

COMMANDS: Mapping[str, Callable[[Context, str], Effects]] = {"calendar": show}
