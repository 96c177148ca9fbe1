"""Bureaus, what they owe and what waits for them, as `may` looks at them."""

from datetime import timedelta

from handlers.domain.actors import Actor, Subject
from handlers.domain.bureaus import OWNER, Bureau
from handlers.domain.experts import Expert
from handlers.domain.filings import Filing
from handlers.domain.people import Person
from handlers.domain.tasks import Task
from handlers.ports.work import UnitOfWork

GONE_AFTER = timedelta(days=30)
"""An owner who opened no chat for so long counts as gone: the bureau above may name a successor."""


def bureau_subject(uow: UnitOfWork, bureau: Bureau, actor: Actor | None = None) -> Subject:
    """Return a bureau; with an actor also which of the actor's bureaus report to it, directly or not."""
    number = bureau.id or 0
    desks = [desk.bureau_id for desk in actor.desks] if actor else []
    return Subject(
        area=bureau.area if bureau.kind == "bureau" else "",
        bureau_id=number,
        ownerless=owner_gone(uow, number),
        line=tuple(above.id or 0 for above in uow.bureaus.line(number)),
        line_of=tuple(desk for desk in desks if bureau in uow.bureaus.line(desk)),
    )


def unit_subject(uow: UnitOfWork, bureau: Bureau) -> Subject:
    """Return a bureau for whoever looks at what it does; whether it has an owner is not asked."""
    number = bureau.id or 0
    area = bureau.area if bureau.kind == "bureau" else ""
    return Subject(area=area, bureau_id=number, line=uow.bureaus.lines().line(number))


def area_subject(area: str) -> Subject:
    """Return a place, as the area of a programme, an enterprise or a row of a table."""
    return Subject(area=area)


def filing_subject(uow: UnitOfWork, filing: Filing) -> Subject:
    """Return a filing: who owes it and who receives it."""
    owing = uow.get(Bureau, filing.bureau_id)
    to = uow.get(Bureau, filing.to_id) if filing.to_id is not None else None
    return Subject(
        area=owing.area if owing else "",
        bureau_id=filing.bureau_id,
        to_id=filing.to_id,
        to_area=to.area if to else "",
        line=tuple(above.id or 0 for above in uow.bureaus.line(filing.bureau_id)),
    )


def task_subject(uow: UnitOfWork, task: Task) -> Subject:
    """Return a task: the bureau that has it, and the area of that bureau."""
    bureau = uow.get(Bureau, task.bureau_id) if task.bureau_id is not None else None
    return Subject(area=bureau.area if bureau and bureau.kind == "bureau" else "", bureau_id=task.bureau_id)


def expert_subject(uow: UnitOfWork, expert: Expert) -> Subject:
    """Return an expert: the county, and who confirms them."""
    charge = charge_of(uow, expert)
    number = charge.id if charge else None
    return Subject(area=expert.county, expert_id=expert.id, person_id=expert.person_id, bureau_id=number)


def charge_of(uow: UnitOfWork, expert: Expert) -> Bureau | None:
    """Return who confirms an expert: the department that recommends, or the nearest bureau of the county."""
    department = uow.get(Bureau, expert.recommended_by) if expert.recommended_by is not None else None
    if department is not None and uow.bureaus.staff(department.id or 0):
        return department
    return bureau_for(uow, expert.county)


def bureau_for(uow: UnitOfWork, area: str) -> Bureau | None:
    """Return the nearest staffed bureau of an area; for one outside the programme its province's own."""
    return uow.bureaus.nearest_staffed(area) or uow.bureaus.nearest_staffed(uow.rules.province)


def owner_gone(uow: UnitOfWork, bureau_id: int) -> bool:
    """Say whether a bureau has no owner (专人负责), or one who cannot be reached any more."""
    owner = next((m for m in uow.bureaus.members(bureau_id) if m.role == OWNER), None)
    person = uow.get(Person, owner.person_id) if owner else None
    if owner is None or person is None or person.erased_at is not None:
        return True
    seen = uow.people.last_seen(owner.person_id)
    return not uow.people.reachable(owner.person_id) or seen is None or uow.now - seen > GONE_AFTER
