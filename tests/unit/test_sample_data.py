import hashlib
import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest

from handlers.domain.regions import contains, region
from handlers.programme.rules import read_rules, shipped

Row = dict[str, Any]

# People, phones and mailboxes printed in the notices, as hashes by length: none may stand in a sample.
NOTICE_PEOPLE = {
    2: {
        "713716cf8bbd5b88eac844a667f55679ab34ccf70bb276c7ed2cf3c0bdd90472",
        "51827ace30a5660002d06feb90ba489c286a83f7c9c6ca4c31825b0041c4a82f",
    },
    3: {
        "6908bf4260c6d179b31afd54366f38c69a19764e029511e2d4ec49d7f19733dd",
    },
    12: {
        "451500dab5019e77b0ff0454db5ff8d4699992f2454ccbbfd1030333aba9907c",
    },
    13: {
        "9bd4ea219190eddd2c26c86d7c2beda4e4f596dfd809ffb7f617105f491d9123",
    },
    15: {
        "897328519812554b097fbd60ed305ee2600f7c2abe12df97d6111413ed59e29a",
    },
    20: {
        "3ad8c662d5c2fb4e1d0c38e287627a13a7a325e525548995fa304a486bbbbc84",
    },
}


def source(name: str) -> str:
    return files("bot.samples").joinpath(f"{name}.toml").read_text(encoding="utf-8")


def rows(name: str, table: str) -> list[Row]:
    found: list[Row] = tomllib.loads(source(name))[table]
    return found


PROGRAMME = read_rules(tomllib.loads(shipped("present-day")))
BUREAUS = {row["area"]: row for row in rows("bureaus", "bureau")}
COORDINATORS = rows("bureaus", "coordinator")
DEPARTMENTS = {row["key"]: row for row in rows("bureaus", "department")}
OTHERS = (*rows("bureaus", "department_member"), *rows("bureaus", "observer"))
EXPERTS = {row["key"]: row for row in rows("experts", "expert")}
ENTERPRISES = {row["key"]: row for row in rows("enterprises", "enterprise")}
NEEDS = {row["key"]: row for row in rows("needs", "need")}
FILES = ("bureaus", "experts", "enterprises", "needs")


def codes(table: str, field: str = "code") -> set[str]:
    return {getattr(row, field) for row in getattr(PROGRAMME, table)}


def conflicts() -> Iterator[tuple[str, Row]]:
    return ((key, each) for key, expert in EXPERTS.items() for each in expert.get("conflict", ()))


def eligible(expert: Row) -> bool:
    levels = {row.name: row.level for row in PROGRAMME.title}
    rule = PROGRAMME.eligibility
    return levels[expert["title"]] in rule.title_levels or expert["degree"] in rule.degrees


def shared_terms(need: Row, expert: Row) -> list[str]:
    return [term for term in need["terms"] if term in "".join(expert["directions"])]


def whole_text(need: Row) -> str:
    return f"{need['title']}\n{need['text']}"


def test_the_cast_is_complete_and_no_key_stands_twice() -> None:
    assert len(rows("experts", "expert")) == len(EXPERTS) == 40
    assert len(rows("enterprises", "enterprise")) == len(ENTERPRISES) == 12
    assert len(rows("needs", "need")) == len(NEEDS) == 10


def test_every_area_is_a_real_place_of_the_sample_province() -> None:
    places = [row["area"] for row in (*BUREAUS.values(), *EXPERTS.values(), *ENTERPRISES.values())]
    places += [area for expert in EXPERTS.values() for area in expert["willing_areas"]]
    assert [code for code in places if region(code) is None] == []
    assert all(contains(PROGRAMME.province, code) for code in places)


def test_every_enterprise_has_a_bureau_and_every_bureau_reports_up_to_the_province() -> None:
    assert {firm["area"] for firm in ENTERPRISES.values()} <= BUREAUS.keys()
    for area, bureau in BUREAUS.items():
        place = region(area)
        assert place
        assert bureau["name"].startswith(place.name)
        assert climbs_from(area)[-1] == PROGRAMME.province


