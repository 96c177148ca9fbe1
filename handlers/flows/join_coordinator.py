"""A coordinator joins (经办人加入), only by an invitation for one bureau: consent, name, phone."""

from handlers.context import Context
from handlers.conversation import Conversation
from handlers.dialogue.flow import Flow
from handlers.dialogue.state import Given
from handlers.dialogue.step import Refused
from handlers.effects import Effects
from handlers.flows.personal_steps import CONSENT, NAME, PHONE, REVIEW, agreed, link_of, nothing_kept
from handlers.usecases.joining import JoinCoordinator, join_coordinator

FLOW = Flow("join_coordinator", version=1, steps=(CONSENT, NAME, PHONE, REVIEW))


def finish(given: Given, context: Context, subject: str) -> Effects:
    """Take the coordinator into the bureau of the invitation."""
    if not agreed(given):
        return nothing_kept(context)
    link_id = link_of(subject)
    if link_id is None:
        raise Refused("link.unknown")
    command = JoinCoordinator(name=given[NAME], phone=given[PHONE], link_id=link_id)
    return join_coordinator(command, context.uow, context.actor)


TALK = Conversation(FLOW, finish, title="join.title_coordinator")
