"""Buttons on the cards of people who wait to be confirmed."""

from handlers.context import Context
from handlers.conversation import start
from handlers.dialogue.step import Refused
from handlers.domain.actors import may
from handlers.effects import Effects
from handlers.flows import avoid
from handlers.usecases.confirming import DecideContact, DecideExpert, decide_contact, decide_expert


def expert_yes(context: Context, rest: str) -> Effects:
    """Confirm an expert."""
    return _expert(context, rest, yes=True)


def expert_no(context: Context, rest: str) -> Effects:
    """Put an expert off (暂不)."""
    return _expert(context, rest, yes=False)


def expert_avoid(context: Context, rest: str) -> Effects:
    """Ask which enterprise the expert is not to serve (回避)."""
    if not may(context.actor, "mark_conflict"):
        raise Refused("join.may_not_confirm")
    if not rest.isdecimal():
        raise Refused("dialogue.old_button")
    return start(avoid.TALK, context, f"expert:{rest}")


def contact_yes(context: Context, rest: str) -> Effects:
    """Let a second contact in."""
    return decide_contact(DecideContact(_number(rest), yes=True), context.uow, context.actor)


def contact_no(context: Context, rest: str) -> Effects:
    """Turn a second contact away."""
    return decide_contact(DecideContact(_number(rest), yes=False), context.uow, context.actor)


def _expert(context: Context, rest: str, *, yes: bool) -> Effects:
    number, _, revision = rest.partition(":")
    command = DecideExpert(_number(number), yes, _number(revision))
    return decide_expert(command, context.uow, context.actor)


def _number(text: str) -> int:
    if not text.isdecimal():
        raise Refused("dialogue.old_button")
    return int(text)
