"""The questions about an activity (对接活动) that planning and changing share."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from typing_extensions import override

from handlers.cards.needs import language
from handlers.dialogue.replies import Reply, Said
from handlers.dialogue.state import Given
from handlers.dialogue.step import Answered, Reading, Refused, Step, View
from handlers.dialogue.steps.choices import Option, PickMany, PickOne, chosen, fixed
from handlers.dialogue.steps.days import OnDayStep
from handlers.dialogue.steps.words import NumberStep, TextStep, typed
from handlers.domain.activities import BASE_ACTIVITY, PAIRED_SUPPORT, SERVICE_TEAM, SINGLE_VISIT
from handlers.domain.regions import provinces
from handlers.flows.consult import year_before
from handlers.flows.headed import headed
from handlers.flows.need_steps import never, searched_domains
from handlers.matchmaking.outings import length_words, window_months, windows_line
from handlers.programme.rules import Rules
from handlers.thinking import (
    ExpertNames,
    ExpertsNamed,
    FirmNames,
    FirmsNamed,
    FreeInvitation,
    FreeInvitations,
    ProgrammeRules,
)
from nlp.domains import domain_name
from nlp.reading import read_day

MOST_DAYS, OFFERED = 30, 12
LONG_AGO = timedelta(days=200)
BY_NAME = "e"
"""Before the id of an expert who goes by name; a bare number is an accepted invitation."""
PAYERS, LEVELS = ("host", "enterprise", "agreed"), ("county", "city", "province")


def bounds_of(rules: Rules) -> dict[str, Any]:
    """Return what a form has to know of the rules to ask for reasons: it goes along with it."""
    return {
        "months": sorted(window_months(rules)),
        "windows": windows_line(rules),
        "days": [rules.visit.least_days or 1, rules.visit.most_days or MOST_DAYS],
        "length": length_words(rules),
        "team": rules.team.least or 0,
        "words": rules.team.words,
    }


def invited(codes: tuple[str, ...]) -> tuple[int, ...]:
    """Return the invitations among what was ticked."""
    return tuple(int(code) for code in codes if not code.startswith(BY_NAME))


def named(codes: tuple[str, ...]) -> tuple[int, ...]:
    """Return the experts by name among what was ticked."""
    return tuple(int(code.removeprefix(BY_NAME)) for code in codes if code.startswith(BY_NAME))


def free_ones(view: View) -> tuple[FreeInvitation, ...]:
    """Return the accepted invitations that the form offers."""
    found: tuple[FreeInvitation, ...] = view.facts.need(FreeInvitations(view.given[BUREAU]))
    return found


def is_outside_the_windows(given: Given) -> bool:
    """Say whether the days lie outside the months in which experts go out."""
    if not given.has(STARTS) or not given.has(DAYS):
        return False
    months, ends = given[BOUNDS]["months"], given[STARTS].toordinal() + given[DAYS] - 1
    last = given[STARTS].fromordinal(ends)
    return bool(months) and not {given[STARTS].month, last.month} <= set(months)


def is_of_unusual_length(given: Given) -> bool:
    """Say whether the number of days is not the usual one."""
    least, most = given[BOUNDS]["days"]
    return given.has(DAYS) and not least <= given[DAYS] <= most


def is_a_small_team(given: Given) -> bool:
    """Say whether a service team has fewer experts than it should."""
    team = given.get(KIND) == SERVICE_TEAM and given.has(WHO)
    return team and len(given[WHO]) < given[BOUNDS]["team"]


def _is_paired(given: Given) -> bool:
    return given.get(KIND) == PAIRED_SUPPORT


def _has_a_base(given: Given) -> bool:
    return given.get(KIND) == BASE_ACTIVITY and given.has(BASES) and bool(given[BASES])


def _wants_a_title(given: Given) -> bool:
    return given.get(KIND) != SINGLE_VISIT


def _of_the_need(view: View) -> tuple[str, ...]:
    """Return the invitations of the need from which the form was opened."""
    need = view.given[NEED] if view.given.has(NEED) else None
    return tuple(str(each.id) for each in free_ones(view) if each.need_id == need)


def _offered(view: View) -> tuple[Option, ...]:
    """Offer the invitations of the need and the newest of the others; the rest is found by name."""
    own = set(_of_the_need(view))
    in_order = sorted(free_ones(view), key=lambda each: (str(each.id) not in own, -each.id))
    return tuple(Option(str(each.id), each.label) for each in in_order[:OFFERED])


def _experts(words: str, view: View) -> tuple[Option, ...]:
    words = words.strip()
    if not words:
        return ()
    free = [Option(str(each.id), each.label) for each in free_ones(view) if words in each.label]
    found = view.facts.need(ExpertsNamed(words))
    return (*free, *(Option(f"{BY_NAME}{number}", label) for number, label in found))


def _firms(words: str, view: View) -> tuple[Option, ...]:
    if not words.strip():
        return ()
    return tuple(Option(str(number), name) for number, name in view.facts.need(FirmsNamed(words)))


def _own_firms(view: View) -> tuple[str, ...]:
    chosen_ones = invited(view.given.get(WHO) or ())
    firms = (str(each.enterprise_id) for each in free_ones(view) if each.id in chosen_ones)
    return tuple(dict.fromkeys(firms))


def _firm_options(view: View) -> tuple[Option, ...]:
    codes = _own_firms(view)
    names = view.facts.need(FirmNames(tuple(int(code) for code in codes))) if codes else {}
    return tuple(Option(code, names.get(int(code), code)) for code in codes)


def _kinds(view: View) -> tuple[Option, ...]:
    rules = view.facts.need(ProgrammeRules())
    return tuple(Option(each.code, each.name(language(view.t))) for each in rules.activity_kind)


def _provinces(_: View) -> tuple[Option, ...]:
    return tuple(Option(each.code, each.name) for each in provinces())


def _bases(view: View) -> tuple[Option, ...]:
    return tuple(Option(code, name) for code, name in view.given[BASES])


def _leaders(view: View) -> tuple[Option, ...]:
    codes = view.given.get(WHO) or ()
    return tuple(Option(code, WHO.show((code,), view)) for code in codes)


def _industries(view: View) -> tuple[Option, ...]:
    chosen_ones = invited(view.given.get(WHO) or ())
    codes = (code for each in free_ones(view) if each.id in chosen_ones for code in each.domains)
    return tuple(Option(code, domain_name(code)) for code in dict.fromkeys(codes))


@dataclass(frozen=True)
class WhoStep(PickMany):
    """Accepted invitations to tick, and experts to find by a piece of the name."""

    @override
    def _named(self, codes: tuple[str, ...], view: View) -> tuple[Option, ...]:
        offered = {str(each.id): Option(str(each.id), each.label) for each in free_ones(view)}
        numbers = named(codes)
        names = view.facts.need(ExpertNames(numbers)) if numbers else {}
        for number in numbers:
            offered[f"{BY_NAME}{number}"] = Option(f"{BY_NAME}{number}", names.get(number, "—"))
        gone = view.t("invite.no_longer")
        return tuple(offered.get(code, Option(code, gone)) for code in codes)


@dataclass(frozen=True)
class HostsStep(PickMany):
    """The enterprises of the invitations, ticked, and others to find by a piece of the name."""

    @override
    def _named(self, codes: tuple[str, ...], view: View) -> tuple[Option, ...]:
        names = view.facts.need(FirmNames(tuple(int(code) for code in codes))) if codes else {}
        return tuple(Option(code, names.get(int(code), "—")) for code in codes)


@dataclass(frozen=True)
class FirstDayStep(OnDayStep):
    """The first day of an activity; one that took place already may be entered afterwards (补记)."""

    @override
    def read(self, reply: Reply, view: View) -> Reading[date]:
        today, words = view.facts.today, typed(reply) or ""
        day = read_day(words, today)
        if day is not None and str(day.year) not in words and (near := year_before(day)) > today - LONG_AGO:
            day = near if today - near < day - today else day  # 5月7日 said on 11 May is behind us
        if day is None or day >= today or day < today - LONG_AGO:
            return super().read(reply, view)
        return Answered(day, view.t("outing.afterwards", day=self.show(day, view)))


@dataclass(frozen=True)
class IndustryStep(PickOne):
    """A domain of the needs, tapped, or any other one by a word of its name."""

    @override
    def read(self, reply: Reply, view: View) -> Reading[str]:
        if option := chosen(reply, self.options(view)):
            return Answered(option.code)
        found = searched_domains(reply.text, view) if isinstance(reply, Said) else ()
        if not found:
            raise Refused("outing.industry_wanted")
        return Answered(found[0].code, view.t("dialogue.understood", value=found[0].label))

    @override
    def show(self, value: str, view: View) -> str:
        return domain_name(value)


@dataclass(frozen=True)
class WhyStep(TextStep):
    """Why a soft rule is set aside; the rule's own words stand in the question."""

    @override
    def words(self, view: View) -> str:
        known = view.given[BOUNDS]
        count = len(view.given[WHO]) if view.given.has(WHO) else 0
        return view.t(
            f"outing.{self.name}",
            windows=known["windows"],
            length=known["length"],
            least=known["team"],
            words=known["words"],
            count=count,
        )


