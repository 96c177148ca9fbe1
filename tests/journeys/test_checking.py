"""The bureau checks needs: approve, return, reject, retag, hand on; two at once; the climb otherwise."""

from collections.abc import Iterator, Sequence

import pytest
from sqlmodel import col, select

from bot.storage.work import Work
from handlers.dialogue.messages import Message
from handlers.domain.bureaus import Member
from handlers.domain.events import Event
from handlers.domain.experts import Conflict
from handlers.domain.invitations import Invitation
from handlers.domain.needs import APPROVED, REJECTED, RETURNED, SUBMITTED, WITHDRAWN, Need
from handlers.domain.people import Person
from tests.support.world import Visitor, World

WORDS = "铝合金压铸件气孔率高，X光探伤废品率8%左右，想降到3%以下，下月底前希望专家到厂看看"
TITLE = "铝合金压铸件气孔率高"
OTHER = "车用连接器端子镀锡面反光，视觉检测误判6%，想降到1%以内，两个月内希望专家来看看"


@pytest.fixture
def world() -> Iterator[World]:
    """Open the sample world: 唐以宁 of a foundry in 昆山, 许静川 and 孟向榆 at the bureau there."""
    with World(samples=True) as opened:
        yield opened


class Desk:
    """A need in 昆山 with its contact and the bureau's owner."""

    def __init__(self, world: World) -> None:
        """File a need."""
        self.world = world
        self.tang, self.xu = world.known("contact:kunshan_casting"), world.known("coordinator:320583")
        self.tang.says(WORDS).taps("提交")

    @property
    def needs(self) -> Sequence[Need]:
        """All needs of the foundry."""
        person = self.tang.person_id
        found = select(Need).where(Need.author_id == person).order_by(col(Need.id))
        return self.world.look(lambda work: list(work.session.exec(found).all()))

    @property
    def need(self) -> Need:
        """The newest need."""
        return self.needs[-1]

    def deputy(self) -> Visitor:
        """Return 孟向榆, who has opened the chat too."""
        return colleague(self.world, "孟向榆")

    def card(self, visitor: Visitor) -> Message:
        """Return the need's card on somebody's screen."""
        heading = f"需求 {self.need.number}"
        return next(m for m in reversed(visitor.screen) if m.heading.startswith(heading) and m.fields)


def colleague(world: World, name: str) -> Visitor:
    person = world.look(lambda work: work.session.exec(select(Person.id).where(Person.name == name)).one())
    world.people = {**world.people, name: person or 0}
    return world.known(name)


def labels(message: Message) -> list[str]:
    return [button.label for button in message.buttons]


def test_an_approval_tells_the_enterprise_and_offers_the_match(world: World) -> None:
    desk = Desk(world)
    desk.xu.taps("通过").hears("已通过，企业已收到通知", "匹配专家")
    desk.tang.hears("您的需求已通过审核", "正在为您找专家")
    assert desk.need.state == APPROVED
    assert desk.need.checked_at is not None
    assert "match:" in desk.xu.button("匹配专家").action


def test_the_bureau_sees_everything_and_the_public_version_beside_it(world: World) -> None:
    desk = Desk(world)
    desk.tang.says("提需求").taps("技术").says("压铸模具开裂早").says(
        "压铸模具三万模次就开裂，客户是南方一家车厂。"
    )
    desk.tang.taps("选好了").taps("跳过").taps("跳过").says("南方一家车厂").taps("跳过").taps("提交")
    fields = dict(desk.card(desk.xu).fields)
    assert "南方一家车厂" in fields["需求描述"]
    assert "南方一家车厂" not in fields["专家看到的描述"]


def test_a_returned_need_is_asked_for_just_that_field(world: World) -> None:
    desk = Desk(world)
    desk.xu.taps("退回修改").hears(TITLE).taps("希望时间").says("请写明最晚哪天").hears("企业已收到您的话")
    assert desk.need.state == RETURNED
    desk.tang.hears("请您补充：请写明最晚哪天", "希望最晚什么时候解决")
    desk.tang.says("6月10日").hears("修改已送达", "6月10日")
    desk.xu.hears("企业已修改“希望时间”，请再审核", "6月10日")
    assert desk.need.state == SUBMITTED
    assert desk.need.note == ""
    desk.xu.taps("通过")
    assert desk.need.state == APPROVED


@pytest.mark.parametrize(
    ("field", "answer", "taps"),
    [
        ("需求标题", "铝合金压铸件内部气孔多", ""),
        ("技术领域", "压铸", "选好了"),
        ("所在县区", "常熟", ""),
        ("提供条件", "可停一台机试模", ""),
        ("需求描述", "合金牌号ADC12，八百吨压铸机", "替换原文"),
    ],
)
def test_every_field_can_be_returned_and_mended(world: World, field: str, answer: str, taps: str) -> None:
    desk = Desk(world)
    desk.xu.taps("退回修改").taps(field).says("请核对这一项")
    desk.tang.hears("请您补充：请核对这一项").says(answer)
    if taps:
        desk.tang.taps(taps)
    desk.tang.hears("修改已送达")
    desk.xu.hears(f"企业已修改“{field}”")


