"""The real service killed exactly at the borders of a message's life: nothing lost, nothing handled twice."""

import asyncio
from collections.abc import Coroutine
from pathlib import Path

import pytest

from tests.support.botapi.people import Phone
from tests.support.botapi.server import BotApiServer
from tests.support.process import Installation, locked, on_telegram, until

FIRST, SECOND = "您是：", "您同意吗"
"""What the bot asks a newcomer, and what it asks whoever says that they are an enterprise."""


def play(story: Coroutine[object, object, None]) -> None:
    """Play a story to its end within a minute."""
    asyncio.run(asyncio.wait_for(story, 60))


def heard(phone: Phone, words: str) -> int:
    """Return how often the bot said this."""
    return sum(words in shown.text for shown in phone.screen if not shown.mine)


def inbox(installation: Installation) -> list[tuple[int, int]]:
    """Return state and attempts of everything that was stored."""
    return [(row[0], row[1]) for row in installation.rows("SELECT state, attempts FROM inbox ORDER BY id")]


async def settled(installation: Installation) -> None:
    """Wait until every letter is handled and every message receipted."""
    await until(lambda: not installation.rows("SELECT 1 FROM inbox WHERE state = 0"))
    await until(lambda: not installation.rows("SELECT 1 FROM outbox WHERE state = 0"))


def whole(installation: Installation) -> None:
    """Check that the file is sound."""
    assert installation.rows("PRAGMA integrity_check") == [("ok",)]
    assert installation.rows("PRAGMA foreign_key_check") == []


async def brought(server: BotApiServer, *, by_webhook: bool) -> None:
    """Wait until the service has been given what waits for it."""
    if by_webhook:
        await asyncio.sleep(0.3)  # a post without an answer leaves no trace at the sender's
    else:
        await until(
            lambda: any(call.answer and call.answer["result"] for call in server.called("getUpdates"))
        )


@pytest.mark.parametrize("by_webhook", [False, True], ids=["polling", "webhook"])
def test_killed_between_receiving_and_committing(tmp_path: Path, *, by_webhook: bool) -> None:
    async def story() -> None:
        async with on_telegram(tmp_path, by_webhook=by_webhook) as (server, bot):
            await bot.start()
            tang = server.user(id=11)
            async with locked(bot.database):
                tang.says("/start")
                await brought(server, by_webhook=by_webhook)
                await bot.kill()
            assert bot.rows("SELECT COUNT(*) FROM inbox") == [(0,)]
            await bot.start()
            await tang.hears(FIRST, 15)
            await settled(bot)
            assert (inbox(bot), heard(tang, FIRST)) == ([(1, 0)], 1)
            whole(bot)

    play(story())


def test_killed_between_committing_and_sending(tmp_path: Path) -> None:
    async def story() -> None:
        async with on_telegram(tmp_path) as (server, bot):
            await bot.start()
            tang = server.user(id=11)
            server.hang_next(30, "sendMessage", delivered=False)
            tang.says("/start")
            tang.says("/start enterprise")
            await until(lambda: server.called("sendMessage"))
            await until(lambda: len(inbox(bot)) == 2 and {state for state, _ in inbox(bot)} == {1})
            await bot.kill()
            assert (heard(tang, FIRST), heard(tang, SECOND)) == (0, 0)
            await bot.start()
            await tang.hears(FIRST, 15)
            await tang.hears(SECOND, 15)
            await settled(bot)
            assert (heard(tang, FIRST), heard(tang, SECOND)) == (1, 1)
            assert inbox(bot) == [(1, 0), (1, 0)]
            whole(bot)

    play(story())


def test_killed_between_the_post_and_its_receipt(tmp_path: Path) -> None:
    async def story() -> None:
        async with on_telegram(tmp_path) as (server, bot):
            await bot.start()
            tang = server.user(id=11)
            tang.says("/start")
            await tang.hears(FIRST)
            server.hang_next(30, "sendMessage", delivered=True)
            tang.says("/start enterprise")
            await tang.hears(SECOND)
            await bot.kill()
            await bot.start()
            await tang.hears(SECOND, 15)
            await settled(bot)
            assert (heard(tang, FIRST), heard(tang, SECOND)) == (1, 2)
            assert await bot.metric("sends_unknown_total") == 1
            assert inbox(bot) == [(1, 0), (1, 0)]
            assert len(bot.rows("SELECT 1 FROM dialogue")) == 1
            tang.says("同意")
            await tang.hears("1/5")
            whole(bot)

    play(story())


def test_asked_to_end_with_work_in_hand_it_ends_in_time_and_loses_nothing(tmp_path: Path) -> None:
    async def story() -> None:
        async with on_telegram(tmp_path) as (server, bot):
            await bot.start()
            people = [server.user(id=100 + n) for n in range(60)]
            server.delay = 2.0
            for phone in people:
                for words in ("/start", "/start enterprise"):
                    phone.says(words)
            await until(lambda: len(inbox(bot)) == 120)
            assert await bot.stop() < 10
            server.delay = 0.0
            unsent = bot.rows("SELECT COUNT(*) FROM outbox WHERE state = 0")[0][0]
            assert unsent, "everything was done before the end: nothing was tried here"
            await bot.start()
            for phone in people:
                await phone.hears(SECOND, 20)
            await settled(bot)
            assert [heard(phone, FIRST) for phone in people] == [1] * 60
            assert [heard(phone, SECOND) for phone in people] == [1] * 60
            assert await bot.metric("sends_unknown_total") == 0
            assert "Traceback" not in bot.log

    play(story())


def test_a_file_locked_by_another_program_is_answered_503_and_then_goes_on(tmp_path: Path) -> None:
    async def story() -> None:
        async with on_telegram(tmp_path, by_webhook=True) as (server, bot):
            await bot.start()
            people = [server.user(id=11 + n) for n in range(5)]
            async with locked(bot.database):
                for phone in people:
                    phone.says("/start")
                await until(lambda: any("503" in error for _, error in server.world.webhook.attempts), 12)
            for phone in people:
                await phone.hears(FIRST, 15)
            await settled(bot)
            assert [heard(phone, FIRST) for phone in people] == [1] * 5
            assert {error.rpartition(": ")[2][:3] for _, error in server.world.webhook.attempts} == {
                "",
                "503",
            }

    play(story())
