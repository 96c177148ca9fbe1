"""Changing the database from the command line, beside a service that may be running on it."""

from collections.abc import Callable
from typing import TypeVar

from bot.settings import Mistake, Settings
from bot.storage.database import Engine, make_engine
from bot.storage.migrate import migrate, standing
from bot.storage.work import Work, World

Result = TypeVar("Result")


def change(settings: Settings, world: World, unit: Callable[[Work], Result]) -> Result:
    """Run a unit in one transaction; SQLite waits for its turn and is made when it is absent.

    Raises `Mistake` where the schema is one that this code does not know, or PostgreSQL's not this code's.
    """
    engine = engine_of(settings)
    try:
        _make_sure(settings, engine)
        with engine.connect() as connection:
            connection.begin()
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            work = Work(connection, world)
            result = unit(work)
            work.flush()
            connection.commit()
    finally:
        engine.dispose()
    return result


def _make_sure(settings: Settings, engine: Engine) -> None:
    stands = standing(engine)
    if stands.refusal:
        raise Mistake(stands.refusal)
    if not settings.on_postgres:
        migrate(engine)
    elif not stands.current:
        raise Mistake("The database's schema is not this code's; run `expertbot migrate` once.")


def engine_of(settings: Settings) -> Engine:
    """Return an engine on the installation's database; the folder of a SQLite file is made."""
    if not settings.on_postgres:
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    return make_engine(settings.database())
