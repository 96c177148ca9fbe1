"""What became of a message on its way to somebody: handed over is not read, and the card does not say so."""

from collections.abc import Iterator
from dataclasses import replace

from handlers.cards.matters import Matter
from handlers.cards.needs import language
from handlers.dialogue.messages import Message
from handlers.dialogue.texts import Translate
from handlers.domain.days import spoken_time
from handlers.domain.invitations import OPEN
from handlers.domain.reaching import HOOK
from handlers.ports.notices import HandedOver
from handlers.ports.work import UnitOfWork


def delivered_line(uow: UnitOfWork, matter: Matter, t: Translate) -> str:
    """Return how far the invitation has come towards its expert, way by way; empty when the chat is all."""
    outside = uow.doors.mail or uow.doors.hook
    ways = uow.notices.deliveries(matter.person.id or 0, matter.name) if outside else ()
    if not ways:
        return ""
    return t("reached.between").join((*(_way(uow, each, t) for each in ways), _chat(uow, matter, t)))


def with_delivery(card: Message, uow: UnitOfWork, matter: Matter, t: Translate) -> Message:
    """Return an invitation's card with how far it has come, while it waits for an answer."""
    line = delivered_line(uow, matter, t) if matter.invitation.state == OPEN else ""
    return replace(card, fields=(*card.fields, *_field(line, t)))


def _field(line: str, t: Translate) -> Iterator[tuple[str, str]]:
    if line:
        yield t("reached.label"), line


def _way(uow: UnitOfWork, each: HandedOver, t: Translate) -> str:
    group = each.way == HOOK and uow.doors.hook == "group"
    when = spoken_time(each.at, language(t)) if each.at else ""
    return t(f"reached.{'group' if group else each.way}.{each.state}", when=when)


def _chat(uow: UnitOfWork, matter: Matter, t: Translate) -> str:
    person_id = matter.person.id or 0
    if not uow.people.has_chat(person_id):
        return t("reached.chat.none")
    seen = uow.people.last_seen(person_id)
    opened = seen is not None and seen > matter.invitation.sent_at
    return t("reached.chat.opened" if opened else "reached.chat.unopened")
