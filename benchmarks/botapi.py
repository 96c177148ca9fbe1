"""A stand-in for Telegram's Bot API: takes what is sent, answers as the real one does, says who heard."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote_plus

from benchmarks.wire import Answering

_TRUE: Final = b'{"ok":true,"result":true}'
_ME: Final = b'{"ok":true,"result":{"id":42,"is_bot":true,"first_name":"Bench","username":"bench_bot"}}'
_SPOKEN: Final = frozenset({"sendMessage", "editMessageText"})


@dataclass(frozen=True, slots=True)
class Heard:
    """What one chat was shown: buttons as (label, callback data), the id of the message."""

    chat: int
    message: int
    buttons: tuple[tuple[str, str], ...]


Hear = Callable[[Heard], None]


class BotApi:
    """The server; `heard` is called for every message that is sent or edited."""

    def __init__(self) -> None:
        """Nothing runs before `start`."""
        self.heard: Hear = _nobody
        self.port = 0
        self.calls: dict[str, int] = {}
        self._server: asyncio.Server | None = None
        self._last = 10_000_000

    async def start(self) -> None:
        """Listen on a free port of the loopback."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: Answering(self.answer), "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Close the door."""
        if self._server is not None:
            self._server.close()

    def answer(self, path: str, body: bytes) -> bytes:
        """Answer one call."""
        method = path.rpartition("/")[2]
        self.calls[method] = self.calls.get(method, 0) + 1
        if method not in _SPOKEN:
            return _ME if method == "getMe" else _TRUE
        return self._spoken(_fields(body))

    def _spoken(self, fields: dict[str, str]) -> bytes:
        chat = int(fields["chat_id"])
        if "message_id" in fields:
            number = int(fields["message_id"])
        else:
            number = self._last = self._last + 1
        markup = json.loads(fields.get("reply_markup") or "{}")
        self.heard(Heard(chat, number, _buttons(markup)))
        return _message(chat, number, fields["text"], markup)


def _nobody(_: Heard) -> None:
    """Hear nothing."""


def _buttons(markup: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    rows = markup.get("inline_keyboard", [])
    return tuple((button["text"], button["callback_data"]) for row in rows for button in row)


def _message(chat: int, number: int, text: str, markup: dict[str, Any]) -> bytes:
    sent: dict[str, Any] = {
        "message_id": number,
        "from": {"id": 42, "is_bot": True, "first_name": "Bench", "username": "bench_bot"},
        "chat": {"id": chat, "first_name": "样", "type": "private"},
        "date": 1_780_000_000,
        "text": text,
    }
    if markup:
        sent["reply_markup"] = markup
    return json.dumps({"ok": True, "result": sent}).encode()


def _fields(body: bytes) -> dict[str, str]:
    pairs = (pair.partition("=") for pair in body.decode("ascii").split("&"))
    return {name: _plain(value) for name, _, value in pairs}


def _plain(value: str) -> str:
    """Undo the percent signs; where every byte has one, which is usual here, at once."""
    if value.startswith("%") and len(value) == 3 * value.count("%"):
        return bytes.fromhex(value.replace("%", "")).decode()
    return unquote_plus(value)
