"""The library (实施细则、工作计划): papers in versions, each with its class of disclosure."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.cards.holdings import PaperFacts, library_list, open_papers, paper_card
from handlers.dialogue.messages import Document, Message
from handlers.dialogue.replies import SentFile
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate
from handlers.domain.actors import Actor, Subject, may
from handlers.domain.attachments import Attachment
from handlers.domain.bureaus import Bureau
from handlers.domain.holdings import LibraryPaper
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.telling import Make, line, tell
from handlers.usecases.subjects import bureau_subject
from handlers.usecases.units import opened

OPEN = "open"
"""The class of disclosure that everybody may read (主动公开)."""


@dataclass(frozen=True, slots=True)
class PublishPaper:
    """A paper of a bureau; one of the same title becomes its next version."""

    bureau_id: int
    kind: str
    title: str
    disclosure: str
    files: tuple[SentFile, ...]
    words: str = ""
    channel: str = ""


def list_library(uow: UnitOfWork, actor: Actor, bureau_id: int) -> Effects:
    """Show the papers of a bureau and of those above it on its line."""
    bureau = opened(uow, actor, bureau_id, "see_holdings")
    found = _papers(uow, [bureau, *uow.bureaus.line(bureau_id)])
    keeps = may(actor, "keep_holdings", bureau_subject(uow, bureau, actor))
    return tell(uow, actor.person_id, lambda t: library_list(bureau, found, t, keeps=keeps))


def list_open(uow: UnitOfWork, actor: Actor) -> Effects:
    """Show everybody what is open (主动公开)."""
    found = [each for each in _papers(uow, uow.bureaus.all()) if each[0].disclosure == OPEN]
    return tell(uow, actor.person_id, lambda t: open_papers(found[:20], t))


def publish_paper(command: PublishPaper, uow: UnitOfWork, actor: Actor) -> Effects:
    """Keep a paper as the newest version of its title."""
    bureau = opened(uow, actor, command.bureau_id, "keep_holdings")
    versions = uow.holdings.versions(command.bureau_id, command.title)
    paper = uow.add(
        LibraryPaper(
            bureau_id=command.bureau_id, kind=command.kind, title=command.title,
            version=versions[0].version + 1 if versions else 1, disclosure=command.disclosure,
            words=command.words, made_by=actor.person_id, made_at=uow.now,
        )
    )  # fmt: skip
    uow.keep_files(actor.person_id, name_of(paper), command.channel, command.files)
    uow.record("paper.published", name_of(paper), by=actor.person_id, bureau=bureau.id, version=paper.version)
    return show_paper(uow, actor, paper, line("paper.published", version=paper.version))


def withdraw_paper(uow: UnitOfWork, actor: Actor, paper_id: int) -> Effects:
    """Withdraw a version; the one before it stands again."""
    paper = opened_paper(uow, actor, paper_id)
    opened(uow, actor, paper.bureau_id, "keep_holdings")
    if paper.withdrawn_at is None:
        paper.withdrawn_at = uow.now
        uow.record("paper.withdrawn", name_of(paper), by=actor.person_id)
    return show_paper(uow, actor, paper)


def show_paper(uow: UnitOfWork, actor: Actor, paper: LibraryPaper, news: Make | None = None) -> Effects:
    """Show a paper to whoever may read it."""
    bureau = _bureau(uow, paper)
    keeps = may(actor, "keep_holdings", bureau_subject(uow, bureau, actor))
    versions = [
        each
        for each in uow.holdings.versions(paper.bureau_id, paper.title)
        if may(actor, "read_paper", _subject(uow, bureau, each, actor))
    ]
    files = [(file.id or 0, _named(paper, file)) for file in uow.files_about(name_of(paper))]
    facts = PaperFacts(paper, bureau.name, versions, files, uow.rules)

    def make(t: Translate) -> Message:
        card = paper_card(facts, t, keeps=keeps)
        return card.before(*news(t).lines) if news else card

    return tell(uow, actor.person_id, make, card=name_of(paper))


def give_paper(uow: UnitOfWork, actor: Actor, paper_id: int, file_id: str) -> Effects:
    """Send one of a paper's files."""
    paper = opened_paper(uow, actor, paper_id)
    file = next((each for each in uow.files_about(name_of(paper)) if str(each.id) == file_id), None)
    if file is None:
        return show_paper(uow, actor, paper)
    document = Document("file", _named(paper, file), file_id)
    return tell(
        uow,
        actor.person_id,
        lambda t: Message(lines=(t("paper.file_here", title=paper.title),), documents=(document,)),
    )


def opened_paper(uow: UnitOfWork, actor: Actor, paper_id: int) -> LibraryPaper:
    """Return a paper that the actor may read. Raises `Refused`."""
    paper = uow.get(LibraryPaper, paper_id)
    if paper is None:
        raise Refused("paper.gone")
    if not may(actor, "read_paper", _subject(uow, _bureau(uow, paper), paper, actor)):
        raise Refused("paper.may_not")
    return paper


def name_of(paper: LibraryPaper) -> str:
    """Return the name of a paper in events and attachments: "paper:4"."""
    return f"paper:{paper.id}"


def _subject(uow: UnitOfWork, bureau: Bureau, paper: LibraryPaper, actor: Actor) -> Subject:
    subject = bureau_subject(uow, bureau, actor)
    public = paper.disclosure == OPEN and paper.withdrawn_at is None
    return Subject(
        area=subject.area,
        bureau_id=subject.bureau_id,
        line=subject.line,
        line_of=subject.line_of,
        public=public,
    )


def _bureau(uow: UnitOfWork, paper: LibraryPaper) -> Bureau:
    bureau = uow.get(Bureau, paper.bureau_id)
    if bureau is None:
        raise Refused("paper.gone")
    return bureau


def _papers(uow: UnitOfWork, bureaus: Sequence[Bureau]) -> list[tuple[LibraryPaper, str]]:
    names = {each.id or 0: each.name for each in bureaus}
    return [(paper, names[paper.bureau_id]) for paper in uow.holdings.papers(list(names))]


def _named(paper: LibraryPaper, file: Attachment) -> str:
    return file.name or f"{paper.title}-{file.id}"
