"""The questions about an expert's profile; joining and later corrections share them."""

import re
from dataclasses import dataclass

from typing_extensions import override

from handlers.dialogue.messages import Message
from handlers.dialogue.replies import Reply, Said, Tapped
from handlers.dialogue.state import Given
from handlers.dialogue.step import Answered, Reading, Refused, Unfinished, View
from handlers.dialogue.steps.choices import Option, PickMany, PickOne, rows_of, says_done
from handlers.dialogue.steps.words import NumberStep, TextStep
from handlers.domain.months import MONTHS, read_months
from handlers.domain.regions import COUNTRY, find_regions, path, region, short_name
from handlers.domain.titles import LEVELS, eligible, read_degree, title_level
from handlers.flows.need_steps import searched_domains
from handlers.flows.personal_steps import HomeStep, UnitStep, agreed
from handlers.programme.parts import Named
from handlers.programme.rules import Rules
from handlers.thinking import LikelyDomains, ProgrammeRules
from nlp.domains import Tagged, clear_codes

ONLINE = "online"
COMMON_TITLES = 8
SHORTEST_PLACE = 2


@dataclass(frozen=True)
class TitleStep(TextStep):
    """The professional title (职称), typed or tapped; one outside the list is left to the bureau."""

    @override
    def question(self, view: View) -> Message:
        titles = [rule.name for rule in rules(view).title]
        common = titles[:COMMON_TITLES]
        common += [name for name in titles[COMMON_TITLES:] if title_level(name) == LEVELS[-1]][:1]
        buttons = [self.button(view, name, name) for name in common]
        return super().question(view).with_rows(*rows_of(buttons))

    @override
    def read(self, reply: Reply, view: View) -> Reading[str]:
        reading = super().read(Said(reply.action) if isinstance(reply, Tapped) else reply, view)
        if not isinstance(reading, Answered) or isinstance(reply, Tapped):
            return reading
        level = title_level(reading.value)
        if level is None:
            return Answered(reading.value, view.t("join.title_unknown"))
        return Answered(reading.value, view.t("join.title_level", level=level))


@dataclass(frozen=True)
class DegreeStep(PickOne):
    """The degree (学位): tapped, or typed as people write it (博士研究生, PhD)."""

    @override
    def read(self, reply: Reply, view: View) -> Reading[str]:
        degree = read_degree(reply.text) if isinstance(reply, Said) else None
        found = [o.code for o in self.options(view) if degree and read_degree(o.label) == degree]
        return Answered(found[0]) if found else super().read(reply, view)


@dataclass(frozen=True)
class AreasStep(PickMany):
    """Places somebody is willing to go to; several typed at once (苏州、无锡, 全省) are ticked at once."""

    @override
    def read(self, reply: Reply, view: View) -> Reading[tuple[str, ...]]:
        if not isinstance(reply, Said) or says_done(reply):
            return super().read(reply, view)
        named = _areas_named(reply.text, view)
        if not named:
            return super().read(reply, view)
        ticked = tuple(dict.fromkeys((*self._ticked(view), *named)))
        return Unfinished({**view.partial, "ticked": list(ticked)})


@dataclass(frozen=True)
class MonthsStep(PickMany):
    """Months in which somebody is willing to travel; one tap for the year or a window of the programme."""

    @override
    def question(self, view: View) -> Message:
        ticked = self._ticked(view)
        boxes = [self._box(view, option, ticked=option.code in ticked) for option in self.options(view)]
        quarters = tuple(tuple(boxes[start : start + 4]) for start in range(0, len(boxes), 4))
        done = self.button(view, view.t("dialogue.done_ticking", count=len(ticked)), "ok", "primary")
        quick = [self.button(view, label, code) for code, label, _ in _quick_months(view)]
        message = TextStep.question(TextStep(self.name, self.ask), view)
        return message.with_rows(*rows_of(quick), *quarters, (done,))

    @override
    def read(self, reply: Reply, view: View) -> Reading[tuple[str, ...]]:
        if isinstance(reply, Tapped):
            quick = next((months for code, _, months in _quick_months(view) if code == reply.action), ())
            return Answered(quick) if quick else super().read(reply, view)
        months = read_months(reply.text) if isinstance(reply, Said) else ()
        if not months:
            raise Refused("join.months_wanted")
        return Answered(months, view.t("dialogue.understood", value=self.show(months, view)))

    @override
    def show(self, value: tuple[str, ...], view: View) -> str:
        return view.t("join.any_month") if len(value) == len(MONTHS) else super().show(value, view)


def needs_exception(given: Given) -> bool:
    """Say whether neither senior title nor doctorate stands there, so that 独到造诣 has to be told."""
    known = agreed(given) and given.has(TITLE) and given.has(DEGREE)
    return known and not eligible(given[TITLE], given[DEGREE])


def rules(view: View) -> Rules:
    """Return the programme's rules."""
    found: Rules = view.facts.need(ProgrammeRules())
    return found


def listed(entries: tuple[Named, ...], view: View) -> tuple[Option, ...]:
    """Return the options of one of the programme's open lists."""
    return tuple(Option(entry.code, entry.name(view.facts.language)) for entry in entries)


def areas_around(view: View) -> tuple[Option, ...]:
    """Return the expert's county, city and province, the whole country, and 只线上."""
    near = tuple(Option(place.code, place.name) for place in reversed(path(view.given[COUNTY])))
    everywhere = Option(COUNTRY, view.t("join.anywhere"))
    return (*near, everywhere, Option(ONLINE, view.t("join.online_only")))


