"""The web chat's requests: entering, the WebSocket, uploads, documents."""

import asyncio
import logging
from typing import Any, Final, Self
from urllib.parse import quote

from aiohttp import BodyPartReader, WSCloseCode, web

from bot.channels.port import Inbound, TooLarge
from bot.channels.webchat import NAME, WebChat
from bot.channels.webchat_doors import (
    client_address,
    give_cookie,
    same_origin,
    session_of,
    session_path,
)
from bot.channels.webchat_files import clean_name, text_of, type_of
from bot.channels.webchat_limits import Limiter
from bot.channels.webchat_ports import AWAY, Entered, NotEntered, Role, Visitor
from bot.channels.webchat_seals import digest, seal
from bot.channels.webchat_socket import Connection
from bot.storage.web_views import WebSession
from handlers.dialogue.replies import SentFile

FRAME_BYTES: Final = 64 * 1024
HEARTBEAT: Final = 25.0  # seconds
FORM_BYTES: Final = 4096  # what a multipart body needs around one file
PIECE: Final = 64 * 1024
TOKEN: Final = 200
TRIES: Final = 5
MULTIPART: Final = "multipart/form-data"
_log = logging.getLogger(__name__)


class WebChatEndpoints:
    """The requests of `/chat` that are more than files."""

    def __init__(self, chat: WebChat) -> None:
        ports, limits = chat.ports, chat.settings.limits
        self._chat = chat
        self._ports = ports
        self._settings = chat.settings
        self._messages = Limiter(limits.messages, ports.monotonic)
        self._sessions = Limiter(limits.sessions, ports.monotonic)
        self._uploads = Limiter(limits.upload, ports.monotonic)

    async def enter(self, request: web.Request) -> web.Response:
        """Let a person in: by a link's token, a typed code, or as a visitor who chose a role."""
        self._own_page(request)
        token, role, language = await _asked(request)
        address = self._address(request)
        if wait := self._sessions.take(address):
            return _refusal(429, "sessions", wait)
        try:
            outcome = await self._ports.enter(token, role, Visitor(address, language))
            if isinstance(outcome, NotEntered):
                return _refusal(409, "refused", text=outcome.text)
            return await self._let_in(outcome, language)
        except AWAY:
            return _refusal(503, "busy")

    async def socket(self, request: web.Request) -> web.StreamResponse:
        """Hold the conversation; whoever has no session hears so and is sent to the entrance."""
        self._own_page(request)
        session = await self._session(request)
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT, max_msg_size=FRAME_BYTES, compress=False)
        await socket.prepare(request)
        if session is None:
            await socket.send_json({"t": "bye", "why": "revoked"})
            await socket.close(code=WSCloseCode.POLICY_VIOLATION)
            return socket
        await Connection(socket, session, self._chat, self._messages).run()
        return socket

    async def upload(self, request: web.Request) -> web.Response:
        """Keep one file and answer with its ref, which a `files` frame of the same chat may name."""
        self._own_page(request)
        if (session := await self._session(request)) is None:
            return _refusal(403, "revoked")
        size, most = request.content_length, self._settings.limits.file
        if size is None or size > most + FORM_BYTES:
            return _refusal(413, "large")
        if wait := self._uploads.take(self._address(request), size):
            return _refusal(429, "megabytes", wait)
        try:
            return await self._kept(request, session.chat)
        except TooLarge:
            return _refusal(413, "large")
        except AWAY:
            return _refusal(503, "busy")

    async def document(self, request: web.Request) -> web.Response:
        """Make a document that stands in a message of the session's own chat."""
        session = await self._session(request)
        if session is None:
            raise web.HTTPForbidden
        message = await self._ports.store.message(session.chat, int(request.match_info["row"]))
        place = int(request.match_info["place"])
        if message is None or place >= len(message.documents):
            raise web.HTTPNotFound
        try:
            made = await self._ports.render(session.chat, message.documents[place])
        except OSError as gone:
            raise web.HTTPNotFound from gone
        inline = message.documents[place].kind in {"qr", "chart"} and made.mime == "image/png"
        manner = "inline" if inline else "attachment"
        named = f"{manner}; filename*=UTF-8''{quote(made.name, safe='')}"
        headers = {"Content-Disposition": named, "Content-Type": made.mime}  # with a charset where it has one
        return web.Response(body=made.data, headers=headers)

    async def _let_in(self, entered: Entered, language: str) -> web.Response:
        session, secret, now = self._ports.ids(), self._ports.ids(), self._ports.now()
        await self._ports.store.open_session(session, digest(secret), entered.chat, now)
        first = [
            Inbound(NAME, f"{entered.chat}:{session}-{number}", entered.chat, reply, now, language)
            for number, reply in enumerate(entered.first)
        ]
        await self._received(first)
        _log.info("webchat entered", extra={"action": "webchat_entered", "chat": entered.chat})
        response = web.json_response({"path": session_path(session)})
        give_cookie(response, self._settings, session, secret)
        return response

    async def _received(self, first: list[Inbound]) -> None:
        """Receive the first commands; the token may be spent, so a busy storage is waited for."""
        for trial in range(TRIES):
            try:
                return await self._ports.receive(first) if first else None
            except AWAY:
                if trial == TRIES - 1:
                    raise
                await asyncio.sleep(0.1 * 2**trial)
        return None

    async def _kept(self, request: web.Request, chat: str) -> web.Response:
        part = await (await request.multipart()).next() if request.content_type == MULTIPART else None
        if not isinstance(part, BodyPartReader) or part.name != "file":
            return _refusal(400, "unreadable")
        name = clean_name(part.filename or "")
        if (found := type_of(name)) is None:
            return _refusal(415, "type")
        kind, mime = found
        stream = _Measured(part, self._settings.limits.file)
        remote = await self._ports.keep(chat, name, mime, stream)
        file = SentFile(kind, remote, name, mime, stream.size)
        ref = seal(self._settings.key, f"file:{chat}", text_of(file))
        return web.json_response({"ref": ref, "name": name, "size": stream.size})

    def _own_page(self, request: web.Request) -> None:
        if not same_origin(request, self._settings):
            raise web.HTTPForbidden

    async def _session(self, request: web.Request) -> WebSession | None:
        try:
            return await session_of(request, self._settings, self._ports.store)
        except AWAY as busy:
            raise web.HTTPServiceUnavailable from busy

    def _address(self, request: web.Request) -> str:
        return client_address(request.remote or "", request.headers, self._settings.trusted_proxies)


