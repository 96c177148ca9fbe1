"""An enterprise files needs: by the form, in own words, twice, with files, for several enterprises."""

from collections.abc import Iterator, Sequence

import pytest
from sqlmodel import col, select

from bot.storage.work import Work
from handlers.dialogue.replies import Said
from handlers.domain.attachments import Attachment
from handlers.domain.enterprises import Contact, Enterprise
from handlers.domain.events import Event
from handlers.domain.needs import SUBMITTED, WITHDRAWN, Need
from tests.support.world import Visitor, World

WORDS = (
    "铝合金压铸件气孔率高，X光探伤废品率8%左右，想降到3%以下，预算20万以内，下月底前希望专家到厂看看，"
    "打13800138000找我"
)
TITLE = "铝合金压铸件气孔率高"


@pytest.fixture
def world() -> Iterator[World]:
    """Open the sample world: 唐以宁 of a foundry in 昆山, 许静川 at the bureau there."""
    with World(samples=True) as opened:
        yield opened


def needs_of(world: World, visitor: Visitor) -> Sequence[Need]:
    person = visitor.person_id
    found = select(Need).where(Need.author_id == person).order_by(col(Need.id))
    return world.look(lambda work: list(work.session.exec(found).all()))


def fill(visitor: Visitor, title: str = TITLE) -> Visitor:
    visitor.says("提需求").taps("技术").says(title).says("X光探伤废品率8%左右，想降到3%以下，铝合金压铸件")
    return visitor.taps("选好了").taps("跳过").taps("跳过").taps("跳过").taps("跳过")


def test_one_good_message_takes_three_interactions(world: World) -> None:
    tang, xu = world.known("contact:kunshan_casting"), world.known("coordinator:320583")
    tang.says(WORDS).hears(
        "技术（识别）", f"{TITLE}（识别）", "4月30日", "20万元以内（识别）", "13800138000（识别）"
    )
    tang.taps("提交").hears("已提交，受理编号 2026-", "昆山市人力资源和社会保障局", "3月5日（周四），还有3天")
    xu.hears("新需求，请审核", TITLE, "昆山砺澄精密压铸有限公司")
    need = needs_of(world, tang)[-1]
    assert need.state == SUBMITTED
    assert need.phone == "13800138000"
    assert "13800138000" not in need.public_detail
    assert "铝合金" in "".join(need.keywords)
    assert need.call_id is not None


def test_the_form_leads_to_the_same_receipt(world: World) -> None:
    tang = world.known("contact:kunshan_casting")
    fill(tang).hears("请核对").taps("提交").hears("已提交，受理编号")
    assert needs_of(world, tang)[-1].title == TITLE


def test_submitting_twice_files_once(world: World) -> None:
    tang = world.known("contact:kunshan_casting")
    tang.says(WORDS)
    submit = tang.button("提交").action
    tang.taps_action(submit).taps_action(submit).hears("没有重复提交")
    assert len(needs_of(world, tang)) == 1


def test_the_same_need_told_again_is_pointed_out_and_not_filed_twice(world: World) -> None:
    tang = world.known("contact:kunshan_casting")
    tang.says(WORDS).taps("提交").says(WORDS).hears("已有一条相近的需求 2026-")
    tang.taps("看原来的").hears("等昆山市人力资源和社会保障局审核")
    tang.taps("仍然提交").hears("没有重复提交")
    assert len(needs_of(world, tang)) == 1


def test_a_similar_need_may_be_filed_all_the_same(world: World) -> None:
    tang = world.known("contact:kunshan_casting")
    tang.says(WORDS).taps("提交").says(f"{WORDS}，另外一条线也一样").taps("仍然提交").hears("已提交")
    assert len(needs_of(world, tang)) == 2


def test_a_draft_is_resumed_where_it_was_left(world: World) -> None:
    tang = world.known("contact:kunshan_casting")
    tang.says("提需求").taps("技术").says(TITLE).taps("暂停")
    world.passes(days=9)
    tang.says("提需求").hears("上次没填完的都在", "3/8 · 需求描述")


def test_a_message_that_reads_like_a_need_leaves_a_draft_alone(world: World) -> None:
    tang = world.known("contact:kunshan_casting")
    tang.says("提需求").taps("技术").says("连接器端子外观误判多").taps("暂停")
    tang.says(WORDS).taps("提交").hears("已提交")
    tang.says("提需求").hears("3/8 · 需求描述")


def test_photos_and_papers_come_with_the_need(world: World) -> None:
    tang, xu = world.known("contact:kunshan_casting"), world.known("coordinator:320583")
    tang.sends("气孔.jpg", caption=WORDS).sends("X光.jpg").taps("提交")
    need = needs_of(world, tang)[-1]
    assert [file["name"] for file in need.files] == ["气孔.jpg", "X光.jpg"]
    kept = world.look(
        lambda work: list(
            work.session.exec(select(Attachment).where(Attachment.about == f"need:{need.id}")).all()
        )
    )
    assert [file.name for file in kept] == ["气孔.jpg", "X光.jpg"]
    xu.taps("X光.jpg")
    assert [document.kind for document in xu.last.documents] == ["file"]


