"""Indicators (指标) of a bureau: counted by the one definition of each, against the programme's goals."""

from collections.abc import Callable, Iterator, Sequence

from handlers.cards.digest_lines import short_name
from handlers.cards.indicators import Board, Indicator, board_card, how_card, units_card
from handlers.dialogue.step import Refused
from handlers.domain.actors import Actor, may
from handlers.domain.bureaus import Bureau
from handlers.domain.indicators import (
    ALL,
    EXPERTS,
    KEY_PROJECTS,
    OF_RESULTS,
    PAIRED,
    PERSON_TIMES,
    Facts,
    Scope,
    counted,
    figure,
)
from handlers.domain.pace import Enough, Goal, pace_of
from handlers.domain.spans import Span, years
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.programme.plan import year_of
from handlers.programme.rules import Rules, TargetRule
from handlers.telling import tell
from handlers.usecases.subjects import unit_subject

SEE = "see_indicators"
Boards = Callable[[Bureau | None], Board]


def show_board(uow: UnitOfWork, actor: Actor, bureau_id: int, year: int | None = None) -> Effects:
    """Show a bureau's figures of a year, of the present one by default."""
    bureau = opened_unit(uow, actor, bureau_id)
    board = boards(uow, year)(bureau)
    below = bool(units_below(uow, bureau))
    files = may(actor, "export", unit_subject(uow, bureau))
    card = f"kpi:{board.mark}"
    return tell(uow, actor.person_id, lambda t: board_card(board, t, below=below, files=files), card=card)


def show_how(uow: UnitOfWork, actor: Actor, bureau_id: int, year: int) -> Effects:
    """Show how everything is counted."""
    board = boards(uow, year)(opened_unit(uow, actor, bureau_id))
    return tell(uow, actor.person_id, lambda t: how_card(board, t))


def show_units(uow: UnitOfWork, actor: Actor, bureau_id: int, year: int) -> Effects:
    """Show the units below a bureau side by side."""
    bureau = opened_unit(uow, actor, bureau_id)
    made = boards(uow, year)
    board, below = made(bureau), units_below(uow, bureau)
    units = [(made(each), may(actor, SEE, unit_subject(uow, each))) for each in below]
    return tell(uow, actor.person_id, lambda t: units_card(board, units, t))


def own_unit(uow: UnitOfWork, actor: Actor) -> Bureau:
    """Return the first bureau whose figures the actor sees. Raises `Refused` for somebody who has none."""
    for desk in actor.desks:
        bureau = uow.get(Bureau, desk.bureau_id)
        if bureau is not None and may(actor, SEE, unit_subject(uow, bureau)):
            return bureau
    raise Refused("kpi.only_bureaus")


def opened_unit(uow: UnitOfWork, actor: Actor, bureau_id: int, action: str = SEE) -> Bureau:
    """Return a bureau whose figures the actor may see. Raises `Refused`."""
    bureau = uow.get(Bureau, bureau_id)
    if bureau is None:
        raise Refused("kpi.gone")
    if not may(actor, action, unit_subject(uow, bureau)):
        raise Refused("kpi.may_not" if action == SEE else "kpi.no_file")
    return bureau


def units_below(uow: UnitOfWork, bureau: Bureau) -> list[Bureau]:
    """Return the bureaus that report to one, those of its level of directness only; no departments."""
    return [each for each in uow.bureaus.below(bureau.id or 0) if each.kind == "bureau"]


def boards(uow: UnitOfWork, year: int | None = None) -> Boards:
    """Return what makes the boards of a year, all out of one look at what took place."""
    lines, facts = uow.bureaus.lines(), facts_of(uow)
    shown = shown_year(uow.rules, uow.today.year, year)
    span = years(shown, shown)

    def make(bureau: Bureau | None) -> Board:
        scope = Scope(lines, bureau.id if bureau else None)
        return Board(*_named(bureau), shown, uow.today, uow.rules, *_counted(uow, bureau, facts, scope, span))

    return make


