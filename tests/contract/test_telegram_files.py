"""Files that people send on Telegram are fetched, up to the limits."""

import pytest

from bot.channels.port import TooLarge
from handlers.dialogue.replies import Sent
from tests.support.telegram_line import Line, telegram_line

pytestmark = pytest.mark.anyio
MOST = 20 * 2**20


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


async def remote_of(line: Line) -> str:
    """Take the newest update in and return the id of its file."""
    await line.intake.take(line.server.world.updates.read(0, 100))
    reply = line.inbox.replies[-1]
    assert isinstance(reply, Sent)
    return reply.files[0].remote


async def test_a_photo_and_a_paper_arrive_byte_by_byte() -> None:
    async with telegram_line() as line:
        phone = line.server.user(id=7)
        phone.sends_photo(b"picture")
        assert await line.channel.fetch(await remote_of(line), MOST) == b"picture"
        phone.sends_document("图纸.pdf", bytes(range(256)) * 1000)
        assert await line.channel.fetch(await remote_of(line), MOST) == bytes(range(256)) * 1000


async def test_more_than_asked_for_or_more_than_telegram_gives_is_too_large() -> None:
    async with telegram_line() as line:
        phone = line.server.user(id=7)
        phone.sends_document("大.bin", bytes(1001))
        remote = await remote_of(line)
        with pytest.raises(TooLarge):
            await line.channel.fetch(remote, 1000)
        with pytest.raises(TooLarge):
            await line.channel.api._calls.download(  # noqa: SLF001 - a server that hides the size
                f"{line.server.file_base_url}{line.server.token}/documents/file_0.bin", 1000
            )
        phone.sends_document("更大.bin", bytes(MOST + 1))
        with pytest.raises(TooLarge):
            await line.channel.fetch(await remote_of(line), 2 * MOST)


async def test_an_unknown_file_is_gone_and_a_broken_line_may_be_tried_again() -> None:
    async with telegram_line() as line:
        with pytest.raises(FileNotFoundError):
            await line.channel.fetch("nothing", MOST)
        line.server.user(id=7).sends_photo(b"picture")
        remote = await remote_of(line)
        line.server.drop_next("getFile")
        with pytest.raises(ConnectionError):
            await line.channel.fetch(remote, MOST)
        line.server.fail_next(method="getFile", status=500)
        with pytest.raises(ConnectionError):
            await line.channel.fetch(remote, MOST)
        assert await line.channel.fetch(remote, MOST) == b"picture"


async def test_a_file_that_vanished_from_the_server_is_gone() -> None:
    async with telegram_line() as line:
        with pytest.raises(FileNotFoundError):
            await line.channel.api._calls.download(f"{line.server.file_base_url}{line.server.token}/x", MOST)  # noqa: SLF001 - known id, lost bytes
