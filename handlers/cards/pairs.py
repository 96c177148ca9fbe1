"""An expert and an enterprise over the years (合作往来): what took place, what came of it, what is next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handlers.cards.needs import language
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.texts import Translate
from handlers.domain.activities import HAPPENED, Visit
from handlers.domain.actors import Subject
from handlers.domain.days import spoken, spoken_day
from handlers.domain.enterprises import Enterprise
from handlers.domain.experts import Expert
from handlers.domain.outcomes import DONE, DROPPED, PLANNED, FollowUp, Outcome
from handlers.domain.people import Person
from handlers.programme.rules import Rules

Line = tuple[date, str]
Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """One expert and one enterprise with all that they have done together."""

    expert: Expert
    person: Person
    enterprise: Enterprise
    visits: Sequence[Visit]
    follow_ups: Sequence[FollowUp]
    results: Sequence[Outcome]
    today: date
    rules: Rules

    @property
    def subject(self) -> Subject:
        """The pair as `may` looks at it."""
        return Subject(
            area=self.enterprise.county, enterprise_id=self.enterprise.id, expert_id=self.expert.id
        )

    @property
    def code(self) -> str:
        """The pair in a button: "7:12"."""
        return f"{self.expert.id}:{self.enterprise.id}"

    @property
    def last_visit(self) -> Visit | None:
        """The newest visit that took place."""
        held = [visit for visit in self.visits if visit.state == HAPPENED]
        return held[-1] if held else None

    def values(self) -> dict[str, object]:
        """Return what sentences about the two name."""
        return {
            "name": self.person.name,
            "unit": self.expert.unit,
            "enterprise": self.enterprise.name,
        }


@dataclass(frozen=True, slots=True)
class Doing:
    """What somebody may do about a pair: record results and next dates, strike results, invite again."""

    records: bool = False
    strikes: bool = False
    invites: bool = False


def pair_card(pair: Pair, doing: Doing, t: Translate) -> Message:
    """Return the timeline with what can be done."""
    lines = tuple(words for _, words in sorted(_timeline(pair, t), key=lambda line: line[0]))
    heading = t("pair.heading", **pair.values())
    message = Message(heading=heading, lines=lines or (t("pair.nothing_yet"),))
    return message.with_rows(*_doing_rows(pair, doing, t))


def intention_card(pair: Pair, visit: Visit, t: Translate) -> Message:
    """Return the question what is to follow a visit (合作意向), or what was said of it."""
    rows = intention_rows(pair, visit, t)
    if not visit.intention:
        day = spoken_day(visit.held_on or pair.today, pair.today, language(t))
        return Message(lines=(t("pair.intention_asked", day=day, **pair.values()),), rows=rows)
    said = t("pair.intention_said", intention=intention_name(pair, visit, t), **pair.values())
    return Message(lines=(said,), rows=rows)


def intention_rows(pair: Pair, visit: Visit, t: Translate) -> Rows:
    """Return a button for each intention the programme lists, the chosen one marked."""
    buttons = [
        Button(
            t("dialogue.ticked", label=each.name(language(t)))
            if each.code == visit.intention
            else each.name(language(t)),
            f"pair.want:{visit.id}:{each.code}",
        )
        for each in pair.rules.intention
    ]
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))


def intention_name(pair: Pair, visit: Visit, t: Translate) -> str:
    """Return the intention in the list's own words."""
    return pair.rules.listed("intention", visit.intention, language(t))


def service_card(pair: Pair, service: FollowUp, t: Translate) -> Message:
    """Return a follow-up service with its day; while it is planned it can be done, moved, dropped."""
    lang = language(t)
    day = spoken(service.day, pair.today, lang)
    fields = (
        (t("pair.service_with"), t("pair.expert_is", **pair.values())),
        (t("pair.service_at"), pair.enterprise.name),
        (
            t("pair.service_day"),
            day if service.state == PLANNED else spoken_day(service.day, pair.today, lang),
        ),
        (t("pair.service_words"), service.words),
    )
    message = Message(heading=t("pair.service_heading"), fields=fields)
    if service.state != PLANNED:
        return message.after(t(f"pair.service_{service.state}"))
    return message.with_rows(
        (
            Button(t("pair.service_is_done"), f"serve.done:{service.id}", "primary"),
            Button(t("pair.service_move"), f"serve.move:{service.id}"),
        ),
        (Button(t("pair.service_drop"), f"serve.drop:{service.id}"),),
    )


def outcome_line(outcome: Outcome, pair: Pair, t: Translate) -> str:
    """Return a result in one line: how many of what, the words, the amount where it was told."""
    kind = pair.rules.listed("outcome_kind", outcome.kind, language(t))
    parts = [t("pair.result_number", kind=kind, number=outcome.number) if outcome.number > 1 else kind]
    parts += [outcome.words] if outcome.words else []
    parts += [t("dialogue.sum", amount=f"{outcome.amount:g}")] if outcome.amount is not None else []
    if outcome.conditions_met is not None:
        parts.append(t("pair.conditions_met" if outcome.conditions_met else "pair.conditions_not_met"))
    words = t("pair.between").join(parts)
    return t("pair.struck", words=words) if outcome.struck_at else words


def _timeline(pair: Pair, t: Translate) -> list[Line]:
    return [
        *(_visit_line(visit, pair, t) for visit in pair.visits),
        *(_service_line(service, pair, t) for service in pair.follow_ups if service.state != DROPPED),
        *((each.day, _dated(each.day, outcome_line(each, pair, t), pair, t)) for each in pair.results),
    ]


def _visit_line(visit: Visit, pair: Pair, t: Translate) -> Line:
    day = visit.held_on or visit.planned_on
    words = t(f"pair.visit_{visit.state}")
    if visit.intention:
        words += t("pair.with_intention", intention=intention_name(pair, visit, t))
    return day, _dated(day, words, pair, t)


def _service_line(service: FollowUp, pair: Pair, t: Translate) -> Line:
    day = service.done_on or service.day
    key = "pair.line_service_done" if service.state == DONE else "pair.line_service_planned"
    return day, _dated(day, t(key, words=service.words), pair, t)


def _dated(day: date, words: str, pair: Pair, t: Translate) -> str:
    return t("pair.line", day=spoken_day(day, pair.today, language(t)), words=words)


def _doing_rows(pair: Pair, doing: Doing, t: Translate) -> Rows:
    visit = pair.last_visit
    if visit is None:
        return ()
    service, result = (
        Button(t("pair.plan_service"), f"serve.new:{visit.id}"),
        Button(t("pair.record_result"), f"res.new:{visit.id}"),
    )
    struck = all(each.struck_at for each in pair.results)
    rows = (
        (service, result) if doing.records else (),
        (Button(t("pair.invite_again"), f"pair.again:{pair.code}"),) if doing.invites else (),
        (Button(t("pair.strike_result"), f"res.strike:{pair.code}"),) if doing.strikes and not struck else (),
    )
    return tuple(row for row in rows if row)
