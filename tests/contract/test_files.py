"""Attachments: their bytes are kept by hash, and go when nothing names them any more."""

import asyncio
import os
from pathlib import Path

import pytest

from bot.channels.port import Delivery, Impossible, Outcome, TooLarge
from bot.files import ATTEMPTS, Files
from bot.handclock import HandClock
from bot.storage.database import Connection, Database
from bot.storage.statements import Statements
from bot.storage.work import Work, World
from handlers.dialogue.messages import Document
from handlers.dialogue.replies import SentFile
from handlers.domain.people import Person
from handlers.ports.work import Doors

HOUR = 3600.0


class Shelf:
    """A channel that has some files, and answers for others as told."""

    name = "shelf"

    def __init__(self) -> None:
        self.bytes = {"drawing": b"a drawing"}

    async def deliver(self, delivery: Delivery) -> Outcome:
        """Nobody is written to here."""
        return Impossible(f"a shelf cannot show O{delivery.row}")

    async def fetch(self, remote: str, most: int) -> bytes:
        if remote == "huge":
            raise TooLarge(remote)
        if remote not in self.bytes:
            raise OSError("not now")
        return self.bytes[remote][:most]


def attach(database: Database, remote: str) -> None:
    """Let somebody send a file."""

    def unit(connection: Connection) -> None:
        work = Work(connection, World(HandClock(), Doors()))
        person = work.add(Person(created_at=work.now))
        work.keep_files(person.id or 0, "", "shelf", [SentFile("photo", remote)])

    asyncio.run(database.run(unit))


def column(database: Database, name: str) -> list[object]:
    """Return one column of all attachments."""
    sql = {"sha256": "SELECT sha256 FROM attachment", "fault": "SELECT fault FROM attachment",
           "attempts": "SELECT attempts FROM attachment"}[name]  # fmt: skip
    return [row[0] for row in asyncio.run(database.read(lambda c: Statements(c).rows(sql)))]


@pytest.fixture
def files(database: Database, tmp_path: Path) -> Files:
    """Keep files as this kind of database does."""
    in_rows = database.engine.dialect.name != "sqlite"
    return Files(database, tmp_path, {"shelf": Shelf()}, HandClock(), in_rows=in_rows)


def test_a_file_is_fetched_once_and_opens_afterwards(database: Database, files: Files) -> None:
    attach(database, "drawing")
    assert asyncio.run(files.fetch_waiting()) == 1
    assert asyncio.run(files.fetch_waiting()) == 0
    made = asyncio.run(files.made(Document("file", "图.png", "1")))
    assert made.data == b"a drawing"


def test_a_file_that_is_too_large_is_given_up_and_says_so(database: Database, files: Files) -> None:
    attach(database, "huge")
    assert asyncio.run(files.fetch_waiting()) == 0
    assert column(database, "fault") == ["TooLarge"]


def test_a_file_that_cannot_be_had_now_is_tried_again_and_not_for_ever(
    database: Database, files: Files
) -> None:
    attach(database, "lost")
    for _ in range(ATTEMPTS + 3):
        asyncio.run(files.fetch_waiting())
    assert column(database, "attempts") == [ATTEMPTS]


def test_bytes_that_nothing_names_go_and_named_ones_stay(
    database: Database, files: Files, tmp_path: Path
) -> None:
    attach(database, "drawing")
    asyncio.run(files.fetch_waiting())
    named = str(column(database, "sha256")[0])
    unnamed = asyncio.run(files.keep(b"an upload never sent"))
    for file in tmp_path.glob("files/??/*"):
        os.utime(file, (1, 1))
    asyncio.run(files.drop_unnamed(HandClock().now().timestamp() + HOUR))
    assert asyncio.run(files.kept(named)) == b"a drawing"
    with pytest.raises(FileNotFoundError):
        asyncio.run(files.kept(unnamed))


def test_a_fresh_upload_is_left_alone(files: Files) -> None:
    fresh = asyncio.run(files.keep(b"about to be sent"))
    asyncio.run(files.drop_unnamed(HandClock().now().timestamp() - HOUR))
    assert asyncio.run(files.kept(fresh)) == b"about to be sent"
