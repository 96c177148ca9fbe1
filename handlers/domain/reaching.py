"""How somebody can be reached, and in which order: a chat, an e-mail, the webhook (短信)."""

from collections.abc import Collection
from datetime import timedelta

from handlers.domain.mails import is_mail
from handlers.domain.people import Person

CHAT, MAIL, HOOK = "chat", "mail", "hook"
OUTSIDE = (MAIL, HOOK)
"""The ways outside the chats, which are the names of their channels too."""
USUAL = (CHAT, MAIL, HOOK)
ORDERS = {"chat": USUAL, "mail": (MAIL, CHAT, HOOK), "hook": (HOOK, CHAT, MAIL), "only_chat": (CHAT,)}
"""The orders that can be chosen, by name."""
LIVE_FOR = timedelta(hours=72)
"""How long after its last use a chat counts as live."""


def ways_outside(person: Person, *, mail: bool, hook: bool) -> tuple[str, ...]:
    """Return the ways outside the chats that are open to the person, in the person's order."""
    there = {MAIL: mail and is_mail(person.email), HOOK: hook and bool(person.phone)}
    order = person.reach_by or USUAL
    return tuple(way for way in order if there.get(way) and address_by(person, way) not in person.bounced)


def address_by(person: Person, way: str) -> str:
    """Return the address that a way outside the chats leads to."""
    return person.email if way == MAIL else person.phone


def next_way(person: Person, outside: Collection[str], tried: Collection[str], *, live: bool) -> str:
    """Return the next way in the person's order that is open and not tried yet, or nothing."""
    left = (*((CHAT,) if live else ()), *(way for way in outside if way not in tried))
    return next((way for way in person.reach_by or USUAL if way in left), "")


def order_of(person: Person) -> str:
    """Return the name of the person's order; the usual one's for an order of its own."""
    chosen = tuple(person.reach_by)
    return next((name for name, order in ORDERS.items() if order == chosen), "chat")
