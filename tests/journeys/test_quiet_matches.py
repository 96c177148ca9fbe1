"""After a yes: an enterprise that stays quiet is asked gently, then its bureau helps (督促企业与专家对接)."""

from datetime import datetime

from sqlmodel import select

from handlers.domain.days import SHANGHAI
from handlers.domain.tasks import Task
from tests.support.inviting import Invited
from tests.support.world import Visitor

QUESTION = "您和专家联系上了吗"


def agreed(world: Invited) -> tuple[Visitor, Visitor]:
    """Let 沈砚舟 accept on Monday, 11 May; return the enterprise's contact and its bureau."""
    world.approved()
    desk, tang = world.known("coordinator:320583"), world.known("contact:kunshan_casting")
    shen = world.known("expert:die_casting")
    world.invites(desk, "沈砚舟")
    shen.taps("接受")
    tang.hears("专家已接受邀请")
    return tang, desk


def to(world: Invited, day: int, hour: int, minute: int) -> None:
    """Let time pass until a moment in May."""
    world.clock.move_to(datetime(2026, 5, day, hour, minute, tzinfo=SHANGHAI))
    world.passes(seconds=1)
    world.passes(seconds=1)


def tasks(world: Invited) -> list[Task]:
    """Return the tasks of quiet matches."""
    found = select(Task).where(Task.kind == "match_quiet")
    return world.look(lambda work: list(work.session.exec(found).all()))


def asked(visitor: Visitor) -> int:
    """Count how often somebody was asked."""
    return len([message for message in visitor.buzzed if QUESTION in message.plain()])


def test_after_five_quiet_working_days_the_enterprise_is_asked_and_says_yes() -> None:
    with Invited() as world:
        tang, _ = agreed(world)
        to(world, 18, 8, 59)
        assert asked(tang) == 0
        to(world, 18, 9, 1)
        tang.hears("沈砚舟（", "5 个工作日前答应", "电话：19900001001")
        tang.taps("已联系上").hears("已记下").taps("已联系上")
        assert len(world.events("match.met")) == 1
        to(world, 25, 10, 0)
        assert (asked(tang), tasks(world)) == (1, [])


def test_who_stays_quiet_becomes_a_task_of_the_bureau() -> None:
    with Invited() as world:
        tang, desk = agreed(world)
        to(world, 18, 9, 1)
        to(world, 21, 8, 59)
        assert tasks(world) == []
        to(world, 21, 9, 1)
        desk.hears("请督促企业与专家对接", "专家沈砚舟已答应", "唐以宁", "19900002001")
        tang.taps("已联系上")
        assert [task.state for task in tasks(world)] == ["done"]


def test_who_asks_for_help_gets_it_at_once() -> None:
    with Invited() as world:
        tang, desk = agreed(world)
        to(world, 18, 9, 1)
        tang.taps("请经办人帮忙").hears("请留意来电")
        desk.hears("请督促企业与专家对接")
        to(world, 25, 10, 0)
        assert len(tasks(world)) == 1


def test_an_enterprise_that_was_active_is_asked_later_once() -> None:
    with Invited() as world:
        tang, _ = agreed(world)
        to(world, 14, 10, 0)
        tang.says("我的需求")
        to(world, 18, 9, 1)
        to(world, 20, 10, 0)
        assert asked(tang) == 0
        to(world, 21, 9, 1)
        assert asked(tang) == 1


def test_a_match_that_came_apart_is_not_asked_about() -> None:
    with Invited() as world:
        tang, _ = agreed(world)
        tang.taps_action(f"need:{world.need_id}").taps("撤回").taps("确定撤回")
        to(world, 25, 10, 0)
        assert (asked(tang), tasks(world)) == (0, [])


def test_an_enterprise_without_a_chat_goes_to_the_bureau() -> None:
    with Invited() as world:
        world.approved()
        desk, shen = world.known("coordinator:320583"), world.known("expert:die_casting")
        world.invites(desk, "沈砚舟")
        shen.taps("接受")
        to(world, 18, 9, 1)
        desk.hears("请督促企业与专家对接")


def test_somebody_elses_match_is_refused() -> None:
    with Invited() as world:
        _, desk = agreed(world)
        number = world.invitations()[0].id
        for verb in ("m.met", "m.help"):
            desk.taps_action(f"{verb}:{number}").hears("不")
            desk.taps_action(f"{verb}:999").hears("没有找到")
        assert world.events("match.met") == []