def climbs_from(area: str) -> list[str]:
    above = BUREAUS[area]["reports_to"]
    return [area, *climbs_from(above)] if above else [area]


def test_kunshan_files_beside_the_cities_and_needs_of_haian_climb_to_the_province() -> None:
    staffed = {row["area"] for row in COORDINATORS}
    assert climbs_from("320583") == ["320583", "320000"]
    assert [area for area in climbs_from("320685") if area in staffed] == ["320000"]


def test_the_three_counties_of_the_notice_file_beside_the_cities() -> None:
    assert [climbs_from(area) for area in ("320583", "321283", "321322")] == [
        ["320583", "320000"],
        ["321283", "320000"],
        ["321322", "320000"],
    ]


def test_every_bureau_has_what_a_letter_to_it_needs() -> None:
    for bureau in (*BUREAUS.values(), *DEPARTMENTS.values()):
        assert re.fullmatch(r"\d{6}", bureau["postcode"])
        assert bureau["email"].endswith(".example")
        assert "示例路" in bureau["address"]
        assert re.fullmatch(r"0\d{2,3}-000[01]\d{4}", bureau["fax"])


def test_a_department_and_an_observer_are_there_too() -> None:
    assert {row["department"] for row in OTHERS if "department" in row} == DEPARTMENTS.keys()
    assert {row["area"] for row in OTHERS if "area" in row} <= BUREAUS.keys()


def test_a_staffed_bureau_has_exactly_one_owner() -> None:
    owners = [row["area"] for row in COORDINATORS if row["role"] == "owner"]
    assert sorted(owners) == sorted({row["area"] for row in COORDINATORS})
    assert set(owners) <= BUREAUS.keys()


@pytest.mark.parametrize("firm", ENTERPRISES.values(), ids=ENTERPRISES)
def test_a_credit_code_has_a_true_check_digit_and_a_body_that_no_registry_issues(firm: Row) -> None:
    code = firm["credit_code"]
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    weights = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
    total = sum(alphabet.index(letter) * weight for letter, weight in zip(code, weights, strict=False))
    assert len(code) == 18
    assert code[17] == alphabet[-total % 31]
    assert code[2:10] == firm["area"] + "YL"


def test_every_phone_is_unique_and_in_the_invented_range() -> None:
    phones = [row["phone"] for row in (*EXPERTS.values(), *ENTERPRISES.values(), *COORDINATORS, *OTHERS)]
    assert len(set(phones)) == len(phones)
    assert all(re.fullmatch(r"1990000\d{4}", phone) for phone in phones)
    assert all(re.fullmatch(r"0\d{2,3}-0000\d{4}", bureau["phone"]) for bureau in BUREAUS.values())


def test_no_two_people_share_a_name() -> None:
    names = [row["name"] for row in (*EXPERTS.values(), *COORDINATORS, *OTHERS)]
    names += [firm["contact"] for firm in ENTERPRISES.values()]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("name", FILES)
def test_nobody_whom_the_notices_name_stands_in_a_sample(name: str) -> None:
    assert printed_in_a_notice(source(name)) == []


def test_a_name_that_a_notice_prints_is_found_even_with_a_space_in_it() -> None:
    assert printed_in_a_notice("联系人：沈 砚舟", {3: {digest("沈砚舟")}}) == ["沈砚舟"]


def printed_in_a_notice(text: str, people: dict[int, set[str]] = NOTICE_PEOPLE) -> list[str]:
    packed = re.sub(r"\s", "", text)
    windows = (packed[at : at + size] for size in people for at in range(len(packed) - size + 1))
    return [piece for piece in windows if digest(piece) in people[len(piece)]]


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize("expert", EXPERTS.values(), ids=EXPERTS)
def test_an_expert_uses_the_codes_of_the_programme_and_speaks_in_whole_phrases(expert: Row) -> None:
    assert expert["unit_type"] in codes("unit_type")
    assert expert["degree"] in codes("degree")
    assert expert["title"] in codes("title", "name")
    assert codes("preferred_category") >= set(expert.get("categories", ()))
    assert 2 <= len(expert["directions"]) <= 4
    assert all(20 <= len(direction) <= 40 for direction in expert["directions"])
    assert len(expert.get("works", ())) <= 3
    assert set(expert["months"]) <= set(range(1, 13))
    assert 1 <= expert["yearly_cap"] <= 6