def test_a_supplement_can_be_added_to_the_text(world: World) -> None:
    desk = Desk(world)
    desk.xu.taps("退回修改").taps("需求描述").says("请补充合金牌号")
    desk.tang.says("合金牌号ADC12，八百吨压铸机").taps("接在原文后面")
    assert desk.need.detail == f"{WORDS}\n合金牌号ADC12，八百吨压铸机"
    assert "ADC12" in desk.need.public_detail


def test_a_photo_sent_with_the_supplement_is_kept(world: World) -> None:
    desk = Desk(world)
    desk.xu.taps("退回修改").taps("需求描述").says("请补一张照片")
    desk.tang.sends("气孔.jpg").says("照片已经补上，请看一下").taps("接在原文后面")
    assert [file["name"] for file in desk.need.files] == ["气孔.jpg"]
    desk.xu.hears("气孔.jpg")


def test_somebody_in_the_middle_of_a_form_gets_a_button_and_keeps_the_form(world: World) -> None:
    desk = Desk(world)
    desk.tang.says("提需求").taps("技术")
    desk.xu.taps("退回修改").taps("希望时间").says("请写明最晚哪天")
    desk.tang.hears("请您补充“希望时间”：请写明最晚哪天")
    desk.tang.says("连接器端子外观误判多").hears("3/8 · 需求描述")
    desk.tang.taps("现在修改").says("6月10日").hears("修改已送达", "继续：提需求")


def test_a_need_is_rejected_with_the_reason(world: World) -> None:
    desk = Desk(world)
    desk.xu.taps("不予受理").says("属于采购设备，不在服务范围").hears("企业已收到理由")
    desk.tang.hears("没有受理", "属于采购设备，不在服务范围")
    assert desk.need.state == REJECTED


def test_domains_are_corrected_before_and_after_the_approval(world: World) -> None:
    desk = Desk(world)
    desk.xu.taps("改领域").says("无损检测与质量检测").taps("选好了").hears("领域已更新")
    assert "0402" in desk.need.domains
    desk.xu.taps("通过").taps("改领域").taps("✓ 无损检测与质量检测").taps("选好了")
    assert "0402" not in desk.need.domains
    assert desk.need.state == APPROVED


def test_a_need_is_handed_on_to_the_area_where_it_belongs(world: World) -> None:
    desk = Desk(world)
    suzhou = world.known("coordinator:320500")
    desk.xu.taps("转交").says("常熟").hears("已转交苏州市人力资源和社会保障局")
    suzhou.hears("昆山市人力资源和社会保障局转来的需求", TITLE)
    desk.tang.hears("已转到江苏省苏州市常熟市，由苏州市人力资源和社会保障局审核")
    desk.xu.taps_action(f"n.ok:{desk.need.id}:{desk.need.revision}").hears("不归您办理")
    suzhou.taps("通过")
    assert desk.need.state == APPROVED


def test_a_need_is_not_handed_to_the_bureau_that_has_it(world: World) -> None:
    desk = Desk(world)
    desk.xu.taps("转交").says("昆山").hears("不用转交").says("苏州工业园").taps("暂停")
    assert desk.need.state == SUBMITTED


def test_of_two_coordinators_at_once_one_counts_and_the_other_is_told_who(world: World) -> None:
    desk = Desk(world)
    meng = desk.deputy()
    approve = f"n.ok:{desk.need.id}:{desk.need.revision}"
    desk.xu.taps_action(approve)
    meng.taps_action(approve).hears("这张卡片已更新：许静川已于3月2日（周一）", "通过")
    approved = world.look(
        lambda work: work.session.exec(select(Event).where(Event.action == "need.approved")).all()
    )
    assert len(approved) == 1
    assert len([message for message in desk.tang.buzzed if "已通过审核。" in message.plain()]) == 1


def test_a_colleagues_card_follows_without_a_buzz(world: World) -> None:
    desk = Desk(world)
    meng = desk.deputy()
    desk.tang.says(OTHER).taps("提交")
    before = len(meng.buzzed)
    desk.xu.taps("通过")
    assert len(meng.buzzed) == before
    assert "匹配专家" in labels(desk.card(meng))


def test_a_double_tap_is_one_approval(world: World) -> None:
    desk = Desk(world)
    approve = desk.xu.button("通过").action
    desk.xu.taps_action(approve).taps_action(approve).hears("没有重复办理")
    assert len([message for message in desk.tang.buzzed if "已通过审核。" in message.plain()]) == 1


