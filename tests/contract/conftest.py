"""Each kind of database: empty, and under a service with the tests' own commands."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.storage.database import Database, make_engine
from bot.storage.opening import open_database
from bot.storage.tables import metadata
from tests.support.postgres import fresh_postgres
from tests.support.probes import add_probes, empty_postgres
from tests.support.world import World


@pytest.fixture(params=["sqlite", "postgresql"])
def probed(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Open a world on an empty database, whose people know the commands of tests.support.probes."""
    add_probes(monkeypatch)
    with World(url=empty_postgres() if request.param == "postgresql" else "") as world:
        yield world


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Return an empty database of each kind."""
    url = f"sqlite:///{tmp_path / 'some.db'}" if request.param == "sqlite" else fresh_postgres()
    engine = make_engine(url)
    metadata.create_all(engine)
    engine.dispose()
    opened = open_database(url)
    yield opened
    opened.close()
