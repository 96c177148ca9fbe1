"""Who is not in a chat hears of what matters outside of it: by the next way that is left."""

import json
from collections.abc import Sequence
from datetime import timedelta

from handlers.cards.matters import matter_of
from handlers.cards.needs import language
from handlers.cards.notices import call_in_group, letter_of, text_of
from handlers.dialogue.messages import Message, as_json, from_json
from handlers.dialogue.texts import Translate, translator
from handlers.domain.days import shanghai_day, spoken_day
from handlers.domain.invitations import OPEN, Invitation
from handlers.domain.notices import HANDED, LOST, SEEN, WAITING, Notice
from handlers.domain.people import Link, Person
from handlers.domain.reaching import CHAT, HOOK, LIVE_FOR, MAIL, address_by, next_way, ways_outside
from handlers.effects import Effect, Effects, Schedule, Tell
from handlers.ports.work import UnitOfWork
from handlers.usecases.people import new_link, telegram_link, web_link
from handlers.usecases.phoning import ask_to_call
from handlers.usecases.quiet import held
from handlers.usecases.reach import tell_bureaus

TOGETHER = timedelta(minutes=10)
"""What follows a message within this time waits and leaves with the others that come meanwhile."""
LINK_FOR = timedelta(days=30)
SEND, FAILED = "notice", "notice.lost"


def noticed(uow: UnitOfWork, me: int, effects: Effects) -> Effects:
    """Return the effects; what matters to somebody who is not in a chat also becomes a notice.

    What matters makes a sound and is no answer to `me`, who is here. Edits of cards are never sent out.
    """
    if not (uow.doors.mail or uow.doors.hook):
        return effects
    return tuple(kept for effect in effects for kept in _noticed(uow, me, effect))


def hand_over(person_id: int, uow: UnitOfWork) -> Effects:
    """Send what waits for a person, each notice by the next way that is left for it; together what can be."""
    person = uow.get(Person, person_id)
    if person is None or person.erased_at is not None:
        return ()
    by_way: dict[str, list[Notice]] = {}
    for notice in uow.notices.waiting(person_id):
        by_way.setdefault(_way(uow, person, notice), []).append(notice)
    return tuple(e for way, notices in by_way.items() for e in _by(way, uow, person, notices))


def not_handed_over(card: str, way: str, uow: UnitOfWork, *, gone: bool) -> Effects:
    """Try the next way for what was not taken; a `gone` address is not used again until it changes."""
    notices = uow.notices.under(card)
    person = uow.get(Person, notices[0].person_id) if notices else None
    if person is None:
        return ()
    if gone and (address := address_by(person, way)) not in person.bounced:
        person.bounced = [*person.bounced, address]
    about = sorted({notice.about for notice in notices if notice.about})
    uow.record("notice.failed", f"person:{person.id}", way=way, gone=gone, about=about)
    for notice in notices:
        notice.state = WAITING
    return (Schedule(f"notice:{notices[0].id}:after:{way}", uow.now, SEND, f"person:{person.id}"),)


def _noticed(uow: UnitOfWork, me: int, effect: Effect) -> Effects:
    if not isinstance(effect, Tell) or effect.person_id == me or effect.to[0]:
        return (effect,)
    person = uow.get(Person, effect.person_id)
    if person is None or person.erased_at is not None:
        return (effect,)
    in_chat = uow.people.has_chat(effect.person_id)
    kept = (effect,) if in_chat else ()
    if not effect.buzz or effect.silent:
        return kept
    way = next_way(person, _outside(uow, person, effect.card), (), live=_is_live(uow, effect.person_id))
    if way in ("", CHAT):
        return (effect,)
    return (*kept, _planned(uow, effect, in_chat=in_chat))


def _planned(uow: UnitOfWork, tell: Tell, *, in_chat: bool) -> Schedule:
    """Keep a notice; it leaves at once, or with those that follow when one has just left."""
    last = uow.notices.last_handed(tell.person_id)
    body = json.dumps(as_json(tell.message), ensure_ascii=False)
    notice = Notice(person_id=tell.person_id, about=tell.card, in_chat=in_chat, body=body, made_at=uow.now)
    number = uow.add(notice).id
    due = max(uow.now, last + TOGETHER) if last else uow.now
    return Schedule(f"notice:{number}", due, SEND, f"person:{tell.person_id}")


def _way(uow: UnitOfWork, person: Person, notice: Notice) -> str:
    """Return the way for a notice: the chat when it was looked into meanwhile, nothing when none is left."""
    person_id = person.id or 0
    seen = uow.people.last_seen(person_id)
    if notice.in_chat and seen is not None and seen > notice.made_at:
        return CHAT
    outside = _outside(uow, person, notice.about)
    return next_way(person, outside, notice.tried, live=_is_live(uow, person_id))


