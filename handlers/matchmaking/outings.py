"""What an activity can be made of, and which of the programme's rules a plan does not keep."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.cards.matters import Matter, matter_of
from handlers.dialogue.texts import translator
from handlers.domain.activities import SERVICE_TEAM
from handlers.domain.days import spoken_day
from handlers.domain.invitations import Invitation
from handlers.domain.needs import Need
from handlers.domain.regions import full_name
from handlers.ports.work import UnitOfWork
from handlers.programme.rules import Rules

WINDOW, LENGTH, TEAM, CLASH = "window", "length", "team", "clash"
"""Rules that may be set aside with a reason; a clash of an expert's days is one of them."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the rules look at: accepted invitations, experts by name, the kind, the first day, how many days.

    `hosts` are the enterprises to visit; none named means those of the invitations.
    """

    invitations: tuple[int, ...]
    kind: str
    starts: date
    days: int
    experts: tuple[int, ...] = ()
    hosts: tuple[int, ...] = ()

    @property
    def ends(self) -> date:
        """The last day."""
        return self.starts + timedelta(days=self.days - 1)


def free_invitations(uow: UnitOfWork, bureau_id: int) -> Sequence[Matter]:
    """Return the accepted invitations of a bureau and those below, or to needs there, in no activity yet."""
    lines = uow.bureaus.lines()
    under = lines.under(bureau_id)
    found = []
    for each in uow.activities.unplanned():
        need = uow.get(Need, each.need_id)
        if each.bureau_id in under or (need is not None and lines.holder(need.county) in under):
            found.append(matter_of(uow, each))
    return found


def set_aside(uow: UnitOfWork, plan: Plan) -> Mapping[str, str]:
    """Return which rules the plan does not keep, each with what it meets: a soft one wants a reason."""
    experts = experts_of(uow, plan)
    usual = length_words(uow.rules) if is_unusual(uow.rules, plan.days) else ""
    small = is_small(uow.rules, plan.kind, len(experts))
    found = {
        WINDOW: "" if in_window(uow.rules, plan.starts, plan.ends) else windows_line(uow.rules),
        LENGTH: usual,
        TEAM: team_words(uow.rules, len(experts)) if small else "",
        CLASH: clash_words(uow, experts, plan.starts, plan.ends),
    }
    return {rule: words for rule, words in found.items() if words}


def experts_of(uow: UnitOfWork, plan: Plan) -> list[int]:
    """Return the experts of a plan, each once."""
    found = (uow.get(Invitation, number) for number in plan.invitations)
    return list(dict.fromkeys([*(each.expert_id for each in found if each is not None), *plan.experts]))


def in_window(rules: Rules, first: date, last: date) -> bool:
    """Say whether first and last day lie within the programme's activity windows; without windows all do."""
    months = window_months(rules)
    return not months or {first.month, last.month} <= months


def window_months(rules: Rules) -> set[int]:
    """Return the months in which experts go out."""
    return {month for rule in rules.window for month in range(rule.first_month, rule.last_month + 1)}


def windows_line(rules: Rules) -> str:
    """Return the windows as months: 5-8月、10-12月."""
    t = translator("zh")
    spans = (t("outing.months", first=rule.first_month, last=rule.last_month) for rule in rules.window)
    return t("outing.between").join(spans)


def is_unusual(rules: Rules, days: int) -> bool:
    """Say whether a number of days lies outside the usual length."""
    return not (rules.visit.least_days or 0) <= days <= (rules.visit.most_days or days)


def length_words(rules: Rules) -> str:
    """Return the usual length in the notice's words: 通常为2至3天."""
    least, most = rules.visit.least_days or 1, rules.visit.most_days
    key = "outing.usual" if most else "outing.usual_least"
    return translator("zh")(key, words=rules.visit.words, least=least, most=most or "")


def is_small(rules: Rules, kind: str, count: int) -> bool:
    """Say whether a service team has fewer experts than the least."""
    return kind == SERVICE_TEAM and count < (rules.team.least or 0)


def team_words(rules: Rules, count: int) -> str:
    """Return the least a service team has and how many go: 11/15人（原则上）."""
    return translator("zh")(
        "outing.count_of", words=rules.team.words, least=rules.team.least or 0, count=count
    )


def clash_words(uow: UnitOfWork, experts: Sequence[int], first: date, last: date, but: int = 0) -> str:
    """Return which experts go elsewhere on these days, in whatever area: who, to what, where, when."""
    t = translator("zh")
    found = []
    for expert_id in experts:
        for other in uow.activities.busy(expert_id, first, last):
            if other.id != but:
                name = next(iter(uow.experts.names([expert_id]).values()), "—")
                day, place = spoken_day(other.starts, uow.today), full_name(other.area)
                found.append(t("outing.clash_line", name=name, number=other.number, place=place, day=day))
    return t("outing.between").join(found)
