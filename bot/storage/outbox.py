"""The outbox: whatever must be said is a row before it is a network call."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson

from bot.storage.statements import AnyRow, Statements
from bot.storage.tables import BURIED, DONE, SUPERSEDED
from handlers.dialogue.messages import Message, as_json, from_json
from handlers.domain.reaching import OUTSIDE
from handlers.effects import Tell

BUZZ, SILENT, BULK = 1, 2, 4
_SELECT = "SELECT id, person_id, channel, chat, card, flags, body, attempts, not_before, holder FROM outbox"
# id + 0 keeps SQLite on the index of what is open; for plain id it would go through every row ever sent
_FREE = (
    " WHERE state = 0 AND (leased_until < :now OR leased_until > :far)"
    " AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.person_id = outbox.person_id AND o.state = 0"
    " AND (o.channel IN ('mail', 'hook')) = (outbox.channel IN ('mail', 'hook'))"
    " AND o.leased_until BETWEEN :now AND :far) ORDER BY id + 0 LIMIT 2000"
)
_SENT = (
    f"UPDATE outbox SET state = {DONE}, sent_at = :at, receipt = :message, channel = :channel,"  # noqa: S608 - a number
    " chat = :chat, edits = :edits WHERE id = :id"
)
_SHOWS = (
    "INSERT INTO card (person_id, card, channel, chat, message)"
    " VALUES (:person, :card, :channel, :chat, :message) ON CONFLICT (person_id, card)"
    " DO UPDATE SET channel = excluded.channel, chat = excluded.chat, message = excluded.message"
)
_CLAIMING = 7_301_004  # PostgreSQL's advisory lock for claiming


@dataclass(frozen=True, slots=True)
class Parcel:
    """One row of the outbox with its address resolved: `chat` is empty while the person has none.

    `doubtful` says that another process held it and may have sent it.
    """

    id: int
    person_id: int
    channel: str
    chat: str
    card: str
    flags: int
    message: Message
    edits: str = ""
    attempts: int = 0
    not_before: float = 0.0
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """The channel's id of the message that a parcel became, and when, in seconds since 1970."""

    parcel: Parcel
    message: str
    at: float


