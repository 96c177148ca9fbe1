"""Provinces, cities and counties of China by their GB/T 2260 codes (行政区划), with search and distance."""

import csv
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

Level = Literal["province", "city", "county"]

COUNTRY = "000000"
LONGEST_PIECE = 64


@dataclass(frozen=True, slots=True)
class Region:
    """One place; a county governed by its province itself (济源市) has the province as its parent."""

    code: str
    name: str
    level: Level
    parent: str | None


class Distance(IntEnum):
    """How far two places are apart for an administration; a smaller number is nearer."""

    SAME_COUNTY = 0
    SAME_CITY = 1
    SAME_PROVINCE = 2
    ELSEWHERE = 3


def region(code: str) -> Region | None:
    """Look a place up by its six digits; None when the code is unknown."""
    return _atlas().get(code)


def provinces() -> tuple[Region, ...]:
    """List the provinces in the order of their codes."""
    return _branches().get(None, ())


def children(code: str) -> tuple[Region, ...]:
    """List what stands directly below; empty for a county and for a city without counties (东莞市)."""
    return _branches().get(code, ())


def path(code: str) -> tuple[Region, ...]:
    """Give the places from the province down to this one; empty when the code is unknown."""
    here = region(code)
    if here is None:
        return ()
    return (*path(here.parent), here) if here.parent else (here,)


def full_name(code: str) -> str:
    """Write a place with all above it, 江苏省苏州市昆山市; an unknown code stays as it is."""
    return "".join(place.name for place in path(code)) or code


def short_name(code: str) -> str:
    """Write a place so that no other reads alike, 鼓楼区（徐州）; an unknown code stays as it is."""
    here = region(code)
    if here is None:
        return code
    above = region(here.parent) if here.parent else None
    return f"{here.name}（{_label(above)}）" if above else here.name


def find_regions(piece: str, within: str | None = None, limit: int = 8) -> tuple[Region, ...]:
    """Find places by a piece of a name, alone or after what stands above it (苏州昆山); best match first."""
    found = (hit for hit in _hits(_plain(piece)) if within is None or contains(within, hit.region.code))
    hits = sorted(found, key=lambda hit: (hit.tier, _RANK[hit.region.level], hit.region.code))
    best = [hit.region for hit in hits if hit.tier < _GUESS or hit.region.level == hits[0].region.level]
    return tuple(best[:limit])


def county_after_city(words: str) -> Region | None:
    """Return the county that is named right behind its city (南通如东, 苏州市昆山市), or None."""
    return _counties_after_cities().get(words)


def contains(area: str, code: str) -> bool:
    """Say whether a place is the area or lies in it; by code alone, so codes of former days count too."""
    return len(area) == len(code) == len(COUNTRY) and code.startswith(shared_digits(area))


def common_area(codes: Sequence[str]) -> str:
    """Return the smallest area that holds all these places: one of them, a city, a province, the country."""
    first = codes[0]
    around = (first, f"{first[:4]}00", f"{first[:2]}0000")
    return next((area for area in around if all(contains(area, code) for code in codes)), COUNTRY)


@lru_cache(maxsize=10_000)
def shared_digits(area: str) -> str:
    """Return the digits with which all codes of an area begin: 3210 for 321000; the longer, the smaller."""
    return re.sub(r"(00)+$", "", area)


@lru_cache(maxsize=10_000)
def distance(one: str, other: str) -> Distance:
    """Measure two places; districts of a municipality (北京市) count as the same city."""
    if one == other and region(one) and not children(one):
        return Distance.SAME_COUNTY
    if (city := _city(one)) and city == _city(other):
        return Distance.SAME_CITY
    if one[:2] == other[:2] != COUNTRY[:2]:
        return Distance.SAME_PROVINCE
    return Distance.ELSEWHERE


# ------------------------------------------------------------------------------------------------- the data

_MUNICIPALITIES = frozenset({"11", "12", "31", "50"})
_DIRECT = frozenset({"00", "90"})  # third and fourth digit: no city, or counties governed by the province
_RANK: dict[Level, int] = {"county": 0, "city": 1, "province": 2}


@cache
def _atlas() -> dict[str, Region]:
    table = Path(__file__).with_name("data") / "regions.csv"
    with table.open(encoding="utf-8", newline="") as rows:
        names = {code: name for code, name in csv.reader(rows) if code.isdecimal()}
    return {code: Region(code, name, _level(code), _parent(code, names)) for code, name in names.items()}


def _level(code: str) -> Level:
    if code.endswith("0000"):
        return "province"
    return "city" if code.endswith("00") else "county"