def test_a_county_without_anybody_is_told_which_bureau_above_sees_it(world: World) -> None:
    tang = world.known("contact:haian_motor")
    fill(tang, "小型永磁无刷电机噪声超标").taps("提交")
    tang.hears("江苏省南通市海安市暂时没有经办人在线", "江苏省人力资源和社会保障厅")


def test_where_nobody_is_the_operator_gets_it_and_the_enterprise_is_told_so(world: World) -> None:
    world.change(_nobody_works)
    tang = world.known("contact:kunshan_casting")
    tang.says(WORDS).taps("提交").hears("暂时都没有经办人在线", "平台管理员")
    need = needs_of(world, tang)[-1]
    assert need.bureau_id is None
    world.change(_everybody_works)
    world.passes(days=4)
    tang.hears("已有经办人接手", "昆山市人力资源和社会保障局")


def _nobody_works(work: Work) -> None:
    work.statements.run("UPDATE member SET active = 0")


def _everybody_works(work: Work) -> None:
    work.statements.run("UPDATE member SET active = 1")


def test_somebody_who_speaks_for_several_enterprises_is_asked_which(world: World) -> None:
    tang = world.known("contact:kunshan_casting")
    other = world.change(lambda work: _also_speaks_for(work, tang, "昆山芯梧连接器有限公司"))
    tang.says(WORDS).hears("您联系多家企业").taps("昆山芯梧连接器有限公司").hears("请核对").taps("提交")
    assert needs_of(world, tang)[-1].enterprise_id == other


def _also_speaks_for(work: Work, visitor: Visitor, name: str) -> int:
    enterprise = work.session.exec(select(Enterprise).where(Enterprise.name == name)).one()
    person = work.statements.value("SELECT person_id FROM address WHERE chat = :chat", chat=visitor.chat)
    work.add(Contact(enterprise_id=enterprise.id or 0, person_id=person, created_at=work.now))
    return enterprise.id or 0


def test_a_pending_contact_files_nothing_and_sees_nothing(world: World) -> None:
    tang = world.known("contact:kunshan_casting")
    tang.says(WORDS)
    world.change(lambda work: work.statements.run("UPDATE contact SET state = 'pending'"))
    tang.taps("提交").hears("您还不是这家企业已确认的联系人", "填好的内容都已保存")
    assert not needs_of(world, tang)


def test_a_confidential_word_in_the_title_is_asked_to_be_taken_out(world: World) -> None:
    tang = world.known("contact:kunshan_casting")
    tang.says("提需求").taps("技术").says("给长安厂的压铸件气孔多").says(
        "给长安厂的铝合金压铸件，废品率8%，想降到3%"
    )
    tang.taps("选好了").taps("跳过").taps("跳过").says("长安厂").taps("跳过").taps("提交")
    tang.hears("标题会公开", "长安厂").says("压铸件气孔多").taps("提交").hears("已提交")
    assert "长安厂" not in needs_of(world, tang)[-1].public_detail


def test_withdrawing_asks_once_more_and_tells_the_bureau(world: World) -> None:
    tang, xu = world.known("contact:kunshan_casting"), world.known("coordinator:320583")
    tang.says(WORDS).taps("提交").taps("撤回").hears("确定撤回").taps("不撤回").taps("撤回").taps("确定撤回")
    tang.hears("已撤回")
    xu.hears("企业已撤回这条需求")
    assert needs_of(world, tang)[-1].state == WITHDRAWN
    yes = f"n.drop2:{needs_of(world, tang)[-1].id}:1"
    tang.taps_action(yes).hears("已经办结，没有变动")
    world.passes(days=10)
    assert not world.look(
        lambda work: work.session.exec(select(Event).where(Event.action == "need.climbed")).all()
    )


def test_somebody_elses_button_is_refused(world: World) -> None:
    tang, other = world.known("contact:kunshan_casting"), world.known("contact:changshu_dyeing")
    tang.says(WORDS).taps("提交")
    need = needs_of(world, tang)[-1]
    for action in (f"need:{need.id}", f"n.drop2:{need.id}:1", f"n.ok:{need.id}:1", f"n.file:{need.id}:1"):
        other.taps_action(action).hears("不归您办理")
    assert needs_of(world, tang)[-1].state == SUBMITTED


@pytest.mark.parametrize(
    "action", ["need:", "need:x", "need:999999", "n.ok:1", "n.ok:1:x", "n.file:9:9", "task:x"]
)
def test_a_forged_button_gets_an_answer(world: World, action: str) -> None:
    tang = world.known("contact:kunshan_casting")
    tang.taps_action(action)
    assert tang.fresh


