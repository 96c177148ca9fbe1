"""The people of the Bot API server for tests act and see as people on Telegram do."""

import asyncio
from typing import Any

import pytest

from tests.support.botapi.client import PlainClient, telegram

pytestmark = pytest.mark.anyio
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


async def newest(ask: PlainClient) -> dict[str, Any]:
    (update,) = await ask.result("getUpdates", offset=-1)
    found: dict[str, Any] = update
    return found


def choice(*labels: str) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": label, "callback_data": f"pick:{label}"} for label in labels]]}


async def test_a_text_names_who_where_and_when() -> None:
    async with telegram() as (server, ask):
        phone = server.user(id=7, first_name="李四", language_code="zh-hans")
        asked = phone.says("/start 邀请")
        message = (await newest(ask))["message"]
        assert message["message_id"] == asked
        assert message["from"] == {
            "id": 7,
            "is_bot": False,
            "first_name": "李四",
            "language_code": "zh-hans",
        }
        assert message["chat"] == {"id": 7, "first_name": "李四", "type": "private"}
        assert message["date"] > 1_700_000_000
        assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]


async def test_the_bot_cannot_write_first() -> None:
    async with telegram() as (server, ask):
        phone = server.user(id=7)
        assert await ask.refused("sendMessage", chat_id=7, text="一") == "Bad Request: chat not found"
        phone.says("您好")
        assert await ask.result("sendMessage", chat_id=7, text="一")


async def test_a_tap_finds_the_newest_button_and_is_answered_once() -> None:
    async with telegram() as (server, ask):
        phone = server.user(id=7, opened=True)
        await ask.result("sendMessage", chat_id=7, text="旧", reply_markup=choice("是"))
        sent = await ask.result("sendMessage", chat_id=7, text="新", reply_markup=choice("是", "否"))
        tap = phone.taps("是")
        query = (await newest(ask))["callback_query"]
        assert (query["id"], query["data"], query["from"]["id"]) == (tap, "pick:是", 7)
        assert query["message"]["message_id"] == sent["message_id"]
        long = await ask.refused("answerCallbackQuery", callback_query_id=tap, text="字" * 201)
        assert long == "Bad Request: MESSAGE_TOO_LONG"
        assert await ask.result("answerCallbackQuery", callback_query_id=tap, text="收到") is True
        assert await ask.refused("answerCallbackQuery", callback_query_id=tap) == TOO_OLD
        assert phone.toasts == ["收到"]


async def test_an_old_or_invented_tap_cannot_be_answered() -> None:
    async with telegram() as (server, ask):
        phone = server.user(id=7, opened=True)
        await ask.result("sendMessage", chat_id=7, text="一", reply_markup=choice("是"))
        first = phone.taps(data="pick:是")
        server.world.callbacks.expire()
        assert await ask.refused("answerCallbackQuery", callback_query_id=first) == TOO_OLD
        server.world.callbacks.lifetime = -1
        assert await ask.refused("answerCallbackQuery", callback_query_id=phone.taps("是")) == TOO_OLD
        assert await ask.refused("answerCallbackQuery", callback_query_id="1") == TOO_OLD


async def test_a_missing_button_fails_the_test_and_shows_the_screen() -> None:
    async with telegram() as (server, ask):
        phone = server.user(id=7, opened=True)
        await ask.result("sendMessage", chat_id=7, text="请选择", reply_markup=choice("是"))
        with pytest.raises(AssertionError, match="请选择"):
            phone.taps("否")
        with pytest.raises(AssertionError, match="请选择"):
            await phone.hears("谢谢", timeout=0.01)


async def test_the_reply_keyboard_stays_until_it_is_replaced_or_removed() -> None:
    async with telegram() as (server, ask):
        phone = server.user(id=7, opened=True)
        keyboard = {"keyboard": [[{"text": "我的需求"}]]}
        await ask.result("sendMessage", chat_id=7, text="一", reply_markup=keyboard)
        assert phone.taps("我的需求") == ""
        assert (await newest(ask))["message"]["text"] == phone.keyboard[0][0]
        await ask.result("sendMessage", chat_id=7, text="二", reply_markup={"remove_keyboard": True})
        assert phone.keyboard == []


