"""Names of enterprises that may mean one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.sheets.firms import Index, core_of, may_be_one

KUNSHAN = "320583"


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("昆山市晨星精密压铸有限公司", "晨星精密压铸"),
        ("江苏省苏州市昆山晨星精密压铸股份有限公司", "晨星精密压铸"),
        ("晨星精密压铸（昆山）有限责任公司", "晨星精密压铸"),
        ("昆山压铸厂", "压铸"),
        ("昆山", "昆山"),
    ],
)
def test_place_and_legal_form_do_not_count(name: str, core: str) -> None:
    assert core_of(name, KUNSHAN) == core


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("昆山晨星精密压铸有限公司", "晨星精密压铸公司", True),
        ("昆山晨星精密压铸有限公司", "昆山市晨星精密压铸科技有限公司", True),
        ("昆山晨星精密压铸有限公司", "昆山宏达精密压铸有限公司", False),
        ("昆山晨星精密压铸有限公司", "昆山晨星电子有限公司", False),
        ("昆山鑫精密机械有限公司", "昆山森精密机械有限公司", False),
    ],
)
def test_what_may_be_one(one: str, other: str, *, alike: bool) -> None:
    assert may_be_one(core_of(one, KUNSHAN), core_of(other, KUNSHAN)) is alike


def test_the_index_gives_what_comparing_all_would() -> None:
    index = Index()
    names = ["昆山晨星精密压铸有限公司", "昆山宏达电子有限公司", "昆山市晨星精密压铸公司"]
    for number, name in enumerate(names):
        index.add(core_of(name, KUNSHAN), number)
    assert list(index.alike(core_of("晨星精密压铸（昆山）公司", KUNSHAN))) == [0, 2]


@given(st.text(max_size=30))
def test_no_name_makes_comparing_fail(name: str) -> None:
    core = core_of(name, KUNSHAN)
    assert may_be_one(core, core) or len(core) < 2
