"""People, their addresses and links."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from handlers.domain.actors import Actor
from handlers.domain.people import Address, Link, Person


class People(Protocol):
    """People, their addresses, their roles, their links."""

    def actor(self, person_id: int) -> Actor:
        """Return the roles in which the person acts; somebody unknown acts in none."""
        ...

    def language_of(self, person_id: int) -> str | None:
        """Return the language in which to speak to a person; None for somebody erased or unknown."""
        ...

    def addresses(self, person_id: int) -> Sequence[Address]:
        """Return all addresses, closed ones too, the one used last first."""
        ...

    def address(self, channel: str, chat: str) -> Address | None:
        """Return the address of a chat, open or closed, locked; None for a chat never heard of."""
        ...

    def last_seen(self, person_id: int) -> datetime | None:
        """Return when the person last wrote, tapped, or had the chat open in a browser."""
        ...

    def reachable(self, person_id: int) -> bool:
        """Say whether there is an open chat, or a way outside the chats: an e-mail, the webhook."""
        ...

    def has_chat(self, person_id: int) -> bool:
        """Say whether there is an open chat."""
        ...

    def seeing(self, card: str) -> Sequence[int]:
        """Return the ids of the people who have this card on the screen, by id."""
        ...

    def by_phone(self, phone: str) -> Sequence[Person]:
        """Return the people with this normalised number, erased ones left out, ordered by id."""
        ...

    def move_address(self, channel: str, chat: str, person_id: int) -> None:
        """Give an address to another person: a new device, or a personal link that was opened."""
        ...

    def link(self, token: str) -> Link | None:
        """Return the link of this token, locked for use, whatever its state; None when there is none."""
        ...

    def links_of(self, person_id: int, kind: str) -> Sequence[Link]:
        """Return a person's links of one kind, used and revoked ones too, the oldest first."""
        ...

    def links_made_by(self, person_id: int, kind: str) -> Sequence[Link]:
        """Return the links of one kind that a person made for others, the oldest first."""
        ...

    def mine(self, person_id: int) -> Mapping[str, Any]:
        """Return everything kept about a person, as plain data for /mydata."""
        ...

    def erase(self, person_id: int) -> None:
        """Blank name, phone, profile words, queue bodies, files and free texts; close the addresses.

        Counted facts stay without the person.
        """
        ...

    def merge(self, kept_id: int, other_id: int) -> None:
        """Move all that belongs to `other` to `kept`: addresses, roles, needs, invitations, dialogues."""
        ...
