"""Opening a programme: a new one in place of the one that ran, a changed file in that of its former self."""

from collections.abc import Iterator, Mapping
from typing import Any

from handlers.domain.filings import OWED, WAIVED
from handlers.domain.programmes import Cycle, Programme
from handlers.effects import Cancel, Effects
from handlers.ports.work import UnitOfWork
from handlers.programme.plan import Year, opened_at, year_of
from handlers.programme.rules import Rules, as_json, read_rules


def open_programme(data: Mapping[str, Any], uow: UnitOfWork) -> Effects:
    """Let a programme run from now on; return the timers to clear.

    A file of the running programme's name and province changes that programme, which keeps its opening day;
    any other begins now. What the file no longer asks for need not be filed any more (免报); planning makes
    the rest. The data are those of a checked file.
    """
    rules = read_rules(data)
    running = uow.calls.programme()
    if running is not None and (running.name, running.area) == (rules.name, rules.province):
        running.rules = as_json(data)
        running.revision += 1
        uow.record("programme.changed", f"programme:{running.id}")
        return tuple(_dropped(uow, rules))
    dropped = tuple(_dropped(uow, None))
    made = Programme(
        name=rules.name, area=rules.province, rules=as_json(data), opened_at=opened_at(rules, uow.now)
    )
    uow.record("programme.opened", f"programme:{uow.add(made).id}")
    return dropped


def _dropped(uow: UnitOfWork, rules: Rules | None) -> Iterator[Cancel]:
    """End what stands in the running programme's years but not in these rules."""
    for cycle in uow.calls.cycles():
        year = year_of(rules, cycle.year, uow.calendar) if rules else Year(cycle.year)
        yield from _dropped_filings(uow, cycle, {filing.rule for filing in year.filings})
        yield from _dropped_calls(uow, cycle, {call.code for call in year.calls})
        windows = {window.code for window in year.windows}
        for timer in uow.timers.about(f"cycle:{cycle.id}"):
            if timer.data.get("code") not in windows:
                yield Cancel(timer.key)


def _dropped_filings(uow: UnitOfWork, cycle: Cycle, rules: set[str]) -> Iterator[Cancel]:
    for filing in uow.filings.of_cycle(cycle.id or 0):
        if filing.state in OWED and filing.rule not in rules:
            filing.state = WAIVED
            filing.revision += 1
            uow.record("filing.waived", f"filing:{filing.id}", because="programme")
            yield from _cleared(uow, f"filing:{filing.id}")


def _dropped_calls(uow: UnitOfWork, cycle: Cycle, codes: set[str]) -> Iterator[Cancel]:
    for call in uow.calls.of_cycle(cycle.id or 0):
        if call.state != "closed" and call.code not in codes:
            call.state = "closed"
            yield from _cleared(uow, f"call:{call.id}")


def _cleared(uow: UnitOfWork, subject: str) -> Iterator[Cancel]:
    yield from (Cancel(timer.key) for timer in uow.timers.about(subject))
