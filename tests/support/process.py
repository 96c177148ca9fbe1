"""The real service as a process of its own: started, stopped, killed, and looked at from outside."""

import asyncio
import json
import os
import signal
import socket
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import aiohttp

from tests.support.botapi.server import BotApiServer

ROOT = Path(__file__).parents[2]
START_SECONDS = 40.0  # a loaded machine needs many times the usual second
STEP = 0.01
PLAIN = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "PYTHONUNBUFFERED": "1"}


async def python(*arguments: str, **settings: str) -> asyncio.subprocess.Process:
    """Start a Python of its own at the project's root, with pipes for its words."""
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(
        sys.executable, *arguments, cwd=ROOT, env=PLAIN | settings, stdin=pipe, stdout=pipe
    )


@dataclass
class Child:
    """A process of the service; `ended` is its exit status once there is one."""

    pid: int
    ended: asyncio.Future[int]

    @classmethod
    async def born(cls, nursery: asyncio.subprocess.Process, order: str) -> Self:
        """Let the nursery fork."""
        assert nursery.stdin is not None
        assert nursery.stdout is not None
        nursery.stdin.write(f"{order}\n".encode())
        pid = int(await nursery.stdout.readline())
        return cls(pid, asyncio.ensure_future(status(nursery.stdout)))


async def status(words: asyncio.StreamReader) -> int:
    """Return the number that stands next."""
    return int(await words.readline())


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Installation:
    """A data folder, a port and settings; at most one process serves them at a time."""

    folder: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: "Child | None" = None
    nursery: asyncio.subprocess.Process | None = None

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.folder / "expertbot.db"

    @property
    def url(self) -> str:
        """The service's address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        """Everything that all its processes have printed."""
        return "".join(file.read_text(encoding="utf-8") for file in sorted(self.folder.glob("*.log")))

    @property
    def environment(self) -> dict[str, str]:
        """The process's whole environment."""
        return {
            **PLAIN,
            "EXPERTBOT_DATA_DIR": str(self.folder),
            **self.settings,
        }

    async def start(self) -> None:
        """Start serving and wait until it is ready. Fails with the log when the process ends instead."""
        await self.launch()
        async with asyncio.timeout(START_SECONDS):
            while not await self.ready():
                assert not self._process.ended.done(), self.log
                await asyncio.sleep(STEP)

    async def launch(self) -> None:
        """Start the process."""
        self.process = await self.runs("serve", "--no-samples", "--port", str(self.port))

    async def runs(self, *arguments: str) -> "Child":
        """Start a command of the service; its words go to the log."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.nursery is None:
            self.nursery = await python("-m", "tests.support.nursery")
        log = str(self.folder / f"{arguments[0]}.log")
        order = {"arguments": arguments, "environment": self.environment, "log": log}
        return await Child.born(self.nursery, json.dumps(order))

    async def ready(self) -> bool:
        """Ask /readyz."""
        try:
            async with aiohttp.ClientSession() as http, http.get(f"{self.url}/readyz") as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False

    async def metric(self, name: str) -> float:
        """Return a counter or gauge of /metrics, named without the prefix."""
        async with aiohttp.ClientSession() as http, http.get(f"{self.url}/metrics") as answer:
            lines = (await answer.text()).splitlines()
        found = [line.split()[-1] for line in lines if line.startswith(f"expertbot_{name} ")]
        return float(found[0])

    async def kill(self) -> None:
        """Kill it as the kernel does when memory is out: nothing of it runs any more."""
        process, self.process = self._process, None
        os.kill(process.pid, signal.SIGKILL)
        await process.ended

    async def stop(self) -> float:
        """Ask it to end; return the seconds it took."""
        process, self.process = self._process, None
        before = asyncio.get_running_loop().time()
        os.kill(process.pid, signal.SIGTERM)
        assert await asyncio.wait_for(process.ended, 20) == 0, self.log
        return asyncio.get_running_loop().time() - before

    def rows(self, sql: str) -> list[Any]:
        """Return rows of the SQLite file, as another process sees them."""
        with closing(sqlite3.connect(self.database, timeout=10)) as connection:
            return connection.execute(sql).fetchall()

    @property
    def _process(self) -> "Child":
        assert self.process is not None, "nothing runs"
        return self.process


@asynccontextmanager
async def installed(folder: Path, **settings: str) -> AsyncIterator[Installation]:
    """Prepare an installation; whatever still runs at the end is killed."""
    installation = Installation(folder, {f"EXPERTBOT_{name}": value for name, value in settings.items()})
    try:
        yield installation
    finally:
        if installation.process is not None and not installation.process.ended.done():
            await installation.kill()
        if installation.nursery is not None:
            installation.nursery.kill()
            await installation.nursery.wait()


@asynccontextmanager
async def on_telegram(
    folder: Path, *, by_webhook: bool = False, **settings: str
) -> AsyncIterator[tuple[BotApiServer, Installation]]:
    """Prepare an installation beside a strict Bot API server, whose schema no call may break."""
    async with BotApiServer(allow_any_port=True) as server, installed(folder, **settings) as installation:
        server.world.webhook.backoff = 0.02
        telegram = {
            "EXPERTBOT_TELEGRAM_TOKEN": server.token,
            "EXPERTBOT_TELEGRAM_API_URL": server.base_url.removesuffix("/bot"),
        }
        if by_webhook:
            telegram["EXPERTBOT_TELEGRAM_WEBHOOK_URL"] = f"{installation.url}/telegram/webhook"
            telegram["EXPERTBOT_TELEGRAM_WEBHOOK_SECRET"] = "an-invented-secret"
        installation.settings = {**installation.settings, **telegram}
        yield server, installation
        assert server.violations == []


async def until(look: Callable[[], object], seconds: float = 20.0) -> None:
    """Wait until `look` finds something true."""
    async with asyncio.timeout(seconds):
        while not look():  # noqa: ASYNC110 - a file announces its changes nowhere
            await asyncio.sleep(STEP)


@asynccontextmanager
async def locked(file: Path) -> AsyncIterator[sqlite3.Connection]:
    """Hold a SQLite file's write lock, as another program does."""
    with closing(sqlite3.connect(file, isolation_level=None)) as stranger:
        stranger.execute("BEGIN IMMEDIATE")
        yield stranger
        if stranger.in_transaction:
            stranger.execute("ROLLBACK")
