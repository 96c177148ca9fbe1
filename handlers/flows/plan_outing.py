"""Planning an activity (安排对接活动) out of accepted invitations: who, what kind, when, how long, where."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from typing_extensions import override

from handlers.cards.matters import Matter
from handlers.cards.needs import language
from handlers.context import Context
from handlers.conversation import Conversation, start
from handlers.dialogue.flow import Flow
from handlers.dialogue.messages import Message
from handlers.dialogue.replies import Reply
from handlers.dialogue.state import Given
from handlers.dialogue.step import Answered, Reading, Step, View
from handlers.dialogue.steps.choices import Option, PickMany, PickOne
from handlers.dialogue.steps.days import OnDayStep
from handlers.dialogue.steps.review import ReviewStep
from handlers.dialogue.steps.words import NumberStep, TextStep, typed
from handlers.domain.activities import PAIRED_SUPPORT, SINGLE_VISIT
from handlers.domain.regions import provinces
from handlers.effects import Effects
from handlers.flows.consult import year_before
from handlers.flows.headed import ABOUT, headed
from handlers.flows.need_steps import never
from handlers.matchmaking.outings import CLASH, LENGTH, TEAM, WINDOW, Plan
from handlers.thinking import FreeInvitations, OutingBars, ProgrammeRules
from handlers.usecases.planning_outings import (
    PlanOuting,
    plan_outing,
)
from nlp.reading import read_day

MOST_DAYS = 30
LONG_AGO = timedelta(days=200)


def _free(view: View) -> tuple[Option, ...]:
    found = view.facts.need(FreeInvitations(view.given[BUREAU]))
    return tuple(Option(str(number), label) for number, label in found)


def _kinds(view: View) -> tuple[Option, ...]:
    rules = view.facts.need(ProgrammeRules())
    return tuple(Option(each.code, each.name(language(view.t))) for each in rules.activity_kind)


def _provinces(_: View) -> tuple[Option, ...]:
    return tuple(Option(each.code, each.name) for each in provinces())


def _is_paired(given: Given) -> bool:
    return given.get(KIND) == PAIRED_SUPPORT


def _wants_a_title(given: Given) -> bool:
    return given.get(KIND) != SINGLE_VISIT


def _meets(rule: str, given: Given) -> bool:
    days = given.get(DAYS)
    return days is not None and any(name == rule for name, _ in days.bars)


def _is_outside_the_windows(given: Given) -> bool:
    return _meets(WINDOW, given)


def _is_of_unusual_length(given: Given) -> bool:
    return _meets(LENGTH, given)


def _is_a_small_team(given: Given) -> bool:
    return _meets(TEAM, given)


def _clashes(given: Given) -> bool:
    return _meets(CLASH, given)


@dataclass(frozen=True, slots=True)
class Span:
    """How many days, and which rules the plan does not keep: (rule, what it meets)."""

    days: int
    bars: tuple[tuple[str, str], ...] = ()


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
class SpanStep(Step[Span]):
    """A number of days; with it the plan is whole, so here the rules are looked at."""

    @override
    def question(self, view: View) -> Message:
        return self._number.question(view)

    @override
    def read(self, reply: Reply, view: View) -> Reading[Span]:
        match self._number.read(reply, view):
            case Answered(value=days):
                who = tuple(int(code) for code in view.given[WHO])
                bars = view.facts.need(OutingBars(Plan(who, view.given[KIND], view.given[STARTS], days)))
                return Answered(Span(days, tuple(bars.items())))
            case other:
                return other

    @override
    def show(self, value: Span, view: View) -> str:
        return view.t("outing.days_shown", days=value.days)

    @override
    def encode(self, value: Span) -> Any:
        return {"days": value.days, "bars": [list(bar) for bar in value.bars]}

    @override
    def decode(self, data: Any) -> Span:
        return Span(data["days"], tuple((rule, words) for rule, words in data["bars"]))

    @property
    def _number(self) -> NumberStep:
        return NumberStep(self.name, self.ask, least=1, most=MOST_DAYS, taps=(1, 2, 3))


@dataclass(frozen=True)
class ReasonStep(TextStep):
    """Why a soft rule is set aside; the rule's own words stand above."""

    rule: str = ""

    @override
    def words(self, view: View) -> str:
        met = dict(view.given[DAYS].bars).get(self.rule, "")
        return view.t(f"outing.why_{self.rule}", words=met)


