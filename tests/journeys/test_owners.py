"""Every bureau has one owner: a missing one is a task of the bureau above until somebody has come."""

from collections.abc import Iterator, Sequence
from datetime import datetime

import pytest

from handlers.domain.days import SHANGHAI
from handlers.domain.tasks import Task
from tests.support.joining import all_of, link_to
from tests.support.world import Visitor, World

NIGHT = datetime(2026, 3, 3, 1, 0, tzinfo=SHANGHAI)


@pytest.fixture
def world() -> Iterator[World]:
    """Open the sample world on Monday, 2 March 2026."""
    with World(samples=True) as opened:
        yield opened


def missing(world: World, state: str = "open") -> Sequence[Task]:
    return [task for task in all_of(world, Task) if (task.kind, task.state) == ("owner_missing", state)]


def number(world: World, area: str) -> int:
    bureau = world.look(lambda work: work.bureaus.at(area))
    assert bureau is not None
    return bureau.id or 0


def comes(world: World, token: str, name: str = "秦朗") -> Visitor:
    new = world.arrive(name).commands("start", token)
    for words in ("同意", name, "13600136000", "提交"):
        new.says(words)
    return new


def test_bureaus_without_owner_are_tasks_of_the_nearest_staffed_one_above_once(world: World) -> None:
    world.passes_until(NIGHT)
    found = {task.words: task.bureau_id for task in missing(world)}
    suzhou, province = number(world, "320500"), number(world, "320000")
    assert found["常熟市人力资源和社会保障局"] == suzhou
    assert found["江阴市人力资源和社会保障局"] == found["无锡市人力资源和社会保障局"] == province
    assert "昆山市人力资源和社会保障局" not in found
    world.passes(days=3)
    assert {task.words: task.bureau_id for task in missing(world)} == found


def test_the_task_leads_to_a_link_and_closes_by_itself_when_somebody_has_come(world: World) -> None:
    yu = world.known("coordinator:320500")
    world.passes_until(NIGHT)
    task = next(task for task in missing(world) if task.words.startswith("常熟"))
    yu.taps_action(f"task:{task.id}").hears("常熟市人力资源和社会保障局还没有专人负责", "要有专人负责")
    assert yu.labels == ["邀请负责人", "看该单位"]
    token = yu.taps("邀请负责人").last.plain().partition("#t=")[2].split()[0]
    comes(world, token).hears("您已加入", "您的职务：负责人")
    yu.hears("常熟市人力资源和社会保障局已有专人负责")
    assert [task.outcome for task in missing(world, "done")] == ["mended"]


def test_whoever_comes_first_by_any_link_mends_it(world: World) -> None:
    world.passes_until(NIGHT)
    before = len(missing(world))
    comes(world, link_to(world, "coordinator", bureau="320581"))
    assert len(missing(world)) == before - 1


def test_an_owner_who_erases_herself_is_missed_at_once(world: World) -> None:
    xu, qi = world.known("coordinator:320583"), world.known("coordinator:320000")
    xu.says("我的数据").taps("删除").taps("确认删除")
    qi.hears("昆山市人力资源和社会保障局还没有专人负责")
    qi.taps("看该单位").hears("本单位还没有专人负责", "副负责人：孟向榆").taps("移交工作").taps("孟向榆")
    qi.hears("暂无 → 孟向榆").taps("确认移交").hears("已移交给孟向榆")
    assert [task for task in missing(world) if task.about == f"bureau:{number(world, '320583')}"] == []


def test_a_deputy_who_erases_himself_is_no_missing_owner(world: World) -> None:
    meng = world.known("coordinator:kunshan_deputy")
    meng.says("我的数据").taps("删除").taps("确认删除")
    assert missing(world) == []


def test_a_bureau_with_nobody_above_it_is_nobodys_task() -> None:
    with World(samples=True) as world:
        qi = world.known("coordinator:320000")
        qi.says("我的数据").taps("删除").taps("确认删除")
        assert missing(world) == []
