"""日历: the year's days in the chat, deadlines as a file, and a feed that its owner can end."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from bot.documents.rendering import make
from bot.storage.work import Work
from handlers.usecases.calendars import feed
from tests.support.mornings import KUNSHAN, PROVINCE, SUZHOU, WEDNESDAY, Mornings
from tests.support.world import Visitor


@pytest.fixture
def world() -> Iterator[Mornings]:
    """Open the world on Tuesday, 3 March 2026."""
    with Mornings() as opened:
        yield opened


@pytest.fixture
def su(world: Mornings) -> Visitor:
    """Return 苏州's coordinator, who owes a letter by 8 March, a Sunday."""
    return world.owed()[0]


def token_of(visitor: Visitor) -> str:
    """Return the token of the address on the screen."""
    url = next(line for line in visitor.last.lines if "/calendar/" in line)
    return url.removeprefix("https://example.test/calendar/").removesuffix(".ics")


def fed(world: Mornings, token: str) -> dict[str, Any] | None:
    """Return what a feed shows."""
    return world.look(lambda work: feed(work, token))


def events(world: Mornings, token: str) -> dict[str, dict[str, Any]]:
    """Return a feed's events by their uid."""
    found = fed(world, token)
    assert found is not None
    return {event["uid"]: event for event in found["events"]}


def test_the_years_days_with_legal_day_and_aim(su: Visitor) -> None:
    su.says("日历").hears("2026年日历 · 苏州市", "3月8日（周日）；请在3月6日（周五）前办完，还有3天")
    days = [label for label, _ in su.last.fields]
    assert days.index("春季征集开始") < days.index("2026年重点服务项目材料")
    assert days.index("2026年重点服务项目材料") < days.index("夏季对接活动")
    su.hears("收下级报送：2026年春季企业需求上报", "已报 0/2", "5月1日（周五）至8月31日（周一）")


def test_what_is_filed_is_shown_so(world: Mornings, su: Visitor) -> None:
    world.files(SUZHOU)
    su.says("日历").hears("2026年重点服务项目材料：3月8日（周日）")
    assert "还有5天" not in su.last.plain()
    world.known(f"coordinator:{KUNSHAN}").says("日程").hears("昆山市")


def test_the_province_sees_how_many_have_filed(world: Mornings, su: Visitor) -> None:
    del su
    world.files(SUZHOU)
    qi = world.joins("省里的", PROVINCE)
    qi.commands("calendar").hears("收下级报送：2026年重点服务项目材料", "已报 1/")
    qi.hears("2026年公布春季企业需求信息：4月30日（周四），还有58天")


def test_others_have_no_calendar(world: Mornings, su: Visitor) -> None:
    del su
    tang = world.known("contact:kunshan_casting")
    tang.says("日历").hears("只对人社部门经办人开放")
    tang.taps_action("cal.file:2").hears("只能看本单位的日历")
    tang.taps_action("cal.sub:2").hears("只能看本单位的日历")
    tang.taps_action("cal.new:x").hears("只能看本单位的日历")


def test_a_file_for_the_phones_calendar(su: Visitor) -> None:
    su.says("日历").taps("日历文件").hears("存进日历")
    (document,) = su.last.documents
    assert document.name == "苏州市报送期限2026.ics"
    assert "SUMMARY:2026年重点服务项目材料" in make(document).data.decode()


def test_a_feed_is_made_shown_once_and_ended(world: Mornings, su: Visitor) -> None:
    su.says("日历").taps("订阅日历").hears("https://example.test/calendar/", "不要转发")
    token = token_of(su)
    assert fed(world, token) is not None
    su.says("日历").taps("订阅日历").hears("已经订阅", "不能再次显示")
    su.taps("换新地址")
    fresh = token_of(su)
    assert fresh != token
    assert fed(world, token) is None
    assert fed(world, fresh) is not None
    su.taps("停止订阅").hears("已停止")
    assert fed(world, fresh) is None
    su.says("日历").taps("订阅日历").hears("https://example.test/calendar/")


def test_a_feed_follows_what_becomes_of_a_filing(world: Mornings, su: Visitor) -> None:
    su.says("日历").taps("订阅日历")
    token, uid = token_of(su), f"filing-{world.filing().id}@320000.expertbot"
    first = events(world, token)[uid]
    assert (first["day"], first["status"], first["sequence"]) == ("2026-03-08", "CONFIRMED", 1)
    assert first["description"] == "最晚3月6日（周五）办完。\n报送给：江苏省人力资源和社会保障厅"

    def extend(work: Work) -> None:
        filing = next(each for each in work.filings.owed() if each.rule == "letter" and each.bureau_id == 2)
        filing.legal = filing.aim = date(2026, 3, 20)
        filing.revision += 1

    world.change(extend)
    moved = events(world, token)[uid]
    assert (moved["day"], moved["sequence"]) == ("2026-03-20", 2)
    world.files(SUZHOU)
    done = events(world, token)[uid]
    assert done["status"] == "CANCELLED"
    assert done["summary"] == "已办：2026年重点服务项目材料"


def test_a_day_beyond_the_tables_is_tentative(world: Mornings, su: Visitor) -> None:
    su.says("日历").taps("订阅日历")

    def expect(work: Work) -> None:
        for filing in work.filings.owed():
            filing.expected = True

    world.change(expect)
    assert {event["status"] for event in events(world, token_of(su)).values()} == {"TENTATIVE"}


def test_a_feeds_token_opens_no_chat(world: Mornings, su: Visitor) -> None:
    su.says("日历").taps("订阅日历")
    token = token_of(su)
    thief = world.arrive("陌生人")
    thief.commands("start", token).hears("没有找到这个链接")
    thief.says(f"https://example.test/calendar/{token}.ics")
    assert "郁南乔" not in "".join(message.plain() for message in thief.screen)
    assert thief.person_id != su.person_id


def test_an_erased_person_leaves_no_feed(world: Mornings, su: Visitor) -> None:
    su.says("日历").taps("订阅日历")
    token = token_of(su)
    su.says("我的数据").taps("删除我的数据").taps("确认删除")
    world.until(WEDNESDAY, 1)
    assert fed(world, token) is None
