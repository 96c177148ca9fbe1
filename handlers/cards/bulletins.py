"""An evaluation bulletin (通报) as plain values for a template, and the questions before it is made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from handlers.cards.charts import units_panel
from handlers.cards.indicators import Board, number, target_line
from handlers.cards.needs import cut
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.texts import Translate
from handlers.domain.activities import Activity
from handlers.domain.bureaus import Bureau
from handlers.domain.days import SHANGHAI, shanghai_day
from handlers.domain.indicators import (
    ACTIVITIES,
    ENTERPRISES,
    EXPERTS,
    OF_RESULTS,
    PAIRED,
    PERSON_TIMES,
    TEAMS,
)
from handlers.domain.spans import Span
from handlers.domain.statistics import CHOICE, NUMBER, RATING, RATINGS, Figures, Summary
from handlers.programme.afterwards import QuestionnaireRule
from handlers.programme.rules import Rules

Values = dict[str, Any]
LANGUAGE = "zh"
"""A bulletin is a Chinese paper, whoever makes it."""


@dataclass(frozen=True, slots=True)
class Held:
    """An activity that took place: first and last day, how many came and were visited, how many answered."""

    activity: Activity
    first: date
    last: date
    experts: int
    enterprises: int
    visits: frozenset[int]
    asked: int = 0
    complete: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """What either side raised, without who it was; `solved` says that the bureau has settled it."""

    number: str
    words: str
    solved: bool


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody would improve, by whom (`who`) where that is to be shown. A voice has no words."""

    words: str
    who: str = ""

    @property
    def shared(self) -> bool:
        """Say whether its author agreed that others read it."""
        return bool(self.who)


@dataclass(frozen=True, slots=True)
class Bulletin:
    """All facts of a bulletin. `part` names what it is of, empty for the whole year of its board."""

    bureau: Bureau
    part: str
    span: Span
    board: Board
    units: tuple[Board, ...]
    held: tuple[Held, ...]
    answers: Summary
    rule: QuestionnaireRule | None
    problems: tuple[Problem, ...]
    remarks: tuple[Remark, ...]
    withheld: int
    voices: int
    disclosure: str
    at: datetime
    rules: Rules


def which_part(board: Board, parts: Sequence[tuple[str, str]], t: Translate) -> Message:
    """Ask of what the bulletin is to be: the year, a window, a batch."""
    rows = tuple((Button(cut(name), f"kpi.b:{board.mark}:{code}"),) for code, name in parts)
    back = (Button(t("kpi.button"), f"kpi:{board.mark}"),)
    return Message(lines=(t("bulletin.which_part", bureau=board.bureau),), rows=(*rows, back))


def which_class(mark: str, rules: Rules, language: str, t: Translate) -> Message:
    """Ask for the class of disclosure (此件主动公开)."""
    rows = tuple((Button(each.name(language), f"kpi.b:{mark}:{each.code}"),) for each in rules.disclosure)
    return Message(lines=(t("bulletin.which_class"),), rows=rows)


def title_of(rules: Rules, part: str, year: int, t: Translate) -> str:
    """Return the paper's title, which is its file's name too; `part` is empty for the whole year."""
    return t("bulletin.title", programme=rules.name, part=part or t("kpi.year", year=year))


def bulletin_values(bulletin: Bulletin, t: Translate) -> Values:
    """Return everything that a template may print, by name; docs/operating.md lists the names."""
    answers = bulletin.answers
    return {
        "title": title_of(bulletin.rules, bulletin.part, bulletin.board.year, t),
        "unit": bulletin.bureau.name,
        "programme": bulletin.rules.name,
        "part": _part(bulletin, t),
        "period": _period(bulletin.span, t),
        **{name: bulletin.board.count(what) for name, what in _FIGURES.items()},
        "paired": bulletin.board.count(PAIRED),
        "gains": _gains(bulletin.board, t),
        "goals": _goals(bulletin, t),
        "activities": [_held(each, bulletin, t) for each in bulletin.held],
        "asked": answers.asked,
        "complete": answers.complete,
        "partial": answers.partial,
        "silent": answers.silent,
        "by_phone": answers.by_phone,
        "rate": _rate(answers.rate, t),
        "least": bulletin.rules.after_visit.statistics.least_answers,
        "ratings": [_rating(each, bulletin, t) for each in _of(bulletin, RATING)],
        "choices": [_choice(each, bulletin, t) for each in _of(bulletin, CHOICE) if _enough(each, bulletin)],
        "sums": [_sum(each, bulletin, t) for each in _of(bulletin, NUMBER) if _enough(each, bulletin)],
        "problems": [_problem(each, t) for each in bulletin.problems],
        "remarks": [_remark(each, t) for each in bulletin.remarks],
        "withheld": bulletin.withheld,
        "voices": bulletin.voices,
        "disclosure": t(
            "bulletin.class", name=bulletin.rules.listed("disclosure", bulletin.disclosure, LANGUAGE)
        ),
        "day": _day(shanghai_day(bulletin.at), t),
        "made": f"{bulletin.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
        "chart_ratings": _ratings_chart(bulletin, t),
        "chart_units": _units_chart(bulletin, t),
    }


