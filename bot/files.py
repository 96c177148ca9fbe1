"""Attachments: fetched from their channel by a retried job, kept by hash, given out on any other channel."""

import asyncio
import logging
from collections.abc import Mapping
from pathlib import Path

from bot.channels.port import Channel, TooLarge
from bot.clock import Clock
from bot.documents.rendering import Made, make
from bot.storage.database import Connection, Database
from bot.storage.papers import drop_files, drop_rows, file_of, read_row, wanted_files, write_file, write_row
from bot.storage.statements import Statements
from handlers.dialogue.messages import Document

LARGEST = 20 * 1024 * 1024
ATTEMPTS = 8

log = logging.getLogger("expertbot.files")


class Files:
    """The bytes behind attachments and documents."""

    def __init__(
        self,
        database: Database,
        folder: Path,
        channels: Mapping[str, Channel],
        clock: Clock,
        *,
        in_rows: bool,
    ) -> None:
        """Keep bytes in the folder, or in rows where several replicas share the database."""
        self._database = database
        self._folder = folder
        self._channels = channels
        self._in_rows = in_rows
        self._clock = clock

    async def fetch_waiting(self) -> int:
        """Fetch what has not been fetched yet, a few at a time; return how many arrived."""
        waiting = await self._database.read(_waiting)
        arrived = 0
        for number, channel, remote in waiting:
            arrived += await self._fetch(number, channel, remote)
        return arrived

    async def drop_unnamed(self, before: float) -> None:
        """Remove bytes that nothing names any more, as after an erasure; younger ones may still be named."""
        wanted = await self._database.read(wanted_files)
        if self._in_rows:
            await self._database.run(lambda connection: drop_rows(connection, wanted, before))
        else:
            await asyncio.to_thread(drop_files, self._folder, wanted, before)

    async def keep(self, data: bytes) -> str:
        """Keep bytes; return their hash."""
        if self._in_rows:
            return await self._database.run(
                lambda connection: write_row(connection, data, self._clock.now().timestamp())
            )
        return await asyncio.to_thread(write_file, self._folder, data)

    async def kept(self, sha256: str) -> bytes:
        """Return kept bytes. Raises FileNotFoundError."""
        if self._in_rows:
            found = await self._database.read(lambda connection: read_row(connection, sha256))
            if found is None:
                raise FileNotFoundError(sha256)
            return found
        return await asyncio.to_thread(file_of(self._folder, sha256).read_bytes)

    async def made(self, document: Document) -> Made:
        """Return a message's document as bytes; a stored file by its attachment's id."""
        if document.kind != "file":
            return make(document)
        row = await self._database.read(lambda c: _attachment(c, int(document.data)))
        if row is None or not row[0]:
            raise FileNotFoundError(document.data)
        return Made(await self.kept(row[0]), row[1] or "application/octet-stream", row[2] or document.name)

    async def _fetch(self, number: int, channel: str, remote: str) -> bool:
        try:
            data = await self._channels[channel].fetch(remote, LARGEST)
            sha256 = await self.keep(data)
        except (TooLarge, KeyError) as error:
            fault = type(error).__name__
            await self._database.run(lambda c: _note(c, number, fault=fault, attempts=ATTEMPTS))
            return False
        except OSError:
            await self._database.run(lambda c: _note(c, number, fault="", attempts=1))
            log.warning("file not fetched", extra={"action": "file.postponed", "attachment": number})
            return False
        await self._database.run(lambda c: _note(c, number, sha256=sha256))
        return True


def _waiting(connection: Connection) -> list[tuple[int, str, str]]:
    rows = Statements(connection).rows(
        "SELECT id, channel, remote FROM attachment WHERE sha256 = '' AND fault = '' AND attempts < :most"
        " ORDER BY attempts, id LIMIT 20",
        most=ATTEMPTS,
    )
    return [(row[0], row[1], row[2]) for row in rows]


def _attachment(connection: Connection, number: int) -> tuple[str, str, str] | None:
    row = Statements(connection).row("SELECT sha256, mime, name FROM attachment WHERE id = :id", id=number)
    return (row[0], row[1], row[2]) if row else None


def _note(
    connection: Connection, number: int, *, sha256: str = "", fault: str = "", attempts: int = 0
) -> None:
    Statements(connection).run(
        "UPDATE attachment SET sha256 = :sha, fault = :fault, attempts = attempts + :more WHERE id = :id",
        sha=sha256, fault=fault, more=attempts, id=number,
    )  # fmt: skip
