"""Just enough HTTP/1.1 over kept connections for the two ends that are not measured, at little cost."""

import asyncio
import re
from collections import deque
from collections.abc import Callable
from typing import Final

from typing_extensions import override

_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_SPACED: Final = 2  # where a status line or a request line is cut

Answer = Callable[[str, bytes], bytes]
"""Given a request's path and body, the JSON to answer with."""
Done = Callable[[int, bytes], None]
"""Hears the status and the body of an answer."""


def taken(buffer: bytearray) -> tuple[bytes, bytes] | None:
    """Take one whole message off the front of the buffer; return its head and body, or None."""
    end = buffer.find(b"\r\n\r\n")
    if end < 0:
        return None
    head = bytes(buffer[:end])
    length = _LENGTH.search(head)
    whole = end + 4 + (int(length[1]) if length else 0)
    if len(buffer) < whole:
        return None
    body = bytes(buffer[end + 4 : whole])
    del buffer[:whole]
    return head, body


class Answering(asyncio.Protocol):
    """The server's end of one connection."""

    def __init__(self, answer: Answer) -> None:
        """Answer every request with what `answer` returns."""
        self._answer = answer
        self._buffer = bytearray()
        self._transport: asyncio.WriteTransport | None = None

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)  # noqa: S101 - what asyncio hands over
        self._transport = transport

    @override
    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while self._transport is not None and (message := taken(self._buffer)) is not None:
            head, body = message
            path = head.split(b" ", _SPACED)[1].decode("ascii")
            said = self._answer(path, body)
            self._transport.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                % (len(said), said)
            )


class Asking(asyncio.Protocol):
    """The client's end of one connection: one request at a time."""

    def __init__(self, free: Callable[["Asking"], None]) -> None:
        """`free` is called whenever the connection can take a request."""
        self._free = free
        self._buffer = bytearray()
        self._transport: asyncio.WriteTransport | None = None
        self._done: Done | None = None

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)  # noqa: S101 - what asyncio hands over
        self._transport = transport
        self._free(self)

    @override
    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if (message := taken(self._buffer)) is not None and self._done is not None:
            done, self._done = self._done, None
            done(int(message[0].split(b" ", _SPACED)[1]), message[1])
            self._free(self)

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None

    def ask(self, request: bytes, done: Done) -> None:
        """Send a request; `done` hears the status and the body."""
        if self._transport is None:
            raise ConnectionError("the service has hung up")
        self._done = done
        self._transport.write(request)

    def close(self) -> None:
        """Hang up."""
        if self._transport is not None:
            self._transport.close()


class Webhook:
    """Posts updates as Telegram does: over so many connections at most, the others wait in line."""

    def __init__(self, port: int, secret: str, connections: int) -> None:
        """Post to the service on this port of the loopback."""
        self._port = port
        self._connections = connections
        self._head = (
            f"POST /telegram/webhook HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            f"Content-Type: application/json\r\nX-Telegram-Bot-Api-Secret-Token: {secret}\r\n"
        ).encode()
        self._all: list[Asking] = []
        self._idle: deque[Asking] = deque()
        self._waiting: deque[tuple[bytes, Done]] = deque()

    async def open(self) -> None:
        """Open the connections."""
        loop = asyncio.get_running_loop()
        for _ in range(self._connections):
            _, asking = await loop.create_connection(lambda: Asking(self._freed), "127.0.0.1", self._port)
            self._all.append(asking)

    def post(self, body: bytes, done: Done) -> None:
        """Post one update as soon as a connection is free."""
        request = self._head + b"Content-Length: %d\r\n\r\n%s" % (len(body), body)
        if self._idle:
            self._idle.popleft().ask(request, done)
        else:
            self._waiting.append((request, done))

    def close(self) -> None:
        """Close the connections."""
        for asking in self._all:
            asking.close()

    def _freed(self, asking: Asking) -> None:
        if self._waiting:
            asking.ask(*self._waiting.popleft())
        else:
            self._idle.append(asking)
