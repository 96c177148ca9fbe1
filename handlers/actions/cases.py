"""Buttons of a typical case (典型事例), the command that lists them, and the clock's question for one."""

from collections.abc import Callable, Mapping

from handlers.context import Context
from handlers.dialogue.replies import Fired
from handlers.dialogue.step import Refused
from handlers.domain.outcomes import ASKED, DRAFT
from handlers.effects import Effects
from handlers.flows import tell_case
from handlers.usecases import cases

LONGEST = 16
"""Digits of an id; more of them are somebody's invention."""


def show(context: Context, rest: str) -> Effects:
    """Show a case to whoever may see it."""
    pair, case = cases.opened_case(context.uow, context.actor, _number(rest), "see_case")
    return cases.show_case(context.uow, context.actor, pair, case)


def tell(context: Context, rest: str) -> Effects:
    """Begin to ask how it went."""
    _, case = cases.opened_case(context.uow, context.actor, _number(rest), "tell_case")
    if case.state not in {ASKED, DRAFT}:
        raise Refused("case.not_any_more")
    return tell_case.ask_case(context, case)


def decline(context: Context, rest: str) -> Effects:
    """Take a no."""
    return cases.decline_case(context.uow, context.actor, _number(rest))


def edit(context: Context, rest: str) -> Effects:
    """Ask for the better draft."""
    pair, case = cases.opened_case(context.uow, context.actor, _number(rest), "edit_case")
    return tell_case.ask_draft(context, pair, case)


def go_on(context: Context, rest: str) -> Effects:
    """Take the case one level on."""
    return cases.raise_case(context.uow, context.actor, _number(rest), _number(rest.partition(":")[2]))


def drop(context: Context, rest: str) -> Effects:
    """Put the case aside."""
    return cases.drop_case(context.uow, context.actor, _number(rest))


def add_media(context: Context, rest: str) -> Effects:
    """Ask where it was published."""
    pair, case = cases.opened_case(context.uow, context.actor, _number(rest), "edit_case")
    return tell_case.ask_media(context, pair, case)


def open_file(context: Context, rest: str) -> Effects:
    """Send a voice note or photo."""
    return cases.give_file(context.uow, context.actor, _number(rest), rest.partition(":")[2])


def listed(context: Context, _: str) -> Effects:
    """Answer /cases."""
    return cases.list_cases(context.uow, context.actor)


def due(context: Context) -> Effects:
    """Ask for a case whose moment has come."""
    fired = context.reply
    if not isinstance(fired, Fired):
        raise TypeError("only the clock fires timers")
    return cases.ask_for_case(context.uow, int(fired.about.partition(":")[2]), fired)


def _number(words: str) -> int:
    number = words.partition(":")[0]
    if not number.isdecimal() or len(number) >= LONGEST:
        raise Refused("case.gone")
    return int(number)


ACTIONS: Mapping[str, Callable[[Context, str], Effects]] = {
    "case": show,
    "case.tell": tell,
    "case.not": decline,
    "case.edit": edit,
    "case.on": go_on,
    "case.drop": drop,
    "case.media": add_media,
    "case.file": open_file,
}

COMMANDS: Mapping[str, Callable[[Context, str], Effects]] = {"cases": listed}

TIMERS: Mapping[str, Callable[[Context], Effects]] = {cases.DUE: due}
