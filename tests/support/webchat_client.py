"""A browser's side of the web chat without a browser: enters, holds a WebSocket, uploads."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any, Self

from aiohttp import ClientSession, ClientWebSocketResponse, DummyCookieJar, FormData

from tests.support.webchat import Answerer, World, serving

Frame = dict[str, Any]


@dataclass(slots=True)
class Guest:
    """Someone at the entrance. Cookies are carried by hand, so that tests can carry the wrong ones."""

    http: ClientSession
    address: str
    answerer: Answerer
    path: str = ""
    cookie: str = ""

    @property
    def world(self) -> World:
        return self.answerer.world

    async def asks(self, **asked: str) -> tuple[int, Frame]:
        """Ask to be let in; return status and answer."""
        headers = {"Origin": self.address}
        async with self.http.post(f"{self.address}/chat/enter", json=asked, headers=headers) as answer:
            found: Frame = await answer.json() if answer.content_type == "application/json" else {}
            if "Set-Cookie" in answer.headers:
                morsel = SimpleCookie(answer.headers["Set-Cookie"])["chat"]
                self.path, self.cookie = morsel["path"], morsel.value
            return answer.status, found

    async def enters(self, **asked: str) -> Self:
        """Enter, by default as an enterprise."""
        status, _ = await self.asks(**(asked or {"role": "enterprise"}))
        assert status == 200
        return self

    def headers(self, **more: str) -> dict[str, str]:
        """Return what the browser would send along."""
        return {"Origin": self.address, "Cookie": f"chat={self.cookie}", **more}

    @property
    def chat(self) -> str:
        """The chat that the session belongs to."""
        return self.world.store.sessions[self.path.split("/")[3]].chat

    @asynccontextmanager
    async def talks(self, seen: int = 0, **headers: str) -> AsyncIterator["Talk"]:
        """Open the WebSocket and say hello."""
        where = f"{self.address}{self.path}ws"
        async with self.http.ws_connect(where, headers=self.headers(**headers)) as socket:
            talk = Talk(socket)
            await talk.sends(t="hello", seen=seen)
            yield talk

    async def uploads(self, data: bytes, name: str = "图.png") -> tuple[int, Frame]:
        """Upload a file; return status and answer."""
        form = FormData(quote_fields=False)  # as browsers do
        form.add_field("file", data, filename=name)
        where = f"{self.address}{self.path}upload"
        async with self.http.post(where, data=form, headers=self.headers()) as answer:
            return answer.status, await answer.json()


@dataclass(slots=True)
class Talk:
    """An open WebSocket."""

    socket: ClientWebSocketResponse

    async def sends(self, **frame: object) -> None:
        await self.socket.send_str(json.dumps(frame, ensure_ascii=False))

    async def hears(self, kind: str) -> Frame:
        """Return the next frame of this kind, passing over others."""
        while True:
            frame: Frame = await self.socket.receive_json()
            if frame["t"] == kind:
                return frame

    async def says(self, text: str, own: str = "message-1") -> Frame:
        """Say something and return the answer about it: ack, nack or limit."""
        await self.sends(t="say", id=own, text=text)
        return await self.told(own)

    async def told(self, own: str) -> Frame:
        """Return the first frame about a message of one's own."""
        while True:
            frame: Frame = await self.socket.receive_json()
            if frame.get("id") == own and frame["t"] in {"ack", "nack", "limit"}:
                return frame


@asynccontextmanager
async def guest(world: World | None = None) -> AsyncIterator[Guest]:
    """Serve a world and bring a guest to its entrance."""
    async with (
        serving(world or World()) as (answerer, address),
        ClientSession(cookie_jar=DummyCookieJar()) as http,
    ):
        yield Guest(http, address, answerer)
