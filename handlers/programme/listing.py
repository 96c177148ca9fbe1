"""A programme and one of its years, told line by line: what `expertbot programme` prints."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.dialogue.texts import translator
from handlers.domain.days import spoken_day
from handlers.domain.regions import full_name
from handlers.domain.wording import Language
from handlers.programme.calendar import WorkCalendar
from handlers.programme.plan import Aim, PlannedCall, PlannedFiling, PlannedWindow, Rung, year_of
from handlers.programme.plan import climbs_of as climbs
from handlers.programme.plan import rungs_of as rungs
from handlers.programme.rules import DeadlineRules, Rules


def heading(rules: Rules, language: Language) -> str:
    """Say which programme it is, where, and in which years."""
    name = rules.name_en if language == "en" and rules.name_en else rules.name
    years = "-".join(dict.fromkeys((str(rules.years.first_year), str(rules.years.last_year))))
    return translator(language)(
        "programme.line.heading", name=name, area=full_name(rules.province), years=years
    )


def told(rules: Rules, year: int, calendar: WorkCalendar, language: Language) -> Iterator[str]:
    """Yield the lines of one year: each opening, each legal day with its aim, each reminder's day."""
    planned, teller = year_of(rules, year, calendar), _Teller(year, language)
    yield teller.say("year", year=year)
    if not (planned.calls or planned.filings or planned.windows):
        yield teller.say("nothing")
    yield from (teller.call(call) for call in planned.calls)
    names = {window.code: window.name(language) for window in rules.window}
    yield from (teller.window(window, names[window.code]) for window in planned.windows)
    for filing in planned.filings:
        yield from teller.filing(filing, rules.deadlines, calendar)


@dataclass(frozen=True, slots=True)
class _Teller:
    """Says the days of a year in a language; those of other years with their year."""

    year: int
    language: Language

    def say(self, key: str, **values: object) -> str:
        return translator(self.language)(f"programme.line.{key}", **values)

    def call(self, call: PlannedCall) -> str:
        name = call.en if self.language == "en" and call.en else call.zh
        legal, opens = self._day(call.legal_open), self._day(call.opens)
        return self.say("call", name=name, legal=legal, opens=opens, expected=self._expected(call))

    def window(self, window: PlannedWindow, name: str) -> str:
        first, last, opens = self._day(window.first), self._day(window.last), self._day(window.opens)
        expected = self._expected(window)
        return self.say("window", name=name, first=first, last=last, opens=opens, expected=expected)

    def filing(
        self, filing: PlannedFiling, deadlines: DeadlineRules, calendar: WorkCalendar
    ) -> Iterator[str]:
        due = filing.aim
        yield self.say("filing", name=filing.name(self.language), code=filing.rule)
        yield self.say(
            "due", legal=self._day(due.legal), aim=self._day(due.aim), expected=self._expected(due)
        )
        if before := rungs(due.aim, deadlines, calendar):
            yield self.say("rungs", hour=deadlines.hour, days=self._days(before))
        if after := climbs(due.aim, deadlines, calendar):
            yield self.say("climbs", days=self._days(after))

    def _days(self, ladder: Sequence[Rung]) -> str:
        return self.say("stop").join(f"{rung.code} {self._day(rung.day)}" for rung in ladder)

    def _day(self, day: date) -> str:
        return spoken_day(day, date(self.year, 1, 1), self.language)

    def _expected(self, planned: Aim | PlannedCall | PlannedWindow) -> str:
        return self.say("expected") if planned.expected else ""
