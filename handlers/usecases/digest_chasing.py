"""Chasing (催办) from the daily digest: one unit at once, several after a second tap that names them."""

from collections.abc import Sequence

from handlers.cards.digest_chasing import chase_outcome, chase_question
from handlers.cards.digest_lines import filing_title, unit_name
from handlers.dialogue.messages import Message
from handlers.dialogue.texts import Translate
from handlers.domain.actors import Actor
from handlers.domain.bureaus import Bureau
from handlers.domain.filings import Filing
from handlers.effects import Effects, Tell
from handlers.ports.work import UnitOfWork
from handlers.telling import tell
from handlers.usecases.chasing import chase
from handlers.usecases.digest import require_bureau
from handlers.usecases.digest_sources import TO_PHONE, chased_today, of_one_rule, seen_to_today
from handlers.usecases.filing_views import opened

CARD = "digest.chase"


def chase_from_digest(uow: UnitOfWork, actor: Actor, filing_id: int, *, sure: bool) -> Effects:
    """Chase all who still owe what this filing is; more than one of them only when the actor is `sure`."""
    first = opened(uow, actor, filing_id, "chase_filing")
    owed = of_one_rule(uow, first, require_bureau(actor))
    return chase_all(uow, actor, owed, first, again="dg.chase2", sure=sure)


def chase_all(  # noqa: PLR0913 - whom, about what, and the button that makes sure
    uow: UnitOfWork, actor: Actor, owed: Sequence[Filing], first: Filing, *, again: str, sure: bool
) -> Effects:
    """Chase these; more than one of them only when the actor is `sure`, by the button `again`."""
    waiting = [each for each in owed if not seen_to_today(uow, each)]
    if len(waiting) > 1 and not sure:
        return _asked(uow, actor, waiting, again)
    effects = tuple(e for each in waiting for e in chase(each.id or 0, uow, actor) if not _own(e, actor))
    for each in waiting:
        if not chased_today(uow, each):
            uow.record(TO_PHONE, f"filing:{each.id}", by=actor.person_id)
    return (*effects, *_said(uow, actor, first, waiting, quietly=len(waiting) == 1 and not sure))


def _own(effect: object, actor: Actor) -> bool:
    """Say whether it would show the actor the filing's card: the digest itself says what was done."""
    return isinstance(effect, Tell) and effect.person_id == actor.person_id


def _asked(uow: UnitOfWork, actor: Actor, waiting: Sequence[Filing], again: str) -> Effects:
    units = [unit_name(uow, each) for each in waiting]

    def make(t: Translate) -> Message:
        return chase_question(filing_title(uow, waiting[0], t), units, f"{again}:{waiting[0].id}", t)

    return tell(uow, actor.person_id, make, card=CARD)


def _said(
    uow: UnitOfWork, actor: Actor, first: Filing, waiting: Sequence[Filing], *, quietly: bool
) -> Effects:
    """Say who was chased and who has to be called; nothing where the digest's own line says it all."""
    reached = [unit_name(uow, each) for each in waiting if chased_today(uow, each)]
    silent = [_number(uow, each) for each in waiting if not chased_today(uow, each)]
    if quietly and not silent:
        return ()

    def make(t: Translate) -> Message:
        return chase_outcome(filing_title(uow, first, t), reached, silent, t)

    return tell(uow, actor.person_id, make, card=CARD, buzz=quietly or not waiting)


def _number(uow: UnitOfWork, filing: Filing) -> tuple[str, str]:
    bureau = uow.get(Bureau, filing.bureau_id)
    return unit_name(uow, filing), bureau.phone if bureau else ""
