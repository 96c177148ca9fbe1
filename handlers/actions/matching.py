"""Buttons around matching: the candidates of a need, ready to be ticked."""

from collections.abc import Sequence

from handlers.cards.experts import nobody_card
from handlers.cards.invitations import state_line
from handlers.cards.matters import matter_of
from handlers.context import Context
from handlers.conversation import start
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate
from handlers.domain.actors import may
from handlers.domain.candidates import Candidates
from handlers.domain.enterprises import Enterprise
from handlers.domain.experts import Expert
from handlers.domain.invitations import STANDING
from handlers.domain.needs import APPROVED, ARRANGED, OPEN_STATES, Need
from handlers.domain.regions import full_name
from handlers.effects import Effects
from handlers.flows.headed import ABOUT
from handlers.flows.invite import NEED, TALK
from handlers.ports.work import UnitOfWork
from handlers.telling import tell
from handlers.thinking import RankedExperts
from handlers.usecases.confirming import show_expert
from handlers.usecases.need_views import subject_of

LONGEST = 16
"""Digits of an id; more of them are somebody's invention."""


def match(context: Context, rest: str) -> Effects:
    """Show whom to invite to a need, and open the form that invites them."""
    need = _need(context, rest)
    found = ranked(context, need)
    about = _about(context.uow, need, context.t)
    if found.fit:
        return start(TALK, context, f"need:{need.id}", {NEED: need.id or 0, ABOUT: about})
    heading, *lines = about
    return tell(context.uow, context.me, lambda t: nobody_card(heading, lines, found, need.id or 0, t))


def look_at_expert(context: Context, rest: str) -> Effects:
    """Show the card by which an expert is verified (核实)."""
    number = rest.partition(":")[0]
    expert = context.uow.get(Expert, int(number)) if number.isdecimal() and len(number) < LONGEST else None
    if expert is None or not may(context.actor, "see_experts"):
        raise Refused("join.may_not_confirm")
    return show_expert(context.uow, expert, context.me)


def ranked(context: Context, need: Need) -> Candidates:
    """Return the experts for a need; they are worked out outside the transaction."""
    found = context.need_fact(RankedExperts(need.id or 0))
    return found if isinstance(found, Candidates) else Candidates()


def _need(context: Context, rest: str) -> Need:
    number = rest.partition(":")[0]
    need = context.uow.get(Need, int(number)) if number.isdecimal() and len(number) < LONGEST else None
    if need is None:
        raise Refused("match.gone")
    if not may(context.actor, "see_candidates", subject_of(context.uow, need)):
        raise Refused("match.may_not")
    if need.state not in (APPROVED, ARRANGED):
        raise Refused("match.not_checked" if need.state in OPEN_STATES else "match.closed")
    return need


def _about(uow: UnitOfWork, need: Need, t: Translate) -> list[str]:
    """Return the need's heading, where it comes from, and who is invited already."""
    enterprise = uow.get(Enterprise, need.enterprise_id)
    name = enterprise.name if enterprise else ""
    place = t("match.place", number=need.number, enterprise=name, county=full_name(need.county))
    return [t("match.heading", title=need.title), place, *_standing(uow, need, t)]


def _standing(uow: UnitOfWork, need: Need, t: Translate) -> Sequence[str]:
    standing = [
        matter_of(uow, each) for each in uow.invitations.of_need(need.id or 0) if each.state in STANDING
    ]
    lines = [t("match.standing_one", name=m.person.name, state=state_line(m, t)) for m in standing]
    return [t("match.standing"), *lines] if lines else []


ACTIONS = {"match": match, "expert.confirm": look_at_expert}
