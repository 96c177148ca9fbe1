"""An evaluation bulletin (通报) of an activity, a batch, a window or a year: its facts, as things stand."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from handlers.cards.bulletins import Bulletin, Held, Problem, Remark
from handlers.cards.indicators import Board
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import translator
from handlers.domain.activities import Activity
from handlers.domain.actors import Actor, may
from handlers.domain.bureaus import Bureau
from handlers.domain.enterprises import Enterprise
from handlers.domain.indicators import Facts, Scope, Service
from handlers.domain.questionnaires import SATISFACTION
from handlers.domain.spans import Span, years
from handlers.domain.statistics import TEXT, is_complete, summary
from handlers.ports.questionnaires import Counted
from handlers.ports.work import UnitOfWork
from handlers.programme.plan import year_of
from handlers.usecases.indicators import board_within, boards, facts_of, units_below
from handlers.usecases.problems import PROBLEM
from handlers.usecases.subjects import unit_subject

YEAR, WINDOW, BATCH, ACTIVITY = "y", "w", "b", "a"
"""What a bulletin is of, as its code begins: "y", "wsummer", "b2", "a12"."""
FOR_ALL = "closed"
"""The class of disclosure (不公开) in which words may stand whose authors did not agree to share them."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A bulletin of a unit in a year: of what (YEAR, WINDOW, BATCH, ACTIVITY), in which class."""

    unit: int
    year: int
    of: str
    disclosure: str


@dataclass(frozen=True, slots=True)
class Part:
    """What a bulletin is of: its days, what it is called, and which activities belong to it."""

    span: Span
    name: str = ""
    holds: Callable[[Activity], bool] = lambda _: True


def bulletin_of(uow: UnitOfWork, wanted: Wanted, actor: Actor | None = None) -> Bulletin:
    """Return a bulletin's facts. Raises `Refused` for who may not take it away, and for what is not there."""
    bureau = opened_for(uow, wanted.unit, actor)
    part, scope, whole = part_of(uow, bureau, wanted), Scope(uow.bureaus.lines(), wanted.unit), facts_of(uow)
    held = _held(uow, whole, scope, part)
    own = whole.of({each.activity.id or 0 for each in held})
    answered = _answered(uow, held)
    least = uow.rules.after_visit.statistics.least_answers
    rule = uow.rules.questions(SATISFACTION)
    remarks = tuple(_remarks(uow, answered))
    open_ones = [each for each in remarks if each.shared or wanted.disclosure == FOR_ALL]
    return Bulletin(
        bureau=bureau,
        part=part.name,
        span=_period(uow, wanted, part, held),
        board=_board(uow, bureau, wanted, own, part.span.first),
        units=_units(uow, bureau, wanted),
        held=tuple(_with_answers(held, answered)),
        answers=summary([each.questionnaire for each in answered], rule, least),
        rule=rule,
        problems=tuple(_problems(uow, held)),
        remarks=tuple(each for each in open_ones if each.words),
        withheld=len(remarks) - len(open_ones),
        voices=sum(not each.words for each in open_ones),
        disclosure=wanted.disclosure,
        at=uow.now,
        rules=uow.rules,
    )


def opened_for(uow: UnitOfWork, unit: int, actor: Actor | None) -> Bureau:
    """Return a bureau whose papers the actor may take away; None is the operator. Raises `Refused`."""
    bureau = uow.get(Bureau, unit)
    if bureau is None:
        raise Refused("kpi.gone")
    if actor is not None and not may(actor, "export", unit_subject(uow, bureau)):
        raise Refused("kpi.no_file")
    return bureau


def parts_of(uow: UnitOfWork, bureau: Bureau, year: int) -> list[tuple[str, str]]:
    """Return of what a bulletin can be, with names: the year, its windows, the unit's own batches."""
    t = translator("zh")
    windows = [(f"{WINDOW}{each.code}", each.zh) for each in uow.rules.window]
    last = uow.activities.batches(bureau.id or 0, year)
    batches = [
        (f"{BATCH}{number}", t("bulletin.batch", year=year, number=number))
        for number in range(last, max(0, last - BATCHES), -1)
    ]
    return [(YEAR, t("kpi.year", year=year)), *windows, *batches]


BATCHES = 5
"""Batches that are offered, the newest ones."""


