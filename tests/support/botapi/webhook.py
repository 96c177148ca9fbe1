"""Webhook mode: updates are posted to the bot, in order per chat, again and again until it says 200."""

import asyncio
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import aiohttp

from tests.support.botapi.bell import Bell, Clock
from tests.support.botapi.errors import bad_request
from tests.support.botapi.updates import Update, UpdateQueue

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
PORTS = {80, 88, 443, 8443}
MOST_CONNECTIONS = 100
LONGEST_PAUSE = 60.0
_SECRET = re.compile(r"[A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Target:
    """Where updates go."""

    url: str
    secret: str = ""
    connections: int = 40


def check_target(target: Target, *, allow_any_port: bool) -> None:
    """Refuse an address or a secret that Telegram would refuse."""
    if len(target.secret) > 256:
        raise bad_request("secret token is too long")
    if not _SECRET.fullmatch(target.secret):
        raise bad_request("secret token contains unallowed characters")
    parts = urlsplit(target.url)
    if not parts.hostname or parts.scheme not in {"http", "https"}:
        raise bad_request("invalid webhook URL specified")
    if allow_any_port:
        return
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if (parts.port or 443) not in PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")


class Webhook:
    """The delivery: chats side by side up to the number of connections, each chat one after another.

    As at Telegram the first retry comes at once, later ones after 2, 4, 8 ... seconds times `backoff`,
    or after what the bot's Retry-After header says.
    """

    def __init__(self, queue: UpdateQueue, bell: Bell, clock: Clock) -> None:
        self.target: Target | None = None
        self.backoff = 1.0
        self.timeout = 60.0
        self.attempts: list[tuple[int, str]] = []
        self._queue = queue
        self._bell = bell
        self._clock = clock
        self._busy: set[int] = set()
        self._last_error: dict[str, Any] = {}
        self._task: asyncio.Task[None] | None = None
        self.carry_out: Callable[[dict[str, Any]], Awaitable[None]] | None = None

    async def start(self, target: Target) -> None:
        """Deliver to this target from now on."""
        await self.stop()
        self.target = target
        self._task = asyncio.create_task(self._run(target))

    async def stop(self) -> None:
        """Deliver no more."""
        self.target = None
        self._last_error = {}
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
            if not self._task.cancelled():
                self._task.result()
            self._task = None

    def info(self) -> dict[str, Any]:
        """Answer getWebhookInfo."""
        answer = {
            "url": self.target.url if self.target else "",
            "has_custom_certificate": False,
            "pending_update_count": len(self._queue.pending),
            **self._last_error,
        }
        if self.target:
            answer["max_connections"] = self.target.connections
        if self._queue.allowed:
            answer["allowed_updates"] = self._queue.allowed
        return answer

    async def _run(self, target: Target) -> None:
        self._busy = set()
        slots = asyncio.Semaphore(target.connections)
        timeout = aiohttp.ClientTimeout(total=self.timeout)
        connector = aiohttp.TCPConnector(limit=MOST_CONNECTIONS)
        async with (
            aiohttp.ClientSession(timeout=timeout, connector=connector) as session,
            asyncio.TaskGroup() as visits,
        ):
            while True:
                for chat in {update.chat for update in self._queue.pending} - self._busy:
                    self._busy.add(chat)
                    visits.create_task(self._visit(chat, target, session, slots))
                await self._bell.rung()

    async def _visit(
        self, chat: int, target: Target, session: aiohttp.ClientSession, slots: asyncio.Semaphore
    ) -> None:
        """Deliver everything that waits for one chat."""
        failures = 0
        while (update := self._queue.first_of(chat)) is not None:
            async with slots:
                error, retry_after = await self._post(update, target, session)
            if not error:
                failures = 0
                self._queue.discard(update)
                continue
            failures += 1
            self._note(error)
            await asyncio.sleep(self.backoff * _pause(failures, retry_after))
        self._busy.discard(chat)

    async def _post(
        self, update: Update, target: Target, session: aiohttp.ClientSession
    ) -> tuple[str, float]:
        """Post once; return what went wrong (empty: nothing) and how long the bot asked to wait."""
        headers = {SECRET_HEADER: target.secret} if target.secret else {}
        error, retry_after = "", 0.0
        try:
            async with session.post(
                target.url, json=update.body, headers=headers, allow_redirects=False
            ) as response:
                if not 200 <= response.status < 300:
                    error = f"Wrong response from the webhook: {response.status} {response.reason}"
                    asked = response.headers.get("Retry-After", "")
                    retry_after = float(asked) if asked.isdigit() else 0.0
                elif response.content_type == "application/json" and self.carry_out is not None:
                    await self.carry_out(await response.json())
        except TimeoutError:
            error = "Read timeout expired"
        except aiohttp.ClientConnectorError:
            error = "Connection refused"
        except aiohttp.ClientError:
            error = "Connection closed"
        self.attempts.append((update.id, error))
        self._bell.ring()
        return error, retry_after

    def _note(self, error: str) -> None:
        self._last_error = {"last_error_date": self._clock.date(), "last_error_message": error}


def _pause(failures: int, retry_after: float) -> float:
    if retry_after:
        return min(retry_after, 3600.0)
    return 0.0 if failures == 1 else min(2.0 ** (failures - 1), LONGEST_PAUSE)
