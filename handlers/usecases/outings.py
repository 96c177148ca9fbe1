"""Looking at activities (对接活动): everything in one, and its card for each who is concerned."""

from collections.abc import Callable

from handlers.cards.outing_desk import desk_card, outings_list
from handlers.cards.outing_sides import expert_card, host_card
from handlers.cards.outings import Goer, Guest, Outing
from handlers.dialogue.messages import Message
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate
from handlers.domain.activities import Activity, Host, Participant, Visit
from handlers.domain.actors import Actor, desks_that_may, may
from handlers.domain.bureaus import Bureau
from handlers.domain.enterprises import Enterprise
from handlers.domain.experts import Expert
from handlers.domain.people import Person
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.telling import Make, tell
from handlers.usecases.phoning import staff_of

LISTED = 8


def outing_of(uow: UnitOfWork, activity: Activity) -> Outing:
    """Return an activity with everybody and everything in it."""
    number = activity.id or 0
    bureau = uow.get(Bureau, activity.bureau_id)
    staff = staff_of(uow, activity.bureau_id)
    goers = (_goer(uow, each) for each in uow.activities.participants(number))
    guests = (_guest(uow, each) for each in uow.activities.hosts(number))
    return Outing(
        activity,
        bureau.name if bureau else "",
        uow.get(Person, staff[0]) if staff else None,
        tuple(goer for goer in goers if goer is not None),
        tuple(guest for guest in guests if guest is not None),
        tuple(uow.activities.visits(number)),
        uow.today,
        uow.rules,
    )


def opened_outing(uow: UnitOfWork, actor: Actor, activity_id: int, action: str) -> Outing:
    """Return an activity with which the actor may do this. Raises `Refused`."""
    activity = uow.get(Activity, activity_id)
    if activity is None:
        raise Refused("outing.gone")
    outing = outing_of(uow, activity)
    if not may(actor, action, outing.subject) and not _own_guest(outing, actor, action):
        raise Refused("outing.may_not")
    return outing


def opened_visit(uow: UnitOfWork, visit_id: int) -> tuple[Outing, Visit]:
    """Return a visit with its activity; the caller asks who may. Raises `Refused`."""
    visit = uow.get(Visit, visit_id)
    activity = uow.get(Activity, visit.activity_id) if visit else None
    if visit is None or activity is None:
        raise Refused("outing.gone")
    return outing_of(uow, activity), visit


def guests_of(outing: Outing, actor: Actor) -> tuple[Guest, ...]:
    """Return the enterprises of an activity for which the actor speaks."""
    return tuple(guest for guest in outing.guests if (guest.enterprise.id or 0) in actor.enterprises)


def show_outing(uow: UnitOfWork, actor: Actor, outing: Outing, news: Make | None = None) -> Effects:
    """Show the actor the activity in the form they may see it."""
    if may(actor, "see_outing", outing.subject) and actor.expert_id is None:
        return _to(uow, outing, actor.person_id, _desk(uow, outing, actor), news)
    goer = outing.goer(actor.expert_id or 0)
    if goer is not None:
        return _to(uow, outing, actor.person_id, lambda t: expert_card(outing, goer, t), news)
    if own := guests_of(outing, actor):
        return _to(uow, outing, actor.person_id, lambda t: host_card(outing, own[0], t), news)
    return _to(uow, outing, actor.person_id, _desk(uow, outing, actor), news)


def show_desk(uow: UnitOfWork, outing: Outing, news: Make | None = None, *, buzz: bool = True) -> Effects:
    """Show every coordinator of the bureau the activity as it stands."""
    staff = staff_of(uow, outing.activity.bureau_id)
    return tuple(
        e
        for each in staff
        for e in _to(uow, outing, each, lambda t: desk_card(outing, t, acts=True), news, buzz=buzz)
    )


