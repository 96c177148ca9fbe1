"""The daily digest: one message in the morning, three taps, done; and silence when nothing waits."""

from collections.abc import Iterator
from datetime import date

import pytest

from bot.storage.work import Work
from handlers.domain.bureaus import Member
from handlers.effects import Schedule
from handlers.usecases.digest import ensure_digests
from tests.support.filing import labels
from tests.support.mornings import KUNSHAN, PROVINCE, SUZHOU, WEDNESDAY, Mornings, digest, digests
from tests.support.world import Visitor

THURSDAY, FRIDAY, SATURDAY, MONDAY = (date(2026, 3, day) for day in (5, 6, 7, 9))


@pytest.fixture
def world() -> Iterator[Mornings]:
    """Open the world on the evening before."""
    with Mornings() as opened:
        yield opened


@pytest.fixture
def xu(world: Mornings) -> Visitor:
    """Return Kunshan's coordinator, for whom nothing waits yet."""
    world.owed()
    world.empty()
    return world.known(f"coordinator:{KUNSHAN}")


def test_a_morning_is_one_message_three_taps_and_done(world: Mornings) -> None:
    _, qi = world.owed()
    xu = world.known(f"coordinator:{KUNSHAN}")
    world.empty(PROVINCE)
    world.owes_alone(KUNSHAN)
    number = world.waits(PROVINCE)
    world.to_phone(PROVINCE)
    qi.read = len(qi.buzzed)
    world.until(WEDNESDAY, 8, 59)
    assert len(qi.fresh) == 1
    assert labels(digest(qi))[:3] == ["打电话 沈砚舟", "审核 2026-0010", "催办 昆山市"]

    qi.taps("催办 昆山市").hears_nothing()
    assert "催办 昆山市" not in labels(digest(qi))
    assert "已办" in digest(qi).plain()
    assert "提醒您" in xu.last.plain()

    qi.taps("打电话 沈砚舟").hears("电话里可以说")
    assert "重新生成短信" in qi.labels
    qi.taps("已电话通知")
    assert "已办 · 沈砚舟" in digest(qi).plain()

    qi.taps(f"审核 2026-{number:04d}").taps("通过")
    assert "最要紧的都办好了" in digest(qi).plain()
    assert "已通过" in digest(qi).plain()
    assert len(digests(qi)) == 1


def test_nothing_to_do_is_silence(world: Mornings, xu: Visitor) -> None:
    world.until(THURSDAY, 12)
    assert not xu.buzzed


def test_a_digest_says_what_waits_and_how_much_of_it(world: Mornings, xu: Visitor) -> None:
    world.waits(title="早就该审的", check_by=date(2026, 3, 2))
    for count in range(5):
        world.waits(title=f"第{count}条需求")
    world.until(WEDNESDAY, 9)
    (message,) = digests(xu)
    words = message.plain()
    assert "3月4日（周三）" in message.heading
    assert "共 6 项：待审核需求 6" in words
    assert "1. 审核：2026-0010 早就该审的，超期未审，期限 3月2日（周一），已过2天" in words
    assert "待审核需求，另有 3 项" in words
    assert "还有" in words
    assert labels(message)[-2:] == ["全部待办", "少提醒"]


def test_the_rest_is_one_tap_away(world: Mornings, xu: Visitor) -> None:
    for count in range(4):
        world.waits(title=f"第{count}条需求")
    world.until(WEDNESDAY, 9)
    xu.taps("全部待办").hears("现有待办 4 项")


def test_no_digest_on_days_off_nor_in_a_holiday_week(world: Mornings, xu: Visitor) -> None:
    world.waits()
    world.until(date(2026, 3, 8), 23)
    assert [message.heading[-4:] for message in digests(xu)] == ["（周三）", "（周四）", "（周五）"]
    world.until(MONDAY, 9)
    assert "3月9日" in digest(xu).heading
    world.until(date(2026, 4, 3), 23)
    count = len(digests(xu))
    world.until(date(2026, 4, 6), 23)  # 清明: Saturday to Monday
    assert len(digests(xu)) == count
    world.until(date(2026, 4, 7), 9)
    assert len(digests(xu)) == count + 1


