"""Chasing (催办) from the list of what is overdue: all who are late with one thing, at any distance below."""

from handlers.domain.actors import Actor, may
from handlers.domain.filings import OWED, Filing
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.usecases.digest_chasing import chase_all
from handlers.usecases.filing_views import opened
from handlers.usecases.subjects import filing_subject


def chase_overdue(uow: UnitOfWork, actor: Actor, filing_id: int, *, sure: bool) -> Effects:
    """Chase all who are late with what this filing is; more than one only when the actor is `sure`."""
    first = opened(uow, actor, filing_id, "chase_filing")
    alike = (
        each
        for each in uow.filings.of_cycle(first.cycle_id)
        if each.rule == first.rule and each.state in OWED and each.aim < uow.today
    )
    late = [each for each in alike if _below(uow, actor, each)]
    return chase_all(uow, actor, late, first, again="fl.late2", sure=sure)


def _below(uow: UnitOfWork, actor: Actor, filing: Filing) -> bool:
    """Say whether it is owed by a unit below the actor's, not by their own."""
    own = any(desk.bureau_id == filing.bureau_id for desk in actor.desks)
    return not own and may(actor, "chase_filing", filing_subject(uow, filing))
