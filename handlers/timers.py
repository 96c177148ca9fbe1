"""What a timer does when it is due: name of the rule -> (context) -> effects. `context.reply` is the `Fired`."""

from collections.abc import Callable, Mapping

from handlers.context import Context
from handlers.effects import Effects

Timer = Callable[[Context], Effects]

TIMERS: Mapping[str, Timer] = {}
