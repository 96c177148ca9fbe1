"""Rows by kind: what they give, and what is wrong in them."""

from collections.abc import Mapping
from datetime import date

import pytest

from handlers.domain.credit_code import with_check_digit
from handlers.sheets.cells import Cell
from handlers.sheets.drafts import Desk, Draft
from handlers.sheets.rows import read_row
from tests.support.facts import sample_rules

CODE = with_check_digit("91320583MA0000001")
DESK = Desk(sample_rules(), "320583", date(2026, 3, 1))
EXPERT: Mapping[str, Cell] = {"name": "钱松龄", "unit": "清河工业大学", "phone": "19900008001"}
NEED: Mapping[str, Cell] = {
    "enterprise": "昆山某厂",
    "county": "昆山",
    "title": "压铸件气孔多",
    "contact": "王敏",
}


def read(kind: str, cells: Mapping[str, Cell], area: str = "320583") -> Draft:
    draft = read_row(kind, 7, cells, Desk(DESK.rules, area, DESK.today))
    assert draft is not None
    return draft


def faults(draft: Draft) -> list[tuple[str, str]]:
    return [(fault.key.removeprefix("sheet.fault."), fault.about) for fault in draft.faults]


def remarks(draft: Draft) -> list[str]:
    return [remark.key.removeprefix("sheet.remark.") for remark in draft.remarks]


def test_an_empty_row_is_no_row() -> None:
    assert read_row("experts", 1, {"name": " ", "unit": None}, DESK) is None


def test_an_expert_as_lists_have_them() -> None:
    cells: Mapping[str, Cell] = {
        "unit_type": "高等院校", "degree": "博士研究生", "title": "教授", "directions": "压铸；模具",
        "categories": "优秀留学回国人员、泰山学者", "county": "昆山", "areas": "全省、苏州",
        "months": "5-8月", "yearly_cap": 4.0, "online_only": "否", "domains": "铸造与锻压；没有这个",
    }  # fmt: skip
    draft = read("experts", {**EXPERT, **cells})
    assert draft.faults == ()
    assert draft.values["degree"] == "doctor"
    assert draft.values["directions"] == ("压铸", "模具")
    assert draft.values["categories"] == ("returnee", "泰山学者")
    assert draft.values["areas"] == ("320000", "320500")
    assert (draft.values["months"], draft.values["yearly_cap"]) == ((5, 6, 7, 8), 4)
    assert (draft.values["county"], draft.values["online_only"]) == ("320583", False)
    assert "domains" in remarks(draft)


def test_an_empty_cell_gives_nothing_to_change() -> None:
    assert set(read("experts", {**EXPERT, "title": "", "areas": None}).values) == {"name", "unit", "phone"}


def test_a_title_below_associate_is_remarked_unless_there_is_a_doctorate() -> None:
    assert remarks(read("experts", {**EXPERT, "title": "工程师"})) == ["unqualified"]
    assert remarks(read("experts", {**EXPERT, "title": "工程师", "degree": "博士"})) == []


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"name": "", "unit": "清河工业大学"}, [("empty", "name")]),
        ({**EXPERT, "phone": "12345"}, [("phone", "phone")]),
        ({**EXPERT, "phone": "", "phone2": "57123456"}, [("phone", "phone")]),
        ({**EXPERT, "county": "火星"}, [("place", "county")]),
        ({**EXPERT, "county": "鼓楼区"}, [("place_open", "county")]),
        ({**EXPERT, "unit": "大" * 61}, [("too_long", "unit")]),
    ],
)
def test_what_is_wrong_with_an_expert(cells: Mapping[str, Cell], expected: list[tuple[str, str]]) -> None:
    assert faults(read("experts", cells)) == expected


def test_the_office_phone_stands_in_for_the_mobile() -> None:
    draft = read("experts", {**EXPERT, "phone": "", "phone2": "0512-57123456"})
    assert draft.values["phone"] == "0512-57123456"


def test_an_enterprise_lies_where_its_row_its_code_or_the_bureau_says() -> None:
    other = with_check_digit("91320102MA0000001")
    assert read("enterprises", {"name": "某厂", "county": "常熟"}).values["county"] == "320581"
    assert read("enterprises", {"name": "某厂", "credit_code": other}).values["county"] == "320102"
    assert read("enterprises", {"name": "某厂"}).values["county"] == "320583"
    assert faults(read("enterprises", {"name": "某厂"}, "320500")) == [("no_county", "county")]


def test_a_credit_code_with_a_slip_names_the_one_that_was_meant() -> None:
    assert read("enterprises", {"name": "某厂", "credit_code": CODE.lower()}).values["credit_code"] == CODE
    slip = CODE.replace("0", "O", 1)
    draft = read("enterprises", {"name": "某厂", "credit_code": slip})
    assert faults(draft) == [("credit_code_meant", "credit_code")]
    assert draft.faults[0].values["meant"] == CODE
    assert faults(read("enterprises", {"name": "某厂", "credit_code": "123"})) == [
        ("credit_code", "credit_code")
    ]


def test_title_and_description_stand_in_for_each_other() -> None:
    both = read("needs", {**NEED, "title": "", "detail": "压铸件气孔多，废品率8%。想降到3%"}).values
    assert (both["title"], both["detail"]) == ("压铸件气孔多", "压铸件气孔多，废品率8%。想降到3%")
    assert read("needs", NEED).values["detail"] == "压铸件气孔多"
    assert faults(read("needs", {**NEED, "title": ""})) == [("empty", "title")]


def test_a_need_as_tables_have_it() -> None:
    values = read("needs", {**NEED, "kind": "人才需求", "deadline": 46203, "key_difficulty": "√",
                            "budget": "20万元", "credit_code": CODE}).values  # fmt: skip
    assert (values["kind"], values["deadline"]) == ("talent", date(2026, 6, 30))
    assert (values["key_difficulty"], values["budget"], values["credit_code"]) == (True, "20万元", CODE)


def test_a_day_that_is_none_is_left_out_and_said() -> None:
    draft = read("needs", {**NEED, "deadline": "尽快"})
    assert "deadline" not in draft.values
    assert remarks(draft) == ["day"]


@pytest.mark.parametrize(
    ("words", "kept", "expected"),
    [
        ("是", "*", []),
        ("否", "", []),
        ("某车厂", "某车厂", []),
        ("另一家", "", [("secret_lost", "confidential")]),
        ("气孔", "气孔", [("secret_shown", "confidential")]),
    ],
)
def test_what_is_confidential(words: str, kept: str, expected: list[tuple[str, str]]) -> None:
    draft = read("needs", {**NEED, "detail": "给某车厂做的压铸件气孔多", "confidential": words})
    assert draft.get("confidential") == kept
    assert faults(draft) == expected