class _Measured:
    """A file's pieces, counted; raises `TooLarge` before the piece that is over the limit is given out."""

    def __init__(self, part: BodyPartReader, most: int) -> None:
        self._part = part
        self._most = most
        self.size = 0

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        piece = await self._part.read_chunk(PIECE)
        self.size += len(piece)
        if self.size > self._most:
            raise TooLarge
        if not piece:
            raise StopAsyncIteration
        return piece


async def _asked(request: web.Request) -> tuple[str | None, Role, str]:
    """Return token, role and language of an enter request."""
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    try:
        found: Any = await request.json()
    except ValueError as wrong:
        raise web.HTTPBadRequest from wrong
    if not isinstance(found, dict):
        raise web.HTTPBadRequest
    token = str(found.get("token") or "").strip()[:TOKEN] or None
    language = "en" if found.get("language") == "en" else "zh"
    match found.get("role"):
        case "enterprise" | "expert" as role:
            return token, role, language
        case _ if token:
            return token, "", language
        case _:
            raise web.HTTPBadRequest


def _refusal(status: int, why: str, seconds: int = 0, text: str = "") -> web.Response:
    """Answer with a reason that the page puts into words, or with the words themselves."""
    headers = {"Retry-After": str(seconds)} if seconds else {}
    return web.json_response({"why": why, "seconds": seconds, "text": text}, status=status, headers=headers)
