"""Service bases (专家服务基地): added, closed, nominated as national-level bases with evidence."""

from dataclasses import dataclass
from datetime import date

from handlers.cards.holdings import BaseFacts, base_card, bases_list
from handlers.dialogue.messages import Message
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate
from handlers.domain.actors import Actor, may
from handlers.domain.bureaus import Bureau
from handlers.domain.holdings import ACTIVE, CLOSED, ServiceBase
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.telling import Make, line, tell
from handlers.usecases.subjects import bureau_subject
from handlers.usecases.units import opened


@dataclass(frozen=True, slots=True)
class AddBase:
    """A base of a bureau: its name, who hosts it, since when, and the base above it."""

    bureau_id: int
    name: str
    host_type: str
    founded: date | None = None
    parent_id: int | None = None


def list_bases(uow: UnitOfWork, actor: Actor, bureau_id: int) -> Effects:
    """Show a bureau's bases and those of the bureaus that report to it."""
    bureau = opened(uow, actor, bureau_id, "see_holdings")
    ids = [bureau_id, *(each.id or 0 for each in uow.bureaus.below(bureau_id))]
    found = uow.holdings.bases(ids)
    keeps = may(actor, "keep_holdings", bureau_subject(uow, bureau, actor))
    return tell(uow, actor.person_id, lambda t: bases_list(bureau, found, t, keeps=keeps))


def add_base(command: AddBase, uow: UnitOfWork, actor: Actor) -> Effects:
    """Keep a base; one of the same name is shown instead of kept twice."""
    bureau = opened(uow, actor, command.bureau_id, "keep_holdings")
    known = next((b for b in uow.holdings.bases([command.bureau_id]) if b.name == command.name), None)
    if known is not None:
        return show_base(uow, actor, known, line("base.known"))
    base = uow.add(
        ServiceBase(
            bureau_id=command.bureau_id, parent_id=command.parent_id, name=command.name,
            host_type=command.host_type, level=bureau.level, area=bureau.area, founded=command.founded,
            made_by=actor.person_id, made_at=uow.now,
        )
    )  # fmt: skip
    uow.record("base.added", f"base:{base.id}", by=actor.person_id, bureau=bureau.id)
    return show_base(uow, actor, base, line("base.added"))


def nominate_base(uow: UnitOfWork, actor: Actor, base_id: int, evidence: str) -> Effects:
    """Nominate a base (优选推荐) with evidence; a second word replaces the evidence."""
    base, _ = opened_base(uow, actor, base_id, "keep_holdings")
    if base.state != ACTIVE:
        return show_base(uow, actor, base)
    base.nominated_on, base.evidence = base.nominated_on or uow.today, evidence
    base.revision += 1
    uow.record("base.nominated", f"base:{base.id}", by=actor.person_id)
    return show_base(uow, actor, base, line("base.is_nominated"))


def close_base(uow: UnitOfWork, actor: Actor, base_id: int, revision: int) -> Effects:
    """Close a base; what it hosted stays on the record."""
    base, _ = opened_base(uow, actor, base_id, "keep_holdings")
    if base.state == ACTIVE and base.revision == revision:
        base.state = CLOSED
        base.revision += 1
        uow.record("base.closed", f"base:{base.id}", by=actor.person_id)
    return show_base(uow, actor, base)


def show_base(uow: UnitOfWork, actor: Actor, base: ServiceBase, news: Make | None = None) -> Effects:
    """Show a base with what the actor may do."""
    bureau = uow.get(Bureau, base.bureau_id)
    if bureau is None:
        raise Refused("base.gone")
    parent = uow.get(ServiceBase, base.parent_id) if base.parent_id else None
    hosted = uow.holdings.hosted(base.id or 0)
    facts = BaseFacts(base, bureau, parent.name if parent else "", hosted, uow.today, uow.rules)
    keeps = may(actor, "keep_holdings", bureau_subject(uow, bureau, actor))

    def make(t: Translate) -> Message:
        card = base_card(facts, t, keeps=keeps)
        return card.before(*news(t).lines) if news else card

    return tell(uow, actor.person_id, make, card=f"base:{base.id}")


def opened_base(uow: UnitOfWork, actor: Actor, base_id: int, action: str) -> tuple[ServiceBase, Bureau]:
    """Return a base with which the actor may do this. Raises `Refused`."""
    base = uow.get(ServiceBase, base_id)
    if base is None:
        raise Refused("base.gone")
    return base, opened(uow, actor, base.bureau_id, action)