def _parent(code: str, names: dict[str, str]) -> str | None:
    city, province = code[:4] + "00", code[:2] + "0000"
    if city in names and city != code:
        return city
    return None if province == code else province


@cache
def _branches() -> dict[str | None, tuple[Region, ...]]:
    found: dict[str | None, list[Region]] = {}
    for each in _atlas().values():
        found.setdefault(each.parent, []).append(each)
    return {parent: tuple(below) for parent, below in found.items()}


def _city(code: str) -> str | None:
    if code[:2] in _MUNICIPALITIES:
        return code[:2]
    return None if code[2:4] in _DIRECT else code[:4]


# ------------------------------------------------------------------------------------------------ the search

_EXACT, _PREFIX, _INFIX, _GUESS, _NONE = range(5)
_Above = tuple[tuple[str, ...], ...]  # the names of the province, then of the city

_PEOPLES = (
    "各族|保安族|布依族|布朗族|朝鲜族|傣族|达斡尔族|东乡族|侗族|独龙族|鄂伦春|鄂温克族|仡佬族|哈尼族|哈萨克族?|"
    "回族|景颇族|柯尔克孜|拉祜族|黎族|傈僳族|满族|毛南族|蒙古族?|苗族|仫佬族|纳西族|怒族|普米族|羌族|撒拉族|畲族|"
    "水族|塔吉克|土家族|土族|佤族|维吾尔|锡伯|瑶族|彝族|裕固族|藏族|壮族|白族"
)
_STEM = re.compile(rf"(.{{2,}}?)(?:(?:{_PEOPLES})*自治[区州县旗]|[新林特地]区|[省市区县盟旗])")
_PLACEHOLDER = re.compile(r"自治区直辖县级行政区划|省直辖县级行政区划|市辖区")
_BETWEEN = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class _Entry:
    region: Region
    names: tuple[str, ...]
    above: _Above


@cache
def _index() -> tuple[_Entry, ...]:
    names = {each.code: _names(each) for each in _atlas().values()}
    return tuple(
        _Entry(each, names[each.code], tuple(names[above.code] for above in path(each.code)[:-1]))
        for each in _atlas().values()
    )


@cache
def _counties_after_cities() -> dict[str, Region]:
    below = ((entry, region(entry.region.parent or "")) for entry in _index())
    return {
        f"{city}{county}": entry.region
        for entry, above in below
        if above is not None and above.level == "city" and entry.region.level == "county"
        for city in _names(above)
        for county in entry.names
    }


def _names(place: Region) -> tuple[str, ...]:
    stem = _stem(place.name)
    return tuple(dict.fromkeys((place.name, _spoken(place.name, stem), stem)))


def _stem(name: str) -> str:
    found = _STEM.fullmatch(name)
    return found[1] if found else name


def _spoken(name: str, stem: str) -> str:
    return stem + "州" if name.endswith("自治州") else stem


def _label(place: Region) -> str:
    spoken = _spoken(place.name, _stem(place.name))
    province = any(spoken == _stem(each.name) for each in provinces())
    return place.name if place.level == "city" and province else spoken  # 吉林市 beside 吉林省


def _plain(piece: str) -> str:
    packed = _BETWEEN.sub("", unicodedata.normalize("NFKC", piece)[: LONGEST_PIECE * 2])
    return (_PLACEHOLDER.sub("", packed) or packed)[:LONGEST_PIECE]


@dataclass(frozen=True, slots=True)
class _Hit:
    tier: int
    region: Region


def _hits(wanted: str) -> Iterator[_Hit]:
    # Thousands of counties share a few hundred parents.
    rests = cache(lambda above: tuple((rest, _stem(rest)) for rest in _rests(wanted, above)))
    for entry in _index() if wanted else ():
        tier = min(_closeness(rest, stem, entry) for rest, stem in rests(entry.above))
        if tier <= _GUESS:
            yield _Hit(tier, entry.region)


def _rests(wanted: str, above: _Above) -> Iterator[str]:
    yield wanted
    rest = wanted
    for names in above:
        cut = next((len(name) for name in names if rest.startswith(name)), 0)
        if cut and len(rest) - cut > 1:  # one letter left is the 市 of the place above, not a name
            rest = rest[cut:]
            yield rest


def _closeness(rest: str, stem: str, entry: _Entry) -> int:
    if rest in entry.names:
        return _EXACT
    if rest in entry.region.name:
        return _PREFIX if entry.region.name.startswith(rest) else _INFIX
    # Only when nothing fits better: a whole address (昆山市前进路), or a former name (吴江市, now 吴江区).
    return _GUESS if rest.startswith(entry.region.name) or stem in entry.names else _NONE
