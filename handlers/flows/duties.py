"""Writing what one of a bureau's people handles (分工), in free words."""

from handlers.context import Context
from handlers.conversation import Conversation
from handlers.dialogue.flow import Flow
from handlers.dialogue.state import Given
from handlers.dialogue.steps.words import TextStep
from handlers.effects import Effects
from handlers.flows.headed import ABOUT, headed
from handlers.usecases.units import write_duties

WORDS = headed(TextStep("words", ask="bureau.duties", least=2, most=100))

FLOW = Flow("duties", version=1, steps=(ABOUT, WORDS))


def finish(given: Given, context: Context, subject: str) -> Effects:
    """Keep the words."""
    return write_duties(context.uow, context.actor, int(subject.removeprefix("member:")), given[WORDS])


TALK = Conversation(FLOW, finish, title="bureau.duties_title")
