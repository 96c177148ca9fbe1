"""HTTP to the Bot API over aiohttp: the transport of `telegram.Bot`, and a short way for frequent calls."""

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from http import HTTPStatus
from io import BytesIO
from typing import Any, Final, cast
from urllib.request import getproxies, proxy_bypass

import aiohttp
import orjson
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from typing_extensions import override
from yarl import URL

from bot.channels.port import TooLarge
from bot.channels.telegram_wire import NotConnected, Wire

READ_SECONDS: Final = 20.0
_FORM_KIND: Final = b"application/x-www-form-urlencoded"
_FORM: Final = {"Content-Type": _FORM_KIND.decode()}
_RETRY_AFTER = re.compile(r"retry after (\d+)")
_LOOPBACK: Final = {"127.0.0.1", "localhost", "::1"}


class Refusal(TelegramError):
    """Telegram's own "no": `code` and `message` as it said them, with the two hints it may add."""

    def __init__(self, code: int, description: str, retry_after: float = 0.0, moved_to: str = "") -> None:
        super().__init__(description)
        self.code = code
        self.said = description.lower()
        self.retry_after = retry_after
        self.moved_to = moved_to


class NotSent(NetworkError):
    """No connection came about, so Telegram cannot have seen the request."""


class AiohttpRequest(BaseRequest):
    """One session with kept connections. No error, log line or trace shows an address: it holds the token."""

    def __init__(self, *, connections: int = 64, read_seconds: float = READ_SECONDS, proxy: str = "") -> None:
        self._connections = connections
        self._read_seconds = read_seconds
        self._timeout = aiohttp.ClientTimeout(total=None, sock_connect=5.0, sock_read=read_seconds)
        self._proxy = proxy or None
        self._session: aiohttp.ClientSession | None = None
        self._wires: dict[URL, Wire] = {}

    @property
    @override
    def read_timeout(self) -> float | None:
        """Seconds that an answer may take."""
        return self._timeout.sock_read

    @override
    async def initialize(self) -> None:
        """Open the session on the running loop."""
        self._session = self._session or aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=30.0),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=self._timeout,
            headers={"User-Agent": self.USER_AGENT},
            skip_auto_headers=("Accept", "Accept-Encoding"),
            proxy=self._proxy,
        )

    @override
    async def shutdown(self) -> None:
        """Close the session and its connections."""
        session, self._session = self._session, None
        for wire in self._wires.values():
            wire.close()
        self._wires.clear()
        if session is not None:
            await session.close()

    async def call(self, url: str, params: Mapping[str, object], read_seconds: float = 0.0) -> Any:  # noqa: ANN401 - raw JSON
        """Return the raw `result` of a method. The typed methods of `Bot` cost about three times the CPU."""
        status, payload = await self._posted(url, as_form(params), read_seconds)
        answer = _answer(status, payload)
        if answer.get("ok") is not True or "result" not in answer:
            raise _refusal(status, answer)
        return answer["result"]

    @override
    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Carry one typed call. Raises `Refusal` itself, so that code and words reach us unchanged."""
        seconds = float(read_timeout) if isinstance(read_timeout, int | float) else 0.0
        if request_data is not None and request_data.contains_files:
            status, payload = await self._exchange(method, url, _multipart(request_data), {}, seconds)
        else:
            form = as_form(request_data.json_parameters if request_data is not None else {})
            status, payload = await self._exchange(method, url, form, _FORM, seconds)
        if status >= HTTPStatus.MULTIPLE_CHOICES:
            raise _refusal(status, _answer(status, payload))
        return status, payload

    async def download(self, url: str, most: int) -> bytes:
        """Return a file's bytes. Raises `TooLarge` as soon as there are more than `most`."""
        found = bytearray()
        try:
            async with self._open().get(url) as response:
                if response.status != HTTPStatus.OK:
                    raise FileNotFoundError(f"the file server answered {response.status}")
                async for piece in response.content.iter_chunked(65536):
                    found += piece
                    if len(found) > most:
                        raise TooLarge(f"more than {most} bytes")
        except (aiohttp.ClientError, TimeoutError, ConnectionError) as error:
            raise _failure(error) from None
        return bytes(found)

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise NotSent("the session is closed")
        return self._session

    async def _posted(self, url: str, form: bytes, read_seconds: float) -> tuple[int, bytes]:
        """Post by the short way; by aiohttp where a proxy stands between."""
        if self._proxy or self._session is None:
            return await self._exchange("POST", url, form, _FORM, read_seconds)
        origin, path = _place(url)
        wire = self._wires.get(origin) or self._wired(origin)
        try:
            return await wire.post(path, _FORM_KIND, form, read_seconds or self._read_seconds)
        except OSError as error:
            raise _failure(error) from None

    def _wired(self, origin: URL) -> Wire:
        wire = self._wires[origin] = Wire(origin, self._connections, self.USER_AGENT)
        return wire

    async def _exchange(
        self,
        method: str,
        url: str,
        body: bytes | aiohttp.FormData,
        headers: Mapping[str, str],
        read_seconds: float,
    ) -> tuple[int, bytes]:
        timeout = self._timeout
        if read_seconds:
            timeout = aiohttp.ClientTimeout(total=None, sock_connect=5.0, sock_read=read_seconds)
        try:
            async with self._open().request(
                method, _address(url), data=body, headers=headers, timeout=timeout
            ) as response:
                return response.status, await response.read()
        except (aiohttp.ClientError, TimeoutError, ConnectionError) as error:
            raise _failure(error) from None


