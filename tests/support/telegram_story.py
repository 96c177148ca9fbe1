"""The real service on Telegram: the whole application in this process against the strict Bot API server."""

import socket
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import Connection

from bot.app import App, build
from bot.clock import SystemClock
from bot.samples.loading import load_samples
from bot.serve import prepare
from bot.settings import Settings
from bot.storage.work import Work, World
from handlers.domain.people import Link
from handlers.usecases.people import new_link
from tests.support.botapi.people import Phone
from tests.support.botapi.server import BotApiServer

TOKEN = "123456:invented-token-for-tests"
SECRET = "invented-webhook-secret"


@dataclass
class Line:
    """A running service, the Bot API server it talks to, and the sample people's personal links."""

    app: App
    server: BotApiServer
    tokens: Mapping[str, str]

    async def enters(self, key: str, number: int, name: str) -> Phone:
        """Let a sample person open their personal link on a phone and say that it is them."""
        phone = self.server.user(id=number, first_name=name, language_code="zh-hans")
        phone.says(f"/start {self.tokens[key]}")
        await phone.hears("您是")
        phone.taps("是")
        return phone


@asynccontextmanager
async def telegram_service(keys: tuple[str, ...], *, by_webhook: bool) -> AsyncIterator[Line]:
    """Run the service with the sample people, by long polling or by webhook."""
    with tempfile.TemporaryDirectory(prefix="expertbot-") as folder:
        async with BotApiServer(token=TOKEN, username="sample_bot", allow_any_port=True) as server:
            settings = _settings(Path(folder), server, by_webhook=by_webhook)
            database = prepare(settings, samples=False)
            app = build(settings, SystemClock(), database, b"a key for tests")
            tokens = await database.run(lambda c: _furnish(c, app.service.world, keys))
            await app.start()
            try:
                yield Line(app, server, tokens)
            finally:
                await app.stop()


def _settings(folder: Path, server: BotApiServer, *, by_webhook: bool) -> Settings:
    port = _free_port()
    url = f"http://127.0.0.1:{port}/telegram/webhook" if by_webhook else ""
    return Settings(
        data_dir=folder,
        http_port=port,
        telegram_token=SecretStr(TOKEN),
        telegram_api_url=server.base_url.removesuffix("/bot"),
        telegram_webhook_url=url,
        telegram_webhook_secret=SecretStr(SECRET if by_webhook else ""),
    )


def _furnish(connection: Connection, world: World, keys: tuple[str, ...]) -> Mapping[str, str]:
    people = load_samples(connection, world)
    work = Work(connection, world)
    tokens: dict[str, str] = {}
    for key in keys:
        link = Link(token_hash="", kind="personal", person_id=people[key], made_at=work.now)
        tokens[key], _ = new_link(work, link)
    work.flush()
    work.let_go()
    return tokens


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
