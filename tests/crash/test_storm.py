"""People fill in a form while the service is killed again and again: every answer counts once."""

import asyncio
from functools import partial
from pathlib import Path

import pytest

from tests.support.botapi.people import Phone
from tests.support.botapi.server import BotApiServer
from tests.support.process import Installation, on_telegram, until

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"
KILLS = (
    (3, 0.0), (6, 0.004), (1, 0.0), (11, 0.001), (4, 0.013),
    (2, 0.0), (9, 0.002), (5, 0.007), (7, 0.0), (3, 0.021),
)  # fmt: skip
"""When to kill: after so many further messages, and so many seconds more."""


def name_of(n: int) -> str:
    """Return an invented name."""
    return f"{SURNAMES[n]}明远"


def firm_of(n: int) -> str:
    """Return an invented enterprise."""
    return f"昆山第{n + 1}精密机械有限公司"


def phone_of(n: int) -> str:
    """Return an invented number."""
    return f"1380013{n:04}"


def form(n: int) -> tuple[tuple[str, str], ...]:
    """Return what a person says, and what they wait for before they go on."""
    return (
        ("/start enterprise", "您同意吗"),
        ("同意", "1/5"),
        (firm_of(n), "2/5"),
        ("跳过", "3/5"),
        ("昆山市", "4/5"),
        (name_of(n), "5/5"),
        (phone_of(n), "请核对"),
        ("提交", "登记好了"),
    )


async def fill(phone: Phone, n: int) -> None:
    """Fill in the form, patiently."""
    for words, answer in form(n):
        phone.says(words)
        await phone.hears(answer, 60)


def spoke(server: BotApiServer, messages: int) -> bool:
    """Say whether the bot has tried to send so many messages."""
    return len(server.called("sendMessage")) >= messages


def heard(phone: Phone, words: str) -> int:
    """Return how often the bot said this."""
    return sum(words in shown.text for shown in phone.screen if not shown.mine)


async def kill(server: BotApiServer, bot: Installation, kills: tuple[tuple[int, float], ...]) -> float:
    """Kill and start the service again and again; return how many messages it may have sent twice."""
    doubtful = 0.0
    for messages, seconds in kills:
        said = len(server.called("sendMessage"))  # from here on: it may speak before it says that it is ready
        await bot.start()
        await until(partial(spoke, server, said + messages))
        await asyncio.sleep(seconds)
        doubtful += await bot.metric("sends_unknown_total")
        await bot.kill()
        assert bot.rows("PRAGMA quick_check") == [("ok",)]
    await bot.start()
    return doubtful + await bot.metric("sends_unknown_total")


@pytest.mark.parametrize(("by_webhook", "people", "kills"), [(False, 20, 10), (True, 8, 4)])
def test_every_answer_counts_once_however_often_it_dies(
    tmp_path: Path, *, by_webhook: bool, people: int, kills: int
) -> None:
    async def story() -> None:
        async with on_telegram(tmp_path, by_webhook=by_webhook) as (server, bot):
            phones = [server.user(id=1000 + n) for n in range(people)]
            server.delay = 0.03  # as the way to Telegram takes
            filling = asyncio.gather(*(fill(phone, n) for n, phone in enumerate(phones)))
            doubtful = await kill(server, bot, KILLS[-kills:])
            await filling
            await until(lambda: not server.world.updates.pending)
            await until(lambda: not bot.rows("SELECT 1 FROM outbox WHERE state = 0"))
            check(bot, people)
            doubled = sum(heard(phone, answer) - 1 for n, phone in enumerate(phones) for _, answer in form(n))
            assert 0 <= doubled <= doubtful

    asyncio.run(asyncio.wait_for(story(), 150))


def check(bot: Installation, people: int) -> None:
    """Check that everything was handled at the first attempt, once, and stands as it was typed."""
    said = people * len(form(0))
    assert bot.rows("SELECT state, attempts, COUNT(*) FROM inbox GROUP BY state, attempts") == [(1, 0, said)]
    assert bot.rows("SELECT state, COUNT(*) FROM outbox GROUP BY state") == [(1, said)]
    kept = bot.rows(
        "SELECT p.name, p.phone, e.name, e.county FROM person p JOIN contact c ON c.person_id = p.id"
        " JOIN enterprise e ON e.id = c.enterprise_id"
    )
    assert sorted(kept) == sorted((name_of(n), phone_of(n), firm_of(n), "320583") for n in range(people))
    assert bot.rows("SELECT COUNT(*) FROM dialogue") == [(0,)]
    assert bot.rows("PRAGMA integrity_check") == [("ok",)]
    for n in range(people):
        assert name_of(n) not in bot.log
        assert phone_of(n) not in bot.log