BUREAU = Step[int]("bureau", ask="outing.who", when=never)
BOUNDS = Step[dict[str, Any]]("bounds", ask="outing.who", when=never)
BASES = Step[list[list[str]]]("bases", ask="outing.which_base", when=never)
NEED = Step[int]("need", ask="outing.who", when=never)
WHO = headed(WhoStep("who", ask="outing.who", options=_offered, preset=_of_the_need, find=_experts, least=1))
KIND = headed(PickOne("kind", ask="outing.which_kind", uses=(WHO,), options=_kinds))
HOSTS = headed(
    HostsStep(
        "hosts",
        ask="outing.hosts",
        uses=(WHO,),
        options=_firm_options,
        preset=_own_firms,
        find=_firms,
        least=1,
    )
)
TITLE = headed(TextStep("title", ask="outing.title", when=_wants_a_title, least=2, most=60))
STARTS = headed(FirstDayStep("starts", ask="outing.first_day"))
MOVED_TO = headed(OnDayStep("starts", ask="outing.first_day"))
DAYS = headed(NumberStep("days", ask="outing.how_long", least=1, most=MOST_DAYS, taps=(1, 2, 3)))
WHY_WINDOW = headed(
    WhyStep("why_window", ask="outing.why_window", when=is_outside_the_windows, least=2, most=200)
)
WHY_LENGTH = headed(
    WhyStep("why_length", ask="outing.why_length", when=is_of_unusual_length, least=2, most=200)
)
WHY_TEAM = headed(WhyStep("why_team", ask="outing.why_team", when=is_a_small_team, least=2, most=200))
WHY_CLASH = headed(TextStep("why_clash", ask="outing.why_clash", least=2, most=200))
PARTNER = headed(PickOne("partner", ask="outing.partner", when=_is_paired, options=_provinces))
BASE = headed(PickOne("base", ask="outing.which_base", when=_has_a_base, options=_bases))
PLACE = headed(TextStep("place", ask="outing.place", optional=True, least=2, most=80))
ORGANISER = headed(
    PickOne("organiser", ask="outing.organiser", options=fixed(*((e, f"outing.level_{e}") for e in LEVELS)))
)
INDUSTRY = headed(IndustryStep("industry", ask="outing.industry", optional=True, options=_industries))
BATCH = headed(NumberStep("batch", ask="outing.batch", least=1, most=99))
LEADER = headed(PickOne("leader", ask="outing.leader", optional=True, options=_leaders))
PAYS = headed(PickOne("pays", ask="invite.pays", options=fixed(*((e, f"invite.pay.{e}") for e in PAYERS))))
