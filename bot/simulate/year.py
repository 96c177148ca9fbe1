"""The year itself: the clock jumps from what is due to what is due; all goes through the real doors."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from typing_extensions import override

from bot.channels.port import Delivered, Delivery, Inbound, Outcome, Unreachable
from bot.handclock import HandClock
from bot.service import Service
from bot.settings import Mistake
from bot.simulate.chance import Chance
from bot.simulate.furnish import CHANNEL, Plan, furnish_year
from bot.simulate.journal import Act, Journal
from bot.simulate.people import People
from bot.simulate.tempers import Tempers
from bot.storage.database import Connection, make_engine
from bot.storage.inline import InlineDatabase
from bot.storage.migrate import migrate
from bot.storage.statements import Statements
from bot.storage.timers import Timers
from bot.storage.work import Work, World
from handlers.domain.days import SHANGHAI, shanghai_day
from handlers.ports.work import Doors
from handlers.programme.calendar import WorkCalendar

OWN_IDEA = 0.1
"""Share of the firms that write of a problem on their own, once in the year."""
LOOKS = 2
"""How often in the year a coordinator looks at the call's progress unasked."""
GROUP = 100
"""Units of work that are committed together, at least: a power failure may take them all."""
PAUSE = 300.0
"""Seconds from the end of a form to the next thing that somebody turns to."""

Progress = Callable[[date], None]


@dataclass(frozen=True, slots=True)
class Year:
    """What is played: a programme's rules, from first to last day, with how many people, by which seed.

    In an `idle` year nobody does anything, so that every reminder leaves.
    """

    rules: dict[str, Any]
    first: date
    last: date
    enterprises: int = 60
    experts: int = 40
    seed: int = 1
    calendar: WorkCalendar = field(default_factory=WorkCalendar)
    idle: bool = False

    @property
    def begins(self) -> datetime:
        """The first moment."""
        return datetime.combine(self.first, time(0, 0), SHANGHAI)

    @property
    def ends(self) -> datetime:
        """The moment after the last day."""
        return datetime.combine(self.last + timedelta(days=1), time(0, 0), SHANGHAI)


class SeededClock(HandClock):
    """A clock moved by hand whose tokens differ from those of a run that was killed."""

    def __init__(self, start: datetime, seed: int, run: int) -> None:
        """Start at this moment, in this run of the year."""
        super().__init__(start)
        self._name = f"s{seed}r{run}-"

    @override
    def token(self) -> str:
        """Return the next token of this run."""
        return f"{self._name}{super().token().removeprefix('token')}"[-22:].rjust(22, "t")


@dataclass
class Stage:
    """The channel: every message reaches somebody who has, or has not, something to do about it."""

    people: People
    journal: Journal
    clock: HandClock
    idle: bool = False
    name: str = CHANNEL

    async def deliver(self, delivery: Delivery) -> Outcome:
        """Let the person read it; what they will do is on disk before the message counts as sent."""
        now = self.clock.now()
        if self.idle:
            return Delivered(delivery.edits or str(delivery.row))
        if self.people.gone(delivery.chat, now):
            return Unreachable("gone")
        if not self.journal.answers(delivery.row):
            following = self.journal.next
            acts = following is not None and following.due <= now.timestamp()
            at_hand = acts and following is not None and following.chat == delivery.chat
            if planned := self.people.reaction(delivery, now, at_hand=at_hand):
                self.journal.plan(planned)
        return Delivered(delivery.edits or str(delivery.row))

    async def fetch(self, remote: str, most: int) -> bytes:
        """Nobody here sends files."""
        raise FileNotFoundError(remote[:most])


@dataclass
class Stand:
    """What a year that is killed goes on from: the database and what people have in mind, of one moment."""

    database: InlineDatabase
    journal: Journal

    def keep(self) -> None:
        """Keep what has happened up to now, when nothing is under way."""
        self.journal.end_group(self.database.group + 1)
        self.database.commit()


async def play(year: Year, folder: Path, told: Progress) -> tuple[InlineDatabase, World]:
    """Play the year in this folder, from where an earlier run stood; return the database, still open."""
    database = _opened(folder)
    try:
        with Journal(folder / "journal.jsonl", database.group) as journal:
            return database, await _played(year, Stand(database, journal), told)
    except BaseException:
        database.close()
        raise


