"""What an operator does from the command line: invite, migrate, back up, put back."""

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import pytest

from bot.__main__ import main
from bot.settings import PREFIX
from tests.support.world import World


@dataclass
class Shell:
    """A terminal in which the service's data lie in a folder of their own."""

    data: Path
    capsys: pytest.CaptureFixture[str]
    code: int = 0
    out: str = ""
    err: str = ""

    @property
    def file(self) -> Path:
        """The database."""
        return self.data / "expertbot.db"

    def runs(self, *words: str) -> Self:
        """Run a command of `expertbot`."""
        self.code = main(words)
        self.out, self.err = self.capsys.readouterr()
        return self

    def well(self, *words: str) -> Self:
        """Check that it went well and said this."""
        assert (self.code, self.err) == (0, "")
        assert [word for word in words if word not in self.out] == []
        return self

    def refuses(self, sentence: str) -> Self:
        """Check that it did nothing, and said why in one sentence."""
        assert (self.code, self.out) == (1, "")
        assert self.err == f"{sentence}\n"
        return self


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    """Return a terminal with no setting but the data folder."""
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("EXPERTBOT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("EXPERTBOT_PUBLIC_URL", "https://chat.example.cn")
    return Shell(tmp_path / "data", capsys)


def link_in(words: str) -> str:
    """Return the link that was printed."""
    (url,) = (line for line in words.splitlines() if line.startswith("https://"))
    return url


def rows(file: Path, sql: str) -> list[tuple[object, ...]]:
    """Read from a database file."""
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(sql).fetchall()


def test_an_invitation_is_a_link_and_a_qr_code_and_opens_the_bureau_once(shell: Shell) -> None:
    shell.runs("invite", "coordinator", "--area", "320583").well(
        "昆山市人力资源和社会保障局", "仅可使用一次", "█▄"
    )
    address, _, token = link_in(shell.out).partition("#t=")
    assert address == "https://chat.example.cn/chat"
    with World(url=f"sqlite:///{shell.file}") as world:
        qin = world.arrive("秦").commands("start", token).hears("受邀", "昆山市人力资源和社会保障局")
        for words in ("同意", "秦朗", "13600136000", "提交"):
            qin.says(words)
        qin.hears("您已加入江苏省苏州市昆山市人力资源和社会保障局")
        world.arrive("贼").commands("start", token).hears("已经用过了")


def test_the_token_itself_is_not_kept(shell: Shell) -> None:
    token = link_in(shell.runs("invite", "coordinator", "--area", "320583").out).partition("#t=")[2]
    assert token.encode() not in shell.file.read_bytes()
    assert rows(shell.file, "SELECT kind, uses_left FROM link") == [("coordinator", 1)]


def test_an_area_may_be_named_and_its_bureau_too(shell: Shell) -> None:
    shell.runs("invite", "coordinator", "--area", "昆山", "--name", "昆山市人社局").well("昆山市人社局：")
    shell.runs("invite", "coordinator", "--area", "320583", "--name", "另一个名字").well("昆山市人社局：")
    assert rows(shell.file, "SELECT area, name, level FROM bureau") == [("320583", "昆山市人社局", "county")]


def test_a_county_reports_to_its_city_when_that_is_there(shell: Shell) -> None:
    shell.runs("invite", "coordinator", "--area", "320500").well()
    shell.runs("invite", "coordinator", "--area", "320583").well()
    assert rows(shell.file, "SELECT area, reports_to FROM bureau ORDER BY id") == [
        ("320500", None),
        ("320583", 1),
    ]


def test_an_area_that_nobody_knows_is_refused(shell: Shell) -> None:
    shell.runs("invite", "coordinator", "--area", "亚特兰蒂斯").refuses(
        "No area is called 亚特兰蒂斯; give its GB/T 2260 code, as 320583."
    )
    assert not shell.file.exists()


def test_without_a_public_address_the_link_leads_to_this_machine(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("EXPERTBOT_PUBLIC_URL")
    shell.runs("invite", "coordinator", "--area", "320583").well("http://127.0.0.1:8080/chat#t=")


def test_migrating_makes_the_schema_and_then_finds_nothing_to_do(shell: Shell) -> None:
    assert shell.runs("migrate", "--check").code == 1
    assert shell.out.startswith("database empty, ")
    assert not shell.file.exists(), "looking made a database"
    shell.runs("migrate").well("migrated from empty to ")
    shell.runs("migrate", "--check").well()
    before = shell.file.read_bytes()
    shell.runs("migrate").well("database ")
    assert shell.file.read_bytes() == before


@pytest.mark.parametrize(
    "command",
    [
        ("migrate",),
        ("serve", "--no-samples", "--port", "0"),
        ("invite", "coordinator", "--area", "320583"),
        ("programme", "show"),
    ],
)
def test_a_database_of_a_version_that_was_never_released_is_refused_for_that_and_left_untouched(
    shell: Shell, command: tuple[str, ...]
) -> None:
    shell.file.parent.mkdir()
    with closing(sqlite3.connect(shell.file)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        connection.execute("INSERT INTO alembic_version VALUES ('0001')")
        connection.commit()
    before = shell.file.read_bytes()
    shell.runs(*command).refuses(
        "The database was made by a version that was never released (schema 0001) and cannot be carried over;"
        " it is left untouched, start with a fresh one."
    )
    assert shell.file.read_bytes() == before
    assert sorted(each.name for each in shell.file.parent.iterdir() if each.is_file()) == [shell.file.name]


def test_a_database_of_a_newer_release_is_left_alone(shell: Shell) -> None:
    shell.runs("migrate").well()
    with closing(sqlite3.connect(shell.file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    shell.runs("migrate").refuses("The database is newer than this code; install the newer release.")
    assert shell.runs("migrate", "--check").code == 1
    assert rows(shell.file, "SELECT version_num FROM alembic_version") == [("9999",)]


def test_what_was_backed_up_can_be_put_back_elsewhere(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.runs("invite", "coordinator", "--area", "320583").well()
    paper = shell.data / "files" / "ab" / "abcd"
    paper.parent.mkdir(parents=True)
    paper.write_bytes(b"a photo")
    (shell.data / "templates").mkdir()
    (shell.data / "templates" / "bulletin.docx").write_bytes(b"our own")
    shell.runs("backup", str(tmp_path / "kept")).well(str(tmp_path / "kept"))
    monkeypatch.setenv("EXPERTBOT_DATA_DIR", str(tmp_path / "elsewhere"))
    shell.runs("restore", str(tmp_path / "kept")).well(str(tmp_path / "elsewhere"))
    assert rows(tmp_path / "elsewhere" / "expertbot.db", "SELECT area FROM bureau") == [("320583",)]
    assert (tmp_path / "elsewhere" / "files" / "ab" / "abcd").read_bytes() == b"a photo"
    assert (tmp_path / "elsewhere" / "templates" / "bulletin.docx").read_bytes() == b"our own"


def test_nothing_is_backed_up_over_something_else(shell: Shell, tmp_path: Path) -> None:
    shell.runs("backup", str(tmp_path / "kept")).refuses(f"There is no database at {shell.file} yet.")
    shell.runs("migrate").well()
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "letter.txt").write_text("mine")
    shell.runs("backup", str(tmp_path / "kept")).refuses(
        f"{tmp_path / 'kept'} is not empty; name a new folder."
    )


def test_nothing_is_put_back_over_a_database_that_stands(shell: Shell, tmp_path: Path) -> None:
    shell.runs("migrate").well()
    shell.runs("backup", str(tmp_path / "kept")).well()
    shell.runs("invite", "coordinator", "--area", "320583").well()
    shell.runs("restore", str(tmp_path / "kept")).refuses(
        f"A database stands at {shell.file}; move it away first, nothing is overwritten."
    )
    assert rows(shell.file, "SELECT area FROM bureau") == [("320583",)]


def test_an_empty_folder_is_no_backup(shell: Shell, tmp_path: Path) -> None:
    shell.runs("restore", str(tmp_path)).refuses(f"{tmp_path} holds no expertbot.db.")
    assert not shell.file.exists()


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_postgresql_is_backed_up_by_its_own_tools(
    command: str, shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXPERTBOT_DATABASE_URL", "postgresql://nobody@127.0.0.1:9/none")
    monkeypatch.setenv("EXPERTBOT_SECRET_KEY", "shared")
    shell.runs(command, str(tmp_path / "kept")).refuses(
        "The database is PostgreSQL: use pg_dump and pg_restore; attachments are rows in it."
    )
