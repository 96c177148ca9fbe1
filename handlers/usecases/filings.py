"""What the owing side does with a filing: send the electronic file, or say that it went another way."""

from dataclasses import dataclass

from handlers.cards.filed import Filed, filed
from handlers.dialogue.replies import SentFile
from handlers.dialogue.step import Refused
from handlers.domain.actors import Actor
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.telling import line
from handlers.usecases.filing_state import already, changed
from handlers.usecases.filing_views import opened

SENT = "attached"


@dataclass(frozen=True, slots=True)
class SendFile:
    """The electronic file (电子文件): files and the codes of the documents they are.

    `words` tell how it went when it was sent another way (已用其他方式报送).
    """

    filing_id: int
    files: tuple[SentFile, ...] = ()
    documents: tuple[str, ...] = ()
    words: str = ""
    channel: str = ""


def send_file(command: SendFile, uow: UnitOfWork, actor: Actor) -> Effects:
    """Take the electronic file; it counts as sent once every document that is due has come."""
    filing = opened(uow, actor, command.filing_id, "submit_filing")
    if done := already(uow, filing, actor):
        return done
    one = filed(uow, filing)
    if not one.wants_file:
        raise Refused("filing.no_file_wanted")
    uow.keep_files(actor.person_id, one.card, command.channel, command.files)
    came = _documents(command, one)
    filing.documents = {**filing.documents, **dict.fromkeys(came, SENT)}
    filing.note = command.words or filing.note
    if not (left := filed(uow, filing).missing):
        filing.electronic = "sent"
    uow.record("filing.file_sent", one.card, by=actor.person_id, documents=came, files=len(command.files))
    return changed(uow, filing, actor, line("filing.file_came" if left else "filing.file_sent"), buzz=True)


def declare_done(filing_id: int, uow: UnitOfWork, actor: Actor) -> Effects:
    """Say that something without file or paper is done, as that the needs are published (已公布)."""
    filing = opened(uow, actor, filing_id, "submit_filing")
    if done := already(uow, filing, actor):
        return done
    one = filed(uow, filing)
    if one.wants_file or one.rolls_up or one.copies:
        raise Refused("filing.not_by_word")
    filing.electronic = "sent"
    return changed(uow, filing, actor, line("filing.submitted"))


def _documents(command: SendFile, one: Filed) -> list[str]:
    """Return which documents have come: those named, the only one there is, or all that went another way."""
    due = [paper.code for paper in one.documents]
    return due if command.words or len(due) == 1 else [code for code in due if code in command.documents]
