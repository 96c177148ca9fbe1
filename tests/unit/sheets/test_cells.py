"""Cells as people and spreadsheet programs leave them."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.domain.regions import Region
from handlers.sheets.cells import Cell, day, flag, line, phone, place, same, split, text

TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (13912345678.0, "13912345678"),
        (13912345678, "13912345678"),
        ("1.3912345678E10", "13912345678"),
        (" １３９１２３４５６７８　", "13912345678"),
        ("139 1234 5678", "13912345678"),
        ("139 1234 5678、0512-57881234", "13912345678"),
        ("0512-57123456/13912345678", "13912345678"),
        ("(0512)57123456", "0512-57123456"),
        ("12345", None),
        ("见备注", None),
        (None, ""),
        ("无", ""),
        ("139****5678", ""),
    ],
)
def test_phones(cell: Cell, number: str | None) -> None:
    assert phone(cell) == number


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        (datetime(2026, 3, 10, 8, 0), date(2026, 3, 10)),  # noqa: DTZ001 - as a sheet holds it
        (date(2026, 3, 10), date(2026, 3, 10)),
        (46091, date(2026, 3, 10)),
        (46091.5, date(2026, 3, 10)),
        ("46091", date(2026, 3, 10)),
        ("2026.3.10", date(2026, 3, 10)),
        ("2026年3月10日", date(2026, 3, 10)),
        ("20260310", date(2026, 3, 10)),
        ("２０２６-３-１０", date(2026, 3, 10)),
        ("6月底", date(2026, 6, 30)),
        ("2026-13-40", None),
        ("长期有效", None),
        (12, None),
        (True, None),
        ("", None),
    ],
)
def test_days(cell: Cell, found: date | None) -> None:
    assert day(cell, TODAY) == found


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("昆山", "320583"),
        ("320583", "320583"),
        ("江苏省苏州市昆山市", "320583"),
        ("苏州昆山", "320583"),
        ("昆山市前进路88号", "320583"),
        ("济源市", "419001"),
    ],
)
def test_places(words: str, code: str) -> None:
    found = place(words, "320000")
    assert isinstance(found, Region)
    assert found.code == code


def test_a_place_of_two_meanings_names_both_and_an_unknown_one_none() -> None:
    assert place("鼓楼区", "320000") == ("鼓楼区（南京）", "鼓楼区（徐州）")
    assert place("火星", "320000") is None


def test_text_is_freed_of_what_only_programs_see() -> None:
    assert text(12.0) == "12"
    assert text(Decimal("1.50")) == "1.50"
    assert text(float("nan")) == ""
    assert text(" 第一行 \n\n 第二行_x000D_\u200b") == "第一行\n第二行"
    assert text("#N/A") == ""
    assert line("张　 三") == "张三"
    assert line("Siemens  AG") == "Siemens AG"
    ticked: Cell = True
    assert text(ticked) == "是"


def test_a_tick_is_read_and_another_word_is_none() -> None:
    assert (flag("√"), flag("否"), flag("也许"), flag(None)) == (True, False, None, None)


def test_lists_are_split_at_lines_and_semicolons() -> None:
    assert split("压铸工艺；模具设计\n气孔控制。") == ("压铸工艺", "模具设计", "气孔控制")


def test_values_are_the_same_whatever_their_spaces_and_width() -> None:
    assert same("清河大学（机械学院）", "清河大学 (机械学院)")
    assert same(("一", "二"), ["一", "二"])
    assert not same("清河大学", "清河大学堂")


def test_a_number_too_small_to_be_a_day_is_no_day() -> None:
    assert day(14396, TODAY) is None
    assert day("14396", TODAY) is None


@given(st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.datetimes(), st.dates()))
def test_no_cell_makes_reading_fail(cell: Cell) -> None:
    once = line(cell)
    assert line(once) == once
    assert phone(cell) is None or isinstance(phone(cell), str)
    assert day(cell, TODAY) is None or isinstance(day(cell, TODAY), date)
