"""Long polling: nothing is confirmed before it is stored, and no update stops those behind it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

import pytest

from bot.channels.port import Inbound, Unreadable
from bot.channels.telegram_inbound import ALLOWED_UPDATES, ChatMoved, Me
from bot.channels.telegram_intake import Take
from bot.channels.telegram_polling import Poller, pause
from handlers.dialogue.messages import Button
from handlers.dialogue.replies import Commanded, Reached, Said, Sent, SharedContact, Tapped
from tests.support.telegram_line import Line, note, telegram_line, until

pytestmark = pytest.mark.anyio
BUTTON = Button("跳过", "skip:1")


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Pauses:
    """Remembers how long the poller meant to rest, and rests a moment."""

    def __init__(self) -> None:
        self.taken: list[float] = []

    async def __call__(self, _: asyncio.Event, seconds: float) -> None:
        self.taken.append(seconds)
        await asyncio.sleep(0.005)


@asynccontextmanager
async def polling(line: Line, pauses: Pauses | None = None, take: Take | None = None) -> AsyncIterator[None]:
    """Poll while the block runs, then stop as a SIGTERM does."""
    stop = asyncio.Event()
    poller = Poller(line.channel.api, take or line.intake.take, lambda: 1.0, pauses or Pauses(), seconds=5)
    task = asyncio.create_task(poller.poll(stop))
    try:
        yield
    finally:
        stop.set()
        async with asyncio.timeout(1):
            await task


async def killed_in(line: Line, take: Take) -> None:
    """Poll once and die right after `take`, before the next question could confirm anything."""
    reached = asyncio.Event()

    async def last_breath(updates: Sequence[object]) -> None:
        await take(updates)
        reached.set()
        await asyncio.Event().wait()

    poller = Poller(line.channel.api, last_breath, lambda: 1.0, Pauses(), seconds=5)
    doomed = asyncio.create_task(poller.poll(asyncio.Event()))
    await reached.wait()
    doomed.cancel()
    with suppress(asyncio.CancelledError):
        await doomed


def offsets(line: Line) -> list[int]:
    return [call.params.get("offset", 0) for call in line.server.called("getUpdates")]


async def test_what_a_person_does_arrives_in_order_and_a_tap_is_answered_at_once() -> None:
    async with telegram_line() as line, polling(line):
        phone = line.server.user(id=7, first_name="三")
        phone.says("/start abc")
        await line.inbox.until(1)
        await line.send(7, note("请选择", ()))
        phone.says("轴承磨损")
        phone.shares_contact("13800000000")
        phone.shares_contact("13900000000", own=False)
        phone.sends_photo(b"1", caption="现场", group="9")
        phone.sends_voice(3)
        phone.edits(phone.says("第一版"), "第二版")
        phone.blocks()
        await line.inbox.until(9)
        kinds = [Commanded, Said, SharedContact, SharedContact, Sent, Sent, Said, Said, Reached]
        assert [type(one) for one in line.inbox.replies][:9] == kinds
        assert line.inbox.replies[0] == Commanded("start", "abc")
        assert line.inbox.replies[7] == Said("第二版", corrects=True)
        assert line.inbox.replies[8] == Reached(open=False)


async def test_a_tap_is_answered_only_after_it_is_stored() -> None:
    async with telegram_line() as line:
        phone = line.server.user(id=7, opened=True)
        await line.send(7, note("问", (BUTTON,)))
        line.inbox.busy_times = 2
        async with polling(line):
            phone.taps("跳过")
            (tapped,) = await line.inbox.until(1)
            assert isinstance(tapped, Inbound)
            assert tapped.reply == Tapped("skip:1", on=str(phone.screen[0].message_id))
            (answer,) = await line.server.until_called("answerCallbackQuery")
            assert answer.accepted


async def test_the_poller_asks_for_what_it_wants_and_puts_an_old_webhook_away() -> None:
    async with telegram_line() as line:
        await line.channel.api.bot.set_webhook("https://example.org/hook")
        line.server.user(id=7).says("您好")
        async with polling(line):
            await line.inbox.until(1)
        assert line.server.called("deleteWebhook")[0].params.get("drop_pending_updates", False) is False
        asked = line.server.called("getUpdates")[0]
        assert asked.params["allowed_updates"] == list(ALLOWED_UPDATES)
        assert asked.params["timeout"] == 5


async def test_a_busy_store_gets_the_same_updates_again() -> None:
    async with telegram_line() as line:
        pauses = Pauses()
        line.inbox.busy_times = 3
        line.server.user(id=7).says("您好")
        async with polling(line, pauses):
            await line.inbox.until(1)
        assert pauses.taken[:3] == [0.5, 1, 2]
        assert offsets(line)[:4] == [0, 0, 0, 0]


async def test_what_was_not_stored_when_the_process_died_comes_again() -> None:
    async with telegram_line() as line:
        phone = line.server.user(id=7)
        phone.says("一")
        await killed_in(line, lambda _: asyncio.sleep(0))
        phone.says("二")
        async with polling(line):
            await line.inbox.until(2)
        assert line.inbox.replies == [Said("一"), Said("二")]


async def test_what_was_stored_but_not_confirmed_comes_again_and_is_stored_once() -> None:
    async with telegram_line() as line:
        phone = line.server.user(id=7)
        phone.says("一")
        await killed_in(line, line.intake.take)
        assert len(line.server.world.updates.pending) == 1
        phone.says("二")
        async with polling(line):
            await line.inbox.until(2)
        assert line.inbox.replies == [Said("一"), Said("二")]


async def test_updates_are_confirmed_by_the_next_question() -> None:
    async with telegram_line() as line:
        phone = line.server.user(id=7)
        first = line.server.world.updates.next_id
        async with polling(line):
            phone.says("一")
            await line.inbox.until(1)
            await until(lambda: offsets(line)[-1:] == [first + 1])
            assert line.server.world.updates.pending == []


async def test_numbers_may_start_anew_lower_after_a_quiet_week() -> None:
    async with telegram_line() as line:
        phone = line.server.user(id=7)
        poller = Poller(line.channel.api, line.intake.take, lambda: 1.0, Pauses(), seconds=0)
        stop = asyncio.Event()
        task = asyncio.create_task(poller.poll(stop))
        phone.says("一")
        await line.inbox.until(1)
        await until(lambda: offsets(line)[-1:] == [0])
        line.server.world.updates.next_id = 900
        phone.says("二")
        line.server.world.updates.next_id = 70_000
        phone.says("三")
        await line.inbox.until(3)
        stop.set()
        await task
        assert list(line.inbox.rows) == ["u500000001", "u900", "u70000"]


async def test_a_poisonous_update_is_put_aside_and_the_others_flow() -> None:
    async with telegram_line() as line:
        phone = line.server.user(id=7)
        line.inbox.chokes_on = Said("毒")
        phone.says("一")
        line.server.push({"message": {"message_id": "x", "chat": None}})
        phone.says("毒")
        line.server.push({"poll": {"id": "3"}})
        phone.says("二")
        async with polling(line):
            rows = await line.inbox.until(4)
            await until(lambda: not line.server.world.updates.pending)
        assert line.inbox.replies == [Said("一"), Said("二")]
        letters = [row for row in rows if isinstance(row, Unreadable)]
        assert [letter.why for letter in letters] == ["TypeError", "OverflowError"]
        assert "\\u6bd2" in letters[1].raw


async def test_a_second_poller_is_noticed_and_given_room(caplog: pytest.LogCaptureFixture) -> None:
    async with telegram_line() as line:
        pauses = Pauses()
        line.server.fail_next(method="getUpdates", status=409, times=3)
        line.server.user(id=7).says("您好")
        with caplog.at_level(logging.WARNING):
            async with polling(line, pauses):
                await line.inbox.until(1)
        assert pauses.taken[:3] == [10, 10, 10]
        conflicts = [record for record in caplog.records if record.message == "telegram.poll.conflict"]
        assert [record.levelno for record in conflicts] == [logging.ERROR] * 3
        assert len(line.server.called("deleteWebhook")) == 1


async def test_troubles_of_the_network_are_waited_out_longer_each_time() -> None:
    async with telegram_line() as line:
        pauses = Pauses()
        line.server.fail_next(method="deleteWebhook", status=502)
        line.server.drop_next("getUpdates", times=2)
        line.server.fail_next(method="getUpdates", retry_after=9)
        line.server.fail_next(method="getUpdates", status=500, raw="<html>", times=5)
        line.server.user(id=7).says("您好")
        async with polling(line, pauses):
            await line.inbox.until(1)
        assert pauses.taken == [0.5, 1, 2, 9, 8, 16, 30, 30, 30]


async def test_a_moved_group_is_told_before_anything_is_confirmed() -> None:
    async with telegram_line() as line:
        by = line.server.user(id=7)
        line.server.group(-100, "专家服务").upgrades(-1007, by)
        async with polling(line):
            await until(lambda: len(line.inbox.moves) == 2)
        assert line.inbox.moves == [ChatMoved("-100", "-1007")] * 2
        assert line.inbox.rows == {}


async def test_the_bot_learns_its_name_when_telegram_can_be_reached_again() -> None:
    async with telegram_line() as line:
        await until(lambda: line.channel.api.me.username)
        line.channel.api.me = Me(line.channel.api.me.id)
        line.server.fail_next(method="getMe", status=502, times=3)
        await line.channel.start()
        await line.server.until_called("getMe", times=5)
        await until(lambda: line.channel.api.me.username)
        assert line.watch.slept[-3:] == [1, 2, 4]


async def test_a_refused_token_and_a_mistake_of_ours_are_reported_and_waited_out(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with telegram_line() as line:
        pauses, mistakes = Pauses(), [ZeroDivisionError("轴承")]

        async def take(updates: Sequence[object]) -> None:
            if mistakes:
                raise mistakes.pop()
            await line.intake.take(updates)

        line.server.fail_next(method="getUpdates", status=401, description="Unauthorized")
        line.server.user(id=7).says("您好")
        with caplog.at_level(logging.WARNING):
            async with polling(line, pauses, take):
                await line.inbox.until(1)
        assert pauses.taken[:2] == [30, 1]
        assert [record.message for record in caplog.records] == [
            "telegram.poll.token",
            "telegram.poll.failed",
        ]
        assert "轴承" not in caplog.text


async def test_a_rest_ends_with_its_time_or_with_the_service() -> None:
    stop = asyncio.Event()
    await pause(stop, 0.001)
    resting = asyncio.create_task(pause(stop, 3600))
    await asyncio.sleep(0)
    stop.set()
    async with asyncio.timeout(1):
        await resting
