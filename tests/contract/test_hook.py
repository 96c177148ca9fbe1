"""The webhook: what gateways and robots are told, and what their answers mean for the message."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.channels.hook import Hook, Reader, dingtalk_sign
from bot.channels.hook_template import HookTemplate, read_template
from bot.channels.port import Busy, Delivered, Delivery, Impossible, Later, Outcome, Unreachable
from handlers.dialogue.messages import Message
from tests.support.gateway import Gateway, gateway
from tests.support.telegram_line import Watch

pytestmark = pytest.mark.anyio
AT = datetime(2027, 3, 2, 1, 0, tzinfo=UTC)
SECRET, PHONE = "SECinvented", "19900001002"
WORDS = "陆怀谷您好，您有新消息：https://example.test/chat#t=abc {secret} {phone}"


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


async def reader(chat: str) -> Reader | None:
    """Find the one person who has a number."""
    assert chat == "12"
    return Reader(PHONE, "陆怀谷")


@asynccontextmanager
async def channel(
    server: Gateway, template: str | HookTemplate = "sms", watch: Watch | None = None, **other: Any
) -> AsyncIterator[Hook]:
    """Open the channel to this gateway."""
    read = read_template(template) if isinstance(template, str) else template
    facts = {"find": reader, "now": lambda: AT, "monotonic": watch or Watch(), **other}
    hook = Hook(server.url, SECRET, read, **facts)
    try:
        yield hook
    finally:
        await hook.close()


async def send(hook: Hook, row: int = 7) -> Outcome:
    """Deliver one message."""
    return await hook.deliver(Delivery(row, "12", Message(lines=(WORDS,))))


async def told(server: Gateway, template: str | HookTemplate) -> Any:
    """Return what the gateway is told of a message with this template."""
    async with channel(server, template) as hook:
        assert await send(hook) == Delivered("o7")
    return server.told[-1].body


async def test_a_gateway_is_told_number_words_and_an_id_that_stays_the_same() -> None:
    async with gateway() as server:
        assert await told(server, "sms") == {"phone": PHONE, "text": WORDS, "id": "o7"}
        assert await told(server, "sms") == {"phone": PHONE, "text": WORDS, "id": "o7"}
        assert server.told[0].headers["Authorization"] == f"Bearer {SECRET}"


async def test_a_robot_of_wecom_calls_the_member_by_number() -> None:
    async with gateway() as server:
        assert await told(server, "wecom") == {
            "msgtype": "text",
            "text": {"content": WORDS, "mentioned_mobile_list": [PHONE]},
        }
        assert server.told[0].query == {"key": "invented-key"}


async def test_a_robot_of_dingtalk_is_told_with_a_signature() -> None:
    async with gateway() as server:
        body = await told(server, "dingtalk")
        assert body["at"] == {"atMobiles": [PHONE], "isAtAll": False}
        assert body["text"]["content"].endswith(f"@{PHONE}")
        signed = dingtalk_sign(SECRET, int(AT.timestamp() * 1000))
        assert server.told[0].query == {"key": "invented-key", **signed}


def test_dingtalks_signature_is_the_one_that_openssl_makes() -> None:
    # printf '1577262236757\nthis is secret' | openssl dgst -sha256 -hmac 'this is secret' -binary | base64
    signed = "hmPWwU+7lVdm3ZZz0r9tSfx0L4Q26jWOZr9+Gs6EZQM="
    assert dingtalk_sign("this is secret", 1_577_262_236_757) == {
        "timestamp": "1577262236757",
        "sign": signed,
    }


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (204, Delivered("o7")),
        (500, Later(60, "500")),
        (502, Later(60, "502")),
        ((503, {"Retry-After": "120"}), Later(120, "503")),
        ((503, {"Retry-After": "Tue, 02 Mar 2027 01:05:00 GMT"}), Later(300, "503")),
        ((429, {"Retry-After": "9"}), Later(9, "429", counts=False)),
        (429, Later(60, "429", counts=False)),
        (408, Later(60, "408")),
        (401, Later(300, "401")),
        (403, Later(300, "403")),
        (404, Later(300, "404")),
        (400, Impossible("400")),
        (422, Impossible("422")),
    ],
)
async def test_each_status_means_one_thing(answer: Any, outcome: Outcome) -> None:
    async with gateway() as server, channel(server) as hook:
        server.says(answer)
        assert await send(hook) == outcome


@pytest.mark.parametrize(
    ("template", "answer", "outcome"),
    [
        ("wecom", {"errcode": 45009, "errmsg": "freq"}, Later(60, "code 45009")),
        ("wecom", {"errcode": -1}, Later(60, "code -1")),
        ("wecom", {"errcode": 93000}, Impossible("code 93000")),
        ("dingtalk", {"errcode": 130101}, Later(600, "code 130101")),
        ("dingtalk", {"errcode": 310000}, Impossible("code 310000")),
        ("dingtalk", "<html>", Later(60, "an answer that cannot be read", unknown=True)),
        ("dingtalk", ["?"], Later(60, "an answer that cannot be read", unknown=True)),
    ],
)
async def test_a_good_status_can_hold_a_bad_answer(template: str, answer: Any, outcome: Outcome) -> None:
    async with gateway() as server, channel(server, template) as hook:
        server.says(answer)
        assert await send(hook) == outcome


OWN = HookTemplate.model_validate(
    {
        "private": True,
        "body": {"to": ["{phone}"], "n": 1},
        "answer": {"field": "data.code", "good": ["OK"], "gone": ["NO_SUCH_NUMBER"]},
    }
)


@pytest.mark.parametrize(
    ("code", "outcome"),
    [("OK", Delivered("o7")), ("NO_SUCH_NUMBER", Unreachable("code NO_SUCH_NUMBER"))],
)
async def test_a_gateway_can_say_that_a_number_does_not_exist(code: str, outcome: Outcome) -> None:
    async with gateway() as server, channel(server, OWN) as hook:
        server.says({"data": {"code": code}})
        assert await send(hook) == outcome
        assert server.told[0].body == {"to": [PHONE], "n": 1}


async def test_an_address_that_points_elsewhere_is_not_followed_with_somebodys_number() -> None:
    async with gateway() as server, channel(server) as hook:
        server.says((307, {"Location": "/elsewhere"}))
        assert await send(hook) == Impossible("307")
        assert len(server.told) == 1


async def test_a_line_that_breaks_may_have_delivered_and_one_that_never_came_about_has_not() -> None:
    async with gateway() as server:
        async with channel(server) as hook:
            server.says("hang up")
            broken = await send(hook)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            server.url = f"http://127.0.0.1:{probe.getsockname()[1]}/send"
            async with channel(server) as hook:
                nobody = await send(hook)
    assert isinstance(broken, Later)
    assert isinstance(nobody, Later)
    assert (broken.unknown, nobody.unknown) == (True, False)


async def test_a_gateway_that_falls_silent_is_not_waited_for_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.channels.hook.SECONDS", 0.1)
    async with gateway() as server, channel(server) as hook:
        server.says("silence")
        outcome = await asyncio.wait_for(send(hook), 5)
    assert isinstance(outcome, Later)
    assert outcome.unknown


async def test_a_robot_is_told_no_more_than_it_takes_in_a_minute() -> None:
    watch = Watch()
    async with gateway() as server, channel(server, "wecom", watch) as hook:
        outcomes = [await send(hook, row) for row in range(21)]
        assert outcomes[19:] == [Delivered("o19"), Later(60, "pace", counts=False)]
        watch.at += 61
        assert await send(hook, 20) == Delivered("o20")
    assert len(server.told) == 21


async def test_somebody_without_a_number_cannot_be_reached() -> None:
    async def nobody(_: str) -> Reader | None:
        return None

    async def busy(_: str) -> Reader | None:
        raise Busy

    async with gateway() as server:
        async with channel(server, find=nobody) as hook:
            assert await send(hook) == Unreachable("no number")
        async with channel(server, find=busy) as hook:
            assert await send(hook) == Later(1.0, "storage busy", counts=False)
    assert server.told == []


async def test_nothing_about_anybody_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with gateway() as server, channel(server) as hook:
        server.says(500, "hang up", 400)
        for _ in range(4):
            await send(hook)
    for secret in (PHONE, SECRET, "invented-key", "陆怀谷", "#t=", "不要记录"):
        assert secret not in caplog.text


async def test_nothing_comes_in_by_the_webhook() -> None:
    async with gateway() as server, channel(server) as hook:
        with pytest.raises(OSError, match="no file"):
            await hook.fetch("x", 1)
