"""The web chat's page under /chat: its files, its headers, and where its requests go."""

import hashlib
from pathlib import Path
from typing import Final, Protocol

from aiohttp import web

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
NO_STORE: Final = "no-store"
FOR_EVER: Final = "public, max-age=31536000, immutable"
_TYPES: Final = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}
_SESSION: Final = "/chat/s/{session:[A-Za-z0-9_-]{1,64}}"
_DOCUMENT: Final = "/documents/{row:[0-9]{1,18}}/{place:[0-9]{1,2}}"


class Endpoints(Protocol):
    """The requests that are more than files; bot.channels answers them."""

    async def enter(self, request: web.Request) -> web.Response:
        """Let a person in."""
        ...

    async def socket(self, request: web.Request) -> web.StreamResponse:
        """Hold a conversation."""
        ...

    async def upload(self, request: web.Request) -> web.Response:
        """Keep a file."""
        ...

    async def document(self, request: web.Request) -> web.Response:
        """Give out a document."""
        ...


def add_chat(app: web.Application, endpoints: Endpoints) -> None:
    """Put the web chat into the application."""
    page = Page(Path(__file__).parent / "page")
    app.router.add_get("/chat", page.entrance)
    app.router.add_get("/chat/", _without_slash)
    app.router.add_get("/chat/page/{print}/{name}", page.file)
    app.router.add_post("/chat/enter", endpoints.enter)
    app.router.add_get(_SESSION, _with_slash)
    app.router.add_get(f"{_SESSION}/", page.chat)
    app.router.add_get(f"{_SESSION}/ws", endpoints.socket)
    app.router.add_post(f"{_SESSION}/upload", endpoints.upload)
    app.router.add_get(_SESSION + _DOCUMENT, endpoints.document)
    app.on_response_prepare.append(_guard)


class Page:
    """The page's files, read once. All stand under a fingerprint of the whole, so caches never mix two."""

    def __init__(self, folder: Path) -> None:
        self._files = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
        self._print = hashlib.sha256(b"".join(self._files.values())).hexdigest()[:16]

    async def entrance(self, _request: web.Request) -> web.Response:
        """Give out the entrance. It consumes nothing: previews of links open it too."""
        return self._html("enter.html")

    async def chat(self, _request: web.Request) -> web.Response:
        """Give out the chat's page, the same for everybody; what is said comes over the WebSocket."""
        return self._html("chat.html")

    async def file(self, request: web.Request) -> web.Response:
        """Give out a script, style, picture or catalogue."""
        name = request.match_info["name"]
        kind = _TYPES.get(Path(name).suffix, "")
        if name not in self._files or not kind:
            raise web.HTTPNotFound
        current = request.match_info["print"] == self._print
        headers = {"Cache-Control": FOR_EVER if current else NO_STORE}
        return web.Response(body=self._files[name], content_type=kind, charset="utf-8", headers=headers)

    def _html(self, name: str) -> web.Response:
        text = self._files[name].decode().replace("{page}", f"/chat/page/{self._print}")
        return web.Response(text=text, content_type="text/html")


async def _with_slash(request: web.Request) -> web.Response:
    raise web.HTTPPermanentRedirect(f"{request.path}/")


async def _without_slash(_request: web.Request) -> web.Response:
    raise web.HTTPPermanentRedirect("/chat")


async def _guard(request: web.Request, response: web.StreamResponse) -> None:
    """Put the protecting headers on every answer of the chat, errors included."""
    if request.path == "/chat" or request.path.startswith("/chat/"):
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", NO_STORE)