def test_an_old_card_says_so_and_shows_the_present_one(world: World) -> None:
    desk = Desk(world)
    old = desk.xu.button("不予受理").action
    desk.xu.taps("退回修改").taps("希望时间").says("请写明最晚哪天")
    desk.tang.says("6月10日")
    desk.xu.taps_action(old).hears("这张卡片已更新：唐以宁", "补充修改")
    assert desk.need.state == SUBMITTED


def test_the_sentence_for_one_card_is_not_lost_to_the_approval_of_another(world: World) -> None:
    desk = Desk(world)
    first = desk.need
    desk.tang.says(OTHER).taps("提交")
    second = desk.need
    desk.xu.taps_action(f"n.back:{first.id}:{first.revision}").taps("希望时间")
    desk.xu.taps_action(f"n.ok:{second.id}:{second.revision}").hears("已通过")
    desk.xu.says("请写明最晚哪天").hears("企业已收到您的话")
    states = {need.id: need.state for need in desk.needs}
    assert states == {first.id: RETURNED, second.id: APPROVED}
    assert next(need.note for need in desk.needs if need.id == first.id) == "请写明最晚哪天"


def test_two_returns_side_by_side_name_their_needs(world: World) -> None:
    desk = Desk(world)
    first = desk.need
    desk.tang.says(OTHER).taps("提交")
    second = desk.need
    desk.xu.taps_action(f"n.back:{first.id}:{first.revision}").taps("希望时间")
    desk.xu.taps_action(f"n.back:{second.id}:{second.revision}").taps("希望时间").says(
        "第二条：请写明最晚哪天"
    )
    desk.xu.hears("继续：退回修改", first.title).says("第一条：请写明最晚哪天")
    notes = {need.id: need.note for need in desk.needs}
    assert notes == {first.id: "第一条：请写明最晚哪天", second.id: "第二条：请写明最晚哪天"}


def test_a_sentence_typed_after_a_colleague_was_faster_changes_nothing(world: World) -> None:
    desk = Desk(world)
    meng = desk.deputy()
    desk.xu.taps("退回修改").taps("希望时间")
    meng.taps_action(f"n.ok:{desk.need.id}:{desk.need.revision}")
    desk.xu.says("请写明最晚哪天").hears("孟向榆")
    assert desk.need.state == APPROVED


def test_the_contact_is_for_the_bureau_alone(world: World) -> None:
    desk = Desk(world)
    desk.xu.taps("联系企业").hears("唐以宁", "19900002001")
    for stranger in (world.known("contact:changshu_dyeing"), world.known("expert:die_casting"), desk.tang):
        stranger.taps_action(f"n.call:{desk.need.id}").hears("不归您办理")


def test_a_conflict_is_marked_from_the_card(world: World) -> None:
    desk = Desk(world)
    desk.xu.taps("通过")
    name = world.look(lambda work: next(person.name for _, person in work.experts.all()))
    desk.xu.taps("回避").says("没有这个人").hears("没有找到").says(name).says("曾在该企业任职")
    marks = world.look(lambda work: work.session.exec(select(Conflict).where(Conflict.kind == "mark")).all())
    assert any(mark.reason == "曾在该企业任职" for mark in marks)


def test_an_unchecked_need_climbs_and_all_three_are_told(world: World) -> None:
    desk = Desk(world)
    province = world.known("coordinator:320000")
    world.passes(days=2)
    assert desk.need.number not in "".join(message.plain() for message in province.screen)
    world.passes(days=2)
    desk.tang.hears("昆山市人力资源和社会保障局 3 个工作日内没有审核", "江苏省人力资源和社会保障厅")
    desk.xu.hears("没有审核，已自动转到江苏省人力资源和社会保障厅")
    province.hears("3 个工作日没有审核，转到您这里")
    province.taps("通过")
    assert desk.need.state == APPROVED


def test_the_climb_goes_step_by_step_and_ends_with_one_reminder(world: World) -> None:
    lin = world.known("contact:changshu_dyeing")
    suzhou, province = world.known("coordinator:320500"), world.known("coordinator:320000")
    lin.says(WORDS).taps("提交").hears("苏州市人力资源和社会保障局审核")
    suzhou.hears("新需求")
    world.passes(days=4)
    province.hears("苏州市人力资源和社会保障局 3 个工作日没有审核")
    world.passes(days=7)
    province.hears("上面没有其他单位可转")
    lin.hears("已再次提醒省级经办人")
    heard = len(province.buzzed)
    world.passes(days=30)
    assert len(province.buzzed) == heard


