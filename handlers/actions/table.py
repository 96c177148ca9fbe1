"""What a button does: verb -> (context, rest of its code) -> effects. Every action checks anew who may."""

from collections.abc import Callable, Mapping

from handlers.actions import (
    bureau,
    calendars,
    calls,
    cases,
    digests,
    exporting,
    filings,
    following,
    holdings,
    invitations,
    matching,
    needs,
    people,
    preferences,
    previews,
    reaching,
    reminders,
    rollup,
    sheets,
    surveys,
    tasks,
)
from handlers.context import Context
from handlers.effects import Effects

Action = Callable[[Context, str], Effects]

ACTIONS: Mapping[str, Action] = {
    "need": needs.show,
    "n.ok": needs.approve,
    "n.back": needs.return_it,
    "n.no": needs.reject,
    "n.on": needs.hand_on,
    "n.tags": needs.retag,
    "n.avoid": needs.avoid,
    "n.call": needs.call,
    "n.file": needs.open_file,
    "n.mend": needs.mend,
    "n.drop": needs.withdraw,
    "n.drop2": needs.withdraw_now,
    "task": tasks.show,
    "task.done": tasks.done,
    "task.file": tasks.open_file,
    **matching.ACTIONS,
    **invitations.ACTIONS,
    **filings.ACTIONS,
    **calls.ACTIONS,
    **bureau.ACTIONS,
    **rollup.ACTIONS,
    **people.ACTIONS,
    **sheets.ACTIONS,
    **exporting.ACTIONS,
    **preferences.ACTIONS,
    **reminders.ACTIONS,
    **digests.ACTIONS,
    **previews.ACTIONS,
    **calendars.ACTIONS,
    **reaching.ACTIONS,
    **following.ACTIONS,
    **cases.ACTIONS,
    **holdings.ACTIONS,
    **surveys.ACTIONS,
}
