"""What follows a visit once it is settled: both sides agree, or the coordinator has decided."""

from handlers.domain.activities import Visit
from handlers.effects import Cancel, Effects
from handlers.ports.work import UnitOfWork
from handlers.usecases.cases import DUE, withdraw_case
from handlers.usecases.following_up import ask_intention, drop_services
from handlers.usecases.pairs import pair_of
from handlers.usecases.results import strike_all
from handlers.usecases.surveying import plan_questionnaires, withdraw


def visit_happened(uow: UnitOfWork, visit: Visit) -> Effects:
    """Begin all that follows a visit that took place."""
    return (*ask_intention(uow, visit), *plan_questionnaires(uow, visit))


def visit_undone(uow: UnitOfWork, visit: Visit) -> Effects:
    """Take back all that followed a visit which, as it turns out, did not take place."""
    strike_all(uow, visit.id or 0, pair_of(uow, visit.expert_id, visit.enterprise_id))
    withdraw_case(uow, visit.id or 0)
    return (*drop_services(uow, visit), *withdraw(uow, visit), Cancel(f"{DUE}:{visit.id}"))
