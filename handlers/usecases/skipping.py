"""Skipping one reminder that is about to leave (跳过); the legal day is never skipped by who owes it."""

from collections.abc import Sequence
from typing import TypeVar

from handlers.dialogue.step import Refused
from handlers.domain.actors import Actor, Subject, may
from handlers.domain.bureaus import Bureau
from handlers.domain.filings import Filing
from handlers.domain.invitations import Invitation
from handlers.domain.needs import Need
from handlers.effects import Cancel, Effects
from handlers.ports.timers import PlannedTimer
from handlers.ports.work import UnitOfWork
from handlers.usecases.inviting import REMIND
from handlers.usecases.ladders import CLIMB, RUNG, SKIPPED, key_of, name_of, settle
from handlers.usecases.overdue import siblings_of
from handlers.usecases.subjects import filing_subject
from handlers.usecases.year_rows import CALL_RUNG

Noun = TypeVar("Noun")

LEGAL_DAY = "T-0"
"""The reminder on the day that a duty has to be done by."""
REMINDERS = frozenset({RUNG, CLIMB, REMIND, CALL_RUNG})
"""Timers that do nothing but remind; the others also change something."""
KEY_BYTES = 50
"""A longer key does not fit into a button."""


def skip(uow: UnitOfWork, actor: Actor, key: str) -> Effects:
    """Let one reminder not leave. Raises `Refused` when it has left, or the actor may not."""
    timer = uow.timers.get(key)
    if timer is None:
        raise Refused("preview.gone")
    if why := fault(uow, actor, timer):
        raise Refused(why)
    reminded = _reminded(uow, timer)
    for filing, code in reminded:
        settle(uow, filing, code, SKIPPED)
        uow.record("reminder.skipped", name_of(filing), by=actor.person_id, what=timer.what, code=code)
    if not reminded:
        code = str(timer.data.get("code", ""))
        uow.record("reminder.skipped", timer.about, by=actor.person_id, what=timer.what, code=code)
    return (Cancel(key), *(Cancel(key_of(filing, code)) for filing, code in reminded))


def was_skipped(uow: UnitOfWork, about: str, code: str) -> bool:
    """Say whether somebody skipped this reminder: planning may have set its timer again since."""
    skipped = (event for event in uow.events.of(about) if event.action == "reminder.skipped")
    return any(event.facts.get("code") == code for event in skipped)


def fault(uow: UnitOfWork, actor: Actor, timer: PlannedTimer) -> str:
    """Return the text key of why it cannot be skipped, or an empty text."""
    if len(timer.key.encode()) > KEY_BYTES:
        return "preview.not_skippable"
    if timer.what in {RUNG, CLIMB}:
        found = [_fault_of(uow, actor, filing, code) for filing, code in _reminded(uow, timer)]
        return next((why for why in found if why), "") if found else "preview.not_skippable"
    subject = _subject(uow, timer)
    if subject is None:
        return "preview.not_skippable"
    return "" if may(actor, "skip_reminder", subject) else "preview.may_not"


def _fault_of(uow: UnitOfWork, actor: Actor, filing: Filing, code: str) -> str:
    """Return why one filing's reminder cannot be skipped: from its legal day on only who receives it may."""
    bureau = uow.get(Bureau, filing.bureau_id)
    subject = Subject(bureau_id=filing.bureau_id, area=bureau.area if bureau else "")
    if not may(actor, "skip_reminder", subject):
        return "preview.may_not"
    urgent = code == LEGAL_DAY or code.startswith("+")
    if urgent and not may(actor, "receive_filing", filing_subject(uow, filing)):
        return "preview.legal_day"
    return ""


def _reminded(uow: UnitOfWork, timer: PlannedTimer) -> Sequence[tuple[Filing, str]]:
    """Return the filings that a reminder speaks of, each with its code; none where it is no such one."""
    if timer.what == CLIMB:
        return [(each.filing, each.rung.code) for each in siblings_of(uow, timer)]
    filing = _of(uow, Filing, timer.about) if timer.what == RUNG else None
    return [(filing, str(timer.data.get("code", "")))] if filing is not None else []


def _subject(uow: UnitOfWork, timer: PlannedTimer) -> Subject | None:
    """Return whose reminder it is; None for what is no reminder, as the end of an invitation."""
    if timer.what == REMIND:
        invitation = _of(uow, Invitation, timer.about)
        need = uow.get(Need, invitation.need_id) if invitation else None
        return Subject(bureau_id=invitation.bureau_id, area=need.county) if invitation and need else None
    return Subject(area=uow.rules.province) if timer.what == CALL_RUNG else None


def _of(uow: UnitOfWork, kind: type[Noun], about: str) -> Noun | None:
    """Return what a timer is about, if it is of this kind."""
    name, _, number = about.partition(":")
    return uow.get(kind, int(number)) if name == kind.__name__.lower() and number.isdecimal() else None