def test_a_coordinator_of_two_bureaus_gets_one_digest_of_both(world: Mornings, xu: Visitor) -> None:
    person = xu.person_id

    def join(work: Work) -> None:
        bureau = work.bureaus.at(SUZHOU)
        work.add(Member(bureau_id=bureau.id or 0 if bureau else 0, person_id=person))

    world.change(join)
    world.waits(KUNSHAN, title="昆山的")
    world.waits(SUZHOU, title="苏州的")
    world.until(WEDNESDAY, 0, 30)  # the nightly plan has looked at the new place
    world.until(WEDNESDAY, 12)
    (message,) = digests(xu)
    assert "昆山市人力资源和社会保障局、苏州市人力资源和社会保障局" in message.plain()
    assert "昆山的" in message.plain()
    assert "苏州的" in message.plain()


def test_after_downtime_one_digest_comes_late_and_says_so(world: Mornings, xu: Visitor) -> None:
    world.waits()
    world.sleeps_until(FRIDAY, 14)
    (message,) = digests(xu)
    assert "3月6日" in message.heading
    assert "补发" in message.heading
    world.until(MONDAY, 9)
    assert "补发" not in digest(xu).heading


def test_a_late_one_waits_for_the_morning_in_quiet_hours_and_on_days_off(
    world: Mornings, xu: Visitor
) -> None:
    world.waits()
    world.sleeps_until(WEDNESDAY, 22)
    assert not digests(xu)
    world.until(THURSDAY, 9)
    assert len(digests(xu)) == 1
    world.sleeps_until(SATURDAY, 10)
    assert len(digests(xu)) == 1
    world.until(MONDAY, 9)
    assert len(digests(xu)) == 2


def test_what_a_colleague_has_done_is_shown_as_done(world: Mornings, xu: Visitor) -> None:
    number = world.waits()
    world.people = {**world.people, "deputy": deputy(world)}
    meng = world.known("deputy")
    world.until(WEDNESDAY, 9)
    meng.taps_action(f"need:{number}").taps("通过")
    assert "已办 · 需求 2026-0010，已通过" in digest(xu).plain()
    assert "审核 2026-0010" not in labels(digest(xu))


def deputy(world: Mornings) -> int:
    """Return the person who is Kunshan's deputy."""

    def find(work: Work) -> int:
        bureau = work.bureaus.at(KUNSHAN)
        return work.bureaus.staff(bureau.id or 0 if bureau else 0)[1]

    return world.look(find)


def test_yesterdays_button_still_opens_its_card(world: Mornings, xu: Visitor) -> None:
    world.waits()
    world.until(WEDNESDAY, 9)
    old = digest(xu).buttons[0].action
    world.until(THURSDAY, 9)
    xu.taps_action(old).hears("待审核")


def test_several_units_are_chased_after_a_second_tap_that_names_them(world: Mornings) -> None:
    su, qi = world.owed()
    world.empty(PROVINCE)
    world.until(WEDNESDAY, 9)
    qi.taps("个单位").hears("将催办", "苏州市", "昆山市", "无锡市", "南通市")
    su.hears("每日提要")
    assert "提醒您" not in su.last.plain()
    qi.taps("确认催办").hears("已催办 1 个单位", "请打电话", "昆山市 0512-00000583")
    assert "提醒您" in su.last.plain()
    assert "今天已催办" in digest(qi).plain()
    action = "dg.chase2:" + str(world.filing(area=SUZHOU).id)
    before = len(su.buzzed)
    qi.taps_action(action).hears("今天都已催办过")
    assert len(su.buzzed) == before


def test_a_unit_where_nobody_has_a_chat_has_to_be_phoned(world: Mornings) -> None:
    _, qi = world.owed()
    world.empty(PROVINCE)
    world.owes_alone(KUNSHAN)
    world.until(WEDNESDAY, 9)
    qi.taps("催办 昆山市").hears("请打电话", "昆山市 0512-00000583")
    assert "今天已催办" in digest(qi).plain()


def test_nobody_else_chases(world: Mornings) -> None:
    su, _ = world.owed()
    number = world.filing(area=KUNSHAN).id
    su.taps_action(f"dg.chase:{number}").hears("不归您办理")
    su.taps_action("dg.chase:x").hears("没有找到")


