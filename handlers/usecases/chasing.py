"""Chasing (催办): a polite word to a bureau that still owes a filing, at most once a day."""

from handlers.cards.filed import filed
from handlers.domain.actors import Actor
from handlers.domain.days import shanghai_day
from handlers.domain.filings import OWED, Filing
from handlers.effects import Effects, Schedule
from handlers.ports.work import UnitOfWork
from handlers.telling import Make, line
from handlers.usecases.filing_state import already
from handlers.usecases.filing_views import opened, owing, show_each, show_filing
from handlers.usecases.ladders import name_of
from handlers.usecases.quiet import held

CHASED, CHASE = "filing.chased", "filing_chase"
"""The event of a chaser, and the timer of one that waits for the end of the quiet hours."""


def chase(filing_id: int, uow: UnitOfWork, actor: Actor) -> Effects:
    """Remind whoever owes it now, in the receiver's name; who has no chat has to be called."""
    filing = opened(uow, actor, filing_id, "chase_filing")
    return already(uow, filing, actor) or chased(uow, filing, actor)


def chased(uow: UnitOfWork, filing: Filing, actor: Actor) -> Effects:
    """Remind of a filing that is owed, and show the actor what became of it."""
    people = tuple(person for person in owing(uow, filing) if uow.people.reachable(person))
    if chased_today(uow, filing):
        return _said(uow, filing, actor, line("filing.chased_already"))
    if not people:
        return _said(uow, filing, actor, line("filing.nobody_to_chase"))
    uow.record(CHASED, name_of(filing), by=actor.person_id)
    if (until := held(uow)) is not None:
        later = Schedule(f"chase:{filing.id}", until, CHASE, name_of(filing))
        return (*_said(uow, filing, actor, line("filing.chased_later")), later)
    return (*_said(uow, filing, actor, line("filing.chased")), *_reminded(uow, filing, people))


def chased_today(uow: UnitOfWork, filing: Filing) -> bool:
    """Say whether somebody has chased this filing today."""
    events = uow.events.of(name_of(filing))
    return any(event.action == CHASED and shanghai_day(event.at) == uow.today for event in events)


def chase_held(filing_id: int, uow: UnitOfWork) -> Effects:
    """Remind, now that the quiet hours are over, of what is still owed."""
    filing = uow.get(Filing, filing_id)
    if filing is None or filing.state not in OWED:
        return ()
    return _reminded(uow, filing, owing(uow, filing))


def _reminded(uow: UnitOfWork, filing: Filing, people: tuple[int, ...]) -> Effects:
    return show_each(uow, filing, people, _word(uow, filing))


def _word(uow: UnitOfWork, filing: Filing) -> Make:
    to = filed(uow, filing).to
    return line("filing.chaser", bureau=to.name) if to else line("filing.chaser_of_nobody")


def _said(uow: UnitOfWork, filing: Filing, actor: Actor, news: Make) -> Effects:
    return show_filing(uow, filing, actor.person_id, news, buzz=False)
