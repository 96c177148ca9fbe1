"""What an activity can be made of, and which of the programme's rules a plan does not keep."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.cards.matters import Matter, matter_of
from handlers.dialogue.texts import translator
from handlers.domain.activities import SERVICE_TEAM
from handlers.domain.days import spoken_day
from handlers.domain.invitations import ACCEPTED, Invitation
from handlers.ports.work import UnitOfWork
from handlers.programme.rules import Rules

WINDOW, LENGTH, TEAM, CLASH = "window", "length", "team", "clash"
"""Rules that may be set aside with a reason; a clash of an expert's days is one of them."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the rules look at: the accepted invitations, the kind, the first day and how many days."""

    invitations: tuple[int, ...]
    kind: str
    starts: date
    days: int

    @property
    def ends(self) -> date:
        """The last day."""
        return self.starts + timedelta(days=self.days - 1)


def free_invitations(uow: UnitOfWork, bureau_id: int) -> Sequence[Matter]:
    """Return the accepted invitations of a bureau and those below it that are in no activity yet."""
    under = sorted(uow.bureaus.lines().under(bureau_id))
    found = (each for bureau in under for each in uow.invitations.sent_by(bureau, (ACCEPTED,)))
    return [matter_of(uow, each) for each in found if uow.activities.of_invitation(each.id or 0) is None]


def set_aside(uow: UnitOfWork, plan: Plan) -> Mapping[str, str]:
    """Return which rules the plan does not keep, each with what it meets: a soft one wants a reason."""
    found = {
        WINDOW: "" if in_window(uow.rules, plan.starts, plan.ends) else windows_line(uow.rules),
        LENGTH: length_words(uow.rules, plan.days),
        TEAM: team_words(uow.rules, plan.kind, len(_experts(uow, plan.invitations))),
        CLASH: clash_words(uow, _experts(uow, plan.invitations), plan.starts, plan.ends),
    }
    return {rule: words for rule, words in found.items() if words}


def in_window(rules: Rules, first: date, last: date) -> bool:
    """Say whether all days lie within the programme's activity windows; without windows all do."""
    months = {month for rule in rules.window for month in range(rule.first_month, rule.last_month + 1)}
    return not months or {first.month, last.month} <= months


def windows_line(rules: Rules) -> str:
    """Return the windows as months: 5-8月、10-12月."""
    t = translator("zh")
    spans = (t("outing.months", first=rule.first_month, last=rule.last_month) for rule in rules.window)
    return t("outing.between").join(spans)


def length_words(rules: Rules, days: int) -> str:
    """Return the usual length in the notice's words (通常为2~3天) when a number of days lies outside it."""
    least, most = rules.visit.least_days or 0, rules.visit.most_days or days
    if least <= days <= most:
        return ""
    return translator("zh")("outing.usual", words=rules.visit.words, least=least, most=most)


def team_words(rules: Rules, kind: str, count: int) -> str:
    """Return the least a service team has (原则上不少于15人) when fewer go."""
    least = rules.team.least or 0
    if kind != SERVICE_TEAM or count >= least:
        return ""
    return translator("zh")("outing.least", words=rules.team.words, least=least, count=count)


def clash_words(uow: UnitOfWork, experts: Sequence[int], first: date, last: date, but: int = 0) -> str:
    """Return which experts go elsewhere on these days, in whatever area: who, to what, when."""
    t = translator("zh")
    found = []
    for expert_id in experts:
        for other in uow.activities.busy(expert_id, first, last):
            if other.id != but:
                name = next(iter(uow.experts.names([expert_id]).values()), "—")
                day = spoken_day(other.starts, uow.today)
                found.append(t("outing.clash_line", name=name, number=other.number, day=day))
    return t("outing.between").join(found)


def _experts(uow: UnitOfWork, invitations: Sequence[int]) -> list[int]:
    found = (uow.get(Invitation, number) for number in invitations)
    return list(dict.fromkeys(each.expert_id for each in found if each is not None))