_FIGURES = {
    "count": ACTIVITIES,
    "teams": TEAMS,
    "experts": EXPERTS,
    "person_times": PERSON_TIMES,
    "enterprises": ENTERPRISES,
}


def _part(bulletin: Bulletin, t: Translate) -> str:
    return bulletin.part or t("kpi.year", year=bulletin.board.year)


def _period(span: Span, t: Translate) -> str:
    first, last = _day(span.first, t), _day(span.last, t)
    return first if first == last else t("bulletin.period", first=first, last=last)


def _day(day: date, t: Translate) -> str:
    return t("bulletin.day", year=day.year, month=day.month, day=day.day)


def _gains(board: Board, t: Translate) -> str:
    """Return the results that came of it in one line; none of nought."""
    found = [(what, board.count(what)) for what in OF_RESULTS]
    told = [f"{t(f'kpi.name.{what}')}{number(what, count, t)}" for what, count in found if count]
    return t("kpi.how.between").join(told)


def _goals(bulletin: Bulletin, t: Translate) -> list[Values]:
    if bulletin.part:
        return []
    board = bulletin.board
    counted = (each for each in board.targets if each.items is not None)
    return [{"name": each.name(t), "line": target_line(each, board.today, t)} for each in counted]


def _held(each: Held, bulletin: Bulletin, t: Translate) -> Values:
    activity = each.activity
    days = t("bulletin.one_day", month=each.first.month, day=each.first.day)
    last = t("bulletin.one_day", month=each.last.month, day=each.last.day)
    return {
        "number": activity.number,
        "title": activity.title,
        "kind": bulletin.rules.listed("activity_kind", activity.kind, LANGUAGE),
        "days": days if each.first == each.last else t("bulletin.days", first=days, last=last),
        "experts": each.experts,
        "enterprises": each.enterprises,
        "answers": f"{each.complete}/{each.asked}",
    }


def _of(bulletin: Bulletin, kind: str) -> list[Figures]:
    return [each for each in bulletin.answers.questions if each.kind == kind]


def _enough(figures: Figures, bulletin: Bulletin) -> bool:
    """Say whether so many answered that no single answer can be read out of what is printed."""
    return figures.n >= bulletin.rules.after_visit.statistics.least_answers


def _rating(figures: Figures, bulletin: Bulletin, t: Translate) -> Values:
    told = figures.mean is not None and _enough(figures, bulletin)
    mean = f"{figures.mean:.2f}" if told else t("bulletin.too_few")
    counts = {f"r{rating}": figures.distribution.get(rating, 0) if told else "" for rating in RATINGS}
    return {"name": _name(figures.code, bulletin), "mean": mean, "n": figures.n, **counts}


def _choice(figures: Figures, bulletin: Bulletin, t: Translate) -> Values:
    """Return how often each option was chosen, in the words of its button."""
    question = bulletin.rule.find(figures.code) if bulletin.rule else None
    names = {option.code: option.name(LANGUAGE) for option in question.option} if question else {}
    ordered = [*names, *(code for code in figures.distribution if code not in names)]
    told = [
        t("bulletin.option", name=names.get(code, code), count=figures.distribution.get(code, 0))
        for code in ordered
    ]
    return {"name": _name(figures.code, bulletin), "line": t("kpi.how.between").join(told), "n": figures.n}


def _sum(figures: Figures, bulletin: Bulletin, t: Translate) -> Values:
    total = t("bulletin.sum", total=f"{figures.total or 0:g}")
    untold = sum(figures.distribution.values())
    return {"name": _name(figures.code, bulletin), "total": total, "n": figures.n, "untold": untold}


def _name(code: str, bulletin: Bulletin) -> str:
    question = bulletin.rule.find(code) if bulletin.rule else None
    return question.name(LANGUAGE) if question else code


def _rate(rate: float | None, t: Translate) -> str:
    return t("bulletin.nobody_asked") if rate is None else f"{rate:.1%}"


def _problem(each: Problem, t: Translate) -> Values:
    state = t("bulletin.solved" if each.solved else "bulletin.unsolved")
    return {"number": each.number, "words": each.words, "state": state}


def _remark(each: Remark, t: Translate) -> Values:
    return {"words": each.words, "who": t("bulletin.said_by", who=each.who) if each.who else ""}


def _ratings_chart(bulletin: Bulletin, t: Translate) -> Values | None:
    """Return bars from 0 to 5 of the averages that may be told."""
    told = [each for each in _of(bulletin, RATING) if each.mean is not None]
    rows = [
        {
            "name": _name(each.code, bulletin),
            "done": each.mean,
            "value": t("bulletin.mean", mean=f"{each.mean:.2f}", n=each.n),
        }
        for each in told
    ]
    panel = {"kind": "bars", "title": t("bulletin.chart_ratings"), "rows": rows, "most": len(RATINGS)}
    return {"panels": [panel]} if rows else None


def _units_chart(bulletin: Bulletin, t: Translate) -> Values | None:
    panel = units_panel(bulletin.units, t)
    return {"panels": [panel]} if panel else None
