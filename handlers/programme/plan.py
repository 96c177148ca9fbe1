"""The plan of a programme's year: every day on which something opens or is due. Pure; nothing is read.

The one rule of days: a deadline aims at the last working day on or before its legal day (strictly before it
when 之前 excludes the day). Reminders count calendar days back from the aim and move to the working day
before when they fall on a day off; overdue ones count working days on. Openings move to the next working day.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from handlers.domain.days import SHANGHAI
from handlers.programme.calendar import WorkCalendar
from handlers.programme.parts import day_in
from handlers.programme.rules import (
    CallRule,
    DeadlineRules,
    DocumentRule,
    FilingRule,
    PublicationRule,
    Rules,
    WindowRule,
)


@dataclass(frozen=True, slots=True)
class Aim:
    """The day a notice names, and the working day that is aimed at; `expected` (预计) beyond the tables."""

    legal: date
    aim: date
    expected: bool


@dataclass(frozen=True, slots=True)
class Rung:
    """One reminder of a deadline: "T-14" to "T-0", or "+1" and so on, which climbs to `to`.

    `merged` holds the codes of reminders that fell on the same day and are not sent for themselves.
    """

    code: str
    day: date
    to: str = ""
    merged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedCall:
    """A call for needs (需求征集): the day it is due to open by, and the working day on which it opens."""

    code: str
    zh: str
    en: str
    opens: date
    legal_open: date
    expected: bool = False


@dataclass(frozen=True, slots=True)
class PlannedFiling:
    """What is to be filed (报送) by a day. A publication (公布) is owed to nobody: no `to_level`.

    `opens` is the working day from which it can be done, that of its call or its own, None without either;
    `receiver` is a code of the programme's receiving units, or empty.
    """

    rule: str
    call: str
    from_levels: tuple[str, ...]
    to_level: str
    aim: Aim
    electronic: bool
    paper_copies: int
    documents: tuple[DocumentRule, ...]
    zh: str = ""
    en: str = ""
    opens: date | None = None
    receiver: str = ""

    def name(self, language: str) -> str:
        """Return the name in a language, Chinese where there is no other."""
        return self.en if language == "en" and self.en else self.zh


@dataclass(frozen=True, slots=True)
class PlannedWindow:
    """Days in which experts go out (对接活动), both ends included; `opens` is their first working day."""

    code: str
    first: date
    last: date
    opens: date
    expected: bool = False


@dataclass(frozen=True, slots=True)
class Year:
    """All of one year: each part in the order of its days."""

    year: int
    calls: tuple[PlannedCall, ...] = ()
    filings: tuple[PlannedFiling, ...] = ()
    windows: tuple[PlannedWindow, ...] = ()


def year_of(rules: Rules, year: int, calendar: WorkCalendar) -> Year:
    """Plan one year. A year outside the programme's is empty, and nothing lies before `rules.opened`."""
    if year not in rules.years.all:
        return Year(year)
    since = rules.opened or date.min
    calls = (_call(rule, year, calendar) for rule in rules.call)
    windows = (_window(rule, year, calendar) for rule in rules.window)
    return Year(
        year,
        tuple(sorted((call for call in calls if call.opens >= since), key=lambda call: call.opens)),
        tuple(
            sorted(
                (filing for filing in _filings(rules, year, calendar) if filing.aim.aim >= since),
                key=lambda filing: (filing.aim.aim, filing.aim.legal),
            )
        ),
        tuple(
            sorted((window for window in windows if window.last >= since), key=lambda window: window.first)
        ),
    )


def aim_of(legal: date, *, includes_day: bool, calendar: WorkCalendar) -> Aim:
    """Return the last working day on or before the legal day; strictly before it when it is not included."""
    aim = calendar.on_or_before(legal) if includes_day else calendar.before(legal)
    looked_at = legal.toordinal() + (1 if includes_day else 0)
    known = all(calendar.knows(date.fromordinal(n)) for n in range(aim.toordinal(), looked_at))
    return Aim(legal, aim, expected=not known)


