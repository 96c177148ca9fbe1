"""Bytes of attachments by their hash: files beside SQLite, rows in PostgreSQL."""

import hashlib
import os
from collections.abc import Collection
from pathlib import Path

from sqlalchemy import Connection, delete, insert, select

from bot.storage.statements import Statements
from bot.storage.tables import stored_file


def file_of(folder: Path, sha256: str) -> Path:
    """Return where the bytes of this hash lie."""
    return folder / "files" / sha256[:2] / sha256


def write_file(folder: Path, data: bytes) -> str:
    """Write the bytes and sync them to the disk; return their hash. The same bytes are one file."""
    sha256 = hashlib.sha256(data).hexdigest()
    target = file_of(folder, sha256)
    if target.exists():
        return sha256
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(f".{os.getpid()}")
    with unfinished.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    unfinished.replace(target)
    return sha256


def write_row(connection: Connection, data: bytes, at: float) -> str:
    """Keep the bytes in the database; return their hash."""
    sha256 = hashlib.sha256(data).hexdigest()
    known = connection.execute(select(stored_file.c.sha256).where(stored_file.c.sha256 == sha256)).first()
    if known is None:
        connection.execute(insert(stored_file).values(sha256=sha256, bytes=data, kept_at=at))
    return sha256


def read_row(connection: Connection, sha256: str) -> bytes | None:
    """Return the bytes of this hash from the database."""
    found = connection.execute(select(stored_file.c.bytes).where(stored_file.c.sha256 == sha256)).first()
    return bytes(found[0]) if found else None


def drop_files(folder: Path, wanted: Collection[str], before: float) -> int:
    """Remove files whose hash nobody wants and that were written before this moment; return how many."""
    gone = 0
    for file in (folder / "files").glob("??/*"):
        if file.name not in wanted and file.stat().st_mtime < before:
            file.unlink()
            gone += 1
    return gone


def drop_rows(connection: Connection, wanted: Collection[str], before: float) -> int:
    """Remove rows of bytes whose hash nobody wants and that were kept before this moment; return how many."""
    old = connection.execute(select(stored_file.c.sha256).where(stored_file.c.kept_at < before)).scalars()
    gone = [sha256 for sha256 in old if sha256 not in wanted]
    for sha256 in gone:
        connection.execute(delete(stored_file).where(stored_file.c.sha256 == sha256))
    return len(gone)


def wanted_files(connection: Connection) -> set[str]:
    """Return the hashes of all bytes that an attachment names: fetched ones, and uploads by their id."""
    rows = Statements(connection).rows("SELECT sha256, remote FROM attachment")
    return {name for row in rows for name in row if name}
