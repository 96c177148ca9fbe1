"""The composition root: settings in, running service out. The only place where the parts are wired."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from aiohttp import web

from bot.channels.outside import Outside, outside
from bot.channels.pace import Pace
from bot.channels.port import Channel
from bot.channels.telegram import Telegram
from bot.channels.telegram_api import TelegramApi
from bot.channels.telegram_inbound import ChatMoved
from bot.channels.telegram_intake import Intake
from bot.channels.telegram_polling import Poller
from bot.channels.telegram_request import Refusal as TelegramRefusal
from bot.channels.telegram_webhook import ensure_webhook, webhook
from bot.channels.webchat import WebChat
from bot.channels.webchat_http import WebChatEndpoints
from bot.clerk import Clerk
from bot.clock import Clock, new_key
from bot.documents.calendar import calendar_ics
from bot.entering import Doorkeeper
from bot.files import Files
from bot.menus import ROLE_CHANGES, SESSION_ENDS, Menu, changed_menus, ended_chats
from bot.service import Service
from bot.settings import Settings
from bot.storage.addresses import move_chat
from bot.storage.database import Connection, Database, StorageBusy
from bot.storage.inbox import Inbox
from bot.storage.leader import Leader
from bot.storage.outbox import Outbox
from bot.storage.statements import Statements
from bot.storage.work import Happened, Work, World
from bot.tabling import Papers
from bot.web.calendar import add_calendar
from bot.web.chat import add_chat
from bot.web.health import Health, add_health
from bot.webports import web_ports, web_settings
from handlers.commands import MENU
from handlers.dialogue.messages import Document
from handlers.dialogue.texts import LANGUAGES, translator
from handlers.ports.work import Doors
from handlers.usecases.calendars import feed
from scheduler.metronome import Beat, Metronome

UNNAMED = 3600.0  # seconds that bytes may lie without a name, as an upload that is not sent yet

log = logging.getLogger("expertbot.app")


@dataclass
class App:
    """Everything that runs. `start` opens the doors, `stop` closes them within ten seconds."""

    settings: Settings
    clock: Clock
    database: Database
    key: bytes
    service: Service
    files: Files
    webchat: WebChat
    telegram: Telegram | None
    site: web.Application
    metronome: Metronome
    beside: Outside = field(default_factory=Outside)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    _runner: web.AppRunner | None = None
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    async def start(self) -> None:
        """Take up what was left, then listen."""
        if self.telegram is not None:
            await self.telegram.start()
        await self.service.recover()
        self._runner = web.AppRunner(self.site, access_log=None, shutdown_timeout=3.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, self.settings.http_host, self.settings.http_port).start()
        self.metronome.start()
        if self.telegram is not None:
            task = asyncio.create_task(self._telegram(self.telegram))
            task.add_done_callback(_log_end)
            self._tasks.append(task)

    async def stop(self) -> None:
        """Stop taking in, finish what is under way, leave the rest in the queues."""
        self.stopping.set()
        self.metronome.stop()
        self.webchat.close()
        if self._runner is not None:
            await self._runner.cleanup()
        await self.service.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self.telegram is not None:
            await self.telegram.close()
        await self.beside.close()
        self.database.close()

    def look_after(self, happened: Sequence[Happened]) -> None:
        """After a turn: menus follow roles, sessions end with an erasure. Nothing here is a promise."""
        actions = {each.action for each in happened}
        if actions & (ROLE_CHANGES | SESSION_ENDS) and not self.stopping.is_set():
            task = asyncio.get_running_loop().create_task(self._look_after(tuple(happened)))
            self._tasks.append(task)
            task.add_done_callback(self._tasks.remove)

    async def _look_after(self, happened: Sequence[Happened]) -> None:
        world = self.service.world
        for chat in await self.database.read(lambda c: ended_chats(c, world, happened)):
            await self.webchat.revoke_chat(chat)
        if self.telegram is None:
            return
        for menu in await self.database.read(lambda c: changed_menus(c, world, happened)):
            await self.telegram.insist(partial(_set_commands, self.telegram, menu))

    async def _telegram(self, telegram: Telegram) -> None:
        """Say which commands there are; then poll, if no webhook is set and no other replica polls."""
        await telegram.insist(telegram.api.whoami)
        world = self.service.world
        world.doors = replace(world.doors, telegram_bot=telegram.api.me.username)
        with suppress(TelegramRefusal):  # a menu that Telegram does not like must not keep people out
            await telegram.insist(lambda: _set_menu(telegram))
        if url := self.settings.telegram_webhook_url:
            secret = self.settings.telegram_webhook_secret.get_secret_value()
            await telegram.insist(lambda: ensure_webhook(telegram.api, url, secret))
            return
        take = _intake(telegram, self.service, self.database, self.clock).take
        poller = Poller(telegram.api, take, self.clock.jitter)
        await Leader(self.database.engine).lead(poller.poll, self.stopping)


def _log_end(task: asyncio.Task[None]) -> None:
    """Say that Telegram is no longer listened to, by the kind of error only: its words may hold the token."""
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("telegram ended: %s", type(error).__name__, extra={"action": "telegram.ended"})


def build(settings: Settings, clock: Clock, database: Database, key: bytes) -> App:
    """Wire the parts to each other; nothing runs yet."""
    token = settings.telegram_token.get_secret_value()
    api = TelegramApi(token, url=settings.telegram_api_url) if token else None
    doors = Doors(public_url(settings), "")
    world = World(clock, doors, holder=clock.token(), calendar=settings.work_calendar())
    channels = dict[str, Channel]()
    files = Files(database, settings.data_dir, channels, clock, in_rows=settings.on_postgres)
    papers = Papers(files, database, world, settings.data_dir)
    beside = outside(settings, database, partial(_made, papers), clock.now, clock.monotonic)
    channels.update(beside.channels)
    world.doors = replace(doors, mail=beside.mail is not None, hook=beside.read_by)
    kept = timedelta(days=settings.keep_days)
    service = Service(database, world, channels, kept)
    webchat = WebChat(
        web_ports(service, papers, Doorkeeper(database, world, clock.token)), web_settings(settings, key)
    )
    channels["webchat"] = webchat
    telegram = Telegram(api, Pace(clock.monotonic), partial(_made, papers)) if api else None
    if telegram is not None:
        channels["telegram"] = telegram
    application = web.Application()
    add_chat(application, WebChatEndpoints(webchat))
    add_health(application, partial(_health, service, database))
    add_calendar(application, partial(_calendar, database, world), StorageBusy)
    application.router.add_get("/", _to_chat)
    if telegram is not None and settings.telegram_webhook_url:
        secret = settings.telegram_webhook_secret.get_secret_value()
        store = _intake(telegram, service, database, clock).store
        application.router.add_post("/telegram/webhook", webhook(store, secret))
    clerk = Clerk(database, world, files, service.receive, kept_for=kept)
    metronome = Metronome(_beats(service, files, clerk), lambda: clock.now().timestamp(), clock.monotonic)
    app = App(
        settings, clock, database, key, service, files, webchat, telegram, application, metronome, beside
    )
    service.receiver.noticed = app.look_after
    return app


def public_url(settings: Settings) -> str:
    """Return the address that links carry."""
    return settings.public_url or f"http://{settings.http_host}:{settings.http_port}"


def _beats(service: Service, files: Files, clerk: Clerk) -> tuple[Beat, ...]:
    async def fetch() -> None:
        await files.fetch_waiting()

    async def tidy() -> None:
        await service.forget()
        await clerk.tidy()
        await files.drop_unnamed(service.world.clock.now().timestamp() - UNNAMED)

    async def sheets() -> None:
        while await clerk.work():
            pass

    return (
        Beat("timers", 1.0, service.fire_due),
        Beat("lanes", 5.0, service.receiver.sweep),
        Beat("parcels", 5.0, service.sender.sweep),
        Beat("files", 3.0, fetch),
        Beat("sheets", 2.0, sheets),
        Beat("forget", 3600.0, tidy),
        Beat("year", 3600.0, service.keep_planning),
    )


async def _made(papers: Papers, document: Document) -> tuple[bytes, str, str]:
    made = await papers.made(document)
    return made.data, made.mime, made.name


def _intake(telegram: Telegram, service: Service, database: Database, clock: Clock) -> Intake:
    async def moved(change: ChatMoved) -> None:
        await database.run(lambda c: move_chat(Statements(c), "telegram", change.old, change.new))

    return Intake(telegram, service.receive, moved, clock.now)


async def _set_commands(telegram: Telegram, menu: Menu) -> None:
    await telegram.api.set_commands(menu.commands, chat=menu.chat)


async def _set_menu(telegram: Telegram) -> None:
    for language in LANGUAGES:
        t = translator(language)
        commands = [(name, t(key)) for name, key in MENU["stranger"]]
        await telegram.api.set_commands(commands, language="" if language == "zh" else language)


async def _health(service: Service, database: Database) -> Health:
    received, sent = service.receiver.counters, service.sender.counters
    counters = {
        "received_total": received.received,
        "duplicates_total": received.duplicates,
        "handled_total": received.handled,
        "turns_failed_total": received.failed,
        "letters_parked_total": received.parked,
        "unreadable_total": received.unreadable,
        "sent_total": sent.sent,
        "sends_unknown_total": sent.unknown,
        "sends_later_total": sent.later,
        "sends_buried_total": sent.buried,
    }
    try:
        inbox, outbox = await database.read(_waiting)
    except (StorageBusy, OSError):
        return Health(("database",), counters, {})
    return Health((), counters, {"inbox_waiting": inbox, "outbox_waiting": outbox})


def _waiting(connection: Connection) -> tuple[int, int]:
    sql = Statements(connection)
    return Inbox(sql).waiting(), Outbox(sql, "").waiting()


async def _calendar(database: Database, world: World, token: str) -> bytes | None:
    """Return the feed of a token as iCalendar, made anew each time."""
    data = await database.read(lambda connection: feed(Work(connection, world), token))
    return None if data is None else calendar_ics(data)


async def _to_chat(_: web.Request) -> web.Response:
    raise web.HTTPFound("/chat")


def secret_key(settings: Settings) -> bytes:
    """Return the key that signs sessions: the one set, or one made once in the data folder for its owner."""
    if given := settings.secret_key.get_secret_value():
        return given.encode()
    return _key_file(settings.data_dir / "secret.key").read_bytes()


def _key_file(file: Path) -> Path:
    if not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_bytes(new_key())
    return file
