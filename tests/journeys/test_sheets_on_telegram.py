"""A list sent on Telegram comes back checked, and a table is handed over there and in the web chat alike."""

import asyncio
import json

from bot.documents.workbooks import XLSX
from handlers.dialogue.messages import Document
from tests.support.botapi.people import Phone
from tests.support.sheets import an_expert, experts, read_rows, results
from tests.support.telegram_story import Line, telegram_service

DESK = "coordinator:320583"
PATIENCE = 20.0  # seconds: the service looks for files and for sheets every few of them


async def _file(line: Line, phone: Phone, number: int) -> bytes:
    """Wait for the document that the bot sent as this one, counted from 1, and return its bytes."""

    def there() -> str | None:
        sent = [one.content["document"] for one in phone.screen if "document" in one.content and not one.mine]
        return sent[number - 1]["file_id"] if len(sent) >= number else None

    stored = line.server.world.files.find(await line.server.world.bell.until(there, PATIENCE))
    assert stored is not None
    return stored.upload.data


async def _story(line: Line) -> None:
    desk = await line.enters(DESK, 12, "许")
    await desk.hears("许静川")
    desk.says("导出")
    await desk.hears("要导出哪一种")
    desk.taps("专家名单")
    await desk.hears("可直接打印")
    table = await _file(line, desk, 1)
    assert read_rows(table)[0][0] == "专家名单"
    desk.sends_document("名单.xlsx", experts(an_expert(), an_expert("赵北辰", "123")))
    await desk.hears("正在读取")
    await desk.hears("新增 1 行", PATIENCE)
    report = read_rows(await _file(line, desk, 2))
    assert [result for result, _ in results(report)] == ["新增", "有误"]
    desk.taps("导入 1 行")
    await desk.hears("确认导入这些专家吗")
    desk.taps("确认导入")
    await desk.hears("新增 1 行", PATIENCE)
    sql = "SELECT person_id FROM address WHERE chat = '12'"
    person = await line.app.database.read(lambda c: c.exec_driver_sql(sql).scalar_one())
    data = json.dumps({"what": "experts", "by": person, "language": "zh"})
    rendered = await line.app.webchat.ports.render("chat", Document("table", "专家名单.xlsx", data))
    assert (rendered.mime, rendered.name) == (XLSX, "专家名单.xlsx")
    assert line.server.violations == []


def test_a_list_goes_in_and_a_table_comes_out() -> None:
    async def whole() -> None:
        async with telegram_service((DESK,), by_webhook=False) as line:
            await asyncio.wait_for(_story(line), 90)

    asyncio.run(whole())
