"""The Bot API server for tests hands out updates as Telegram does, by polling and by webhook."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web

from tests.support.botapi.bell import Bell
from tests.support.botapi.client import PlainClient, telegram
from tests.support.botapi.server import BotApiServer

pytestmark = pytest.mark.anyio
CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


async def ids(ask: PlainClient, **params: object) -> list[int]:
    return [update["update_id"] for update in await ask.result("getUpdates", **params)]


async def test_updates_come_again_until_an_offset_confirms_them() -> None:
    async with telegram() as (server, ask):
        first = server.world.updates.next_id
        for _ in range(3):
            server.user(id=7).says("您好")
        assert await ids(ask) == await ids(ask) == [first, first + 1, first + 2]
        assert await ids(ask, limit=1) == [first]
        assert await ids(ask, offset=first + 1) == [first + 1, first + 2]
        assert await ids(ask) == [first + 1, first + 2]
        assert await ids(ask, offset=-1) == [first + 2]
        assert await ids(ask) == [first + 2]
        assert await ids(ask, offset=first + 3) == []
        assert await ids(ask) == []


async def test_at_most_a_hundred_come_at_once() -> None:
    async with telegram() as (server, ask):
        phone = server.user(id=7)
        for _ in range(101):
            phone.says("您好")
        assert len(await ids(ask)) == len(await ids(ask, limit=1000)) == 100


async def test_after_a_quiet_week_lower_ids_are_not_confirmed_by_an_old_offset() -> None:
    async with telegram() as (server, ask):
        phone = server.user(id=7)
        server.world.updates.next_id = 900
        phone.says("一")
        assert await ids(ask, offset=901) == []
        server.world.updates.next_id = 40
        phone.says("二")
        phone.says("三")
        assert await ids(ask, offset=901) == [40, 41]
        assert await ids(ask, offset=901) == [40, 41]
        assert await ids(ask, offset=41) == [41]


async def test_a_long_poll_ends_with_the_first_update_or_empty() -> None:
    async with telegram() as (server, ask):
        phone = server.user(id=7)
        waiting = asyncio.create_task(ids(ask, timeout=30))
        await until_polled(server)
        phone.says("您好")
        assert len(await waiting) == 1
        phone.says("再见")
        assert await ids(ask, offset=server.world.updates.next_id, timeout=0) == []


async def until_polled(server: BotApiServer) -> None:
    await server.world.bell.until(lambda: server.called("getUpdates") or None, 5)


async def test_a_second_poller_ends_the_first_with_a_conflict() -> None:
    async with telegram() as (server, ask):
        phone = server.user(id=7)
        first = asyncio.create_task(ask("getUpdates", timeout=30))
        await until_polled(server)
        second = asyncio.create_task(ids(ask, timeout=30))
        assert await first == {"ok": False, "error_code": 409, "description": CONFLICT}
        phone.says("您好")
        assert len(await second) == 1


async def test_only_wanted_kinds_are_queued_and_the_choice_is_remembered() -> None:
    async with telegram() as (server, ask):
        phone = server.user(id=7)
        await ids(ask, allowed_updates=["message"])
        asked = phone.says("一")
        phone.edits(asked, "二")
        assert len(await ids(ask)) == 1
        await ids(ask, allowed_updates=[])
        phone.edits(asked, "三")
        server.push({"chat_member": {}})
        assert [list(one)[1] for one in await ask.result("getUpdates")] == ["message", "edited_message"]


Answer = Callable[[dict[str, Any]], int]


class Hook:
    """A webhook of a bot that answers as it is told and remembers what came."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.taken: list[tuple[int, str]] = []
        self.secrets: list[str | None] = []
        self.at_once = Counter[int]()
        self.most_at_once = Counter[str]()
        self.gate = asyncio.Event()
        self.gate.set()
        self.bell = Bell()
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        update = await request.json()
        chat = update["message"]["chat"]["id"]
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.at_once[chat] += 1
        self.most_at_once["chat"] = max(self.most_at_once["chat"], self.at_once[chat])
        self.most_at_once["all"] = max(self.most_at_once["all"], self.at_once.total())
        self.bell.ring()
        await self.gate.wait()
        self.at_once[chat] -= 1
        status = self.answer(update)
        if status == 200:
            self.taken.append((chat, update["message"]["text"]))
        return web.Response(status=status)


