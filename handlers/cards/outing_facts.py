"""Reading an activity (对接活动) with everybody and everything in it."""

from collections.abc import Sequence

from handlers.cards.outings import Goer, Guest, Outing
from handlers.cards.staff import staff_of
from handlers.domain.activities import Activity, Host, Participant, Visit
from handlers.domain.bureaus import Bureau
from handlers.domain.confidential import pieces_of, public_version
from handlers.domain.enterprises import Enterprise
from handlers.domain.experts import Expert
from handlers.domain.needs import Need
from handlers.domain.people import Person
from handlers.ports.work import UnitOfWork


def outing_of(uow: UnitOfWork, activity: Activity) -> Outing:
    """Return an activity with everybody and everything in it."""
    number = activity.id or 0
    bureau = uow.get(Bureau, activity.bureau_id)
    staff = staff_of(uow, activity.bureau_id)
    goers = (_goer(uow, each) for each in uow.activities.participants(number))
    visits = tuple(uow.activities.visits(number))
    guests = (_guest(uow, each, visits) for each in uow.activities.hosts(number))
    return Outing(
        activity,
        bureau.name if bureau else "",
        uow.get(Person, staff[0]) if staff else None,
        tuple(goer for goer in goers if goer is not None),
        tuple(guest for guest in guests if guest is not None),
        visits,
        uow.today,
        uow.rules,
    )


def _goer(uow: UnitOfWork, participant: Participant) -> Goer | None:
    expert = uow.get(Expert, participant.expert_id)
    person = uow.get(Person, expert.person_id) if expert else None
    return Goer(participant, expert, person) if expert and person else None


def _guest(uow: UnitOfWork, host: Host, visits: Sequence[Visit]) -> Guest | None:
    """Return a visited enterprise; whoever wrote the need comes first among those who speak for it."""
    enterprise = uow.get(Enterprise, host.enterprise_id)
    if enterprise is None:
        return None
    active = [each for each in uow.enterprises.contacts(host.enterprise_id) if each.state == "active"]
    needs = [uow.get(Need, v.need_id) for v in visits if v.enterprise_id == host.enterprise_id and v.need_id]
    authors = {need.author_id for need in needs if need is not None}
    in_order = sorted(active, key=lambda each: each.person_id not in authors)
    people = (uow.get(Person, each.person_id) for each in in_order)
    titles = tuple(dict.fromkeys(_public_title(need) for need in needs if need is not None))
    found = tuple(person for person in people if person is not None)
    return Guest(host, enterprise, found, titles)


def _public_title(need: Need) -> str:
    return public_version(need.title, pieces_of(need.confidential)) or need.number