def part_of(uow: UnitOfWork, bureau: Bureau, wanted: Wanted) -> Part:
    """Return what a code stands for. Raises `Refused` for one that stands for nothing."""
    t, code, year = translator("zh"), wanted.of[1:], wanted.year
    match wanted.of[:1]:
        case "y":
            return Part(years(year, year))
        case "w":
            found = next((w for w in year_of(uow.rules, year, uow.calendar).windows if w.code == code), None)
            rule = next((each for each in uow.rules.window if each.code == code), None)
            if found is not None and rule is not None:
                return Part(Span(found.first, found.last), t("bulletin.window", year=year, name=rule.zh))
        case "b" if code.isdecimal():
            name = t("bulletin.batch", year=year, number=int(code))
            own = (bureau.id, year, int(code))
            return Part(
                years(year, year + 1), name, lambda each: (each.bureau_id, each.year, each.batch) == own
            )
        case "a" if code.isdecimal() and (activity := uow.get(Activity, int(code))) is not None:
            name = t("bulletin.activity", title=activity.title)
            span = years(activity.year, activity.year + 1)
            return Part(span, name, lambda each: each.id == activity.id)
    raise Refused("kpi.gone")


def _held(uow: UnitOfWork, facts: Facts, scope: Scope, part: Part) -> list[Held]:
    """Return the activities that began within the part, as far as they are the unit's, the earliest first."""
    found: dict[int, list[Service]] = {}
    for one in facts.services:
        if scope.holds(one.place, one.organiser):
            found.setdefault(one.activity_id, []).append(one)
    held = []
    for number, services in found.items():
        activity = uow.get(Activity, number) if min(one.on for one in services) in part.span else None
        if activity is not None and part.holds(activity):
            held.append(_one_held(activity, services))
    return sorted(held, key=lambda each: (each.first, each.activity.number))


def _period(uow: UnitOfWork, wanted: Wanted, part: Part, held: Sequence[Held]) -> Span:
    """Return the days that are printed: the year's or window's up to today, else those of the activities."""
    if wanted.of[0] in {YEAR, WINDOW} or not held:
        return part.span.until(max(uow.today, part.span.first))
    return Span(min(each.first for each in held), max(each.last for each in held))


def _one_held(activity: Activity, services: Sequence[Service]) -> Held:
    days = [one.on for one in services]
    return Held(
        activity,
        min(days),
        max(days),
        len({one.expert_id for one in services}),
        len({one.enterprise_id for one in services}),
        frozenset(one.visit_id for one in services),
    )


def _board(uow: UnitOfWork, bureau: Bureau, wanted: Wanted, facts: Facts, first: date) -> Board:
    """Return the year's board with its goals; of a part what took place and what came of it until now."""
    if wanted.of == YEAR:
        return boards(uow, wanted.year)(bureau)
    scope = Scope(uow.bureaus.lines(), bureau.id)
    return board_within(uow, bureau, facts, scope, Span(first, max(first, uow.today)))


def _units(uow: UnitOfWork, bureau: Bureau, wanted: Wanted) -> tuple[Board, ...]:
    if wanted.of != YEAR:
        return ()
    made = boards(uow, wanted.year)
    return tuple(made(each) for each in units_below(uow, bureau))


def _answered(uow: UnitOfWork, held: Sequence[Held]) -> list[Counted]:
    """Return the enterprises' questionnaires about these visits, as they were asked right after them."""
    visits = {number for each in held for number in each.visits}
    found = (
        each for one in held for each in uow.questionnaires.of_activity(SATISFACTION, one.activity.id or 0)
    )
    return [each for each in found if each.questionnaire.visit_id in visits and not each.questionnaire.stage]


def _with_answers(held: Sequence[Held], answered: Sequence[Counted]) -> Iterator[Held]:
    for each in held:
        own = [one for one in answered if one.activity_id == each.activity.id]
        complete = sum(is_complete(one.questionnaire) for one in own)
        yield replace(each, asked=len(own), complete=complete)


def _problems(uow: UnitOfWork, held: Sequence[Held]) -> Iterator[Problem]:
    """Give what was raised about these activities, without who raised it."""
    for each in held:
        mark = translator("zh")("outing.problem_words", who="", number=each.activity.number, words="")
        for task in uow.tasks.about(f"activity:{each.activity.id}", PROBLEM):
            if words := task.words.partition(mark)[2] or task.words:  # empty after an erasure
                yield Problem(each.activity.number, words, task.state != "open")


def _remarks(uow: UnitOfWork, answered: Sequence[Counted]) -> Iterator[Remark]:
    """Give what was said in words; who said it only where it was agreed that others read it."""
    for each in answered:
        one = each.questionnaire
        texts = [question["code"] for question in one.questions if question["kind"] == TEXT]
        for told in (one.answers[code] for code in texts if code in one.answers):
            firm = uow.get(Enterprise, each.enterprise_id) if one.share else None
            if told.get("words") or told.get("files"):
                yield Remark(told.get("words", ""), firm.name if firm else "")
