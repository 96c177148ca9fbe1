"""Asking somebody who speaks for several enterprises whose need it is; the words they sent wait meanwhile."""

from collections.abc import Sequence

from handlers.context import Context
from handlers.conversation import Conversation, start
from handlers.dialogue.flow import Flow
from handlers.dialogue.replies import SentFile
from handlers.dialogue.state import Given
from handlers.dialogue.step import Refused, Step, View
from handlers.dialogue.steps.choices import Option, PickOne
from handlers.dialogue.steps.papers import FilesStep
from handlers.domain.enterprises import Enterprise
from handlers.effects import Effects
from handlers.flows.need_form import open_form
from handlers.flows.need_steps import never
from handlers.ports.enterprises import OwnFirm


def _enterprises(view: View) -> tuple[Option, ...]:
    return tuple(Option(number, name) for number, name in view.given[CHOICES])


CHOICES = Step[list[list[str]]]("choices", ask="need.which", when=never)
WORDS = Step[str]("words", ask="need.which", when=never)
FILES = FilesStep("files", ask="need.which", when=never)
WHICH = PickOne("which", ask="need.which", options=_enterprises)

WHICH_ENTERPRISE = Flow("which_enterprise", version=1, steps=(CHOICES, WORDS, FILES, WHICH))


def ask(
    context: Context, enterprises: Sequence[OwnFirm], words: str = "", files: tuple[SentFile, ...] = ()
) -> Effects:
    """Ask which of the enterprises; the form opens with the answer."""
    choices = [[str(enterprise.id), enterprise.name] for enterprise in enterprises]
    return start(TALK, context, given={CHOICES: choices, WORDS: words, FILES: files})


def opened(given: Given, context: Context, subject: str) -> Effects:
    """Open the need form for the enterprise that was picked."""
    del subject
    enterprise = context.uow.get(Enterprise, int(given[WHICH]))
    if enterprise is None or enterprise.id is None or enterprise.id not in context.actor.enterprises:
        raise Refused("need.may_not_file", step=WHICH.name)
    firm = OwnFirm(enterprise.id, enterprise.name, enterprise.county)
    return open_form(context, firm, given[WORDS], given[FILES])


TALK = Conversation(WHICH_ENTERPRISE, opened, title="need.form")
