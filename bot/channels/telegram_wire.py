"""POST over kept connections and nothing else: a quarter of what a general HTTP client takes for a call."""

import asyncio
import socket
import ssl
from http import HTTPStatus
from typing import Final, cast

from aiohappyeyeballs import start_connection
from httptools import HttpParserError, HttpParserUpgrade, HttpResponseParser
from typing_extensions import override
from yarl import URL

CONNECT_SECONDS: Final = 5.0
KEPT_SECONDS: Final = 30.0  # a connection that was idle for longer may be gone without a word
_FINAL: Final = int(HTTPStatus.OK)  # a number at hand: the name costs a call each time
NEXT_ADDRESS_SECONDS: Final = 0.25  # before another address of the host is tried as well

Answer = tuple[int, bytes]
"""Status and body."""


class NotConnected(OSError):
    """No connection came about, so nobody can have seen the request."""


class Wire:
    """Kept connections to one host. Errors after the request was written are `OSError` or `TimeoutError`."""

    def __init__(
        self, origin: URL, connections: int, user_agent: str, kept_seconds: float = KEPT_SECONDS
    ) -> None:
        """Connect to this scheme, host and port when first asked."""
        self._kept_seconds = kept_seconds
        self._origin = origin
        self._tls = ssl.create_default_context() if origin.scheme == "https" else None
        self._head = f"\r\nHost: {origin.raw_authority}\r\nUser-Agent: {user_agent}\r\n".encode()
        self._free = asyncio.Semaphore(connections)
        self._idle: list[_Line] = []
        self._busy: set[_Line] = set()

    async def post(self, path: bytes, kind: bytes, body: bytes, seconds: float) -> Answer:
        """Return the answer to one request; `seconds` is how long the other side may be silent."""
        request = b"POST %b HTTP/1.1%bContent-Type: %b\r\nContent-Length: %d\r\n\r\n%b"
        whole = request % (path, self._head, kind, len(body), body)
        async with self._free:
            line = self._kept() or await self._connected()
            self._busy.add(line)
            try:
                answer = await line.exchange(whole, seconds)
            except BaseException:
                line.hang_up()
                raise
            finally:
                self._busy.discard(line)
            if line.is_open:
                self._idle.append(line)
            return answer

    def close(self) -> None:
        """Hang up."""
        for line in (*self._idle, *self._busy):
            line.hang_up()
        self._idle.clear()

    def _kept(self) -> "_Line | None":
        while self._idle:
            line = self._idle.pop()
            if line.is_open and line.idle_seconds < self._kept_seconds:
                return line
            line.hang_up()
        return None

    async def _connected(self) -> "_Line":
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                return await self._opened()
        except OSError as error:  # TimeoutError and errors of TLS and of names are such, too
            raise NotConnected(type(error).__name__) from None

    async def _opened(self) -> "_Line":
        loop = asyncio.get_running_loop()
        host, port = self._origin.host or "", self._origin.port
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        connected = await start_connection(found, happy_eyeballs_delay=NEXT_ADDRESS_SECONDS, interleave=1)
        name = host if self._tls else None
        _, line = await loop.create_connection(_Line, sock=connected, ssl=self._tls, server_hostname=name)
        return line


class _Line(asyncio.Protocol):
    """One connection: a request, its answer, and so on."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._parser = HttpResponseParser(self)
        self._answer: asyncio.Future[Answer] | None = None
        self._pieces: list[bytes] = []
        self._heard = self._loop.time()
        self._seconds = 0.0
        self._watch: asyncio.TimerHandle | None = None

    @property
    def is_open(self) -> bool:
        """Say whether another request can be written."""
        return self._transport is not None and not self._transport.is_closing()

    @property
    def idle_seconds(self) -> float:
        """Return how long nothing has come."""
        return self._loop.time() - self._heard

    async def exchange(self, request: bytes, seconds: float) -> Answer:
        """Write a request and return its answer. Raises `OSError` or `TimeoutError`."""
        if self._transport is None:
            raise ConnectionResetError
        self._answer = self._loop.create_future()
        self._heard, self._seconds = self._loop.time(), seconds
        self._watch = self._loop.call_later(seconds, self._look)
        self._transport.write(request)
        try:
            return await self._answer
        finally:
            self._answer = None
            self._watch.cancel()

    def hang_up(self) -> None:
        """Close the connection at once."""
        if self._transport is not None:
            self._transport.abort()

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is none by name

    @override
    def data_received(self, data: bytes) -> None:
        self._heard = self._loop.time()
        try:
            self._parser.feed_data(data)
        except (HttpParserError, HttpParserUpgrade):
            self._fail(ConnectionAbortedError("no HTTP"))

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        self._fail(ConnectionResetError("hung up"))

    def on_body(self, piece: bytes) -> None:
        """Keep a piece of the answer."""
        self._pieces.append(piece)

    def on_message_complete(self) -> None:
        """Hand the answer over; a connection whose answers cannot be told apart any more is closed."""
        status, body = self._parser.get_status_code(), b"".join(self._pieces)
        self._pieces.clear()
        if self._answer is None or self._answer.done() or status < _FINAL:
            self._fail(ConnectionAbortedError("an answer to nothing"))
            return
        self._answer.set_result((status, body))
        if not self._parser.should_keep_alive():
            self.hang_up()

    def _look(self) -> None:
        """Give up when nothing has come for so long."""
        left = self._seconds - self.idle_seconds
        if left > 0:
            self._watch = self._loop.call_later(left, self._look)
        else:
            self._fail(TimeoutError("silence"))

    def _fail(self, error: Exception) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(error)
        self.hang_up()
