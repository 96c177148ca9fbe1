"""The schema: where it stands, and the way to the present one."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.storage.database import StorageBusy

NEVER_RELEASED = frozenset({"0001"})
"""Revisions of versions that nobody could install: there is no way from them to the present schema."""
LOCK = 7_301_002  # PostgreSQL's advisory lock for migrating


@dataclass(frozen=True, slots=True)
class Standing:
    """The database's revision ("" for none), the code's, and whether the code knows the database's."""

    database: str
    code: str
    known: bool

    @property
    def current(self) -> bool:
        """Say whether the schema is this code's own."""
        return self.database == self.code

    @property
    def refusal(self) -> str:
        """Why this code cannot use the database, in a sentence for the operator; empty when it can."""
        if self.known:
            return ""
        if self.database in NEVER_RELEASED:
            return (
                f"The database was made by a version that was never released (schema {self.database}) and"
                " cannot be carried over; it is left untouched, start with a fresh one."
            )
        return "The database is newer than this code; install the newer release."


def standing(engine: Engine) -> Standing:
    """Look where the database stands. Raises `StorageBusy` when it cannot be reached."""
    script = ScriptDirectory.from_config(_config())
    try:
        with engine.connect() as connection:
            revision = MigrationContext.configure(connection).get_current_revision() or ""
    except SQLAlchemyError as error:
        kind = type(getattr(error, "orig", error)).__name__
        raise StorageBusy(f"cannot be reached ({kind}); look at EXPERTBOT_DATABASE_URL") from error
    revisions = {step.revision for step in script.walk_revisions()}
    return Standing(revision, script.get_current_head() or "", known=not revision or revision in revisions)


def migrate(engine: Engine, backup_to: Path | None = None) -> Standing:
    """Bring the schema up to date, back up a SQLite file with content before; return where it stood."""
    before = standing(engine)
    if before.current:
        return before
    if backup_to is not None and before.database:
        back_up(Path(engine.url.database or ""), backup_to)
    with engine.connect() as connection:
        _upgrade(connection)
    return before


def back_up(file: Path, target: Path) -> None:
    """Copy a live SQLite database whole, by SQLite's own backup."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)


def new_step(engine: Engine, message: str, number: str) -> None:
    """Write a new step from the difference between the nouns and this database: for developers."""
    with engine.connect() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.revision(config, message, autogenerate=True, rev_id=number)


def _upgrade(connection: Connection) -> None:
    config = _config()
    config.attributes["connection"] = connection
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
    command.upgrade(config, "head")
    connection.commit()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("file_template", "m%%(rev)s_%%(slug)s")
    config.set_main_option("path_separator", "os")
    return config
