"""Reporting lines as storage knows them: what departs from the codes, the line above, what lies below."""

from collections.abc import Iterator

import pytest

from bot.storage.work import Work
from handlers.domain.actors import Desk
from handlers.domain.bureaus import DEPUTY, MEMBER, OBSERVER, OWNER, Bureau, Member
from handlers.domain.people import Person
from handlers.domain.regions import shared_digits
from tests.support.world import World

HENAN_PILOTS = (
    *("410181", "410225", "410482", "410526", "410728"),
    *("411381", "411481", "411525", "411628", "411729"),
)
"""省直管试点县（市）: they report to the province beside the cities."""


@pytest.fixture
def world() -> Iterator[World]:
    with World() as opened:
        yield opened


def bureau(work: Work, area: str, to: int | None = None, kind: str = "bureau") -> int:
    levels = {0: "ministry", 2: "province", 4: "city", 6: "county"}
    level = levels[len(shared_digits(area))]
    kept = work.add(Bureau(name=f"{area}{kind}", kind=kind, level=level, area=area, reports_to=to))
    return kept.id or 0


def sits(work: Work, bureau_id: int, role: str = MEMBER) -> int:
    person = work.add(Person(name="某人", created_at=work.now)).id or 0
    work.add(Member(bureau_id=bureau_id, person_id=person, role=role))
    return person


def desk_of(world: World, person: int) -> Desk:
    (desk,) = world.look(lambda work: work.people.actor(person).desks)
    return desk


def test_pilot_counties_lie_under_the_province_and_not_under_the_city_of_their_code(world: World) -> None:
    def make(work: Work) -> tuple[int, int]:
        province = bureau(work, "410000")
        cities = {code: bureau(work, code, province) for code in ("410100", "410200", "411300", "419000")}
        for code in HENAN_PILOTS:
            bureau(work, code, province)
        bureau(work, "410182", cities["410100"])
        bureau(work, "419001", province)
        return sits(work, province), sits(work, cities["410100"])

    province, city = world.change(make)
    assert desk_of(world, province).excluded == ()
    assert all(desk_of(world, province).covers(code) for code in (*HENAN_PILOTS, "419001", "410182"))
    assert desk_of(world, city).excluded == ("410181",)
    assert desk_of(world, city).covers("410182")
    assert not desk_of(world, city).covers("410181")


def test_a_sub_provincial_city_may_report_to_the_ministry_with_all_that_reports_to_it(world: World) -> None:
    def make(work: Work) -> tuple[int, int, int]:
        ministry = bureau(work, "000000")
        province = bureau(work, "370000", ministry)
        qingdao = bureau(work, "370200", ministry)
        bureau(work, "370211", qingdao)
        bureau(work, "370285", province)
        return sits(work, ministry), sits(work, province), sits(work, qingdao)

    ministry, province, qingdao = (desk_of(world, person) for person in world.change(make))
    assert [code for code in ("370200", "370211", "370285", "370600") if not province.covers(code)] == [
        "370200",
        "370211",
    ]
    assert [code for code in ("370200", "370211", "370285") if qingdao.covers(code)] == ["370200", "370211"]
    assert all(ministry.covers(code) for code in ("370000", "370200", "370211", "370285", "110000"))


def test_what_reports_from_elsewhere_is_included_with_what_lies_in_it(world: World) -> None:
    def make(work: Work) -> int:
        province = bureau(work, "320000")
        far = bureau(work, "654000", province)
        bureau(work, "654002", far)
        bureau(work, "654003")
        return sits(work, province)

    desk = desk_of(world, world.change(make))
    assert desk.included == ("654000", "654002")
    assert desk.excluded == ("654003",)
    assert [code for code in ("654000", "654002", "654003", "654004", "650000") if desk.covers(code)] == [
        "654000",
        "654002",
        "654004",
    ]


def test_a_line_that_bites_its_own_tail_ends(world: World) -> None:
    def make(work: Work) -> tuple[int, int]:
        one = bureau(work, "320100")
        other = bureau(work, "320200", one)
        work.session.get_one(Bureau, one).reports_to = other
        work.flush()
        return one, sits(work, one)

    one, person = world.change(make)
    assert len(world.look(lambda work: list(work.bureaus.line(one)))) == 1
    assert desk_of(world, person).included == ("320200",)
    assert world.look(lambda work: work.bureaus.nearest_staffed("320200")) is not None


def test_a_department_shares_the_area_and_is_never_taken_for_its_bureau(world: World) -> None:
    def make(work: Work) -> tuple[int, int]:
        department = bureau(work, "320000", kind="department")
        province = bureau(work, "320000")
        work.session.get_one(Bureau, department).reports_to = province
        sits(work, department)
        return department, province

    department, province = world.change(make)
    assert world.look(lambda work: [one.id for one in work.bureaus.below(province)]) == [department]
    found = world.look(lambda work: work.bureaus.at("320000"))
    assert found is not None
    assert found.id == province
    assert world.look(lambda work: work.bureaus.nearest_staffed("320583")) is None


def test_needs_climb_to_the_province_and_not_to_the_ministry(world: World) -> None:
    def make(work: Work) -> int:
        ministry = bureau(work, "000000")
        province = bureau(work, "320000", ministry)
        bureau(work, "320583", province)
        sits(work, ministry)
        return province

    province = world.change(make)
    assert world.look(lambda work: work.bureaus.nearest_staffed("320583")) is None
    world.change(lambda work: sits(work, province))
    assert world.look(lambda work: work.bureaus.nearest_staffed("320583")) is not None


def test_an_observer_staffs_no_bureau(world: World) -> None:
    def make(work: Work) -> int:
        county = bureau(work, "320583", bureau(work, "320000"))
        sits(work, county, OBSERVER)
        return county

    county = world.change(make)
    assert world.look(lambda work: work.bureaus.nearest_staffed("320583")) is None
    assert world.look(lambda work: (work.bureaus.members(county), work.bureaus.staff(county))) == ([], [])
    assert [one.role for one in world.look(lambda work: work.bureaus.everyone(county))] == [OBSERVER]


def test_owner_deputy_members_and_observers_stand_in_this_order(world: World) -> None:
    def make(work: Work) -> int:
        county = bureau(work, "320583")
        for role in (OBSERVER, MEMBER, DEPUTY, OWNER):
            sits(work, county, role)
        return county

    county = world.change(make)
    roles = [one.role for one in world.look(lambda work: work.bureaus.everyone(county))]
    assert roles == [OWNER, DEPUTY, MEMBER, OBSERVER]
    assert world.look(lambda work: work.bureaus.ownerless()) == []
