"""Nouns read into what matching looks at."""

from collections.abc import Sequence

from handlers.domain.candidates import Candidates
from handlers.domain.enterprises import Enterprise
from handlers.domain.experts import Conflict, Expert
from handlers.domain.invitations import STANDING
from handlers.domain.masks import ExpertView, Limits, NeedView
from handlers.domain.needs import Need
from handlers.domain.people import Person
from handlers.matchmaking.ranking import rank
from handlers.ports import Load, UnitOfWork
from handlers.programme.rules import Rules


def candidates_for(uow: UnitOfWork, need_id: int) -> Candidates:
    """Return the ranked experts for a need; nobody for a need that is gone."""
    need = uow.get(Need, need_id)
    if need is None:
        return Candidates()
    return rank(need_view(uow, need), expert_views(uow, need, uow.experts.all()), limits_of(uow.rules))


def limits_of(rules: Rules) -> Limits:
    """Return the programme's limits on invitations."""
    return Limits(rules.invitation.max_open_invitations, rules.invitation.open_counts_as)


def need_view(uow: UnitOfWork, need: Need) -> NeedView:
    """Return a need with its enterprise's name and all of its words, the confidential ones too."""
    enterprise = uow.get(Enterprise, need.enterprise_id)
    return NeedView(
        id=need.id or 0,
        title=need.title,
        text="\n".join((need.detail, *need.keywords)),
        county=need.county,
        enterprise=enterprise.name if enterprise else "",
        today=uow.today,
        domains=tuple(need.domains),
        wished=need.deadline,
    )


def expert_views(
    uow: UnitOfWork, need: Need, experts: Sequence[tuple[Expert, Person]]
) -> tuple[ExpertView, ...]:
    """Return experts with their load of this year and what stands between them and the need's enterprise."""
    loads = uow.experts.loads(uow.today.year)
    conflicts = uow.experts.conflicts(need.enterprise_id)
    standing = {each.expert_id for each in uow.invitations.of_need(need.id or 0) if each.state in STANDING}
    return tuple(
        _view(expert, person, loads.get(expert.id or 0, Load()), conflicts, invited=expert.id in standing)
        for expert, person in experts
    )


def _view(
    expert: Expert, person: Person, load: Load, conflicts: Sequence[Conflict], *, invited: bool
) -> ExpertView:
    return ExpertView(
        id=expert.id or 0,
        person_id=expert.person_id,
        name=person.name,
        unit=expert.unit,
        title=expert.title,
        qualified=expert.qualified,
        state=expert.state,
        exception_need_id=expert.exception_need_id if expert.exception else None,
        categories=tuple(expert.categories),
        directions=tuple(expert.directions),
        domains=tuple(expert.domains),
        works=tuple(expert.works),
        county=expert.county,
        areas=tuple(expert.areas),
        months=tuple(expert.months),
        online_only=expert.online_only,
        yearly_cap=expert.yearly_cap,
        accepted=load.accepted,
        open=load.open,
        invited=invited,
        declared=expert.declared,
        conflicts={each.kind: each.reason for each in conflicts if each.expert_id == expert.id},
    )
