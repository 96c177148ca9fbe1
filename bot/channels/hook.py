"""The webhook as a channel: one POST of JSON for each message, to an SMS gateway or a group's robot."""

import base64
import hashlib
import hmac
import json
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any, Final

import aiohttp
from yarl import URL

from bot.channels.hook_template import HookTemplate, Verdict, filled
from bot.channels.port import Busy, Delivered, Delivery, Impossible, Later, Outcome, Unreachable
from bot.channels.telegram_request import proxy_for
from handlers.domain.reaching import HOOK

MINUTE: Final = 60.0
SECONDS: Final = 15.0  # for a whole request
TO_MEND: Final = 300.0  # seconds: a wrong address or secret refuses everything until it is mended
LARGEST: Final = 65536  # bytes of an answer that are read
OURS: Final = frozenset({401, 403, 404, 405, 407, 410})  # the address or the secret is wrong, not the message
AGAIN: Final = frozenset({408, 425})


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom a message is for."""

    phone: str
    name: str = ""


class Hook:
    """The port `Channel` for the webhook. `find` gives who a chat is; None for somebody without a number."""

    name = HOOK

    def __init__(  # noqa: PLR0913, PLR0917 - an address, a secret, a template, and what the world gives
        self,
        url: str,
        secret: str,
        template: HookTemplate,
        find: Callable[[str], Awaitable[Reader | None]],
        now: Callable[[], datetime],
        monotonic: Callable[[], float],
    ) -> None:
        self._url = url
        self._secret = secret
        self._template = template
        self._find = find
        self._now = now
        self._monotonic = monotonic
        self._went: deque[float] = deque()
        self._session: aiohttp.ClientSession | None = None

    async def deliver(self, delivery: Delivery) -> Outcome:
        """Hand one message over. That it was taken does not mean that anybody has read it."""
        try:
            reader = await self._find(delivery.chat)
        except Busy:
            return Later(1.0, "storage busy", counts=False)
        if reader is None:
            return Unreachable("no number")
        if wait := self._wait():
            return Later(wait, "pace", counts=False)
        try:
            return await self._handed(self._body(delivery, reader), delivery.row)
        except aiohttp.ClientConnectorError as error:
            return Later(MINUTE, type(error).__name__)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            return Later(MINUTE, type(error).__name__, unknown=True)

    async def fetch(self, remote: str, most: int) -> bytes:
        """Nothing comes in by the webhook."""
        del remote, most
        raise FileNotFoundError("no file comes by the webhook")

    async def close(self) -> None:
        """Close the connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    def _body(self, delivery: Delivery, reader: Reader) -> dict[str, str]:
        words, number = delivery.message.plain(), f"o{delivery.row}"
        return {
            "text": words, "phone": reader.phone, "name": reader.name, "id": number, "secret": self._secret,
        }  # fmt: skip

    async def _handed(self, values: dict[str, str], row: int) -> Outcome:
        body, headers = filled(self._template.body, values), filled(self._template.headers, values)
        async with self._open().post(
            self._address(), json=body, headers=headers, allow_redirects=False
        ) as answer:
            said = await _first_bytes(answer.content)
            after = answer.headers.get("Retry-After", "")
            return self._outcome(answer.status, after, said, row)

    def _outcome(self, status: int, after: str, said: bytes, row: int) -> Outcome:
        if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            return _judged(self._template.answer, said, f"o{row}")
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            return Later(self._seconds(after), "429", counts=False)
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in AGAIN:
            return Later(self._seconds(after), str(status))
        return Later(TO_MEND, str(status)) if status in OURS else Impossible(str(status))

    def _seconds(self, after: str) -> float:
        """Return how long Retry-After asks to wait, in either of its forms; a minute when it says nothing."""
        if after.isdecimal():
            return max(1.0, float(after))
        try:
            return max(1.0, (parsedate_to_datetime(after) - self._now()).total_seconds())
        except (ValueError, TypeError):
            return MINUTE

    def _wait(self) -> float:
        """Return the seconds until the robot may speak again; note that it speaks when it may now."""
        now, most = self._monotonic(), self._template.per_minute
        while self._went and self._went[0] <= now - MINUTE:
            self._went.popleft()
        if most and len(self._went) >= most:
            return self._went[0] + MINUTE - now
        self._went.append(now)
        return 0.0

    def _address(self) -> URL:
        if self._template.sign != "dingtalk" or not self._secret:
            return URL(self._url)
        return URL(self._url).update_query(dingtalk_sign(self._secret, int(self._now().timestamp() * 1000)))

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=SECONDS, sock_connect=5.0),
                proxy=proxy_for(self._url) or None,
            )
        return self._session


async def _first_bytes(content: aiohttp.StreamReader) -> bytes:
    found = bytearray()
    async for piece in content.iter_any():
        found += piece
        if len(found) > LARGEST:
            break
    return bytes(found)


def dingtalk_sign(secret: str, milliseconds: int) -> dict[str, str]:
    """Return DingTalk's signature of a moment (加签): HMAC-SHA256 of both on two lines, under the secret."""
    words = f"{milliseconds}\n{secret}".encode()
    digest = hmac.new(secret.encode(), words, hashlib.sha256).digest()
    return {"timestamp": str(milliseconds), "sign": base64.b64encode(digest).decode()}


def _judged(verdict: Verdict | None, said: bytes, receipt: str) -> Outcome:
    """Return what an answer with a good status says inside."""
    if verdict is None:
        return Delivered(receipt)
    code = _code(verdict, said)
    if code in verdict.good:
        return Delivered(receipt)
    if code in verdict.later:
        return Later(verdict.pause, f"code {code}")
    if code is None:
        return Later(MINUTE, "an answer that cannot be read", unknown=True)
    return Unreachable(f"code {code}") if code in verdict.gone else Impossible(f"code {code}")


def _code(verdict: Verdict, said: bytes) -> int | str | None:
    try:
        found: Any = json.loads(said)
    except ValueError:
        return None
    for name in verdict.field.split("."):
        found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, int | str) else None
