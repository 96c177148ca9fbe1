"""A database with many people who are in the middle of the form, each at another question."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

from sqlalchemy import Connection
from sqlmodel import select

from benchmarks.form import STEPS, Filler
from bot.channels.port import Delivered, Delivery, Inbound
from bot.clock import SystemClock
from bot.samples.loading import load_samples, sample
from bot.service import Service
from bot.storage.database import make_engine
from bot.storage.migrate import migrate
from bot.storage.opening import open_database
from bot.storage.timers import Timers
from bot.storage.work import Work, World
from handlers.domain.bureaus import Member
from handlers.domain.enterprises import Contact, Enterprise
from handlers.domain.people import Address, Person
from handlers.effects import Schedule
from handlers.ports.work import Doors

FIRST_CHAT = 1_000_080  # a multiple of the number of sample enterprises
LED = 540  # people led through the flow; further ones get copies of their conversations
TOGETHER = 180  # of them side by side


@dataclass(frozen=True, slots=True)
class Known:
    """A person as the database knows them: their id, and their enterprise's."""

    filler: Filler
    person: int
    firm: int


@dataclass
class Screens:
    """Telegram's place while the forms are filled in beforehand: shows each message to its person at once."""

    fillers: dict[str, Filler]
    name: str = "telegram"
    shown: int = 0

    async def deliver(self, delivery: Delivery) -> Delivered:
        """Show the message."""
        self.shown += 1
        if (filler := self.fillers.get(delivery.chat)) is not None:
            filler.buttons = tuple((button.label, button.action) for button in delivery.message.buttons)
            filler.message = int(delivery.edits or self.shown)
            return Delivered(str(filler.message))
        return Delivered(str(self.shown))

    async def fetch(self, remote: str, most: int) -> bytes:
        """Return nothing: no form here has papers."""
        raise FileNotFoundError(remote[:most])


async def furnish(file: Path, count: int) -> Sequence[Filler]:
    """Make the database with `count` people, each led to a question by the flow itself; return them."""
    fillers = [Filler(FIRST_CHAT + n) for n in range(count)]
    url = f"sqlite:///{file}"
    engine = make_engine(url)
    migrate(engine)
    engine.dispose()
    database = open_database(url, "OFF")  # the measured service opens it with FULL
    world = World(SystemClock(), Doors("http://127.0.0.1", ""))
    screens = Screens({str(filler.chat): filler for filler in fillers})
    service = Service(database, world, {"telegram": screens, "webchat": screens})
    known = await database.run(lambda connection: _population(connection, world, fillers))
    await _lead(service, fillers[:LED], world)
    await database.run(lambda connection: _copy(Work(connection, world), known))
    await service.stop()
    database.close()
    return fillers


def _population(connection: Connection, world: World, fillers: Sequence[Filler]) -> Sequence[Known]:
    """Give every person an enterprise like one of the samples, and every coordinator a web chat."""
    load_samples(connection, world)
    work = Work(connection, world)
    for member in work.session.exec(select(Member)).all():
        chat = f"desk{member.person_id}"
        work.session.add(Address(person_id=member.person_id, channel="webchat", chat=chat, used_at=work.now))
    people = [Person(name=f"样{f.chat}", consented_at=work.now, created_at=work.now) for f in fillers]
    firms = [_firm(filler, work) for filler in fillers]
    work.session.add_all([*people, *firms])
    work.session.flush()
    each = zip(fillers, people, firms, strict=True)
    known = [Known(filler, person.id or 0, firm.id or 0) for filler, person, firm in each]
    for one in known:
        chat = str(one.filler.chat)
        work.session.add(Address(person_id=one.person, channel="telegram", chat=chat, used_at=work.now))
        work.session.add(Contact(person_id=one.person, enterprise_id=one.firm, created_at=work.now))
    work.flush()
    work.let_go()
    return known


def _firm(filler: Filler, work: Work) -> Enterprise:
    kind = _kinds()[filler.chat % len(_kinds())]
    return Enterprise(name=f"{kind['name']}{filler.chat}", county=kind["area"], created_at=work.now)


@cache
def _kinds() -> Sequence[dict[str, str]]:
    return tuple(sample("enterprises")["enterprise"])


async def _lead(service: Service, fillers: Sequence[Filler], world: World) -> None:
    """Let person n answer as many questions as n says; taken together they stand at every question."""
    for first in range(0, len(fillers), TOGETHER):
        some = fillers[first : first + TOGETHER]
        for answered in range(len(STEPS)):
            on = [filler for n, filler in enumerate(some) if answered <= n % len(STEPS)]
            await asyncio.gather(*(_say(service, filler, answered, world) for filler in on))
            await service.settle()


async def _say(service: Service, filler: Filler, answered: int, world: World) -> None:
    known = f"prepared{filler.chat}.{answered}"
    reply = filler.next_reply()
    await service.receive([Inbound("telegram", known, str(filler.chat), reply, world.clock.now())])


def _copy(work: Work, known: Sequence[Known]) -> None:
    """Give everybody else the conversation of one of those led, with their own enterprise in it."""
    timers = Timers(work.statements)
    for n, one in enumerate(known[LED:]):
        led = known[n % LED]
        (talk,) = work.dialogues.of(led.person)
        answers = {**talk.state["answers"], "enterprise": [one.firm, "given", ""]}
        state = {**talk.state, "answers": answers}
        number = work.dialogues.open(one.person, talk.flow, f"enterprise:{one.firm}", state)
        due = work.now + timedelta(hours=24)
        timers.set(Schedule(f"nudge:{number}", due, "nudge", f"dialogue:{number}"))
        old, new = f"f:{talk.id}:", f"f:{number}:"
        one.filler.buttons = tuple((label, code.replace(old, new)) for label, code in led.filler.buttons)
        one.filler.message, one.filler.forms = led.filler.message, 1
