"""The names behind a figure (名单), a page at a time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from handlers.cards.indicators import Board, Indicator, number
from handlers.cards.needs import cut, language
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.texts import Translate
from handlers.domain.activities import Activity
from handlers.domain.days import spoken_day
from handlers.domain.enterprises import Enterprise
from handlers.domain.indicators import (
    ACTIVITIES,
    ENTERPRISES,
    EXPERTS,
    OF_RESULTS,
    PAIRED,
    PERSON_TIMES,
    TEAMS,
    Item,
)
from handlers.domain.outcomes import Outcome
from handlers.domain.regions import short_name

PAGE = 8


@dataclass(frozen=True, slots=True)
class Behind:
    """What an item is made of. `expert` is None for somebody erased; `opens` the button, "" for none."""

    item: Item
    expert: str | None = None
    unit: str = ""
    enterprise: Enterprise | None = None
    activity: Activity | None = None
    outcome: Outcome | None = None
    opens: str = ""


def which_names(board: Board, t: Translate) -> Message:
    """Ask behind which figure the names are wanted; a figure of nought has none."""
    found = [each for each in board.all if each.items]
    buttons = [
        Button(
            t("kpi.names.pick", name=cut(each.name(t)), done=number(each.what, each.done, t)),
            _code(board, each),
        )
        for each in found
    ]
    rows = tuple((button,) for button in buttons)
    back = (Button(t("kpi.button"), f"kpi:{board.mark}"),)
    return Message(lines=(t("kpi.names.which" if found else "kpi.names.none"),), rows=(*rows, back))


def names_page(
    board: Board, indicator: Indicator, behind: Sequence[Behind], page: int, t: Translate
) -> Message:
    """Return one page: who or what, and when; each with a button to what may be opened."""
    named = [_LINES[indicator.what](each, board, t) for each in behind]
    first = page * PAGE
    fields = tuple((f"{at}. {name}", detail) for at, (name, detail) in enumerate(named, start=first + 1))
    rows = [
        (Button(cut(f"{at}. {name}"), each.opens),)
        for at, ((name, _), each) in enumerate(zip(named, behind, strict=True), start=first + 1)
        if each.opens
    ]
    pages = max(1, -(-len(indicator.items or ()) // PAGE))
    turn = [(t("kpi.names.before"), page - 1), (t("kpi.names.more"), page + 1)]
    code = _code(board, indicator)
    buttons = [Button(label, f"{code}:{to}") for label, to in turn if 0 <= to < pages]
    back = Button(t("kpi.button"), f"kpi:{board.mark}")
    heading = t("kpi.names.heading", name=indicator.name(t), done=indicator.told(t))
    progress = t("kpi.names.page", page=page + 1, pages=pages) if pages > 1 else ""
    lines = () if behind else (t("kpi.names.none"),)
    return Message(
        heading, lines, fields, closing=(progress,) if progress else (), rows=(*rows, (*buttons, back))
    )


def _code(board: Board, indicator: Indicator) -> str:
    return f"kpi.i:{board.mark}:{indicator.code}"


def _expert(each: Behind, board: Board, t: Translate) -> tuple[str, str]:
    place = each.enterprise.name if each.enterprise else ""
    return _who(each, t), _between((each.unit, _on(place, each, board, t)), t)


def _person_time(each: Behind, board: Board, t: Translate) -> tuple[str, str]:
    title = each.activity.title if each.activity else ""
    return _who(each, t), _on(title, each, board, t)


def _activity(each: Behind, board: Board, t: Translate) -> tuple[str, str]:
    if each.activity is None:
        return "—", ""
    kind = board.rules.listed("activity_kind", each.activity.kind, language(t))
    return each.activity.title, _between((each.activity.number, _on(kind, each, board, t)), t)


def _enterprise(each: Behind, board: Board, t: Translate) -> tuple[str, str]:
    if each.enterprise is None:
        return "—", ""
    return each.enterprise.name, _on(short_name(each.enterprise.county), each, board, t)


def _result(each: Behind, board: Board, t: Translate) -> tuple[str, str]:
    name = each.enterprise.name if each.enterprise else "—"
    if each.outcome is None:
        return name, ""
    kind = board.rules.listed("outcome_kind", each.outcome.kind, language(t))
    key = "kpi.names.result" if each.outcome.words else "kpi.names.bare_result"
    counts = next((one.counts for one in board.rules.outcome_kind if one.code == each.outcome.kind), "")
    how_many = number(counts, each.outcome.number, t) if counts else str(each.outcome.number)
    words = t(key, kind=kind, number=how_many, words=each.outcome.words)
    return name, _on(words, each, board, t)


_LINES: Mapping[str, Callable[[Behind, Board, Translate], tuple[str, str]]] = {
    EXPERTS: _expert,
    PERSON_TIMES: _person_time,
    ENTERPRISES: _enterprise,
    **dict.fromkeys((ACTIVITIES, TEAMS, PAIRED), _activity),
    **dict.fromkeys(OF_RESULTS, _result),
}


def _who(each: Behind, t: Translate) -> str:
    return t("kpi.names.erased") if each.expert is None else each.expert


def _on(what: str, each: Behind, board: Board, t: Translate) -> str:
    day = spoken_day(each.item.on, board.today, language(t))
    return t("kpi.names.on", what=what, day=day) if what else day


def _between(parts: Sequence[str], t: Translate) -> str:
    one, other = parts
    return t("kpi.names.with", one=one, other=other) if one else other
