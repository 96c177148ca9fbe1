"""`expertbot serve`: set up, say what to open, run until told to stop."""

import asyncio
import logging
import signal
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

from bot.app import App, build, public_url, secret_key
from bot.clock import SystemClock
from bot.documents.rendering import qr_terminal
from bot.running import new_event_loop, settle_memory
from bot.samples.loading import load_samples, present_day, programme, sample
from bot.settings import Mistake, Settings, read_settings
from bot.storage.database import Connection, Database, make_engine
from bot.storage.migrate import migrate, standing
from bot.storage.opening import open_database
from bot.storage.work import Work, World
from handlers.domain.people import Link, Person
from handlers.usecases.people import new_link, web_link
from nlp.domains import tag
from nlp.words import warm

TRIED_PORTS = 20
SAMPLE_PEOPLE = (
    ("企业联系人", "contact:kunshan_casting"),
    ("专家", "expert:die_casting"),
    ("经办人", "coordinator:320583"),
)


def serve(*, samples: bool, lan: bool, port: int | None) -> int:
    """Run the service. Samples only where nothing real is configured, and in a database file of their own."""
    settings = _listening(read_settings(), lan=lan, port=port)
    samples = samples and not settings.database_url and not settings.telegram_token.get_secret_value()
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        runner.run(_run(settings, samples=samples, lan=lan))
    return 0


async def _run(settings: Settings, *, samples: bool, lan: bool) -> None:
    clock = SystemClock()
    database = prepare(settings, samples=samples)
    app = build(settings, clock, database, secret_key(settings))
    links = await database.run(lambda c: _furnish(c, app.service.world, samples=samples))
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await asyncio.to_thread(_read_dictionaries, settings.data_dir / "words")
    try:
        await app.start()
    except OSError as error:
        database.close()
        raise Mistake(
            f"Cannot listen on {settings.http_host}:{settings.http_port}: {error.strerror}."
        ) from error
    settle_memory()
    _say_what_to_open(app, links, lan=lan)
    await stop.wait()
    sys.stdout.write("正在停止，未处理完的都已保存…\n")
    await app.stop()


def _read_dictionaries(folder: Path) -> None:
    """Read them before anybody waits for them; the folder keeps the word table for the next start."""
    warm(folder)
    tag("预热", "预热")


def prepare(settings: Settings, *, samples: bool) -> Database:
    """Open the database with the present schema: SQLite backed up and migrated, PostgreSQL only looked at."""
    url = settings.database(samples=samples)
    if not settings.on_postgres:
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = make_engine(url)
    try:
        before = standing(engine)
        if before.refusal:
            raise Mistake(before.refusal)
        if not before.current and not url.startswith("sqlite"):
            stands = f"The database's schema is {before.database or 'empty'}, the code wants {before.code}"
            raise Mistake(f"{stands}; run `expertbot migrate` once.")
        database = open_database(url, settings.sqlite_synchronous)
        migrate(engine, settings.data_dir / f"before-{before.code}.db")
    finally:
        engine.dispose()
    return database


def _furnish(connection: Connection, world: World, *, samples: bool) -> Mapping[str, str]:
    """Fill an empty database; return what to open: label to link."""
    work = Work(connection, world)
    empty = work.statements.value("SELECT COUNT(*) FROM programme") == 0
    if empty and samples:
        load_samples(connection, world)
    elif empty:
        programme(work, present_day(work.today.year))
    links = _sample_links(work) if samples else {}
    work.flush()
    work.let_go()
    return links


def _sample_links(work: Work) -> Mapping[str, str]:
    """Make new personal links of the three sample people, each good until the next start."""
    found: dict[str, str] = {}
    for label, key in SAMPLE_PEOPLE:
        person = _sample_person(work, key)
        if person is None:  # erased: the visitor played that part of the story too
            continue
        token, _ = new_link(work, Link(token_hash="", kind="personal", person_id=person.id, made_at=work.now))
        found[f"{label} {person.name}"] = web_link(work.doors, token)
    return found


def _sample_person(work: Work, key: str) -> Person | None:
    kind, _, name = key.partition(":")
    lists = {
        "contact": ("enterprises", "enterprise"),
        "expert": ("experts", "expert"),
        "coordinator": ("bureaus", "coordinator"),
    }
    file, table = lists[kind]
    entry = next(e for e in sample(file)[table] if name in {e.get("key"), e.get("area")})
    return next(iter(work.people.by_phone(entry["phone"])), None)


def _listening(settings: Settings, *, lan: bool, port: int | None) -> Settings:
    """Return the settings with the host and a free port: a taken default port is left to whoever has it."""
    host = _own_address() if lan else settings.http_host
    if port is not None or "http_port" in settings.model_fields_set:
        return settings.model_copy(
            update={"http_host": host, "http_port": settings.http_port if port is None else port}
        )
    first = settings.http_port
    free = next((n for n in range(first, first + TRIED_PORTS) if _is_free(host, n)), first)
    return settings.model_copy(update={"http_host": host, "http_port": free})


def _is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _own_address() -> str:
    """Return this machine's address on its network, found without sending anything."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError as error:
            raise Mistake("This machine has no network address for --lan.") from error
        address: str = probe.getsockname()[0]
        return address


def _say_what_to_open(app: App, links: Mapping[str, str], *, lan: bool) -> None:
    door = f"{public_url(app.settings)}/chat"
    lines = ["", "专企通已启动 · expertbot is running", ""]
    if links:
        lines += ["演示数据（虚构）。在同一个浏览器里打开三个窗口 · three windows of one browser:", ""]
        lines += [f"  {label}\n    {url}" for label, url in links.items()]
        lines += ["", "没有链接的访客 · a visitor without a link:", f"  {door}", ""]
    else:
        lines += [
            f"  {door}",
            "",
            "添加经办人 · invite a coordinator:  expertbot invite coordinator --area 320583",
            "",
        ]
    if app.telegram is not None:
        lines += ["Telegram: " + ("webhook" if app.settings.telegram_webhook_url else "long polling"), ""]
    lines += ["按 Ctrl+C 停止 · Ctrl+C stops it."]
    sys.stdout.write("\n".join(lines) + "\n")
    if lan:
        sys.stdout.write(qr_terminal(door) + "\n")
    sys.stdout.flush()