@lru_cache(maxsize=256)
def _address(url: str) -> URL:
    return URL(url, encoded=True)


@lru_cache(maxsize=256)
def _place(url: str) -> tuple[URL, bytes]:
    """Return the scheme, host and port of an address, and its path."""
    address = _address(url)
    return address.origin(), address.raw_path_qs.encode()


def as_form(params: Mapping[str, object]) -> bytes:
    """Return the parameters as a form body: strings as they are, the rest as JSON, None left out."""
    return "&".join(
        f"{name}={_percent(value)}" for name, value in params.items() if value is not None
    ).encode()


def read_json(data: bytes) -> Any:  # noqa: ANN401 - any JSON
    """Return JSON data, halves of surrogate pairs too, which orjson refuses. Raises ValueError."""
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        return json.loads(data)


def proxy_for(url: str) -> str:
    """Return the proxy that the environment names for this address; none for this machine itself."""
    address = URL(url)
    host = address.host or ""
    if host in _LOOPBACK or proxy_bypass(host):
        return ""
    return getproxies().get(address.scheme, "")


def _percent(value: object) -> str:
    data = value.encode("utf-8", "replace") if isinstance(value, str) else _json(value)
    # Every byte, needed or not: hex() runs in C, urlencode takes 50 µs for a Chinese paragraph.
    return f"%{data.hex('%')}" if data else ""


def _json(value: object) -> bytes:
    try:
        return orjson.dumps(value)
    except orjson.JSONEncodeError:  # halves of surrogate pairs
        return json.dumps(value).encode()


def _multipart(request_data: RequestData) -> aiohttp.FormData:
    form = aiohttp.FormData(quote_fields=False, charset="utf-8")
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in request_data.multipart_data.items():
        whole = BytesIO(content) if isinstance(content, bytes) else content  # aiohttp sends it in pieces then
        form.add_field(name, whole, filename=filename, content_type=mime)
    return form


def _answer(status: int, payload: bytes) -> dict[str, Any]:
    try:
        answer = read_json(payload)
    except ValueError:
        answer = None
    if isinstance(answer, dict) and "ok" in answer:
        return cast("dict[str, Any]", answer)
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise Refusal(status, f"status {status}")
    if status >= HTTPStatus.MULTIPLE_CHOICES:  # a proxy's own 403 must not mark a person as gone
        raise NotSent(f"status {status} from something that is not Telegram")
    raise NetworkError(f"status {status} without an answer of the Bot API")


def _refusal(status: int, answer: Mapping[str, Any]) -> Refusal:
    hints = answer.get("parameters") or {}
    code = int(answer.get("error_code") or status)
    description = str(answer.get("description") or HTTPStatus(status).phrase)
    seconds = float(hints.get("retry_after") or 0)
    if not seconds and (found := _RETRY_AFTER.search(description)):
        seconds = float(found[1])
    moved_to = hints.get("migrate_to_chat_id")
    return Refusal(code, description, seconds, "" if moved_to is None else str(moved_to))


_BEFORE_SENDING: Final = (
    NotConnected,
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
)


def _failure(error: Exception) -> NetworkError:
    name = type(error).__name__
    if isinstance(error, _BEFORE_SENDING):
        return NotSent(name)
    if isinstance(error, TimeoutError):
        return TimedOut(name)
    return NetworkError(name)
