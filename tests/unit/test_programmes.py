"""`expertbot programme` and the calendar's setting, as an operator types them."""

from pathlib import Path

import pytest

from bot.settings import Mistake, read_settings
from handlers.programme.rules import shipped
from tests.unit.test_operate import Shell, shell

__all__ = ["shell"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a file of its own, as somebody starts from the present-day one."""
    kept = tmp_path / "计划.toml"
    kept.write_text(shipped("present-day"), encoding="utf-8")
    return kept


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_good_file_shows_its_first_year(shell: Shell) -> None:
    shell.runs("programme", "check", "henan-2012").well(
        "可以使用",
        "万名专家服务基层行动计划 · 河南省 · 2012年",
        "规定 3月10日（周六） → 目标 3月9日（周五）",
        "T-14 2月24日（周五）",
        "+3 3月14日（周三）",
    )
    assert not shell.file.exists()


def test_three_lines_are_a_programme_that_asks_for_nothing(shell: Shell, file: Path) -> None:
    file.write_text('name = "空"\nprovince = "410000"\nyears = { first_year = 2026, last_year = 2026 }\n')
    shell.runs("programme", "check", str(file)).well("空 · 河南省 · 2026年", "这一年没有安排")


def test_a_programme_without_reminders_shows_none(shell: Shell, file: Path) -> None:
    change(file, "rungs = [14, 7, 3, 1, 0]", "rungs = []\nclimbs = []")
    text = file.read_text(encoding="utf-8")
    kept = [block for block in text.split("\n\n") if not block.startswith("[[deadlines.climbs]]")]
    file.write_text("\n\n".join(kept), encoding="utf-8")
    shell.runs("programme", "check", str(file)).well("规定 3月20日（周五）")
    assert [word for word in ("提醒", "逾期") if word in shell.out] == []


def test_english_is_spoken_on_demand(shell: Shell) -> None:
    shell.runs("programme", "check", "--lang", "en", "henan-2012").well(
        "good", "legal Sat 10 March -> aim Fri 9 March"
    )


def test_every_mistake_is_printed_with_file_and_line(shell: Shell, file: Path) -> None:
    change(file, 'by = "03-20"', 'by = "02-30"')
    change(file, "last_month = 8", "last_month = 4")
    assert shell.runs("programme", "check", str(file)).code == 1
    first, *lines = shell.out.splitlines()
    assert "有 2 处需要改正" in first
    assert [line.partition(": ")[0].rpartition(":")[0] for line in lines] == [str(file)] * 2
    assert lines[0].endswith("filing 1, by: 没有2月30日这一天。")


def test_a_leap_day_is_remarked_on_in_a_good_file(shell: Shell, file: Path) -> None:
    change(file, 'opens = "03-01"', 'opens = "02-29"')
    shell.runs("programme", "check", str(file)).well("没有 2 月 29 日的年份按 2 月 28 日计", "规定 2月28日")


def test_days_beyond_the_table_are_expected_and_said_so(shell: Shell, file: Path) -> None:
    change(file, "first_year = 2026\nlast_year = 2028", "first_year = 2090\nlast_year = 2091")
    shell.runs("programme", "check", str(file)).well("（预计）", "EXPERTBOT_CALENDAR")


def test_a_file_that_cannot_be_read_is_one_sentence(shell: Shell, tmp_path: Path) -> None:
    absent = tmp_path / "none.toml"
    shell.runs("programme", "check", str(absent)).refuses(
        f"{absent} cannot be read: No such file or directory."
    )
    absent.write_bytes("名称".encode("gb18030"))
    shell.runs("programme", "check", str(absent)).refuses(f"{absent} is not UTF-8 text; save it as UTF-8.")


def test_a_file_that_windows_saved_with_a_mark_in_front_is_read(shell: Shell, file: Path) -> None:
    file.write_text(shipped("present-day").replace("\n", "\r\n"), encoding="utf-8-sig", newline="")
    shell.runs("programme", "check", str(file)).well("可以使用")


def test_nothing_runs_before_something_is_opened(shell: Shell) -> None:
    shell.runs("programme", "show").well("还没有启用任何计划")
    assert not shell.file.exists()


def test_an_opened_programme_runs_and_is_shown(shell: Shell, file: Path) -> None:
    shell.runs("programme", "open", str(file)).well("已启用：千名专家进千企 · 江苏省 · 2026-2028年")
    shell.runs("programme", "show").well("千名专家进千企 · 江苏省", "启用时间", "春季征集")


def test_a_changed_file_changes_the_programme_that_runs(shell: Shell, file: Path) -> None:
    shell.runs("programme", "open", str(file))
    change(file, 'by = "03-20"', 'by = "03-17"')
    shell.runs("programme", "open", str(file)).well("已更新")
    shell.runs("programme", "show").well("规定 3月17日")


def test_a_file_with_mistakes_is_not_opened(shell: Shell, file: Path) -> None:
    change(file, 'by = "03-20"', 'by = "02-30"')
    assert shell.runs("programme", "open", str(file)).code == 1
    shell.runs("programme", "show").well("还没有启用任何计划")


def test_years_that_are_over_are_opened_with_a_word(shell: Shell) -> None:
    shell.runs("programme", "open", "henan-2012").well("已启用", "这些年份都已过去")


def test_the_calendars_file_moves_the_days(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = tmp_path / "days.toml"
    days.write_text("holidays = [2012-03-09]", encoding="utf-8")
    monkeypatch.setenv("EXPERTBOT_CALENDAR", str(days))
    shell.runs("programme", "check", "henan-2012").well("目标 3月8日（周四）")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"holidays = 3", "which needs a list in holidays."),
        (b"holidays = [", "which is not TOML: "),
        ("节".encode("gb18030"), "which is not UTF-8 text."),
    ],
)
def test_a_bad_calendar_file_is_one_sentence_before_anything_starts(
    text: bytes, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = tmp_path / "days.toml"
    days.write_bytes(text)
    monkeypatch.setenv("EXPERTBOT_CALENDAR", str(days))
    with pytest.raises(Mistake) as told:
        read_settings()
    assert str(told.value).startswith(f"EXPERTBOT_CALENDAR names {days}, {words.removesuffix('.')}")
    assert "\n" not in str(told.value)


def test_a_calendar_file_that_is_not_there_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXPERTBOT_CALENDAR", str(tmp_path / "none.toml"))
    with pytest.raises(Mistake, match=r"which cannot be read: No such file or directory\.$"):
        read_settings()
