"""A delivery to Telegram: what people see of it, and which receipt it leaves."""

import pytest

from bot.channels.port import Delivered, Inbound, Later
from bot.channels.telegram import MOST_ERRANDS
from handlers.dialogue.messages import Button, Document, Message
from handlers.dialogue.replies import Said, SharedContact
from tests.support.telegram_line import AT, Line, note, telegram_line, until

pytestmark = pytest.mark.anyio
SKIP = Button("跳过", "skip:1", "primary")
ASKS_PHONE = Message(heading="电话", contact_button="发送本人号码<>&", placeholder="可输入", rows=((SKIP,),))


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


async def heard(line: Line, chat: int, reply: Said | SharedContact) -> None:
    """Let the bot hear a reply, as polling and webhook do."""
    line.channel.heard(Inbound("telegram", "u1", str(chat), reply, AT))


async def test_a_message_is_shown_with_its_buttons_and_its_id_is_the_receipt() -> None:
    async with telegram_line() as line:
        phone = line.server.user(id=7, opened=True)
        outcome = await line.send(7, Message(heading="需求", lines=("请说明 <轴承> & 油",), rows=((SKIP,),)))
        shown = await phone.hears("请说明 <轴承> & 油")
        assert outcome == Delivered(str(shown.message_id))
        assert shown.text == "需求\n\n请说明 <轴承> & 油"
        assert shown.buttons == [["跳过"]]
        (call,) = line.server.called("sendMessage")
        assert call.params["link_preview_options"] == {"is_disabled": True}
        assert "disable_notification" not in call.params


async def test_a_silent_message_makes_no_sound() -> None:
    async with telegram_line() as line:
        line.server.user(id=7, opened=True)
        await line.send(7, note("已保存"), silent=True)
        assert line.server.called("sendMessage")[0].params["disable_notification"] is True


async def test_a_card_is_edited_in_place() -> None:
    async with telegram_line() as line:
        phone = line.server.user(id=7, opened=True)
        first = await line.send(7, note("待审核", (SKIP,)))
        assert isinstance(first, Delivered)
        assert await line.send(7, note("已通过"), edits=first.receipt) == first
        assert [(one.text, one.edited, one.buttons) for one in phone.screen] == [("已通过", True, [])]


async def test_an_edit_that_changes_nothing_counts_as_done() -> None:
    async with telegram_line() as line:
        phone = line.server.user(id=7, opened=True)
        first = await line.send(7, note("待审核"))
        assert isinstance(first, Delivered)
        assert await line.send(7, note("待审核"), edits=first.receipt) == first
        assert len(phone.screen) == 1


async def test_a_card_that_is_gone_or_closed_is_sent_anew() -> None:
    async with telegram_line() as line:
        phone = line.server.user(id=7, opened=True)
        assert isinstance(await line.send(7, note("已通过"), edits="4"), Delivered)
        asked = await line.send(7, Message(heading="电话", contact_button="发送本人号码<>&"))
        assert isinstance(asked, Delivered)
        anew = await line.send(7, note("已收到"), edits=asked.receipt)
        assert isinstance(anew, Delivered)
        assert anew != asked
        assert [one.text for one in phone.screen] == ["已通过", "电话", "已收到"]


async def test_a_text_too_long_for_one_message_arrives_whole_and_the_receipt_has_the_buttons() -> None:
    async with telegram_line() as line:
        phone = line.server.user(id=7, opened=True)
        outcome = await line.send(7, note("这是一句话。" * 1500, (SKIP,)))
        assert "".join(one.text for one in phone.screen) == "这是一句话。" * 1500
        assert [one.buttons for one in phone.screen] == [[], [], [["跳过"]]]
        assert outcome == Delivered(str(phone.screen[-1].message_id))


async def test_after_trouble_in_the_middle_only_the_rest_is_sent() -> None:
    async with telegram_line() as line:
        phone = line.server.user(id=7, opened=True)
        message = Message(lines=("一" * 4000, "二" * 4000), documents=(Document("text", "说明.txt", "全文"),))
        line.server.fail_next(method="sendDocument", status=500)
        assert isinstance(await line.send(7, message, row=3), Later)
        assert isinstance(await line.send(7, message, row=3), Delivered)
        assert [one.text[:1] for one in phone.screen] == ["一", "二", ""]