@asynccontextmanager
async def hooked(answer: Answer) -> AsyncIterator[tuple[BotApiServer, PlainClient, Hook]]:
    """Start a server with quick retries, a client, and a webhook (not yet set)."""
    hook = Hook(answer)
    app = web.Application()
    app.router.add_post("/hook", hook.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    async with telegram(allow_any_port=True) as (server, ask):
        server.world.webhook.backoff = 0.001
        yield server, ask, hook
    await runner.cleanup()


async def delivered(server: BotApiServer) -> None:
    await server.world.bell.until(lambda: None if server.world.updates.pending else True, 5)


async def test_a_webhook_gets_each_update_once_with_the_secret() -> None:
    async with hooked(lambda _: 200) as (server, ask, hook):
        answer = await ask("setWebhook", url=hook.url, secret_token="s_-3", max_connections=2)
        assert answer == {"ok": True, "result": True, "description": "Webhook was set"}
        server.user(id=7).says("您好")
        await delivered(server)
        assert hook.taken == [(7, "您好")]
        assert hook.secrets == ["s_-3"]
        assert await ask.refused("getUpdates") == WEBHOOK_ACTIVE
        assert await ask.result("deleteWebhook")
        assert await ids(ask) == []


async def test_a_chat_keeps_its_order_while_chats_run_side_by_side() -> None:
    async with hooked(lambda _: 200) as (server, ask, hook):
        hook.gate.clear()
        await ask.result("setWebhook", url=hook.url, max_connections=3)
        phones = [server.user(id=chat) for chat in range(1, 6)]
        for text in "一二三":
            for phone in phones:
                phone.says(text)
        await hook.bell.until(lambda: hook.at_once.total() == 3 or None, 5)
        hook.gate.set()
        await delivered(server)
        assert hook.most_at_once == {"chat": 1, "all": 3}
        for phone in phones:
            assert [text for chat, text in hook.taken if chat == phone.id] == ["一", "二", "三"]


async def test_what_is_not_taken_comes_again_before_the_next_of_its_chat() -> None:
    refusals = [500, 503, 404]
    async with hooked(lambda one: refusals.pop() if one["message"]["text"] == "一" and refusals else 200) as (
        server,
        ask,
        hook,
    ):
        await ask.result("setWebhook", url=hook.url)
        phone = server.user(id=7)
        phone.says("一")
        phone.says("二")
        await delivered(server)
        assert hook.taken == [(7, "一"), (7, "二")]
        errors = [error for _, error in server.world.webhook.attempts]
        assert errors[0] == "Wrong response from the webhook: 404 Not Found"
        assert [bool(error) for error in errors] == [True, True, True, False, False]
        info = await ask.result("getWebhookInfo")
        assert info["last_error_message"].startswith("Wrong response from the webhook: 500")
        assert (info["url"], info["pending_update_count"]) == (hook.url, 0)


async def test_an_unreachable_or_silent_webhook_is_reported_and_tried_again() -> None:
    async with hooked(lambda _: 200) as (server, ask, hook):
        server.world.webhook.timeout = 0.05
        hook.gate.clear()
        await ask.result("setWebhook", url=hook.url)
        server.user(id=7).says("一")
        attempts = server.world.webhook.attempts
        await server.world.bell.until(lambda: len(attempts) > 1 or None, 5)
        assert (await ask.result("getWebhookInfo"))["last_error_message"] == "Read timeout expired"
        assert (await ask.result("getWebhookInfo"))["pending_update_count"] == 1
        hook.gate.set()
        await delivered(server)
        await ask.result("setWebhook", url="http://127.0.0.1:9/hook")
        server.user(id=7).says("二")
        await server.world.bell.until(lambda: attempts[-1][1] == "Connection refused" or None, 5)
        await ask.result("deleteWebhook", drop_pending_updates=True)
        assert await ids(ask) == []


async def test_setting_a_webhook_ends_a_long_poll() -> None:
    async with hooked(lambda _: 200) as (server, ask, hook):
        waiting = asyncio.create_task(ask("getUpdates", timeout=30))
        await until_polled(server)
        await ask.result("setWebhook", url=hook.url)
        assert (await waiting)["description"] == "Conflict: terminated by setWebhook request"


WEBHOOK_RULES = [
    ({"url": "http://example.org/hook"}, "bad webhook: An HTTPS URL must be provided for webhook"),
    (
        {"url": "https://example.org:8080/hook"},
        "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
    ),
    ({"url": "hook"}, "invalid webhook URL specified"),
    ({"url": "https://example.org", "secret_token": "a" * 257}, "secret token is too long"),
    ({"url": "https://example.org", "secret_token": "密"}, "secret token contains unallowed characters"),
]


@pytest.mark.parametrize(("params", "reason"), WEBHOOK_RULES)
async def test_a_webhook_needs_a_public_address_and_a_plain_secret(
    params: dict[str, str], reason: str
) -> None:
    async with telegram() as (_, ask):
        assert await ask.refused("setWebhook", **params) == f"Bad Request: {reason}"
