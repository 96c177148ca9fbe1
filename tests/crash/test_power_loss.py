"""The power fails in the middle of writing: the copy of that moment opens, whole up to some commit.

A process that is stopped stands for the machine; its files are copied as they lie. The end of the write-ahead
log is then lost in many ways, as with synchronous=NORMAL. What a checkpoint has moved was synced before, so
nothing before it is cut.
"""

import asyncio
import os
import shutil
import signal
import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

from tests.crash.test_storm import fill, form, spoke
from tests.support.process import Installation, installed, on_telegram, until

PEOPLE = 8
MOMENTS = (5, 17, 31)
"""After so many messages of the service the power fails."""
LOG_HEADER, FRAME_HEADER = 32, 24
CUTS = 24


def photographed(bot: Installation, folder: Path) -> Path:
    """Copy the files of the database as they lie at this moment; return the copy."""
    assert bot.process is not None
    folder.mkdir()
    os.kill(bot.process.pid, signal.SIGSTOP)
    try:
        for end in ("", "-wal", "-shm"):
            shutil.copyfile(f"{bot.database}{end}", folder / f"expertbot.db{end}")
    finally:
        os.kill(bot.process.pid, signal.SIGCONT)
    return folder / "expertbot.db"


def page_size(file: Path) -> int:
    """Return the size of the database's pages."""
    with file.open("rb") as opened:
        size: int = struct.unpack(">H", opened.read(18)[16:18])[0]
    return 65536 if size == 1 else size


def checkpointed(file: Path) -> int:
    """Return how many frames of the log were moved into the database (nBackfill of its index)."""
    index = Path(f"{file}-shm").read_bytes()
    moved: int = struct.unpack_from("=I", index, 96)[0]
    return moved


def cuts(file: Path) -> Iterator[int]:
    """Return lengths to which the log may have shrunk: between frames, within one, within its header."""
    whole = Path(f"{file}-wal").stat().st_size
    frame = FRAME_HEADER + page_size(file)
    first = LOG_HEADER + checkpointed(file) * frame
    frames = (whole - first) // frame
    yield whole
    yield whole - 1
    for share in range(1, 8):
        border = first + frames * share // 8 * frame
        yield border
        yield border + FRAME_HEADER // 2
        yield border + FRAME_HEADER + 1000
    yield first


def after(file: Path, length: int, folder: Path) -> Path:
    """Return the database as it lies after the machine has started again: no index, a shorter log."""
    folder.mkdir()
    shutil.copyfile(file, folder / "expertbot.db")
    log = Path(f"{file}-wal").read_bytes()[:length]
    (folder / "expertbot.db-wal").write_bytes(log)
    return folder / "expertbot.db"


def check(file: Path) -> int:
    """Check that it is whole, and every letter handled with its answer; return how many letters it knows."""
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        if not connection.execute("SELECT 1 FROM sqlite_master").fetchall():
            return 0  # before the first migration, which is one commit
        handled = connection.execute(
            "SELECT id FROM inbox WHERE state = 1 AND channel = 'telegram'"
        ).fetchall()
        answers = connection.execute("SELECT DISTINCT cause FROM outbox WHERE cause LIKE 'i%'").fetchall()
        assert {f"i{number}" for (number,) in handled} <= {cause for (cause,) in answers}
        (count,) = connection.execute("SELECT COUNT(*) FROM inbox").fetchone()
        return int(count)


def test_what_a_power_cut_leaves_opens_whole_up_to_some_commit_and_serves(tmp_path: Path) -> None:
    asyncio.run(asyncio.wait_for(_story(tmp_path), 150))


async def _story(folder: Path) -> None:
    copies = []
    async with on_telegram(folder / "live") as (server, bot):
        server.delay = 0.03  # as the way to Telegram takes
        phones = [server.user(id=1000 + n) for n in range(PEOPLE)]
        await bot.start()
        filling = asyncio.gather(*(fill(phone, n) for n, phone in enumerate(phones)))
        for messages in MOMENTS:
            await until(partial(spoke, server, messages))
            copies.append(photographed(bot, folder / f"at{messages}"))
        await filling
        assert bot.rows("SELECT COUNT(*) FROM inbox WHERE state <> 1") == [(0,)]
    known = [
        check(after(copy, length, folder / f"{copy.parent.name}cut{n}"))
        for copy in copies
        for n, length in enumerate(cuts(copy))
    ]
    assert len(known) == CUTS * len(MOMENTS)
    assert 0 < max(known) <= PEOPLE * len(form(0))
    assert min(known) < max(known), "no commit was lost: nothing was cut"
    await _serves(folder / f"{copies[-1].parent.name}cut4")
    await _serves(folder / f"{copies[0].parent.name}cut{CUTS - 1}")


async def _serves(folder: Path) -> None:
    """Start the service on what is left, and stop it properly."""
    async with installed(folder) as bot:
        await bot.start()
        await bot.stop()
        assert bot.rows("PRAGMA integrity_check") == [("ok",)]