def board_within(uow: UnitOfWork, bureau: Bureau, facts: Facts, scope: Scope, span: Span) -> Board:
    """Return the board of a part of a year, which has no goals of its own."""
    others = tuple(_others(uow.rules, (), facts, scope, span))
    return Board(*_named(bureau), span.first.year, uow.today, uow.rules, (), others)


def _named(bureau: Bureau | None) -> tuple[int | None, str]:
    return (bureau.id, short_name(bureau)) if bureau else (None, "")


def _counted(
    uow: UnitOfWork, bureau: Bureau | None, facts: Facts, scope: Scope, span: Span
) -> tuple[tuple[Indicator, ...], tuple[Indicator, ...]]:
    """Return what has a goal for this unit, and what is counted besides."""
    rules = uow.rules
    targets = tuple(
        _target(uow, each, facts, scope, span.first.year)
        for each in rules.targets
        if _has(bureau, each, rules)
    )
    return targets, tuple(_others(rules, targets, facts, scope, span))


def facts_of(uow: UnitOfWork) -> Facts:
    """Return all that took place in the programme's years, and in those that a goal runs on after them."""
    rules = uow.rules
    longest = max((each.years for each in rules.target), default=1)
    span = years(rules.years.first_year, rules.years.last_year + longest - 1)
    feeds = {each.code: each.counts for each in rules.outcome_kind if each.counts}
    indicators = uow.indicators
    return Facts(indicators.services(span), indicators.gains(span), feeds, rules.team.least)


def shown_year(rules: Rules, this_year: int, year: int | None) -> int:
    """Return the year that is asked for, or the present one, within the programme's."""
    wanted = this_year if year is None else year
    return min(max(wanted, rules.years.first_year), rules.years.last_year)


def span_of(target: TargetRule, rules: Rules, year: int) -> Span:
    """Return the years of a goal around one: of three years (3年) from the programme's first one on."""
    first = rules.years.first_year
    start = first + (year - first) // target.years * target.years
    return years(start, start + target.years - 1)


def _has(bureau: Bureau | None, target: TargetRule, rules: Rules) -> bool:
    """Say whether a goal is this unit's: the programme's province has them all but those of other areas."""
    area = target.area or rules.province
    return bureau is None or bureau.area == area


def _target(uow: UnitOfWork, target: TargetRule, facts: Facts, scope: Scope, year: int) -> Indicator:
    rules = uow.rules
    span = span_of(target, rules, year)
    if target.counts == KEY_PROJECTS:
        return Indicator(target.code, target.counts, span, None, target)
    items = counted(target.counts, facts, scope, span)
    goal = Goal(target.number, span, target.most, tuple(_windows(uow, span)))
    enough = Enough(rules.forecast.least_days, rules.forecast.least_count)
    pace = pace_of(figure(items), goal, uow.today, enough)
    times = figure(counted(PERSON_TIMES, facts, scope, span)) if target.counts == EXPERTS else None
    return Indicator(target.code, target.counts, span, items, target, goal, pace, times)


def _others(
    rules: Rules, targets: Sequence[Indicator], facts: Facts, scope: Scope, span: Span
) -> Iterator[Indicator]:
    """Give what is counted besides; not what has a goal for the year already, nor what nothing can feed."""
    told = {each.what for each in targets if each.span == span}
    fed = set(facts.feeds.values())
    for what in ALL:
        if what in told or (what in OF_RESULTS and what not in fed):
            continue
        if what == PAIRED and not rules.flags.eastern_developed:
            continue
        yield Indicator(f"={what}", what, span, counted(what, facts, scope, span))


def _windows(uow: UnitOfWork, span: Span) -> Iterator[Span]:
    """Give the days on which experts go out; nothing was expected before the programme was opened."""
    rules = uow.rules
    since = rules.opened or span.first
    for year in range(span.first.year, span.last.year + 1):
        for window in year_of(rules, year, uow.calendar).windows:
            yield Span(max(window.first, since), window.last)
    if not rules.window:
        yield Span(max(span.first, since), span.last)
