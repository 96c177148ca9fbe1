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


def test_a_ticket_made_from_files_opens_each_of_them_for_its_bureau_only(world: World) -> None:
    tang, xu = world.known("contact:kunshan_casting"), world.known("coordinator:320583")
    tang.sends("气孔照片.jpg", "缩孔照片.jpg")
    xu.hears("有人需要人工帮助").taps("气孔照片.jpg").hears("附件")
    assert [document.name for document in xu.last.documents] == ["气孔照片.jpg"]
    action = xu.button("缩孔照片.jpg").action
    world.known("coordinator:320500").taps_action(action).hears("属于其他单位")
    tang.taps_action(action).hears("属于其他单位")
    xu.taps_action(action.rpartition(":")[0] + ":999").hears("没有找到这个附件")
    xu.taps("已办完").taps_action(action)
    assert [document.name for document in xu.last.documents] == ["缩孔照片.jpg"]
    tang.sends("后来的照片.jpg")
    assert "后来的照片.jpg" in {button.label for message in xu.screen for button in message.buttons}


def test_a_ticket_of_somebody_who_erased_everything_is_closed(world: World) -> None:
    tang, xu = world.known("contact:kunshan_casting"), world.known("coordinator:320583")
    tang.sends("气孔照片.jpg")
    done, file = xu.button("已办完").action, xu.button("气孔照片.jpg").action
    tang.says("我的数据").taps("删除我的数据").taps("确认删除")
    assert "已办完" not in xu.labels
    assert "有人需要人工帮助" not in xu.says("待办").hears("没有待办事项").last.plain()
    xu.taps_action(done).hears("已经删除了自己的资料")
    assert not xu.taps_action(file).hears("没有找到这个附件").last.documents
