"""The web chat's sessions in the database, and what it reads back from the queues."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from bot.storage.database import Database, StorageBusy
from bot.storage.statements import Statements
from bot.storage.tables import DONE, NEW
from bot.storage.web_transcript import CHANNEL, message_of, moment, read_transcript
from bot.storage.web_views import Transcript, WebSession
from handlers.dialogue.messages import Message

SEEN: Final = 8
"""A flag of outbox rows beside those in bot.storage.outbox: the person's browser has shown this row."""
Result = TypeVar("Result")


class WebRows:
    """Sessions and transcripts in the database; every method raises `StorageBusy` when that is away."""

    def __init__(self, database: Database) -> None:
        """Use this database."""
        self._database = database

    async def open_session(self, session: str, digest: bytes, chat: str, at: datetime) -> None:
        """Keep a new session of a chat."""
        await self._write(
            "INSERT INTO web_session (id, secret_hash, chat, made_at, used_at)"
            " VALUES (:id, :digest, :chat, :at, :at)",
            id=session, digest=digest.hex(), chat=chat, at=at.timestamp(),
        )  # fmt: skip

    async def session(self, session: str) -> WebSession | None:
        """Return the session with this id, revoked or not."""
        row = await self._read(
            lambda sql: sql.row(
                "SELECT id, secret_hash, chat, made_at, used_at, revoked_at FROM web_session WHERE id = :id",
                id=session,
            )
        )
        return _session(row) if row else None

    async def touch(self, session: str, at: datetime) -> None:
        """Note when the session was last used."""
        await self._write(
            "UPDATE web_session SET used_at = :at WHERE id = :id",
            id=session,
            at=at.timestamp(),
        )

    async def revoke(self, session: str, at: datetime) -> None:
        """End one session; ending it again changes nothing."""
        await self._write(
            "UPDATE web_session SET revoked_at = :at WHERE id = :id AND revoked_at IS NULL",
            id=session, at=at.timestamp(),
        )  # fmt: skip

    async def revoke_chat(self, chat: str, at: datetime) -> None:
        """End every session of the chat."""
        await self._write(
            "UPDATE web_session SET revoked_at = :at WHERE chat = :chat AND revoked_at IS NULL",
            chat=chat, at=at.timestamp(),
        )  # fmt: skip

    async def transcript(self, chat: str, before: int | None, limit: int) -> Transcript:
        """Return the newest `limit` rows sent to the chat older than row `before`, one's own between them."""
        return await self._read(lambda sql: read_transcript(sql, chat, before, limit))

    async def message(self, chat: str, row: int) -> Message | None:
        """Return one message of the chat; None when it is not the chat's, or blanked."""
        found = await self._read(
            lambda sql: sql.value(
                "SELECT body FROM outbox WHERE id = :row AND channel = :channel AND chat = :chat",
                row=row, channel=CHANNEL, chat=chat,
            )
        )  # fmt: skip
        return message_of(found) if found else None

    async def seen(self, chat: str, row: int, at: datetime) -> None:
        """Mark every row up to this one as shown; one whose receipt is just being stored counts too."""
        await self._write(
            "UPDATE outbox SET flags = flags + :seen WHERE channel = :channel AND chat = :chat AND id <= :row"
            " AND (flags & :seen) = 0 AND (state = :done OR (state = :new AND not_before <= :at))",
            seen=SEEN, channel=CHANNEL, chat=chat, row=row, done=DONE, new=NEW, at=at.timestamp(),
        )  # fmt: skip

    async def _read(self, reading: Callable[[Statements], Result]) -> Result:
        try:
            return await self._database.read(lambda connection: reading(Statements(connection)))
        except OperationalError as error:
            raise StorageBusy(str(error.orig)) from error

    async def _write(self, text: str, **values: str | float) -> None:
        def unit(connection: Connection) -> None:
            Statements(connection).run(text, **values)

        await self._database.run(unit)


def _session(row: Sequence[Any]) -> WebSession:
    revoked = None if row[5] is None else moment(row[5])
    return WebSession(row[0], bytes.fromhex(row[1]), row[2], moment(row[3]), moment(row[4]), revoked)
