"""A sentence of an enterprise that does not read like a need: kept while its writer says what it is."""

from dataclasses import dataclass

from typing_extensions import override

from handlers.cards.greeting import doings
from handlers.context import Context
from handlers.conversation import Conversation, start
from handlers.dialogue.flow import Flow
from handlers.dialogue.messages import Message
from handlers.dialogue.replies import Reply, Said
from handlers.dialogue.state import Given
from handlers.dialogue.step import Answered, Reading, Step, View
from handlers.dialogue.steps.choices import PickOne, chosen, fixed
from handlers.effects import Effects, Tell
from handlers.flows import talk
from handlers.flows.free_text import need_from, need_from_words
from handlers.flows.need_form import SHORTEST
from handlers.flows.personal_steps import never


@dataclass(frozen=True)
class WhatStep(PickOne):
    """What the words are; another sentence takes their place."""

    @override
    def read(self, reply: Reply, view: View) -> Reading[str]:
        another = isinstance(reply, Said) and len(reply.text.strip()) >= SHORTEST
        if isinstance(reply, Said) and another and chosen(reply, self.options(view)) is None:
            return Answered(reply.text.strip())
        return super().read(reply, view)


WORDS = Step[str]("words", ask="join.first_words", when=never)
WHAT = WhatStep(
    "what",
    ask="words.perhaps",
    options=fixed(
        ("need", "words.perhaps_need"), ("talk", "words.perhaps_talk"), ("nothing", "words.perhaps_nothing")
    ),
)
FLOW = Flow("perhaps_need", version=1, steps=(WORDS, WHAT))


def ask(context: Context, words: str) -> Effects:
    """Ask what a sentence is."""
    return start(TALK, context, given={WORDS: words})


def finish(given: Given, context: Context, subject: str) -> Effects:
    """Make it a need, or a ticket; a further sentence is looked at in its turn."""
    del subject
    match given[WHAT]:
        case "need":
            return need_from(context, given[WORDS])
        case "talk":
            return talk.handed_over(context, given[WORDS], "")
        case "nothing":
            rows = doings(context.actor, context.t)
            return (Tell(context.me, Message(lines=(context.t("words.let_go"),), rows=rows)),)
        case another:
            return need_from_words(context) or ask(context, another)


TALK = Conversation(FLOW, finish, title="words.perhaps_title")
