"""Handing a need on (转交) to the area where it belongs."""

from handlers.context import Context
from handlers.conversation import Conversation
from handlers.dialogue.flow import Flow
from handlers.dialogue.state import Given
from handlers.effects import Effects
from handlers.flows.about_need import REVISION, check_of
from handlers.flows.headed import ABOUT, headed
from handlers.flows.personal_steps import HomeStep
from handlers.usecases.checking import hand_on_need

AREA = headed(HomeStep("area", ask="check.area"))

HAND_ON_NEED = Flow("hand_on_need", version=1, steps=(ABOUT, REVISION, AREA))


def handed_on(given: Given, context: Context, subject: str) -> Effects:
    """Hand the need on."""
    return hand_on_need(check_of(given, subject), given[AREA], context.uow, context.actor)


TALK = Conversation(HAND_ON_NEED, handed_on, title="check.handing_on")
