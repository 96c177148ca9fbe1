"""Handing a bureau over in one tap: what moves, who hears of it, the sheet, what a second tap does."""

import io
from collections.abc import Iterator
from typing import Any

import docx
import pytest

from bot.documents.rendering import make
from bot.storage.outbox import BULK, BUZZ, SILENT
from bot.storage.work import Work
from handlers.domain.bureaus import Member
from handlers.domain.days import SHANGHAI
from handlers.domain.events import Event
from handlers.domain.tasks import Task
from tests.support.inviting import Invited
from tests.support.joining import all_of
from tests.support.world import Visitor, World


@pytest.fixture
def world() -> Iterator[Invited]:
    """Open the sample world with a need of 昆山 to which an expert has said yes."""
    with Invited() as opened:
        opened.approved()
        yield opened


def seats(world: World, area: str = "320583") -> dict[int, Member]:
    """Return person -> place of everybody in the bureau now."""
    found = world.look(lambda work: work.bureaus.everyone(_at(work, area)))
    return {member.person_id: member for member in found}


def _at(work: Work, area: str) -> int:
    bureau = work.bureaus.at(area)
    return (bureau.id if bureau else 0) or 0


def role(world: World, visitor: Visitor) -> str:
    """Return somebody's role in the bureau of 昆山, empty for who has left."""
    seat = seats(world).get(visitor.person_id)
    return seat.role if seat else ""


def handovers(world: World) -> list[Event]:
    return [event for event in all_of(world, Event) if event.action == "handover"]


def sheet(visitor: Visitor) -> Any:
    """Return the sheet that somebody was given last, read by Word's library."""
    (document,) = next(m.documents for m in reversed(visitor.screen) if m.documents)
    assert document.name.endswith(".docx")
    return docx.Document(io.BytesIO(make(document).data))


def words_of(paper: Any) -> str:
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in paper.paragraphs), *cells])


def test_one_card_says_what_moves_and_one_tap_moves_it(world: Invited) -> None:
    xu, meng = world.known("coordinator:320583"), world.known("coordinator:kunshan_deputy")
    firm, shen = world.known("contact:kunshan_casting"), world.known("expert:die_casting")
    qi = world.known("coordinator:320000")
    world.invites(xu, "沈砚舟")
    shen.taps("接受")
    xu.says("移交工作").hears("移交给谁").taps("孟向榆")
    xu.hears("许静川 → 孟向榆", "办理中需求 2 条，未办结邀请 1 份", "共 ")
    xu.taps("移交，留任经办人").hears("已移交给孟向榆")
    assert (role(world, xu), role(world, meng)) == ("member", "owner")
    meng.hears("您已接手昆山市人力资源和社会保障局的工作", "现为负责人")
    qi.hears("负责人已由许静川变更为：孟向榆 19900003002", "办公电话：0512-00000583")
    firm.hears("负责贵单位需求的联系人现为：孟向榆 19900003002")
    shen.hears("联系人现为：孟向榆 19900003002", "您的邀请安排不变")
    (event,) = handovers(world)
    assert (
        event.facts | {"former": xu.person_id, "successor": meng.person_id, "invitations": 1} == event.facts
    )


def test_nobodys_phone_rings_for_it_but_the_two_owners(world: Invited) -> None:
    xu, firm = world.known("coordinator:320583"), world.known("contact:kunshan_casting")
    xu.says("移交").taps("孟向榆").taps("移交，留任经办人")
    sent = world.look(lambda work: work.statements.rows("SELECT person_id, flags FROM outbox ORDER BY id"))
    flags = {row[0]: row[1] for row in sent}
    assert flags[firm.person_id] == BUZZ | SILENT | BULK
    assert flags[xu.person_id] == BUZZ


def test_the_sheet_lists_open_matters_with_deadlines_and_contacts(world: Invited) -> None:
    xu, meng = world.known("coordinator:320583"), world.known("coordinator:kunshan_deputy")
    world.invites(xu, "沈砚舟")
    person = xu.person_id
    world.change(lambda work: _leaves_a_task(work, person))
    xu.says("移交").taps("孟向榆").taps("移交，留任经办人")
    words = words_of(sheet(meng))
    for wanted in (
        "移交单", "移交人：许静川", "接手人：孟向榆", "5月11日", "请回电", "铝合金压铸件气孔率高", "沈砚舟",
        "昆山砺澄精密压铸有限公司", "江苏省人力资源和社会保障厅", "监交人（签字）", "总协调、对上报送",
    ):  # fmt: skip
        assert wanted in words, wanted
    assert words_of(sheet(xu)) == words


def _leaves_a_task(work: Work, person: int) -> None:
    task = Task(kind="errand", about="need:1", words="请回电", person_id=person, made_at=work.now)
    task.bureau_id = _at(work, "320583")
    work.add(task)


def test_a_second_tap_changes_nothing(world: Invited) -> None:
    xu = world.known("coordinator:320583").says("移交").taps("孟向榆")
    again = xu.button("移交，留任经办人").action
    xu.taps("移交，留任经办人").taps_action(again).hears("孟向榆已是负责人，工作已经移交")
    assert len(handovers(world)) == 1


