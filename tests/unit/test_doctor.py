"""The doctor: one line for each thing looked at, and 1 at the end when one of them is wrong."""

import asyncio
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from docx import Document as Paper

from bot.__main__ import main
from bot.doctor import look_at_programme
from bot.documents.bulletins import shipped_template
from bot.settings import PREFIX
from bot.storage.work import Work
from handlers.domain.bureaus import Member
from handlers.domain.days import SHANGHAI
from handlers.programme.calendar import TABLE
from tests.support.botapi.server import BotApiServer
from tests.support.gateway import gateway
from tests.support.postgres import fresh_postgres
from tests.support.smtp import post_office
from tests.support.world import World

TOKEN = "123456:invented-token-for-tests"
CHANNELS = ["telegram", "mail", "webhook"]
PUBLIC = "https://chat.example.cn"
MAIL = {"smtp_host": "localhost", "smtp_from": "expert@example.cn", "public_url": PUBLIC}
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
    assert list(found) == ["settings", "database", "calendar", "disk", "public address", *CHANNELS]
    assert found["settings"] == "[ ok] valid"
    file = tmp_path / "data" / "expertbot.db"
    assert found["database"] == f"[ ok] SQLite, {file}: will be made at the first start"
    assert found["public address"].endswith("not set: links work on this machine only")
    assert found["telegram"].startswith("[ ok] off (no EXPERTBOT_TELEGRAM_TOKEN)")
    assert found["mail"] == "[ ok] off (no EXPERTBOT_SMTP_HOST)"
    assert found["webhook"] == "[ ok] off (no EXPERTBOT_HOOK_URL)"


def test_ones_own_template_is_filled_before_anybody_needs_it(look: Look, tmp_path: Path) -> None:
    template = tmp_path / "data" / "templates" / "bulletin.docx"
    template.parent.mkdir(parents=True)
    template.write_bytes(shipped_template())
    assert look()[1]["template"] == "[ ok] templates/bulletin.docx takes the place of ours"
    paper = Paper()
    paper.add_paragraph("{% for a in activities %}")
    paper.save(str(template))
    code, found = look()
    assert code == 1
    assert found["template"].startswith("[ ! ] templates/bulletin.docx cannot be used: ")


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
    assert found["programme"] == "[ ? ] none yet"


