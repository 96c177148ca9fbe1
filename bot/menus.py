"""Keeps Telegram's command menus and the web chat's sessions in step with what people may do."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.storage.database import Connection
from bot.storage.work import Happened, Work, World
from handlers.cards.greeting import role_of
from handlers.commands import MENU
from handlers.dialogue.texts import translator
from handlers.domain.bureaus import Member
from handlers.domain.enterprises import Contact
from handlers.domain.experts import Expert
from handlers.domain.people import Link

ROLE_CHANGES = frozenset(
    {
        "enterprise.joined",
        "expert.joined",
        "coordinator.joined",
        "contact.confirmed",
        "link.used",
        "person.erased",
        "member.role",
        "member.removed",
    }
)
SESSION_ENDS = frozenset({"person.erased"})


@dataclass(frozen=True, slots=True)
class Menu:
    """The commands of one chat, in the person's language."""

    chat: str
    commands: tuple[tuple[str, str], ...]


def changed_menus(connection: Connection, world: World, happened: Sequence[Happened]) -> Sequence[Menu]:
    """Return the menus of the Telegram chats of everybody whose role changed."""
    work = Work(connection, world)
    people = {person for each in happened if each.action in ROLE_CHANGES and (person := _whose(work, each))}
    return [menu for person in sorted(people) for menu in _menus(work, person)]


def ended_chats(connection: Connection, world: World, happened: Sequence[Happened]) -> Sequence[str]:
    """Return the web chats whose sessions end: a coordinator has made their person a new personal link."""
    work = Work(connection, world)
    numbers = [
        int(each.subject.partition(":")[2]) for each in happened if each.action in SESSION_ENDS and each.by
    ]
    links = [link for number in numbers if (link := work.get(Link, number)) and link.kind == "personal"]
    people = [link.person_id for link in links if link.person_id is not None]
    rows = [a for person in people for a in work.people.addresses(person) if a.channel == "webchat"]
    return [address.chat for address in rows]


def _whose(work: Work, happened: Happened) -> int | None:
    kind, _, number = happened.subject.partition(":")
    if kind == "contact":
        contact = work.get(Contact, int(number))
        return contact.person_id if contact else None
    if kind == "expert":
        expert = work.get(Expert, int(number))
        return expert.person_id if expert else None
    if kind == "member":
        member = work.get(Member, int(number))
        return member.person_id if member else None
    return happened.by


def _menus(work: Work, person_id: int) -> Sequence[Menu]:
    actor = work.people.actor(person_id)
    t = translator(actor.language)
    commands = tuple((name, t(key)) for name, key in MENU[role_of(actor)])
    chats = [address.chat for address in work.people.addresses(person_id) if address.channel == "telegram"]
    return [Menu(chat, commands) for chat in chats]
