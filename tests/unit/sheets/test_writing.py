"""Tables ready for print; text that stays text; reports beside the rows they speak of."""

import io
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from bot.documents.workbooks import HEADED, Report, table_xlsx
from handlers.sheets.cells import Cell
from handlers.sheets.tables import Column, Table
from tests.support.sheets import read_rows

COLUMNS = (
    Column("姓名"),
    Column("研究方向", "long", 40),
    Column("期望时间", "day"),
    Column("次数", "number"),
)


def table(*rows: tuple[Cell, ...]) -> Table:
    return Table("专家名单-2026-03-01", "专家名单", "昆山市，共 1 条", COLUMNS, rows)


def sheet_of(data: bytes) -> Any:
    return load_workbook(io.BytesIO(data)).active


def test_a_table_is_ready_for_print() -> None:
    sheet = sheet_of(table_xlsx(table(("钱松龄", "压铸\n模具", date(2026, 3, 10), 4))))
    assert (sheet["A1"].value, sheet["A3"].value) == ("专家名单", "姓名")
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == f"${HEADED}:${HEADED}"
    assert sheet.freeze_panes == "A4"
    assert [str(each) for each in sheet.merged_cells.ranges] == ["A1:D1", "A2:D2"]
    assert sheet["B4"].alignment.wrap_text
    assert sheet.column_dimensions["B"].width == 40


def test_days_and_numbers_are_days_and_numbers() -> None:
    sheet = sheet_of(table_xlsx(table(("钱松龄", None, date(2026, 3, 10), 4))))
    assert (sheet["C4"].is_date, sheet["C4"].number_format, sheet["D4"].value) == (True, "yyyy-mm-dd", 4)


@pytest.mark.parametrize("words", ["=1+1", "+86 139", "-1", "@SUM(A1)", "\t=1", '=cmd|" /C calc"!A0'])
def test_text_like_a_formula_stays_text(words: str) -> None:
    sheet = sheet_of(table_xlsx(table((words, words, None, None))))
    for cell in (sheet["A4"], sheet["B4"]):
        assert (cell.data_type, cell.quotePrefix, cell.value) == ("s", True, words)


@given(st.text(max_size=40))
def test_no_text_becomes_a_formula_or_breaks_the_file(words: str) -> None:
    sheet = sheet_of(table_xlsx(table((words, words, None, None))))
    assert sheet["A4"].data_type in {"s", "n", "inlineStr"}
    assert not str(sheet["A4"].value or "").startswith("=") or sheet["A4"].quotePrefix


def test_a_report_has_the_result_beside_each_row() -> None:
    report = Report("名单", ["姓名", "手机"], ("原行号", "结果", "说明"))
    report.add(5, ["钱松龄", 19900008001], "new", "新增", "")
    report.add(9, ["=HYPERLINK(1)"], "faulty", "有误", "“手机”是空的")
    assert read_rows(report.done()) == [
        ["姓名", "手机", "原行号", "结果", "说明"],
        ["钱松龄", 19900008001, 5, "新增", None],
        ["=HYPERLINK(1)", None, 9, "有误", "“手机”是空的"],
    ]
