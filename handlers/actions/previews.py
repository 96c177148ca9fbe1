"""The preview's command and buttons (明日预览): pages, and skipping with a second tap."""

from collections.abc import Callable, Mapping, Sequence

from handlers.context import Context
from handlers.effects import Effects
from handlers.thinking import Leaving
from handlers.usecases.previewing import ask_to_skip, show_preview, wanted
from handlers.usecases.skipping import skip


def show(context: Context, _: str) -> Effects:
    """Show what will leave until the next working day is over."""
    return show_preview(context.uow, context.actor, _leaving(context))


def turn(context: Context, rest: str) -> Effects:
    """Show another page in place."""
    page = int(rest) if rest.isdecimal() else 0
    return show_preview(context.uow, context.actor, _leaving(context), page, buzz=False)


def ask(context: Context, rest: str) -> Effects:
    """Ask once more before a reminder is skipped."""
    return ask_to_skip(context.uow, context.actor, _leaving(context), rest)


def skip_it(context: Context, rest: str) -> Effects:
    """Skip the reminder, and show what is left without it."""
    leaving = [each for each in _leaving(context) if each.key != rest]
    skipped = skip(context.uow, context.actor, rest)
    shown = show_preview(context.uow, context.actor, leaving, news="preview.skipped", buzz=False)
    return (*skipped, *shown)


def _leaving(context: Context) -> Sequence[Leaving]:
    found: Sequence[Leaving] = context.need_fact(wanted(context.uow, context.actor))
    return found


ACTIONS: Mapping[str, Callable[[Context, str], Effects]] = {
    "pv": turn,
    "pv.skip": ask,
    "pv.yes": skip_it,
}

COMMANDS: Mapping[str, Callable[[Context, str], Effects]] = {"preview": show}
