"""Buttons and the command of being told less (少提醒, 提醒设置)."""

from collections.abc import Callable, Mapping

from handlers.context import Context
from handlers.effects import Effects
from handlers.usecases import preferences


def less(context: Context, rest: str) -> Effects:
    """Ask how to be told less; `rest` is the subject of the message that came."""
    return preferences.ask_less(context.uow, context.actor, rest)


def choose(context: Context, rest: str) -> Effects:
    """Take one of the choices: all, digest, deadlines."""
    return preferences.choose(context.uow, context.actor, rest)


def mute(context: Context, rest: str) -> Effects:
    """Hear no more about a subject."""
    return preferences.mute(context.uow, context.actor, rest)


def hear_all(context: Context, _: str) -> Effects:
    """Hear everything again."""
    return preferences.hear_all(context.uow, context.actor)


def show(context: Context, _: str) -> Effects:
    """Show what the person hears."""
    return preferences.show_preferences(context.uow, context.actor)


ACTIONS: Mapping[str, Callable[[Context, str], Effects]] = {
    "less": less,
    "less.set": choose,
    "less.mute": mute,
    "less.all": hear_all,
}

COMMANDS: Mapping[str, Callable[[Context, str], Effects]] = {"notify": show}
