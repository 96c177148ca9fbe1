"""A former owner who stays in the bureau hears what members hear; what is the owner's comes to the new."""

from collections.abc import Iterator

import pytest

from tests.support.years import JIANGSU, Province, unit

ZHANGJIAGANG = unit("张家港市局", "320582", "320500", owner="张家港主任")
CHANGSHU = "常熟市局"


@pytest.fixture
def world() -> Iterator[Province]:
    """Open Jiangsu in August, a week before the counties' needs are due."""
    with Province("jiangsu-2014", (*JIANGSU, ZHANGJIAGANG), start="2014-08-11 08:00") as opened:
        yield opened


def hands_over(world: Province) -> None:
    """Let the owner of 常熟 hand the bureau to its member and stay."""
    world.phone("常熟主任").says("移交工作").taps("常熟科员").taps("移交，留任经办人").hears(
        "已移交给常熟科员"
    )


def heard(world: Province, code: str) -> str:
    """Return who heard a reminder of 常熟's."""
    (line,) = world.reminders_of(CHANGSHU, code)
    return line.partition(": ")[2]


def test_both_are_reminded_of_the_bureaus_duty_as_all_who_work_there(world: Province) -> None:
    hands_over(world)
    world.plays_until("2014-08-13 12:00")
    assert heard(world, "T-7") == "常熟科员、常熟主任"
    world.phone("常熟主任").hears("您是常熟市局的经办人，所以提醒您")


def test_what_goes_to_heads_goes_to_the_new_owner_alone(world: Province) -> None:
    hands_over(world)
    world.plays_until("2014-08-22 12:00")
    assert heard(world, "+1") == "常熟科员"
    (message,) = [m for m in world.phone("苏州主任").buzzed if "逾期未报" in m.heading]
    assert "常熟市局：常熟科员，" in message.plain()
    assert "常熟主任" not in message.plain()


def test_who_calls_the_bureau_about_it_is_given_the_new_owner(world: Province) -> None:
    hands_over(world)
    world.plays_until("2014-08-22 12:00")
    number = world.filing(CHANGSHU, "autumn.needs_county").id
    world.phone("苏州主任").taps_action(f"fl.call:{number}").hears("请打电话：常熟科员")


def test_the_owners_own_buttons_are_closed_to_the_former_one(world: Province) -> None:
    former = world.phone("常熟主任")
    former.says("本局")
    buttons = [b.action for b in former.last.buttons if b.action.startswith(("b.edit", "b.staff", "b.link"))]
    assert len(buttons) == 3
    hands_over(world)
    for action in buttons:
        former.taps_action(action).hears("这件事由该单位负责人办理")


def test_a_reminder_that_the_former_owner_had_put_off_comes_to_the_new_one(world: Province) -> None:
    world.plays_until("2014-08-13 09:10")
    world.phone("常熟主任").taps("3小时后")
    hands_over(world)
    world.plays_until("2014-08-13 18:00")
    assert [line.partition(": ")[2] for line in world.reminders("snooze")] == ["常熟科员"]


def test_where_the_new_owner_has_put_it_off_too_each_keeps_their_own(world: Province) -> None:
    world.plays_until("2014-08-13 09:10")
    world.phone("常熟主任").taps("3小时后")
    world.phone("常熟科员").taps("明早提醒")
    hands_over(world)
    world.plays_until("2014-08-14 12:00")
    assert [line[:16] for line in world.reminders("snooze")] == ["2014-08-13 12:10", "2014-08-14 09:00"]


def test_a_link_to_take_the_bureau_over_ends_with_the_owner_who_made_it(world: Province) -> None:
    former = world.phone("常熟主任").says("移交工作").taps("请新同事接手")
    token = former.last.plain().partition("#t=")[2].split()[0]
    hands_over(world)
    world.arrive("秦").commands("start", token).hears("这个链接已经停用")
