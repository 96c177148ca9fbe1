"""A bureau reaches out to one enterprise about a call (征集): looks, chases, notes that it has no need."""

from functools import partial

from handlers.cards.call_firms import reminder_of_call
from handlers.cards.cockpit import FILED, NONE, firm_kind
from handlers.cards.firms import Firm, firm_card
from handlers.dialogue.messages import Message
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate
from handlers.domain.actors import Actor, Subject, may
from handlers.domain.days import shanghai_day
from handlers.domain.enterprises import Enterprise
from handlers.domain.needs import OPEN_STATES
from handlers.domain.people import Person
from handlers.domain.programmes import Call
from handlers.effects import Effects, Schedule
from handlers.ports.enterprises import Speaker
from handlers.ports.work import UnitOfWork
from handlers.telling import Make, line, tell
from handlers.usecases.calls import OPEN, call_of, name_of_call
from handlers.usecases.firm_answers import FirmWord, firm_of, keep_word, standing_of
from handlers.usecases.opening_calls import say_to_firms
from handlers.usecases.quiet import held
from handlers.usecases.watching import call_changed

CHASED = "firm.chased"
CHASE = "firm_chase"
"""The event of chasing an enterprise, and the timer of a chaser that waits for the end of quiet hours."""


def opened_firm(uow: UnitOfWork, actor: Actor, call_id: int, enterprise_id: int) -> tuple[Call, Enterprise]:
    """Return a call and an enterprise that the actor may reach. Raises `Refused`."""
    call, enterprise = call_of(uow, call_id), firm_of(uow, enterprise_id)
    if not may(actor, "reach_enterprise", Subject(area=enterprise.county, enterprise_id=enterprise.id)):
        raise Refused("call.firm_may_not")
    return call, enterprise


def show_firm(  # noqa: PLR0913 - whose card of which call, for whom, and how it reaches the screen
    uow: UnitOfWork, call: Call, enterprise: Enterprise, actor: Actor, news: Make | None = None, *, buzz: bool
) -> Effects:
    """Show the actor the enterprise's card, headed by the news."""
    needs = [
        need
        for need in uow.needs.of_enterprise(enterprise.id or 0)
        if need.call_id == call.id and need.state in OPEN_STATES
    ]
    firm = Firm(
        call=call,
        name=name_of_call(uow, call, actor.language),
        standing=standing_of(uow, call, enterprise),
        contacts=contacts_of(uow, enterprise),
        needs=needs,
        open=call.state == OPEN,
    )

    def make(t: Translate) -> Message:
        card = firm_card(firm, t)
        return card.before(*news(t).lines) if news else card

    return tell(uow, actor.person_id, make, card=firm.card, buzz=buzz)


def contacts_of(uow: UnitOfWork, enterprise: Enterprise) -> list[Person]:
    """Return the people who speak for an enterprise, in the order of joining."""
    active = [c.person_id for c in uow.enterprises.contacts(enterprise.id or 0) if c.state == "active"]
    people = (uow.get(Person, number) for number in active)
    return [person for person in people if person is not None and person.erased_at is None]


def chase_firm(call_id: int, enterprise_id: int, uow: UnitOfWork, actor: Actor) -> Effects:
    """Remind an enterprise of the call now, in the bureau's name, at most once a day."""
    call, enterprise = opened_firm(uow, actor, call_id, enterprise_id)
    show = partial(show_firm, uow, call, enterprise, actor, buzz=False)
    if call.state != OPEN or firm_kind(standing_of(uow, call, enterprise)) in (FILED, NONE):
        return show(line("call.chase_not_needed"))
    if _chased_today(uow, call, enterprise):
        return show(line("call.chased_already"))
    people = _reachable(uow, enterprise)
    if not people:
        return show(line("call.nobody_to_chase"))
    uow.record(CHASED, subject_of_firm(call, enterprise), by=actor.person_id)
    if (until := held(uow)) is not None:
        key, data = f"call:{call.id}:chase:{enterprise.id}", {"enterprise": enterprise.id}
        return (*show(line("call.chased_later")), Schedule(key, until, CHASE, f"call:{call.id}", data))
    return (*show(line("call.chased")), *_reminded(uow, call, enterprise, people))


def chase_held(uow: UnitOfWork, call_id: int, enterprise_id: int) -> Effects:
    """Remind an enterprise, now that the quiet hours are over, if it is still silent."""
    call, enterprise = call_of(uow, call_id), firm_of(uow, enterprise_id)
    if call.state != OPEN or firm_kind(standing_of(uow, call, enterprise)) in (FILED, NONE):
        return ()
    return _reminded(uow, call, enterprise, _reachable(uow, enterprise))


def note_none(call_id: int, enterprise_id: int, uow: UnitOfWork, actor: Actor) -> Effects:
    """Note for an enterprise that it has no need this time, as it told the bureau."""
    call, enterprise = opened_firm(uow, actor, call_id, enterprise_id)
    if call.state != OPEN or standing_of(uow, call, enterprise).filed:
        return show_firm(uow, call, enterprise, actor, line("call.chase_not_needed"), buzz=False)
    keep_word(FirmWord(call_id, enterprise_id), uow, actor)
    return (
        *show_firm(uow, call, enterprise, actor, buzz=False),
        *call_changed(uow, call, enterprise.county),
    )


def subject_of_firm(call: Call, enterprise: Enterprise) -> str:
    """Return the name of an enterprise before a call, in events: "call:3:e17"."""
    return f"call:{call.id}:e{enterprise.id}"


def _chased_today(uow: UnitOfWork, call: Call, enterprise: Enterprise) -> bool:
    events = uow.events.of(subject_of_firm(call, enterprise))
    return any(event.action == CHASED and shanghai_day(event.at) == uow.today for event in events)


def _reachable(uow: UnitOfWork, enterprise: Enterprise) -> list[Speaker]:
    people = [person.id or 0 for person in contacts_of(uow, enterprise)]
    speakers = (Speaker(enterprise.id or 0, enterprise.name, number) for number in people)
    return [each for each in speakers if uow.people.reachable(each.person_id)]


def _reminded(uow: UnitOfWork, call: Call, enterprise: Enterprise, people: list[Speaker]) -> Effects:
    return say_to_firms(uow, call, enterprise.county, people, partial(reminder_of_call, chaser=True))
