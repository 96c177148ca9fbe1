"""The inbox: everything that reached us, once each, in the order of its lane until it is handled."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from bot.storage.statements import AnyRow, Statements
from bot.storage.tables import DEAD, DONE, PARKED
from handlers.dialogue.replies import Reply, reply_as_json, reply_from_json

_FIRST = (
    "SELECT id, channel, chat, lane, reply, name, language, at, attempts, retry_at"
    " FROM inbox WHERE lane = :lane AND state = 0 ORDER BY id LIMIT 1"
)
_PUT = (
    "INSERT INTO inbox (channel, external_id, chat, lane, reply, name, language, at)"
    " VALUES (:channel, :external_id, :chat, :lane, :reply, :name, :language, :at)"
    " ON CONFLICT (channel, external_id) DO NOTHING RETURNING id"
)
_PUT_HANDLED = (
    "INSERT INTO inbox (channel, external_id, chat, lane, reply, name, language, at, handled_at, state)"  # noqa: S608 - a number
    " VALUES (:channel, :external_id, :chat, :lane, :reply, :name, :language, :at, :at,"
    f" CASE WHEN EXISTS (SELECT 1 FROM inbox WHERE lane = :lane AND state = 0) THEN 0 ELSE {DONE} END)"
    " ON CONFLICT (channel, external_id) DO NOTHING RETURNING id, state"
)
PAUSE = 60.0
"""Seconds that no failed letter waits: a later `retry_at` was written before the clock was set back."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One row of the inbox. `at` in seconds since 1970; the lane is the conversation that keeps its order."""

    id: int
    channel: str
    chat: str
    lane: str
    reply: Reply
    name: str
    language: str
    at: float
    attempts: int = 0


class Inbox:
    """Reads and writes the inbox on one connection."""

    def __init__(self, statements: Statements) -> None:
        """Use these statements."""
        self._sql = statements

    def hold(self, lane: str) -> None:
        """Wait until no other transaction works on this lane, and keep it until this one ends."""
        if not self._sql.on_sqlite:
            self._sql.run("SELECT pg_advisory_xact_lock(hashtextextended(:lane, 7))", lane=lane)

    def put(self, letter: Letter, external_id: str) -> int | None:
        """Store a letter; None when it is known already."""
        number: int | None = self._sql.value(_PUT, **_as_row(letter, external_id))
        return number

    def put_handled(self, letter: Letter, external_id: str) -> tuple[int, bool] | None:
        """Store a letter as handled, where nothing older waits in its lane; None when it is known already.

        Returns its id, and whether it stands as handled: if that fails, it has to be opened again.
        """
        row = self._sql.row(_PUT_HANDLED, **_as_row(letter, external_id))
        return None if row is None else (row[0], row[1] == DONE)

    def open_again(self, letter_id: int) -> None:
        """Let a letter wait that was stored as handled and could not be."""
        self._sql.run("UPDATE inbox SET state = 0, handled_at = NULL WHERE id = :id", id=letter_id)

    def bury(self, channel: str, external_id: str, raw: str, why: str, at: float) -> None:
        """Keep what could not be read as a dead letter."""
        self._sql.run(
            "INSERT INTO inbox (channel, external_id, chat, lane, reply, at, state, handled_at, fault)"
            " VALUES (:channel, :external_id, '', '', :raw, :at, :dead, :at, :why)"
            " ON CONFLICT (channel, external_id) DO NOTHING",
            channel=channel, external_id=external_id, raw=raw, at=at, dead=DEAD, why=why,
        )  # fmt: skip

    def first(self, lane: str, now: float) -> Letter | None:
        """Return the oldest unhandled letter of a lane, unless it waits for its next attempt."""
        row = self._sql.row(_FIRST, lane=lane)
        return None if row is None or now < row[-1] <= now + PAUSE else _letter(row)

    def is_empty(self, lane: str) -> bool:
        """Say whether nothing waits in the lane."""
        sql = "SELECT 1 FROM inbox WHERE lane = :lane AND state = 0 LIMIT 1"
        return self._sql.row(sql, lane=lane) is None

    def lanes(self, now: float) -> Sequence[str]:
        """Return the lanes with something to do now, longest waiting first."""
        rows = self._sql.rows(
            "SELECT lane, MIN(id) AS oldest FROM inbox WHERE state = 0"
            " AND (retry_at <= :now OR retry_at > :pause) GROUP BY lane ORDER BY oldest LIMIT 1000",
            now=now, pause=now + PAUSE,
        )  # fmt: skip
        return [row[0] for row in rows]

    def handled(self, letter_id: int, now: float) -> None:
        """Mark it handled, unless it has been given up."""
        self._sql.run(
            "UPDATE inbox SET state = :done, handled_at = :now WHERE id = :id AND state = 0",
            done=DONE,
            now=now,
            id=letter_id,
        )

    def failed(self, letter_id: int, retry_at: float, fault: str) -> None:
        """Count a failed attempt; the lane waits until `retry_at`."""
        self._sql.run(
            "UPDATE inbox SET attempts = attempts + 1, retry_at = :retry, fault = :fault WHERE id = :id",
            retry=retry_at, fault=fault, id=letter_id,
        )  # fmt: skip

    def park(self, letter_id: int, now: float, fault: str) -> None:
        """Give a letter up so that the lane goes on."""
        self._sql.run(
            "UPDATE inbox SET attempts = attempts + 1, state = :parked, handled_at = :now, fault = :fault"
            " WHERE id = :id",
            parked=PARKED, now=now, fault=fault, id=letter_id,
        )  # fmt: skip

    def waiting(self) -> int:
        """Return how many letters are not handled yet."""
        return int(self._sql.value("SELECT COUNT(*) FROM inbox WHERE state = 0"))

    def blank_before(self, moment: float) -> int:
        """Blank the bodies of what was handled before this moment; return how many."""
        return self._sql.changed(
            "UPDATE inbox SET reply = '', name = ''"
            " WHERE state != 0 AND handled_at < :moment AND reply != ''",
            moment=moment,
        )


def storable(text: str) -> str:
    """Return a text without what no database takes: NUL characters and halves of surrogate pairs."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def storable_reply(reply: Reply) -> Reply:
    """Return a reply whose every text is storable."""
    data = reply_as_json(reply)
    if _is_storable(data):
        return reply
    clean = _storable(data)
    return reply_from_json(clean)


def _is_storable(data: dict[str, Any]) -> bool:
    try:
        return b"\\u0000" not in orjson.dumps(data)
    except orjson.JSONEncodeError:
        return False


def _storable(value: Any) -> Any:
    match value:
        case str():
            return storable(value)
        case dict():
            return {key: _storable(part) for key, part in value.items()}
        case list() | tuple():
            return type(value)(_storable(part) for part in value)
        case _:
            return value


def _as_row(letter: Letter, external_id: str) -> dict[str, Any]:
    return {
        "channel": letter.channel, "external_id": external_id, "chat": letter.chat, "lane": letter.lane,
        "reply": orjson.dumps(reply_as_json(letter.reply)).decode(), "name": letter.name,
        "language": letter.language, "at": letter.at,
    }  # fmt: skip


def _letter(row: AnyRow) -> Letter:
    reply = reply_from_json(orjson.loads(row[4]))
    return Letter(row[0], row[1], row[2], row[3], reply, row[5], row[6], row[7], row[8])