def test_old_buttons_of_every_kind_show_the_card_as_it_is(world: World) -> None:
    desk = Desk(world)
    old = f"{desk.need.id}:{desk.need.revision}"
    desk.xu.taps("通过")
    for verb in ("n.back", "n.no", "n.on", "n.tags"):
        desk.xu.taps_action(f"{verb}:{old}").hears("许静川已于3月2日（周一）")
    assert desk.need.state == APPROVED


def test_a_correction_that_comes_too_late_changes_nothing(world: World) -> None:
    desk = Desk(world)
    meng = desk.deputy()
    desk.xu.taps("改领域").says("无损检测与质量检测")
    meng.taps_action(f"n.ok:{desk.need.id}:{desk.need.revision}")
    desk.xu.taps("选好了").hears("孟向榆")
    assert "0402" not in desk.need.domains


def test_a_rejection_and_a_handing_on_that_come_too_late_change_nothing(world: World) -> None:
    desk = Desk(world)
    meng = desk.deputy()
    desk.xu.taps("不予受理")
    meng.taps_action(f"n.on:{desk.need.id}:{desk.need.revision}")
    desk.tang.taps("撤回").taps("确定撤回")
    desk.xu.says("属于采购设备，不在服务范围").hears("唐以宁", "撤回")
    meng.says("常熟").hears("唐以宁", "撤回")
    assert desk.need.state == WITHDRAWN


def test_unchanged_domains_are_no_change(world: World) -> None:
    desk = Desk(world)
    desk.xu.taps("改领域").taps("选好了").hears("领域已更新")
    assert desk.need.revision == 1


def test_an_invited_expert_sees_the_public_version_only(world: World) -> None:
    desk = Desk(world)
    desk.tang.says("提需求").taps("技术").says("压铸模具开裂早").says(
        "压铸模具三万模次就开裂，客户是南方一家车厂。"
    )
    desk.tang.taps("选好了").taps("跳过").taps("跳过").says("南方一家车厂").sends("图纸.jpg").taps(
        "发完了"
    ).taps("提交")
    expert = world.known("expert:die_casting")
    expert.taps_action(f"need:{desk.need.id}").hears("不归您办理")
    need, person = desk.need, expert.person_id
    world.change(lambda work: invite(work, need, person))
    expert.taps_action(f"need:{desk.need.id}").hears("压铸模具三万模次就开裂")
    assert not any("南方一家车厂" in message.plain() for message in expert.screen)
    file = desk.need.files[0]["id"]
    expert.taps_action(f"n.file:{desk.need.id}:{file}")
    assert not expert.last.documents


def invite(work: Work, need: Need, person_id: int) -> None:
    expert = work.experts.of_person(person_id)
    work.add(
        Invitation(
            need_id=need.id or 0,
            expert_id=expert.id or 0 if expert else 0,
            bureau_id=need.bureau_id or 0,
            invited_by=need.author_id,
            year=2026,
            reply_by=work.today,
            sent_at=work.now,
        )
    )


def test_a_file_that_is_not_the_needs_own_is_not_sent(world: World) -> None:
    desk = Desk(world)
    desk.xu.taps_action(f"n.file:{desk.need.id}:999").hears("没有找到这个附件")


def test_where_nobody_works_nothing_can_be_handed_on(world: World) -> None:
    desk = Desk(world)
    desk.xu.taps("转交").says("黄浦区").hears("还没有经办人，不能转交")


def test_a_weekend_is_not_counted(world: World) -> None:
    world.passes(days=3)
    desk = Desk(world)
    desk.tang.hears("3月10日（周二）")
    world.passes(days=4)
    assert desk.need.bureau_id == bureau(world, "320583")
    world.passes(days=2)
    assert desk.need.bureau_id == bureau(world, "320000")


def test_a_checked_need_does_not_climb(world: World) -> None:
    desk = Desk(world)
    desk.xu.taps("通过")
    world.passes(days=20)
    assert desk.need.bureau_id == bureau(world, "320583")


def test_the_queue_shows_what_waits_longest_first(world: World) -> None:
    desk = Desk(world)
    desk.tang.says(OTHER).taps("提交")
    desk.xu.commands("needs").hears("待审核 2 条", TITLE)
    desk.xu.commands("tasks").hears("现有待办 2 项")


def bureau(world: World, area: str) -> int | None:
    found = world.look(lambda work: work.bureaus.at(area))
    assert found is not None
    return found.id


def test_a_coordinator_who_has_left_checks_nothing_any_more(world: World) -> None:
    desk = Desk(world)
    person = desk.xu.person_id
    world.change(
        lambda work: setattr(
            work.session.exec(select(Member).where(Member.person_id == person)).one(), "active", False
        )
    )
    desk.xu.taps("通过").hears("不归您办理")
    assert desk.need.state == SUBMITTED
