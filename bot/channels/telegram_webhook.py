"""The webhook: checks who sends and how much, stores, and only then says 200, with a tap's empty answer."""

import asyncio
import hmac
from collections.abc import Awaitable, Callable
from typing import Final

import orjson
from aiohttp import web

from bot.channels.port import Busy
from bot.channels.telegram_api import TelegramApi
from bot.channels.telegram_inbound import ALLOWED_UPDATES, query_id
from bot.channels.telegram_intake import Take
from bot.channels.telegram_request import read_json

PATH: Final = "/telegram/webhook"
SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - its name only
MOST_BYTES: Final = 2**20
BODY_SECONDS: Final = 10.0
BUSY_SECONDS: Final = 2

Handler = Callable[[web.Request], Awaitable[web.Response]]


def webhook(store: Take, secret: str, *, body_seconds: float = BODY_SECONDS) -> Handler:
    """Return the handler for POST at `PATH`. ValueError without a secret: anybody could speak for anybody.

    A tap is answered in the response itself, as Telegram allows for one call that needs no result: that
    saves a request for every second message.
    """
    if not secret:
        raise ValueError("the webhook needs a secret")
    expected = secret.encode()

    async def handle(request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, expected):
            return web.Response(status=403)
        if request.content_type != "application/json":
            return web.Response(status=415)
        try:
            async with asyncio.timeout(body_seconds):
                body = await _body(request)
            update = read_json(body)
        except TimeoutError:
            return _closing(408)
        except _TooMuch:
            return _closing(413)
        except ValueError:
            return web.Response(status=400)
        return await _stored(store, update)

    return handle


async def ensure_webhook(api: TelegramApi, url: str, secret: str, *, connections: int = 40) -> None:
    """Tell Telegram where to post. Raises `telegram.error.TelegramError` when it refuses."""
    await api.bot.set_webhook(
        url, secret_token=secret, max_connections=connections, allowed_updates=ALLOWED_UPDATES
    )


class _TooMuch(Exception):
    """The body is longer than any update."""


async def _stored(store: Take, update: object) -> web.Response:
    try:
        await store([update])
    except Busy:
        return web.Response(status=503, headers={"Retry-After": str(BUSY_SECONDS)})
    if query := query_id(update):
        answer = {"method": "answerCallbackQuery", "callback_query_id": query}
        return web.Response(body=orjson.dumps(answer), content_type="application/json")
    return web.Response()


async def _body(request: web.Request) -> bytes:
    if (request.content_length or 0) > MOST_BYTES:
        raise _TooMuch
    found = bytearray()
    async for piece in request.content.iter_any():
        found += piece
        if len(found) > MOST_BYTES:
            raise _TooMuch
    return bytes(found)


def _closing(status: int) -> web.Response:
    """Answer and hang up, for whoever is still sending."""
    response = web.Response(status=status)
    response.force_close()
    return response
