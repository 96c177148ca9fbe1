"""The Bot API server for tests is as strict as Telegram: calls, schema, faults."""

import asyncio
import json

import aiohttp
import pytest
import telegram as ptb

from tests.support.botapi.client import telegram
from tests.support.botapi.schema import check_call

pytestmark = pytest.mark.anyio
PERSON = 7


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def inline(**button: object) -> dict[str, object]:
    return {"inline_keyboard": [[{"text": "好", **button}]]}


def test_a_documented_call_has_no_violation_in_json_and_in_form() -> None:
    markup = inline(callback_data="x")
    assert check_call("sendMessage", {"chat_id": 7, "text": "您好", "reply_markup": markup}) == []
    form = {"chat_id": "7", "text": "您好", "protect_content": "true", "reply_markup": json.dumps(markup)}
    assert check_call("sendMessage", form) == []


@pytest.mark.parametrize(
    ("method", "params", "wrong"),
    [
        ("sendFax", {}, "sendFax: unknown method"),
        ("getMe", {"fast": True}, "getMe.fast: unknown"),
        ("sendMessage", {"chat_id": 7}, "sendMessage.text: missing"),
        ("getUpdates", {"timeout": "5.0"}, "getUpdates.timeout: str is not Integer"),
        ("getUpdates", {"timeout": True}, "getUpdates.timeout: bool is not Integer"),
        ("getUpdates", {"allowed_updates": "[1]"}, "getUpdates.allowed_updates[0]: int is not String"),
        ("deleteWebhook", {"drop_pending_updates": "yes"}, "deleteWebhook.drop_pending_updates: str is not"),
        ("setMyCommands", {"commands": [{"command": "a"}]}, "setMyCommands.commands[0].description: missing"),
        (
            "setMyCommands",
            {"commands": [], "scope": {"type": "chat"}},
            "setMyCommands.scope.chat_id: missing",
        ),
        (
            "sendMessage",
            {"chat_id": 7, "text": "a", "reply_markup": inline(data="x")},
            "[0][0].data: unknown",
        ),
        ("sendMessage", {"chat_id": 7, "text": "a", "reply_markup": "{"}, "reply_markup: str is not"),
        ("sendPhoto", {"chat_id": 7, "photo": 5}, "sendPhoto.photo: int is not"),
    ],
)
def test_the_schema_names_what_is_wrong(method: str, params: dict[str, object], wrong: str) -> None:
    assert [fault for fault in check_call(method, params) if wrong in fault]


async def test_a_wrong_token_and_an_unknown_method_are_turned_away() -> None:
    async with telegram() as (server, ask):
        assert await ask.post("getMe", token="1:wrong") == {
            "ok": False,
            "error_code": 401,
            "description": "Unauthorized",
        }
        assert await ask("sendFax") == {"ok": False, "error_code": 404, "description": "Not Found"}
        assert server.violations == ["sendFax: unknown method"]
        assert (await ask.result("GETME"))["is_bot"]


async def test_json_form_and_multipart_say_the_same() -> None:
    async with telegram() as (server, ask):
        server.user(id=PERSON, opened=True)
        form = {"chat_id": "7", "text": "您好", "reply_markup": json.dumps(inline(callback_data="x"))}
        parts = aiohttp.FormData(form, default_to_multipart=True)
        assert (await ask.post("sendMessage", data=form))["ok"]
        assert (await ask.post("sendMessage", data=parts))["ok"]
        assert await ask.result("sendMessage", chat_id=7, text="您好", reply_markup=inline(callback_data="x"))
        calls = server.called("sendMessage")
        assert calls[0].params == calls[1].params == calls[2].params
        assert server.violations == []


async def test_a_violation_is_refused_and_kept() -> None:
    async with telegram() as (server, ask):
        server.user(id=PERSON, opened=True)
        said = await ask.refused("sendMessage", chat_id=PERSON, txt="您好")
        assert said.startswith("Bad Request: sendMessage.txt")
        assert len(server.violations) == 2
        assert server.calls[0].error == said