def _by(way: str, uow: UnitOfWork, person: Person, notices: Sequence[Notice]) -> Effects:
    if way == CHAT:
        return _left_to_chat(notices)
    if not way:
        return _lost(uow, person, notices)
    if way == HOOK and (until := held(uow)) is not None:
        return (Schedule(f"notice:{notices[0].id}:held", until, SEND, f"person:{person.id}"),)
    return _handed(way, uow, person, notices)


def _handed(way: str, uow: UnitOfWork, person: Person, notices: Sequence[Notice]) -> Effects:
    card = f"notice:{notices[0].id}:{way}"
    for notice in notices:
        notice.state, notice.way, notice.card, notice.handed_at = HANDED, way, card, uow.now
        notice.tried = [*notice.tried, way]
    about = sorted({notice.about for notice in notices if notice.about})
    uow.record("notice.handed", f"person:{person.id}", way=way, about=about)
    message = _message(way, uow, person, [_said(notice) for notice in notices])
    return (Tell(person.id or 0, message, card=card, bulk=True, to=(way, str(person.id))),)


def _message(way: str, uow: UnitOfWork, person: Person, messages: Sequence[Message]) -> Message:
    t = translator(person.language)
    if way == HOOK and uow.doors.hook != "private":
        return call_in_group(person.name, _door_for_all(uow), t)
    link = _own_door(uow, person)
    if way == MAIL:
        return letter_of(messages, person.name, link, _last_day(uow, t), t)
    return text_of(messages, person.name, link, t)


def _own_door(uow: UnitOfWork, person: Person) -> str:
    """Return a new link that opens the chat as this person; those of earlier messages go on opening it."""
    link = Link(token_hash="", kind="notice", person_id=person.id, made_at=uow.now)
    token, _ = new_link(uow, link, LINK_FOR)
    return web_link(uow.doors, token) or telegram_link(uow.doors, token)


def _door_for_all(uow: UnitOfWork) -> str:
    doors = uow.doors
    return f"{doors.public_url}/chat" if doors.public_url else f"https://t.me/{doors.telegram_bot}"


def _last_day(uow: UnitOfWork, t: Translate) -> str:
    return spoken_day(shanghai_day(uow.now + LINK_FOR), uow.today, language(t))


def _left_to_chat(notices: Sequence[Notice]) -> Effects:
    """Leave it to the chat; what no chat shows yet is said there, invitations are by entering."""
    for notice in notices:
        notice.state = SEEN
    unsaid = [n for n in notices if not n.in_chat and not n.about.startswith("invitation:")]
    return tuple(Tell(n.person_id, _said(n), card=n.about) for n in unsaid)


def _lost(uow: UnitOfWork, person: Person, notices: Sequence[Notice]) -> Effects:
    """No way is left: the bureau calls about open invitations, and hears of other open matters."""
    person_id = person.id or 0
    for notice in notices:
        notice.state = LOST
    uow.record("notice.lost", f"person:{person_id}", about=sorted({n.about for n in notices if n.about}))
    calls = tuple(e for n in notices for e in _call(uow, person_id, n.about))
    if all(n.in_chat or n.about.startswith("invitation:") for n in notices):
        return calls
    return (*calls, *tell_bureaus(uow, uow.people.actor(person_id)))


def _said(notice: Notice) -> Message:
    return from_json(json.loads(notice.body or "{}"))


def _call(uow: UnitOfWork, person_id: int, about: str) -> Effects:
    kind, _, number = about.partition(":")
    invitation = uow.get(Invitation, int(number)) if kind == "invitation" and number.isdecimal() else None
    if invitation is None or invitation.state != OPEN:
        return ()
    return ask_to_call(uow, matter_of(uow, invitation), person_id, "invite", "undelivered")


def _outside(uow: UnitOfWork, person: Person, about: str) -> tuple[str, ...]:
    """Return the ways outside the chats; of a bureau's work only its filings are sent as text messages."""
    open_ways = ways_outside(person, mail=uow.doors.mail, hook=bool(uow.doors.hook))
    if HOOK not in open_ways or about.startswith("filing:") or not uow.people.actor(person.id or 0).desks:
        return open_ways
    return tuple(way for way in open_ways if way != HOOK)


def _is_live(uow: UnitOfWork, person_id: int) -> bool:
    seen = uow.people.last_seen(person_id) if uow.people.has_chat(person_id) else None
    return seen is not None and seen >= uow.now - LIVE_FOR
