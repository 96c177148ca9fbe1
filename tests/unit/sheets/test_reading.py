"""Reading spreadsheets that people made, whatever they look like, within limits; nothing in them is run."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import Workbook

from bot.documents import packed
from bot.documents.packed import NotASheet, is_sheet_name
from bot.documents.sheets import Book
from handlers.sheets.cells import Cell
from tests.support.sheets import EXPERT_HEADINGS, an_expert, bytes_of, experts, xlsx


def cells(data: bytes, kind: str = "") -> list[tuple[int, dict[str, Cell]]]:
    """Return the rows by field, with their numbers."""
    with Book(data, "名单.xlsx") as book:
        layout = book.layout(kind)
        return [(number, dict(layout.cells(row))) for number, row in book.rows(layout)]


def refusal(data: bytes, name: str = "名单.xlsx") -> str:
    with pytest.raises(NotASheet) as refused, Book(data, name) as book:
        book.layout()
    return refused.value.key


def repacked(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """Return a workbook with its parts changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return out.getvalue()


def test_titles_blank_rows_and_debris_are_passed_over() -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet["A1"] = "2026年专家信息汇总表"
    sheet.merge_cells("A1:G1")
    sheet.append([])
    sheet.append(list(EXPERT_HEADINGS))
    sheet.append([])
    sheet.append(an_expert())
    sheet.append([None] * 7)
    sheet.append(an_expert("赵北辰", 19900008002.0))
    found = cells(bytes_of(book))
    assert [(number, row["name"]) for number, row in found] == [(5, "钱松龄"), (7, "赵北辰")]
    assert found[1][1]["phone"] == 19900008002


def test_of_several_sheets_the_one_that_can_be_read_is_taken_and_the_others_are_named() -> None:
    rows = [EXPERT_HEADINGS, an_expert()]
    data = xlsx(
        ["填表说明"], ["请认真填写"], title="说明", 专家=rows, 无锡=[["姓名", "单位"], ["某", "某大学"]]
    )
    with Book(data) as book:
        layout = book.layout()
    assert (layout.sheet, layout.rows, layout.others) == ("专家", 1, ("无锡",))


def test_a_sheet_out_of_sight_is_not_read() -> None:
    book = Workbook()
    sheet: Any = book.active
    for row in (EXPERT_HEADINGS, an_expert()):
        sheet.append(list(row))
    away = book.create_sheet("旧名单")
    away.append(list(EXPERT_HEADINGS))
    away.sheet_state = "hidden"
    with Book(bytes_of(book)) as opened:
        assert opened.names == ("Sheet",)


def test_hidden_columns_are_read_and_told_of() -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(list(EXPERT_HEADINGS))
    sheet.append(an_expert())
    sheet.column_dimensions["F"].hidden = True
    with Book(bytes_of(book)) as opened:
        layout = opened.layout()
    assert layout.hidden == (5,)
    assert layout.columns["phone"] == 5


def test_one_unit_merged_over_several_people_is_everybodys() -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["姓名", "单位", "职称"])
    for name in ("钱松龄", "赵北辰", "孙未央"):
        sheet.append([name, None, "教授"])
    sheet["B2"] = "清河工业大学"
    sheet.merge_cells("B2:B3")
    assert [row["unit"] for _, row in cells(bytes_of(book))] == ["清河工业大学", "清河工业大学", None]


def test_a_formula_counts_by_its_result_and_is_never_read_as_text() -> None:
    assert cells(experts(an_expert("=HYPERLINK(1)")))[0][1]["name"] is None  # nobody has calculated it yet


def test_numbers_and_days_come_as_what_they_are() -> None:
    data = xlsx(["姓名", "单位", "手机"], ["钱松龄", "清河工业大学", 1.9900008001e10])
    assert cells(data)[0][1]["phone"] == 19900008001


def test_an_empty_workbook_is_refused() -> None:
    assert refusal(xlsx()) == "sheet.not.empty"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("名单.xls", "sheet.not.xls"),
        ("名单.et", "sheet.not.xls"),
        ("名单.csv", "sheet.not.csv"),
        ("名单.xlsm", "sheet.not.macros"),
    ],
)
def test_other_formats_are_refused_by_name_with_what_would_be_accepted(name: str, key: str) -> None:
    assert is_sheet_name(name)
    assert refusal(b"anything", name) == key


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04nonsense", b"name,unit\n", experts()[:700], b"\0" * 5000])
def test_what_is_broken_is_refused(data: bytes) -> None:
    assert refusal(data) == "sheet.not.broken"


def test_an_old_or_locked_file_is_refused_with_a_sentence_of_its_own() -> None:
    assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100) == "sheet.not.locked"


def test_macros_are_refused_whatever_the_name_says() -> None:
    def add(parts: dict[str, bytes]) -> None:
        parts["xl/vbaProject.bin"] = b"\0"

    assert refusal(repacked(experts(an_expert()), add)) == "sheet.not.macros"


def test_a_bomb_is_not_unpacked() -> None:
    def blow_up(parts: dict[str, bytes]) -> None:
        parts["xl/worksheets/sheet1.xml"] = b" " * (3 * 2**20)

    assert refusal(repacked(experts(an_expert()), blow_up)) == "sheet.not.too_large"


def test_entities_are_not_expanded() -> None:
    def declare(parts: dict[str, bytes]) -> None:
        name = "xl/worksheets/sheet1.xml"
        parts[name] = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + parts[name]

    assert refusal(repacked(experts(an_expert()), declare)) == "sheet.not.broken"


def test_a_file_over_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "MOST_BYTES", 1000)
    assert refusal(experts(an_expert())) == "sheet.not.too_large"


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.documents.sheets.MOST_ROWS", 5)
    assert refusal(experts(*(an_expert() for _ in range(6)))) == "sheet.not.too_many_rows"
