"""The webhook: who may speak, how much, and 200 only for what is stored."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels.port import Inbound
from bot.channels.telegram_inbound import ALLOWED_UPDATES
from bot.channels.telegram_webhook import MOST_BYTES, PATH, SECRET_HEADER, ensure_webhook, webhook
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.replies import Said, Tapped
from tests.support.telegram_line import Line, telegram_line, until

pytestmark = pytest.mark.anyio
SECRET = "invented_secret-1"
HEADERS = {SECRET_HEADER: SECRET, "Content-Type": "application/json"}
PERSON = {"id": 7, "first_name": "三"}
GREETING = {"message_id": 1, "from": PERSON, "chat": {"id": 7, "type": "private"}, "text": "您好"}


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@asynccontextmanager
async def listening(line: Line, body_seconds: float = 5.0) -> AsyncIterator[str]:
    """Serve the webhook and give its address."""
    app = web.Application(client_max_size=50 * 2**20)
    app.router.add_post(PATH, webhook(line.intake.store, SECRET, body_seconds=body_seconds))
    async with TestServer(app) as server:
        yield str(server.make_url(PATH))


async def post(url: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> int:
    data = BytesIO(json.dumps({"update_id": 1, "message": GREETING}).encode() if body is None else body)
    sent = HEADERS if headers is None else headers
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, data=data, headers=sent) as response,
    ):
        return response.status


async def test_the_story_reaches_the_inbox_and_each_update_is_confirmed() -> None:
    async with telegram_line() as line, listening(line) as url:
        await ensure_webhook(line.channel.api, url, SECRET, connections=30)
        (call,) = line.server.called("setWebhook")
        assert call.params["max_connections"] == 30
        assert call.params["allowed_updates"] == list(ALLOWED_UPDATES)
        phone = line.server.user(id=7)
        for text in "一二三":
            phone.says(text)
        await line.inbox.until(3)
        assert line.inbox.replies == [Said("一"), Said("二"), Said("三")]
        await until(lambda: not line.server.world.updates.pending)
        assert [error for _, error in line.server.world.webhook.attempts] == ["", "", ""]


async def test_a_tap_is_answered_in_the_response_and_only_after_it_is_stored() -> None:
    async with telegram_line() as line, listening(line) as url:
        line.server.world.webhook.backoff = 0.001
        await ensure_webhook(line.channel.api, url, SECRET)
        phone = line.server.user(id=7, opened=True)
        await line.send(7, Message(lines=("问",), rows=((Button("跳过", "skip:1"),),)))
        line.inbox.busy_times = 2
        phone.taps("跳过")
        (tapped,) = await line.inbox.until(1)
        assert isinstance(tapped, Inbound)
        assert tapped.reply == Tapped("skip:1", on=str(phone.screen[0].message_id))
        (answer,) = await line.server.until_called("answerCallbackQuery")
        assert answer.accepted
        assert [toast.text for toast in line.server.world.callbacks.toasts] == [""]
        assert line.channel.errands == 0


async def test_a_busy_store_makes_telegram_come_again() -> None:
    async with telegram_line() as line, listening(line) as url:
        line.server.world.webhook.backoff = 0.001
        await ensure_webhook(line.channel.api, url, SECRET)
        line.inbox.busy_times = 2
        phone = line.server.user(id=7)
        phone.says("一")
        phone.says("二")
        await line.inbox.until(2)
        assert line.inbox.replies == [Said("一"), Said("二")]
        await until(lambda: not line.server.world.updates.pending)
        errors = [error for _, error in line.server.world.webhook.attempts]
        assert ["503" in error for error in errors] == [True, True, False, False]


async def test_the_same_update_twice_is_stored_once_and_confirmed_twice() -> None:
    async with telegram_line() as line, listening(line) as url:
        assert set(await asyncio.gather(post(url), post(url))) == {200}
        assert line.inbox.replies == [Said("您好")]


async def test_a_poisonous_update_is_put_aside_and_confirmed() -> None:
    async with telegram_line() as line, listening(line) as url:
        assert await post(url, b'{"update_id": 4, "message": {}}') == 200
        assert await post(url, b"[1, 2]") == 200
        assert next(iter(line.inbox.rows)) == "u4"
        assert len(line.inbox.rows) == 2
        assert line.inbox.replies == []


@pytest.mark.parametrize(
    "headers", [{}, {SECRET_HEADER: ""}, {SECRET_HEADER: SECRET + "x"}, {SECRET_HEADER: "密"}]
)
async def test_without_the_secret_nothing_is_stored(headers: dict[str, str]) -> None:
    async with telegram_line() as line, listening(line) as url:
        assert await post(url, headers={"Content-Type": "application/json", **headers}) == 403
        assert line.inbox.rows == {}


async def test_other_bodies_are_refused_and_nothing_is_stored() -> None:
    async with telegram_line() as line, listening(line) as url:
        form = {**HEADERS, "Content-Type": "application/x-www-form-urlencoded"}
        assert await post(url, b"a=b", form) == 415
        assert await post(url, b"{not json") == 400
        assert await post(url, b"\xff\xfe") == 400
        assert await post(url, b" " * (MOST_BYTES + 1)) == 413
        assert line.inbox.rows == {}


async def test_a_body_of_unsaid_length_is_cut_off_at_the_limit() -> None:
    async def drops() -> AsyncIterator[bytes]:
        for _ in range(64):
            yield b" " * 65536

    async with telegram_line() as line, listening(line) as url, aiohttp.ClientSession() as session:
        try:
            async with session.post(url, data=drops(), headers=HEADERS) as response:
                assert response.status == 413
        except aiohttp.ClientError:
            pass  # hung up on while still sending
        assert line.inbox.rows == {}


async def test_a_slow_sender_is_hung_up_on() -> None:
    never = asyncio.Event()

    async def drip() -> AsyncIterator[bytes]:
        yield b"{"
        await never.wait()

    async with telegram_line() as line, listening(line, 0.1) as url, aiohttp.ClientSession() as session:
        async with session.post(url, data=drip(), headers=HEADERS) as response:
            assert response.status == 408
        assert line.inbox.rows == {}


async def test_a_webhook_without_a_secret_is_not_built() -> None:
    async with telegram_line() as line:
        with pytest.raises(ValueError, match="secret"):
            webhook(line.intake.take, "")
