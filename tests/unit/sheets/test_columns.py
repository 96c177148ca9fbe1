"""Which column means what: guessed from headings as offices write them, in any order."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.sheets.cells import Cell
from handlers.sheets.columns import KINDS, guess, kind_of, kinds, letter
from handlers.sheets.layout import Layout, find_table

Top = Sequence[Sequence[Cell]]
EXPERTS: Top = (
    ["序号", "专家姓名*", "工 作 单 位", "职称（级别）", "研究方向/专业领域", "联系电话（手机）", "备注"],
    [1, "钱松龄", "清河工业大学", "教授", "压铸", 19900008001.0, ""],
)


def table(top: Top) -> Layout:
    return find_table("Sheet1", top)


def named(layout: Layout) -> dict[str, str]:
    return {field: layout.headings[at] for field, at in layout.columns.items()}


def test_headings_are_known_whatever_stands_around_them() -> None:
    layout = table(EXPERTS)
    assert (layout.kind, layout.first) == ("experts", 2)
    assert named(layout) == {
        "name": "专家姓名*",
        "unit": "工作单位",
        "title": "职称（级别）",
        "directions": "研究方向/专业领域",
        "phone": "联系电话（手机）",
    }
    assert [layout.headings[at] for at in layout.unused] == ["序号", "备注"]


def test_headings_stand_below_titles_and_blank_rows() -> None:
    above: Top = (["附件1", None], ["2026年专家信息汇总表", None], [None, None], ["填报单位：某局", None])
    layout = table([*above, *EXPERTS])
    assert (layout.first, len(layout.columns)) == (6, 5)


def test_headings_may_be_two_rows_deep() -> None:
    top: Top = (
        ["序号", "姓名", "单位", "联系方式", None, "专业技术", None],
        [None, None, None, "手机", "邮箱", "职称", "研究方向"],
        [1, "钱松龄", "清河工业大学", "19900008001", "", "教授", "压铸"],
    )
    layout = table(top)
    assert layout.first == 3
    assert set(layout.columns) == {"name", "unit", "phone", "email", "title", "directions"}


def test_cells_speak_where_the_heading_is_silent() -> None:
    rows: Top = [["姓名", "单位", ""], *([f"某{n}", "清河工业大学", f"1990000800{n}"] for n in range(5))]
    layout = table(rows)
    assert layout.columns["phone"] == 2
    assert layout.doubtful == ("phone",)


def test_a_heading_that_its_cells_belie_is_doubtful() -> None:
    rows: Top = [["姓名", "单位", "电话"], *(["钱松龄", "清河工业大学", "机械学院"] for _ in range(4))]
    assert "phone" in table(rows).doubtful


@pytest.mark.parametrize(
    ("headings", "title", "kind"),
    [
        (("姓名", "工作单位", "职称"), "", "experts"),
        (("企业名称", "信用代码", "县区", "联系人", "电话"), "", "enterprises"),
        (("企业名称", "县区", "技术需求题目", "具体内容", "联系人", "电话"), "", "needs"),
        (("单位名称", "姓名", "手机"), "企业联系人名单", "enterprises"),
        (("单位名称", "姓名", "手机"), "专家名单", "experts"),
        (("序号", "金额"), "", ""),
    ],
)
def test_the_kind_follows_from_headings_and_title(headings: tuple[str, ...], title: str, kind: str) -> None:
    assert kind_of(headings, [], title) == kind


def test_what_is_missing_is_told_in_groups() -> None:
    layout = find_table("x", [["企业名称", "县区"], ["某厂", "昆山"]], "needs")
    assert layout.missing == (("title", "detail"),)
    assert not layout.with_column("title", 1).missing


def test_a_column_set_by_hand_takes_it_from_its_former_field() -> None:
    layout = table(EXPERTS).with_column("works", 4)
    assert layout.columns["works"] == 4
    assert "directions" not in layout.columns
    assert "works" not in layout.with_column("works", None).columns


def test_a_layout_survives_being_kept() -> None:
    layout = table(EXPERTS)
    assert Layout.from_json(layout.as_json()) == layout


def test_the_programmes_own_headings_count() -> None:
    top: Top = (["企业名称", "想解决什么"], ["某厂", "气孔"])
    assert find_table("x", top, "needs", {"想解决什么": "detail"}).columns == {"enterprise": 0, "detail": 1}


def test_columns_are_lettered_as_spreadsheets_do() -> None:
    assert [letter(at) for at in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


# ---------------------------------------------------------------------------------------------- properties

_AROUND = st.sampled_from(["{}", " {} ", "{}*", "{}（必填）", "{}：", "１、{}", "{}\n"])


@st.composite
def _headed(draw: st.DrawFn) -> tuple[str, dict[str, str]]:
    """Draw a kind and a usual heading for some of its fields, decorated, in any order."""
    kind = draw(st.sampled_from(KINDS))
    fields = kinds()[kind].fields
    chosen = draw(st.lists(st.sampled_from(sorted(fields)), unique=True, min_size=1))
    first = {name: fields[name].words[0] for name in chosen}
    order = draw(st.permutations(list(first)))
    return kind, {name: draw(_AROUND).format(first[name]) for name in order}


@given(_headed())
def test_usual_headings_find_their_fields_in_any_order(headed: tuple[str, dict[str, str]]) -> None:
    kind, headings = headed
    found = guess(kind, list(headings.values()), [])
    assert {name: at for name, at in found.found.items() if name in headings} == {
        name: at for at, name in enumerate(headings)
    }


@given(st.lists(st.text(max_size=12), max_size=12), st.sampled_from(KINDS))
def test_no_column_means_two_things(headings: list[str], kind: str) -> None:
    found = guess(kind, headings, []).found
    assert len(set(found.values())) == len(found)
    assert all(0 <= at < len(headings) for at in found.values())


@given(
    st.lists(
        st.lists(st.one_of(st.none(), st.text(max_size=8), st.floats(), st.integers()), max_size=6),
        max_size=8,
    )
)
def test_no_sheet_makes_guessing_fail(top: list[list[Cell]]) -> None:
    layout = find_table("Sheet1", top)
    assert layout.kind in {"", *KINDS}
    assert all(at < len(layout.headings) for at in layout.columns.values())
