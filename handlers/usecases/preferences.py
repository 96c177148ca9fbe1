"""What somebody wants to hear by itself (少提醒): everything, once a day, deadlines alone, not about this.

`wants(person, subject, kind)` is asked before the clock says anything; `willing(uow, person_ids, subject,
kind)` picks from several; `gently(uow, effects, subject, kind)` quietens what is to be said already. Subjects
are named as in events ("filing:3", "call:2", "need:12"). Kinds:

- DUTY: a deadline that the person's bureau owes. Always wanted; it can be put off, never muted.
- DEADLINE: a deadline of somebody who owes nothing, as an enterprise before a call closes, an expert before
  an answer is due. Wanted unless the subject is muted.
- GENTLE: news, nudges, summaries. Wanted by whoever wants everything and has not muted the subject.
- DAILY: the daily digest. Wanted by everybody but those who want deadlines alone.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from handlers.cards.preferences import less_question, preferences_card
from handlers.dialogue.messages import Message
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate
from handlers.domain.actors import Actor
from handlers.domain.filings import Filing
from handlers.domain.people import ALL, DEADLINES, DIGEST, NOTIFY, Person
from handlers.effects import Effect, Effects, Tell
from handlers.ports.work import UnitOfWork
from handlers.telling import tell
from handlers.usecases.quiet import in_place

DUTY, DEADLINE, GENTLE, DAILY = "duty", "deadline", "gentle", "daily"
_SUBJECT = re.compile(r"[a-z_]{1,20}(:[0-9]{1,15})?")


def wants(person: Person, subject: str, kind: str) -> bool:
    """Say whether the person wants to hear about the subject by itself. ValueError for an unknown kind."""
    muted = subject in person.mutes
    match kind:
        case "duty":
            return True
        case "deadline":
            return not muted
        case "gentle":
            return person.notify == ALL and not muted
        case "daily":
            return person.notify != DEADLINES and not muted
        case _:
            raise ValueError(f"no kind of message is called {kind!r}")


def willing(uow: UnitOfWork, person_ids: Iterable[int], subject: str, kind: str) -> tuple[int, ...]:
    """Return those of these people, in their order, who are there and want to hear about the subject."""
    people = ((number, uow.get(Person, number)) for number in dict.fromkeys(person_ids))
    return tuple(n for n, p in people if p is not None and p.erased_at is None and wants(p, subject, kind))


def gently(uow: UnitOfWork, effects: Effects, subject: str, kind: str = GENTLE) -> Effects:
    """Return the effects as people want them: for who wants to hear less, cards only change in place."""
    buzzing = dict.fromkeys(e.person_id for e in effects if isinstance(e, Tell) and e.buzz)
    hearing = set(willing(uow, buzzing, subject, kind))
    return tuple(part for each in effects for part in _as_wanted(uow, each, hearing))


def _as_wanted(uow: UnitOfWork, effect: Effect, hearing: Collection[int]) -> Effects:
    if not isinstance(effect, Tell) or not effect.buzz or effect.person_id in hearing:
        return (effect,)
    return in_place(uow, (replace(effect, buzz=False),)) if effect.card else ()


def ask_less(uow: UnitOfWork, actor: Actor, subject: str) -> Effects:
    """Offer to be told less; of a duty of one's own bureau only how it can be put off."""
    if not _SUBJECT.fullmatch(subject):
        raise Refused("less.unknown")
    duty = owes(uow, actor, subject)
    return tell(uow, actor.person_id, lambda t: less_question(subject, t, officer=_officer(actor), duty=duty))


def choose(uow: UnitOfWork, actor: Actor, notify: str) -> Effects:
    """Hear everything again, or once a day, or deadlines alone."""
    person = _self(uow, actor)
    if notify not in NOTIFY or (notify == DIGEST and not _officer(actor)):
        raise Refused("less.unknown")
    if person.notify != notify:
        person.notify = notify
        uow.record("person.notified", f"person:{person.id}", by=person.id, notify=notify)
    return _shown(uow, actor, f"less.set.{notify}")


def mute(uow: UnitOfWork, actor: Actor, subject: str) -> Effects:
    """Hear no more about one subject. Raises `Refused` for a duty of one's own bureau."""
    person = _self(uow, actor)
    if not _SUBJECT.fullmatch(subject):
        raise Refused("less.unknown")
    if owes(uow, actor, subject):
        raise Refused("less.duty")
    if subject not in person.mutes:
        person.mutes = [*person.mutes, subject]
        uow.record("person.muted", subject, by=person.id)
    return _shown(uow, actor, "less.muted")


def hear_all(uow: UnitOfWork, actor: Actor) -> Effects:
    """Take back every mute and hear everything again."""
    person = _self(uow, actor)
    if person.mutes:
        person.mutes = []
        uow.record("person.unmuted", f"person:{person.id}", by=person.id)
    return choose(uow, actor, ALL)


def show_preferences(uow: UnitOfWork, actor: Actor) -> Effects:
    """Show what the person hears now, with the ways to change it."""
    return _shown(uow, actor)


def owes(uow: UnitOfWork, actor: Actor, subject: str) -> bool:
    """Say whether the subject is a filing that one of the actor's bureaus has to file."""
    kind, _, number = subject.partition(":")
    filing = uow.get(Filing, int(number)) if kind == "filing" and number.isdecimal() else None
    return filing is not None and any(desk.bureau_id == filing.bureau_id for desk in actor.desks)


def _shown(uow: UnitOfWork, actor: Actor, news: str = "") -> Effects:
    person = _self(uow, actor)
    officer = _officer(actor)

    def make(t: Translate) -> Message:
        message = preferences_card(person.notify, len(person.mutes), t, officer=officer)
        return message.before(t(news)) if news else message

    return tell(uow, actor.person_id, make, card="preferences", buzz=not news)


def _officer(actor: Actor) -> bool:
    """Say whether the actor has a daily digest: whoever works for a bureau."""
    return bool(actor.desks)


def _self(uow: UnitOfWork, actor: Actor) -> Person:
    person = uow.get(Person, actor.person_id)
    if person is None or person.erased_at is not None:
        raise Refused("join.person_gone")
    return person
