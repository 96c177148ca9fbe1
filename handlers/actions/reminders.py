"""Timers and buttons of the programme's year: planning it, reminding of filings, putting a reminder off."""

from collections.abc import Callable, Mapping

from handlers.context import Context
from handlers.dialogue.replies import Fired
from handlers.effects import Effects
from handlers.usecases.planning import PLAN, plan_daily


def fired_in(context: Context) -> Fired:
    """Return what the clock said. TypeError when it was not the clock."""
    if not isinstance(context.reply, Fired):
        raise TypeError("only the clock fires timers")
    return context.reply


def _plan(context: Context) -> Effects:
    return plan_daily(context.uow, str(fired_in(context).data.get("seen", "")))


TIMERS: Mapping[str, Callable[[Context], Effects]] = {PLAN: _plan}
