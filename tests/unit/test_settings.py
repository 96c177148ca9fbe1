"""The settings: what is set, what is not, and one clear sentence for each mistake."""

import asyncio
import os
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.app import build, secret_key
from bot.channels.port import Inbound
from bot.handclock import HandClock
from bot.serve import prepare
from bot.settings import PREFIX, Mistake, Settings, read_settings
from bot.storage.statements import Statements
from handlers.dialogue.replies import Said

POSTGRES = "postgresql://somebody:words@db.example/expertbot"


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("EXPERTBOT_DATA_DIR", str(tmp_path))


def given(monkeypatch: pytest.MonkeyPatch, **values: str) -> Settings:
    """Set these variables, named without their prefix, and read the settings."""
    for name, value in values.items():
        monkeypatch.setenv(f"{PREFIX}{name.upper()}", value)
    return read_settings()


MISTAKES = [
    ("DATABASE_URL", "mysql://somewhere", "must begin with sqlite:/// or postgresql://."),
    ("PUBLIC_URL", "chat.example.cn", "must begin with http:// or https://."),
    ("TELEGRAM_API_URL", "api.example.cn", "must begin with http:// or https://."),
    ("TELEGRAM_TOKEN", "a-token", "must look like 123456:ABC…, as @BotFather gives it."),
    ("TELEGRAM_WEBHOOK_URL", "http://chat.example.cn/telegram/webhook", "must begin with https://."),
    (
        "TELEGRAM_WEBHOOK_URL",
        "https://chat.example.cn/telegram/webhook",
        "_SECRET is required with a webhook.",
    ),
    ("SMTP_FROM", "expert", "must be an e-mail address, as 专家服务 <expert@example.org>."),
    ("SMTP_HOST", "smtp.example.cn", "needs EXPERTBOT_SMTP_FROM beside it."),
    ("SMTP_TLS", "ssl", "input should be 'none', 'starttls' or 'tls'."),
    ("HOOK_URL", "gateway.example.cn?key=secret", "must begin with http:// or https://."),
    ("SQLITE_SYNCHRONOUS", "MAYBE", "input should be 'FULL', 'NORMAL' or 'OFF'."),
    ("KEEP_DAYS", "0", "input should be greater than or equal to 1."),
    ("KEEP_DAYS", "for ever", "input should be a valid integer"),
    ("HTTP_PORT", "eighty", "input should be a valid integer"),
    ("HTTP_PORT", "65536", "input should be less than or equal to 65535."),
]


@pytest.mark.parametrize(("name", "value", "words"), MISTAKES)
def test_a_mistake_is_one_sentence_that_names_the_variable(
    name: str, value: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Mistake) as told:
        given(monkeypatch, **{name: value})
    sentence = str(told.value)
    assert sentence.startswith(f"{PREFIX}{name.removesuffix('_URL')}")
    assert words in sentence
    assert sentence.count("\n") == 0
    assert sentence.endswith(".")


def test_two_mistakes_are_two_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Mistake) as told:
        given(monkeypatch, public_url="chat", database_url="oracle://x")
    assert [line.partition(" ")[0] for line in str(told.value).splitlines()] == [
        "EXPERTBOT_DATABASE_URL",
        "EXPERTBOT_PUBLIC_URL",
    ]


def test_the_command_line_says_the_sentence_and_ends_with_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EXPERTBOT_DATABASE_URL", "mysql://somewhere")
    assert main(["migrate", "--check"]) == 1
    assert capsys.readouterr().err == "EXPERTBOT_DATABASE_URL must begin with sqlite:/// or postgresql://.\n"


def test_a_secret_that_is_set_wrongly_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Mistake) as told:
        given(monkeypatch, telegram_token="wrong-and-secret")
    assert "wrong-and-secret" not in str(told.value)
    assert told.value.__cause__ is None


def test_nothing_has_to_be_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings = given(monkeypatch)
    assert settings.database() == f"sqlite:///{tmp_path / 'expertbot.db'}"
    assert settings.http_host == "127.0.0.1"
    assert not settings.on_postgres


def test_samples_have_a_file_of_their_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings = given(monkeypatch, database_url=f"sqlite:///{tmp_path / 'real.db'}")
    assert settings.database() == f"sqlite:///{tmp_path / 'real.db'}"
    assert settings.database(samples=True) == f"sqlite:///{tmp_path / 'sample.db'}"


@pytest.mark.parametrize(
    "url", [POSTGRES, POSTGRES.replace("postgresql", "postgres"), POSTGRES.replace("ql:", "ql+psycopg:")]
)
def test_postgresql_is_chosen_by_its_url_however_it_is_spelt(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = given(monkeypatch, database_url=url, secret_key="shared")
    assert settings.on_postgres
    assert settings.database() == "postgresql+psycopg://somebody:words@db.example/expertbot"


def test_postgresql_wants_a_key_that_all_replicas_share(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Mistake, match=r"^EXPERTBOT_SECRET_KEY is required with PostgreSQL"):
        given(monkeypatch, database_url=POSTGRES)


def test_a_webhook_on_this_machine_needs_no_certificate(monkeypatch: pytest.MonkeyPatch) -> None:
    local = "http://127.0.0.1:8080/telegram/webhook"
    settings = given(monkeypatch, telegram_webhook_url=local, telegram_webhook_secret="s")
    assert settings.telegram_webhook_url == local


def test_proxies_are_read_as_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    assert given(monkeypatch, trusted_proxies=" 10.0.0.1, 10.1.0.0/16,").proxies == (
        "10.0.0.1",
        "10.1.0.0/16",
    )
    assert given(monkeypatch, trusted_proxies="").proxies == ()


def test_an_address_keeps_no_slash_at_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    assert given(monkeypatch, public_url="https://chat.example.cn/").public_url == "https://chat.example.cn"


def test_the_key_is_made_once_and_only_its_owner_can_read_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings = given(monkeypatch, data_dir=str(tmp_path / "not" / "there"))
    key = secret_key(settings)
    file = tmp_path / "not" / "there" / "secret.key"
    assert len(key) == 64
    assert file.stat().st_mode & 0o777 == 0o600
    assert secret_key(settings) == key == file.read_bytes()


def test_a_key_that_is_set_is_used_and_none_is_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert secret_key(given(monkeypatch, secret_key="given")) == b"given"
    assert not (tmp_path / "secret.key").exists()


def test_how_long_bodies_and_sheets_are_kept_reaches_those_who_forget(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings = given(monkeypatch, data_dir=str(tmp_path / "data"), keep_days="3")
    database = prepare(settings, samples=False)
    clock = HandClock()
    service = build(settings, clock, database, b"key").service
    said = Inbound("webchat", "1", "somebody", Said("你好"), clock.now())

    async def bodies() -> list[str]:
        await service.forget()
        rows = await database.run(lambda c: Statements(c).rows("SELECT reply FROM inbox"))
        return [row[0] for row in rows]

    async def story() -> tuple[list[str], list[str]]:
        await service.receive([said])
        clock.move(days=2)
        kept = await bodies()
        clock.move(days=2)
        return kept, await bodies()

    kept, blanked = asyncio.run(story())
    database.close()
    assert "你好" in kept[0]
    assert "你好" not in blanked[0]
    assert given(monkeypatch, keep_days="30").keep_days == 30
