"""What is asked beside an answer: the condition of a yes, the reason of a no or of a withdrawal."""

from handlers.context import Context
from handlers.conversation import Conversation
from handlers.dialogue.flow import Flow
from handlers.dialogue.state import Given
from handlers.dialogue.steps.choices import PickMany, PickOne, fixed
from handlers.dialogue.steps.words import TextStep
from handlers.effects import Effects
from handlers.flows.headed import ABOUT, headed
from handlers.usecases.answering import Condition, DeclineReason, accept_with_condition, explain
from handlers.usecases.withdrawing import Withdraw, withdraw

KINDS = fixed(*((code, f"invite.condition_kinds.{code}") for code in ("date", "online", "part")))
KIND = headed(PickOne("kind", ask="invite.condition_kind", options=KINDS))
WORDS = headed(TextStep("words", ask="invite.condition_words", optional=True, most=500))
CONDITION = Flow("condition", version=1, steps=(ABOUT, KIND, WORDS))

WHY = fixed(*((code, f"invite.decline_reason.{code}") for code in ("busy", "field", "far", "unit", "other")))
REASONS = headed(PickMany("reasons", ask="invite.decline_reasons", optional=True, options=WHY))
COLLEAGUE = headed(TextStep("colleague", ask="invite.colleague", optional=True, least=2, most=100))
DECLINE = Flow("decline", version=1, steps=(ABOUT, REASONS, COLLEAGUE))

REASON = headed(TextStep("reason", ask="invite.withdraw_reason", least=2, most=200))
WITHDRAW = Flow("withdraw", version=1, steps=(ABOUT, REASON))


def send_condition(given: Given, context: Context, subject: str) -> Effects:
    """Accept with the condition."""
    command = Condition(number(subject), given[KIND], given.get(WORDS) or "")
    return accept_with_condition(command, context.uow, context.actor)


def send_reasons(given: Given, context: Context, subject: str) -> Effects:
    """Add the reasons to the no that was said already."""
    command = DeclineReason(number(subject), given.get(REASONS) or (), given.get(COLLEAGUE) or "")
    return explain(command, context.uow, context.actor)


def send_withdrawal(given: Given, context: Context, subject: str) -> Effects:
    """Take the invitation, or the yes, back."""
    return withdraw(Withdraw(number(subject), given[REASON]), context.uow, context.actor)


def number(subject: str) -> int:
    """Return the number of a subject such as "invitation:7"."""
    return int(subject.partition(":")[2])


CONDITION_TALK = Conversation(CONDITION, send_condition, title="invite.condition_title")
DECLINE_TALK = Conversation(DECLINE, send_reasons, title="invite.decline_title")
WITHDRAW_TALK = Conversation(WITHDRAW, send_withdrawal, title="invite.withdraw_title")
