"""Conversations in their place: started, carried on, brought to the front, ended, for one person each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from handlers.context import Context
from handlers.dialogue import engine
from handlers.dialogue.flow import Flow
from handlers.dialogue.replies import Reply
from handlers.dialogue.state import Given, State, state_as_json
from handlers.dialogue.step import Refused, Step
from handlers.domain.people import Person
from handlers.effects import Effects, Schedule, Tell
from handlers.ports.dialogues import Dialogue

Finish = Callable[[Given, Context, str], Effects]


@dataclass(frozen=True)
class Conversation:
    """A flow and what its answers lead to; `finish(given, context, subject)` may raise `Refused(step=)`."""

    flow: Flow
    finish: Finish
    title: str


NUDGE_AFTER = timedelta(hours=24)
A_FORM = 5
"""Steps from which on a conversation is a form that may be left lying and is asked after once."""

Known = Mapping[str, Conversation]


def start(  # noqa: PLR0913 - a talk may begin with something known, guessed, and said before the question
    talk: Conversation,
    context: Context,
    subject: str = "",
    given: Mapping[Step[Any], Any] | None = None,
    suggested: Mapping[Step[Any], Any] | None = None,
    *,
    remarks: tuple[str, ...] = (),
) -> Effects:
    """Open the conversation in front of the context's person and ask its first open question."""
    state = talk.flow.begin(given, suggested)
    number = context.uow.dialogues.open(context.me, talk.flow.name, subject, state_as_json(state))
    turn = engine.ask(talk.flow, state, context.facts(number), *remarks)
    effects = _after(talk, context, Dialogue(number, context.me, talk.flow.name, subject, {}), turn)
    return effects if turn.finished or len(talk.flow.steps) < A_FORM else (*effects, _nudge(number, context))


def start_with(
    talk: Conversation,
    context: Context,
    other: Person,
    subject: str = "",
    given: Mapping[Step[Any], Any] | None = None,
) -> Effects:
    """Open the conversation with another person, in that person's language."""
    if other.id is None:
        raise ValueError("a person without id cannot be talked to")
    theirs = replace(context, me=other.id, language=other.language)
    return start(talk, theirs, subject, given)


def carry_on(talk: Conversation, dialogue: Dialogue, context: Context, reply: Reply) -> Effects:
    """Give a reply to a conversation, keep its state, and say what follows."""
    state = talk.flow.restore(dialogue.state)
    turn = engine.advance(talk.flow, state, reply, context.facts(dialogue.id))
    return _after(talk, context, dialogue, turn, old=state)


def ask_again(talk: Conversation, dialogue: Dialogue, context: Context, *remarks: str) -> Effects:
    """Bring a conversation to the front and show its open question again."""
    state = talk.flow.restore(dialogue.state)
    return _after(talk, context, dialogue, engine.ask(talk.flow, state, context.facts(dialogue.id), *remarks))


def _nudge(number: int, context: Context) -> Schedule:
    return Schedule(f"nudge:{number}", context.uow.now + NUDGE_AFTER, "nudge", f"dialogue:{number}")


def _after(
    talk: Conversation, context: Context, dialogue: Dialogue, turn: engine.Turn, old: State | None = None
) -> Effects:
    if turn.finished:
        return _finish(talk, context, dialogue, turn.state)
    if turn.paused:
        context.uow.dialogues.pause(dialogue.id)
    elif turn.state is not old or turn.message:
        context.uow.dialogues.save(dialogue.id, state_as_json(turn.state), front=turn.message is not None)
    if turn.message is None:
        return ()
    edited = bool(turn.card) and old is not None and turn.state.asked == old.asked
    return (Tell(context.me, turn.message, card=turn.card, buzz=not edited),)


def _finish(talk: Conversation, context: Context, dialogue: Dialogue, state: State) -> Effects:
    try:
        effects = talk.finish(Given(state.answers), context, dialogue.subject)
    except Refused as refused:
        turn = engine.reopen(talk.flow, state, refused, context.facts(dialogue.id))
        return _after(talk, context, dialogue, turn)
    context.uow.dialogues.close(dialogue.id)
    return effects