def test_a_database_of_a_newer_release_is_wrong(look: Look, tmp_path: Path) -> None:
    main(["migrate"])
    with closing(sqlite3.connect(tmp_path / "data" / "expertbot.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    code, found = look()
    assert code == 1
    assert found["database"].startswith("[ ! ] SQLite")
    assert found["database"].endswith("The database is newer than this code; install the newer release.")


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


# --------------------------------------------------------------------------------------- the programme's year


def programme_in(year: int, ownerless: int = 0) -> dict[str, str]:
    """Return what the doctor says of the sample programme, of 2026 to 2028, in a year."""

    def story(work: Work) -> dict[str, str]:
        for bureau in work.bureaus.ownerless():
            work.add(Member(bureau_id=bureau.id or 0, person_id=stranger, role="owner"))
        for bureau in list(work.bureaus.all())[:ownerless]:
            for member in work.bureaus.members(bureau.id or 0):
                member.active = False
        work.flush()
        return {f.what: f"[{f.mark}] {f.detail}" for f in look_at_programme(work)}

    with World(samples=True) as world:
        stranger = world.people["expert:die_casting"]
        world.clock.move_to(datetime(year, 3, 2, 9, 30, tzinfo=SHANGHAI))
        return world.look(story)


def test_a_year_whose_holidays_are_not_published_is_doubtful() -> None:
    found = programme_in(2026)
    assert found["programme"].startswith("[ ok] 千名专家进千企（演示）, 2026 to 2028")
    assert found["deadlines"].startswith("[ ? ] only expected (预计), the calendar does not know: 2027-03-19")
    assert found["deadlines"].endswith("set EXPERTBOT_CALENDAR or upgrade")
    assert found["owners"] == "[ ok] every bureau has one"


def test_a_programme_that_is_over_is_doubtful() -> None:
    found = programme_in(2029)
    assert found["programme"].endswith(
        "2026 to 2028: it has no year 2029, so nothing is planned and nobody reminded"
    )
    assert found["programme"].startswith("[ ? ]")
    assert found["deadlines"] == "[ ok] 0 of this year and the next, all on days that the calendar knows"


def test_bureaus_without_an_owner_are_named_the_first_ones() -> None:
    assert programme_in(2026, ownerless=1)["owners"] == "[ ? ] none in 1: 江苏省人力资源和社会保障厅"
    assert programme_in(2026, ownerless=7)["owners"].endswith(" and 2 more")


def test_the_calendar_says_how_far_it_knows(look: Look, tmp_path: Path) -> None:
    code, found = look()
    assert (code, found["calendar"][5:]) == (0, f" working days are known up to {TABLE[-1]}-12-31")
    overrides = tmp_path / "calendar.toml"
    overrides.write_text(f"years = [{TABLE[-1] + 1}]\n", encoding="utf-8")
    code, found = look(calendar=str(overrides))
    assert (code, found["calendar"][5:]) == (0, f" working days are known up to {TABLE[-1] + 1}-12-31")


def test_the_mail_server_is_asked_to_let_us_in(look: Look) -> None:
    async def story(**told: str) -> tuple[int, dict[str, str]]:
        async with post_office() as server:
            return await asyncio.to_thread(look, smtp_port=str(server.port), **{**MAIL, **told})

    code, found = asyncio.run(story(smtp_tls="none"))
    assert code == 0
    assert found["mail"].endswith(", none, no login, from expert@example.cn")
    code, found = asyncio.run(story(smtp_tls="starttls"))
    assert code == 1
    assert found["mail"].endswith("offers no STARTTLS")


def test_a_mail_server_that_refuses_the_password_is_wrong_and_the_password_not_shown(look: Look) -> None:
    async def story() -> tuple[int, dict[str, str]]:
        async with post_office(users={"expert": "another"}) as server:
            login = {"smtp_user": "expert", "smtp_password": "wrong-and-secret", "smtp_tls": "none"}
            return await asyncio.to_thread(look, smtp_port=str(server.port), **MAIL, **login)

    code, found = asyncio.run(story())
    assert code == 1
    assert found["mail"].endswith("refuses user and password (535)")
    assert "wrong-and-secret" not in str(found)


def test_a_mail_server_that_is_not_there_is_wrong(look: Look) -> None:
    code, found = look(smtp_port="9", smtp_tls="none", **MAIL)
    assert code == 1
    assert found["mail"].startswith("[ ! ] localhost:9 cannot be reached (")


def test_links_that_lead_to_this_machine_only_want_somebodys_eye(look: Look) -> None:
    async def story() -> tuple[int, dict[str, str]]:
        async with post_office() as server:
            told = {**MAIL, "public_url": "", "smtp_tls": "none"}
            return await asyncio.to_thread(look, smtp_port=str(server.port), **told)

    code, found = asyncio.run(story())
    assert code == 0
    assert found["mail"].startswith("[ ? ]")
    assert found["mail"].endswith("links in messages lead to this machine only")


@pytest.mark.parametrize(
    ("template", "says"), [("sms", "for one person"), ("wecom", "for a group, so without personal links")]
)
def test_the_webhook_is_looked_for_without_telling_it_anything(template: str, says: str, look: Look) -> None:
    async def story() -> tuple[int, dict[str, str]]:
        async with gateway() as server:
            told = {"hook_url": server.url, "hook_template": template, "public_url": PUBLIC}
            found = await asyncio.to_thread(look, **told)
            assert server.told == []
            return found

    code, found = asyncio.run(story())
    assert code == 0
    assert found["webhook"] == f"[ ok] 127.0.0.1, {template}, {says}"
    assert "invented-key" not in str(found)


def test_a_webhook_that_is_not_there_and_a_template_that_cannot_be_used_are_wrong(look: Look) -> None:
    code, found = look(hook_url=f"{NOWHERE}/send?key=invented-key", public_url=PUBLIC)
    assert code == 1
    assert found["webhook"].startswith("[ ! ] 127.0.0.1 cannot be reached (")
    code, found = look(hook_template="pigeon")
    assert code == 1
    assert found["webhook"].startswith("[ ! ] EXPERTBOT_HOOK_TEMPLATE must be sms, wecom, dingtalk or a file")
