"""Inviting from the command line: reporting lines, departments, observers, the ministry, who takes over."""

import pytest

from tests.support.world import Visitor, World
from tests.unit.test_operate import Shell, link_in, rows
from tests.unit.test_operate import shell as shell  # noqa: PLC0414 - the fixture is the same terminal


def lines(shell: Shell) -> dict[str, str | None]:
    """Return area -> area of the bureau it reports to."""
    found = rows(shell.file, "SELECT b.area, a.area FROM bureau b LEFT JOIN bureau a ON a.id = b.reports_to")
    return {str(area): None if above is None else str(above) for area, above in found}


def invites(shell: Shell, area: str, *more: str) -> Shell:
    return shell.runs("invite", "coordinator", "--area", area, *more)


def joins(world: World, token: str, name: str) -> Visitor:
    """Let somebody come in by a coordinator's link."""
    visitor = world.arrive(name).commands("start", token)
    for words in ("同意", name, "13600136000", "提交"):
        visitor.says(words)
    return visitor


def test_a_county_may_report_to_the_province_beside_its_city(shell: Shell) -> None:
    invites(shell, "320000").well("江苏省人力资源和社会保障厅：经办人入口")
    invites(shell, "320500").well()
    invites(shell, "320583", "--reports-to", "江苏").well()
    invites(shell, "320581").well()
    assert lines(shell) == {"320000": None, "320500": "320000", "320583": "320000", "320581": "320500"}


def test_the_ministry_stands_above_the_provinces_and_a_city_may_report_to_it(shell: Shell) -> None:
    invites(shell, "000000").well("人力资源和社会保障部：经办人入口")
    invites(shell, "山东").well("山东省人力资源和社会保障厅")
    invites(shell, "370200", "--reports-to", "000000", "--level", "province").well()
    invites(shell, "370202").well()
    assert lines(shell) == {"000000": None, "370000": "000000", "370200": "000000", "370202": "370200"}
    assert rows(shell.file, "SELECT level FROM bureau ORDER BY id") == [
        ("ministry",), ("province",), ("province",), ("county",),
    ]  # fmt: skip


def test_a_line_is_changed_by_inviting_once_more(shell: Shell) -> None:
    invites(shell, "320000").well()
    invites(shell, "320583").well()
    invites(shell, "320500").well("昆山市人力资源和社会保障局仍不报送", "加 --reports-to 320500")
    invites(shell, "320583", "--reports-to", "320500").well("报送至：江苏省苏州市人力资源和社会保障局")
    assert lines(shell)["320583"] == "320500"
    invites(shell, "320583", "--reports-to", "none").well("报送至：无上级")
    assert lines(shell)["320583"] is None


def test_a_line_never_runs_in_a_circle(shell: Shell) -> None:
    invites(shell, "320000", "--name", "省厅").well()
    invites(shell, "320500", "--name", "市局").well()
    invites(shell, "320000", "--reports-to", "320500").refuses(
        "市局 reports to 省厅 already; a line cannot run in a circle."
    )
    assert lines(shell)["320000"] is None


def test_nobody_can_report_to_a_bureau_that_is_not_there(shell: Shell) -> None:
    invites(shell, "320583", "--reports-to", "320500").refuses(
        "There is no bureau of 320500 to report to; invite it first."
    )
    invites(shell, "320000", "--department", "江苏省教育厅人事处").refuses(
        "There is no bureau of 320000 for a department to report to; invite it first."
    )


def test_a_department_is_a_unit_of_its_own_beside_the_bureau_of_its_area(shell: Shell) -> None:
    invites(shell, "320000").well()
    for _ in range(2):
        invites(shell, "320000", "--department", "江苏省教育厅人事处").well("江苏省教育厅人事处：经办人入口")
    assert rows(shell.file, "SELECT name, kind, reports_to FROM bureau ORDER BY id") == [
        ("江苏省人力资源和社会保障厅", "bureau", None),
        ("江苏省教育厅人事处", "department", 1),
    ]


@pytest.mark.parametrize(
    ("words", "door", "kept"),
    [
        (("observer",), "会同部门", "observer"),
        (("coordinator", "--role", "owner"), "负责人", "successor"),
        (("coordinator", "--role", "deputy"), "副负责人", "deputy"),
        (("coordinator",), "经办人", ""),
    ],
)
def test_the_link_says_as_what_somebody_comes(
    shell: Shell, words: tuple[str, ...], door: str, kept: str
) -> None:
    shell.runs("invite", *words, "--area", "320583").well(f"：{door}入口（仅可使用一次）")
    assert rows(shell.file, "SELECT role FROM link") == [(kept,)]


def test_who_comes_by_an_owners_link_takes_the_bureau_over(shell: Shell) -> None:
    first = link_in(invites(shell, "320583").out).partition("#t=")[2]
    second = link_in(invites(shell, "320583", "--role", "owner").out).partition("#t=")[2]
    with World(url=f"sqlite:///{shell.file}") as world:
        joins(world, first, "许静川").hears("您已加入")
        joins(world, second, "秦朗").hears("您已接手", "现为负责人")
    assert rows(shell.file, "SELECT role FROM member ORDER BY id") == [("member",), ("owner",)]
