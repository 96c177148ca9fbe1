"""指标: figures of a bureau, the names behind them, by unit, as a chart, as tables, as a bulletin."""

from collections.abc import Callable, Mapping

from handlers.context import Context
from handlers.dialogue.step import Refused
from handlers.effects import Effects
from handlers.usecases import bulletin_files, indicator_files, indicator_names, indicators
from handlers.usecases.bulletins import Wanted

LONGEST = 16
"""Digits of a number; more of them are somebody's invention."""
Act = Callable[[Context, str], Effects]


def figures(context: Context, _: str = "") -> Effects:
    """Answer /figures: the own bureau's board of this year."""
    bureau = indicators.own_unit(context.uow, context.actor)
    return indicators.show_board(context.uow, context.actor, bureau.id or 0)


def board(context: Context, rest: str) -> Effects:
    """Show a bureau's board: "12", or "12:2025" of another year."""
    bureau, _, year = rest.partition(":")
    shown = _number(year) if year else None
    return indicators.show_board(context.uow, context.actor, _number(bureau), shown)


def how(context: Context, rest: str) -> Effects:
    """Show how everything is counted."""
    return indicators.show_how(context.uow, context.actor, *_mark(rest))


def units(context: Context, rest: str) -> Effects:
    """Show the units below side by side."""
    return indicators.show_units(context.uow, context.actor, *_mark(rest))


def choose(context: Context, rest: str) -> Effects:
    """Ask behind which figure the names are wanted."""
    return indicator_names.choose_names(context.uow, context.actor, *_mark(rest))


def names(context: Context, rest: str) -> Effects:
    """Show a page of names: "12:2026:experts_a_year:1"."""
    parts = rest.split(":")
    code = parts[2] if len(parts) > len(("bureau", "year")) else ""
    page = _number(parts[3]) if len(parts) > len(("bureau", "year", "code")) else None
    return indicator_names.show_names(context.uow, context.actor, _mark(rest), code, page)


def chart(context: Context, rest: str) -> Effects:
    """Send the board as a picture."""
    return indicator_files.send_chart(context.uow, context.actor, *_mark(rest))


def tables(context: Context, rest: str) -> Effects:
    """Send the board as tables."""
    return indicator_files.send_tables(context.uow, context.actor, *_mark(rest))


def bulletin(context: Context, rest: str) -> Effects:
    """Ask of what a bulletin is to be, then in which class; make it: "12:2026:y:open"."""
    unit, year = _mark(rest)
    of, _, disclosure = rest.split(":", 2)[2].partition(":") if rest.count(":") > 1 else ("", "", "")
    if not of:
        return bulletin_files.ask_part(context.uow, context.actor, unit, year)
    wanted = Wanted(unit, year, of, disclosure)
    if not disclosure:
        return bulletin_files.ask_class(context.uow, context.actor, wanted)
    return bulletin_files.send_bulletin(context.uow, context.actor, wanted)


def _mark(rest: str) -> tuple[int, int]:
    """Return bureau and year."""
    bureau, year = [*rest.split(":"), ""][:2]
    return _number(bureau), _number(year)


def _number(words: str) -> int:
    if not words.isdecimal() or len(words) >= LONGEST:
        raise Refused("command.old_button")
    return int(words)


COMMANDS: Mapping[str, Act] = {"figures": figures}

ACTIONS: Mapping[str, Act] = {
    "kpi": board,
    "kpi.how": how,
    "kpi.u": units,
    "kpi.n": choose,
    "kpi.i": names,
    "kpi.c": chart,
    "kpi.x": tables,
    "kpi.b": bulletin,
}
