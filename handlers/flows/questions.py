"""A question of the person's own in the middle of a form: answered, and the form goes on."""

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files

from handlers.cards.joining import do
from handlers.cards.programme_answers import Question, programme_answer
from handlers.context import Context
from handlers.dialogue import engine
from handlers.dialogue.messages import Message
from handlers.dialogue.replies import Said
from handlers.dialogue.steps.words import TextStep
from handlers.dialogue.texts import known
from handlers.effects import Effects, Tell
from handlers.flows.catalogue import CONVERSATIONS
from handlers.ports.dialogues import Dialogue
from handlers.usecases.talking import bureau_of, give_task

FILLERS = "fillers"
LONGEST = 40
LEFT_OVER = 3
"""Characters beside the known words and fillers up to which a text is that question and nothing else."""


def answer_question(context: Context, dialogue: Dialogue) -> Effects:
    """Answer a question in place of the open step; nothing when the words may be the step's answer."""
    words = _question(context)
    if not words:
        return ()
    flow = CONVERSATIONS[dialogue.flow].flow
    state = flow.restore(dialogue.state)
    step = flow.open_step(state)
    turn = engine.advance(flow, state, context.reply, context.facts(dialogue.id))
    taken = (
        turn.finished
        or turn.paused
        or turn.state.answers != state.answers
        or turn.state.partial != state.partial
    )
    if not taken:
        topic = topic_of(words)
        return answer_topic(context, topic) if topic else _unanswered(context)
    topic = topic_of(words, alone=True) if isinstance(step, TextStep) else ""
    return answer_topic(context, topic) if topic else ()


def answer_topic(context: Context, topic: str) -> Effects:
    """Answer a common question: from the programme's data with the notice's words, or from the catalogue."""
    question = Question(context.uow.rules, context.uow.today, context.uow.calendar, context.t)
    message = programme_answer(topic, question)
    if message is None and not known(f"faq.{topic}"):
        return _unanswered(context)
    message = message or Message(lines=(context.t(f"faq.{topic}"),))
    return (Tell(context.me, message.with_rows((do("talk", "menu.talk", context.t),))),)


def pass_on(context: Context, words: str) -> Effects:
    """Say honestly that nobody here knows, and give the bureau the question; it asks for nothing more."""
    bureau = bureau_of(context.uow, context.actor)
    if bureau is None:
        return _unanswered(context)
    given = give_task(context.uow, bureau.id, "talk", f"person:{context.me}", context.me, words)
    number = f"T{context.uow.tasks.about(f'person:{context.me}', 'talk')[-1].id}"
    line = context.t("ask.passed_on", bureau=bureau.name, number=number)
    return (Tell(context.me, Message(lines=(line,))), *given)


def topic_of(words: str, *, alone: bool = False) -> str:
    """Return which common question this is, by its longest piece; `alone`: and nothing else."""
    plain = _plain(words)
    known_by: dict[str, list[str]] = {}
    for name, pieces in _lists().items():
        found = [piece for piece in pieces if piece in plain]
        if name != FILLERS and found and (not alone or _left_over(plain, found) <= LEFT_OVER):
            known_by[name] = found
    return max(known_by, key=lambda name: max(map(len, known_by[name])), default="")


def is_question(words: str) -> bool:
    """Say whether short words end as a question does."""
    return len(words) <= LONGEST and _ENDS.search(words.strip()) is not None


def _question(context: Context) -> str:
    match context.reply:
        case Said(text=words, corrects=False) if is_question(words):
            return words.strip()
        case _:
            return ""


def _unanswered(context: Context) -> Effects:
    row = (do("talk", "menu.talk", context.t),)
    return (Tell(context.me, Message(lines=(context.t("faq.unanswered"),), rows=(row,))),)


@cache
def _lists() -> dict[str, list[str]]:
    file = files("handlers").joinpath("flows", "data", "questions.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _left_over(plain: str, found: list[str]) -> int:
    for piece in sorted(found, key=len, reverse=True):
        plain = plain.replace(piece, " ")
    for filler in sorted(_lists()[FILLERS], key=len, reverse=True):
        plain = re.sub(rf"\b{filler}\b", " ", plain) if filler.isascii() else plain.replace(filler, " ")
    return len("".join(plain.split()))


def _plain(words: str) -> str:
    return re.sub(r"[^\w\s]", " ", unicodedata.normalize("NFKC", words).lower())


_ENDS = re.compile(r"(?:[?？]|[吗呢么]|多久|多少钱)[。.!！~～]*$")