def test_a_filing_is_opened_below_the_digest(world: Mornings) -> None:
    su, _ = world.owed()
    world.until(WEDNESDAY, 9)
    su.taps("办理报送").hears("还没有报送")
    assert "上传电子文件" in su.labels


@pytest.mark.parametrize(
    ("typed", "hour"), [("07:30", 7.5), ("八点十五", 8.25), ("9:00", 9), ("上午十点半", 10.5)]
)
def test_the_hour_is_chosen_in_the_chat(world: Mornings, xu: Visitor, typed: str, hour: float) -> None:
    world.waits()
    xu.says("提要时间").hears("现在是 08:30")
    assert xu.labels[:4] == ["07:30", "08:00", "08:30", "09:00"]
    xu.says(typed).hears("发提要")
    minutes = int(hour * 60) - 1
    world.until(WEDNESDAY, minutes // 60, minutes % 60)
    assert not digests(xu)
    world.passes(minutes=1)
    assert len(digests(xu)) == 1
    world.until(THURSDAY, 12)
    assert len(digests(xu)) == 2


def test_an_hour_by_a_tap_and_one_that_cannot_be(world: Mornings, xu: Visitor) -> None:
    xu.says("提醒设置").taps("提要时间").says("半夜").hears("6:00 到 20:00")
    xu.says("23:00").hears("6:00 到 20:00").taps("08:00").hears("08:00")
    world.waits()
    world.until(WEDNESDAY, 8)
    assert len(digests(xu)) == 1


def test_an_hour_moved_on_the_same_morning_sends_no_second_digest(world: Mornings, xu: Visitor) -> None:
    world.waits()
    world.until(WEDNESDAY, 8, 40)
    xu.says("提要时间").says("9:00")
    world.until(WEDNESDAY, 12)
    assert len(digests(xu)) == 1
    world.until(THURSDAY, 9)
    assert len(digests(xu)) == 2


def test_who_wants_deadlines_alone_gets_no_digest(world: Mornings, xu: Visitor) -> None:
    world.waits()
    world.until(WEDNESDAY, 9)
    xu.taps("少提醒").taps("只要截止提醒")
    world.until(THURSDAY, 12)
    assert len(digests(xu)) == 1
    xu.taps("恢复全部提醒").taps_action("less.mute:digest")
    world.until(FRIDAY, 12)
    assert len(digests(xu)) == 1


def test_the_digest_is_there_on_demand(world: Mornings, xu: Visitor) -> None:
    xu.says("提要").hears("现在没有要办的事")
    world.waits()
    xu.says("每日提要").hears("待审核需求 1")
    world.until(WEDNESDAY, 9)
    assert "3月4日" in digest(xu).heading
    world.known("contact:kunshan_casting").says("提要").hears("只对人社部门经办人开放")


def test_observers_and_former_members_get_none(world: Mornings, xu: Visitor) -> None:
    lin = world.joins("林看", KUNSHAN, role="observer")
    world.waits()
    world.until(WEDNESDAY, 0, 30)
    person = xu.person_id

    def leave(work: Work) -> None:
        bureau = work.bureaus.at(KUNSHAN)
        seat = work.bureaus.seat(bureau.id or 0 if bureau else 0, person)
        assert seat is not None
        seat.active = False

    world.change(leave)
    world.until(THURSDAY, 12)
    assert not digests(lin)
    assert not digests(xu)


def test_planning_again_moves_no_digest_that_is_due(world: Mornings, xu: Visitor) -> None:
    world.waits()
    before = world.look(lambda work: [timer.key for timer in ensured(work)])
    assert before == []
    world.clock.move_to(world.clock.now().replace(hour=3) + (WEDNESDAY - date(2026, 3, 3)))
    assert world.look(lambda work: [timer.key for timer in ensured(work)]) == []
    world.passes(seconds=0)
    assert len(digests(xu)) == 1


def ensured(work: Work) -> list[Schedule]:
    """Return what planning would set."""
    return [effect for effect in ensure_digests(work) if isinstance(effect, Schedule)]
