"""Filing (报送) by the side that owes it: the file, another way it went, copies that were posted."""

from handlers.cards.filed import filed
from handlers.context import Context
from handlers.conversation import Conversation
from handlers.dialogue.flow import Flow
from handlers.dialogue.state import Given
from handlers.dialogue.step import Step, View
from handlers.dialogue.steps.choices import Option, PickMany
from handlers.dialogue.steps.papers import FilesStep
from handlers.dialogue.steps.words import TextStep
from handlers.domain.filings import Filing
from handlers.effects import Effects
from handlers.flows.about_filing import SEEN, filing_id, start_on
from handlers.flows.headed import ABOUT, headed
from handlers.flows.need_steps import never
from handlers.usecases.filings import SendFile, send_file
from handlers.usecases.papers import MoveCopies, move_copies

SEVERAL = 2


def _missing(view: View) -> tuple[Option, ...]:
    return tuple(Option(code, name) for code, name in view.given[MISSING])


def _are_several(given: Given) -> bool:
    return len(given[MISSING]) >= SEVERAL


def _all_missing(view: View) -> tuple[str, ...]:
    return tuple(code for code, _ in view.given[MISSING])


MISSING = Step[list[list[str]]]("missing", ask="filing.which_documents", when=never)
FILES = headed(FilesStep("files", ask="filing.files_asked"))
WHICH = headed(
    PickMany(
        "which",
        ask="filing.which_documents",
        when=_are_several,
        options=_missing,
        preset=_all_missing,
        least=1,
    )
)
UPLOAD = Flow("upload_filing", version=1, steps=(ABOUT, SEEN, MISSING, FILES, WHICH))

WORDS = headed(TextStep("words", ask="filing.which_way", least=2, most=200))
OTHER_WAY = Flow("filing_other_way", version=1, steps=(ABOUT, SEEN, WORDS))

NUMBERS = Step[list[int]]("numbers", ask="filing.tracking", when=never)
TRACKING = headed(TextStep("tracking", ask="filing.tracking", optional=True, least=2, most=60))
SLIP = headed(FilesStep("slip", ask="filing.slip", optional=True))
POST = Flow("post_filing", version=1, steps=(ABOUT, SEEN, NUMBERS, TRACKING, SLIP))


def ask_for_file(context: Context, filing: Filing) -> Effects:
    """Ask for the file; which of several documents it holds is asked behind it."""
    one = filed(context.uow, filing)
    missing = [[paper.code, paper.name(context.t)] for paper in one.missing]
    return start_on(UPLOAD_TALK, context, filing, {MISSING: missing})


def ask_for_posting(context: Context, filing: Filing, numbers: tuple[int, ...]) -> Effects:
    """Ask for number and slip of the post; both may be skipped."""
    return start_on(POST_TALK, context, filing, {NUMBERS: list(numbers)})


def uploaded(given: Given, context: Context, subject: str) -> Effects:
    """Send the file."""
    missing = tuple(code for code, _ in given[MISSING])
    documents = given.get(WHICH) or missing
    command = SendFile(filing_id(subject), given[FILES], documents, channel=context.channel)
    return send_file(command, context.uow, context.actor)


def sent_otherwise(given: Given, context: Context, subject: str) -> Effects:
    """Note that it went another way."""
    return send_file(SendFile(filing_id(subject), words=given[WORDS]), context.uow, context.actor)


def posted(given: Given, context: Context, subject: str) -> Effects:
    """Note that copies were posted."""
    numbers: list[int] = given[NUMBERS]
    command = MoveCopies(
        filing_id(subject),
        "posted",
        tuple(numbers),
        given.get(TRACKING) or "",
        given.get(SLIP) or (),
        context.channel,
    )
    return move_copies(command, context.uow, context.actor)


UPLOAD_TALK = Conversation(UPLOAD, uploaded, title="filing.upload")
OTHER_WAY_TALK = Conversation(OTHER_WAY, sent_otherwise, title="filing.other_way")
POST_TALK = Conversation(POST, posted, title="filing.posting")
