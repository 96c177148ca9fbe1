"""A bare client for trying the server: one method, no retries, the answer as it comes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from tests.support.botapi.server import BotApiServer


class PlainClient:
    """Calls methods with a JSON body."""

    def __init__(self, server: BotApiServer, session: aiohttp.ClientSession) -> None:
        self.session = session
        self._server = server

    async def __call__(self, method: str, **params: object) -> dict[str, Any]:
        """Call a method and return the whole answer."""
        return await self.post(method, json=params)

    async def post(self, method: str, *, token: str | None = None, **body: Any) -> dict[str, Any]:
        """Post any body, with any token."""
        address = f"{self._server.base_url}{token or self._server.token}/{method}"
        async with self.session.post(address, **body) as response:
            answer: dict[str, Any] = await response.json()
        assert response.status == (200 if answer["ok"] else answer["error_code"])
        return answer

    async def result(self, method: str, **params: object) -> Any:
        """Call a method that must succeed and return its result."""
        answer = await self(method, **params)
        assert answer["ok"], answer
        return answer["result"]

    async def refused(self, method: str, **params: object) -> str:
        """Call a method that must fail and return Telegram's sentence."""
        answer = await self(method, **params)
        assert not answer["ok"], answer
        return str(answer["description"])


@asynccontextmanager
async def telegram(**options: Any) -> AsyncIterator[tuple[BotApiServer, PlainClient]]:
    """Start a server and a client for it."""
    async with BotApiServer(**options) as server, aiohttp.ClientSession() as session:
        yield server, PlainClient(server, session)
