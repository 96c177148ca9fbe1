"""The survey on Telegram, by polling and by webhook: one message, edited in place from tap to tap."""

import asyncio

import pytest
from sqlalchemy import Connection

from bot.storage.work import Work
from handlers.domain.questionnaires import COMPLETE, Questionnaire
from tests.support.asked import ask_at_once
from tests.support.telegram_story import Line, telegram_service

FIRM = "contact:kunshan_casting"
TAPS = (
    ("4 比较合适", "2/6 · 服务方式"),
    ("5 很满意", "3/6 · 服务效果"),
    ("4 效果较好", "4/6 · 经济效益"),
    ("3 一般", "5/6 · 总体评价"),
    ("4 满意", "6/6 · 再次邀请"),
    ("愿意", "都答完了"),
    ("完成", "已完成，谢谢！"),
)


async def _story(line: Line) -> Questionnaire:
    firm = await line.enters(FIRM, 11, "唐")
    await firm.hears("唐以宁，您好")
    world = line.app.service.world
    number, parcels = await line.app.service.database.run(lambda c: ask_at_once(c, world))
    line.app.service.sender.offer(parcels)
    await firm.hears("1/6 · 服务时间")
    messages = len(firm.screen)
    old = firm.screen[-1]
    for label, heard in TAPS:
        firm.taps(label)
        await firm.hears(heard)
    assert len(firm.screen) == messages
    assert old.message_id == firm.screen[-1].message_id
    assert line.server.violations == []

    def found(connection: Connection) -> Questionnaire:
        return Work(connection, world).session.get_one(Questionnaire, number)

    return await line.app.service.database.run(found)


@pytest.mark.parametrize("by_webhook", [False, True], ids=["polling", "webhook"])
def test_six_taps_and_done_on_one_message(*, by_webhook: bool) -> None:
    async def whole() -> Questionnaire:
        async with telegram_service((FIRM,), by_webhook=by_webhook) as line:
            return await asyncio.wait_for(_story(line), 40)

    one = asyncio.run(whole())
    assert one.state == COMPLETE
    assert one.answers == {
        "service_time": 4, "service_mode": 5, "service_effect": 4,
        "economic_benefit": 3, "overall": 4, "again": "yes",
    }  # fmt: skip
