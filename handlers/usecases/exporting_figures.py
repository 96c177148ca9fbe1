"""The figures as rows of a table: the same board that the chat shows, of a unit and of those below it."""

from collections.abc import Iterator, Mapping

from handlers.cards.indicators import Board, Indicator, how, wanted
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate
from handlers.domain.actors import Actor, may
from handlers.domain.bureaus import Bureau
from handlers.ports.work import UnitOfWork
from handlers.sheets.cells import Cell
from handlers.usecases.indicators import boards, own_unit, units_below
from handlers.usecases.subjects import unit_subject


def figure_rows(
    actor: Actor | None, area: str, year: int, uow: UnitOfWork, t: Translate
) -> list[Mapping[str, Cell]]:
    """Return a row for each figure: of the unit of an area, and of each unit that reports to it.

    Without an area it is the actor's own unit, for the operator (no actor) everything there is. Raises
    `Refused` for somebody who may not take these figures away.
    """
    bureau = unit_of(actor, area, uow)
    if actor is not None and (bureau is None or not may(actor, "export", unit_subject(uow, bureau))):
        raise Refused("kpi.no_file")
    made = boards(uow, year or None)
    below = units_below(uow, bureau) if bureau else [b for b in uow.bureaus.all() if b.reports_to is None]
    return [row for each in (bureau, *below) for row in _rows(made(each), t)]


def unit_of(actor: Actor | None, area: str, uow: UnitOfWork) -> Bureau | None:
    """Return the unit that is meant. Raises `Refused` for an area that has none."""
    if area:
        found = uow.bureaus.at(area)
        if found is None:
            raise Refused("kpi.no_unit", area=area)
        return found
    return own_unit(uow, actor) if actor else None


def _rows(board: Board, t: Translate) -> Iterator[Mapping[str, Cell]]:
    for each in board.all:
        yield {
            "bureau": board.bureau or t("export.whole"),
            "indicator": each.name(t),
            "from": each.span.first,
            "until": each.span.last,
            "done": each.done if each.items is not None else None,
            "times": each.times,
            **_goal(each, t),
            "how": how(each.what, board.rules, t) if each.items is not None else t("kpi.counted_elsewhere"),
        }


def _goal(indicator: Indicator, t: Translate) -> Mapping[str, Cell]:
    """Return the goal in numbers and in the notice's words, the even pace and the forecast."""
    pace, target = indicator.pace, indicator.target
    return {
        "goal": target.number if target else None,
        "words": wanted(indicator, t),
        "expected": pace.expected if pace and pace.standing != "small" else None,
        "forecast": pace.forecast if pace else None,
    }
