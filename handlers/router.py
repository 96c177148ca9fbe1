"""Which conversation, command, button or timer a message is for. Pure dispatch; the tables say the rest."""

import re

from handlers.actions.forms import closed_form
from handlers.actions.table import ACTIONS
from handlers.actions.words import answer_without_conversation
from handlers.commands import COMMANDS, command_for, rest_of
from handlers.context import Context
from handlers.conversation import ask_again, carry_on
from handlers.dialogue.messages import Message
from handlers.dialogue.replies import Commanded, Fired, Reached, Said, Sent, SharedContact, Tapped
from handlers.dialogue.step import Refused
from handlers.effects import Effects, Tell
from handlers.flows.catalogue import CONVERSATIONS
from handlers.flows.questions import answer_question
from handlers.ports.dialogues import Dialogue
from handlers.timers import TIMERS
from handlers.usecases.digest import refreshed
from handlers.usecases.gathering import RELEASE, gathered
from handlers.usecases.notices import noticed
from handlers.usecases.people import token_in
from handlers.usecases.reach import address_reached


def route(context: Context) -> Effects:
    """Return everything that follows from what the person (or the clock) did. Raises `Wanted` for a fact."""
    try:
        effects = _route(context)
    except Refused as refused:
        return _say(context, refused.key, **refused.values)
    if context.me and context.uow.recorded:
        effects = (*effects, *refreshed(context.uow, context.actor))
    if not isinstance(context.reply, Fired):
        return noticed(context.uow, _present(context), effects)
    if context.reply.what == RELEASE:
        return effects  # what is said outside the chats was said when it was kept
    return gathered(context.uow, context.reply, noticed(context.uow, 0, effects))


def _present(context: Context) -> int:
    """Return who is in the chat and hears the answer there; nobody when a chat was closed."""
    return 0 if isinstance(context.reply, Reached) and not context.reply.open else context.me


def _route(context: Context) -> Effects:
    match context.reply:
        case Fired(what=what):
            return TIMERS[what](context)
        case Reached(open=is_open):
            return address_reached(context.uow, context.channel, context.chat, is_open=is_open)
        case Commanded(name=name, rest=rest):
            return _command(context, name, rest)
        case Tapped(action=action):
            return _tapped(context, action)
        case Said(text=words) if (name := command_for(words)) and not context.reply.corrects:
            return _command(context, name, rest_of(words))
        case Said() | Sent() | SharedContact():
            return _in_front(context)


def _command(context: Context, name: str, rest: str) -> Effects:
    """Answer a command; a form that stands open is not lost: its question is shown again."""
    if name not in COMMANDS:
        return _say(context, "command.unknown")
    before = context.uow.dialogues.front(context.me)
    effects = COMMANDS[name](context, rest)
    return effects if name in {"continue", "cancel"} else _with_question(context, before, effects)


def _with_question(context: Context, before: Dialogue | None, effects: Effects) -> Effects:
    """Add the open question of the form that stood in front and still does, unless it is asked already."""
    after = context.uow.dialogues.front(context.me)
    if before is None or after is None or before.id != after.id or _asks(effects, after):
        return effects
    return (*effects, *_show_again(context, after))


def _asks(effects: Effects, dialogue: Dialogue) -> bool:
    """Say whether the question of a conversation is among what is said already."""
    buttons = (button for effect in effects if isinstance(effect, Tell) for button in effect.message.buttons)
    return any(button.action.startswith(f"f:{dialogue.id}:") for button in buttons)


def _tapped(context: Context, action: str) -> Effects:
    verb, _, rest = _NO_NUMBER_OF_OURS.sub("0", action).partition(":")
    if verb == "f":
        return _in_dialogue(context, rest)
    if verb == "do":
        return _command(context, rest, "")
    if verb not in ACTIONS:
        return _old_button(context)
    return _card_tapped(context, verb, rest)


def _card_tapped(context: Context, verb: str, rest: str) -> Effects:
    """Answer a card's button; when that says something below an open form, its question is shown again."""
    before = context.uow.dialogues.front(context.me)
    effects = ACTIONS[verb](context, rest)
    said = any(isinstance(each, Tell) and each.person_id == context.me and each.buzz for each in effects)
    return _with_question(context, before, effects) if said and verb not in _ABOUT_THE_FORM else effects


_ABOUT_THE_FORM = frozenset({"form.open", "form.delete", "form.delete_yes"})
_NO_NUMBER_OF_OURS = re.compile(r"\d{16,}")
"""No row has a number so long, and storage could not even look for it; nor has one the number 0."""


def _old_button(context: Context) -> Effects:
    """Say that a button is not known any more; a question that stands open is shown again."""
    dialogue = context.uow.dialogues.front(context.me)
    if dialogue is None:
        return _say(context, "command.old_button")
    return ask_again(CONVERSATIONS[dialogue.flow], dialogue, context, context.t("dialogue.old_button"))


def _in_dialogue(context: Context, rest: str) -> Effects:
    number = rest.partition(":")[0]
    dialogue = context.uow.dialogues.get(int(number)) if number.isdecimal() else None
    if dialogue is None or dialogue.person_id != context.me:
        _, step, code = (*rest.split(":", 2), "", "")[:3]
        front = context.uow.dialogues.front(context.me)
        return _with_question(context, front, closed_form(context, step, code))
    return _carried_on(context, dialogue)


def _in_front(context: Context) -> Effects:
    dialogue = context.uow.dialogues.front(context.me)
    if dialogue is None:
        return answer_without_conversation(context)
    if token := _opens(context):
        return _command(context, "start", token)
    if answer := answer_question(context, dialogue):
        return (*answer, *_show_again(context, dialogue))
    return _carried_on(context, dialogue)


def _opens(context: Context) -> str:
    """Return the token of a link or move code that was pasted while a form stands open, if there is such."""
    match context.reply:
        case Said(text=words, corrects=False) if token := token_in(words):
            return token if context.uow.people.link(token) is not None else ""
        case _:
            return ""


def _carried_on(context: Context, dialogue: Dialogue) -> Effects:
    """Carry a conversation on; when it ends, the one that stood open before is shown again."""
    effects = carry_on(CONVERSATIONS[dialogue.flow], dialogue, context, context.reply)
    if context.uow.dialogues.get(dialogue.id) is not None:
        return effects
    following = context.uow.dialogues.front(context.me)
    if following is None or following.id > dialogue.id:
        return effects
    return (*effects, *_show_again(context, following))


def _show_again(context: Context, dialogue: Dialogue) -> Effects:
    talk = CONVERSATIONS[dialogue.flow]
    remark = context.t("dialogue.back_to", title=context.t(talk.title))
    return ask_again(talk, dialogue, context, remark)


def _say(context: Context, key: str, **values: object) -> Effects:
    return (Tell(context.me, Message(lines=(context.t(key, **values),))),)
