"""A coordinator fills in a need for an enterprise on the phone (代填): the enterprise's own form."""

from handlers.context import Context
from handlers.dialogue.step import Refused
from handlers.domain.actors import Subject, may
from handlers.effects import Effects
from handlers.flows.need_form import open_form
from handlers.usecases.calls import OPEN, call_of
from handlers.usecases.firm_answers import firm_of


def fill_in_for(context: Context, call_id: int, enterprise_id: int) -> Effects:
    """Open the form of an enterprise for a coordinator of its area."""
    call, enterprise = call_of(context.uow, call_id), firm_of(context.uow, enterprise_id)
    subject = Subject(area=enterprise.county, enterprise_id=enterprise.id)
    if call.state != OPEN or not may(context.actor, "file_need_for", subject):
        raise Refused("call.firm_may_not")
    return open_form(context, enterprise, remark=context.t("call.fill_in_intro", enterprise=enterprise.name))
