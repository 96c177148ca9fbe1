"""A need in a person's own words: read at once, shown as a filled-in form; send, look, submit."""

from handlers.context import Context
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.replies import Said, Sent, SentFile
from handlers.effects import Effects, Tell
from handlers.flows import which_enterprise
from handlers.flows.need_form import LONGEST, SHORTEST, open_form, reading_of


def need_from_words(context: Context) -> Effects | None:
    """Open a need form for a message that reads like a need; None when it does not, or nobody asks for it."""
    words, files = _message(context)
    if len(words) < SHORTEST or not context.actor.enterprises:
        return None
    if not reading_of(context, words[:LONGEST]).looks_like_need:
        return None
    return need_from(context, words, files) if len(words) <= LONGEST else _too_long(context, len(words))


def need_from(context: Context, words: str, files: tuple[SentFile, ...] = ()) -> Effects:
    """Open a need form filled in from these words, whatever they are; of several enterprises ask which."""
    enterprises = tuple(context.uow.enterprises.spoken_for(context.me))
    if not enterprises:
        return not_yet(context)
    if len(enterprises) > 1:
        return which_enterprise.ask(context, enterprises, words, files)
    return open_form(context, enterprises[0], words, files)


def new_need(context: Context) -> Effects:
    """Open an empty need form, or the one that was left unfinished."""
    enterprises = tuple(context.uow.enterprises.spoken_for(context.me))
    if not enterprises:
        return not_yet(context)
    if len(enterprises) > 1:
        return which_enterprise.ask(context, enterprises)
    return open_form(context, enterprises[0])


def not_yet(context: Context) -> Effects:
    """Say what stands before filing a need: registering, or somebody's confirmation."""
    if context.actor.pending:
        return (Tell(context.me, Message(lines=(context.t("need.pending"),))),)
    register = Button(context.t("need.register"), "join:enterprise", "primary")
    return (Tell(context.me, Message(lines=(context.t("need.no_enterprise"),), rows=((register,),))),)


def _too_long(context: Context, length: int) -> Effects:
    words = context.t("need.message_too_long", now=length, most=LONGEST)
    begin = Button(context.t("need.form"), "do:new", "primary")
    return (Tell(context.me, Message(lines=(words,), rows=((begin,),))),)


def _message(context: Context) -> tuple[str, tuple[SentFile, ...]]:
    match context.reply:
        case Said(text=words, corrects=False):
            return words.strip(), ()
        case Sent(files=files, caption=words):
            return words.strip(), files
        case _:
            return "", ()
