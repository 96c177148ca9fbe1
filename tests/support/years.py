"""A programme's year in the small: its file, units on their lines, a clock that jumps from due to due.

with Province("henan-2012", HENAN, start="2012-02-20 08:00") as world:
    world.plays_until("2012-03-20 18:00")
    assert world.reminders() == [...]
"""

import json
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from typing_extensions import override

from bot.planning import plan_years, set_timers
from bot.storage.database import make_engine
from bot.storage.record import sent_messages
from bot.storage.tables import metadata
from bot.storage.work import Work
from handlers.dialogue.messages import Message
from handlers.domain.bureaus import Bureau, Member
from handlers.domain.days import SHANGHAI
from handlers.domain.filings import RETURNED, SUBMITTED, Filing
from handlers.domain.people import Person
from handlers.domain.programmes import Programme
from handlers.programme.calendar import WorkCalendar
from handlers.programme.rules import as_json, read_rules, shipped
from handlers.usecases.ladders import CLIMB, RUNG, SNOOZED, stop
from handlers.usecases.planning import resume
from tests.support.world import Visitor, World


@dataclass(frozen=True, slots=True)
class Unit:
    """A bureau: name, area, the area it reports to, and who works there with which role."""

    name: str
    area: str
    reports_to: str = ""
    people: tuple[tuple[str, str], ...] = ()
    level: str = ""


def unit(name: str, area: str, reports_to: str = "", **people: str) -> Unit:
    """Return a unit whose people are given by their role: `owner="于"`."""
    return Unit(name, area, reports_to, tuple((role, person) for role, person in people.items()))


HENAN = (
    unit("河南省厅", "410000", owner="省厅处长"),
    unit("郑州市局", "410100", "410000", owner="郑州主任", deputy="郑州副主任"),
    unit("巩义市局", "410181", "410000", owner="巩义主任"),  # a pilot county: beside the cities
    unit("中牟县局", "410122", "410100", owner="中牟主任"),
)
JIANGSU = (
    unit("江苏省厅", "320000", owner="省厅处长"),
    unit("苏州市局", "320500", "320000", owner="苏州主任"),
    unit("昆山市局", "320583", "320000", owner="昆山主任"),
    unit("常熟市局", "320581", "320500", owner="常熟主任", member="常熟科员", observer="常熟科协"),
)


