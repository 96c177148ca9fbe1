"""The Bot API server for tests refuses the texts, keyboards and edits that Telegram refuses."""

import io

import aiohttp
import pytest

from tests.support.botapi.client import telegram

pytestmark = pytest.mark.anyio
PERSON = 7


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def inline(**button: object) -> dict[str, object]:
    return {"inline_keyboard": [[{"text": "好", **button}]]}


TEXT_RULES = [
    ({"text": ""}, "Bad Request: message text is empty"),
    ({"text": " \n"}, "Bad Request: text must be non-empty"),
    ({"text": "字" * 4097}, "Bad Request: message is too long"),
    ({"text": "\U00020bb7" * 2049}, "Bad Request: message is too long"),
    ({"text": "a", "parse_mode": "Word"}, "Bad Request: unsupported parse_mode"),
    ({"text": "a", "chat_id": 8}, "Bad Request: chat not found"),
    ({"text": "a", "chat_id": "@nobody"}, "Bad Request: chat not found"),
    ({"text": "a", "reply_parameters": {"message_id": 1}}, "Bad Request: message to be replied not found"),
    ({"text": "a", "reply_markup": inline(callback_data="")}, "Bad Request: BUTTON_DATA_INVALID"),
    ({"text": "a", "reply_markup": inline(callback_data="字" * 22)}, "Bad Request: BUTTON_DATA_INVALID"),
    (
        {"text": "a", "reply_markup": inline(text=" ", callback_data="x")},
        "Bad Request: inline keyboard button text must be non-empty",
    ),
    (
        {"text": "a", "reply_markup": inline()},
        "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    (
        {"text": "a", "reply_markup": {"keyboard": [[{"text": str(at)} for at in range(9)]]}},
        "Bad Request: reply markup is too long",
    ),
    (
        {"text": "a", "reply_markup": {"keyboard": [[{"text": str(at)}] for at in range(101)]}},
        "Bad Request: reply markup is too long",
    ),
]


@pytest.mark.parametrize(("params", "sentence"), TEXT_RULES)
async def test_what_telegram_would_not_send_is_not_sent(params: dict[str, object], sentence: str) -> None:
    async with telegram() as (server, ask):
        phone = server.user(id=PERSON, opened=True)
        assert await ask.refused("sendMessage", **{"chat_id": PERSON, **params}) == sentence
        assert phone.screen == []
        assert server.violations == []


async def test_the_longest_text_and_the_longest_callback_data_pass() -> None:
    async with telegram() as (server, ask):
        server.user(id=PERSON, opened=True)
        markup = {"inline_keyboard": [[{"text": "好", "callback_data": "字" * 21 + "a"}] * 8] * 12}
        assert await ask.result("sendMessage", chat_id=PERSON, text="字" * 4096, reply_markup=markup)


