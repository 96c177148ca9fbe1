"""Indicators (指标) as a bureau reads them: each figure beside the notice's words, and its pace."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handlers.cards.needs import cut, language
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.texts import Translate
from handlers.domain.days import spoken_day
from handlers.domain.indicators import ACTIVITIES, ENTERPRISES, EXPERTS, PERSON_TIMES, Item, figure
from handlers.domain.pace import Goal, Pace
from handlers.domain.regions import full_name
from handlers.domain.spans import Span
from handlers.programme.rules import Rules, TargetRule

AFTER = ("左右", "上下", "以上", "以内")
"""Words of a notice that stand behind their number; the others stand before it."""
Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure: what is counted within which days, item by item; `target` and `pace` where it has a goal.

    `code` is the target's, or "=" and what is counted. `items` is None for what is counted elsewhere.
    """

    code: str
    what: str
    span: Span
    items: tuple[Item, ...] | None
    target: TargetRule | None = None
    goal: Goal | None = None
    pace: Pace | None = None
    times: int | None = None

    @property
    def done(self) -> int:
        """The figure."""
        return figure(self.items or ())

    def name(self, t: Translate) -> str:
        """Return what it is called: as the programme says, with the years when they are several."""
        if self.target is None:
            return t(f"kpi.name.{self.what}")
        name = self.target.name(language(t))
        first, last = self.span.first.year, self.span.last.year
        return name if first == last else t("kpi.years", name=name, first=first, last=last)

    def told(self, t: Translate) -> str:
        """Return the figure with its unit, for experts with the person-times beside it."""
        done = number(self.what, self.done, t)
        if self.times is None:
            return done
        return t("kpi.with_times", done=done, times=number(PERSON_TIMES, self.times, t))


@dataclass(frozen=True, slots=True)
class Board:
    """The figures of a unit in a year; `unit` is None for everything there is."""

    unit: int | None
    bureau: str
    year: int
    today: date
    rules: Rules
    targets: tuple[Indicator, ...]
    others: tuple[Indicator, ...]

    @property
    def all(self) -> tuple[Indicator, ...]:
        """Those with a goal, then the others."""
        return (*self.targets, *self.others)

    @property
    def mark(self) -> str:
        """The board in a button: "12:2026"."""
        return f"{self.unit or 0}:{self.year}"

    def find(self, code: str) -> Indicator | None:
        """Return an indicator by its code."""
        return next((each for each in self.all if each.code == code), None)

    def count(self, what: str) -> int:
        """Return the figure of what is counted, that of a goal only where it is one of this year."""
        yearly = [each for each in self.targets if each.span.first.year == each.span.last.year]
        return next((each.done for each in (*self.others, *yearly) if each.what == what), 0)


def board_card(board: Board, t: Translate, *, below: bool, files: bool) -> Message:
    """Return the board in short: what has a goal first, each with its pace; then the others."""
    lines = [t("kpi.as_of", day=spoken_day(board.today, board.today, language(t)))]
    if not board.targets and board.rules.target:
        lines.append(t("kpi.no_goals", area=full_name(board.rules.province)))
    told = ((each.name(t), target_line(each, board.today, t)) for each in board.targets)
    lines += [t("kpi.line", name=name, line=line) for name, line in told]  # too long for a column of fields
    others = tuple((each.name(t), each.told(t)) for each in board.others)
    rows = (
        (Button(t("kpi.names.button"), f"kpi.n:{board.mark}"), *_below(board, t, below=below)),
        (Button(t("kpi.chart.button"), f"kpi.c:{board.mark}"), *_files(board, t, files=files)),
        (Button(t("kpi.how.button"), f"kpi.how:{board.mark}"), *_years(board, t)),
    )
    heading = t("kpi.heading", bureau=board.bureau, year=board.year)
    return Message(heading, tuple(lines), others, rows=rows)


def target_line(indicator: Indicator, today: date, t: Translate) -> str:
    """Return a figure against its goal, in the notice's words, and the pace."""
    if indicator.items is None or indicator.pace is None:
        return t("kpi.elsewhere", wanted=wanted(indicator, t))
    line = t("kpi.target_line", done=indicator.told(t), wanted=wanted(indicator, t))
    return t("kpi.with_pace", line=line, pace=pace_line(indicator, indicator.pace, today, t)).rstrip()


def wanted(indicator: Indicator, t: Translate) -> str:
    """Return the goal in the notice's words: 不少于200人, 1000人左右, 2-3项."""
    target = indicator.target
    if target is None:
        return ""
    if any(sign.isdecimal() for sign in target.words):
        return target.words
    key = "kpi.wanted_after" if target.words in AFTER else "kpi.wanted_before"
    return t(key, words=target.words, number=number(indicator.what, target.number, t))


def pace_line(indicator: Indicator, pace: Pace, today: date, t: Translate) -> str:
    """Return where it stands and, where there is enough behind it, where that leads to."""
    lang, what = language(t), indicator.what
    lacking = number(what, pace.goal - pace.done, t)
    match pace.standing:
        case "reached" | "over":
            return t(f"kpi.pace.{pace.standing}")
        case "missed":
            return t("kpi.pace.missed", gap=lacking)
        case "waiting":
            day = spoken_day(pace.opens or indicator.span.first, today, lang)
            return t("kpi.pace.waiting", day=day)
        case "small":
            return t("kpi.pace.short", gap=lacking)
        case "few":
            return t("kpi.pace.few", even=_even(what, pace, t))
        case "under_way":
            return t(
                "kpi.pace.under_way",
                even=_even(what, pace, t),
                until=_end(pace.until, today, t),
                forecast=number(what, pace.forecast or pace.done, t),
                goal=number(what, pace.goal, t),
            )


