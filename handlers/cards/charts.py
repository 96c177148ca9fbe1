"""A board as a chart (图表): what is drawn, as data with all its words; bot.documents draws it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from handlers.cards.indicators import Board, Indicator, number, wanted
from handlers.cards.needs import language
from handlers.dialogue.texts import Translate
from handlers.domain.days import spoken_day
from handlers.domain.indicators import EXPERTS, PERSON_TIMES
from handlers.domain.pace import Goal, ahead_of, line_of
from handlers.domain.spans import Span

UNITS = 12
"""Units that are drawn; the others are counted."""
Panel = dict[str, Any]


def board_chart(board: Board, units: Sequence[Board], t: Translate) -> Panel:
    """Return the chart of a board: the goals, the way to the first of them, the units below."""
    goals, below = (_goals(board, t), _line(board, t)), units_panel(units, t)
    plain = () if board.targets else (_figures(board, t), _months(board, t))
    panels = [panel for panel in (*goals, *plain, below) if panel]
    return {
        "title": t("kpi.heading", bureau=board.bureau, year=board.year),
        "remark": t("kpi.as_of", day=spoken_day(board.today, board.today, language(t))).partition("。")[0],
        "panels": panels,
    }


def _goals(board: Board, t: Translate) -> Panel | None:
    """Return a bar for each goal, with the even pace and the forecast on it."""
    rows = [
        {
            "name": each.name(t),
            "value": number(each.what, each.done, t),
            "wanted": wanted(each, t),
            "done": each.done,
            "goal": each.pace.goal,
            "expected": each.pace.expected,
            "forecast": each.pace.forecast,
        }
        for each in board.targets
        if each.pace is not None
    ]
    if not rows:
        return None
    words = {name: t(f"kpi.chart.{name}") for name in ("done", "even", "forecast")}
    return {"kind": "goals", "title": t("kpi.chart.goals"), "rows": rows, "words": words}


def _line(board: Board, t: Translate) -> Panel | None:
    """Return the way to the first goal, day by day, beside an even pace through the months of activities."""
    for each in board.targets:
        if each.goal is not None and each.pace is not None and each.span.days and each.goal.number > FEW:
            return _way(each, each.goal, board.today, t)
    return None


FEW = 9
"""A goal of no more than so many is no line."""


def _way(indicator: Indicator, goal: Goal, today: date, t: Translate) -> Panel:
    span, pace = indicator.span, indicator.pace
    key = "kpi.chart.line" if indicator.what == EXPERTS else "kpi.chart.line_other"
    forecast = pace.forecast if pace else None
    return {
        "kind": "line",
        "title": t(key, name=indicator.name(t)),
        "points": list(_points(indicator, min(today, span.last))),
        "even": [[_at(day, span), round(line_of(goal, day), 1)] for day in _corners(goal)],
        "windows": [[_at(each.first, span), _at(each.last, span)] for each in goal.open if each.days],
        "ticks": list(_ticks(span, t)),
        "goal": goal.number,
        "forecast": forecast,
        "ahead": _ahead(indicator, goal, today) if forecast is not None else [],
        "about": t("kpi.chart.about", forecast=number(indicator.what, forecast or 0, t)),
        "words": {name: t(f"kpi.chart.{name}") for name in ("done", "even", "goal", "forecast", "windows")},
    }


def _points(indicator: Indicator, until: date) -> Iterator[list[float]]:
    """Give what was reached on each day on which something was added, from nothing up to today."""
    done = 0
    yield [0.0, 0]
    for item in indicator.items or ():
        yield [_at(item.on, indicator.span), done]
        done += item.number
        yield [_at(item.on, indicator.span), done]
    yield [max(0.0, _at(until, indicator.span)), done]


def _ahead(indicator: Indicator, goal: Goal, today: date) -> list[list[float]]:
    """Return where the pace so far leads, through the windows that are left."""
    done = indicator.done
    days = [today, *(day for day in _corners(goal) if day > today)]
    return [[_at(day, goal.span), round(ahead_of(done, goal, today, day), 1)] for day in days]


def _corners(goal: Goal) -> list[date]:
    """Return the days on which an even pace may turn: the ends of the span and of its windows."""
    ends = {day for each in goal.open if each.days for day in (each.first, each.last)}
    return sorted({goal.span.first, goal.span.last, *(day for day in ends if day in goal.span)})


def _ticks(span: Span, t: Translate) -> Iterator[list[Any]]:
    if span.first.year == span.last.year:
        for month in range(1, 13, 2):
            yield [_at(date(span.first.year, month, 1), span), t("kpi.chart.month", month=month)]
    else:
        for year in range(span.first.year, span.last.year + 1):
            yield [_at(date(year, 1, 1), span), t("kpi.year", year=year)]


def _at(day: date, span: Span) -> float:
    """Return where a day lies in the span, from 0 to 1."""
    return round(min(1.0, (day - span.first).days / max(1, span.days - 1)), 4)


def units_panel(units: Sequence[Board], t: Translate) -> Panel | None:
    """Return the units side by side, those with the most experts first; None where nobody has any."""
    counts = sorted(((board.count(EXPERTS), board.bureau) for board in units), reverse=True)
    rows = [_bar(name, count, number(EXPERTS, count, t)) for count, name in counts if count][:UNITS]
    if not rows:
        return None
    panel = {"kind": "bars", "title": t("kpi.chart.units"), "rows": rows}
    left = len(units) - len(rows)
    return {**panel, "note": t("kpi.chart.other_units", count=left)} if left else panel


def _figures(board: Board, t: Translate) -> Panel:
    """Return the figures alone, without bars: people, activities and enterprises are not of one length."""
    rows = [{"name": each.name(t), "value": each.told(t)} for each in board.others]
    return {"kind": "numbers", "title": t("kpi.chart.whole"), "rows": rows}


def _months(board: Board, t: Translate) -> Panel | None:
    """Return the person-times of each month of the year."""
    found = next((each for each in board.others if each.what == PERSON_TIMES), None)
    if found is None or not found.items:
        return None
    counts = Counter(item.on.month for item in found.items)
    rows = [
        _bar(t("kpi.chart.month", month=month), counts[month], number(PERSON_TIMES, counts[month], t))
        for month in range(1, max(counts) + 1)
        if month >= min(counts)
    ]
    return {"kind": "bars", "title": t("kpi.chart.months"), "rows": rows}


def _bar(name: str, done: int, value: str) -> Panel:
    return {"name": name, "done": done, "value": value}
