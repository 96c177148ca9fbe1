"""The server: HTTP in front of the pretended Telegram, and what a test may say to it."""

import asyncio
from typing import Any, Self

from aiohttp import web

from tests.support.botapi.bodies import missing_parts, read_parameters
from tests.support.botapi.chats import Room
from tests.support.botapi.errors import ApiError, Refusal, bad_request
from tests.support.botapi.faults import Fault, Faults, FloodGate, refusal
from tests.support.botapi.methods import perform
from tests.support.botapi.people import Group, Phone, private_room
from tests.support.botapi.schema import decode_call, method_named
from tests.support.botapi.world import Call, World

MOST_UPLOADED = 50 * 2**20
_SAID = {"setWebhook": "Webhook was set", "deleteWebhook": "Webhook was deleted"}


class BotApiServer:
    """A Bot API server on a loopback port, for one bot: `async with BotApiServer() as server: ...`.

    `base_url` + token + "/method" is a call; `file_base_url` + token + "/" + file_path is a download.
    Of everything the bot does `calls` keeps a record; `violations` says what the official schema forbids.
    """

    def __init__(
        self,
        *,
        token: str = "4200000:invented-token",
        username: str = "sample_bot",
        port: int = 0,
        allow_any_port: bool = False,
    ) -> None:
        self.token = token
        self.world = World(token, username)
        self.world.allow_any_port = allow_any_port
        self.calls: list[Call] = []
        self.violations: list[str] = []
        self.delay = 0.0
        self.faults = Faults()
        self.flood = FloodGate()
        self._port = port
        self._runner: web.AppRunner | None = None
        self.world.webhook.carry_out = self._in_response

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=MOST_UPLOADED + 2**20)
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self.world.poller.end("terminated by the end of the test")
        await self.world.webhook.stop()
        if self._runner is not None:
            await self._runner.cleanup()

    # What a test reads and says

    @property
    def base_url(self) -> str:
        """The address before the token."""
        return f"http://127.0.0.1:{self._port}/bot"

    @property
    def file_base_url(self) -> str:
        """The address of downloads before the token."""
        return f"http://127.0.0.1:{self._port}/file/bot"

    def user(
        self,
        *,
        id: int,  # noqa: A002 - the field's name at Telegram
        first_name: str = "张三",
        language_code: str = "zh-hans",
        opened: bool = False,
        **more: str,
    ) -> Phone:
        """Add a person; the bot can write to them once they have written (or at once, when `opened`)."""
        card = {"id": id, "is_bot": False, "first_name": first_name, "language_code": language_code, **more}
        room = private_room(card, opened=opened)
        self.world.chats.rooms[id] = room
        return Phone(self.world, card, room)

    def group(self, chat_id: int, title: str) -> Group:
        """Add a group that the bot is in."""
        room = Room({"id": chat_id, "title": title, "type": "group"}, opened=True)
        self.world.chats.rooms[chat_id] = room
        return Group(self.world, room)

    def push(self, body: dict[str, Any], chat: int = 0) -> int | None:
        """Queue any update, also a malformed one; `chat` says whose order it keeps in webhook mode."""
        return self.world.updates.push(body, chat)

    def called(self, method: str) -> list[Call]:
        """Return the calls of a method, oldest first."""
        return [call for call in self.calls if call.method == method]

    async def until_called(self, method: str, times: int = 1, seconds: float = 5.0) -> list[Call]:
        """Wait until a method was called and answered so many times."""

        def look() -> list[Call] | None:
            answered = [call for call in self.called(method) if call.answer is not None]
            return answered if len(answered) >= times else None

        return await self.world.bell.until(look, seconds)

    def fail_next(  # noqa: PLR0913 - each names one trait of the answer
        self,
        chat_id: int | None = None,
        method: str | None = None,
        *,
        status: int = 500,
        description: str | None = None,
        retry_after: int | None = None,
        migrate_to: int | None = None,
        raw: str | None = None,
        times: int | None = 1,
    ) -> None:
        """Refuse the next fitting calls (`times=None`: until healed); `raw` is sent as the body instead."""
        answer = refusal(status, description, retry_after, migrate_to)
        self.faults.plan(Fault(chat_id, method, times, answer, raw))

    def hang_next(
        self, seconds: float, method: str | None = None, *, chat_id: int | None = None, delivered: bool = True
    ) -> None:
        """Stay silent for so long; what was asked is done before when `delivered`, else never (504)."""
        self.faults.plan(Fault(chat_id, method, hang=seconds, delivered=delivered))

    def drop_next(
        self,
        method: str | None = None,
        *,
        chat_id: int | None = None,
        delivered: bool = True,
        times: int | None = 1,
    ) -> None:
        """Break the connection without an answer, after doing what was asked or (not `delivered`) instead."""
        self.faults.plan(Fault(chat_id, method, times, drop=True, delivered=delivered))

    # HTTP

    async def _call(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self.token:
            return _json(Refusal(401, "Unauthorized").body())
        method = method_named(request.match_info["method"])
        if method is None:
            self.violations.append(f"{request.match_info['method']}: unknown method")
            return _json(Refusal(404, "Not Found").body())
        try:
            params, uploads = await read_parameters(request, method)
        except ApiError as error:
            self.violations.append(f"{method}: {error.refusal.description}")
            return _json(error.refusal.body())
        values, wrong = decode_call(method, params)
        wrong += missing_parts(values, uploads)
        call = Call(method, values, self.world.clock.now(), uploads)
        self.calls.append(call)
        self.violations += wrong
        self.world.bell.ring()
        return await self._answer(request, call, wrong)

    async def _in_response(self, said: dict[str, Any]) -> None:
        """Carry out the one call that a webhook's response may hold; its result is told to nobody."""
        method = method_named(str(said.pop("method", "")))
        if method is None:
            self.violations.append("a webhook's response without a method")
            return
        values, wrong = decode_call(method, said)
        call = Call(method, values, self.world.clock.now(), {})
        self.calls.append(call)
        self.violations += wrong
        self._note(call, await self._perform(call, wrong))

    async def _answer(self, request: web.Request, call: Call, wrong: list[str]) -> web.StreamResponse:
        fault = self.faults.take(call.method, call.params) or Fault()
        if self.delay and call.method != "getUpdates":
            await asyncio.sleep(self.delay)
        if fault.refusal is not None:
            self._note(call, fault.refusal.body())
            body = fault.raw
            return _json(fault.refusal.body()) if body is None else _page(fault.refusal.code, body)
        lost = fault.drop or fault.hang
        undone = lost and not fault.delivered
        answer = Refusal(504, "Gateway Timeout").body() if undone else await self._perform(call, wrong)
        self._note(call, answer)
        await asyncio.sleep(fault.hang)
        if fault.drop and request.transport is not None:
            request.transport.abort()
        return _json(answer)

    async def _perform(self, call: Call, wrong: list[str]) -> dict[str, Any]:
        try:
            if wrong:
                raise bad_request(wrong[0])
            if call.method.startswith(("send", "edit")):
                self.flood.check(call.params.get("chat_id"), self.world.clock.now())
            result = await perform(self.world, call)
        except ApiError as error:
            return error.refusal.body()
        said = {"description": _SAID[call.method]} if call.method in _SAID else {}
        return {"ok": True, "result": result, **said}

    def _note(self, call: Call, answer: dict[str, Any]) -> None:
        call.answer = answer
        self.world.bell.ring()

    async def _download(self, request: web.Request) -> web.StreamResponse:
        stored = self.world.files.at(request.match_info["path"])
        if request.match_info["token"] != self.token or stored is None:
            return _json(Refusal(404, "Not Found").body())
        return web.Response(body=stored.upload.data, content_type="application/octet-stream")


def _json(body: dict[str, Any]) -> web.Response:
    return web.json_response(body, status=200 if body["ok"] else body["error_code"])


def _page(status: int, text: str) -> web.Response:
    return web.Response(status=status, text=text, content_type="text/html")