HTML_RULES = [
    ("字<x>a</x>", 'Unsupported start tag "x" at byte offset 3'),
    ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
    ("a<b", "Unclosed start tag at byte offset 1"),
    ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
    ("a</b>", "Unexpected end tag at byte offset 1"),
    ("<b><i>a</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
    ("<b>a</b", "Unclosed end tag at byte offset 4"),
    ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
]


@pytest.mark.parametrize(("text", "reason"), HTML_RULES)
async def test_broken_html_is_refused_in_telegrams_words(text: str, reason: str) -> None:
    async with telegram() as (server, ask):
        server.user(id=PERSON, opened=True)
        said = await ask.refused("sendMessage", chat_id=PERSON, text=text, parse_mode="HTML")
        assert said == f"Bad Request: can't parse entities: {reason}"


async def test_html_becomes_text_with_entities_counted_in_utf16() -> None:
    async with telegram() as (server, ask):
        server.user(id=PERSON, opened=True)
        text = ' 😀<b>粗&lt;<i>斜</i></b> <a href="https://example.org/?a=1&amp;b=2">链接</a> &copy; '
        message = await ask.result("sendMessage", chat_id=PERSON, text=text, parse_mode="HTML")
        assert message["text"] == "😀粗<斜 链接 &copy;"
        assert message["entities"] == [
            {"type": "bold", "offset": 2, "length": 3},
            {"type": "italic", "offset": 4, "length": 1},
            {"type": "text_link", "offset": 6, "length": 2, "url": "https://example.org/?a=1&b=2"},
        ]


async def test_an_edit_must_find_its_message_and_change_it() -> None:
    async with telegram() as (server, ask):
        phone = server.user(id=PERSON)
        asked = phone.says("/start")
        sent = await ask.result("sendMessage", chat_id=7, text="一", reply_markup=inline(callback_data="x"))
        edit = {"chat_id": PERSON, "message_id": sent["message_id"]}
        same = await ask.refused(
            "editMessageText", **edit, text=" 一 ", reply_markup=inline(callback_data="x")
        )
        assert same.startswith("Bad Request: message is not modified: specified new message content")
        assert (await ask.result("editMessageText", **edit, text="一"))["edit_date"]
        assert phone.screen[-1].buttons == []
        assert "not modified" in await ask.refused("editMessageReplyMarkup", **edit)
        lost = await ask.refused("editMessageText", chat_id=PERSON, message_id=1, text="二")
        assert lost == "Bad Request: message to edit not found"
        foreign = await ask.refused("editMessageText", chat_id=PERSON, message_id=asked, text="二")
        assert foreign == "Bad Request: message can't be edited"
        long = await ask.refused("editMessageText", **edit, text="字" * 4097)
        assert long == "Bad Request: MESSAGE_TOO_LONG"
        assert await ask.result("deleteMessage", **edit) is True
        assert await ask.refused("deleteMessage", **edit) == "Bad Request: message to delete not found"


async def test_a_message_with_a_reply_keyboard_cannot_be_edited() -> None:
    async with telegram() as (server, ask):
        server.user(id=PERSON, opened=True)
        keyboard = {"keyboard": [[{"text": "发送号码", "request_contact": True}]]}
        sent = await ask.result("sendMessage", chat_id=PERSON, text="一", reply_markup=keyboard)
        edit = {"chat_id": PERSON, "message_id": sent["message_id"], "text": "二"}
        assert await ask.refused("editMessageText", **edit) == "Bad Request: message can't be edited"
        group = server.group(-100, "工作群")
        said = await ask.refused("sendMessage", chat_id=group.id, text="一", reply_markup=keyboard)
        assert said == "Bad Request: phone number can be requested in private chats only"


async def test_who_blocked_the_bot_or_left_is_forbidden_and_a_moved_group_says_where() -> None:
    async with telegram() as (server, ask):
        phone = server.user(id=PERSON, opened=True)
        phone.blocks()
        said = await ask("sendMessage", chat_id=PERSON, text="一")
        assert said["error_code"] == 403
        assert said["description"] == "Forbidden: bot was blocked by the user"
        phone.unblocks()
        assert await ask.result("sendMessage", chat_id=PERSON, text="一")
        phone.deletes_account()
        gone = await ask.refused("sendChatAction", chat_id=PERSON, action="typing")
        assert gone == "Forbidden: user is deactivated"
        server.group(-5, "工作群").upgrades(-1005, by=phone)
        moved = await ask("sendMessage", chat_id=-5, text="一")
        assert moved["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
        assert moved["parameters"] == {"migrate_to_chat_id": -1005}
        assert await ask.result("sendMessage", chat_id=-1005, text="一")


COMMAND_RULES = [
    ([{"command": "Start", "description": "开始"}], "BOT_COMMAND_INVALID"),
    ([{"command": "a" * 33, "description": "开始"}], "BOT_COMMAND_INVALID"),
    ([{"command": "start", "description": ""}], "BOT_COMMAND_DESCRIPTION_INVALID"),
    ([{"command": "start", "description": "字" * 257}], "BOT_COMMAND_DESCRIPTION_INVALID"),
    ([{"command": "start", "description": "开始"}] * 101, "BOT_COMMANDS_TOO_MUCH"),
]


@pytest.mark.parametrize(("commands", "reason"), COMMAND_RULES)
async def test_commands_are_short_and_plain(commands: list[dict[str, str]], reason: str) -> None:
    async with telegram() as (_, ask):
        assert await ask.refused("setMyCommands", commands=commands) == f"Bad Request: {reason}"


async def test_commands_are_kept_for_each_scope() -> None:
    async with telegram() as (server, ask):
        server.user(id=PERSON, opened=True)
        start = [{"command": "start", "description": "开始"}]
        await ask.result("setMyCommands", commands=start, scope={"type": "chat", "chat_id": PERSON})
        await ask.result("setMyCommands", commands=start, language_code="zh")
        assert server.world.commands == {"chat:7": start, "default::zh": start}
        await ask.result("deleteMyCommands", scope={"type": "chat", "chat_id": PERSON})
        assert server.world.commands.keys() == {"default::zh"}


async def test_captions_albums_and_attachments_have_their_bounds() -> None:
    async with telegram() as (server, ask):
        server.user(id=PERSON, opened=True)
        photo = aiohttp.FormData({"chat_id": "7", "caption": "字" * 1025})
        photo.add_field("photo", b"jpeg", filename="a.jpg")
        assert (await ask.post("sendPhoto", data=photo))["description"] == (
            "Bad Request: message caption is too long"
        )
        large = aiohttp.FormData({"chat_id": "7"})
        large.add_field("photo", io.BytesIO(bytes(10 * 2**20 + 1)), filename="a.jpg")
        assert "is too big for a photo" in (await ask.post("sendPhoto", data=large))["description"]
        album = [{"type": "photo", "media": "none"}] * 11
        many = await ask.refused("sendMediaGroup", chat_id=PERSON, media=album)
        assert many == "Bad Request: too many messages to send as an album"
        assert server.violations == []
        lost = await ask.refused("sendDocument", chat_id=PERSON, document="attach://a")
        assert lost == "Bad Request: no part 'a' is attached"
        assert server.violations == ["no part 'a' is attached"]


async def test_a_file_the_bot_sent_can_be_sent_again_by_its_id() -> None:
    async with telegram() as (server, ask):
        phone = server.user(id=PERSON, opened=True)
        form = aiohttp.FormData({"chat_id": "7"}, quote_fields=False)
        form.add_field("document", b"docx", filename="方案.docx")
        sent = (await ask.post("sendDocument", data=form))["result"]["document"]
        again = await ask.result("sendDocument", chat_id=PERSON, document=sent["file_id"])
        assert again["document"]["file_name"] == "方案.docx"
        unknown = await ask.refused("sendDocument", chat_id=PERSON, document="none")
        assert unknown == "Bad Request: wrong file identifier/HTTP URL specified"
        assert len(phone.screen) == 2