async def test_planned_faults_strike_once_and_only_where_they_should() -> None:
    async with telegram() as (server, ask):
        phone = server.user(id=PERSON, opened=True)
        server.user(id=8, opened=True)
        server.fail_next(PERSON, "sendMessage", retry_after=7)
        assert await ask.result("sendMessage", chat_id=8, text="一")
        assert await ask("sendMessage", chat_id=PERSON, text="一") == {
            "ok": False,
            "error_code": 429,
            "description": "Too Many Requests: retry after 7",
            "parameters": {"retry_after": 7},
        }
        assert phone.screen == []
        assert await ask.result("sendMessage", chat_id=PERSON, text="一")
        server.fail_next(status=502, times=None)
        assert (await ask("getMe"))["error_code"] == 502
        assert (await ask("getMe"))["error_code"] == 502
        assert (await ask("getUpdates"))["ok"]
        server.faults.heal()
        assert (await ask("getMe"))["ok"]


async def test_a_dropped_connection_may_have_delivered() -> None:
    async with telegram() as (server, ask):
        phone = server.user(id=PERSON, opened=True)
        server.drop_next("sendMessage", times=1)
        with pytest.raises(aiohttp.ClientError):
            await ask("sendMessage", chat_id=PERSON, text="到了")
        server.drop_next("sendMessage", delivered=False)
        with pytest.raises(aiohttp.ClientError):
            await ask("sendMessage", chat_id=PERSON, text="没到")
        assert [shown.text for shown in phone.screen] == ["到了"]


async def test_silence_lasts_as_long_as_planned() -> None:
    async with telegram() as (server, ask):
        phone = server.user(id=PERSON, opened=True)
        server.hang_next(60, "sendMessage")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(ask("sendMessage", chat_id=PERSON, text="到了"), 0.2)
        assert [shown.text for shown in phone.screen] == ["到了"]
        server.hang_next(0.01, "sendMessage", delivered=False)
        assert (await ask("sendMessage", chat_id=PERSON, text="没到"))["error_code"] == 504
        assert len(phone.screen) == 1


async def test_a_flood_to_one_chat_is_stopped() -> None:
    async with telegram() as (server, ask):
        server.user(id=PERSON, opened=True)
        server.user(id=8, opened=True)
        server.flood.limit = 2
        answers = [await ask("sendMessage", chat_id=PERSON, text="一") for _ in range(3)]
        assert [answer["ok"] for answer in answers] == [True, True, False]
        assert answers[2]["parameters"] == {"retry_after": 1}
        assert await ask.result("sendMessage", chat_id=8, text="一")


async def test_telegrams_own_python_client_sends_and_polls() -> None:
    async with telegram() as (server, _):
        phone = server.user(id=PERSON)
        phone.says("/start")
        bot = ptb.Bot(server.token, base_url=server.base_url, base_file_url=server.file_base_url)
        async with bot:
            (update,) = await bot.get_updates(timeout=5)
            assert update.message is not None
            assert update.message.text == "/start"
            markup = ptb.InlineKeyboardMarkup.from_button(ptb.InlineKeyboardButton("好", callback_data="x"))
            await bot.send_message(PERSON, "<b>您好</b>", parse_mode="HTML", reply_markup=markup)
            await bot.send_document(PERSON, b"abc", filename="a.txt", caption="文件")
            await bot.send_media_group(PERSON, [ptb.InputMediaPhoto(b"a"), ptb.InputMediaPhoto(b"b")])
            phone.taps("好")
            (tap,) = await bot.get_updates(offset=update.update_id + 1, timeout=5)
            assert tap.callback_query is not None
            await tap.callback_query.answer("收到")
            assert await bot.get_updates(offset=tap.update_id + 1) == ()
        assert [shown.text for shown in phone.screen] == ["/start", "您好", "文件", "", ""]
        assert phone.toasts == ["收到"]
        assert server.violations == []
