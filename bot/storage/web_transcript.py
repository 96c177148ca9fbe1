"""A chat's conversation read back from inbox and outbox, both put into one order."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from bot.storage.statements import Statements
from bot.storage.tables import DEAD, DONE
from bot.storage.web_views import BotEntry, OwnEntry, Transcript
from handlers.dialogue.messages import Message, from_json
from handlers.dialogue.replies import Reached, Reply, reply_from_json

CHANNEL: Final = "webchat"
_LATE: Final = 60.0  # seconds in the outbox after which the hour of sending is the one that is shown
_END: Final = 2**62
_OWN: Final = 500  # one's own messages on a page, at most
_Row = Sequence[Any]
_Placed = tuple[tuple[int, int, int], BotEntry | OwnEntry]


def read_transcript(sql: Statements, chat: str, before: int | None, limit: int) -> Transcript:
    """Return the newest `limit` rows sent to the chat older than row `before`, one's own between them."""
    found = sql.rows(
        "SELECT id, body, edits, at, sent_at, cause FROM outbox WHERE channel = :channel AND chat = :chat"
        " AND state = :done AND id < :before ORDER BY id DESC LIMIT :limit",
        channel=CHANNEL, chat=chat, done=DONE, before=before or _END, limit=limit + 1,
    )  # fmt: skip
    page: Sequence[_Row] = found[:limit]
    more = len(found) > limit
    until = _end(sql, chat, before, found[0] if found else None)
    since = _place(page[-1], found[-1]) if more else 0
    told: list[_Placed] = [((_cause(row[5]), 1, row[0]), _bot_entry(row)) for row in page]
    placed = sorted([*told, *_own(sql, chat, since, until)], key=lambda item: item[0])
    return Transcript(tuple(entry for _, entry in placed), more)


def message_of(body: str) -> Message | None:
    """Return the message of an outbox body, None when it has been blanked."""
    data = json.loads(body)
    return from_json(data) if data else None


def moment(seconds: float) -> datetime:
    """Return a queue's time as a moment."""
    return datetime.fromtimestamp(seconds, UTC)


def _end(sql: Statements, chat: str, before: int | None, older: _Row | None) -> int:
    """Return where the page that begins with row `before` begins among one's own messages."""
    if before is None:
        return _END
    row = sql.row(
        "SELECT id, body, edits, at, sent_at, cause FROM outbox"
        " WHERE id = :id AND channel = :channel AND chat = :chat",
        id=before, channel=CHANNEL, chat=chat,
    )  # fmt: skip
    return _place(row, older) if row else _END


def _place(first: _Row, older: _Row | None) -> int:
    """Return the inbox id from which a page with this first row holds one's own messages.

    A message stands on the page of the first answer to it, so that it never comes after that answer.
    """
    place = _cause(first[5])
    return place + 1 if older is not None and _cause(older[5]) == place else place


def _cause(cause: str) -> int:
    """Return the id of the inbox row that this cause names: what puts both queues into one order."""
    return int(cause[1:]) if cause[1:].isdecimal() else 0


def _own(sql: Statements, chat: str, since: int, until: int) -> list[_Placed]:
    rows = sql.rows(
        "SELECT id, external_id, reply, at FROM inbox WHERE channel = :channel AND chat = :chat"
        " AND id >= :since AND id < :until AND state != :dead ORDER BY id DESC LIMIT :most",
        channel=CHANNEL, chat=chat, since=since, until=until, dead=DEAD, most=_OWN,
    )  # fmt: skip
    return [((row[0], 0, 0), entry) for row in rows if (entry := _own_entry(chat, row))]


def _own_entry(chat: str, row: _Row) -> OwnEntry | None:
    """Return what the person did; None for what the service itself noted about the address."""
    prefix, _, own = row[1].partition(f"{chat}:")
    reply: Reply | None = reply_from_json(json.loads(row[2])) if row[2] else None
    if prefix or not own or isinstance(reply, Reached):
        return None
    return OwnEntry(own, reply, moment(row[3]))


def _bot_entry(row: _Row) -> BotEntry:
    sent = row[4] if row[4] and row[4] - row[3] > _LATE else row[3]
    edits = int(row[2]) if row[2].isdecimal() else None
    return BotEntry(row[0], message_of(row[1]), edits, moment(sent))
