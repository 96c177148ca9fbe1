"""Inviting colleagues into a bureau by a single-use link: a member, a deputy, an observer, a new owner."""

from handlers.cards.needs import language
from handlers.dialogue.messages import Document, Message
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate
from handlers.domain.actors import Actor
from handlers.domain.bureaus import DEPUTY, MEMBER, OBSERVER, SUCCESSOR
from handlers.domain.days import shanghai_day, spoken_day
from handlers.domain.people import Link
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.telling import tell
from handlers.usecases.people import JOIN_TTL, new_link, telegram_link, web_link
from handlers.usecases.units import opened

ROLES = (MEMBER, DEPUTY, OBSERVER, SUCCESSOR)


def invite_colleague(uow: UnitOfWork, actor: Actor, bureau_id: int, role: str) -> Effects:
    """Make a link for one colleague; whoever joins as owner takes the bureau over."""
    bureau = opened(uow, actor, bureau_id, "invite_colleague")
    if role not in ROLES:
        raise Refused("command.old_button")
    link = Link(token_hash="", kind="coordinator", role=role, bureau_id=bureau.id, made_at=uow.now)
    link.made_by = actor.person_id
    token, kept = new_link(uow, link, JOIN_TTL)
    urls = [url for url in (web_link(uow.doors, token), telegram_link(uow.doors, token)) if url]
    last = shanghai_day(kept.expires_at or uow.now)

    def make(t: Translate) -> Message:
        day = spoken_day(last, uow.today, language(t))
        heading = t(f"bureau.link_for.{role}", bureau=bureau.name)
        code = Document("qr", f"join-{role}.png", urls[0]) if urls else None
        return Message(
            heading, tuple(urls), closing=(t("link.once", day=day),), documents=(code,) if code else ()
        )

    return tell(uow, actor.person_id, make)
