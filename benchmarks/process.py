"""A measured process, the service or the floor: started on its core, waited for, stopped by its id."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.machine import SERVICE_CORE, pin
from benchmarks.wire import Asking
from bot.clock import SystemClock

SECRET = "bench-secret"  # noqa: S105 - between two processes of this run
TOKEN = "42:bench-token"  # noqa: S105 - as above
READY_SECONDS = 60.0
STOP_SECONDS = 15.0
LOOK_SECONDS = 0.02


@dataclass
class Measured:
    """A running process that answers HTTP on `port`; it took `started` seconds to be ready."""

    child: subprocess.Popen[bytes]
    port: int
    log: Path
    started: float = 0.0

    @property
    def pid(self) -> int:
        """The process's id."""
        return self.child.pid

    async def ready(self) -> None:
        """Wait until /readyz answers 200. Raises `RuntimeError` with the log's end when it never does."""
        clock = SystemClock()
        begun = clock.monotonic()
        while clock.monotonic() - begun < READY_SECONDS and self.child.poll() is None:
            if await _status(self.port) == 200:  # noqa: PLR2004 - HTTP's OK
                self.started = clock.monotonic() - begun
                return
            await asyncio.sleep(LOOK_SECONDS)
        raise RuntimeError(f"not ready: {self.log.read_text(encoding='utf-8')[-2000:]}")

    def stop(self) -> None:
        """Ask it to stop, and insist after a while."""
        self.child.send_signal(signal.SIGTERM)
        try:
            self.child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()


def start_service(folder: Path, api_port: int) -> Measured:
    """Start the service on the folder's database; its webhook is set at the stand-in for Telegram."""
    port = _free_port()
    hook = f"http://127.0.0.1:{port}/telegram/webhook"
    settings = {
        "DATA_DIR": str(folder),
        "HTTP_PORT": str(port),
        "SQLITE_SYNCHRONOUS": "FULL",
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API_URL": f"http://127.0.0.1:{api_port}",
        "TELEGRAM_WEBHOOK_URL": hook,
        "TELEGRAM_WEBHOOK_SECRET": SECRET,
    }
    named = {f"EXPERTBOT_{name}": value for name, value in settings.items()}
    return _started(("bot", "serve", "--no-samples"), named, port, folder / "service.log")


def start_floor(folder: Path, api_port: int, loop: str = "asyncio") -> Measured:
    """Start the floor on this event loop."""
    port = _free_port()
    arguments = ("benchmarks.floor", str(folder / f"{loop}.db"), str(port), str(api_port), SECRET, loop)
    return _started(arguments, {}, port, folder / f"{loop}.log")


def start_floor_on_uvloop(folder: Path, api_port: int) -> Measured:
    """Start the floor on the event loop that the service has."""
    return start_floor(folder, api_port, "uvloop")


def _started(arguments: Sequence[str], settings: Mapping[str, str], port: int, log: Path) -> Measured:
    others = {name: value for name, value in os.environ.items() if not name.startswith("EXPERTBOT_")}
    with log.open("wb") as out:
        child = subprocess.Popen(  # noqa: S603 - this Python, our own modules
            [sys.executable, "-m", *arguments], env={**others, **settings}, stdout=out, stderr=out
        )
    pin(child.pid, SERVICE_CORE)
    return Measured(child, port, log)


async def _status(port: int) -> int:
    """Return the status that /readyz answers with, 0 when nobody answers."""
    loop = asyncio.get_running_loop()
    heard: asyncio.Future[int] = loop.create_future()
    try:
        _, asking = await loop.create_connection(lambda: Asking(lambda _: None), "127.0.0.1", port)
    except OSError:
        return 0
    asking.ask(b"GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", lambda status, _: heard.set_result(status))
    try:
        return await asyncio.wait_for(heard, 5.0)
    except TimeoutError:
        return 0
    finally:
        asking.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
