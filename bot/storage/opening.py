"""Opening the database that a URL names."""

from bot.storage.database import Database
from bot.storage.postgres import PostgresDatabase
from bot.storage.sqlite import SqliteDatabase


def open_database(url: str, synchronous: str = "FULL") -> Database:
    """Open SQLite or PostgreSQL. Raises `StorageBusy` when another process serves this SQLite file."""
    if url.startswith("sqlite"):
        return SqliteDatabase(url, synchronous)
    return PostgresDatabase(url)