def show_goer(
    uow: UnitOfWork, outing: Outing, goer: Goer, news: Make | None = None, *, buzz: bool = True
) -> Effects:
    """Show an expert the activity; nothing when no chat is open."""
    if not uow.people.reachable(goer.person.id or 0):
        return ()
    return _to(uow, outing, goer.person.id or 0, lambda t: expert_card(outing, goer, t), news, buzz=buzz)


def show_guest(
    uow: UnitOfWork, outing: Outing, guest: Guest, news: Make | None = None, *, buzz: bool = True
) -> Effects:
    """Show the contacts of an enterprise the activity; nothing where no chat is open."""
    people = (each.id or 0 for each in guest.contacts)
    return tuple(
        e
        for each in people
        if uow.people.reachable(each)
        for e in _to(uow, outing, each, lambda t: host_card(outing, guest, t), news, buzz=buzz)
    )


def refresh(uow: UnitOfWork, outing: Outing) -> Effects:
    """Renew every card of the activity that is on a screen, without a buzz."""
    seeing = set(uow.people.seeing(outing.name))
    effects = (
        *show_desk(uow, outing, buzz=False),
        *(e for goer in outing.going for e in show_goer(uow, outing, goer, buzz=False)),
        *(e for guest in outing.guests for e in show_guest(uow, outing, guest, buzz=False)),
    )
    return tuple(effect for effect in effects if getattr(effect, "person_id", 0) in seeing)


def list_outings(uow: UnitOfWork, actor: Actor) -> Effects:
    """Show somebody's activities, the newest first; a coordinator may plan one."""
    bureaus = desks_that_may(actor, "see_outing")
    found = list(uow.activities.of_bureaus(bureaus, LISTED)) if bureaus else []
    for visit in (*_own_visits(uow, actor),):
        activity = uow.get(Activity, visit.activity_id)
        if activity is not None and activity not in found:
            found.append(activity)
    outings = [outing_of(uow, activity) for activity in found[:LISTED]]
    plans = next(iter(desks_that_may(actor, "plan_outing")), None)
    return tell(uow, actor.person_id, lambda t: outings_list(outings, t, plans=plans))


def headed(make: Make, news: Make | None) -> Make:
    """Return the maker of a card with the lines of some news above it."""

    def made(t: Translate) -> Message:
        return make(t).before(*news(t).lines) if news else make(t)

    return made


def _to(  # noqa: PLR0913 - which card, to whom, headed by what, and whether it buzzes
    uow: UnitOfWork, outing: Outing, person_id: int, make: Make, news: Make | None, *, buzz: bool = True
) -> Effects:
    return tell(uow, person_id, headed(make, news), card=outing.name, buzz=buzz)


def _desk(uow: UnitOfWork, outing: Outing, actor: Actor) -> Callable[[Translate], Message]:
    del uow
    acts = may(actor, "plan_outing", outing.subject)
    return lambda t: desk_card(outing, t, acts=acts)


def _own_guest(outing: Outing, actor: Actor, action: str) -> bool:
    """Say whether the actor speaks for one of the enterprises, where that is enough."""
    return any(may(actor, action, outing.subject_of(v)) for v in outing.visits)


def _own_visits(uow: UnitOfWork, actor: Actor) -> list[Visit]:
    own = list(uow.activities.of_expert(actor.expert_id)) if actor.expert_id is not None else []
    return [*own, *(visit for each in actor.enterprises for visit in uow.activities.of_enterprise(each))]


def _goer(uow: UnitOfWork, participant: Participant) -> Goer | None:
    expert = uow.get(Expert, participant.expert_id)
    person = uow.get(Person, expert.person_id) if expert else None
    return Goer(participant, expert, person) if expert and person else None


def _guest(uow: UnitOfWork, host: Host) -> Guest | None:
    enterprise = uow.get(Enterprise, host.enterprise_id)
    if enterprise is None:
        return None
    active = [each for each in uow.enterprises.contacts(host.enterprise_id) if each.state == "active"]
    people = (uow.get(Person, each.person_id) for each in active)
    return Guest(host, enterprise, tuple(person for person in people if person is not None))