@dataclass(frozen=True)
class Confirm(ReviewStep):
    """The second tap: it names how many and who before anything goes out."""

    @override
    def question(self, view: View) -> Message:
        message = super().question(view)
        names = WHO.show(view.given[WHO], view)
        return message.before(view.t("outing.about_to", count=len(view.given[WHO]), names=names))


BUREAU = Step[int]("bureau", ask="outing.who", when=never)
WHO = headed(PickMany("who", ask="outing.who", options=_free, least=1))
KIND = headed(PickOne("kind", ask="outing.which_kind", options=_kinds))
TITLE = headed(TextStep("title", ask="outing.title", when=_wants_a_title, least=2, most=60))
STARTS = headed(FirstDayStep("starts", ask="outing.first_day"))
DAYS = headed(SpanStep("days", ask="outing.how_long", uses=(WHO, KIND, STARTS)))
WHY_WINDOW = headed(
    ReasonStep("why_window", ask="outing.why", when=_is_outside_the_windows, least=2, most=200, rule=WINDOW)
)
WHY_LENGTH = headed(
    ReasonStep("why_length", ask="outing.why", when=_is_of_unusual_length, least=2, most=200, rule=LENGTH)
)
WHY_TEAM = headed(
    ReasonStep("why_team", ask="outing.why", when=_is_a_small_team, least=2, most=200, rule=TEAM)
)
WHY_CLASH = headed(ReasonStep("why_clash", ask="outing.why", when=_clashes, least=2, most=200, rule=CLASH))
PARTNER = headed(PickOne("partner", ask="outing.partner", when=_is_paired, options=_provinces))
PLACE = headed(TextStep("place", ask="outing.place", optional=True, least=2, most=80))
CONFIRM = Confirm("confirm", ask="outing.confirm", send="outing.send")
PLAN = Flow(
    "plan_outing",
    version=1,
    steps=(
        ABOUT, BUREAU, WHO, KIND, TITLE, STARTS, DAYS, WHY_WINDOW, WHY_LENGTH, WHY_TEAM, WHY_CLASH,
        PARTNER, PLACE, CONFIRM,
    ),
)  # fmt: skip


def begin(context: Context, bureau_id: int, matters: tuple[Matter, ...]) -> Effects:
    """Open the form; with one accepted invitation given, only the day is left to ask."""
    about = [context.t("outing.plan_title")]
    given: dict[Step[Any], Any] = {ABOUT: about, BUREAU: bureau_id}
    suggested: dict[Step[Any], Any] = {}
    if len(matters) == 1:
        one = matters[0].invitation
        given |= {WHO: (str(one.id),), KIND: SINGLE_VISIT}
        about.append(
            context.t("outing.pair", expert=matters[0].person.name, enterprise=matters[0].enterprise)
        )
        if one.visit_day is not None and one.visit_day >= context.uow.today:
            suggested = {STARTS: one.visit_day}
    return start(PLAN_TALK, context, f"bureau:{bureau_id}", given, suggested)


def planned(given: Given, context: Context, subject: str) -> Effects:
    """Plan it. The title of a single visit is that of its need."""
    invitations = tuple(int(code) for code in given[WHO])
    span: Span = given[DAYS]
    reasons = {
        rule: given[step]
        for rule, step in ((WINDOW, WHY_WINDOW), (LENGTH, WHY_LENGTH), (TEAM, WHY_TEAM), (CLASH, WHY_CLASH))
        if given.has(step)
    }
    command = PlanOuting(
        _number(subject),
        Plan(invitations, given[KIND], given[STARTS], span.days),
        given.get(TITLE) or "",
        given.get(PLACE) or "",
        given.get(PARTNER) or "",
        reasons,
    )
    return plan_outing(command, context.uow, context.actor)


def _number(subject: str) -> int:
    return int(subject.partition(":")[2])


PLAN_TALK = Conversation(PLAN, planned, title="outing.plan_title")
