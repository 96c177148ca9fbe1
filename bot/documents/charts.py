"""Charts, wide as a phone: bars against goals, bars side by side, the way to a goal.

`handlers.cards.charts` and the bulletin say what is drawn, words included; here is only how it looks. Sizes
are those of a picture of 1080 pixels, three for each point of a phone's screen.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from bot.documents.svg import INK, MUTED, Drawing, fitted, png, wide

WIDE: Final = 1080
EDGE: Final = 48
BLUE, PALE, TRACK, RED = "#1f5fbf", "#a9c8f0", "#e9edf2", "#b3261e"
WINDOW: Final = "#f4f6e8"
TITLE, HEAD, BODY, SMALL = 46, 38, 36, 30
BAR: Final = 36
TALL: Final = 520  # of the plot of a line
LINES: Final = 5  # behind a plot, at most
Panel = Mapping[str, Any]


def chart_png(data: str) -> bytes:
    """Return the chart that is described as JSON: a title, a remark, panels below each other."""
    return png(chart_svg(json.loads(data)))


def chart_svg(chart: Panel) -> str:
    """Return the chart as SVG."""
    drawing = Drawing(WIDE, 76)
    if chart.get("title"):
        drawing.text(EDGE, drawing.y, fitted(chart["title"], TITLE, _inside()), TITLE)
        drawing.text(EDGE, drawing.y + 48, fitted(chart["remark"], SMALL, _inside()), SMALL, fill=MUTED)
        drawing.y += 116
    for panel in chart["panels"]:
        _PANELS[panel["kind"]](panel, drawing)
    return drawing.svg()


def _goals(panel: Panel, drawing: Drawing) -> None:
    """Draw a bar for each goal: the whole track is the goal, pale is the forecast, the mark an even pace."""
    _heading(panel, drawing)
    for row in panel["rows"]:
        _named(drawing, row["name"], "")
        _named(drawing, row["wanted"], row["value"], fill=MUTED)
        _goal_bar(row, drawing)
    words = panel["words"]
    _legend(drawing, [(words["done"], BLUE), (words["forecast"], PALE), (words["even"], INK)])


def _goal_bar(row: Panel, drawing: Drawing) -> None:
    goal, top = max(1, row["goal"]), drawing.y - 20
    room = _inside()

    def far(value: float) -> float:
        return float(room * min(1.0, value / goal))

    drawing.box(EDGE, top, (room, BAR), TRACK, 10)
    if row["forecast"] is not None:
        drawing.box(EDGE, top, (far(row["forecast"]), BAR), PALE, 10)
    drawing.box(EDGE, top, (far(row["done"]), BAR), BLUE, 10)
    if 0 < row["expected"] <= goal:
        drawing.box(EDGE + far(row["expected"]) - 3, top - 8, (6, BAR + 16), INK)
    drawing.y += 84


def _bars(panel: Panel, drawing: Drawing) -> None:
    """Draw bars side by side, the longest as long as there is room; `most` is a scale's end."""
    _heading(panel, drawing)
    most = panel.get("most") or max([row["done"] for row in panel["rows"]] or [1]) or 1
    for row in panel["rows"]:
        _named(drawing, row["name"], row["value"])
        drawing.box(EDGE, drawing.y - 24, (_inside(), 22), TRACK, 8)
        drawing.box(EDGE, drawing.y - 24, (_inside() * min(1.0, row["done"] / most), 22), BLUE, 8)
        drawing.y += 56
    if panel.get("note"):
        drawing.text(EDGE, drawing.y, panel["note"], SMALL, fill=MUTED)
        drawing.y += 50
    drawing.y += 8


def _numbers(panel: Panel, drawing: Drawing) -> None:
    """Write figures that have no common length."""
    _heading(panel, drawing)
    for row in panel["rows"]:
        _named(drawing, row["name"], row["value"])
        drawing.y += 8
    drawing.y += 28