async def _played(year: Year, stand: Stand, told: Progress) -> World:
    journal, chance = stand.journal, Chance(year.seed)
    clock = SeededClock(journal.moment or year.begins, year.seed, journal.runs)
    world = World(clock, Doors("https://example.invalid"), calendar=year.calendar)
    people = People(chance, Tempers(chance, year.begins, year.calendar), journal.knows)
    service = Service(stand.database, world, {CHANNEL: Stage(people, journal, clock, year.idle)})
    try:
        if journal.moment is None:
            await _begin(year, service, people, journal)
        await service.recover()
        await _play(year, service, clock, stand, told)
    finally:
        await service.stop()
    stand.keep()
    return world


async def _play(year: Year, service: Service, clock: HandClock, stand: Stand, told: Progress) -> None:
    day, journal = year.first - timedelta(days=1), stand.journal
    while True:
        timer = await service.database.read(lambda connection: Timers(Statements(connection)).next_due())
        moment = _earliest(timer, journal.next)
        if moment >= year.ends:
            return told(year.last)
        if stand.database.waiting >= GROUP:
            stand.keep()
        if moment > clock.now():
            clock.move_to(moment)
            journal.reached(moment)
        if shanghai_day(clock.now()) > day:
            day = shanghai_day(clock.now())
            told(day)
            await service.tick()
        elif timer is not None and timer <= clock.now().timestamp():
            await service.fire_due()
        await service.settle()
        await _act(service, clock, journal)


async def _act(service: Service, clock: HandClock, journal: Journal) -> None:
    """Let everybody do what they have in mind for this moment; who fills in a form does that first."""
    while (act := journal.next) is not None and act.due <= clock.now().timestamp():
        form = journal.form_of(act.chat)
        if form is not None and not act.of_form:
            journal.put_off(act, form.due + PAUSE)
            continue
        item = Inbound(CHANNEL, act.key, act.chat, act.as_reply(), clock.now(), "zh")
        await service.receive([item])
        await service.settle()
        journal.done(act)


def _earliest(timer: float | None, act: Act | None) -> datetime:
    """Return when something is due next, by the clock or by somebody's own doing."""
    dues = [due for due in (timer, act.due if act else None) if due is not None]
    return datetime.fromtimestamp(min(dues), UTC) if dues else datetime.max.replace(tzinfo=UTC)


def _opened(folder: Path) -> InlineDatabase:
    """Open the year's own database: what a kill -9 leaves must be whole, a power failure may take it."""
    folder.mkdir(parents=True, exist_ok=True)
    url = f"sqlite:///{folder / 'year.db'}"
    engine = make_engine(url, "OFF")
    migrate(engine)
    engine.dispose()
    return InlineDatabase(url, "OFF")


async def _begin(year: Year, service: Service, people: People, journal: Journal) -> None:
    """Make the programme and its people."""

    def furnish(connection: Connection) -> None:
        work = Work(connection, service.world)
        if work.calls.programme() is not None:
            raise Mistake("The folder holds a year of another version; play this one in another folder.")
        plan = Plan(year.rules["province"], year.enterprises, year.experts)
        furnish_year(work, year.rules, people.chance, plan)
        work.flush()
        work.let_go()

    await service.database.run(furnish)
    if not year.idle:
        await _have_in_mind(year, service, people, journal)
    journal.reached(year.begins)


async def _have_in_mind(year: Year, service: Service, people: People, journal: Journal) -> None:
    """Let some firms write of their own accord, and coordinators look at how things are going."""
    days, chance = (year.last - year.first).days, people.chance
    for chat in (f"firm:{number}" for number in range(year.enterprises)):
        if chance.share("own idea", chat) < OWN_IDEA:
            day = chance.number(0, days, "own day", chat)
            journal.plan(people.has_an_idea(chat, year.begins + timedelta(days=day, hours=9)))
    for chat in await service.database.read(_officers):
        for turn in range(LOOKS):
            day = chance.number(0, days, "looks", chat, turn)
            journal.plan(people.looks_around(chat, year.begins + timedelta(days=day, hours=9)))


def _officers(connection: Connection) -> Sequence[str]:
    sql = "SELECT chat FROM address WHERE chat LIKE 'owner:%' ORDER BY id"
    return [row[0] for row in Statements(connection).rows(sql)]
