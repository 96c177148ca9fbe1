"""What a button does: verb -> (context, the rest of its code) -> effects. Every action checks anew who may."""

from collections.abc import Callable, Mapping

from handlers.context import Context
from handlers.effects import Effects

Action = Callable[[Context, str], Effects]

ACTIONS: Mapping[str, Action] = {}
