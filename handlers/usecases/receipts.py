"""What the receiving side does with a filing: confirm receipt, return, extend, waive, fill in (代填)."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from handlers.cards.filed import filed
from handlers.cards.needs import language
from handlers.dialogue.messages import Message
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate
from handlers.domain.actors import Actor
from handlers.domain.days import spoken
from handlers.domain.filings import OPEN, OWED, RETURNED, WAIVED, Filing
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.programme.plan import aim_of
from handlers.telling import Make, line
from handlers.usecases.filing_state import already, changed, on_behalf
from handlers.usecases.filing_views import opened, owing, refreshed, show_each, show_filing
from handlers.usecases.filings import SENT
from handlers.usecases.ladders import name_of, stop
from handlers.usecases.need_views import once_each
from handlers.usecases.papers import copies_of
from handlers.usecases.planning import replan, resume
from handlers.usecases.returning_up import return_all
from handlers.usecases.watching import filing_changed

Part = Literal["file", "paper", "all"]
"""What was received, is returned or filled in: the electronic file, the paper copies, or both."""


@dataclass(frozen=True, slots=True)
class Receive:
    """The receiver has it (收到); `revision` is that of the card that was tapped."""

    filing_id: int
    revision: int
    part: Part = "all"


@dataclass(frozen=True, slots=True)
class ReturnFiling:
    """The receiver sends it back (退回) with a reason, and with a new day when the old one is over."""

    filing_id: int
    revision: int
    reason: str
    part: Part = "all"
    day: date | None = None


@dataclass(frozen=True, slots=True)
class FillIn:
    """The receiver got it another way and notes it for the owing bureau (代填)."""

    filing_id: int
    words: str
    part: Part = "all"


def receive(command: Receive, uow: UnitOfWork, actor: Actor) -> Effects:
    """Confirm the receipt of what has been sent; the other side's card follows without a buzz."""
    filing = opened(uow, actor, command.filing_id, "receive_filing")
    if filing.revision != command.revision:
        return show_filing(uow, filing, actor.person_id, line("filing.card_changed"), buzz=False)
    file = command.part != "paper" and filing.electronic == "sent"
    papers = [c for c in copies_of(uow, filing) if command.part != "file" and c.state == "posted"]
    if not file and not papers:
        return show_filing(uow, filing, actor.person_id, line("filing.nothing_to_receive"), buzz=False)
    filing.electronic = "received" if file else filing.electronic
    for copy in papers:
        copy.state, copy.changed_at = "received", uow.now
    if papers:
        uow.record(
            "copy.received", name_of(filing), by=actor.person_id, copies=[copy.number for copy in papers]
        )
    return changed(uow, filing, actor, line("filing.receipt_noted"))


def return_filing(command: ReturnFiling, uow: UnitOfWork, actor: Actor) -> Effects:
    """Send a filing back: it is owed again, wholly or its file or papers alone."""
    filing = opened(uow, actor, command.filing_id, "return_filing")
    if filing.state in (*OWED, WAIVED) or filing.revision != command.revision:
        return show_filing(uow, filing, actor.person_id, line("filing.card_changed"))
    filing.state, filing.note = RETURNED, command.reason
    filing.submitted_at = filing.received_at = None
    if command.part != "paper":
        filing.electronic, filing.documents = "none", dict.fromkeys(filing.documents, "")
    for copy in copies_of(uow, filing) if command.part != "file" else ():
        copy.state, copy.tracking, copy.photo_id, copy.changed_at = "none", "", None, uow.now
    filing.revision += 1
    uow.record("filing.returned", name_of(filing), by=actor.person_id, part=command.part)
    needs = return_all(uow, filing, command.reason, actor) if filed(uow, filing).rolls_up else ()
    later = command.day is not None and command.day > filing.legal
    clock = _moved(uow, filing, command.day) if command.day and later else resume(uow, filing)
    news = _from_receiver(uow, filing, "filing.was_returned", reason=command.reason)
    return _both_told(uow, filing, actor, line("filing.returned"), news, (*clock, *needs))


