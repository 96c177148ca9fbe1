"""Telling everybody concerned by an activity once: by the card where there is a chat, else by phone."""

from collections.abc import Iterable

from handlers.cards.outing_calls import CANCELLED, DROPPED, PLANNED, TOOK_PLACE, call_of
from handlers.cards.outings import Goer, Guest, Outing
from handlers.domain.activities import EXPERT, FIRM
from handlers.domain.people import Person
from handlers.domain.tasks import Task
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.telling import Make
from handlers.usecases.outings import show_desk, show_goer, show_guest
from handlers.usecases.phoning import KIND, personal_link, show_call

OFF = (CANCELLED, DROPPED)
"""Scripts that say that nothing comes of it: needless for somebody who was never told that it was planned."""


def tell_all(uow: UnitOfWork, outing: Outing, news: Make, script: str, reason: str = "") -> Effects:
    """Tell those who go, those who are visited, and the bureau."""
    return (
        *(e for goer in outing.going for e in tell_goer(uow, outing, goer, news, script, reason)),
        *(e for guest in outing.visited for e in tell_guest(uow, outing, guest, news, script, reason)),
        *show_desk(uow, outing, news),
    )


def tell_goer(  # noqa: PLR0913, PLR0917 - whom, what, and what is said on the phone instead
    uow: UnitOfWork, outing: Outing, goer: Goer, news: Make, script: str, reason: str = ""
) -> Effects:
    """Tell an expert, or let the bureau phone."""
    shown = show_goer(uow, outing, goer, news)
    party = f"{EXPERT}:{goer.expert.id}"
    return shown or call(uow, outing, goer.person, f"{script}/no_channel/{party}", reason)


def tell_guest(  # noqa: PLR0913, PLR0917 - as above
    uow: UnitOfWork, outing: Outing, guest: Guest, news: Make, script: str, reason: str = ""
) -> Effects:
    """Tell an enterprise, or let the bureau phone the first of its contacts."""
    shown = show_guest(uow, outing, guest, news)
    if shown or not guest.contacts:
        return shown
    party = f"{FIRM}:{guest.enterprise.id}"
    return call(uow, outing, guest.contacts[0], f"{script}/no_channel/{party}", reason)


def call(uow: UnitOfWork, outing: Outing, person: Person, words: str, reason: str = "") -> Effects:
    """Give the bureau the task to call somebody; it takes the place of a call that was not made yet."""
    whole = f"{words}/{reason.replace('/', ' ')}" if reason else words
    theirs = [task for task in _open(uow, outing) if task.person_id == person.id]
    if any(task.words == whole for task in theirs):
        return ()
    script = words.partition("/")[0]
    untold = script in OFF and any(task.words.startswith(f"{PLANNED}/") for task in theirs)
    ended = close_calls(uow, theirs)
    if person.erased_at is not None or untold:
        return ended
    task = Task(kind=KIND, about=outing.name, person_id=person.id, words=whole, made_at=uow.now)
    task.bureau_id = outing.activity.bureau_id
    uow.add(task)
    uow.record("call.wanted", outing.name, task=task.id, script=script)
    return (*ended, *show_call(uow, task, link=personal_link(uow, task), buzz=True))


def close_answered(uow: UnitOfWork, outing: Outing) -> Effects:
    """End the calls that ask what took place where nothing is left to ask; show the others as they stand."""
    asked = [task for task in _open(uow, outing) if task.words.startswith(f"{TOOK_PLACE}/")]
    answered = [task for task in asked if not _is_wanted(outing, task)]
    shown = (e for task in asked if task not in answered for e in show_call(uow, task))
    return (*close_calls(uow, answered), *shown)


def close_calls(uow: UnitOfWork, tasks: Iterable[Task]) -> Effects:
    """End these calls and show their cards so."""
    effects: Effects = ()
    for task in tasks:
        task.state, task.outcome, task.done_at = "done", "overtaken", uow.now
        effects += show_call(uow, task)
    return effects


def _open(uow: UnitOfWork, outing: Outing) -> list[Task]:
    return [task for task in uow.tasks.about(outing.name, KIND) if task.state == "open"]


def _is_wanted(outing: Outing, task: Task) -> bool:
    found = call_of(task)
    if found is None:
        return False
    visits = outing.party(found.side, found.number)
    return any(visit.is_open and not visit.said(found.side)[0] for visit in visits)
