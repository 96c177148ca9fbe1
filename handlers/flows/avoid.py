"""A coordinator marks a conflict of interest (回避) between an expert and an enterprise, with the reason."""

from handlers.context import Context
from handlers.conversation import Conversation
from handlers.dialogue.flow import Flow
from handlers.dialogue.state import Given
from handlers.dialogue.steps.words import TextStep
from handlers.effects import Effects
from handlers.usecases.confirming import MarkConflict, mark_conflict

ENTERPRISE = TextStep("enterprise", ask="join.avoid_enterprise", least=2, most=60)
REASON = TextStep("reason", ask="join.avoid_reason", least=2, most=200)

FLOW = Flow("avoid", version=1, steps=(ENTERPRISE, REASON))


def finish(given: Given, context: Context, subject: str) -> Effects:
    """Keep the mark; the subject is "expert:5"."""
    command = MarkConflict(int(subject.removeprefix("expert:")), given[ENTERPRISE], given[REASON])
    return mark_conflict(command, context.uow, context.actor)


TALK = Conversation(FLOW, finish, title="join.title_avoid")
