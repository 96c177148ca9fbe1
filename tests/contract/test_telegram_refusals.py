"""What each refusal and each trouble on the way means for the message, for its chat and for the others."""

import logging
from functools import partial

import pytest

from bot.channels.pace import Pace
from bot.channels.port import Delivered, Delivery, Impossible, Later, Moved, Unreachable
from bot.channels.telegram import Made, Telegram
from bot.channels.telegram_api import TelegramApi
from bot.channels.telegram_request import Refusal
from handlers.dialogue.messages import Button, Document, Message
from tests.support.telegram_line import Watch, make_document, note, telegram_line

pytestmark = pytest.mark.anyio
SKIP = Button("跳过", "skip:1", "primary")


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


async def test_a_flood_in_one_chat_stops_that_chat_alone() -> None:
    async with telegram_line() as line:
        line.server.user(id=7, opened=True)
        line.server.user(id=8, opened=True)
        line.server.fail_next(7, retry_after=7)
        first = await line.send(7, note("一"))
        assert isinstance(first, Later)
        assert (first.seconds, first.counts, first.unknown) == (7, False, False)
        assert isinstance(await line.send(8, note("二")), Delivered)
        line.watch.at += 4
        assert await line.send(7, note("三")) == Later(3, "pace", counts=False)
        assert len(line.server.called("sendMessage")) == 2
        line.watch.at += 3
        assert isinstance(await line.send(7, note("一")), Delivered)


async def test_floods_everywhere_stop_everything_for_a_while() -> None:
    async with telegram_line() as line:
        for chat in range(1, 9):
            line.server.user(id=chat, opened=True)
        line.server.fail_next(method="sendMessage", retry_after=5, times=None)
        outcomes = [await line.send(chat, note("通知")) for chat in range(1, 9)]
        assert all(isinstance(one, Later) and not one.counts for one in outcomes)
        assert len(line.server.called("sendMessage")) == 3
        line.server.faults.heal()
        line.watch.at += 5
        assert isinstance(await line.send(8, note("通知")), Delivered)


@pytest.mark.parametrize("status", [500, 502, 504])
async def test_trouble_at_telegram_means_later(status: int) -> None:
    async with telegram_line() as line:
        line.server.user(id=7, opened=True)
        line.server.fail_next(method="sendMessage", status=status)
        outcome = await line.send(7, note("您好"))
        assert isinstance(outcome, Later)
        assert (outcome.counts, outcome.unknown) == (True, False)
        assert line.channel.failures == 1
        assert isinstance(await line.send(7, note("您好")), Delivered)
        assert line.channel.failures == 0


@pytest.mark.parametrize(("status", "kind"), [(502, False), (403, False), (200, True)])
async def test_a_page_of_some_proxy_is_not_telegrams_word(status: int, kind: bool) -> None:
    async with telegram_line() as line:
        line.server.user(id=7, opened=True)
        line.server.fail_next(method="sendMessage", status=status, raw="<html>您好</html>")
        outcome = await line.send(7, note("您好"))
        assert isinstance(outcome, Later)
        assert outcome.unknown is kind


async def test_a_broken_connection_may_have_delivered() -> None:
    async with telegram_line() as line:
        phone = line.server.user(id=7, opened=True)
        line.server.drop_next("sendMessage", delivered=True)
        outcome = await line.send(7, note("您好"))
        assert isinstance(outcome, Later)
        assert outcome.unknown
        assert len(phone.screen) == 1


async def test_silence_may_have_delivered() -> None:
    async with telegram_line() as line:
        line.server.user(id=7, opened=True)
        api = TelegramApi(line.server.token, url=line.server.base_url.removesuffix("/bot"), read_seconds=0.2)
        impatient = Telegram(api, Pace(line.watch), make_document, line.watch.sleep)
        await api.start()
        line.server.hang_next(1.0, "sendMessage")
        outcome = await impatient.deliver(Delivery(1, "7", note("您好")))
        await impatient.close()
        assert isinstance(outcome, Later)
        assert outcome.unknown


async def test_nobody_listening_means_that_nothing_was_sent() -> None:
    api, watch = TelegramApi("1:invented", url="http://127.0.0.1:9"), Watch()
    channel = Telegram(api, Pace(watch), make_document, watch.sleep)
    await api.start()
    outcome = await channel.deliver(Delivery(1, "7", note("您好")))
    await channel.close()
    assert isinstance(outcome, Later)
    assert (outcome.unknown, outcome.counts) == (False, True)


async def test_whoever_blocked_the_bot_or_left_is_unreachable() -> None:
    async with telegram_line() as line:
        phone = line.server.user(id=7, opened=True)
        phone.blocks()
        assert isinstance(await line.send(7, note("您好")), Unreachable)
        phone.unblocks()
        assert isinstance(await line.send(7, note("您好")), Delivered)
        phone.deletes_account()
        assert isinstance(await line.send(7, note("您好")), Unreachable)
        assert isinstance(await line.send(8, note("您好")), Unreachable)


