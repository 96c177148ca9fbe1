"""The people of a simulated year: units by their reporting lines, firms, experts; invented from the seed."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain, islice, zip_longest
from typing import Any, Protocol

from bot.simulate.chance import Chance
from bot.storage.work import Work
from handlers.domain.bureaus import Bureau, Member
from handlers.domain.credit_code import with_check_digit
from handlers.domain.enterprises import Contact, Enterprise
from handlers.domain.experts import Expert
from handlers.domain.people import Address, Person
from handlers.domain.programmes import Programme
from handlers.domain.regions import COUNTRY, Region, children, region

CHANNEL = "simulated"
FIRMS_A_COUNTY = 50
TITLES = (("教授", 0.4), ("研究员", 0.2), ("副教授", 0.25), ("高级工程师", 0.1), ("讲师", 0.05))
MONTHS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 12)
LEAST_COUNTIES = 2
UNIT_ENDINGS = {"ministry": "人力资源社会保障部", "province": "人力资源和社会保障厅"}
NEVER_CAME = 0.1
"""Share of the experts who never open the chat: somebody has to phone them."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How many firms and experts there shall be, in which province (GB/T 2260)."""

    province: str
    enterprises: int
    experts: int


class _Kept(Protocol):
    id: int | None


@cache
def words() -> dict[str, Any]:
    """Return the words to invent from."""
    return tomllib.loads(files("bot.simulate").joinpath("words.toml").read_text(encoding="utf-8"))


class Furnisher:
    """Makes the people of one year within one unit of work."""

    def __init__(self, work: Work, chance: Chance, plan: Plan) -> None:
        """Invent from the chance."""
        self._work = work
        self._chance = chance
        self._plan = plan
        self._phones = 0

    def furnish(self) -> None:
        """Make units with their coordinators, then firms with their contacts, then experts."""
        counties = self._units()
        for number in range(self._plan.enterprises):
            self._enterprise(number, counties[number % len(counties)])
        for number in range(self._plan.experts):
            self._expert(number, counties)
        self._work.flush()

    def _units(self) -> list[str]:
        """Return the areas that firms lie in: the counties, and the cities without one."""
        if not self._work.bureaus.at(self._plan.province):
            self._make_units()
        found = self._work.statements.rows(
            "SELECT id, area, level FROM bureau WHERE kind = 'bureau' ORDER BY id"
        )
        for bureau_id, area, _ in found:
            self._staff(bureau_id, area)
        counties = [area for _, area, level in found if level == "county"]
        return counties or [area for _, area, level in found if level == "city"] or [self._plan.province]

    def _make_units(self) -> None:
        """Make the units of the map: the counties that the notice addresses itself file beside the cities."""
        place, rules = self._plan.province, self._work.rules
        above = [rule for rule in rules.filing if rule.to_level == "ministry"]
        ministry = self._unit(COUNTRY, "ministry", None) if above else None
        province = self._unit(place, "province", ministry)
        named = {area for rule in rules.addressed if rule.level == "county" for area in rule.areas}
        cities = {city.code: self._unit(city.code, "city", province) for city in self._cities()}
        for area in sorted(named):
            self._unit(area, "county", province)
        for county in self._counties(tuple(cities), named):
            self._unit(county.code, "county", cities[county.parent or ""])

    def _cities(self) -> list[Region]:
        """Return the cities that the notice addresses: all of them, or those it names."""
        named = {area for rule in self._work.rules.addressed if rule.level == "city" for area in rule.areas}
        cities = [each for each in children(self._plan.province) if each.level == "city"]
        return [city for city in cities if not named or city.code in named]

    def _counties(self, cities: tuple[str, ...], but: set[str]) -> list[Region]:
        """Return as many counties under cities as the firms need, one of each city in turn."""
        wanted = max(LEAST_COUNTIES, -(-self._plan.enterprises // FIRMS_A_COUNTY))
        rows = ([each for each in children(city) if each.code not in but] for city in cities)
        turns = chain.from_iterable(zip_longest(*rows))
        return list(islice((county for county in turns if county is not None), wanted))

    def _unit(self, area: str, level: str, reports_to: int | None) -> int:
        place = region(area)
        ending = UNIT_ENDINGS.get(level, "人力资源和社会保障局")
        name = f"{place.name if place else ''}{ending}"
        return _id(self._work.add(Bureau(name=name, level=level, area=area, reports_to=reports_to)))

    def _staff(self, bureau_id: int, area: str) -> None:
        if self._work.bureaus.members(bureau_id):
            return
        owner = self._person(f"owner:{area}")
        self._work.add(Member(bureau_id=bureau_id, person_id=owner, role="owner"))

    def _enterprise(self, number: int, county: str) -> None:
        chance = self._chance
        trade = chance.one_of(words()["trade"], "trade", number)
        sign = chance.one_of(words()["signs"], "sign", number)
        place = region(county)
        name = f"{place.name if place else ''}{sign}{trade['industry']}{number + 1}厂"
        code = with_check_digit(f"91{county}YL{number:07d}"[:17])
        kept = self._work.add(
            Enterprise(name=name, credit_code=code, county=county, created_at=self._work.now)
        )
        person = self._person(f"firm:{number}")
        self._work.add(Contact(enterprise_id=_id(kept), person_id=person, created_at=self._work.now))

    def _expert(self, number: int, counties: list[str]) -> None:
        chance = self._chance
        trade = chance.one_of(words()["trade"], "field", number)
        opens = chance.share("came", number) >= NEVER_CAME
        self._work.add(
            Expert(
                person_id=self._person(f"expert:{number}", opens=opens),
                unit=chance.one_of(words()["schools"], "school", number),
                unit_type="university",
                title=chance.weighted(TITLES, "title", number),
                degree="博士" if chance.share("degree", number) < 0.7 else "硕士",  # noqa: PLR2004 - a share
                directions=list(trade["directions"]),
                county=chance.one_of(counties, "home", number),
                areas=[self._plan.province],
                months=list(MONTHS),
                yearly_cap=chance.number(2, 6, "cap", number),
                state="confirmed",
                created_at=self._work.now,
            )
        )

    def _person(self, key: str, *, opens: bool = True) -> int:
        """Make a person whose chat is named by what they are: "firm:12"."""
        self._phones += 1
        now = self._work.now
        name = self._chance.one_of(words()["surnames"], "surname", key) + self._chance.one_of(
            words()["given"], "given", key
        )
        person = self._work.add(
            Person(name=name, phone=f"1990{self._phones:07d}", consented_at=now, created_at=now)
        )
        if opens:
            self._work.add(Address(person_id=_id(person), channel=CHANNEL, chat=key, used_at=now))
        return _id(person)


def _id(noun: _Kept) -> int:
    if noun.id is None:
        raise ValueError("a noun has an id once it is kept")
    return noun.id


def furnish_year(work: Work, rules: dict[str, Any], chance: Chance, plan: Plan) -> None:
    """Make the programme and everybody who takes part."""
    work.add(Programme(name=rules["name"], area=rules["province"], rules=rules))
    Furnisher(work, chance, plan).furnish()
