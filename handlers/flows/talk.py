"""Talking to a person (找人工): what is it about; the ticket carries what stood in the open form."""

from handlers.context import Context
from handlers.conversation import Conversation, start
from handlers.dialogue.flow import Flow
from handlers.dialogue.state import Given
from handlers.dialogue.step import Step
from handlers.dialogue.steps.words import TextStep
from handlers.effects import Effects
from handlers.flows.personal_steps import never
from handlers.usecases.talking import OpenTicket, open_ticket

SO_FAR = Step[str]("so_far", ask="talk.so_far", when=never)
WORDS = TextStep("words", ask="talk.words", least=1, most=1000)

FLOW = Flow("talk", version=1, steps=(SO_FAR, WORDS))


def begin(context: Context, so_far: str) -> Effects:
    """Ask what it is about; keep what stood in the form that was open."""
    return start(TALK, context, given={SO_FAR: so_far})


def finish(given: Given, context: Context, subject: str) -> Effects:
    """Hand the words to the bureau in charge."""
    del subject
    return handed_over(context, given[WORDS], given[SO_FAR])


def handed_over(context: Context, words: str, so_far: str) -> Effects:
    """Open the ticket."""
    return open_ticket(OpenTicket(words, so_far), context.uow, context.actor)


TALK = Conversation(FLOW, finish, title="talk.title")
