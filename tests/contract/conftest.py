"""The service with the tests' own commands, on each kind of database."""

from collections.abc import Iterator

import pytest

from tests.support.probes import add_probes, empty_postgres
from tests.support.world import World


@pytest.fixture(params=["sqlite", "postgresql"])
def probed(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Open a world on an empty database, whose people know the commands of tests.support.probes."""
    add_probes(monkeypatch)
    with World(url=empty_postgres() if request.param == "postgresql" else "") as world:
        yield world
