"""Buttons and the command of what questionnaires come to (满意度)."""

from collections.abc import Callable, Mapping

from handlers.cards.satisfaction import Listing
from handlers.context import Context
from handlers.effects import Effects
from handlers.usecases import satisfaction

DIGITS = 5
"""Digits of a page's number; more of them are somebody's invention."""


def figures(context: Context, rest: str) -> Effects:
    """Show what questionnaires come to: "r320583-2026:satisfaction"."""
    scope, _, form = rest.partition(":")
    return satisfaction.show_scope(context.uow, context.actor, scope, form)


def one_by_one(context: Context, rest: str) -> Effects:
    """Show them one by one: "a12:satisfaction:0"."""
    return satisfaction.show_each(context.uow, context.actor, _listing(rest, words=False))


def words(context: Context, rest: str) -> Effects:
    """Show what was said in words: "a12:satisfaction:0"."""
    return satisfaction.show_each(context.uow, context.actor, _listing(rest, words=True))


def own_figures(context: Context, _: str) -> Effects:
    """Answer /satisfaction."""
    return satisfaction.show_own(context.uow, context.actor)


def _listing(rest: str, *, words: bool) -> Listing:
    scope, form, page = (*rest.split(":"), "", "")[:3]
    number = int(page) if page.isdecimal() and len(page) <= DIGITS else 0
    return Listing(scope, form, number, words=words)


ACTIONS: Mapping[str, Callable[[Context, str], Effects]] = {
    "s.sum": figures,
    "s.each": one_by_one,
    "s.words": words,
}

COMMANDS: Mapping[str, Callable[[Context, str], Effects]] = {"satisfaction": own_figures}