def _line(panel: Panel, drawing: Drawing) -> None:
    """Draw the way to a goal: windows shaded, an even pace dashed, what was reached, where that leads to."""
    _heading(panel, drawing)
    left, right, top = EDGE + 70.0, WIDE - EDGE - 30.0, drawing.y - 10
    bottom = top + TALL
    highest = 1.08 * max(panel["goal"], panel["forecast"] or 0, *(y for _, y in panel["points"]))

    def at(point: Sequence[float]) -> tuple[float, float]:
        return left + (right - left) * point[0], bottom - TALL * point[1] / highest

    for first, last in panel["windows"]:
        x = at((first, 0))[0]
        drawing.box(x, top, (at((last, 0))[0] - x, TALL), WINDOW)
    for value in _steps(highest):
        y = at((0, value))[1]
        drawing.line([(left, y), (right, y)], TRACK, 2)
        drawing.text(left - 14, y + 11, f"{value:g}", SMALL, fill=MUTED, anchor="end")
    for x, label in panel["ticks"]:
        drawing.text(at((x, 0))[0], bottom + 44, label, SMALL, fill=MUTED)
    drawing.line([at((0, panel["goal"])), at((1, panel["goal"]))], RED, 4)
    drawing.line([at(point) for point in panel["even"]], MUTED, 4, dashed=True)
    if panel["forecast"] is not None:
        drawing.line([at(point) for point in panel["ahead"]], PALE, 8, dashed=True)
    drawing.line([at(point) for point in panel["points"]], BLUE, 8)
    if panel["forecast"] is not None:
        x, y = at((1, panel["forecast"]))
        drawing.text(x, y + 104, panel["about"], BODY, anchor="end", halo=True)
    drawing.y = bottom + 110
    _line_legend(panel, drawing)


def _line_legend(panel: Panel, drawing: Drawing) -> None:
    words = panel["words"]
    entries = [(words["done"], BLUE), (words["even"], MUTED), (words["goal"], RED)]
    entries += [(words["forecast"], PALE)] if panel["forecast"] is not None else []
    entries += [(words["windows"], "#dfe5bd")] if panel["windows"] else []
    _legend(drawing, entries)


def _heading(panel: Panel, drawing: Drawing) -> None:
    drawing.text(EDGE, drawing.y, fitted(panel["title"], HEAD, _inside()), HEAD)
    drawing.y += 72


def _named(drawing: Drawing, name: str, value: str, *, fill: str = INK) -> None:
    """Write a line with a name on the left and a value on the right; the name gives way."""
    size = BODY if fill == INK else SMALL
    room = _inside() - wide(value, BODY) - 24
    drawing.text(EDGE, drawing.y, fitted(name, size, room), size, fill=fill)
    drawing.text(WIDE - EDGE, drawing.y, value, BODY, anchor="end")
    drawing.y += 50


def _legend(drawing: Drawing, entries: Sequence[tuple[str, str]]) -> None:
    """Write what the colours mean, in as many lines as it takes."""
    x = float(EDGE)
    for words, fill in entries:
        width = 44 + wide(words, SMALL) + 36
        if x + width > WIDE - EDGE:
            x, drawing.y = float(EDGE), drawing.y + 48
        drawing.box(x, drawing.y - 24, (28, 28), fill, 6)
        drawing.text(x + 40, drawing.y, words, SMALL, fill=MUTED)
        x += width
    drawing.y += 96


def _steps(highest: float) -> list[float]:
    """Return round numbers (1, 2 or 5 with noughts) for the lines behind a plot, a few of them."""
    steps = (base * 10**power for power in range(9) for base in (1, 2, 5))
    step = next(each for each in steps if highest / each <= LINES)
    return [float(step * n) for n in range(int(highest / step) + 1)]


def _inside() -> int:
    return WIDE - 2 * EDGE


_PANELS: Mapping[str, Callable[[Panel, Drawing], None]] = {
    "goals": _goals,
    "bars": _bars,
    "numbers": _numbers,
    "line": _line,
}
