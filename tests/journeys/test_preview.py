"""明日预览: what preview shows is what leaves; skipping takes a second tap, and the legal day stays."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.rehearsing import rehearse
from bot.storage.record import sent_messages
from bot.storage.work import Work
from handlers.domain.days import SHANGHAI
from handlers.domain.people import Person
from handlers.thinking import Rehearsal
from tests.support.beside import Box
from tests.support.inviting import Invited
from tests.support.mornings import KUNSHAN, PROVINCE, SUZHOU, WEDNESDAY, Mornings
from tests.support.world import Visitor, World
from tests.support.years import HENAN, Province

THURSDAY, FRIDAY = date(2026, 3, 5), date(2026, 3, 6)
Said = tuple[str, int, str]


@pytest.fixture
def world() -> Iterator[Mornings]:
    """Open the world in the evening of Tuesday, with a letter due on Friday."""
    with Mornings() as opened:
        yield opened


def midnight(day: date) -> datetime:
    """Return the moment at which a day is over."""
    return datetime.combine(day + timedelta(days=1), time(), SHANGHAI)


def shown(world: World, day: date) -> list[Said]:
    """Return what a rehearsal says to people with a chat until a day is over: moment, person, words."""

    def look(work: Work) -> list[Said]:
        leaving = rehearse(work, Rehearsal(midnight(day)), {})
        heard = [each for each in leaving if work.people.reachable(each.person_id)]
        return sorted((f"{each.at:%d %H:%M}", each.person_id, each.message.plain()) for each in heard)

    return world.look(look)


def left(world: World, day: date) -> list[Said]:
    """Let the time pass minute by minute where something is due, and return what really left."""
    since = world.clock.now()
    while (due := world.look(lambda work: work.timers.next_due())) and due < midnight(day).timestamp():
        world.clock.move_to(max(datetime.fromtimestamp(due, UTC), world.clock.now()))
        world.passes(seconds=0)
    sent = world.look(lambda work: list(sent_messages(work.statements)))
    mine = [each for each in sent if each.at >= since and each.buzzed and each.kind not in {"reply", "news"}]
    return sorted((f"{each.at:%d %H:%M}", each.person_id, each.message.plain()) for each in mine)


def everybody(world: Mornings) -> dict[str, Visitor]:
    """Let a coordinator of each staffed bureau open the chat."""
    su, qi = world.owed()
    return {SUZHOU: su, PROVINCE: qi, KUNSHAN: world.known(f"coordinator:{KUNSHAN}")}


@pytest.mark.parametrize("days", [1, 2, 6])
def test_what_preview_shows_is_what_leaves(world: Mornings, days: int) -> None:
    everyone = everybody(world)
    world.to_phone(PROVINCE)
    world.waits(KUNSHAN)
    until = date(2026, 3, 3) + timedelta(days=days)
    expected = shown(world, until)
    assert expected
    assert {person for _, person, _ in expected} >= {each.person_id for each in everyone.values()}
    assert left(world, until) == expected


def test_invitations_too_leave_as_preview_shows() -> None:
    with Invited() as world:
        xu = world.known(f"coordinator:{KUNSHAN}")
        world.approved()
        world.joins("沈砚舟")
        world.invites(xu, "沈砚舟")
        until = date(2026, 5, 20)
        expected = shown(world, until)
        assert any("还没有答复" in words or "等您答复" in words for _, _, words in expected)
        assert left(world, until) == expected


def test_a_rehearsal_leaves_no_trace(world: Mornings) -> None:
    everybody(world)
    world.waits(KUNSHAN)

    def everything(work: Work) -> list[object]:
        tables = ("timer", "event", "outbox", "filing", "need", "task", "link")
        return [work.statements.rows(f"SELECT * FROM {table} ORDER BY 1") for table in tables]  # noqa: S608

    before = world.look(everything)
    first = shown(world, FRIDAY)
    assert world.look(everything) == before
    assert shown(world, FRIDAY) == first


def test_a_coordinator_sees_who_gets_what_by_the_hour(world: Mornings) -> None:
    people = everybody(world)
    people[PROVINCE].says("明日预览").hears("到3月4日（周三）为止")
    people[PROVINCE].hears(
        "3月4日（周三）08:00",
        "08:30 许静川（昆山市）、孟向榆（昆山市）、郁南乔（苏州市）等",
        "什么都没有发出",
    )
    assert not any("跳过" in label for label in people[PROVINCE].labels)
    world.until(WEDNESDAY, 10)
    people[PROVINCE].commands("preview").hears(
        "3月5日（周四）09:00", "郁南乔（苏州市）、", "：报送：2026年重点服务项目材料"
    )
    assert any("跳过" in label for label in people[PROVINCE].labels)


def test_only_the_own_area_is_shown(world: Mornings) -> None:
    people = everybody(world)
    world.until(WEDNESDAY, 10)
    su = people[SUZHOU].says("预览")
    words = su.last.plain()
    assert "郁南乔" in words
    assert "许静川" not in words  # 昆山 reports to the province, beside 苏州
    assert "戚明澈" not in words
    world.known("contact:kunshan_casting").says("明日预览").hears("只对人社部门经办人开放")


def test_a_reminder_is_skipped_with_a_second_tap_and_the_deadline_stays(world: Mornings) -> None:
    people = everybody(world)
    su, qi = people[SUZHOU], people[PROVINCE]
    world.until(WEDNESDAY, 10)
    key = f"rung:{world.filing().id}:T-1"
    qi.says("明日预览").taps_action(f"pv.skip:{key}").hears("郁南乔（苏州市）", "期限不变")
    assert world.filing().rungs.get("T-1") is None
    qi.taps("确定跳过").hears("已跳过")
    assert f"pv.skip:{key}" not in [button.action for button in qi.last.buttons]
    assert world.filing().rungs["T-1"] == "skipped"
    (event,) = world.events("reminder.skipped")
    assert (event.actor_id, event.facts["code"]) == (qi.person_id, "T-1")
    before = len(su.buzzed)
    world.until(THURSDAY, 20)
    assert [m for m in su.buzzed[before:] if "报送" in m.heading] == []
    world.until(FRIDAY, 10)
    assert "报送：2026年重点服务项目材料" in [message.heading for message in su.buzzed[before:]]
    qi.taps_action(f"pv.yes:{key}").hears("已经发出")


def test_not_skipping_shows_the_preview_again(world: Mornings) -> None:
    qi = everybody(world)[PROVINCE]
    world.until(WEDNESDAY, 10)
    qi.says("明日预览").taps("跳过").taps("不跳过").hears("什么都没有发出")
    assert world.filing().rungs.get("T-1") is None


def test_the_legal_day_is_not_skipped_by_who_owes_it(world: Mornings) -> None:
    people = everybody(world)
    world.until(THURSDAY, 10)
    key = f"rung:{world.filing().id}:T-0"
    su = people[SUZHOU].says("明日预览").hears("3月6日（周五）09:00")
    assert f"pv.skip:{key}" not in [button.action for button in su.last.buttons]
    su.taps_action(f"pv.skip:{key}").hears("自己不能跳过")
    su.taps_action(f"pv.yes:{key}").hears("自己不能跳过")
    people[KUNSHAN].taps_action(f"pv.yes:{key}").hears("不归您这里安排")
    people[PROVINCE].says("明日预览").taps_action(f"pv.skip:{key}").taps("确定跳过").hears("已跳过")


def test_what_is_no_reminder_cannot_be_skipped(world: Mornings) -> None:
    qi = everybody(world)[PROVINCE]
    qi.taps_action("pv.yes:digest:1").hears("不能跳过")
    qi.taps_action("pv.yes:nothing").hears("已经发出")
    qi.taps_action("pv.skip:nothing").hears("已经发出")


def test_a_long_preview_has_pages(world: Mornings) -> None:
    qi = everybody(world)[PROVINCE]
    world.until(THURSDAY, 10)
    qi.says("明日预览")
    assert qi.labels[-1] == "下一页 1/2"
    qi.taps("下一页").hears("9. ")
    qi.taps("上一页").hears("1. ")
    qi.taps_action("pv:99").taps_action("pv:x").hears("1. ")


def test_before_a_holiday_preview_looks_at_the_next_working_day(world: Mornings) -> None:
    qi = everybody(world)[PROVINCE]
    world.sleeps_until(date(2026, 4, 3), 16)
    qi.says("明日预览").hears("到4月7日（周二）为止")


def test_the_reminder_of_all_enterprises_is_one_line_and_the_provinces_to_skip(world: Mornings) -> None:
    people = everybody(world)
    qi, su = people[PROVINCE], people[SUZHOU]
    tang = world.known("contact:kunshan_casting")
    qi.taps_action("c.open2:1")
    world.until(date(2026, 3, 12), 10)
    key = "call:1:firms:T-7"
    expected = shown(world, date(2026, 3, 13))
    assert any(person == tang.person_id for _, person, _ in expected)
    su.says("明日预览").taps_action(f"pv.yes:{key}").hears("不归您这里安排")
    qi.says("明日预览").taps_action(f"pv.skip:{key}").hears("将不再发出").taps("确定跳过").hears("已跳过")
    before = len(tang.buzzed)
    world.until(date(2026, 3, 13), 20)
    assert len(tang.buzzed) == before
    world.until(date(2026, 3, 19), 20)
    assert len(tang.buzzed) > before


@pytest.mark.parametrize(("hook", "way"), [("private", "（发短信）"), ("group", "（发群消息）")])
def test_who_gets_a_letter_or_a_text_message_instead_is_shown_with_the_way(hook: str, way: str) -> None:
    with Province("henan-2012", HENAN, start="2012-02-27 08:00") as world:
        doors = replace(world.surroundings.doors, mail=True, hook=hook)
        world.surroundings.doors = doors
        boxes = {"mail": Box("mail"), "hook": Box("hook")}
        world.service.sender.channels = {**world.service.sender.channels, **boxes}

        def furnish(work: Work) -> None:
            for name, facts in {
                "郑州主任": {"email": "head@example.org"},
                "巩义主任": {"phone": "13800000001"},
            }.items():
                person = work.session.get_one(Person, world.people[name])
                for field, value in facts.items():
                    setattr(person, field, value)
            for name in ("郑州主任", "巩义主任", "郑州副主任"):
                work.statements.run(
                    "UPDATE address SET closed_at = used_at WHERE person_id = :id", id=world.people[name]
                )

        world.change(furnish)
        world.plays_until("2012-03-01 10:00")
        world.phone("省厅处长").says("明日预览")
        text = world.phone("省厅处长").last.plain()
        assert "郑州主任（郑州市）：报送：2012年服务项目申报材料（发邮件）" in text
        assert any("巩义主任（巩义市）：" in line and line.endswith(way) for line in text.splitlines())
        assert "https://" not in text
        assert "郑州副主任（郑州市）：报送：2012年服务项目申报材料（其中 1 人没有开通聊天）" in text
        world.plays_until("2012-03-02 08:59")
        before = [len(box.came) for box in boxes.values()]
        world.plays_until("2012-03-02 09:01")
        came = [len(box.came) - count for box, count in zip(boxes.values(), before, strict=True)]
        assert came == [1, 1]
