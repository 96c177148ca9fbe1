"""Bytes of attachments by their hash: files beside SQLite, rows in PostgreSQL."""

import hashlib
import os
from pathlib import Path

from sqlalchemy import Connection, insert, select

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


def write_row(connection: Connection, data: bytes) -> str:
    """Keep the bytes in the database; return their hash."""
    sha256 = hashlib.sha256(data).hexdigest()
    known = connection.execute(select(stored_file.c.sha256).where(stored_file.c.sha256 == sha256)).first()
    if known is None:
        connection.execute(insert(stored_file).values(sha256=sha256, bytes=data))
    return sha256


def read_row(connection: Connection, sha256: str) -> bytes | None:
    """Return the bytes of this hash from the database."""
    found = connection.execute(select(stored_file.c.bytes).where(stored_file.c.sha256 == sha256)).first()
    return bytes(found[0]) if found else None
