"""What lies under a desk: the reporting lines decide, and of all that hold a place the smallest counts."""

import pytest

from handlers.domain.actors import Actor, Desk, desks_that_may
from handlers.domain.bureaus import MEMBER, OBSERVER

SUZHOU = Desk(1, "320500", MEMBER, excluded=("320583",))
SHANDONG = Desk(2, "370000", MEMBER, excluded=("370200",), included=("370285", "659001"))
"""青岛 reports to the ministry, 莱西 inside it to the province all the same, and so does a place far away."""


@pytest.mark.parametrize(
    ("desk", "area", "covered"),
    [
        (SUZHOU, "320500", True),
        (SUZHOU, "320581", True),
        (SUZHOU, "320583", False),
        (SUZHOU, "320000", False),
        (SUZHOU, "320600", False),
        (SUZHOU, "", False),
        (SHANDONG, "370100", True),
        (SHANDONG, "370200", False),
        (SHANDONG, "370211", False),
        (SHANDONG, "370285", True),
        (SHANDONG, "659001", True),
        (SHANDONG, "659002", False),
    ],
)
def test_the_line_of_the_smallest_area_that_holds_a_place_decides(
    desk: Desk, area: str, *, covered: bool
) -> None:
    assert desk.covers(area) is covered
    assert Actor(1, desks=(desk,)).works_for(area) is covered


def test_nothing_lies_under_a_department_though_it_shares_the_provinces_area() -> None:
    department = Desk(3, "320000", MEMBER, kind="department")
    assert not department.covers("320000")
    assert not Actor(1, desks=(department,)).looks_at("320583")


def test_an_observer_looks_at_an_area_and_does_not_work_for_it() -> None:
    observer = Actor(1, desks=(Desk(1, "320500", OBSERVER),))
    assert observer.looks_at("320581")
    assert not observer.works_for("320581")


def test_somebody_with_two_desks_may_in_each_what_its_role_allows() -> None:
    both = Actor(1, desks=(Desk(1, "320581", OBSERVER), Desk(2, "320582", MEMBER)))
    assert desks_that_may(both, "see_need") == [1, 2]
    assert desks_that_may(both, "see_tasks") == [2]