def extend(filing_id: int, day: date, uow: UnitOfWork, actor: Actor) -> Effects:
    """Set a later day (延期); both the legal day and the aim move, and the reminders with them."""
    filing = opened(uow, actor, filing_id, "extend_filing")
    if done := already(uow, filing, actor):
        return done
    if day == filing.legal:
        return show_filing(uow, filing, actor.person_id, line("filing.extended_already"))
    if day < filing.legal:
        raise Refused("filing.not_later", step="day")
    clock = _moved(uow, filing, day)
    filing.revision += 1
    uow.record("filing.extended", name_of(filing), by=actor.person_id, day=day.isoformat())
    news = _from_receiver(uow, filing, "filing.was_extended", day=day)
    return _both_told(uow, filing, actor, line("filing.extension_noted"), news, clock)


def waive(filing_id: int, reason: str, uow: UnitOfWork, actor: Actor) -> Effects:
    """Let a bureau off a filing (免报) with the reason."""
    filing = opened(uow, actor, filing_id, "return_filing")
    if done := already(uow, filing, actor):
        return done
    filing.state, filing.note = WAIVED, reason
    filing.revision += 1
    uow.record("filing.waived", name_of(filing), by=actor.person_id)
    news = _from_receiver(uow, filing, "filing.was_waived", reason=reason)
    return _both_told(uow, filing, actor, line("filing.waiver_noted"), news, stop(uow, filing))


def restore(filing_id: int, uow: UnitOfWork, actor: Actor) -> Effects:
    """Take a waiver back (恢复报送)."""
    filing = opened(uow, actor, filing_id, "return_filing")
    if filing.state != WAIVED:
        return show_filing(uow, filing, actor.person_id, line("filing.card_changed"), buzz=False)
    filing.state, filing.note = OPEN, ""
    filing.revision += 1
    uow.record("filing.restored", name_of(filing), by=actor.person_id)
    news = _from_receiver(uow, filing, "filing.was_restored")
    return _both_told(uow, filing, actor, line("filing.restored"), news, resume(uow, filing))


def fill_in(command: FillIn, uow: UnitOfWork, actor: Actor) -> Effects:
    """Note for the owing bureau what came another way (代填); recorded as done on its behalf."""
    filing = opened(uow, actor, command.filing_id, "fill_in_filing")
    if done := already(uow, filing, actor):
        return done
    one = filed(uow, filing)
    if command.part != "paper" and one.wants_word:
        filing.electronic = "received"
        filing.documents = {**filing.documents, **{paper.code: SENT for paper in one.documents}}
    for copy in copies_of(uow, filing) if command.part != "file" else ():
        copy.state, copy.changed_at = "received", uow.now
    filing.note = command.words
    facts = on_behalf(uow, filing, actor)
    uow.record("filing.filled_in", one.card, by=actor.person_id, part=command.part, **facts)
    mine = changed(uow, filing, actor, line("filing.filled_in"), buzz=True)
    news = _from_receiver(uow, filing, "filing.was_filled_in", words=command.words)
    return once_each((*mine[:1], *show_each(uow, filing, owing(uow, filing), news), *mine[1:]))


def _moved(uow: UnitOfWork, filing: Filing, day: date) -> Effects:
    aim = aim_of(day, includes_day=True, calendar=uow.calendar)
    filing.extended_from = filing.extended_from or filing.legal
    filing.legal, filing.aim, filing.expected = day, aim.aim, aim.expected
    return replan(uow, filing)


def _from_receiver(uow: UnitOfWork, filing: Filing, key: str, **values: object) -> Make:
    """Return the news for the owing side, in the receiver's name; a `day` is written as days are said."""
    to = filed(uow, filing).to

    def make(t: Translate) -> Message:
        day = values.get("day")
        said = {"day": spoken(day, uow.today, language(t))} if isinstance(day, date) else {}
        return Message(lines=(t(key, bureau=to.name if to else t("filing.above"), **{**values, **said}),))

    return make


def _both_told(  # noqa: PLR0913, PLR0917 - what each side reads, and what the clock does
    uow: UnitOfWork, filing: Filing, actor: Actor, own: Make, news: Make, clock: Effects
) -> Effects:
    mine = show_filing(uow, filing, actor.person_id, own)
    told = show_each(uow, filing, owing(uow, filing), news)
    return once_each((*mine, *told, *refreshed(uow, filing), *clock, *filing_changed(uow, filing)))