def number(what: str, n: int, t: Translate) -> str:
    """Return a number with the unit in which it is counted: 95人."""
    return t(f"kpi.n.{what}", n=n)


def how_card(board: Board, t: Translate) -> Message:
    """Return how everything on the board is counted, beside the notice's words."""
    whats = dict.fromkeys(each.what for each in board.all if each.items is not None)
    fields = tuple((_of_notice(board, what, t), how(what, board.rules, t)) for what in whats)
    forecast = board.rules.forecast
    pace = t(
        "kpi.how.pace",
        windows=_windows(board.rules, t),
        days=forecast.least_days,
        count=forecast.least_count,
    )
    back = (Button(t("kpi.button"), f"kpi:{board.mark}"),)
    return Message(t("kpi.how.heading"), (t("kpi.how.scope"),), fields, closing=(pace,), rows=(back,))


def how(what: str, rules: Rules, t: Translate) -> str:
    """Return the one definition of what is counted."""
    if kinds := [each.name(language(t)) for each in rules.outcome_kind if each.counts == what]:
        return t("kpi.how.of_results", kinds=t("kpi.how.between").join(kinds))
    return t(f"kpi.how.{what}", least=rules.team.least or 1)


def units_card(board: Board, units: Sequence[tuple[Board, bool]], t: Translate) -> Message:
    """Return the units below one, each with its main figures; a button to those that may be opened."""
    fields = tuple((each.bureau, _main(each, t)) for each, _ in units)
    rows = tuple((Button(cut(each.bureau), f"kpi:{each.mark}"),) for each, opens in units if opens)
    back = (Button(t("kpi.button"), f"kpi:{board.mark}"),)
    heading = t("kpi.units.heading", bureau=board.bureau, year=board.year)
    if not units:
        return Message(heading, (t("kpi.units.none"),), rows=(back,))
    whole = ((t("kpi.units.whole"), _main(board, t)),)
    return Message(heading, fields=(*fields, *whole), closing=(t("kpi.units.sum"),), rows=(*rows, back))


def weekly_fields(board: Board, t: Translate) -> Fields:
    """Return the goals with their pace, as the weekly summary shows them."""
    counted = (each for each in board.targets if each.items is not None)
    return tuple((each.name(t), target_line(each, board.today, t)) for each in counted)


def _even(what: str, pace: Pace, t: Translate) -> str:
    """Return how far it is from an even pace."""
    expected, gap = number(what, pace.expected, t), number(what, abs(pace.gap), t)
    if not pace.gap:
        return t("kpi.pace.even")
    return t("kpi.pace.behind" if pace.gap > 0 else "kpi.pace.ahead", expected=expected, gap=gap)


def _end(day: date, today: date, t: Translate) -> str:
    key = "kpi.year_end" if day.year == today.year else "kpi.year_end_of"
    return t(key, year=day.year, month=day.month, day=day.day)


def _of_notice(board: Board, what: str, t: Translate) -> str:
    """Return the name with the notice's words where it has a goal: 服务专家（不少于200人）."""
    goals = [wanted(each, t) for each in board.targets if each.what == what]
    name = t(f"kpi.name.{what}")
    return t("kpi.with_times", done=name, times=t("kpi.how.between").join(goals)) if goals else name


def _windows(rules: Rules, t: Translate) -> str:
    found = [t("kpi.how.window", first=each.first_month, last=each.last_month) for each in rules.window]
    return t("kpi.how.between").join(found) or t("kpi.how.no_windows")


def _main(board: Board, t: Translate) -> str:
    values = {
        "experts": number(EXPERTS, board.count(EXPERTS), t),
        "times": number(PERSON_TIMES, board.count(PERSON_TIMES), t),
        "activities": number(ACTIVITIES, board.count(ACTIVITIES), t),
        "enterprises": number(ENTERPRISES, board.count(ENTERPRISES), t),
    }
    return t("kpi.units.line", **values)


def _below(board: Board, t: Translate, *, below: bool) -> tuple[Button, ...]:
    return (Button(t("kpi.units.button"), f"kpi.u:{board.mark}"),) if below else ()


def _files(board: Board, t: Translate, *, files: bool) -> tuple[Button, ...]:
    if not files:
        return ()
    export = Button(t("kpi.export.button"), f"kpi.x:{board.mark}")
    return (export, Button(t("bulletin.button"), f"kpi.b:{board.mark}"))


def _years(board: Board, t: Translate) -> tuple[Button, ...]:
    """Offer the years before and after, as far as the programme and the day go."""
    near = (board.year - 1, board.year + 1)
    years = [year for year in near if year in board.rules.years.all and year <= board.today.year]
    return tuple(Button(t("kpi.year", year=year), f"kpi:{board.unit or 0}:{year}") for year in years)
