"""What one keeps of an activity on the phone: the calendar file, and the contacts for the phone's book."""

import json

from handlers.cards.matters import reach_line
from handlers.cards.needs import language
from handlers.cards.outings import Outing, where_line
from handlers.dialogue.messages import Document, Message
from handlers.dialogue.texts import Translate
from handlers.domain.activities import PLANNED
from handlers.domain.actors import Actor
from handlers.domain.people import Person
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.telling import tell


def calendar_file(uow: UnitOfWork, actor: Actor, outing: Outing) -> Effects:
    """Send the activity as a calendar file."""

    def make(t: Translate) -> Message:
        name = t("outing.ics_name", number=outing.activity.number)
        document = Document("ics", name, _ics(outing, uow, t))
        return Message(lines=(t("outing.ics_here"),), documents=(document,))

    return tell(uow, actor.person_id, make)


def contact_cards(uow: UnitOfWork, actor: Actor, outing: Outing) -> Effects:
    """Send an expert the contacts of whom they visit, and of the bureau."""
    hosts = {visit.enterprise_id for visit in outing.of_expert(actor.expert_id or 0)}
    guests = [guest for guest in outing.guests if guest.enterprise.id in hosts]
    people = [(each, guest.enterprise.name) for guest in guests for each in guest.contacts[:1]]
    people += [(outing.desk, outing.bureau)] if outing.desk else []
    cards = tuple(_contact(person, unit) for person, unit in people if person.phone)
    key = "outing.contacts_here" if cards else "outing.no_contacts"
    return tell(uow, actor.person_id, lambda t: Message(lines=(t(key),), documents=cards))


def _contact(person: Person, unit: str) -> Document:
    data = {"name": person.name, "phone": person.phone, "unit": unit}
    return Document("contact", f"{person.name}.vcf", json.dumps(data, ensure_ascii=False))


def _ics(outing: Outing, uow: UnitOfWork, t: Translate) -> str:
    activity, between = outing.activity, t("outing.between")
    desk = reach_line(outing.desk.name, outing.desk.phone, t) if outing.desk else ""
    words = t(
        "outing.ics_words",
        experts=between.join(goer.person.name for goer in outing.going),
        hosts=between.join(guest.enterprise.name for guest in outing.visited),
        bureau=" ".join(part for part in (outing.bureau, desk) if part),
    )
    event = {
        "uid": f"activity-{activity.id}@{outing.rules.province}.expertbot",
        "day": activity.starts.isoformat(),
        "last": activity.ends.isoformat(),
        "summary": t("outing.own_heading", title=activity.title),
        "description": words,
        "place": where_line(outing),
        "sequence": activity.revision,
        "status": "CONFIRMED" if activity.state == PLANNED else "CANCELLED",
    }
    data = {"name": activity.number, "stamp": uow.now.isoformat(), "events": [event], "language": language(t)}
    return json.dumps(data, ensure_ascii=False)
