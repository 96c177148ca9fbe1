"""Looking at activities (对接活动): its card for each who is concerned."""

from functools import partial

from handlers.cards.outing_desk import desk_card, outings_list
from handlers.cards.outing_facts import outing_of
from handlers.cards.outing_sides import expert_card, host_card
from handlers.cards.outings import Goer, Guest, Outing
from handlers.cards.staff import staff_of
from handlers.dialogue.messages import Message
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate
from handlers.domain.activities import PLANNED, Activity, Visit
from handlers.domain.actors import Actor, desks_that_may, may
from handlers.effects import Effects, Tell
from handlers.ports.work import UnitOfWork
from handlers.telling import Make, tell

LISTED = 8


def opened_outing(uow: UnitOfWork, actor: Actor, activity_id: int, action: str) -> Outing:
    """Return an activity with which the actor may do this. Raises `Refused`."""
    activity = uow.get(Activity, activity_id)
    if activity is None:
        raise Refused("outing.gone")
    outing = outing_of(uow, activity)
    own = (may(actor, action, outing.subject_of(visit)) for visit in outing.visits)
    if not may(actor, action, outing.subject) and not any(own):
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
    """Show the actor the activity in the form they may see it: as one who goes, as a host, as the bureau."""
    me = actor.person_id
    goer = outing.goer(actor.expert_id or 0)
    if goer is not None:
        return tell(uow, me, headed(lambda t: expert_card(outing, goer, t), news), card=outing.own_name)
    if own := guests_of(outing, actor):
        makes = [(guest.name, headed(partial(host_card, outing, guest), news)) for guest in own]
        return tuple(e for card, make in makes for e in tell(uow, me, make, card=card))
    return tell(uow, me, headed(_desk(outing, actor), news), card=outing.name)


def show_desk(uow: UnitOfWork, outing: Outing, news: Make | None = None, *, buzz: bool = True) -> Effects:
    """Show every coordinator of the bureau the activity as it stands."""
    make = headed(lambda t: desk_card(outing, t, acts=True), news)
    staff = staff_of(uow, outing.activity.bureau_id)
    return tuple(e for each in staff for e in tell(uow, each, make, card=outing.name, buzz=buzz))


def show_goer(
    uow: UnitOfWork, outing: Outing, goer: Goer, news: Make | None = None, *, buzz: bool = True
) -> Effects:
    """Show an expert the activity; nothing when no chat is open."""
    person = goer.person.id or 0
    if not uow.people.reachable(person):
        return ()
    make = headed(lambda t: expert_card(outing, goer, t), news)
    return tell(uow, person, make, card=outing.own_name, buzz=buzz)


def show_guest(
    uow: UnitOfWork, outing: Outing, guest: Guest, news: Make | None = None, *, buzz: bool = True
) -> Effects:
    """Show the contacts of an enterprise the activity; nothing where no chat is open."""
    make = headed(lambda t: host_card(outing, guest, t), news)
    people = [each.id or 0 for each in guest.contacts]
    reached = [each for each in people if uow.people.reachable(each)]
    return tuple(e for each in reached for e in tell(uow, each, make, card=guest.name, buzz=buzz))


def refresh(uow: UnitOfWork, outing: Outing) -> Effects:
    """Renew every card of the activity that is on a screen, of whoever was dropped too, without a buzz."""
    effects = (
        *_seen_by_bureaus(uow, outing),
        *(e for goer in outing.goers for e in show_goer(uow, outing, goer, buzz=False)),
        *(e for guest in outing.guests for e in show_guest(uow, outing, guest, buzz=False)),
    )
    cards = {outing.name, outing.own_name, *(guest.name for guest in outing.guests)}
    seeing = {(card, person) for card in cards for person in uow.people.seeing(card)}
    return tuple(e for e in effects if isinstance(e, Tell) and (e.card, e.person_id) in seeing)


def show_upcoming(uow: UnitOfWork, person_id: int) -> Effects:
    """Show somebody who has just opened the chat the activities that are still to come or to be confirmed."""
    actor = uow.people.actor(person_id)
    activities = {visit.activity_id: visit for visit in _own_visits(uow, actor) if visit.is_open}
    nouns = (uow.get(Activity, number) for number in sorted(activities))
    planned = (outing_of(uow, each) for each in nouns if each is not None and each.state == PLANNED)
    return tuple(effect for outing in planned for effect in show_outing(uow, actor, outing))


def list_outings(uow: UnitOfWork, actor: Actor) -> Effects:
    """Show somebody's activities, the newest first; a coordinator may plan one."""
    lines = uow.bureaus.lines()
    own = desks_that_may(actor, "see_outing")
    under = sorted({each for bureau in own for each in lines.under(bureau)})
    found = {a.id: a for a in (uow.activities.of_bureaus(under, LISTED) if under else ())}
    for visit in _own_visits(uow, actor):
        activity = uow.get(Activity, visit.activity_id)
        if activity is not None:
            found.setdefault(activity.id, activity)
    newest = sorted(found.values(), key=lambda each: (each.starts, each.id), reverse=True)
    outings = [outing_of(uow, activity) for activity in newest[:LISTED]]
    plans = next(iter(desks_that_may(actor, "plan_outing")), None)
    return tell(uow, actor.person_id, lambda t: outings_list(outings, t, plans=plans))


def headed(make: Make, news: Make | None) -> Make:
    """Return the maker of a card with the lines of some news above it, and its buttons below."""

    def made(t: Translate) -> Message:
        said = news(t) if news else None
        return make(t).before(*said.lines).with_rows(*said.rows) if said else make(t)

    return made


def _desk(outing: Outing, actor: Actor) -> Make:
    acts = may(actor, "plan_outing", outing.subject)
    return lambda t: desk_card(outing, t, acts=acts)


def _seen_by_bureaus(uow: UnitOfWork, outing: Outing) -> Effects:
    """Return the bureau's card for whoever has it on the screen, in the form each may see."""
    people = uow.people.seeing(outing.name)
    actors = (uow.people.actor(person) for person in people)
    seeing = [actor for actor in actors if may(actor, "see_outing", outing.subject)]
    return tuple(
        e
        for each in seeing
        for e in tell(uow, each.person_id, _desk(outing, each), card=outing.name, buzz=False)
    )


def _own_visits(uow: UnitOfWork, actor: Actor) -> list[Visit]:
    own = list(uow.activities.of_expert(actor.expert_id)) if actor.expert_id is not None else []
    return [*own, *(visit for each in actor.enterprises for visit in uow.activities.of_enterprise(each))]
