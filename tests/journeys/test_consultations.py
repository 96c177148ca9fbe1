"""会商记录: logged in a few answers, listed, with follow-ups that become tasks and are reminded of."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest

from handlers.domain.consultations import Consultation
from handlers.domain.days import SHANGHAI
from handlers.domain.tasks import Task
from tests.support.joining import all_of
from tests.support.world import Visitor, World

DECIDED = "由科技局推荐三名专家"


@pytest.fixture
def world() -> Iterator[World]:
    """Open the sample world on Monday, 2 March 2026."""
    with World(samples=True) as opened:
        yield opened


def logs(visitor: Visitor, *, day: str = "昨天", then: str = "跳过", due: str = "") -> Visitor:
    """Let somebody log a consultation."""
    visitor.says("会商记录").taps("记一次会商")
    for words in (day, "市科技局、市工信局", DECIDED, then, *([due] if due else [])):
        visitor.says(words)
    return visitor


def test_a_consultation_is_kept_and_listed(world: World) -> None:
    xu = logs(world.known("coordinator:320583")).hears("会商记录已保存", "3月1日（周日）", DECIDED)
    (one,) = all_of(world, Consultation)
    assert (one.held_on, one.departments) == (date(2026, 3, 1), "市科技局、市工信局")
    assert all_of(world, Task) == []
    xu.says("会商").hears("3月1日（周日）：市科技局、市工信局").taps("3/1 市科技局").hears(DECIDED)


def test_what_follows_is_a_task_of_the_bureau_that_is_reminded_of_on_its_day(world: World) -> None:
    xu, meng = world.known("coordinator:320583"), world.known("coordinator:kunshan_deputy")
    logs(xu, then="把需求汇总表发给科技局", due="3月14日").hears("把需求汇总表发给科技局（3月14日（周六）")
    xu.says("待办").hears("会商后续事项", "办结日期：3月14日（周六）", "来自会商：3月1日（周日）与市科技局")
    world.passes_until(datetime(2026, 3, 13, 9, 0, tzinfo=SHANGHAI))
    meng.hears("会商后续事项到期提醒", "把需求汇总表发给科技局").taps("已办完").hears("这件事已经办完")
    xu.says("会商").taps("3/1").hears("把需求汇总表发给科技局（已办完）")


def test_what_is_done_in_time_is_not_reminded_of(world: World) -> None:
    xu = logs(world.known("coordinator:320583"), then="把需求汇总表发给科技局", due="3月12日")
    xu.says("待办").taps("已办完")
    heard = len([m for m in xu.buzzed if "到期提醒" in m.plain()])
    world.passes_until(datetime(2026, 3, 13, 10, 0, tzinfo=SHANGHAI))
    assert len([m for m in xu.buzzed if "到期提醒" in m.plain()]) == heard == 0


def test_more_may_follow_later(world: World) -> None:
    xu = logs(world.known("coordinator:320583")).taps("添加后续事项").says("约下次会商").says("4月10日")
    xu.hears("后续事项已记入待办", "约下次会商（4月10日（周五）")
    assert [task.due for task in all_of(world, Task)] == [date(2026, 4, 10)]


def test_the_same_one_is_kept_once(world: World) -> None:
    xu = logs(world.known("coordinator:320583"))
    logs(xu).hears("没有重复保存")
    assert len(all_of(world, Consultation)) == 1


@pytest.mark.parametrize(
    ("words", "day"),
    [("今天", date(2026, 3, 2)), ("11月10日", date(2025, 11, 10)), ("2026-02-05", date(2026, 2, 5))],
)
def test_the_day_is_behind_us(world: World, words: str, day: date) -> None:
    logs(world.known("coordinator:320583"), day=words)
    assert [one.held_on for one in all_of(world, Consultation)] == [day]


@pytest.mark.parametrize("words", ["2026-12-01", "2020-01-01", "改天"])
def test_a_day_ahead_or_long_ago_is_asked_again(world: World, words: str) -> None:
    xu = world.known("coordinator:320583").says("会商").taps("记一次会商").says(words)
    xu.hears("请写近一年内")


def test_those_who_co_work_and_those_above_read_it_and_add_nothing(world: World) -> None:
    logs(world.known("coordinator:320583"))
    (one,) = all_of(world, Consultation)
    for key in ("observer:320583", "coordinator:320000"):
        reader = world.known(key).taps_action(f"b.talk:{one.id}").hears(DECIDED)
        assert reader.labels == ["全部会商记录"]
        reader.taps("全部会商记录").taps_action(f"b.talk.new:{one.bureau_id}").hears("您这里不能操作")
        reader.taps_action(f"b.talk.more:{one.id}").hears("您这里不能操作")


@pytest.mark.parametrize("key", ["coordinator:320500", "contact:kunshan_casting", "department:education"])
def test_nobody_else_reads_it(world: World, key: str) -> None:
    logs(world.known("coordinator:320583"))
    (one,) = all_of(world, Consultation)
    reader = world.known(key)
    for action in (f"b.talk:{one.id}", f"b.talks:{one.bureau_id}"):
        assert DECIDED not in reader.taps_action(action).hears("您这里不能操作").last.plain()