def own_city(view: View) -> tuple[str, ...]:
    """Tick the expert's own city at first: the smallest area above the county."""
    above = path(view.given[COUNTY])[:-1] or path(view.given[COUNTY])
    return (above[-1].code,) if above else ()


def find_areas(words: str, view: View) -> tuple[Option, ...]:
    """Return the places of a code or of typed words."""
    if words in {COUNTRY, ONLINE}:
        return tuple(option for option in areas_around(view) if option.code == words)
    if known := region(words):
        return (Option(known.code, known.name),)
    return tuple(Option(place.code, short_name(place.code)) for place in find_regions(words))


def likely_fields(view: View) -> tuple[Option, ...]:
    """Return the domains that the research directions speak of."""
    return tuple(Option(guess.code, guess.name) for guess in _tagged(view).domains)


def clear_fields(view: View) -> tuple[str, ...]:
    """Tick the domains that come close to the best one."""
    tagged = _tagged(view)
    return clear_codes(tagged) if tagged.domains else ()


@dataclass(frozen=True)
class FieldsStep(PickMany):
    """The technical domains of an expert; where the directions name none, some words are asked for."""

    @override
    def words(self, view: View) -> str:
        return super().words(view) if self._offered(view) else view.t("join.domains_none")


def split_lines(words: str) -> tuple[str, ...]:
    """Return what was listed line by line or between semicolons."""
    return tuple(part for piece in re.split(r"[\n；;]+", words) if (part := piece.strip(" 。.、-·\t")))


def _tagged(view: View) -> Tagged:
    tagged: Tagged = view.facts.need(LikelyDomains("", view.given[DIRECTIONS]))
    return tagged


def _areas_named(words: str, view: View) -> tuple[str, ...]:
    """Return the codes that the pieces name without doubt; nothing when one leaves a choice."""
    codes = [_area_named(part, view) for part in re.split(r"[、，,;；和\s]+", words.strip()) if part]
    return tuple(code for code in codes if code) if codes and all(codes) else ()


def _area_named(part: str, view: View) -> str:
    near: dict[str, str] = {place.level: place.code for place in path(view.given[COUNTY])}
    near |= {"country": COUNTRY, "online": ONLINE}
    if len(part) < SHORTEST_PLACE:
        return ""
    for level, meaning in _NEAR:
        if meaning.fullmatch(part):
            return near.get(level, "")
    found = find_regions(part)
    exact = [place.code for place in found if part in {place.name, place.name[:-1]}]
    return found[0].code if len(found) == 1 else exact[0] if len(exact) == 1 else ""


def _quick_months(view: View) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    windows = tuple((w.first_month, w.last_month) for w in rules(view).window)
    spans = tuple(
        (
            f"w{first}",
            view.t("join.month_span", first=first, last=last),
            tuple(str(month) for month in range(first, last + 1)),
        )
        for first, last in windows
    )
    return (("all", view.t("join.any_month"), MONTHS), *spans)


_NEAR = (
    ("county", re.compile(r"(?:本|全)[县区]|县内|区内|本地")),
    ("city", re.compile(r"[本全]市|市内")),
    ("province", re.compile(r"[本全]省|省内")),
    ("country", re.compile(r"全国|哪里都(?:行|可以|去)|都(?:行|可以)|不限|anywhere", re.IGNORECASE)),
    ("online", re.compile(r"只?(?:能|想)?线上|online", re.IGNORECASE)),
)
UNIT = UnitStep("unit", ask="join.unit", when=agreed, least=4, most=60)
UNIT_TYPE = PickOne(
    "unit_type", ask="join.unit_type", when=agreed, options=lambda view: listed(rules(view).unit_type, view)
)
TITLE = TitleStep("title", ask="join.title", when=agreed, least=1, most=40)
DEGREE = DegreeStep(
    "degree", ask="join.degree", when=agreed, options=lambda view: listed(rules(view).degree, view)
)
EXCEPTION = TextStep("exception", ask="join.exception", when=needs_exception, least=10, most=600)
CATEGORIES = PickMany(
    "categories",
    ask="join.categories",
    when=agreed,
    optional=True,
    options=lambda view: listed(rules(view).preferred_category, view),
)
DIRECTIONS = TextStep("directions", ask="join.directions", when=agreed, least=2, most=1500)
DOMAINS = FieldsStep(
    "domains",
    ask="join.domains",
    when=agreed,
    uses=(DIRECTIONS,),
    options=likely_fields,
    preset=clear_fields,
    find=searched_domains,
    least=1,
)
WORKS = TextStep("works", ask="join.works", when=agreed, optional=True, least=2, most=1500)
COUNTY = HomeStep("county", ask="join.expert_county", when=agreed)
AREAS = AreasStep(
    "areas",
    ask="join.areas",
    when=agreed,
    uses=(COUNTY,),
    options=areas_around,
    preset=own_city,
    find=find_areas,
    least=1,
)
MONTHS_WILLING = MonthsStep(
    "months",
    ask="join.months",
    when=agreed,
    least=1,
    options=lambda view: tuple(Option(code, view.t("join.month", month=code)) for code in MONTHS),
)
LOAD = NumberStep("load", ask="join.load", when=agreed, least=1, most=6, taps=(1, 2, 3, 4, 5, 6))
DECLARED = TextStep("declared", ask="join.declared", when=agreed, optional=True, least=2, most=600)
