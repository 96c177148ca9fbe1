"""Rejecting a need (不予受理): one reason, which the enterprise reads."""

from handlers.context import Context
from handlers.conversation import Conversation
from handlers.dialogue.flow import Flow
from handlers.dialogue.state import Given
from handlers.dialogue.steps.words import TextStep
from handlers.effects import Effects
from handlers.flows.about_need import REVISION, check_of
from handlers.flows.headed import ABOUT, headed
from handlers.usecases.checking import reject_need

REASON = headed(TextStep("reason", ask="check.reason", least=4, most=300))

REJECT_NEED = Flow("reject_need", version=1, steps=(ABOUT, REVISION, REASON))


def rejected(given: Given, context: Context, subject: str) -> Effects:
    """Reject the need."""
    return reject_need(check_of(given, subject), given[REASON], context.uow, context.actor)


TALK = Conversation(REJECT_NEED, rejected, title="check.rejecting")
