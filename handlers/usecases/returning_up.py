"""What was sent up (上报) may come back: the receiver returns one need, or all of a bureau's, unlocked."""

from handlers.cards.filed import filed
from handlers.cards.rollup import came_card
from handlers.dialogue.messages import Message
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate
from handlers.domain.actors import Actor, may
from handlers.domain.bureaus import Bureau
from handlers.domain.filings import Filing
from handlers.domain.invitations import STANDING
from handlers.domain.needs import APPROVED, SUBMITTED, Need
from handlers.domain.screening import is_sent_by, screening_of, send_back
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.telling import line, tell
from handlers.usecases.climbing import await_check
from handlers.usecases.filing_views import opened
from handlers.usecases.need_views import name_of, once_each, show_need, subject_of, tell_enterprise
from handlers.usecases.rolling_up import choice_of


def show_sent(uow: UnitOfWork, actor: Actor, filing_id: int, page: int = 0) -> Effects:
    """Show what a bureau has sent up by a filing."""
    filing = opened(uow, actor, filing_id, "see_filing")
    one, came = filed(uow, filing), [choice_of(uow, need) for need in sent_by(uow, filing)]

    def make(t: Translate) -> Message:
        return came_card(one, came, page, t)

    return tell(uow, actor.person_id, make, card=f"sent:{filing.id}", buzz=False)


def sent_by(uow: UnitOfWork, filing: Filing) -> list[Need]:
    """Return the needs that a bureau has sent up and that have not come back, also those gone further."""
    below = [filing.bureau_id, *(bureau.id or 0 for bureau in uow.bureaus.below(filing.bureau_id))]
    return [n for n in uow.needs.of_call(filing.call_id or 0, below) if is_sent_by(n, filing.bureau_id)]


def opened_above(uow: UnitOfWork, actor: Actor, need_id: int) -> Need:
    """Return a need that was sent up to the actor's bureau. Raises `Refused`."""
    need = uow.get(Need, need_id)
    if need is None:
        raise Refused("need.gone")
    if not may(actor, "return_sent_up", subject_of(uow, need)):
        raise Refused("need.may_not")
    return need


def return_need_below(need_id: int, revision: int, reason: str, uow: UnitOfWork, actor: Actor) -> Effects:
    """Return one need to the bureau that sent it; back at its own bureau it is checked again."""
    need = opened_above(uow, actor, need_id)
    if need.sent_up_to is None or need.revision != revision:
        return show_need(uow, need, actor, line("rollup.not_here"))
    above = uow.get(Bureau, need.sent_up_to)
    bureau_id = _unlocked(uow, need, reason, actor)
    waiting = _check_again(uow, need)
    below = uow.get(Bureau, bureau_id) if bureau_id is not None else None
    mine = show_need(uow, need, actor, line("rollup.returned", bureau=below.name if below else ""))
    news = line("rollup.was_returned", bureau=above.name if above else "", reason=reason)
    staff = uow.bureaus.staff(bureau_id) if bureau_id is not None else ()
    told = tuple(e for each in staff for e in show_need(uow, need, uow.people.actor(each), news))
    again = line("rollup.checked_again") if waiting else None
    return once_each((*mine, *told, *tell_enterprise(uow, need, again, buzz=bool(waiting)), *waiting))


def return_all(uow: UnitOfWork, filing: Filing, reason: str, actor: Actor) -> Effects:
    """Unlock what a filing brought and what has not gone further; the enterprises' cards follow."""
    back = [need for need in sent_by(uow, filing) if need.sent_up_to == filing.to_id]
    for need in back:
        _unlocked(uow, need, reason, actor)
    return tuple(effect for need in back for effect in tell_enterprise(uow, need, buzz=False))


def _unlocked(uow: UnitOfWork, need: Need, reason: str, actor: Actor) -> int | None:
    former = need.sent_up_to
    bureau_id = send_back(need)
    need.note = reason
    uow.record("need.sent_back", name_of(need), by=actor.person_id, bureau=former, to=bureau_id)
    return bureau_id


def _check_again(uow: UnitOfWork, need: Need) -> Effects:
    """Let a need that nobody is invited to wait for its check again, once it is back where it began."""
    invited = any(state in STANDING for _, state in uow.invitations.states_of(need.id or 0))
    if screening_of(need).path or need.state != APPROVED or invited:
        return ()
    need.state = SUBMITTED
    return await_check(uow, need)
