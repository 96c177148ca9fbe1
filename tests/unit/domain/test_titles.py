"""Titles and degrees as people type them, and who may serve as an expert."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.domain.titles import DEGREES, LEVELS, eligible, read_degree, read_title, title_level, titles


@pytest.mark.parametrize(
    ("typed", "level"),
    [
        ("教授", "正高"),
        ("副教授", "副高"),
        ("研究员", "正高"),
        ("副研究员", "副高"),
        ("助理研究员", "中级"),
        ("正高级工程师", "正高"),
        ("教授级高级工程师", "正高"),
        ("正高级经济师", "正高"),
        ("高级工程师", "副高"),
        ("高工", "副高"),
        ("高级农艺师", "副高"),
        ("主任医师", "正高"),
        ("副主任医师", "副高"),
        ("主治医师", "中级"),
        ("讲师", "中级"),
        ("高级讲师", "副高"),
        ("工程师", "中级"),
        ("助理工程师", "初级"),
        ("一级翻译", "副高"),
        ("正高级", "正高"),
        ("副高", "副高"),
        ("无", "无"),
        ("Associate Professor", "副高"),
        ("Professor", "正高"),
    ],
)
def test_a_title_has_its_level(typed: str, level: str) -> None:
    assert title_level(typed) == level


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        (" 副 教 授 ", "副教授"),
        ("某大学副教授、博导", "副教授"),
        ("高级工程师（兼职教授）", "高级工程师"),
        ("工程师，后评为高级工程师", "高级工程师"),
    ],
)
def test_the_title_is_found_in_what_stands_around_it(typed: str, name: str) -> None:
    title = read_title(typed)
    assert title is not None
    assert title.name == name


@pytest.mark.parametrize(
    ("typed", "kind"),
    [("高级技师", "skill"), ("总工程师", "post"), ("客座教授", "post"), ("注册会计师", "licence")],
)
def test_skill_grades_posts_and_licences_are_no_titles(typed: str, kind: str) -> None:
    title = read_title(typed)
    assert title is not None
    assert (title.level, title.kind) == ("无", kind)


@pytest.mark.parametrize("typed", ["", "总经理", "架构师", "博导"])
def test_an_unknown_title_has_no_level(typed: str) -> None:
    assert title_level(typed) is None


@pytest.mark.parametrize(
    ("typed", "degree"),
    [
        ("博士", "博士"),
        ("工学博士", "博士"),
        ("博士研究生", "博士"),
        ("博士后", "博士"),
        ("Ph.D.", "博士"),
        ("doctor", "博士"),
        ("硕士", "硕士"),
        ("MBA", "硕士"),
        ("大学本科", "学士"),
        ("大专", "其他"),
        ("在读博士", None),
        ("博士生", None),
        ("博士生导师", None),
        ("", None),
    ],
)
def test_only_a_degree_held_is_read(typed: str, degree: str | None) -> None:
    assert read_degree(typed) == degree


@pytest.mark.parametrize(
    ("title", "degree", "may"),
    [
        ("副教授", "硕士", True),
        ("正高级工程师", "", True),
        ("讲师", "博士", True),
        ("", "博士", True),
        ("讲师", "硕士", False),
        ("高级技师", "其他", False),
        ("总工程师", "硕士", False),
        ("工程师", "在读博士", False),
        ("", "", False),
    ],
)
def test_an_associate_senior_title_or_a_doctorate_opens_the_door(
    title: str, degree: str, *, may: bool
) -> None:
    assert eligible(title, degree) is may


def test_every_listed_title_is_read_as_itself() -> None:
    assert len(titles()) > 150
    for name, title in titles().items():
        assert read_title(name) == title
        assert title.level in LEVELS


def test_every_degree_offered_is_read_as_itself() -> None:
    assert [read_degree(degree) for degree in DEGREES] == list(DEGREES)


@given(st.text(max_size=60), st.text(max_size=60))
def test_nonsense_never_makes_an_expert(title: str, degree: str) -> None:
    known = title_level(title) is not None or read_degree(degree) is not None
    assert known or not eligible(title, degree)
