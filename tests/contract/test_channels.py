"""What every channel promises the sender: Telegram, the web chat, mail, the webhook alike."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from bot.channels.hook import Hook, Reader
from bot.channels.hook_template import read_template
from bot.channels.mail import Mail, MailServer
from bot.channels.port import Channel, Delivered, Delivery, Later, TooLarge
from handlers.dialogue.messages import Button, Document, Message
from tests.support.gateway import gateway
from tests.support.smtp import post_office
from tests.support.telegram_line import make_document, telegram_line
from tests.support.webchat import World, serving

pytestmark = pytest.mark.anyio
AT = datetime(2027, 3, 1, 1, 30, tzinfo=UTC)
CARD = Message(
    heading="邀请您为基层企业解决技术难题",
    lines=("第一段", "第二段\n第二行"),
    fields=(("企业", "昆山 <砺澄> & 合作"),),
    closing=("https://example.test/chat#t=abc",),
    rows=((Button("接受", "i.yes:1:1"),),),
    documents=(Document("ics", "到访.ics", "BEGIN:VCALENDAR"),),
)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@dataclass
class Behind:
    """A channel with an address on it, and the way to cut its line."""

    channel: Channel
    chat: str
    cut: Callable[[], None] = lambda: None


@asynccontextmanager
async def telegram() -> AsyncIterator[Behind]:
    async with telegram_line() as line:
        line.server.user(id=7, opened=True)
        yield Behind(line.channel, "7", lambda: line.server.fail_next(method="sendMessage", status=502))


@asynccontextmanager
async def webchat() -> AsyncIterator[Behind]:
    async with serving(World()) as (answerer, _):
        yield Behind(answerer.chat, "w1")


@asynccontextmanager
async def mail() -> AsyncIterator[Behind]:
    async def find(chat: str) -> str:
        return f"p{chat}@example.org"

    async with post_office() as server:
        named = MailServer("localhost", "e@example.cn", server.port, tls="none")
        yield Behind(
            Mail(named, find, make_document, lambda: AT), "12", lambda: server.says("DATA", "hang up")
        )


@asynccontextmanager
async def hook() -> AsyncIterator[Behind]:
    async def find(chat: str) -> Reader | None:
        return Reader(f"1990000{chat:0>4}")

    async with gateway() as server:
        channel = Hook(server.url, "s", read_template("sms"), find, lambda: AT, lambda: 0.0)
        try:
            yield Behind(channel, "12", lambda: server.says("hang up"))
        finally:
            await channel.close()


KINDS = [telegram, webchat, mail, hook]
Kind = Callable[[], AbstractAsyncContextManager[Behind]]
every_channel = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind.__name__))
with_a_line = pytest.mark.parametrize("kind", [telegram, mail, hook], ids=lambda kind: str(kind.__name__))
"""The web chat has no line that could be cut: whoever is away reads the transcript."""


@every_channel
async def test_a_message_of_any_shape_is_taken_and_its_receipt_is_an_id(kind: Kind) -> None:
    async with kind() as behind:
        outcome = await behind.channel.deliver(Delivery(7, behind.chat, CARD))
        assert isinstance(outcome, Delivered)
        assert outcome.receipt


@every_channel
async def test_the_channel_has_the_name_by_which_rows_know_it(kind: Kind) -> None:
    async with kind() as behind:
        assert behind.channel.name == kind.__name__


@with_a_line
async def test_a_line_that_is_cut_is_no_exception_and_the_next_attempt_goes_through(kind: Kind) -> None:
    async with kind() as behind:
        behind.cut()
        plain = Delivery(7, behind.chat, Message(lines=("话",)))
        assert isinstance(await behind.channel.deliver(plain), Later)
        assert isinstance(await behind.channel.deliver(plain), Delivered)


@every_channel
async def test_a_file_that_is_not_there_is_an_error_that_the_retried_job_knows(kind: Kind) -> None:
    async with kind() as behind:
        with pytest.raises((OSError, TooLarge)):
            await behind.channel.fetch("nowhere", 10)
