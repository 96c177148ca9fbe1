"""What a due timer does: name of the rule -> (context) -> effects. `context.reply` is the `Fired`."""

from collections.abc import Callable, Mapping

from handlers.actions import (
    bureau,
    calls,
    cases,
    digests,
    filings,
    following,
    invitations,
    notices,
    outings,
    people,
    reminders,
    sheets,
    surveys,
)
from handlers.context import Context
from handlers.dialogue.replies import Fired
from handlers.effects import Effects
from handlers.usecases.climbing import climb

Timer = Callable[[Context], Effects]


def _climb(context: Context) -> Effects:
    return climb(context.uow, _number_in(context))


def _number_in(context: Context) -> int:
    """Return the id of what a timer is about: 12 for "need:12"."""
    reply = context.reply
    return int(reply.about.partition(":")[2]) if isinstance(reply, Fired) else 0


TIMERS: Mapping[str, Timer] = {
    "climb": _climb,
    **invitations.TIMERS,
    **filings.TIMERS,
    **calls.TIMERS,
    **people.TIMERS,
    **reminders.TIMERS,
    **digests.TIMERS,
    **notices.TIMERS,
    **bureau.TIMERS,
    **sheets.TIMERS,
    **following.TIMERS,
    **cases.TIMERS,
    **surveys.TIMERS,
    **outings.TIMERS,
}
