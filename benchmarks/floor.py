"""The floor: what HTTP in, a durable row, HTTP out and a durable receipt cost at least with these libraries.

It knows no conversation. One thread writes to raw SQLite and commits together what waits, as in the service.
"""

import asyncio
import hmac
import json
import queue
import sqlite3
import sys
import threading
from typing import Any, Final

import aiohttp
import uvloop
from aiohttp import web

GROUP: Final = 64
_MARKUP: Final = json.dumps(
    {"inline_keyboard": [[{"text": "上一步", "callback_data": "f:1:detail:<"},
                          {"text": "暂停", "callback_data": "f:1:detail:|"}]]}
)  # fmt: skip
_TEXT: Final = "3/8 · 具体情况\n\n请说说具体情况：现在怎样，想达到什么，试过什么办法。10 到 2000 字。"
_FORM: Final = {"Content-Type": "application/x-www-form-urlencoded"}
_INSERT: Final = "INSERT INTO row (number, body, reply) VALUES (?, ?, ?)"
_RECEIPT: Final = "UPDATE row SET receipt = ? WHERE number = ?"

Job = tuple[str, tuple[Any, ...], "asyncio.Future[None]"]


class Writer:
    """One thread, one connection; a statement is durable when `run` returns."""

    def __init__(self, file: str) -> None:
        """Open the file and start the thread."""
        self._file = file
        self._jobs: queue.SimpleQueue[Job] = queue.SimpleQueue()
        self._loop = asyncio.get_running_loop()
        threading.Thread(target=self._write, daemon=True).start()

    async def run(self, sql: str, *values: object) -> None:
        """Queue the statement and wait for its commit."""
        done = self._loop.create_future()
        self._jobs.put((sql, values, done))
        await done

    def _write(self) -> None:
        connection = sqlite3.connect(self._file, isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute(
            "CREATE TABLE row (number INTEGER PRIMARY KEY, body TEXT, reply TEXT, receipt TEXT)"
        )
        while True:
            jobs = [self._jobs.get()]
            while len(jobs) < GROUP and not self._jobs.empty():
                jobs.append(self._jobs.get())
            connection.execute("BEGIN IMMEDIATE")
            for sql, values, _ in jobs:
                connection.execute(sql, values)
            connection.execute("COMMIT")
            self._loop.call_soon_threadsafe(_settle, jobs)


class Floor:
    """Takes an update, keeps it, says 200; sends a fixed reply and keeps its receipt."""

    def __init__(self, file: str, api_port: int, secret: str) -> None:
        """Send to the Bot API on this port."""
        self._file = file
        self._url = f"http://127.0.0.1:{api_port}/bot42:bench-token/sendMessage"
        self._secret = secret.encode()
        self._tasks: set[asyncio.Task[None]] = set()
        self._writer: Writer
        self._session: aiohttp.ClientSession

    async def open(self, _: web.Application) -> None:
        """Open the file and the connections."""
        self._writer = Writer(self._file)
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=64), cookie_jar=aiohttp.DummyCookieJar(),
            skip_auto_headers=("Accept", "Accept-Encoding"),
        )  # fmt: skip

    async def close(self, _: web.Application) -> None:
        """Close the connections."""
        await self._session.close()

    async def take(self, request: web.Request) -> web.Response:
        """Take one update."""
        if not hmac.compare_digest(request.headers["X-Telegram-Bot-Api-Secret-Token"].encode(), self._secret):
            return web.Response(status=403)
        body = await request.text()
        update = json.loads(body)
        await self._writer.run(_INSERT, update["update_id"], body, _TEXT)
        task = asyncio.get_running_loop().create_task(self._reply(update))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return web.Response()

    async def _reply(self, update: dict[str, Any]) -> None:
        chat = (update.get("message") or update["callback_query"])["from"]["id"]
        body = f"chat_id={chat}&text={_percent(_TEXT)}&parse_mode=HTML&reply_markup={_percent(_MARKUP)}"
        async with self._session.post(self._url, data=body.encode(), headers=_FORM) as response:
            answer = json.loads(await response.read())
        await self._writer.run(_RECEIPT, str(answer["result"]["message_id"]), update["update_id"])


def main(file: str, port: int, api_port: int, secret: str, loop: str) -> None:
    """Serve until told to stop, on asyncio's own loop or on uvloop."""
    floor = Floor(file, api_port, secret)
    application = web.Application()
    application.router.add_post("/telegram/webhook", floor.take)
    application.router.add_get("/readyz", _ready)
    application.on_startup.append(floor.open)
    application.on_cleanup.append(floor.close)
    made = uvloop.new_event_loop() if loop == "uvloop" else asyncio.new_event_loop()
    web.run_app(application, host="127.0.0.1", port=port, access_log=None, print=lambda *_: None, loop=made)


async def _ready(_: web.Request) -> web.Response:
    return web.Response()


def _percent(text: str) -> str:
    return f"%{text.encode().hex('%')}"


def _settle(jobs: list[Job]) -> None:
    for *_, done in jobs:
        done.set_result(None)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4], sys.argv[5])
