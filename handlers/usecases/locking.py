"""The lock on what was submitted up (上报): below the bureau that has it nobody may change it."""

from datetime import datetime

from handlers.cards.needs import language
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate, translator
from handlers.domain.actors import Actor, may
from handlers.domain.bureaus import Bureau
from handlers.domain.days import shanghai_day, spoken_day
from handlers.domain.needs import Need
from handlers.domain.screening import screening_of
from handlers.ports.work import UnitOfWork
from handlers.usecases.need_views import subject_of

CHANGES = frozenset({"mend_need", "withdraw_need", "check_need", "hand_on_need"})
"""What the lock keeps from those below; looking, matching and calling go on."""


def is_locked(uow: UnitOfWork, need: Need, actor: Actor) -> bool:
    """Say whether the need was submitted up to a bureau above the actor's."""
    return need.sent_up_to is not None and not may(actor, "return_sent_up", subject_of(uow, need))


def refuse_locked(uow: UnitOfWork, need: Need, actor: Actor) -> None:
    """Raise `Refused` for somebody whom the lock keeps out: to whom it went, when, and whom to ask."""
    up = uow.get(Bureau, need.sent_up_to) if need.sent_up_to is not None else None
    if up is None or not is_locked(uow, need, actor):
        return
    t = translator(actor.language)
    own = uow.get(Bureau, need.bureau_id) if need.bureau_id is not None else None
    asked = own if own and need.enterprise_id in actor.enterprises else up
    raise Refused("rollup.locked", day=_when(uow, need, t), up=up.name, contact=_contact(asked, t))


def _when(uow: UnitOfWork, need: Need, t: Translate) -> str:
    path = screening_of(need).path
    moment = datetime.fromisoformat(path[-1].at) if path else uow.now
    return spoken_day(shanghai_day(moment), uow.today, language(t))


def _contact(bureau: Bureau, t: Translate) -> str:
    return t("rollup.contact", bureau=bureau.name, phone=bureau.phone) if bureau.phone else bureau.name
