"""Blocked and unblocked chats: whoever has open matters becomes a task, and comes back without one."""

from handlers.dialogue.replies import Reached
from handlers.domain.tasks import Task
from tests.support.joining import NEED, all_of, joins, kunshan
from tests.support.world import Visitor, World


def with_a_need(world: World) -> Visitor:
    """Return a contact with an open need."""
    wang = world.arrive("王").says(NEED)
    joins(wang)
    return wang.taps("提交")


def test_who_blocks_with_an_open_need_becomes_one_task_for_the_bureau() -> None:
    with kunshan() as (world, xu):
        wang = with_a_need(world)
        for _ in range(2):
            wang.does(Reached(open=False))
        xu.hears("对方停用了聊天", "13800138000", "2026-0")
        assert [(task.kind, task.state) for task in all_of(world, Task)] == [("unreachable", "open")]
        wang.does(Reached(open=True))
        assert [task.state for task in all_of(world, Task)] == ["done"]


def test_who_has_nothing_open_blocks_in_peace() -> None:
    with kunshan() as (world, _):
        wang = world.arrive("王").commands("start", "enterprise")
        joins(wang)
        wang.does(Reached(open=False))
        assert all_of(world, Task) == []


def test_somebody_with_another_device_is_not_lost() -> None:
    with kunshan() as (world, _):
        wang = with_a_need(world).commands("move")
        code = wang.last.heading.partition("：")[2]
        world.arrive("新手机").says(code)
        wang.does(Reached(open=False))
        assert all_of(world, Task) == []
