"""The doctor: one line for each thing looked at, and 1 at the end when one of them is wrong."""

import asyncio
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.settings import PREFIX
from tests.support.botapi.server import BotApiServer
from tests.support.postgres import fresh_postgres

TOKEN = "123456:invented-token-for-tests"
NOWHERE = "http://127.0.0.1:9"

Look = Callable[..., tuple[int, dict[str, str]]]


@pytest.fixture
def look(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Look:
    """Return what sets variables (named without their prefix), runs the doctor and reads its lines."""
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("EXPERTBOT_DATA_DIR", str(tmp_path / "data"))

    def looked(**values: str) -> tuple[int, dict[str, str]]:
        for name, value in values.items():
            monkeypatch.setenv(f"{PREFIX}{name.upper()}", value)
        code = main(["doctor"])
        lines = capsys.readouterr().out.splitlines()
        return code, {what: f"{mark}]{rest}" for mark, what, rest in map(_parts, lines)}

    return looked


def _parts(line: str) -> tuple[str, str, str]:
    mark, _, said = line.partition("] ")
    what, _, detail = said.partition(": ")
    return mark, what, f" {detail}"


def test_on_a_fresh_machine_nothing_is_wrong(look: Look, tmp_path: Path) -> None:
    code, found = look()
    assert code == 0
    assert list(found) == ["settings", "database", "disk", "public address", "telegram"]
    assert found["settings"] == "[ ok] valid"
    file = tmp_path / "data" / "expertbot.db"
    assert found["database"] == f"[ ok] SQLite, {file}: will be made at the first start"
    assert found["public address"].endswith("not set: links work on this machine only")
    assert found["telegram"].startswith("[ ok] off (no EXPERTBOT_TELEGRAM_TOKEN)")


def test_looking_makes_no_database_that_a_restore_would_stumble_over(look: Look, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    code, found = look()
    assert code == 0
    assert found["database"].endswith("will be made at the first start")
    assert list((tmp_path / "data").iterdir()) == []


def test_a_database_in_a_folder_that_is_missing_is_wrong(look: Look, tmp_path: Path) -> None:
    code, found = look(database_url=f"sqlite:///{tmp_path / 'missing' / 'some.db'}")
    assert code == 1
    assert found["database"].endswith("cannot be reached (OperationalError); look at EXPERTBOT_DATABASE_URL")


def test_settings_that_cannot_be_used_are_all_it_says(look: Look) -> None:
    code, found = look(http_port="eighty")
    assert code == 1
    assert list(found) == ["settings"]
    assert found["settings"].startswith("[ ! ] EXPERTBOT_HTTP_PORT input should be a valid integer")


def test_a_migrated_database_is_named_with_its_schema(look: Look) -> None:
    main(["migrate"])
    code, found = look()
    assert code == 0
    assert "schema 0" in found["database"]


def test_a_database_of_a_newer_release_is_wrong(look: Look, tmp_path: Path) -> None:
    main(["migrate"])
    with closing(sqlite3.connect(tmp_path / "data" / "expertbot.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    code, found = look()
    assert code == 1
    assert found["database"].startswith("[ ! ] SQLite")
    assert found["database"].endswith("schema 9999 is newer than this code")


def test_a_file_that_is_no_database_is_wrong(look: Look, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "expertbot.db").write_text("a letter, not a database, and long enough to be read")
    code, found = look()
    assert code == 1
    assert found["database"].endswith("cannot be reached (DatabaseError); look at EXPERTBOT_DATABASE_URL")


def test_a_database_server_that_is_down_is_wrong_and_its_password_not_shown(look: Look) -> None:
    code, found = look(database_url="postgresql://somebody:words@127.0.0.1:9/none", secret_key="shared")
    assert code == 1
    assert (
        found["database"]
        == "[ ! ] PostgreSQL: cannot be reached (OperationalError); look at EXPERTBOT_DATABASE_URL"
    )


def test_an_empty_postgresql_has_to_be_migrated_by_the_operator(look: Look) -> None:
    code, found = look(database_url=fresh_postgres(), secret_key="shared")
    assert code == 1
    assert found["database"] == "[ ! ] PostgreSQL: schema empty; run expertbot migrate"
    main(["migrate"])
    code, found = look()
    assert code == 0
    assert found["database"].startswith("[ ok] PostgreSQL: schema 0")


@pytest.mark.parametrize(("bytes_wanted", "mark"), [(0, "[ ok]"), (1 << 60, "[ ! ]")])
def test_a_disk_with_little_room_is_wrong(
    bytes_wanted: int, mark: str, look: Look, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("bot.doctor.ROOM", bytes_wanted)
    code, found = look()
    assert code == int(mark == "[ ! ]")
    assert found["disk"].startswith(mark)
    assert found["disk"].endswith(f"MB free for {tmp_path / 'data'}")


@pytest.mark.parametrize(
    ("url", "detail"),
    [
        ("https://chat.example.cn", "[ ok] https://chat.example.cn"),
        ("http://chat.example.cn", "[ ! ] http://chat.example.cn is not https"),
    ],
)
def test_a_public_address_has_to_be_encrypted(url: str, detail: str, look: Look) -> None:
    code, found = look(public_url=url)
    assert code == int("!" in detail)
    assert found["public address"] == detail


@pytest.mark.parametrize(
    ("webhook", "mode"), [("", "long polling"), ("https://chat.example.cn/telegram/webhook", "webhook")]
)
def test_telegram_is_asked_who_the_bot_is(webhook: str, mode: str, look: Look) -> None:
    async def story() -> tuple[int, dict[str, str]]:
        async with BotApiServer(token=TOKEN, username="sample_bot") as server:
            url = server.base_url.removesuffix("/bot")
            told = {"telegram_token": TOKEN, "telegram_api_url": url, "telegram_webhook_secret": "invented"}
            return await asyncio.to_thread(look, telegram_webhook_url=webhook, **told)

    code, found = asyncio.run(story())
    assert code == 0
    assert found["telegram"] == f"[ ok] @sample_bot, {mode}"


def test_a_telegram_that_does_not_answer_is_wrong_and_its_token_not_shown(look: Look) -> None:
    code, found = look(telegram_token=TOKEN, telegram_api_url=NOWHERE)
    assert code == 1
    assert found["telegram"].startswith(f"[ ! ] {NOWHERE} does not answer (")
    assert TOKEN not in str(found)
