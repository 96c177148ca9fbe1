"""One need travels from a phone to an expert's yes, on Telegram, by polling and by webhook."""

import asyncio

import pytest

from tests.support.botapi.people import Phone
from tests.support.telegram_story import Line, telegram_service

WORDS = "铝合金压铸件气孔率高，X光探伤废品率8%左右，想降到3%以下，年底前希望专家到厂看看"
FIRM, DESK, EXPERT = "contact:kunshan_casting", "coordinator:320583", "expert:die_casting"


async def _story(line: Line) -> None:
    firm = await line.enters(FIRM, 11, "唐")
    await firm.hears("唐以宁，您好")
    desk = await line.enters(DESK, 12, "许")
    await desk.hears("许静川")
    expert = await line.enters(EXPERT, 13, "沈")
    await expert.hears("沈砚舟")
    firm.says(WORDS)
    await firm.hears("请核对")
    firm.taps("提交")
    await firm.hears("受理编号")
    await desk.hears("请审核")
    desk.taps("通过")
    await firm.hears("已通过审核")
    await desk.hears("可以匹配专家")
    desk.taps("匹配专家")
    await desk.hears("候选专家")
    desk.says("沈砚舟")
    await desk.hears("沈砚舟")
    await _until_button(line, desk, "选好了（1项）")
    for label in ("选好了（1项）", "双方商定", "2", "主办单位承担", "确认发出"):
        await _until_button(line, desk, label)
        desk.taps(label)
    await expert.hears("邀请您为基层企业解决技术难题")
    expert.taps("接受")
    await expert.hears("谢谢您接受邀请")
    await firm.hears("好消息")
    await desk.hears("沈砚舟已接受邀请")
    assert "19900001001" in firm.picture
    assert "19900002001" in expert.picture
    assert line.server.violations == []


async def _until_button(line: Line, phone: Phone, label: str) -> None:
    def there() -> bool | None:
        return any(label in row for shown in phone.screen for row in shown.buttons) or None

    await line.server.world.bell.until(there, 8.0)


@pytest.mark.parametrize("by_webhook", [False, True], ids=["polling", "webhook"])
def test_a_need_travels_from_a_phone_to_an_experts_yes(*, by_webhook: bool) -> None:
    async def whole() -> None:
        async with telegram_service((FIRM, DESK, EXPERT), by_webhook=by_webhook) as line:
            await asyncio.wait_for(_story(line), 40)

    asyncio.run(whole())