async def test_the_contact_keyboard_goes_away_after_the_answer() -> None:
    async with telegram_line() as line:
        phone = line.server.user(id=7, opened=True)
        outcome = await line.send(7, ASKS_PHONE)
        assert outcome == Delivered(str(phone.screen[0].message_id))
        assert phone.screen[0].buttons == [["跳过"]]
        assert phone.keyboard == [["发送本人号码<>&"]]
        await line.send(7, note("提醒", (SKIP,)))
        assert phone.keyboard == [["发送本人号码<>&"]]
        await heard(line, 7, Said("13800000000"))
        await line.send(7, note("下一问", (SKIP,)))
        assert phone.keyboard == []
        await line.server.until_called("deleteMessage")
        assert [one.text for one in phone.screen] == ["电话", "发送本人号码<>&", "提醒", "下一问"]


async def test_a_next_message_without_buttons_takes_the_keyboard_away_itself() -> None:
    async with telegram_line() as line:
        phone = line.server.user(id=7, opened=True)
        await line.send(7, ASKS_PHONE)
        await heard(line, 7, SharedContact("13800000000", own=True))
        await line.send(7, note("已收到"))
        assert phone.keyboard == []
        assert not line.server.called("deleteMessage")


async def test_a_qr_is_a_photo_and_a_paper_is_a_file_with_its_chinese_name() -> None:
    async with telegram_line() as line:
        phone = line.server.user(id=7, opened=True)
        papers = (Document("qr", "邀请", "https://example.org/x"), Document("text", "需求说明.txt", "全文"))
        outcome = await line.send(7, Message(heading="您的链接", documents=papers), silent=True)
        assert [sorted(one.content) for one in phone.screen] == [
            ["entities", "text"],
            ["photo"],
            ["document"],
        ]
        assert phone.screen[2].content["document"]["file_name"] == "需求说明.txt"
        assert outcome == Delivered(str(phone.screen[0].message_id))
        only = await line.send(7, Message(documents=papers[:1]))
        assert only == Delivered(str(phone.screen[-1].message_id))


async def test_a_large_paper_is_sent_whole() -> None:
    async with telegram_line() as line:
        line.server.user(id=7, opened=True)
        await line.send(7, Message(documents=(Document("text", "全文.txt", "字" * 2**20),)))
        assert len(line.server.called("sendDocument")[0].uploads["document"].data) == 3 * 2**20


async def test_a_picture_that_is_no_photo_for_telegram_goes_as_a_file() -> None:
    async with telegram_line() as line:
        phone = line.server.user(id=7, opened=True)
        line.server.fail_next(
            method="sendPhoto", status=400, description="Bad Request: PHOTO_INVALID_DIMENSIONS"
        )
        assert isinstance(await line.send(7, Message(documents=(Document("qr", "邀请", "x"),))), Delivered)
        assert [sorted(one.content) for one in phone.screen] == [["document"]]


async def test_taps_and_typing_are_errands_that_may_fail() -> None:
    async with telegram_line() as line:
        phone = line.server.user(id=7, opened=True)
        await line.send(7, note("问", (SKIP,)))
        query = phone.taps("跳过")
        line.channel.answer_tap(query)
        line.channel.answer_tap("too old")
        line.channel.typing("7")
        line.channel.typing("99")
        answers = await line.server.until_called("answerCallbackQuery", times=2)
        assert [call.accepted for call in answers] == [True, False]
        await line.server.until_called("sendChatAction", times=2)


async def test_commands_are_set_for_all_and_for_one_chat() -> None:
    async with telegram_line() as line:
        line.server.user(id=7, opened=True)
        await line.channel.api.set_commands([("help", "帮助")])
        await line.channel.api.set_commands([("queue", "待审核")], chat="7", language="zh")
        assert line.server.world.commands == {
            "default": [{"command": "help", "description": "帮助"}],
            "chat:7:zh": [{"command": "queue", "description": "待审核"}],
        }


async def test_too_many_errands_are_left_out() -> None:
    async with telegram_line() as line:
        line.server.user(id=7, opened=True)
        await until(lambda: line.channel.api.me.username and not line.channel.errands)
        for _ in range(MOST_ERRANDS + 50):
            line.channel.typing("7")
        await line.server.until_called("sendChatAction", times=MOST_ERRANDS)
        assert len(line.server.called("sendChatAction")) == MOST_ERRANDS
