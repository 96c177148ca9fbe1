"""Where a filing (报送) stands after a change: submitted, received, owed again; and who is told."""

from handlers.cards.filed import Filed, filed
from handlers.domain.actors import Actor, may
from handlers.domain.filings import OPEN, OWED, RECEIVED, SUBMITTED, Filing
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.telling import Make, line
from handlers.usecases.filing_views import receiving, refreshed, show_each, show_filing
from handlers.usecases.ladders import stop
from handlers.usecases.need_views import once_each
from handlers.usecases.planning import resume
from handlers.usecases.subjects import filing_subject
from handlers.usecases.watching import filing_changed


def changed(uow: UnitOfWork, filing: Filing, actor: Actor, news: Make, *, buzz: bool = False) -> Effects:
    """Settle the state, show the actor the card, and the receiver what has come to be confirmed."""
    owed = filing.state in OWED
    filing.revision += 1
    effects = settled(uow, filing, actor)
    done = owed and filing.state not in OWED
    own = done and not on_behalf(uow, filing, actor)
    mine = show_filing(uow, filing, actor.person_id, line("filing.submitted") if own else news, buzz=buzz)
    told = show_each(uow, filing, receiving(uow, filing), line("filing.came")) if done else ()
    return once_each((*mine, *told, *refreshed(uow, filing), *effects, *filing_changed(uow, filing)))


def settled(uow: UnitOfWork, filing: Filing, actor: Actor | None) -> Effects:
    """Bring the state in line with what is there; reminders stop at once, or begin again.

    Without an actor the rules have changed what is wanted.
    """
    by = actor.person_id if actor else None
    one = filed(uow, filing)
    effects: Effects = ()
    if filing.state in OWED and one.complete:
        filing.state, filing.submitted_at, filing.submitted_by = SUBMITTED, uow.now, by
        behalf = on_behalf(uow, filing, actor) if actor else {}
        uow.record("filing.submitted", one.card, by=by, **behalf)
        effects = stop(uow, filing)
    elif filing.state in (SUBMITTED, RECEIVED) and not one.complete:
        filing.state, filing.submitted_at, filing.received_at = OPEN, None, None
        uow.record("filing.reopened", one.card, by=by)
        effects = resume(uow, filing)
    _note_receipt(uow, one, by)
    return effects


def already(uow: UnitOfWork, filing: Filing, actor: Actor) -> Effects:
    """Answer who wants to do what is done: say so and show the card; nothing while it is still owed."""
    if filing.state in OWED:
        return ()
    return show_filing(uow, filing, actor.person_id, line(f"filing.already.{filing.state}"), buzz=False)


def on_behalf(uow: UnitOfWork, filing: Filing, actor: Actor) -> dict[str, int]:
    """Return for which bureau it was done (代填), when the actor does not act in the one that owes it."""
    own = may(actor, "submit_filing", filing_subject(uow, filing))
    return {} if own else {"for_bureau": filing.bureau_id}


def _note_receipt(uow: UnitOfWork, one: Filed, by: int | None) -> None:
    filing = one.filing
    there = not one.wants_word or filing.electronic == "received"
    there = there and all(copy.state == "received" for copy in one.copies)
    if filing.state == SUBMITTED and there:
        filing.state, filing.received_at = RECEIVED, uow.now
        uow.record("filing.received", one.card, by=by)
    elif filing.state == RECEIVED and not there:
        filing.state, filing.received_at = SUBMITTED, None
