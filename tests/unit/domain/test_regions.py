"""Places: codes and names, search by any piece, and administrative distance."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.domain.regions import (
    Distance,
    Region,
    children,
    contains,
    county_after_city,
    distance,
    find_regions,
    full_name,
    path,
    provinces,
    region,
    short_name,
)

BEIJING, JIANGSU, HENAN, CHONGQING = "110000", "320000", "410000", "500000"
SUZHOU, DONGGUAN, JIAYUGUAN = "320500", "441900", "620200"
KUNSHAN, ZHANGJIAGANG, JIYUAN, CHAOYANG = "320583", "320582", "419001", "110105"


def everywhere() -> tuple[Region, ...]:
    cities = [below for province in provinces() for below in children(province.code)]
    return (*provinces(), *cities, *(county for city in cities for county in children(city.code)))


def found(piece: str, within: str | None = None) -> list[str]:
    return [short_name(place.code) for place in find_regions(piece, within)]


def test_a_county_knows_its_name_its_level_and_its_city() -> None:
    assert region(KUNSHAN) == Region(KUNSHAN, "昆山市", "county", SUZHOU)


def test_the_tree_holds_31_provinces_and_every_place_once() -> None:
    places = everywhere()
    assert len(provinces()) == 31
    assert len({place.code for place in places}) == len(places) == 3338


def test_an_unknown_code_is_nowhere_and_shows_as_itself() -> None:
    assert region("329999") is None
    assert path("329999") == ()
    assert full_name("329999") == short_name("329999") == "329999"


@pytest.mark.parametrize(
    ("code", "name"),
    [
        (KUNSHAN, "江苏省苏州市昆山市"),
        (CHAOYANG, "北京市朝阳区"),
        (JIYUAN, "河南省济源市"),
        ("500229", "重庆市城口县"),
        ("659001", "新疆维吾尔自治区石河子市"),
        (DONGGUAN, "广东省东莞市"),
        (JIAYUGUAN, "甘肃省嘉峪关市"),
    ],
)
def test_a_full_name_has_neither_doubles_nor_placeholder_cities(code: str, name: str) -> None:
    assert full_name(code) == name


def test_no_placeholder_city_is_a_place() -> None:
    placeholders = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
    assert not placeholders & {place.name for place in everywhere()}


def test_a_province_lists_its_cities_and_then_the_counties_it_governs_itself() -> None:
    names = [place.name for place in children(HENAN)]
    assert names[0] == "郑州市"
    assert names[-2:] == ["驻马店市", "济源市"]


def test_a_municipality_lists_districts_and_counties_directly() -> None:
    names = [place.name for place in children(CHONGQING)]
    assert {"万州区", "城口县"} <= set(names)


def test_a_city_without_counties_is_the_end_of_the_way_down() -> None:
    assert children(DONGGUAN) == children(JIAYUGUAN) == ()


def test_a_short_name_shows_what_tells_the_place_apart() -> None:
    assert short_name(KUNSHAN) == "昆山市（苏州）"
    assert short_name(JIYUAN) == "济源市（河南）"
    assert short_name(CHAOYANG) == "朝阳区（北京）"
    assert short_name("220221") == "永吉县（吉林市）"
    assert short_name("632521") == "共和县（海南州）"
    assert short_name(JIANGSU) == "江苏省"


def test_no_two_places_share_a_short_name() -> None:
    names = [short_name(place.code) for place in everywhere()]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    "piece",
    [
        "昆山",
        "昆山市",
        "苏州昆山",
        "江苏 昆山",
        "江苏省苏州市昆山市",
        "江苏省，昆山",
        " 昆　山 ",
        "昆山市前进东路1号",
        "江苏省苏州市昆山市前进东路1号",
    ],
)
def test_a_county_is_found_however_it_is_typed(piece: str) -> None:
    assert found(piece) == ["昆山市（苏州）"]


def test_a_repeating_name_gives_every_bearer() -> None:
    assert found("鼓楼") == ["鼓楼区（南京）", "鼓楼区（徐州）", "鼓楼区（福州）", "鼓楼区（开封）"]
    assert found("徐州鼓楼") == ["鼓楼区（徐州）"]
    assert found("鼓楼", within=JIANGSU) == ["鼓楼区（南京）", "鼓楼区（徐州）"]


@pytest.mark.parametrize(
    ("piece", "first"),
    [
        ("济源", "济源市（河南）"),
        ("河南省省直辖县级行政区划济源市", "济源市（河南）"),
        ("浦东", "浦东新区（上海）"),
        ("上海市市辖区浦东新区", "浦东新区（上海）"),
        ("苏州", "苏州市（江苏）"),
        ("江苏", "江苏省"),
        ("吉林市", "吉林市（吉林）"),
        ("伊犁", "伊犁哈萨克自治州（新疆）"),
        ("伊犁州", "伊犁哈萨克自治州（新疆）"),
        ("大理", "大理市（大理州）"),
        ("东莞", "东莞市（广东）"),
        ("吴江市", "吴江区（苏州）"),
    ],
)
def test_the_place_meant_comes_first(piece: str, first: str) -> None:
    assert found(piece)[0] == first


def test_whole_names_come_before_names_that_only_contain_the_piece() -> None:
    names = found("城区")
    assert names[:3] == ["城区（阳泉）", "城区（晋城）", "城区（汕尾）"]
    assert names[3] == "东城区（北京）"


def test_the_city_of_a_typed_county_is_not_offered_beside_it() -> None:
    assert found("吉林市") == ["吉林市（吉林）"]


def test_nothing_typed_finds_nothing() -> None:
    assert found("") == found(" 　,") == found("某地") == []


def test_the_list_ends_at_the_limit() -> None:
    assert len(find_regions("县", limit=5)) == 5


def test_every_place_is_found_by_its_full_name() -> None:
    for place in everywhere()[::37]:
        assert find_regions(full_name(place.code))[0] == place


@given(st.text(max_size=200))
def test_any_text_is_searched_without_harm(piece: str) -> None:
    assert len(find_regions(piece)) <= 8


@pytest.mark.parametrize(
    ("area", "code", "inside"),
    [
        ("000000", KUNSHAN, True),
        (JIANGSU, KUNSHAN, True),
        (SUZHOU, KUNSHAN, True),
        (KUNSHAN, KUNSHAN, True),
        (HENAN, JIYUAN, True),
        (BEIJING, CHAOYANG, True),
        (DONGGUAN, DONGGUAN, True),
        (KUNSHAN, SUZHOU, False),
        (KUNSHAN, ZHANGJIAGANG, False),
        (HENAN, KUNSHAN, False),
        ("", KUNSHAN, False),
        ("32", KUNSHAN, False),
    ],
)
def test_an_area_contains_what_lies_below_it(area: str, code: str, *, inside: bool) -> None:
    assert contains(area, code) is inside


def test_every_place_lies_in_all_above_it() -> None:
    assert all(contains(above.code, place.code) for place in everywhere() for above in path(place.code))


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [
        (KUNSHAN, KUNSHAN, Distance.SAME_COUNTY),
        (DONGGUAN, DONGGUAN, Distance.SAME_COUNTY),
        (SUZHOU, SUZHOU, Distance.SAME_CITY),
        (SUZHOU, KUNSHAN, Distance.SAME_CITY),
        (KUNSHAN, ZHANGJIAGANG, Distance.SAME_CITY),
        (CHAOYANG, "110108", Distance.SAME_CITY),
        (CHONGQING, "500229", Distance.SAME_CITY),
        (KUNSHAN, "320102", Distance.SAME_PROVINCE),
        ("429004", "429005", Distance.SAME_PROVINCE),
        (JIANGSU, KUNSHAN, Distance.SAME_PROVINCE),
        (JIYUAN, "410105", Distance.SAME_PROVINCE),
        (KUNSHAN, JIYUAN, Distance.ELSEWHERE),
        ("000000", "000000", Distance.ELSEWHERE),
    ],
)
def test_distance_follows_the_administration(one: str, other: str, far: Distance) -> None:
    assert distance(one, other) is distance(other, one) is far


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("南通如东", "320623"),
        ("苏州市昆山市", KUNSHAN),
        ("南通如东县", "320623"),
        ("苏州如东", ""),
        ("昆山", ""),
        ("江苏昆山", ""),
    ],
)
def test_a_county_is_known_behind_its_own_city_only(words: str, code: str) -> None:
    here = county_after_city(words)
    assert (here.code if here else "") == code
