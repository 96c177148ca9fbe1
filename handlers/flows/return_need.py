"""Returning a need (退回修改): which field, and one sentence; the enterprise is asked just that."""

from handlers.context import Context
from handlers.conversation import Conversation
from handlers.dialogue.flow import Flow
from handlers.dialogue.state import Given
from handlers.dialogue.step import View
from handlers.dialogue.steps.choices import Option, PickOne
from handlers.dialogue.steps.words import TextStep
from handlers.domain.needs import FIELDS, RETURNED, Need
from handlers.effects import Effects
from handlers.flows import mend_need
from handlers.flows.about_need import REVISION, check_of, need_id
from handlers.flows.headed import ABOUT, headed
from handlers.usecases.checking import ReturnNeed, return_need


def _fields(view: View) -> tuple[Option, ...]:
    return tuple(Option(name, view.t(f"need.{name}_label")) for name in FIELDS)


FIELD = headed(PickOne("field", ask="check.which_field", options=_fields))
SENTENCE = headed(TextStep("sentence", ask="check.sentence", least=2, most=300))

RETURN_NEED = Flow("return_need", version=1, steps=(ABOUT, REVISION, FIELD, SENTENCE))


def returned(given: Given, context: Context, subject: str) -> Effects:
    """Return the need and put the one question to the enterprise."""
    command = ReturnNeed(check_of(given, subject), given[FIELD], given[SENTENCE])
    effects = return_need(command, context.uow, context.actor)
    need = context.uow.get(Need, need_id(subject))
    if need is None or need.state != RETURNED or need.revision != command.check.revision + 1:
        return effects
    return (*effects, *mend_need.ask_enterprise(context, need))


TALK = Conversation(RETURN_NEED, returned, title="check.returning")
