"""A question of the person's own in the middle of a form: answered, and the form goes on."""

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files

from handlers.cards.joining import do
from handlers.context import Context
from handlers.dialogue import engine
from handlers.dialogue.messages import Message
from handlers.dialogue.replies import Said
from handlers.dialogue.steps.words import TextStep
from handlers.effects import Effects, Tell
from handlers.flows.catalogue import CONVERSATIONS
from handlers.ports.dialogues import Dialogue

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
        return _say(context, faq(words) or "faq.unanswered")
    key = faq(words, alone=True) if isinstance(step, TextStep) else ""
    return _say(context, key) if key else ()


def faq(words: str, *, alone: bool = False) -> str:
    """Return the key of the answer to a question, or nothing. `alone`: the words say nothing else."""
    plain = _plain(words)
    for name, pieces in _lists().items():
        found = [piece for piece in pieces if piece in plain]
        if name != FILLERS and found and (not alone or _left_over(plain, found) <= LEFT_OVER):
            return f"faq.{name}"
    return ""


def is_question(words: str) -> bool:
    """Say whether short words end as a question does."""
    return len(words) <= LONGEST and _ENDS.search(words.strip()) is not None


def _question(context: Context) -> str:
    match context.reply:
        case Said(text=words, corrects=False) if is_question(words):
            return words.strip()
        case _:
            return ""


def _say(context: Context, key: str) -> Effects:
    row = (do("talk", "menu.talk", context.t),)
    return (Tell(context.me, Message(lines=(context.t(key),), rows=(row,))),)


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
