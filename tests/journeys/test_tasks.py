"""What waits for a bureau: tasks and unchecked needs, each ticked off once."""

from collections.abc import Iterator

import pytest

from bot.storage.work import Work
from handlers.domain.tasks import Task
from tests.support.world import World

WORDS = "铝合金压铸件气孔率高，X光探伤废品率8%左右，想降到3%以下，下月底前希望专家到厂看看"


@pytest.fixture
def world() -> Iterator[World]:
    """Open the sample world."""
    with World(samples=True) as opened:
        yield opened


def ask(world: World, area: str, words: str) -> int:
    """Leave a task for a bureau; return its id."""

    def make(work: Work) -> int:
        bureau = work.bureaus.at(area)
        task = Task(kind="errand", about="need:1", words=words, made_at=work.now)
        task.bureau_id = bureau.id if bureau else None
        return work.add(task).id or 0

    return world.change(make)


def test_nothing_to_do_is_said(world: World) -> None:
    world.known("coordinator:320583").says("待办").hears("现在没有待办事项")


def test_needs_and_tasks_come_as_cards_with_their_buttons(world: World) -> None:
    xu = world.known("coordinator:320583")
    world.known("contact:kunshan_casting").says(WORDS).taps("提交")
    ask(world, "320583", "请回电")
    xu.says("待办").hears("现有待办 2 项", "请回电", "铝合金压铸件气孔率高")
    xu.taps("已办完").hears("这件事已经办完").says("待办").hears("现有待办 1 项")


def test_a_task_is_ticked_off_once(world: World) -> None:
    xu = world.known("coordinator:320583")
    number = ask(world, "320583", "请回电")
    xu.taps_action(f"task.done:{number}")
    xu.taps_action(f"task.done:{number}").hears("许静川办完")


def test_a_tasks_card_can_be_looked_at_again(world: World) -> None:
    number = ask(world, "320583", "请回电")
    world.known("coordinator:320583").taps_action(f"task:{number}").hears("请回电", "提出时间")


def test_more_than_a_screenful_is_counted(world: World) -> None:
    for number in range(7):
        ask(world, "320583", f"第 {number} 件")
    world.known("coordinator:320583").says("待办").hears("现有待办 7 项", "还有 2 项没有显示")


def test_another_bureaus_task_stays_closed(world: World) -> None:
    number = ask(world, "320500", "请回电")
    xu = world.known("coordinator:320583")
    xu.taps_action(f"task:{number}").hears("属于其他单位")
    xu.taps_action(f"task.done:{number}").hears("属于其他单位")
    xu.taps_action("task:999").hears("没有找到这件待办")


def test_an_enterprise_has_no_tasks_but_its_needs(world: World) -> None:
    world.known("contact:kunshan_casting").says("待办").hears("只对人社部门经办人开放")
