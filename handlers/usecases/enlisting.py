"""An expert enlists: the profile is kept as unverified (未核实) and a bureau is asked to confirm."""

import re
from dataclasses import dataclass

from handlers.cards.joining import expert_joined
from handlers.domain.actors import Actor
from handlers.domain.bureaus import Bureau
from handlers.domain.experts import Expert
from handlers.domain.people import Link
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.telling import line, tell
from handlers.usecases.confirming import ask_to_confirm_expert, open_task
from handlers.usecases.joining import declare_conflict, introduce, spend_if_good
from handlers.usecases.subjects import charge_of


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinExpert:
    """An expert's profile in their own words; `declared` are conflicts (回避), `exception` the 独到造诣."""

    name: str
    phone: str
    unit: str
    unit_type: str
    title: str
    degree: str
    exception: str
    categories: tuple[str, ...]
    directions: tuple[str, ...]
    domains: tuple[str, ...]
    works: tuple[str, ...]
    county: str
    areas: tuple[str, ...]
    online_only: bool
    months: tuple[int, ...]
    yearly_cap: int
    declared: str
    link_id: int | None = None


def join_expert(command: JoinExpert, uow: UnitOfWork, actor: Actor) -> Effects:
    """Keep the profile and ask who confirms it: the department whose link it was, or the nearest bureau."""
    if uow.experts.of_person(actor.person_id) is not None:
        return tell(uow, actor.person_id, line("join.expert_already"))
    introduce(uow, actor, command.name, command.phone)
    spend_if_good(uow, command.link_id, actor)
    expert = uow.add(_profile(command, uow, actor))
    for enterprise in uow.enterprises.mentioned(expert.declared) if expert.declared else ():
        declare_conflict(uow, expert, enterprise)
    uow.record("expert.joined", f"expert:{expert.id}", by=actor.person_id, exception=bool(expert.exception))
    bureau = charge_of(uow, expert)
    same = [p.name for p in uow.people.by_phone(command.phone) if p.id != actor.person_id and p.name]
    open_task(uow, bureau, "confirm_expert", f"expert:{expert.id}", actor.person_id, "、".join(same))
    told = tell(uow, actor.person_id, lambda t: expert_joined(expert, bureau, t))
    return (*told, *ask_to_confirm_expert(uow, expert, bureau))


def named_need(uow: UnitOfWork, words: str) -> int | None:
    """Return the need whose receipt number stands in an exception: it counts for that need alone."""
    needs = (uow.needs.by_number(number) for number in _NUMBER.findall(words))
    return next((need.id for need in needs if need is not None), None)


_NUMBER = re.compile(r"(?<!\d)\d{4}-\d{3,6}(?!\d)", re.ASCII)


def _department(uow: UnitOfWork, link_id: int | None) -> int | None:
    """Return the department (省直厅局人事处) that made the link somebody came by."""
    link = uow.get(Link, link_id) if link_id is not None else None
    bureau = uow.get(Bureau, link.bureau_id) if link and link.bureau_id is not None else None
    return bureau.id if bureau and bureau.kind == "department" else None


def _profile(command: JoinExpert, uow: UnitOfWork, actor: Actor) -> Expert:
    return Expert(
        person_id=actor.person_id,
        unit=command.unit,
        unit_type=command.unit_type,
        title=command.title,
        degree=command.degree,
        categories=list(command.categories),
        directions=list(command.directions),
        domains=list(command.domains),
        works=list(command.works),
        county=command.county,
        areas=list(command.areas),
        months=list(command.months),
        online_only=command.online_only,
        yearly_cap=command.yearly_cap,
        declared=command.declared,
        exception=command.exception,
        exception_need_id=named_need(uow, command.exception),
        recommended_by=_department(uow, command.link_id),
        created_at=uow.now,
    )
