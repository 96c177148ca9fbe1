"""Looking through the pool of experts (专家库): one for all bureaus and for departments that recommend."""

from handlers.cards.pool import PAGE, pool_page
from handlers.dialogue.step import Refused
from handlers.domain.actors import Actor, may
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.telling import line, tell

LONGEST = 20


def show_pool(uow: UnitOfWork, actor: Actor, words: str = "", first: int = 0) -> Effects:
    """Show experts whose name or unit holds the words, or all, a page at a time; no phone numbers."""
    if not may(actor, "see_experts"):
        raise Refused("pool.only_bureaus")
    words = words.strip()[:LONGEST]
    count, found = uow.experts.pool(words, first, PAGE)
    if not found:
        return tell(uow, actor.person_id, line("pool.nobody", words=words))
    return tell(uow, actor.person_id, lambda t: pool_page(count, found, first, words, t))
