"""The short way to the Bot API: kept connections, every kind of end, and the long way through a proxy."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from telegram.error import NetworkError, TimedOut
from yarl import URL

from bot.channels.telegram_request import AiohttpRequest, NotSent
from bot.channels.telegram_wire import Wire
from tests.support.botapi.server import BotApiServer

pytestmark = pytest.mark.anyio

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Serve = Callable[[int, asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
ANSWER = b'HTTP/1.1 200 OK\r\nContent-Length: 22\r\n\r\n{"ok":true,"result":7}'


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


async def asked(reader: asyncio.StreamReader) -> bytes:
    """Read one request and return its body; empty when the other side has hung up."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return b""
    (length,) = [line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    return await reader.readexactly(int(length.partition(b":")[2]))


@asynccontextmanager
async def listening(serve: Serve) -> AsyncIterator[str]:
    """Serve connections, each with its number from 1 on; give the address of a method."""
    numbers = iter(range(1, 100))

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await serve(next(numbers), reader, writer)
        finally:
            writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    try:
        yield f"http://{host}:{port}/bot1:a/getMe"
    finally:
        server.close()


@asynccontextmanager
async def requesting(
    read_seconds: float = 5.0, proxy: str = "", connections: int = 4
) -> AsyncIterator[AiohttpRequest]:
    """Give an open transport."""
    request = AiohttpRequest(read_seconds=read_seconds, proxy=proxy, connections=connections)
    await request.initialize()
    try:
        yield request
    finally:
        await request.shutdown()


def saying(*pieces: bytes, close: bool = False) -> Serve:
    """Return a server that answers every request with these pieces, and hangs up afterwards or not."""

    async def serve(_: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await asked(reader):
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(0)
            if close:
                return

    return serve


async def test_calls_one_after_the_other_share_a_connection_and_calls_at_once_have_one_each() -> None:
    used: list[int] = []

    async def serve(number: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await asked(reader):
            used.append(number)
            writer.write(ANSWER)

    async with listening(serve) as url, requesting(connections=2) as request:
        assert [await request.call(url, {"n": n}) for n in range(3)] == [7, 7, 7]
        assert used == [1, 1, 1]
        assert await asyncio.gather(*(request.call(url, {"n": n}) for n in range(6))) == [7] * 6
        assert set(used) == {1, 2}


CHUNKED = (
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n",
    b'{"ok"\r\n11\r\n:true,',
    b'"result":7}\r\n0\r\n\r\n',
)


@pytest.mark.parametrize("pieces", [(ANSWER,), (ANSWER[:10], ANSWER[10:40], ANSWER[40:]), CHUNKED])
async def test_an_answer_may_come_in_pieces(pieces: tuple[bytes, ...]) -> None:
    async with listening(saying(*pieces)) as url, requesting() as request:
        assert [await request.call(url, {"a": "您好"}) for _ in range(2)] == [7, 7]


async def test_a_connection_that_the_other_side_closes_is_not_used_again() -> None:
    farewell = ANSWER.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    async with listening(saying(farewell, close=True)) as url, requesting() as request:
        assert [await request.call(url, {"n": n}) for n in range(3)] == [7, 7, 7]
    async with listening(saying(ANSWER, close=True)) as url, requesting() as request:
        assert await request.call(url, {"n": 1}) == 7
        await asyncio.sleep(0.05)  # the other side's farewell is on its way
        assert await request.call(url, {"n": 2}) == 7


@pytest.mark.parametrize("pieces", [(), (ANSWER[:40],), (b"SSH-2.0-nobody\r\n\r\n",)])
async def test_an_answer_that_breaks_off_may_have_been_heard(pieces: tuple[bytes, ...]) -> None:
    async with listening(saying(*pieces, close=True)) as url, requesting() as request:
        with pytest.raises(NetworkError) as caught:
            await request.call(url, {"n": 1})
        assert not isinstance(caught.value, NotSent | TimedOut)


@pytest.mark.parametrize("pieces", [(), (ANSWER[:40],)])
async def test_silence_is_cut_short_and_its_connection_given_up(pieces: tuple[bytes, ...]) -> None:
    async def serve(number: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await asked(reader):
            writer.write(b"".join(pieces) if number == 1 else ANSWER)

    async with listening(serve) as url, requesting(read_seconds=0.1) as request:
        with pytest.raises(TimedOut):
            await request.call(url, {"n": 1})
        assert await request.call(url, {"n": 2}) == 7


async def test_a_call_that_is_given_up_leaves_no_answer_for_the_next_one() -> None:
    heard = asyncio.Event()

    async def serve(number: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await asked(reader):
            heard.set()
            if number > 1:
                writer.write(ANSWER)

    async with listening(serve) as url, requesting() as request:
        first = asyncio.create_task(request.call(url, {"n": 1}))
        await heard.wait()
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        assert await request.call(url, {"n": 2}) == 7


async def test_nobody_there_means_that_nothing_was_sent() -> None:
    async with requesting() as request:
        for url in ("http://127.0.0.1:9/bot1:a/getMe", "http://nowhere.invalid/bot1:a/getMe"):
            with pytest.raises(NotSent):
                await request.call(url, {})


async def test_an_address_that_wants_tls_is_never_spoken_to_without() -> None:
    plain: list[bytes] = []

    async def serve(_: int, reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        plain.append(await reader.read(3))

    async with listening(serve) as url, requesting() as request:
        with pytest.raises(NotSent):
            await request.call(url.replace("http://", "https://"), {"n": 1})
    assert plain == [b"\x16\x03\x01"]  # the beginning of a TLS handshake


async def test_a_proxy_is_spoken_to_in_the_long_way_and_says_the_same() -> None:
    async with BotApiServer() as server:
        there = URL(server.base_url)
        proxy = str(there.origin())
        async with requesting(proxy=proxy) as far, requesting() as near:
            through = await far.call(f"http://telegram.invalid/bot{server.token}/getMe", {})
            assert through == await near.call(f"{server.base_url}{server.token}/getMe", {})
    assert [call.method for call in server.calls] == ["getMe", "getMe"]


async def test_a_connection_idle_for_long_is_not_trusted() -> None:
    used: list[int] = []

    async def serve(number: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await asked(reader):
            used.append(number)
            writer.write(ANSWER)

    async with listening(serve) as url:
        wire = Wire(URL(url).origin(), 2, "test", kept_seconds=0.0)
        for _ in range(2):
            assert await wire.post(b"/", b"text/plain", b"x", 5.0) == (200, b'{"ok":true,"result":7}')
        wire.close()
    assert used == [1, 2]