def test_a_card_of_before_another_handover_does_nothing(world: Invited) -> None:
    xu, meng = world.known("coordinator:320583"), world.known("coordinator:kunshan_deputy")
    xu.says("移交").taps("孟向榆").taps("移交，留任经办人")
    meng.says("移交").taps("许静川")
    old = meng.button("移交，留任经办人").action
    meng.taps("移交，留任经办人")
    xu.says("移交").taps("孟向榆").taps("移交，留任经办人")
    changed = old.rpartition(":")[0].rpartition(":")[0] + ":999:stay"
    meng.taps_action(changed).hears("情况已有变化")
    assert role(world, meng) == "owner"


def test_an_owner_who_leaves_hears_of_the_bureau_no_more(world: Invited) -> None:
    xu, meng = world.known("coordinator:320583"), world.known("coordinator:kunshan_deputy")
    xu.says("移交").taps("孟向榆").taps("移交，我离开本局").hears("已移交给孟向榆")
    assert role(world, xu) == ""
    xu.says("待办").hears("只对人社部门经办人开放")
    heard = len(xu.buzzed)
    world.known("contact:kunshan_mould").says("模具寿命短，热处理后变形超差，希望专家帮忙分析原因").taps(
        "提交"
    )
    meng.hears("模具寿命短")
    assert len(xu.buzzed) == heard


def test_what_the_old_owner_had_open_about_the_bureau_is_closed_with_a_word(world: Invited) -> None:
    xu = world.known("coordinator:320583")
    world.known("contact:kunshan_mould").says("模具寿命短，热处理后变形超差，希望专家帮忙分析原因").taps(
        "提交"
    )
    xu.taps("退回修改")
    xu.says("移交").taps("孟向榆").taps("移交，留任经办人").hears("有 1 件没填完的本局事项已关闭")
    xu.says("继续").hears("没有")


def test_a_newcomer_takes_over_by_joining(world: Invited) -> None:
    xu = world.known("coordinator:320583").says("移交").taps("请新同事接手").hears("工作自动移交")
    token = xu.last.plain().partition("#t=")[2].split()[0]
    qin = world.arrive("秦").commands("start", token)
    for words in ("同意", "秦朗", "13600136000", "提交"):
        qin.says(words)
    qin.hears("您已接手昆山市", "工作移交单").says("本局").hears("负责人：秦朗 13600136000")
    xu.hears("已移交给秦朗")
    assert (role(world, xu), role(world, qin)) == ("member", "owner")
    assert qin.says("本局").labels[:2] == ["修改资料", "人员分工"]


def test_a_colleague_may_take_over_by_the_link_too(world: Invited) -> None:
    xu, meng = world.known("coordinator:320583"), world.known("coordinator:kunshan_deputy")
    token = xu.says("移交").taps("请新同事接手").last.plain().partition("#t=")[2].split()[0]
    meng.commands("start", token).says("同意")
    meng.says("提交").hears("您已接手")
    assert (role(world, xu), role(world, meng)) == ("member", "owner")


def test_the_bureau_above_names_a_successor_only_when_the_owner_is_gone(world: Invited) -> None:
    xu, meng = world.known("coordinator:320583"), world.known("coordinator:kunshan_deputy")
    qi, number = world.known("coordinator:320000"), world.look(lambda work: _at(work, "320583"))
    qi.taps_action(f"b:{number}")
    assert qi.labels == ["通讯录", "会商记录", "指标", "服务基地", "文件库", "专项经费"]
    qi.taps_action(f"b.over:{number}").hears("由该单位负责人办理")
    world.clock.move(days=31)
    qi.taps_action(f"b:{number}").taps("移交工作").taps("孟向榆").hears("许静川 → 孟向榆")
    qi.taps("移交，原负责人离开").hears("已移交给孟向榆")
    assert (role(world, xu), role(world, meng)) == ("", "owner")
    meng.hears("您已接手")


def test_suzhou_is_not_above_kunshan_and_hands_nothing_over(world: Invited) -> None:
    number = world.look(lambda work: _at(work, "320583"))
    meng = next(member for member in seats(world).values() if member.role == "deputy")
    yu = world.known("coordinator:320500")
    for action in (
        f"b:{number}",
        f"b.over:{number}",
        f"b.to:{number}:{meng.id}",
        f"b.link:{number}:successor",
    ):
        yu.taps_action(action).hears("您这里不能操作")
    assert handovers(world) == []


def test_a_day_in_shanghai_stands_on_the_sheet(world: Invited) -> None:
    xu = world.known("coordinator:320583")
    world.clock.move_to(world.clock.now().astimezone(SHANGHAI).replace(hour=23, minute=55))
    xu.says("移交").taps("孟向榆").taps("移交，留任经办人")
    assert "2026-05-11" in next(m.documents for m in reversed(xu.screen) if m.documents)[0].name