class Province(World):
    """A world whose programme, units and people are given; everybody has opened the chat."""

    def __init__(
        self, programme: str | Mapping[str, Any], units: Sequence[Unit], *, start: str, url: str = "",
        calendar: WorkCalendar | None = None, **changes: Any,
    ) -> None:  # fmt: skip
        """Take a shipped programme by name or a file's data, with changes, and the moment of its opening."""
        self.rules = tomllib.loads(shipped(programme)) if isinstance(programme, str) else dict(programme)
        self.rules |= changes
        self._units = units
        self._calendar = calendar or WorkCalendar()
        self.visitors: dict[str, Visitor] = {}
        super().__init__(start=shanghai(start), url=url)

    @override
    def __enter__(self) -> Self:
        self._empty = False
        super().__enter__()
        self.surroundings.calendar = self._calendar
        self.change(self._open)
        for name in self.people:
            self.phone(name)
        return self

    @override
    def _copied(self) -> str:
        url = f"sqlite:///{self._folder / 'world.db'}"
        engine = make_engine(url)
        metadata.create_all(engine)
        engine.dispose()
        return url

    def _open(self, work: Work) -> None:
        self.people = {}
        for each in self._units:
            self.found(work, each)
        read_rules(self.rules)
        work.add(Programme(name=self.rules["name"], area=self.rules["province"], rules=as_json(self.rules)))
        plan_years(work)

    def found(self, work: Work, each: Unit) -> None:
        """Found a bureau with its people."""
        above = work.bureaus.at(each.reports_to) if each.reports_to else None
        level = each.level or (
            "province" if each.area.endswith("0000") else "city" if each.area.endswith("00") else "county"
        )
        kind = "department" if level == "department" else "bureau"
        bureau = work.add(
            Bureau(name=each.name, kind=kind, level="province" if kind == "department" else level,
                   area=each.area, reports_to=above.id if above else None)
        )  # fmt: skip
        for role, name in each.people:
            person = work.add(Person(name=name, consented_at=work.now, created_at=work.now))
            work.add(Member(bureau_id=bureau.id or 0, person_id=person.id or 0, role=role))
            self.people = {**self.people, name: person.id or 0}

    def founds(self, each: Unit) -> None:
        """Found a bureau in the middle of the year; its people open the chat."""
        self.change(lambda work: self.found(work, each))
        for _, name in each.people:
            self.phone(name)

    def phone(self, name: str) -> Visitor:
        """Return the person of this name with the chat open."""
        if name not in self.visitors:
            self.visitors[name] = self.known(name)
        return self.visitors[name]

    def plays_until(self, moment: str) -> Self:
        """Let the clock jump from one due timer to the next up to this moment in Shanghai."""
        until = shanghai(moment)
        while (due := self.look(lambda work: work.timers.next_due())) is not None:
            at = datetime.fromtimestamp(due, SHANGHAI)
            if at > until:
                break
            self.clock.move_to(max(at, self.clock.now()))
            self.run(self._tick())
        self.clock.move_to(until)
        self.run(self._tick())
        return self

    def stands_still_until(self, moment: str) -> Self:
        """Let nothing run until this moment, then start the service again."""
        self.clock.move_to(shanghai(moment))
        self.run(self.service.recover())
        self.run(self._tick())
        return self

    def filing(self, bureau: str, rule: str = "") -> Filing:
        """Return what a bureau owes, by the name of the unit, as it stands."""

        def found(work: Work) -> Filing:
            number = next(each.id for each in work.bureaus.all() if each.name == bureau)
            owed = work.filings.of_bureau([number or 0])
            return next(each for each in owed if not rule or each.rule == rule)

        return self.look(found)

    def files(self, bureau: str, rule: str = "") -> Self:
        """Let a bureau's filing be submitted, as the use case of filings does."""
        number = self.filing(bureau, rule).id or 0

        def done(work: Work) -> None:
            filing = work.get(Filing, number)
            assert filing is not None
            filing.state, filing.submitted_at = SUBMITTED, work.now
            set_timers(work, stop(work, filing))

        self.change(done)
        return self

    def returns(self, bureau: str, rule: str = "") -> Self:
        """Let a bureau's filing come back, as the use case of filings does."""
        number = self.filing(bureau, rule).id or 0

        def back(work: Work) -> None:
            filing = work.get(Filing, number)
            assert filing is not None
            filing.state = RETURNED
            set_timers(work, resume(work, filing))

        self.change(back)
        return self

    def reminders(self, *codes: str) -> list[str]:
        """Return what left: "2012-03-02 09:00 T-7 郑州市局 city_letter: 郑州主任、郑州副主任"."""
        lines = self.look(_reminders)
        return [line for line in lines if not codes or line.split()[2] in codes]

    def messages(self) -> dict[tuple[str, str], int]:
        """Return how many messages the reminders were by moment and person."""
        sent = self.look(lambda work: list(sent_messages(work.statements)))
        names = {number: name for name, number in self.people.items()}
        kinds = {RUNG, CLIMB, SNOOZED}
        return Counter(
            (f"{each.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}", names[each.person_id])
            for each in sent
            if each.kind in kinds
        )

    def reminders_of(self, bureau: str, *codes: str) -> list[str]:
        """Return what left about one bureau's filings, without its name: "2012-03-02 09:00 T-7: 郑州主任"."""
        lines = [(*line.split(maxsplit=4), line.partition(": ")[2]) for line in self.reminders(*codes)]
        return [
            f"{day} {hour} {code}: {people}" for day, hour, code, name, _, people in lines if name == bureau
        ]

    def reminded(self, name: str, words: str = "不再提醒") -> Message:
        """Return the newest reminder that came to a person, or the newest with these words."""
        return next(m for m in reversed(self.phone(name).buzzed) if words in m.plain())

    def expired(self) -> list[str]:
        """Return the reminders that expired, in the order in which they were given up: "T-7 郑州市局"."""
        return self.look(_expired)


def shanghai(text: str) -> datetime:
    """Return a moment in Shanghai: "2012-03-02 09:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def _reminders(work: Work) -> list[str]:
    names: dict[int, str] = dict(work.statements.rows("SELECT id, name FROM person"))
    heard: dict[str, list[str]] = {}
    for sent in sent_messages(work.statements):
        for about, mark in sent.covers if sent.kind in {RUNG, CLIMB, SNOOZED} else ():
            code = "snooze" if mark == SNOOZED else mark
            filing = work.session.get_one(Filing, int(about.partition(":")[2]))
            bureau = work.session.get_one(Bureau, filing.bureau_id)
            line = f"{sent.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M} {code} {bureau.name} {filing.rule}"
            heard.setdefault(line, []).append(names[sent.person_id])
    return [f"{line}: {'、'.join(people)}" for line, people in sorted(heard.items())]


def _expired(work: Work) -> list[str]:
    rows = work.statements.rows(
        "SELECT b.name, e.facts FROM event e JOIN filing f ON e.subject = 'filing:' || CAST(f.id AS TEXT)"
        " JOIN bureau b ON b.id = f.bureau_id WHERE e.action = 'reminder.expired' ORDER BY e.id"
    )
    return [
        f"{json.loads(facts)['code'] if isinstance(facts, str) else facts['code']} {name}"
        for name, facts in rows
    ]