def test_my_needs_say_where_each_one_stands(world: World) -> None:
    tang = world.known("contact:kunshan_casting")
    tang.says("我的需求").hears("您还没有提过需求").says(WORDS).taps("提交")
    tang.says("我的需求").hears(TITLE, "期限 3月5日（周四），还有3天").taps("2026-").hears("等昆山市")


def test_a_visitor_is_asked_to_register_first(world: World) -> None:
    stranger = world.arrive("路过")
    stranger.commands("new").hears("先登记企业")


def test_a_question_in_between_does_not_end_the_form(world: World) -> None:
    tang = world.known("contact:kunshan_casting")
    tang.says("提需求").taps("技术").commands("needs").hears(
        "您还没有提过需求", "继续：提需求", "2/8 · 需求标题"
    )


def test_a_message_delivered_twice_is_one_need(world: World) -> None:
    tang = world.known("contact:kunshan_casting")
    tang.does(Said(WORDS, ref="1"), external_id="same").does(Said(WORDS, ref="1"), external_id="same")
    tang.taps("提交")
    assert len(needs_of(world, tang)) == 1


def test_another_county_named_in_the_words_is_suggested(world: World) -> None:
    tang = world.known("contact:kunshan_casting")
    tang.says("铝合金压铸件气孔率高，X光探伤废品率8%，想降到3%，下月底前希望专家到常熟厂里看看").hears(
        "常熟市（识别）"
    )


def test_a_message_far_too_long_is_answered_with_a_way_on(world: World) -> None:
    tang = world.known("contact:kunshan_casting")
    tang.says(WORDS * 200).hears("一次最多收 2000 字").taps("提需求").hears("1/8")


def test_an_open_ended_budget_is_shown_as_it_was_said(world: World) -> None:
    tang = world.known("contact:kunshan_casting")
    tang.says("铝合金压铸件气孔率高，想降到3%，预算不低于30万元，月底前希望专家来看看").hears(
        "30万元以上（识别）"
    )


def test_a_resumed_draft_among_several_enterprises_belongs_to_its_own(world: World) -> None:
    tang = world.known("contact:kunshan_casting")
    world.change(lambda work: _also_speaks_for(work, tang, "昆山芯梧连接器有限公司"))
    tang.says("提需求").taps("昆山芯梧连接器有限公司").taps("技术").taps("暂停")
    tang.says("提需求").taps("昆山砺澄精密压铸有限公司").hears("一共 8 个问题").taps("暂停")
    tang.says("提需求").taps("昆山芯梧连接器有限公司").hears("上次没填完的都在", "2/8 · 需求标题")


def test_an_enterprise_that_was_left_meanwhile_can_not_be_picked(world: World) -> None:
    tang = world.known("contact:kunshan_casting")
    world.change(lambda work: _also_speaks_for(work, tang, "昆山芯梧连接器有限公司"))
    tang.says("提需求")
    world.change(
        lambda work: work.statements.run("UPDATE contact SET state = 'gone' WHERE enterprise_id = 2")
    )
    tang.taps("昆山芯梧连接器有限公司").hears("您还不是这家企业已确认的联系人")


def test_somebody_whose_place_is_pending_is_told_so(world: World) -> None:
    tang = world.known("contact:kunshan_casting")
    world.change(lambda work: work.statements.run("UPDATE contact SET state = 'pending'"))
    tang.commands("new").hears("还在等确认")
    tang.commands("needs").hears("还在等确认")


def test_a_button_for_mending_what_is_not_returned_shows_the_card(world: World) -> None:
    tang = world.known("contact:kunshan_casting")
    tang.says(WORDS).taps("提交")
    need = needs_of(world, tang)[-1]
    tang.taps_action(f"n.mend:{need.id}:1").hears("现在不需要修改")
    tang.taps("撤回").taps("确定撤回").taps_action(f"n.drop:{need.id}:1").hears("已经办结")


def test_english_is_spoken_to_whoever_reads_english(world: World) -> None:
    tang = world.known("contact:kunshan_casting")
    world.change(lambda work: work.statements.run("UPDATE person SET language = 'en'"))
    tang.says(WORDS).taps("Submit").hears("Filed. Your receipt number is 2026-", "Thu 5 March, 3 days left")


def test_a_colleague_may_act_on_the_need_and_the_author_hears_of_it(world: World) -> None:
    tang, lin = world.known("contact:kunshan_casting"), world.known("contact:changshu_dyeing")
    world.change(lambda work: _also_speaks_for(work, lin, "昆山砺澄精密压铸有限公司"))
    xu = world.known("coordinator:320583")
    tang.says(WORDS).taps("提交")
    xu.taps("退回修改").taps("希望时间").says("请写明最晚哪天")
    need = needs_of(world, tang)[-1]
    lin.taps_action(f"need:{need.id}").taps("现在修改").says("6月10日").hears("修改已送达")
    tang.hears("贵单位同事已补充“希望时间”")
    lin.taps("撤回").taps("确定撤回").hears("已撤回")
    tang.hears("已撤回")
