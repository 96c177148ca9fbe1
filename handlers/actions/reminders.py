"""Timers and buttons of the programme's year: planning it, reminding of filings, putting a reminder off."""

from collections.abc import Callable, Mapping

from handlers.context import Context
from handlers.dialogue.replies import Fired
from handlers.dialogue.step import Refused
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.usecases.following import CHANGED
from handlers.usecases.ladders import CLIMB, RUNG, SNOOZED
from handlers.usecases.overdue import report_overdue
from handlers.usecases.planning import PLAN, plan_daily
from handlers.usecases.putting_off import put_off, remind_again
from handlers.usecases.reminding import remind
from handlers.usecases.telling_changes import tell_change
from handlers.usecases.windows import open_window
from handlers.usecases.year_rows import WINDOW


def fired_in(context: Context) -> Fired:
    """Return what the clock said. TypeError when it was not the clock."""
    if not isinstance(context.reply, Fired):
        raise TypeError("only the clock fires timers")
    return context.reply


def _plan(context: Context) -> Effects:
    return plan_daily(context.uow, str(fired_in(context).data.get("seen", "")))


def _about(deed: Callable[[UnitOfWork, int, Fired], Effects]) -> Callable[[Context], Effects]:
    def fire(context: Context) -> Effects:
        fired = fired_in(context)
        return deed(context.uow, int(fired.about.partition(":")[2]), fired)

    return fire


def _snooze(context: Context, rest: str) -> Effects:
    """Put a reminder off: "12:am"."""
    number, _, how = rest.partition(":")
    if not number.isdecimal():
        raise Refused("remind.unknown")
    return put_off(context.uow, context.actor, int(number), how)


ACTIONS: Mapping[str, Callable[[Context, str], Effects]] = {"snooze": _snooze}

TIMERS: Mapping[str, Callable[[Context], Effects]] = {
    PLAN: _plan,
    RUNG: _about(remind),
    CLIMB: _about(report_overdue),
    SNOOZED: _about(remind_again),
    WINDOW: _about(open_window),
    CHANGED: _about(tell_change),
}
