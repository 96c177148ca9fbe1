"""What somebody says or sends while no conversation stands open: a need, a code, a question, a file."""

import re

from handlers.actions import surveys
from handlers.actions.entering import by_token, join, start_here
from handlers.actions.sheets import is_sheet, take_sheets
from handlers.actions.typed_answers import still_waiting, typed_answer
from handlers.cards.greeting import doings, role_of, ways_in
from handlers.cards.joining import do
from handlers.context import Context
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.replies import Said, Sent, SentFile
from handlers.dialogue.steps.papers import LARGEST
from handlers.effects import Effects, Tell
from handlers.flows import perhaps_need, which_role
from handlers.flows.free_text import need_from_words
from handlers.flows.questions import answer_topic, is_question, pass_on, topic_of
from handlers.flows.which_role import JOINING
from handlers.thinking import NeedReading
from handlers.usecases.people import token_in
from handlers.usecases.talking import bureau_of, give_task

LONGEST, SHORTEST = 2000, 10
SHORT = 15
"""A longer question may be a need: it is a common question only if it is nothing else."""
_SENTENCE = re.compile(r"[\u3400-\u9fff]{4}|[A-Za-z]{3,}\W+[A-Za-z]{2,}\W+[A-Za-z]{2,}")
"""Some words of a language: a number or a row of signs is not worth keeping."""


def answer_without_conversation(context: Context) -> Effects:
    """Answer what belongs to no open question; whatever it is, the person learns what became of it."""
    match context.reply:
        case Said(corrects=True):
            return _say(context, "words.edited")
        case Said(text=words):
            return _words(context, words.strip())
        case Sent(files=files, caption=words):
            return _files(context, files, words.strip())
        case _:
            return _say(context, "words.contact")


def _words(context: Context, words: str) -> Effects:
    if token := token_in(words):
        return by_token(context, token)
    if role_of(context.actor) == "stranger":
        return _of_a_stranger(context, words)
    if answer := typed_answer(context, words) or surveys.typed_answer(context, words):
        return answer
    if is_question(words) and (topic := topic_of(words, alone=len(words) > SHORT)):
        return answer_topic(context, topic)
    if answer := need_from_words(context) or still_waiting(context):
        return answer
    return surveys.still_asked(context, words) or _not_understood(context, words)


def _not_understood(context: Context, words: str) -> Effects:
    """Keep a sentence of an enterprise until its writer says what it is; other words are let go."""
    if context.actor.pending and not context.actor.enterprises and _reads_like_a_need(context, words):
        return _say(context, "need.pending")
    sentence = SHORTEST <= len(words) <= LONGEST and _SENTENCE.search(words)
    if context.actor.enterprises and not context.actor.desks and sentence and not is_question(words):
        return perhaps_need.ask(context, words)
    if is_question(words) and _SENTENCE.search(words) and context.actor.consented and not context.actor.desks:
        return pass_on(context, words)
    return _say(context, "words.not_understood")


def _of_a_stranger(context: Context, words: str) -> Effects:
    """Keep what a stranger wrote through the joining; a need names the enterprise by itself."""
    if is_question(words) and (topic := topic_of(words, alone=len(words) > SHORT)):
        return answer_topic(context, topic)
    if role := _role_named(context, words):
        return join(context, role)
    if len(words) > LONGEST:
        return _say(context, "words.too_long", now=len(words), most=LONGEST)
    if _reads_like_a_need(context, words):
        return join(context, "enterprise", words=words)
    keep = len(words) >= SHORTEST and _SENTENCE.search(words)
    return which_role.ask(context, words) if keep else start_here(context)


def _role_named(context: Context, words: str) -> str:
    """Return the role whose button somebody typed, with a little around it."""
    if len(words) > SHORT:
        return ""
    found = [role for role in JOINING if context.t(f"start.{role}").lower() in words.lower()]
    return found[0] if len(found) == 1 else ""


def _files(context: Context, files: tuple[SentFile, ...], caption: str) -> Effects:
    if context.actor.desks and all(is_sheet(file) for file in files):
        return take_sheets(context, files)
    if any(file.size > LARGEST for file in files):
        return _say(context, "words.file_too_large", most=LARGEST // 1024 // 1024)
    if role_of(context.actor) == "stranger" and caption and _reads_like_a_need(context, caption):
        return join(context, "enterprise", words=caption)
    if caption and (draft := need_from_words(context)):
        return draft
    return (
        _keep(context, files, caption)
        if context.actor.consented
        else _say(context, "words.files_before_consent")
    )


def _keep(context: Context, files: tuple[SentFile, ...], caption: str) -> Effects:
    """Keep the files for the bureau; the pieces of an album are counted on one message."""
    about = f"person:{context.me}"
    context.uow.keep_files(context.me, about, context.channel, files)
    bureau = bureau_of(context.uow, context.actor)
    names = "、".join(file.name or context.t(f"dialogue.file_{file.kind}") for file in files)
    words = "\n".join(
        part for part in (context.t("talk.sent_files", count=len(files), names=names), caption) if part
    )
    given = give_task(context.uow, bureau.id if bureau else None, "talk", about, context.me, words)
    key = "words.files_kept" if bureau else "words.files_kept_for_nobody_yet"
    line = context.t(key, count=len(files), bureau=bureau.name if bureau else "")
    return (Tell(context.me, Message(lines=(line,), rows=_ways_on(context))), *given)


def _reads_like_a_need(context: Context, words: str) -> bool:
    if not SHORTEST <= len(words) <= LONGEST:
        return False
    return bool(context.need_fact(NeedReading(words, context.uow.today)).looks_like_need)


def _say(context: Context, key: str, **values: object) -> Effects:
    return (Tell(context.me, Message(lines=(context.t(key, **values),), rows=_ways_on(context))),)


def _ways_on(context: Context) -> tuple[tuple[Button, ...], ...]:
    if role_of(context.actor) == "stranger":
        return ways_in(context.t), (do("talk", "menu.talk", context.t),)
    return doings(context.actor, context.t)
