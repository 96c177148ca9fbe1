"""Buttons on the cards of people who wait to be confirmed."""

from dataclasses import replace

from handlers.context import Context
from handlers.conversation import start
from handlers.dialogue.step import Refused
from handlers.domain.actors import may
from handlers.domain.enterprises import Contact
from handlers.domain.experts import Expert
from handlers.domain.people import Person
from handlers.effects import Effects
from handlers.flows import avoid
from handlers.flows.free_text import need_from
from handlers.usecases.confirming import DecideContact, DecideExpert, decide_contact, decide_expert
from handlers.usecases.subjects import expert_subject


def expert_yes(context: Context, rest: str) -> Effects:
    """Confirm an expert."""
    return _expert(context, rest, yes=True)


def expert_no(context: Context, rest: str) -> Effects:
    """Put an expert off (暂不)."""
    return _expert(context, rest, yes=False)


def expert_avoid(context: Context, rest: str) -> Effects:
    """Ask which enterprise the expert is not to serve (回避)."""
    expert = context.uow.get(Expert, _number(rest))
    if expert is None or not may(context.actor, "mark_conflict", expert_subject(context.uow, expert)):
        raise Refused("join.may_not_confirm")
    return start(avoid.TALK, context, f"expert:{rest}")


def contact_yes(context: Context, rest: str) -> Effects:
    """Let a second contact in."""
    number = _number(rest)
    decided = decide_contact(DecideContact(number, yes=True), context.uow, context.actor)
    return (*decided, *_go_on_with_first_words(context, number))


def contact_no(context: Context, rest: str) -> Effects:
    """Turn a second contact away."""
    return decide_contact(DecideContact(_number(rest), yes=False), context.uow, context.actor)


def _expert(context: Context, rest: str, *, yes: bool) -> Effects:
    number, _, revision = rest.partition(":")
    command = DecideExpert(_number(number), yes, _number(revision))
    return decide_expert(command, context.uow, context.actor)


def _go_on_with_first_words(context: Context, contact_id: int) -> Effects:
    """Open the need form for what somebody wrote before joining, now that they are let in."""
    uow = context.uow
    contact = uow.get(Contact, contact_id)
    person = uow.get(Person, contact.person_id) if contact else None
    task = next(
        (one for one in uow.tasks.about(f"contact:{contact_id}", "second_contact") if one.words), None
    )
    if person is None or person.id is None or task is None or uow.dialogues.front(person.id) is not None:
        return ()
    words, task.words = task.words, ""
    theirs = replace(context, me=person.id, language=person.language)
    return need_from(theirs, words)


def _number(text: str) -> int:
    if not text.isdecimal():
        raise Refused("command.old_button")
    return int(text)
