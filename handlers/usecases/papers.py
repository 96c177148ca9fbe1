"""The paper copies of a filing (纸质材料): printed, sealed, posted, received; corrected with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.dialogue.replies import SentFile
from handlers.dialogue.step import Refused
from handlers.domain.actors import Actor
from handlers.domain.filings import COPY_STATES, OWED, WAIVED, Filing, PaperCopy
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.telling import line
from handlers.usecases.filing_state import changed, on_behalf
from handlers.usecases.filing_views import opened, owing, receiving, show_each, show_filing, side_of
from handlers.usecases.ladders import name_of
from handlers.usecases.need_views import once_each


@dataclass(frozen=True, slots=True)
class MoveCopies:
    """Paper copies reach a state; no numbers are all of them. Number and slip of the post are optional."""

    filing_id: int
    state: str
    numbers: tuple[int, ...] = ()
    tracking: str = ""
    slip: tuple[SentFile, ...] = ()
    channel: str = ""


@dataclass(frozen=True, slots=True)
class CorrectCopies:
    """Paper copies are in another state after all (更正); either side says why."""

    filing_id: int
    state: str
    reason: str
    numbers: tuple[int, ...] = ()


def move_copies(command: MoveCopies, uow: UnitOfWork, actor: Actor) -> Effects:
    """Move paper copies on; one that has come as far already stays. The receiver alone says 已收到."""
    filing = opened(uow, actor, command.filing_id, *_movers(command.state))
    if filing.state == WAIVED:
        return show_filing(uow, filing, actor.person_id, line("filing.already.waived"), buzz=False)
    copies = copies_of(uow, filing, command.numbers)
    moved = [copy for copy in copies if _rank(copy.state) < _rank(command.state)]
    if not moved:
        return show_filing(uow, filing, actor.person_id, line("filing.copies.already"), buzz=False)
    slip = uow.keep_files(actor.person_id, f"slip:{filing.id}", command.channel, command.slip)
    for copy in moved:
        copy.tracking = command.tracking or copy.tracking
        copy.photo_id = slip[0].id if slip else copy.photo_id
    _set(uow, filing, actor, command.state, moved)
    typed = command.state == "posted"
    return changed(uow, filing, actor, line(f"filing.copies.{command.state}", count=len(moved)), buzz=typed)


def correct_copies(command: CorrectCopies, uow: UnitOfWork, actor: Actor) -> Effects:
    """Put paper copies back, or on, with a reason; what is owed again is reminded of again."""
    filing = opened(uow, actor, command.filing_id, "submit_filing", "receive_filing")
    moved = [copy for copy in copies_of(uow, filing, command.numbers) if copy.state != command.state]
    if filing.state == WAIVED or not moved:
        return show_filing(uow, filing, actor.person_id, line("filing.copies.already"))
    filing.note = command.reason
    was_owed = filing.state in OWED
    _set(uow, filing, actor, command.state, moved, corrected=True)
    news = line("filing.copies.corrected", reason=command.reason)
    mine = changed(uow, filing, actor, news, buzz=True)
    others = () if was_owed and filing.state in OWED else _other_side(uow, filing, actor)
    return once_each((*mine[:1], *show_each(uow, filing, others, news), *mine[1:]))


def copies_of(uow: UnitOfWork, filing: Filing, numbers: Sequence[int] = ()) -> list[PaperCopy]:
    """Return the copies of these numbers, or all."""
    return [copy for copy in uow.filings.copies(filing.id or 0) if not numbers or copy.number in numbers]


def _set(  # noqa: PLR0913 - who put which copies of what where, and whether that put something right
    uow: UnitOfWork,
    filing: Filing,
    actor: Actor,
    state: str,
    copies: Sequence[PaperCopy],
    *,
    corrected: bool = False,
) -> None:
    for copy in copies:
        copy.state, copy.changed_at = state, uow.now
    facts = {"copies": [copy.number for copy in copies], **on_behalf(uow, filing, actor)}
    facts |= {"corrected": True} if corrected else {}
    uow.record(f"copy.{state}", name_of(filing), by=actor.person_id, **facts)


def _other_side(uow: UnitOfWork, filing: Filing, actor: Actor) -> tuple[int, ...]:
    return owing(uow, filing) if side_of(uow, filing, actor) == "receiving" else receiving(uow, filing)


def _movers(state: str) -> tuple[str, ...]:
    if state not in COPY_STATES:
        raise Refused("filing.gone")
    return ("receive_filing",) if state == "received" else ("submit_filing",)


def _rank(state: str) -> int:
    return COPY_STATES.index(state)
