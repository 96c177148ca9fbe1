"""The timers of what goes out beside the chats: hand it over, and go on when that failed."""

from collections.abc import Callable, Mapping

from handlers.context import Context
from handlers.dialogue.replies import Fired
from handlers.effects import Effects
from handlers.usecases.gathering import RELEASE, let_out
from handlers.usecases.notices import FAILED, SEND, hand_over, not_handed_over
from handlers.usecases.reaching import code_lost


def send(context: Context) -> Effects:
    """Hand over what waits for a person."""
    number = _fired(context).about.partition(":")[2]
    return hand_over(int(number), context.uow)


def failed(context: Context) -> Effects:
    """Go on with what a mail server or the gateway did not take."""
    fired = _fired(context)
    kind, _, number = fired.about.partition(":")
    if kind == "code":
        return code_lost(int(number), context.uow)
    way, gone = str(fired.data.get("way", "")), bool(fired.data.get("gone"))
    return not_handed_over(fired.about, way, context.uow, gone=gone)


def let_held_out(context: Context) -> Effects:
    """Say what was held for a person over quiet hours."""
    return let_out(context.uow, int(_fired(context).about.partition(":")[2]))


def _fired(context: Context) -> Fired:
    if not isinstance(context.reply, Fired):
        raise TypeError("only the clock fires timers")
    return context.reply


TIMERS: Mapping[str, Callable[[Context], Effects]] = {
    SEND: send,
    FAILED: failed,
    RELEASE: let_held_out,
}
