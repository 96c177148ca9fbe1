"""An activity (对接活动) with everybody and everything in it, and the lines that its cards share."""

from dataclasses import dataclass, replace
from datetime import date

from handlers.cards.needs import language
from handlers.dialogue.messages import Button
from handlers.dialogue.texts import Translate
from handlers.domain.activities import (
    CAME,
    CANCELLED,
    DISPUTED,
    EXPERT,
    FIRM,
    GOING,
    HAPPENED,
    PLANNED,
    SERVICE_TEAM,
    Activity,
    Host,
    Participant,
    Visit,
)
from handlers.domain.actors import Subject
from handlers.domain.days import spoken, spoken_day
from handlers.domain.enterprises import Enterprise
from handlers.domain.experts import Expert
from handlers.domain.people import Person
from handlers.domain.regions import full_name
from handlers.programme.rules import Rules

Rows = tuple[tuple[Button, ...], ...]
Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Goer:
    """An expert of an activity, with profile and person."""

    participant: Participant
    expert: Expert
    person: Person


@dataclass(frozen=True, slots=True)
class Guest:
    """An enterprise of an activity, with the people who speak for it, and what its needs are called."""

    host: Host
    enterprise: Enterprise
    contacts: tuple[Person, ...]
    titles: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name of the enterprise's card."""
        return f"host:{self.host.id}"


@dataclass(frozen=True, slots=True)
class Outing:
    """An activity with everybody and everything in it."""

    activity: Activity
    bureau: str
    desk: Person | None
    goers: tuple[Goer, ...]
    guests: tuple[Guest, ...]
    visits: tuple[Visit, ...]
    today: date
    rules: Rules

    @property
    def going(self) -> tuple[Goer, ...]:
        """Those who still go."""
        return tuple(goer for goer in self.goers if goer.participant.state == GOING)

    @property
    def name(self) -> str:
        """The name of the activity in events, cards, tasks and timers: "activity:7"."""
        return f"activity:{self.activity.id}"

    @property
    def own_name(self) -> str:
        """The name of the card of an expert who goes."""
        return f"going:{self.activity.id}"

    @property
    def over(self) -> bool:
        """Say whether its last day is behind."""
        return self.activity.ends < self.today

    @property
    def subject(self) -> Subject:
        """The activity as `may` looks at it."""
        return Subject(
            area=self.activity.area,
            bureau_id=self.activity.bureau_id,
            agreed=tuple(goer.expert.id or 0 for goer in self.going),
        )

    def subject_of(self, visit: Visit) -> Subject:
        """One of its visits as `may` looks at it: it lies where the enterprise does."""
        guest = self.guest(visit.enterprise_id)
        area = guest.enterprise.county if guest else self.activity.area
        return replace(self.subject, area=area, enterprise_id=visit.enterprise_id, expert_id=visit.expert_id)

    @property
    def visited(self) -> tuple[Guest, ...]:
        """The enterprises to which somebody still comes, or came."""
        return tuple(guest for guest in self.guests if self.of_enterprise(guest.enterprise.id or 0))

    @property
    def open_visits(self) -> tuple[Visit, ...]:
        """The visits that are still to be settled."""
        return tuple(visit for visit in self.visits if visit.is_open)

    def party(self, side: str, number: int) -> tuple[Visit, ...]:
        """Return the visits of one side: of an expert (e), or to an enterprise (f)."""
        return self.of_expert(number) if side == EXPERT else self.of_enterprise(number)

    def goer(self, expert_id: int) -> Goer | None:
        """Return somebody who goes, or was to go."""
        return next((goer for goer in self.goers if goer.expert.id == expert_id), None)

    def goer_named(self, expert_id: int | None) -> str:
        """Return the name of somebody who goes; empty for nobody."""
        goer = self.goer(expert_id or 0)
        return goer.person.name if goer else ""

    def guest(self, enterprise_id: int) -> Guest | None:
        """Return an enterprise that is visited."""
        return next((guest for guest in self.guests if guest.enterprise.id == enterprise_id), None)

    def of_expert(self, expert_id: int) -> tuple[Visit, ...]:
        """Return the visits of an expert that were not called off."""
        return tuple(v for v in self.visits if v.expert_id == expert_id and v.state != CANCELLED)

    def of_enterprise(self, enterprise_id: int) -> tuple[Visit, ...]:
        """Return the visits to an enterprise that were not called off."""
        return tuple(v for v in self.visits if v.enterprise_id == enterprise_id and v.state != CANCELLED)


def when_line(outing: Outing, t: Translate) -> str:
    """Return the days: the first with weekday and days left, the last when it is another one."""
    activity, lang = outing.activity, language(t)
    coming = activity.starts >= outing.today
    first = (
        spoken(activity.starts, outing.today, lang)
        if coming
        else spoken_day(activity.starts, outing.today, lang)
    )
    if activity.ends == activity.starts:
        return first
    return t("outing.from_to", first=first, last=spoken_day(activity.ends, outing.today, lang))


def where_line(outing: Outing) -> str:
    """Return county and place."""
    return " ".join(part for part in (full_name(outing.activity.area), outing.activity.place) if part)


def visit_label(outing: Outing, visit: Visit, t: Translate) -> str:
    """Return who visits whom."""
    goer, guest = outing.goer(visit.expert_id), outing.guest(visit.enterprise_id)
    return t(
        "outing.pair",
        expert=goer.person.name if goer else "—",
        enterprise=guest.enterprise.name if guest else "—",
    )


def visit_state(visit: Visit, outing: Outing, t: Translate) -> str:
    """Return where a visit stands, with what both sides have said while it is not settled."""
    lang = language(t)
    if visit.state == HAPPENED and visit.held_on:
        return t("visit.held", day=spoken_day(visit.held_on, outing.today, lang))
    if visit.state not in {PLANNED, DISPUTED} or not (visit.expert_says or visit.firm_says):
        return t(f"visit.state_{visit.state}")
    return t(
        f"visit.said_{visit.state}",
        expert=said_words(visit, EXPERT, outing, t),
        firm=said_words(visit, FIRM, outing, t),
    )


def said_words(visit: Visit, side: str, outing: Outing, t: Translate) -> str:
    """Return what a side has said, marked when it was said on the phone."""
    says, day = visit.said(side)
    if says == CAME and day is not None:
        words = t("visit.says_came", day=spoken_day(day, outing.today, language(t)))
    else:
        words = t(f"visit.says_{says or 'nothing'}")
    return t("visit.by_phone", words=words) if says and side in visit.by_phone else words


def team_line(outing: Outing, t: Translate) -> str:
    """Return how many go against the least a service team has: 11/15."""
    least = outing.rules.team.least
    if outing.activity.kind != SERVICE_TEAM or not least:
        return t("outing.count", count=len(outing.going))
    return t("outing.count_of", count=len(outing.going), least=least, words=outing.rules.team.words)


def state_line(outing: Outing, t: Translate) -> str:
    """Return where the activity stands."""
    activity = outing.activity
    if activity.state == CANCELLED:
        return t("outing.state_cancelled", reason=activity.note)
    if activity.state == PLANNED and outing.over:
        return t("outing.state_unsettled")
    return t(f"outing.state_{activity.state}")


def record_row(visit: Visit, name: str, t: Translate) -> tuple[Button, ...]:
    """Return the way to what an expert and an enterprise did together: next service, results, again."""
    label = t("outing.record", name=name)
    return (Button(label, f"pair:{visit.expert_id}:{visit.enterprise_id}"),)