def test_only_the_exception_lacks_both_title_and_doctorate_and_is_tied_to_one_need() -> None:
    (key,) = (key for key, expert in EXPERTS.items() if not eligible(expert))
    exception = EXPERTS[key]["exception"]
    assert [each for each, expert in EXPERTS.items() if "exception" in expert] == [key]
    assert key in NEEDS[exception["need"]]["fits"]
    assert exception["reason"]


def test_every_rule_that_keeps_an_expert_out_has_its_example() -> None:
    firms = {firm["name"] for firm in ENTERPRISES.values()}
    full = [key for key, each in EXPERTS.items() if each.get("accepted_this_year", 0) >= each["yearly_cap"]]
    assert {each["kind"] for _, each in conflicts()} == {"shares", "kin"}
    assert all(each["enterprise"] in ENTERPRISES and each["note"] for _, each in conflicts())
    assert [key for key, expert in EXPERTS.items() if expert["unit"] in firms] == ["motors"]
    assert full == ["foundry_floor"]
    assert [key for key, expert in EXPERTS.items() if expert.get("online_only")] == ["optics"]
    assert len([key for key, expert in EXPERTS.items() if not expert.get("confirmed", True)]) == 3


@pytest.mark.parametrize("need", NEEDS.values(), ids=NEEDS)
def test_a_need_refers_to_what_exists(need: Row) -> None:
    assert need["enterprise"] in ENTERPRISES
    assert need["kind"] in codes("need_kind")
    assert codes("service_form") >= set(need["service_forms"])
    assert codes("support_kind") >= set(need["support"])
    assert all(re.fullmatch(r"(0[1-9]|1\d|2[0-4])\d{2}", code) for code in need["domains"])
    assert 40 <= len(need["text"]) <= 300
    assert need["wish_in_days"] > 0


@pytest.mark.parametrize("need", NEEDS.values(), ids=NEEDS)
def test_the_confidential_pieces_and_the_terms_of_a_need_stand_in_its_words(need: Row) -> None:
    assert [piece for piece in (*need["confidential"], *need["terms"]) if piece not in whole_text(need)] == []


@pytest.mark.parametrize("need", NEEDS.values(), ids=NEEDS)
def test_at_least_two_experts_who_may_come_speak_of_the_same_thing(need: Row) -> None:
    assert len(need["fits"]) >= 2
    for key in need["fits"]:
        expert = EXPERTS[key]
        assert shared_terms(need, expert)
        assert any(
            contains(area, ENTERPRISES[need["enterprise"]]["area"]) for area in expert["willing_areas"]
        )
        assert expert.get("confirmed", True)
        assert not [each for each in expert.get("conflict", ()) if each["enterprise"] == need["enterprise"]]


@pytest.mark.parametrize("need", NEEDS.values(), ids=NEEDS)
def test_whoever_is_barred_from_a_need_fits_it_and_breaks_exactly_that_rule(need: Row) -> None:
    firm = ENTERPRISES[need["enterprise"]]
    for key, rule in need["barred"].items():
        expert = EXPERTS[key]
        declared = {each["enterprise"] for each in expert.get("conflict", ())}
        broken = {
            "conflict": expert["unit"] == firm["name"] or need["enterprise"] in declared,
            "load": expert.get("accepted_this_year", 0) >= expert["yearly_cap"],
            "unconfirmed": not expert.get("confirmed", True),
        }
        assert len(shared_terms(need, expert)) >= 2
        assert [name for name, holds in broken.items() if holds] == [rule]


def test_three_experts_fit_the_need_of_the_demo_in_falling_degree() -> None:
    need = NEEDS["kunshan_casting"]
    degrees = [len(shared_terms(need, EXPERTS[key])) for key in need["fits"][:3]]
    assert len(set(degrees)) == 3
    assert degrees == sorted(degrees, reverse=True)
