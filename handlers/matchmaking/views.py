"""Nouns read into what matching looks at."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.domain.candidates import Candidates
from handlers.domain.enterprises import Enterprise
from handlers.domain.invitations import STANDING
from handlers.domain.masks import ExpertView, Limits, NeedView
from handlers.domain.needs import Need
from handlers.matchmaking.ranking import rank
from handlers.ports.work import UnitOfWork
from handlers.programme.rules import Rules


def candidates_for(uow: UnitOfWork, need_id: int) -> Candidates:
    """Return the ranked experts for a need; nobody for a need that is gone."""
    need = uow.get(Need, need_id)
    if need is None:
        return Candidates()
    views = expert_views(uow, need, uow.experts.views(uow.today.year))
    return rank(need_view(uow, need), views, limits_of(uow.rules))


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


def expert_views(uow: UnitOfWork, need: Need, experts: Sequence[ExpertView]) -> tuple[ExpertView, ...]:
    """Return experts with what stands between them and the need's enterprise, or the need."""
    reasons: dict[int, dict[str, str]] = {}
    for each in uow.experts.conflicts(need.enterprise_id):
        reasons.setdefault(each.expert_id, {})[each.kind] = each.reason
    standing = {number for number, state in uow.invitations.states_of(need.id or 0) if state in STANDING}
    concerned = standing | reasons.keys()
    return tuple(
        replace(each, conflicts=reasons.get(each.id, {}), invited=each.id in standing)
        if each.id in concerned
        else each
        for each in experts
    )
