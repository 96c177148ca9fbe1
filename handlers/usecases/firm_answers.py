"""What an enterprise says to a call (征集): that it has no need this time, itself or through its bureau."""

from dataclasses import dataclass

from handlers.cards.call_firms import noted_card
from handlers.cards.needs import language
from handlers.dialogue.messages import Message
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate
from handlers.domain.actors import Actor, Subject, may
from handlers.domain.call_answers import NONE, CallAnswer
from handlers.domain.enterprises import Enterprise
from handlers.domain.programmes import Call
from handlers.effects import Effects
from handlers.ports.enterprises import FirmStanding
from handlers.ports.work import UnitOfWork
from handlers.telling import tell
from handlers.usecases.calls import OPEN, asked_of, call_of
from handlers.usecases.watching import call_changed


@dataclass(frozen=True, slots=True)
class FirmWord:
    """An enterprise's word on a call: none, promised or other; `words` as they were said on the phone."""

    call_id: int
    enterprise_id: int
    kind: str = NONE
    words: str = ""


def no_need(call_id: int, enterprise_id: int, uow: UnitOfWork, actor: Actor) -> Effects:
    """Take an enterprise's own word that it has no need this time (本期无需求)."""
    call, enterprise = call_of(uow, call_id), firm_of(uow, enterprise_id)
    if not may(actor, "file_need", Subject(enterprise_id=enterprise_id)):
        raise Refused("call.firm.not_yours")
    if call.state != OPEN:
        return _said(uow, call, enterprise, actor, "call.firm.over")
    if count := standing_of(uow, call, enterprise).filed:
        return _said(uow, call, enterprise, actor, "call.firm.filed_already", count)
    if not keep_word(FirmWord(call_id, enterprise_id), uow, actor):
        return _said(uow, call, enterprise, actor, "call.firm.noted_already")
    return (
        *_said(uow, call, enterprise, actor, "call.firm.noted"),
        *call_changed(uow, call, enterprise.county),
    )


def keep_word(command: FirmWord, uow: UnitOfWork, actor: Actor) -> bool:
    """Keep an enterprise's word on a call; say whether it is news. By phone unless a contact of it speaks."""
    by_phone = command.enterprise_id not in actor.enterprises
    answer = uow.firms.answer(command.call_id, command.enterprise_id)
    if answer is not None and (answer.kind, answer.words) == (command.kind, command.words):
        return False
    if answer is None:
        answer = uow.add(
            CallAnswer(call_id=command.call_id, enterprise_id=command.enterprise_id, kind=NONE, at=uow.now)
        )
    answer.kind, answer.words, answer.by_phone = command.kind, command.words, by_phone
    answer.person_id, answer.at = actor.person_id, uow.now
    facts = {"kind": command.kind, "enterprise": command.enterprise_id, "by_phone": by_phone}
    uow.record("firm.answered", f"call:{command.call_id}", by=actor.person_id, **facts)
    return True


def firm_of(uow: UnitOfWork, enterprise_id: int) -> Enterprise:
    """Return an enterprise, or the one it was merged into. Raises `Refused` when there is none."""
    enterprise = uow.get(Enterprise, enterprise_id)
    while enterprise is not None and enterprise.merged_into is not None:
        enterprise = uow.get(Enterprise, enterprise.merged_into)
    if enterprise is None:
        raise Refused("call.firm_gone")
    return enterprise


def standing_of(uow: UnitOfWork, call: Call, enterprise: Enterprise) -> FirmStanding:
    """Return how one enterprise stands towards a call."""
    found = uow.firms.standings(call.id or 0, enterprise.county)
    plain = FirmStanding(enterprise.id or 0, enterprise.name)
    return next((each for each in found if each.enterprise_id == enterprise.id), plain)


def _said(  # noqa: PLR0913, PLR0917 - which enterprise reads what about which call
    uow: UnitOfWork, call: Call, enterprise: Enterprise, actor: Actor, key: str, count: int = 0
) -> Effects:
    """Answer on the enterprise's card of the call, in place."""

    def make(t: Translate) -> Message:
        return noted_card(asked_of(uow, call, enterprise, language(t)), key, t, count)

    return tell(uow, actor.person_id, make, card=f"call:{call.id}:e{enterprise.id}", buzz=False)
