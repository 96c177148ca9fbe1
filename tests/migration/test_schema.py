"""The way to the present schema: equal to a fresh one, backed up before, refused where it does not fit."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic.config import Config
from sqlalchemy import Engine

from bot.__main__ import main
from bot.storage import migrate as steps
from bot.storage.database import make_engine
from bot.storage.migrate import migrate, standing
from bot.storage.tables import metadata
from tests.support.postgres import fresh_postgres
from tests.support.schema import schema

FURTHER = """
from alembic import op

revision, down_revision, branch_labels, depends_on = "9000", "{after}", None, None


def upgrade():
    op.execute("CREATE TABLE further (id INTEGER)")
    {fault}
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Name an empty database of each kind."""
    return f"sqlite:///{tmp_path / 'expertbot.db'}" if request.param == "sqlite" else fresh_postgres()


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """Open the database."""
    opened = make_engine(url)
    yield opened
    opened.dispose()


@pytest.fixture
def serving(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set the environment as an operator does."""
    monkeypatch.setenv("EXPERTBOT_DATABASE_URL", url)
    monkeypatch.setenv("EXPERTBOT_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("EXPERTBOT_SECRET_KEY", "an invented key of thirty-two by")


def add_step(folder: Path, monkeypatch: pytest.MonkeyPatch, fault: str = "") -> None:
    """Let the code know one step more than there is."""
    after, known = steps.standing(make_engine("sqlite://")).code, steps._config  # noqa: SLF001 - no port for this
    (folder / "m9000_further.py").write_text(FURTHER.format(after=after, fault=fault))

    def config() -> Config:
        found = known()
        place = found.get_main_option("script_location")
        found.set_main_option("version_locations", f"{place}/versions:{folder}")
        return found

    monkeypatch.setattr(steps, "_config", config)


def test_all_steps_lead_to_the_schema_that_a_fresh_database_gets(engine: Engine, tmp_path: Path) -> None:
    fresh_url = f"sqlite:///{tmp_path / 'fresh.db'}" if engine.dialect.name == "sqlite" else fresh_postgres()
    fresh = make_engine(fresh_url)
    metadata.create_all(fresh)
    migrate(engine)
    stepped, made = schema(engine), schema(fresh)
    fresh.dispose()
    assert len(made) > 20
    assert stepped == made


def test_partial_indexes_and_their_conditions_are_part_of_the_comparison(engine: Engine) -> None:
    migrate(engine)
    written = str(schema(engine))
    assert "state = 0" in written
    assert "outbox_open" in written


def test_migrating_again_changes_nothing(engine: Engine) -> None:
    assert not migrate(engine).current
    before = schema(engine)
    assert migrate(engine).current
    assert schema(engine) == before


@pytest.mark.usefixtures("serving")
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_serving_refuses_an_older_or_newer_postgresql_schema_in_one_sentence(
    engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["serve", "--no-samples", "--port", "0"]) == 1
    said = capsys.readouterr().err
    assert "expertbot migrate" in said
    assert said.count("\n") == 1
    assert main(["migrate", "--check"]) == 1
    assert main(["migrate"]) == 0
    assert main(["migrate", "--check"]) == 0
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    capsys.readouterr()
    assert main(["serve", "--no-samples", "--port", "0"]) == 1
    said = capsys.readouterr().err
    assert "newer" in said
    assert said.count("\n") == 1
    assert main(["migrate"]) == 1


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_sqlite_is_backed_up_before_it_is_migrated(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate(engine)
    note(engine)
    add_step(tmp_path, monkeypatch)
    backup = tmp_path / "before.db"
    assert migrate(engine, backup).database != "9000"
    assert standing(engine).current
    with closing(sqlite3.connect(backup)) as copy:
        assert copy.execute("SELECT COUNT(*) FROM timer").fetchall() == [(1,)]
        assert "further" not in str(copy.execute("SELECT name FROM sqlite_master").fetchall())
        assert copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_step_that_fails_leaves_the_database_as_it_was(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate(engine)
    note(engine)
    before = schema(engine)
    add_step(tmp_path, monkeypatch, fault="raise ZeroDivisionError")
    with pytest.raises(ZeroDivisionError):
        migrate(engine)
    assert schema(engine) == before
    assert standing(engine).database != "9000"


def note(engine: Engine) -> None:
    """Write something to be found again."""
    with engine.connect() as connection:
        connection.exec_driver_sql(
            "INSERT INTO timer (key, due_at, what, about) VALUES ('k', 1, 'w', '昆山')"
        )
        connection.commit()


@pytest.mark.usefixtures("serving")
@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_backup_of_a_served_database_comes_back_whole_and_overwrites_nothing(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    migrate(engine)
    note(engine)
    paper = tmp_path / "files" / "ab" / "abcd"
    paper.parent.mkdir(parents=True)
    paper.write_bytes(b"paper")
    busy = engine.connect()
    busy.exec_driver_sql("BEGIN IMMEDIATE")
    busy.exec_driver_sql("INSERT INTO timer (key, due_at, what, about) VALUES ('unfinished', 1, 'w', '')")
    copies = tmp_path / "copies"
    assert main(["backup", str(copies)]) == 0
    assert main(["backup", str(copies)]) == 1
    busy.rollback()
    busy.close()
    assert main(["restore", str(copies)]) == 1
    assert "nothing is overwritten" in capsys.readouterr().err
    elsewhere = tmp_path / "elsewhere"
    monkeypatch.setenv("EXPERTBOT_DATA_DIR", str(elsewhere))
    monkeypatch.delenv("EXPERTBOT_DATABASE_URL")
    assert main(["restore", str(copies)]) == 0
    restored = make_engine(f"sqlite:///{elsewhere / 'expertbot.db'}")
    with restored.connect() as connection:
        rows = connection.exec_driver_sql("SELECT key, about FROM timer").all()
    assert [tuple(row) for row in rows] == [("k", "昆山")]
    assert schema(restored) == schema(engine)
    assert standing(restored).current
    restored.dispose()
    assert (elsewhere / "files" / "ab" / "abcd").read_bytes() == b"paper"