async def test_an_upgraded_group_is_known_by_its_new_id() -> None:
    async with telegram_line() as line:
        by = line.server.user(id=7, opened=True)
        line.server.group(-100, "专家服务").upgrades(-1007, by)
        assert await line.send(-100, note("您好")) == Moved("-1007")
        assert isinstance(await line.send(-1007, note("您好")), Delivered)


async def test_markup_that_telegram_cannot_read_goes_as_plain_words_once() -> None:
    async with telegram_line() as line:
        phone = line.server.user(id=7, opened=True)
        refusal = 'Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 3'
        line.server.fail_next(method="sendMessage", status=400, description=refusal)
        assert isinstance(await line.send(7, Message(heading="a < b & c")), Delivered)
        assert [one.text for one in phone.screen] == ["a < b & c"]
        line.server.fail_next(method="sendMessage", status=400, description=refusal, times=2)
        assert isinstance(await line.send(7, note("您好")), Impossible)


async def test_a_message_that_cannot_be_is_impossible_and_holds_up_nothing() -> None:
    async with telegram_line() as line:
        line.server.user(id=7, opened=True)
        crowd = tuple((Button(str(n), str(n)),) for n in range(101))
        assert isinstance(await line.send(7, note("选", *crowd)), Impossible)
        assert isinstance(await line.send(7, Message(lines=(" ",))), Impossible)
        line.server.fail_next(
            method="sendMessage", status=400, description="Bad Request: BUTTON_DATA_INVALID"
        )
        assert isinstance(await line.send(7, note("您好")), Impossible)
        assert isinstance(await line.send(7, note("您好")), Delivered)


async def test_a_refused_token_keeps_the_message() -> None:
    async with telegram_line() as line:
        api = TelegramApi("4200000:other", url=line.server.base_url.removesuffix("/bot"))
        channel = Telegram(api, Pace(line.watch), make_document, line.watch.sleep)
        await api.start()
        outcome = await channel.deliver(Delivery(1, "7", note("您好")))
        await channel.close()
        assert outcome == Later(60, "unauthorized", counts=False)


async def test_a_burst_in_one_chat_is_slowed_down() -> None:
    async with telegram_line() as line:
        line.server.user(id=7, opened=True)
        outcomes = [await line.send(7, note(str(n))) for n in range(6)]
        assert all(isinstance(one, Delivered) for one in outcomes)
        assert line.watch.slept == [1, 1, 1]


async def test_no_log_line_has_the_token_or_a_word_of_the_message(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        async with telegram_line() as line:
            line.server.user(id=7, opened=True)
            await line.send(7, note("轴承磨损", (SKIP,)))
            await line.send(7, Message(documents=(Document("text", "轴承磨损.txt", "全文"),)))
            line.server.drop_next("sendMessage")
            await line.send(7, note("轴承磨损"))
            token = line.server.token
    assert "轴承" not in caplog.text
    assert token not in caplog.text


async def test_an_edit_for_somebody_who_left_is_no_new_message() -> None:
    async with telegram_line() as line:
        phone = line.server.user(id=7, opened=True)
        first = await line.send(7, note("待审核"))
        assert isinstance(first, Delivered)
        phone.blocks()
        assert isinstance(await line.send(7, note("已通过"), edits=first.receipt), Unreachable)
        assert len(line.server.called("sendMessage")) == 1
        line.server.fail_next(method="sendPhoto", status=403)
        assert isinstance(await line.send(7, Message(documents=(Document("qr", "邀请", "x"),))), Unreachable)


async def test_a_flood_is_understood_without_its_parameter() -> None:
    async with telegram_line() as line:
        line.server.user(id=7, opened=True)
        line.server.fail_next(status=429, description="Too Many Requests: retry after 11")
        outcome = await line.send(7, note("您好"))
        assert isinstance(outcome, Later)
        assert outcome.seconds == 11


async def test_a_document_that_cannot_be_made_is_tried_again_or_buried() -> None:
    problems: list[Exception] = [TimeoutError(), ZeroDivisionError("轴承")]

    async def make(document: Document) -> Made:
        if problems:
            raise problems.pop(0)
        return await make_document(document)

    async with telegram_line() as line:
        phone = line.server.user(id=7, opened=True)
        channel = Telegram(line.channel.api, Pace(line.watch), make, line.watch.sleep)
        delivery = Delivery(1, "7", Message(lines=("您的链接",), documents=(Document("qr", "邀请", "x"),)))
        assert await channel.deliver(delivery) == Later(1, "document: TimeoutError")
        assert await channel.deliver(delivery) == Impossible("document: ZeroDivisionError")
        assert [one.text for one in phone.screen] == ["您的链接"]


async def test_what_telegram_must_know_is_said_until_it_agrees() -> None:
    async with telegram_line() as line:
        line.server.fail_next(method="setMyCommands", status=502, times=2)
        await line.channel.insist(partial(line.channel.api.set_commands, [("help", "帮助")]))
        assert line.watch.slept == [1, 2]
        with pytest.raises(Refusal):
            await line.channel.insist(partial(line.channel.api.set_commands, [("Help!", "帮助")]))