def firms_aim(year: Year, call: str) -> Aim | None:
    """Return the day of a call from which its enterprises' reminders count back: the counties' last one."""
    due = (f.aim for f in year.filings if f.call == call and "county" in f.from_levels)
    return max(due, key=lambda each: each.aim, default=None)


def rungs_of(aim: date, deadlines: DeadlineRules, calendar: WorkCalendar) -> tuple[Rung, ...]:
    """Return the reminders up to the aim, the first one first; of coinciding ones the nearest stays."""
    found: dict[date, list[int]] = {}
    for days in sorted(deadlines.rungs, reverse=True):
        day = calendar.on_or_before(date.fromordinal(aim.toordinal() - days))
        found.setdefault(day, []).append(days)
    return tuple(
        Rung(f"T-{days[-1]}", day, merged=tuple(f"T-{each}" for each in days[:-1]))
        for day, days in found.items()
    )


def climbs_of(aim: date, deadlines: DeadlineRules, calendar: WorkCalendar) -> tuple[Rung, ...]:
    """Return the reminders after the aim, counted in working days, each with whom it goes up to."""
    return tuple(
        Rung(f"+{climb.after_workdays}", calendar.add(aim, climb.after_workdays), climb.to)
        for climb in deadlines.climbs
    )


def at(day: date, hour: str) -> datetime:
    """Return the moment of an hour such as "09:00" on a day in Shanghai."""
    return datetime.combine(day, time.fromisoformat(hour), SHANGHAI)


def opened_at(rules: Rules, now: datetime) -> datetime:
    """Return the moment before which nothing is planned for a programme that is opened now."""
    return now if rules.opened is None else max(now, at(rules.opened, "00:00"))


def _call(rule: CallRule, year: int, calendar: WorkCalendar) -> PlannedCall:
    legal = day_in(rule.opens, year)
    opens = calendar.on_or_after(legal)
    return PlannedCall(rule.code, rule.zh, rule.en, opens, legal, expected=not calendar.knows(opens))


def _window(rule: WindowRule, year: int, calendar: WorkCalendar) -> PlannedWindow:
    first = date(year, rule.first_month, 1)
    last = date(year, rule.last_month, monthrange(year, rule.last_month)[1])
    opens = calendar.on_or_after(first)
    return PlannedWindow(rule.code, first, last, opens, expected=not calendar.knows(opens))


def _filings(rules: Rules, year: int, calendar: WorkCalendar) -> Iterator[PlannedFiling]:
    for filing in rules.filing:
        yield _filing(filing, rules, year, calendar)
    for publication in rules.publication:
        yield _publication(publication, rules, year, calendar)


def _filing(rule: FilingRule, rules: Rules, year: int, calendar: WorkCalendar) -> PlannedFiling:
    return PlannedFiling(
        rule=rule.rule,
        call=rule.call,
        from_levels=rule.from_levels,
        to_level=rule.to_level,
        aim=_aim(rule.by, rule.includes_day, rules, year, calendar),
        electronic=rule.electronic,
        paper_copies=rule.paper_copies,
        documents=rule.document,
        zh=rule.zh,
        en=rule.en,
        opens=next(
            (_call(call, year, calendar).opens for call in rules.call if call.code == rule.call), None
        ),
        receiver=rule.receiver,
    )


def _publication(rule: PublicationRule, rules: Rules, year: int, calendar: WorkCalendar) -> PlannedFiling:
    return PlannedFiling(
        rule=rule.rule,
        call=rule.call,
        from_levels=("province",),
        to_level="",
        aim=_aim(rule.by, rule.includes_day, rules, year, calendar),
        electronic=False,
        paper_copies=0,
        documents=(),
        zh=rule.zh,
        en=rule.en,
        opens=calendar.on_or_after(day_in(rule.opens, year)),
    )


def _aim(by: str, includes_day: bool | None, rules: Rules, year: int, calendar: WorkCalendar) -> Aim:  # noqa: FBT001
    included = rules.deadlines.includes_day if includes_day is None else includes_day
    return aim_of(day_in(by, year), includes_day=included, calendar=calendar)
