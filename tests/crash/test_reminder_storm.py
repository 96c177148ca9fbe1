"""Real processes are killed again and again while reminders are due: every reminder is one row."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.storage.database import make_engine
from bot.storage.migrate import migrate
from bot.storage.work import Work, World
from handlers.domain.bureaus import Bureau, Member
from handlers.domain.filings import Filing
from handlers.domain.people import Address, Person
from handlers.domain.programmes import Cycle, Programme
from handlers.effects import Schedule
from handlers.ports.work import Doors
from handlers.programme.rules import as_json
from tests.support.botapi.server import BotApiServer
from tests.support.postgres import fresh_postgres
from tests.support.process import Installation, installed, until

KILLS = (0.7, 1.4, 0.9, 1.1)
"""So long each life of the first process lasts, in seconds."""

PEOPLE, FILINGS = 6, 60
SECONDS = 6.0
"""So long reminders become due, evenly."""


def programme(year: int) -> dict[str, object]:
    """Return a programme without days of its own, which is never quiet."""
    quiet = {"from": "00:00", "until": "00:00", "days_off": False}
    return {
        "name": "试点计划", "province": "410000", "quiet": quiet,
        "years": {"first_year": year, "last_year": year + 1},
    }  # fmt: skip


def change(url: str, unit: Callable[[Work], None]) -> None:
    """Change the database from outside, beside services that may be running on it."""
    engine = make_engine(url)
    with engine.connect() as connection:
        connection.begin()
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        work = Work(connection, World(SystemClock(), Doors("")))
        unit(work)
        work.flush()
        connection.commit()
    engine.dispose()


def furnish(url: str) -> None:
    """Make a database with people on Telegram who owe what is due in a week."""
    engine = make_engine(url)
    migrate(engine)
    engine.dispose()
    change(url, _furnish)


def _furnish(work: Work) -> None:
    rules = programme(work.today.year)
    kept = work.add(Programme(name="试点计划", area="410000", rules=as_json(rules), opened_at=work.now))
    cycle = work.add(Cycle(programme_id=kept.id or 0, year=work.today.year))
    bureaus = [_bureau(work, n) for n in range(PEOPLE)]
    day, year = work.today + timedelta(days=7), cycle.id or 0
    for n in range(FILINGS):
        owing = bureaus[n % PEOPLE]
        work.add(Filing(cycle_id=year, rule=f"letter{n}", bureau_id=owing, legal=day, aim=day))


def schedule(work: Work) -> None:
    """Let a reminder of each filing become due, the first one in a second."""
    for n, filing in enumerate(work.filings.owed()):
        due = work.now + timedelta(seconds=1 + SECONDS * n / FILINGS)
        about = f"filing:{filing.id}"
        work.timers.set(Schedule(f"rung:{filing.id}:T-7", due, "rung", about, {"code": "T-7", "at": "-"}))


def _bureau(work: Work, n: int) -> int:
    """Make a bureau with one owner, who is on Telegram."""
    bureau = work.add(Bureau(name=f"第{n}市局", level="city", area=f"41{n + 1:02}00"))
    person = work.add(Person(name=f"第{n}主任", consented_at=work.now, created_at=work.now))
    work.add(Member(bureau_id=bureau.id or 0, person_id=person.id or 0, role="owner"))
    chat = str(1000 + n)
    work.add(Address(person_id=person.id or 0, channel="telegram", chat=chat, used_at=work.now))
    return bureau.id or 0


def rows(url: str, sql: str) -> Sequence[tuple[object, ...]]:
    """Return rows of the database, as another process sees them."""
    engine = make_engine(url)
    with engine.connect() as connection:
        found = Work(connection, World(SystemClock(), Doors(""))).statements.rows(sql)
    engine.dispose()
    return found


@pytest.mark.parametrize("replicas", [1, 2], ids=["sqlite", "two on postgresql"])
def test_every_reminder_is_one_row_however_often_a_process_is_killed(tmp_path: Path, replicas: int) -> None:
    url = f"sqlite:///{tmp_path / 'some.db'}" if replicas == 1 else fresh_postgres()
    asyncio.run(asyncio.wait_for(_storm(tmp_path, url, replicas), 150))


async def _storm(folder: Path, url: str, replicas: int) -> None:
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(BotApiServer(allow_any_port=True))
        phones = [server.user(id=1000 + n) for n in range(PEOPLE)]
        settings = {
            "DATABASE_URL": url, "SECRET_KEY": "a key of both", "TELEGRAM_TOKEN": server.token,
            "TELEGRAM_API_URL": server.base_url.removesuffix("/bot"),
        }  # fmt: skip
        homes = [installed(folder / f"replica{n}", **settings) for n in range(replicas)]
        await asyncio.to_thread(furnish, url)
        bots = [await stack.enter_async_context(home) for home in homes]
        for bot in bots:
            await bot.start()
        for phone in phones:
            phone.says("/start")
            await phone.hears("主任", 30)
        await asyncio.to_thread(change, url, schedule)
        doubtful = await _kills(bots)
        await until(lambda: not rows(url, "SELECT 1 FROM timer WHERE what = 'rung'"), 40)
        await until(lambda: not rows(url, "SELECT 1 FROM inbox WHERE state = 0 AND channel = 'clock'"), 40)
        await until(lambda: not rows(url, "SELECT 1 FROM outbox WHERE state = 0"), 90)
        check(url)
        heard = sum("不再提醒" in shown.text for phone in phones for shown in phone.screen)
        for bot in bots:
            doubtful += await bot.metric("sends_unknown_total")
        assert FILINGS <= heard <= FILINGS + doubtful


async def _kills(bots: Sequence[Installation]) -> float:
    """Kill the first process again and again while the others live; return what it may have sent twice."""
    doubtful = 0.0
    for seconds in KILLS:
        await asyncio.sleep(seconds)
        doubtful += await bots[0].metric("sends_unknown_total")
        await bots[0].kill()
        await bots[0].start()
    return doubtful


def check(url: str) -> None:
    """Check that each filing was settled, recorded and put into the outbox exactly once."""
    events = rows(url, "SELECT subject FROM event WHERE action = 'reminder.sent'")
    assert len(events) == len(set(events)) == FILINGS
    letters = rows(url, "SELECT lane, state FROM inbox WHERE chat LIKE 'filing%'")
    assert len(letters) == len(set(letters)) == FILINGS
    assert {state for _, state in letters} == {1}
    sent = rows(url, "SELECT card, state FROM outbox WHERE card LIKE 'filing%'")
    assert len(sent) == len(set(sent)) == FILINGS
    assert {state for _, state in sent} == {1}