class Outbox:
    """Reads and writes the outbox on one connection; `holder` is this process among replicas."""

    def __init__(self, statements: Statements, holder: str) -> None:
        """Use these statements in this process's name."""
        self._sql = statements
        self._holder = holder

    def put(self, cause: str, ordinal: int, tell: Tell, now: float, lease: float) -> Parcel | None:
        """Store one message, its address and card resolved; None when this cause has said it already."""
        flags = (BUZZ if tell.buzz else 0) | (SILENT if tell.silent else 0) | (BULK if tell.bulk else 0)
        if tell.card and self._supersede(tell):
            flags |= BUZZ
        channel, chat = tell.to if tell.to[0] else self._address(tell.person_id)
        edits = "" if flags & BUZZ else self._shown(tell.person_id, tell.card, channel, chat)
        mine = self._sql.on_sqlite or self._free(tell.person_id, outside=channel in OUTSIDE)
        number = self._sql.value(
            "INSERT INTO outbox (cause, ordinal, person_id, channel, chat, card, flags, body, at, edits,"
            " holder, leased_until) VALUES (:cause, :ordinal, :person, :channel, :chat, :card, :flags, :body,"
            " :at, :edits, :holder, :until) ON CONFLICT (cause, person_id, ordinal) DO NOTHING RETURNING id",
            cause=cause, ordinal=ordinal, person=tell.person_id, channel=channel, chat=chat, card=tell.card,
            flags=flags, body=orjson.dumps(as_json(tell.message)).decode(), at=now, edits=edits,
            holder=self._holder if mine else "", until=now + lease if mine else 0,
        )  # fmt: skip
        if number is None or not mine:
            return None
        return Parcel(number, tell.person_id, channel, chat, tell.card, flags, tell.message, edits)

    def claim(self, now: float, lease: float) -> Sequence[Parcel]:
        """Take what nobody holds any more, in order, whole lanes at a time, with addresses resolved anew."""
        if not self._sql.on_sqlite:  # two that claim at once would share a person's rows between them
            self._sql.run("SELECT pg_advisory_xact_lock(:key)", key=_CLAIMING)
        rows = self._sql.rows(f"{_SELECT}{_FREE}", now=now, far=now + 2 * lease)
        self._hold([row[0] for row in rows], now + lease)
        return [replace(self._parcel(row), doubtful=bool(row[-1])) for row in rows]

    def renew(self, parcel_ids: Sequence[int], now: float, lease: float) -> None:
        """Keep holding these rows: what this process has lost sight of must become free."""
        self._hold(parcel_ids, now + lease, "holder = :holder AND ")

    def expire(self) -> None:
        """Free every row, but remember that somebody held it: for a process that starts and is alone."""
        self._sql.run("UPDATE outbox SET leased_until = 0 WHERE state = 0 AND leased_until > 0")

    def release(self, under_way: Sequence[int]) -> None:
        """Free what this process holds; only what is under way may have been sent."""
        self._sql.run(
            "UPDATE outbox SET holder = '', leased_until = 0 WHERE state = 0 AND holder = :holder",
            holder=self._holder,
        )
        self._hold(under_way, 0.0)

    def resolve(self, parcel_id: int, but: tuple[str, str] = ("", "")) -> Parcel | None:
        """Return a row that still has to be sent, its card and address looked up anew, `but` left out."""
        row = self._sql.row(f"{_SELECT} WHERE id = :id AND state = 0", id=parcel_id)
        return None if row is None else self._parcel(row, but)

    def sent(self, receipts: Sequence[Receipt]) -> None:
        """Store receipts, and which messages now show the cards."""
        self._sql.each(_SENT, [_as_row(receipt) for receipt in receipts])
        self._sql.each(_SHOWS, [_as_row(receipt) for receipt in receipts if receipt.parcel.card])

    def later(self, parcel_id: int, not_before: float, why: str, *, counts: bool) -> None:
        """Put a row off; `counts` adds to its attempts."""
        self._sql.run(
            "UPDATE outbox SET not_before = :then, fault = :why, attempts = attempts + :one WHERE id = :id",
            then=not_before, why=why, one=int(counts), id=parcel_id,
        )  # fmt: skip

    def bury(self, parcel_id: int, why: str) -> None:
        """Give a row up: it cannot be delivered."""
        self._sql.run(
            "UPDATE outbox SET state = :buried, fault = :why WHERE id = :id",
            buried=BURIED,
            why=why,
            id=parcel_id,
        )

    def waiting(self) -> int:
        """Return how many rows are not sent yet."""
        return int(self._sql.value("SELECT COUNT(*) FROM outbox WHERE state = 0"))

    def blank_before(self, moment: float) -> int:
        """Blank the bodies of what was settled before this moment; return how many.

        Outside the chats whatever is settled: nobody reads it here again, and it holds a door.
        """
        return self._sql.changed(
            "UPDATE outbox SET body = '{}' WHERE state != 0 AND body != '{}'"
            " AND (at < :moment OR channel IN ('mail', 'hook'))",
            moment=moment,
        )

    def _supersede(self, tell: Tell) -> bool:
        """Drop unsent older versions of the same card; true when one of them was to buzz."""
        rows = self._sql.rows(
            "UPDATE outbox SET state = :gone WHERE person_id = :person AND state = 0 AND card = :card"
            " RETURNING flags",
            gone=SUPERSEDED, person=tell.person_id, card=tell.card,
        )  # fmt: skip
        return any(row[0] & BUZZ for row in rows)

    def _hold(self, parcel_ids: Sequence[int], until: float, only: str = "") -> None:
        for start in range(0, len(parcel_ids), 500):
            numbers = ",".join(str(number) for number in parcel_ids[start : start + 500])
            self._sql.run(
                "UPDATE outbox SET holder = :holder, leased_until = :until"  # noqa: S608 - numbers of our own
                f" WHERE {only}id IN ({numbers}) AND state = 0",
                holder=self._holder, until=until,
            )  # fmt: skip

    def _address(self, person_id: int, but: tuple[str, str] = ("", "")) -> tuple[str, str]:
        row = self._sql.row(
            "SELECT channel, chat FROM address WHERE person_id = :person AND closed_at IS NULL"
            " AND NOT (channel = :channel AND chat = :chat) ORDER BY used_at DESC, id DESC LIMIT 1",
            person=person_id, channel=but[0], chat=but[1],
        )  # fmt: skip
        return (row[0], row[1]) if row else ("", "")

    def _shown(self, person_id: int, card: str, channel: str, chat: str) -> str:
        if not card:
            return ""
        found = self._sql.value(
            "SELECT message FROM card"
            " WHERE person_id = :person AND card = :card AND channel = :channel AND chat = :chat",
            person=person_id, card=card, channel=channel, chat=chat,
        )  # fmt: skip
        return found or ""

    def _free(self, person_id: int, *, outside: bool) -> bool:
        """Say whether no other replica is sending to this person, in a chat or outside the chats."""
        held = self._sql.value(
            "SELECT 1 FROM outbox WHERE person_id = :person AND state = 0 AND holder != :holder"
            " AND (channel IN ('mail', 'hook')) = :outside LIMIT 1",
            person=person_id, holder=self._holder, outside=outside,
        )  # fmt: skip
        return held is None

    def _parcel(self, row: AnyRow, but: tuple[str, str] = ("", "")) -> Parcel:
        channel, chat = (row[2], row[3]) if row[2] in OUTSIDE else self._address(row[1], but)
        edits = "" if row[5] & BUZZ else self._shown(row[1], row[4], channel, chat)
        message = from_json(orjson.loads(row[6]))
        return Parcel(row[0], row[1], channel, chat, row[4], row[5], message, edits, row[7], row[8])


def _as_row(receipt: Receipt) -> dict[str, Any]:
    parcel = receipt.parcel
    return {
        "id": parcel.id, "person": parcel.person_id, "card": parcel.card, "channel": parcel.channel,
        "chat": parcel.chat, "edits": parcel.edits, "message": receipt.message, "at": receipt.at,
    }  # fmt: skip