async def test_the_screen_shows_edits_and_each_message_is_heard_once() -> None:
    async with telegram() as (server, ask):
        phone = server.user(id=7, opened=True)
        waiting = asyncio.create_task(phone.hears("第一"))
        sent = await ask.result("sendMessage", chat_id=7, text="第一步", reply_markup=choice("好"))
        assert (await waiting).buttons == [["好"]]
        with pytest.raises(AssertionError):
            await phone.hears("第一", timeout=0.01)
        await ask.result("editMessageText", chat_id=7, message_id=sent["message_id"], text="第一步，完成")
        assert (await phone.hears("第一")).edited
        assert [(shown.text, shown.buttons) for shown in phone.screen] == [("第一步，完成", [])]


async def test_contacts_say_whose_they_are() -> None:
    async with telegram() as (server, ask):
        phone = server.user(id=7, first_name="李四")
        phone.shares_contact("+8613800000000")
        own = (await newest(ask))["message"]["contact"]
        assert own == {"phone_number": "+8613800000000", "first_name": "李四", "user_id": 7}
        phone.shares_contact("+8613900000000", own=False, first_name="王五")
        assert "user_id" not in (await newest(ask))["message"]["contact"]


async def test_files_are_downloaded_up_to_twenty_megabytes() -> None:
    async with telegram() as (server, ask):
        phone = server.user(id=7)
        phone.sends_document("方案.docx", b"docx", "application/msword")
        document = (await newest(ask))["message"]["document"]
        assert (document["file_name"], document["file_size"]) == ("方案.docx", 4)
        file = await ask.result("getFile", file_id=document["file_id"])
        address = f"{server.file_base_url}{server.token}/{file['file_path']}"
        async with ask.session.get(address) as response:
            assert await response.read() == b"docx"
        async with ask.session.get(address + "x") as response:
            assert response.status == 404
        phone.sends_document("大.zip", bytes(20 * 2**20 + 1))
        large = (await newest(ask))["message"]["document"]["file_id"]
        assert await ask.refused("getFile", file_id=large) == "Bad Request: file is too big"
        unknown = await ask.refused("getFile", file_id="none")
        assert unknown == "Bad Request: wrong file_id or the file is temporarily unavailable"


async def test_albums_and_voice_look_like_telegrams() -> None:
    async with telegram() as (server, ask):
        phone = server.user(id=7)
        for data in (b"1", b"2"):
            phone.sends_photo(data, caption="现场", group="g1")
        photos = [update["message"] for update in await ask.result("getUpdates")]
        assert {photo["media_group_id"] for photo in photos} == {"g1"}
        assert photos[0]["caption"] == "现场"
        assert photos[0]["photo"][-1]["width"] > photos[0]["photo"][0]["width"]
        phone.sends_voice(3)
        assert (await newest(ask))["message"]["voice"]["duration"] == 3


async def test_edits_and_blocking_arrive_as_their_own_kinds() -> None:
    async with telegram() as (server, ask):
        phone = server.user(id=7)
        asked = phone.says("一")
        phone.edits(asked, "二")
        edited = (await newest(ask))["edited_message"]
        assert (edited["message_id"], edited["text"]) == (asked, "二")
        assert edited["edit_date"] >= edited["date"]
        phone.blocks()
        change = (await newest(ask))["my_chat_member"]
        assert change["new_chat_member"] == {"user": server.world.me, "status": "kicked", "until_date": 0}
        phone.unblocks()
        assert (await newest(ask))["my_chat_member"]["new_chat_member"]["status"] == "member"


async def test_a_malformed_update_goes_out_as_it_is() -> None:
    async with telegram() as (server, ask):
        server.user(id=7).says("", raw={"update_id": 5, "message": {"text": 1}})
        assert await newest(ask) == {"update_id": 5, "message": {"text": 1}}


async def test_a_group_tells_that_it_moved() -> None:
    async with telegram() as (server, ask):
        phone = server.user(id=7)
        group = server.group(-5, "工作群")
        phone.says("大家好", room=group.room)
        group.upgrades(-1005, by=phone)
        messages = [update["message"] for update in await ask.result("getUpdates")]
        assert [message["chat"]["id"] for message in messages] == [-5, -5, -1005]
        assert messages[1]["migrate_to_chat_id"] == -1005
        assert messages[2]["migrate_from_chat_id"] == -5
