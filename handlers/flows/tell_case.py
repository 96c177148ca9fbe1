"""Telling a typical case (典型事例): up to eight questions of the programme's list, by typing or by voice."""

from collections.abc import Callable
from dataclasses import dataclass

from typing_extensions import override

from handlers.cards.cases import INSIDE, NAMELESS, OPENLY
from handlers.cards.needs import language
from handlers.cards.pairs import Pair
from handlers.context import Context
from handlers.conversation import Conversation, start
from handlers.dialogue.flow import Flow
from handlers.dialogue.state import Given
from handlers.dialogue.step import Step, View
from handlers.dialogue.steps.choices import PickOne, fixed
from handlers.dialogue.steps.papers import FilesStep
from handlers.dialogue.steps.telling import TellStep
from handlers.dialogue.steps.words import TextStep
from handlers.domain.outcomes import TypicalCase
from handlers.effects import Effects
from handlers.flows.consult import HeldStep
from handlers.flows.headed import ABOUT, headed
from handlers.flows.need_steps import never
from handlers.thinking import ProgrammeRules
from handlers.usecases.cases import Publish, TellCase, edit_case, keep_case, publish_case

MOST = 8
"""Questions a programme may list: more nobody answers on a phone."""

When = Callable[[Given], bool]
CODES = Step[list[str]]("codes", ask="case.question", when=never)


def _is_listed(number: int) -> When:
    def asked(given: Given) -> bool:
        return number < len(given[CODES])

    return asked


@dataclass(frozen=True)
class CaseQuestion(TellStep):
    """The question of this number in the programme's list."""

    number: int = 0

    @override
    def words(self, view: View) -> str:
        code = view.given[CODES][self.number]
        rules = view.facts.need(ProgrammeRules())
        found = next((each for each in rules.case_question if each.code == code), None)
        return found.name(language(view.t)) if found else view.t(self.ask)


QUESTIONS = tuple(
    CaseQuestion(
        f"question{number}",
        ask="case.question",
        when=_is_listed(number),
        number=number,
        optional=number > 0,
    )
    for number in range(MOST)
)
PHOTOS = FilesStep("photos", ask="case.photos", optional=True)
CONSENT = PickOne(
    "consent",
    ask="case.consent_asked",
    options=fixed(*((code, f"case.consent.{code}") for code in (OPENLY, NAMELESS, INSIDE))),
)
TELL = Flow("tell_case", version=1, steps=(CODES, *QUESTIONS, PHOTOS, CONSENT))

SEEN = Step[int]("seen", ask="case.draft", when=never)
DRAFT = headed(TextStep("draft", ask="case.draft", least=10, most=2000))
EDIT = Flow("edit_case", version=1, steps=(ABOUT, SEEN, DRAFT))

MEDIUM = headed(
    PickOne(
        "medium",
        ask="case.medium",
        options=fixed(*((code, f"case.medium_{code}") for code in ("press", "radio", "tv", "web"))),
    )
)
ON = headed(HeldStep("on", ask="case.media_day"))
TITLE = headed(TextStep("title", ask="case.media_words", optional=True, least=2, most=100))
MEDIA = Flow("case_media", version=1, steps=(ABOUT, MEDIUM, ON, TITLE))


def ask_case(context: Context, case: TypicalCase) -> Effects:
    """Begin to ask."""
    codes = [each.code for each in context.uow.rules.case_question[:MOST]]
    return start(TELL_TALK, context, f"case:{case.id}", {CODES: codes})


def ask_draft(context: Context, pair: Pair, case: TypicalCase) -> Effects:
    """Ask for the better draft, with the present one above."""
    about = [context.t("case.heading", **pair.values()), case.draft]
    return start(EDIT_TALK, context, f"case:{case.id}", {ABOUT: about, SEEN: case.revision})


def ask_media(context: Context, pair: Pair, case: TypicalCase) -> Effects:
    """Ask where and when it was published."""
    return start(
        MEDIA_TALK, context, f"case:{case.id}", {ABOUT: [context.t("case.heading", **pair.values())]}
    )


def told(given: Given, context: Context, subject: str) -> Effects:
    """Keep the case."""
    codes: list[str] = given[CODES]
    answers = {
        code: answer
        for code, question in zip(codes, QUESTIONS, strict=False)
        if (answer := given.get(question)) is not None
    }
    command = TellCase(_number(subject), answers, given[CONSENT], given.get(PHOTOS) or (), context.channel)
    return keep_case(command, context.uow, context.actor)


def edited(given: Given, context: Context, subject: str) -> Effects:
    """Keep the draft."""
    return edit_case(context.uow, context.actor, _number(subject), given[SEEN], given[DRAFT])


def published(given: Given, context: Context, subject: str) -> Effects:
    """Log the publication."""
    command = Publish(_number(subject), given[MEDIUM], given[ON], given.get(TITLE) or "")
    return publish_case(command, context.uow, context.actor)


def _number(subject: str) -> int:
    return int(subject.partition(":")[2])


TELL_TALK = Conversation(TELL, told, title="case.tell_title")
EDIT_TALK = Conversation(EDIT, edited, title="case.edit_title")
MEDIA_TALK = Conversation(MEDIA, published, title="case.media_title")
