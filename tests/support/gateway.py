"""A text message gateway or a group's robot on this machine: keeps what it is told, answers as planned."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web


@dataclass(frozen=True)
class Told:
    """One request."""

    body: Any
    headers: dict[str, str]
    query: dict[str, str]


@dataclass
class Gateway:
    """`says` plans answers: a status, a status with headers, a body for status 200, "hang up", "silence"."""

    url: str = ""
    told: list[Told] = field(default_factory=list)
    planned: deque[Any] = field(default_factory=deque)
    usual: Any = field(default_factory=lambda: {"errcode": 0, "errmsg": "ok"})

    def says(self, *answers: Any) -> None:
        """Plan the next answers."""
        self.planned.extend(answers)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Keep the request and answer."""
        self.told.append(Told(await request.json(), dict(request.headers), dict(request.query)))
        match self.planned.popleft() if self.planned else self.usual:
            case "hang up":
                assert request.transport is not None
                request.transport.abort()
                return web.Response()
            case "silence":
                await asyncio.Event().wait()
                raise AssertionError
            case int(status):
                return web.Response(status=status, text="不要记录这句话")
            case (int(status), dict(headers)):
                return web.Response(status=status, headers=headers)
            case str(words):
                return web.Response(text=words)
            case body:
                return web.json_response(body)


@asynccontextmanager
async def gateway() -> AsyncIterator[Gateway]:
    """Open a gateway for the length of a story."""
    found = Gateway()
    application = web.Application()
    application.router.add_post("/send", found.answer)
    application.router.add_post("/elsewhere", found.answer)
    runner = web.AppRunner(application, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    found.url = f"http://127.0.0.1:{port}/send?key=invented-key"
    try:
        yield found
    finally:
        for _ in range(10):  # a caller who only looked in has to be let go too
            await asyncio.sleep(0)
        await runner.cleanup()
