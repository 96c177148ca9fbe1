"""A call for needs (征集) and what belongs to it: the one that runs, its enterprises, the day they have."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from handlers.cards.call_firms import Asked, call_name
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import translator
from handlers.domain.bureaus import Bureau
from handlers.domain.enterprises import Enterprise
from handlers.domain.programmes import Call, Cycle
from handlers.domain.regions import contains, path
from handlers.ports.work import UnitOfWork

PLANNED, OPEN, CLOSED = "planned", "open", "closed"


def call_of(uow: UnitOfWork, call_id: int) -> Call:
    """Return a call, locked. Raises `Refused` when there is none."""
    call = uow.get(Call, call_id)
    if call is None:
        raise Refused("call.gone")
    return call


def every_call(uow: UnitOfWork) -> Sequence[Call]:
    """Return all calls of the programme's years, the earliest first."""
    return [call for cycle in uow.calls.cycles() for call in uow.calls.of_cycle(cycle.id or 0)]


def open_call_now(uow: UnitOfWork) -> Call | None:
    """Return the call that is open; of several the one that opened last."""
    return next((call for call in reversed(every_call(uow)) if call.state == OPEN), None)


def next_call(uow: UnitOfWork) -> Call | None:
    """Return the call that opens next, of those planned."""
    return next((call for call in every_call(uow) if call.state == PLANNED), None)


def name_of_call(uow: UnitOfWork, call: Call, language: str = "zh") -> str:
    """Return a call's name with its year."""
    cycle = uow.get(Cycle, call.cycle_id)
    return call_name(call, cycle.year if cycle else call.opens.year, uow.rules, translator(language))


def asked_of(uow: UnitOfWork, call: Call, enterprise: Enterprise, language: str = "zh") -> Asked:
    """Return a call as one enterprise is asked."""
    asked = asked_in(uow, call, enterprise.county, language)
    return replace(asked, enterprise_id=enterprise.id or 0, enterprise=enterprise.name)


def asked_in(uow: UnitOfWork, call: Call, county: str, language: str = "zh") -> Asked:
    """Return a call as a county's enterprises are asked: by the nearest bureau with people, until its day."""
    bureau = uow.bureaus.nearest_staffed(county)
    return Asked(
        call=call,
        name=name_of_call(uow, call, language),
        bureau=bureau.name if bureau else uow.rules.name,
        until=until_day(uow, call, county),
        today=uow.today,
    )


def until_day(uow: UnitOfWork, call: Call, county: str) -> date | None:
    """Return the day by which enterprises of a county should have filed: when its bureau sends needs up."""
    own = bureau_of(uow, county)
    filings = uow.filings.of_call(call.id or 0)
    mine = [each.aim for each in filings if own is not None and each.bureau_id == own.id and each.to_id]
    first = [each.aim for each in filings if each.to_id]
    return next(iter(mine or sorted(first)), None)


def bureau_of(uow: UnitOfWork, county: str) -> Bureau | None:
    """Return the bureau in whose hands a county lies: its own, else the nearest one around it."""
    places = reversed([place.code for place in path(county)] or [county])
    return next((bureau for code in places if (bureau := uow.bureaus.at(code))), None)


def counties_of(uow: UnitOfWork) -> Sequence[str]:
    """Return the programme's counties that have enterprises."""
    area = uow.rules.province
    return [county for county, _ in uow.firms.counties() if contains(area, county)]
