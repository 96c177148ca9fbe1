"""People, addresses, roles and links, behind the port `handlers.ports.People`."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from bot.storage.erasing import erase_person, everything_about
from bot.storage.lines import under
from bot.storage.merging import merge_people
from bot.storage.nouns import Nouns
from bot.storage.statements import Statements
from handlers.domain.actors import Actor, Desk
from handlers.domain.people import Address, Link, Person
from handlers.domain.reaching import ways_outside
from handlers.ports.work import Doors


class PeopleRows:
    """Reads and writes people within one unit of work."""

    def __init__(self, nouns: Nouns, statements: Statements, now: datetime, doors: Doors) -> None:
        """Use the unit's nouns and statements; the doors say which ways there are outside the chats."""
        self._nouns = nouns
        self._sql = statements
        self._now = now
        self._doors = doors

    @property
    def _session(self) -> Session:
        return self._nouns.session

    def actor(self, person_id: int) -> Actor:
        """Return the person with the roles in which they act."""
        who = self._sql.row("SELECT language, consented_at FROM person WHERE id = :id", id=person_id)
        contacts = self._sql.rows(
            "SELECT enterprise_id, state FROM contact WHERE person_id = :id ORDER BY id", id=person_id
        )
        desks = self._sql.rows(
            "SELECT m.bureau_id, b.area, m.role, b.kind FROM member m JOIN bureau b ON b.id = m.bureau_id"
            " WHERE m.person_id = :id AND m.active = :yes ORDER BY m.id",
            id=person_id, yes=True,
        )  # fmt: skip
        return Actor(
            person_id=person_id,
            language=who[0] if who else "zh",
            consented=bool(who and who[1]),
            enterprises=tuple(row[0] for row in contacts if row[1] == "active"),
            pending=tuple(row[0] for row in contacts if row[1] == "pending"),
            expert_id=self._sql.value("SELECT id FROM expert WHERE person_id = :id", id=person_id),
            desks=tuple(
                Desk(row[0], row[1], row[2], row[3], *under(self._sql, row[0], row[1])) for row in desks
            ),
        )

    def language_of(self, person_id: int) -> str | None:
        """Return the language in which to speak to a person; None for somebody erased or unknown."""
        found: str | None = self._nouns.value(
            "SELECT language FROM person WHERE id = :id AND erased_at IS NULL", id=person_id
        )
        return found

    def addresses(self, person_id: int) -> Sequence[Address]:
        """Return all addresses, the preferred one first."""
        found = select(Address).where(Address.person_id == person_id)
        return self._session.exec(found.order_by(col(Address.used_at).desc(), col(Address.id).desc())).all()

    def address(self, channel: str, chat: str) -> Address | None:
        """Return the address of a chat, open or closed, locked."""
        found = select(Address).where(Address.channel == channel, Address.chat == chat)
        return self._session.exec(found.with_for_update()).first()

    def last_seen(self, person_id: int) -> datetime | None:
        """Return when the person last used any address, or opened a browser on one."""
        newest = select(Address.used_at).where(Address.person_id == person_id)
        used = self._session.exec(newest.order_by(col(Address.used_at).desc()).limit(1)).first()
        browsed = used and self._sql.value(
            "SELECT MAX(s.used_at) FROM web_session s JOIN address a ON a.chat = s.chat"
            " WHERE a.person_id = :id AND a.channel = 'webchat' AND s.revoked_at IS NULL",
            id=person_id,
        )
        return max(used, datetime.fromtimestamp(browsed, UTC)) if used and browsed else used

    def reachable(self, person_id: int) -> bool:
        """Say whether there is an open chat, or a way outside the chats."""
        if self.has_chat(person_id):
            return True
        mail, hook = self._doors.mail, bool(self._doors.hook)
        person = self._nouns.get(Person, person_id) if mail or hook else None
        return person is not None and bool(ways_outside(person, mail=mail, hook=hook))

    def has_chat(self, person_id: int) -> bool:
        """Say whether there is an open chat."""
        sql = "SELECT 1 FROM address WHERE person_id = :id AND closed_at IS NULL LIMIT 1"
        return self._nouns.value(sql, id=person_id) is not None

    def seeing(self, card: str) -> Sequence[int]:
        """Return who has this card on the screen."""
        rows = self._sql.rows("SELECT person_id FROM card WHERE card = :card ORDER BY person_id", card=card)
        return [row[0] for row in rows]

    def by_phone(self, phone: str) -> Sequence[Person]:
        """Return the people with this normalised number."""
        found = select(Person).where(Person.phone == phone, col(Person.erased_at).is_(None))
        found = found.where(col(Person.merged_into).is_(None))
        return self._session.exec(found.order_by(col(Person.id))).all()

    def move_address(self, channel: str, chat: str, person_id: int) -> None:
        """Give an address to another person and make it their preferred one."""
        self._session.flush()
        moved = update(Address).where(col(Address.channel) == channel, col(Address.chat) == chat)
        self._session.execute(moved.values(person_id=person_id, used_at=self._now, closed_at=None))
        self._session.expire_all()

    def link(self, token: str) -> Link | None:
        """Return the link of this token, locked for use."""
        digest = hashlib.sha256(token.encode()).hexdigest()
        return self._session.exec(select(Link).where(Link.token_hash == digest).with_for_update()).first()

    def links_of(self, person_id: int, kind: str) -> Sequence[Link]:
        """Return a person's links of one kind."""
        found = select(Link).where(Link.person_id == person_id, Link.kind == kind)
        return self._session.exec(found.order_by(col(Link.id))).all()

    def links_made_by(self, person_id: int, kind: str) -> Sequence[Link]:
        """Return the links of one kind that a person made for others."""
        found = select(Link).where(Link.made_by == person_id, Link.kind == kind)
        return self._session.exec(found.order_by(col(Link.id))).all()

    def mine(self, person_id: int) -> Mapping[str, Any]:
        """Return everything kept about a person as plain data."""
        self._session.flush()
        return everything_about(self._session, self._sql, person_id)

    def erase(self, person_id: int) -> None:
        """Blank everything personal; counted facts stay without the person."""
        self._session.flush()
        erase_person(self._session, self._sql, person_id, self._now)

    def merge(self, kept_id: int, other_id: int) -> None:
        """Move all that belongs to the other person to the kept one."""
        self._session.flush()
        merge_people(self._session, self._sql, kept_id, other_id)
