"""Lists in and out from the command line."""

import os
import sqlite3
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import pytest
from docx import Document as Paper

from bot.__main__ import main
from bot.settings import PREFIX
from tests.support.sheets import an_expert, experts, read_rows, results, xlsx

FIRMS = ("企业名称", "县区", "联系人", "联系电话")


@dataclass
class Shell:
    """A terminal in a folder of its own."""

    folder: Path
    capsys: pytest.CaptureFixture[str]
    code: int = 0
    out: str = ""
    err: str = ""

    def has(self, name: str, data: bytes) -> str:
        """Put a file there; return its path."""
        (self.folder / name).write_bytes(data)
        return str(self.folder / name)

    def runs(self, *words: str) -> Self:
        """Run a command of `expertbot`."""
        self.code = main(words)
        self.out, self.err = self.capsys.readouterr()
        return self

    def says(self, code: int, *words: str) -> Self:
        """Check how it ended and what it said."""
        assert (self.code, self.err) == (code, "")
        assert [word for word in words if word not in self.out] == []
        return self

    def refuses(self, *words: str) -> Self:
        """Check that it did nothing and said why."""
        assert (self.code, self.out) == (1, "")
        assert [word for word in words if word not in self.err] == []
        return self

    def count(self, table: str) -> int:
        """Return the rows of a table."""
        with closing(sqlite3.connect(self.folder / "data" / "expertbot.db")) as connection:
            found: int = connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]  # noqa: S608 - ours
        return found


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("EXPERTBOT_DATA_DIR", str(tmp_path / "data"))
    return Shell(tmp_path, capsys)


def test_a_dry_run_writes_a_report_and_nothing_else(shell: Shell) -> None:
    file = shell.has("名单.xlsx", experts(an_expert(), an_expert("赵北辰", "123")))
    shell.runs("import", "experts", file, "--dry-run").says(
        0, "共 2 行", "单位 ← 工作单位（B列）", "新增 1 行"
    )
    report = read_rows((shell.folder / "名单-检查结果.xlsx").read_bytes())
    assert [result for result, _ in results(report)] == ["新增", "有误"]
    assert shell.count("expert") == 0


def test_a_list_is_brought_in_once_however_often(shell: Shell) -> None:
    file = shell.has("名单.xlsx", experts(an_expert(), an_expert("赵北辰", "19900008002")))
    shell.runs("import", "experts", file, "--yes").says(0, "新增 2 行")
    assert not (shell.folder / "名单-检查结果.xlsx").exists()
    shell.runs("import", "experts", file, "--yes").says(0, "不变 2 行")
    assert (shell.count("expert"), shell.count("event")) == (2, 2)


def test_nothing_is_written_without_a_yes(shell: Shell) -> None:
    file = shell.has("名单.xlsx", experts(an_expert()))
    shell.runs("import", "experts", file).says(1, "没有导入", "--yes")
    assert shell.count("expert") == 0


def test_likely_duplicates_are_listed_and_left(shell: Shell) -> None:
    rows = (an_expert(), an_expert(phone="19900008002", unit="清河工业大学机械工程学院"))
    file = shell.has("名单.xlsx", experts(*rows))
    shell.runs("import", "experts", file, "--yes").says(0, "疑似重复 1 行")
    assert (shell.count("expert"), shell.count("twin")) == (2, 1)


def test_a_column_is_named_by_its_letter(shell: Shell) -> None:
    file = shell.has("名单.xlsx", xlsx(("姓名", "所属"), ("钱松龄", "清河工业大学")))
    shell.runs("import", "experts", file, "--dry-run").refuses("没有找到“单位”这一列", "--column unit=B")
    shell.runs("import", "experts", file, "--dry-run", "--column", "unit=B").says(0, "单位 ← 所属（B列）")
    shell.runs("import", "experts", file, "--column", "colour=B").refuses("--column colour=B")


def test_what_cannot_be_read_is_said_in_a_sentence(shell: Shell) -> None:
    shell.runs("import", "experts", str(shell.folder / "none.xlsx")).refuses("There is no file")
    file = shell.has("名单.xls", b"\xd0\xcf\x11\xe0")
    shell.runs("import", "experts", file).refuses("另存为”.xlsx")
    file = shell.has("名单.xlsx", experts(an_expert()))
    shell.runs("import", "experts", file, "--area", "火星").refuses("No area is called 火星")


def test_a_bar_is_drawn_where_somebody_looks_on(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    file = shell.has("名单.xlsx", experts(an_expert()))
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    shell.runs("import", "experts", file, "--dry-run")
    assert f"检查 [{'#' * 30}] 1/1" in shell.err


def test_enterprises_come_in_and_tables_go_out(shell: Shell) -> None:
    file = shell.has("企业.xlsx", xlsx(FIRMS, ("昆山晨星压铸有限公司", "昆山", "王敏", "19900008011")))
    shell.runs("import", "enterprises", file, "--yes").says(0, "新增 1 行")
    shell.runs("import", "experts", shell.has("专家.xlsx", experts(an_expert())), "--yes").says(0)
    out = str(shell.folder / "专家名单.xlsx")
    shell.runs("export", "experts", out, "--area", "昆山").says(0, "专家名单：江苏省苏州市昆山市，共 1 条")
    assert read_rows((shell.folder / "专家名单.xlsx").read_bytes())[3][0] == "钱松龄"
    shell.runs("export", "experts", out).refuses("is there already")
    shell.runs("import", "experts", out, "--dry-run").says(0, "不变 1 行")


def test_a_call_that_is_not_there_is_refused(shell: Shell) -> None:
    out = str(shell.folder / "需求.xlsx")
    shell.runs("export", "needs", out, "--call", "winter").refuses("没有叫“winter”的征集")
    assert not (shell.folder / "需求.xlsx").exists()


@pytest.mark.parametrize(("name", "mark"), [("指标.xlsx", b"PK"), ("指标.csv", "\ufeff单位,指标".encode())])
def test_figures_go_out_by_the_ending_of_the_files_name(shell: Shell, name: str, mark: bytes) -> None:
    file = shell.has("企业.xlsx", xlsx(FIRMS, ("昆山晨星压铸有限公司", "昆山", "王敏", "19900008011")))
    shell.runs("import", "enterprises", file, "--yes").says(0)
    out = shell.folder / name
    shell.runs("export", "figures", str(out)).says(0, "指标完成情况：全部")
    assert out.read_bytes().startswith(mark)
    shell.runs("export", "figures", str(shell.folder / "又.csv"), "--area", "海安").refuses("没有登记人社局")


def test_a_bulletin_is_written_out_of_ones_own_template(shell: Shell) -> None:
    template = shell.folder / "data" / "templates" / "bulletin.docx"
    shell.runs("export", "template", str(shell.folder / "模板.docx")).says(0)
    shell.runs("export", "template", str(shell.folder / "模板.docx")).refuses("is there already")
    file = shell.has("企业.xlsx", xlsx(FIRMS, ("昆山晨星压铸有限公司", "昆山", "王敏", "19900008011")))
    shell.runs("import", "enterprises", file, "--yes").says(0)
    shell.runs("invite", "coordinator", "--area", "320583").says(0)
    out = shell.folder / "通报.docx"
    shell.runs("export", "bulletin", str(out), "--area", "昆山").says(0, "专家服务评估情况通报")
    assert "昆山市" in Paper(str(out)).paragraphs[1].text
    template.parent.mkdir()
    template.write_bytes(b"no paper")
    again = str(shell.folder / "又.docx")
    shell.runs("export", "bulletin", again, "--area", "昆山").refuses("模板", "不能用")
    shell.runs("export", "bulletin", again, "--area", "海安").refuses("没有登记人社局")
    shell.runs("export", "bulletin", again, "--area", "昆山", "--of", "HD2026-0001").refuses(
        "--of HD2026-0001"
    )
    shell.runs("export", "bulletin", again, "--area", "昆山", "--disclosure", "secret").refuses(
        "--disclosure"
    )
