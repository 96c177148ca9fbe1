"""Stories of people in a hurry: labels typed instead of tapped, half answers, forged and old buttons."""

from datetime import timedelta
from functools import partial

from bot.storage.work import Work
from handlers.domain.invitations import Invitation
from handlers.domain.needs import Need
from tests.support.inviting import MONDAY_IN_MAY, Invited
from tests.support.joining import joins
from tests.support.world import Visitor, World

HUGE = "9" * 20


def test_a_forged_number_too_long_for_storage_is_answered_and_the_chat_goes_on() -> None:
    with World(samples=True) as world:
        tang = world.known("contact:kunshan_casting")
        for verb in ("n.ok", "n.mend", "need", "task.done", "form.open", "i.yes", "match", "f", "n.file"):
            tang.taps_action(f"{verb}:{HUGE}:{HUGE}")
            assert tang.fresh, verb
        tang.says("帮助").hears("提需求")


def test_a_forged_file_button_never_shows_an_invited_expert_what_is_confidential() -> None:
    with Invited() as world:
        world.approved()
        desk, shen = world.known("coordinator:320583"), world.known("expert:die_casting")
        world.invites(desk, "沈砚舟")
        shen.taps("接受")
        for action in ("n.file:{}:1", "need:{}", "n.mend:{}:1", "n.drop:{}:1", "n.call:{}"):
            shen.taps_action(action.format(world.need_id))
        seen = "\n".join(message.plain() for message in shen.buzzed)
        assert "南方一家车厂" not in seen
        assert "撤回" not in {button.label for message in shen.screen for button in message.buttons}


def test_a_button_nobody_knows_points_to_what_can_be_done_or_shows_the_open_question_again() -> None:
    with World(samples=True) as world:
        tang = world.known("contact:kunshan_casting")
        tang.taps_action("gone:1").hears("已经过时", "帮助")
        tang.says("提需求").taps_action("gone:1").hears("已经过时", "下面是现在的情况", "哪一类需求")


def test_a_typed_piece_of_a_repeating_name_is_answered_below_the_words() -> None:
    with World(samples=True) as world:
        visitor = _joining_at_county(world)
        visitor.says("鼓楼区")
        assert "有几个地方符合" in visitor.fresh[-1].plain()
        assert len([b for b in visitor.last.buttons if "鼓楼" in b.label]) > 1


def test_nothing_and_none_skip_what_may_be_skipped() -> None:
    for words in ("没有", "无", "暂无。", "没有。"):
        with World(samples=True) as world:
            visitor = _joining_at_code(world)
            assert "所在县" in visitor.says(words).last.progress


def test_who_types_more_than_the_label_is_understood_and_who_denies_it_is_not() -> None:
    with World(samples=True) as world:
        visitor = world.arrive("小李")
        visitor.says("开始").taps("我是专家").says("同意").says("李工").says("江汀理工大学材料学院")
        visitor.says("不是高校").hears("没有看懂")
        visitor.says("是高校").hears("职称")
        visitor.says("讲师")
        assert "例外" not in visitor.says("博士研究生").last.progress


def test_one_sign_finds_no_domain() -> None:
    with World(samples=True) as world:
        tang = world.known("contact:kunshan_casting")
        tang.says("提需求").taps("技术").says("想找人帮我们看看").says("东西做出来总是不太行，想改好一点")
        offered = tang.labels
        tang.says("无").hears("没有找到“无”")
        assert tang.labels == offered


def _joining_at_code(world: World) -> Visitor:
    visitor = world.arrive("小赵")
    return visitor.says("开始").taps("我是企业").says("同意").says("昆山新锐模具厂")


def _joining_at_county(world: World) -> Visitor:
    return _joining_at_code(world).says("跳过")


def test_a_stranger_may_type_the_button_and_a_number_is_not_taken_for_words() -> None:
    with World(samples=True) as world:
        typed = {"我是企业": "企业登记", "我是专家。": "专家登记", "你好我是企业": "企业登记"}
        for words, form in typed.items():
            visitor = world.arrive("小李")
            visitor.says(words).hears("您同意吗")
            assert form in visitor.says("帮助").last.plain()
        world.arrive("小赵").says("13800138000").hears("您是：")
        assert "先替您留着" not in world.arrive("小钱").says("13800138000").last.plain()
        world.arrive("小孙").says("铝" * 10_000).hears("10000 字", "还没有保存")


def test_typing_the_label_of_a_menu_button_is_as_good_as_tapping_it() -> None:
    with World(samples=True) as world:
        world.known("coordinator:320583").says("发邀请链接").hears("邀请链接发给谁")
        tang = world.known("contact:kunshan_casting")
        tang.says("语言").says("English").says("Needs").hears("You have not filed a need")
        tang.says("中文").hears("以后用中文").says("/start nosuchtoken").hears("没有找到这个链接")


def test_an_expert_may_type_the_answer_to_the_only_invitation() -> None:
    with Invited() as world:
        world.approved()
        desk, shen = world.known("coordinator:320583"), world.known("expert:die_casting")
        world.invites(desk, "沈砚舟")
        shen.says("能不能改到月底？").hears("1 份邀请等您答复", "邀请您为基层企业")
        assert {"接受", "有条件", "婉拒"} <= set(shen.labels)
        shen.says("我接受").hears("谢谢您接受邀请")


def test_a_typed_condition_and_a_typed_no_ask_what_the_buttons_ask() -> None:
    with Invited() as world:
        world.approved()
        desk = world.known("coordinator:320583")
        shen, yuan = world.known("expert:die_casting"), world.known("expert:ndt")
        world.invites(desk, "沈砚舟", "苑知微")
        shen.says("有条件").hears("愿意接受，但希望")
        yuan.says("婉拒").hears("方便说说原因吗")


def test_a_sentence_that_is_no_clear_need_is_kept_until_its_writer_says_what_it_is() -> None:
    with World(samples=True) as world:
        tang = world.known("contact:kunshan_casting")
        tang.says("我们这里的机器昨天又停了半天").hears("先替您留着").taps("当作需求填")
        assert tang.last.progress
        tang.says("暂停").says("隔壁车间的那台也是这个样子").hears("先替您留着")
        tang.says("铝合金压铸件气孔率高，X光探伤废品率8%左右，下月底前想降到3%以下").hears("请核对", "气孔率")


def test_a_sentence_may_go_to_a_person_or_nowhere() -> None:
    with World(samples=True) as world:
        tang, desk = world.known("contact:kunshan_casting"), world.known("coordinator:320583")
        tang.says("我们这里的机器昨天又停了半天").taps("转给经办人").hears("已转给")
        desk.hears("我们这里的机器昨天又停了半天")
        tang.says("隔壁车间的那台也是这个样子").taps("不用了").hears("没有保存")


def test_needs_of_other_trades_in_one_message_take_three_interactions() -> None:
    trades = {
        "我们厂的焊接机械臂轨迹跟踪误差大，焊缝宽窄不一，请教授本月内来现场指导，预算２０万元以内": "技术",
        "如东养虾的，塘里对虾最近红体、空肠空胃，死了三成，急！想请水产专家这周末前来看看": "技术",
        "印染布匹色差大，活性染料固色率低，一次成功率只有82%，希望5月底前提高到92%以上，经费30-50万": "技术",
        "想引进一位锂电池隔膜方向的博士，年薪40万左右，长期，最好10月前到岗": "人才",
        "想和高校合作开发电池隔膜涂布工艺，共建实验室，投入200万元，今年底前完成样机": "项目",
    }
    for words, kind in trades.items():
        with Invited() as world:
            tang = world.known("contact:kunshan_casting")
            tang.says(words).hears("请核对")
            assert dict(tang.last.fields)["需求类别"] == f"{kind}（识别）", words
            tang.taps("提交").hears("受理编号")


def test_the_morning_list_holds_conditions_and_approved_needs_that_nobody_is_invited_to() -> None:
    with Invited() as world:
        world.approved()
        desk, shen = world.known("coordinator:320583"), world.known("expert:die_casting")
        desk.says("待办").hears("待办 1 项").taps("匹配专家")
        desk.says("取消")
        world.invites(desk, "沈砚舟")
        desk.says("待办").hears("没有待办")
        shen.taps("有条件").taps("改为线上").says("跳过")
        desk.says("待办").hears("待办 1 项").taps("同意条件")
        desk.says("待办").hears("没有待办")


def test_a_day_that_is_over_is_named_once_and_another_asked_for() -> None:
    with World(samples=True) as world:
        tang = world.known("contact:kunshan_casting")
        tang.says("提需求").taps("技术").says("注塑件缩水严重").says("外壳缩水，想降到2%以下").says("好")
        if "希望时间" not in tang.last.progress:
            tang.taps(tang.labels[0]).says("选好了")
        tang.says("昨天").hears("已过1天。请写今天以后的日期")


def test_a_phone_leaves_no_label_behind_and_domains_stand_apart() -> None:
    with Invited() as world:
        tang = world.known("contact:kunshan_casting")
        tang.says("苹果树和土壤施肥成本高，想降低三成，联系电话138 1234 5678，下月底前").hears("请核对")
        assert "联系电话……" not in tang.last.plain()
        assert "果树、茶与花卉；土壤、肥料与耕地质量" in tang.last.plain()


def test_words_that_every_need_says_are_no_reason_to_invite_anybody() -> None:
    with Invited() as world:
        world.approved(
            title="焊接机械臂轨迹跟踪误差大", public_detail="", confidential="", domains=["0302"],
            detail="焊接机械臂轨迹跟踪误差大，焊缝宽窄不一，请教授本月内来现场指导",
        )  # fmt: skip
        desk = world.known("coordinator:320583")
        desk.taps_action(f"match:{world.need_id}").hears("骆长风")
        assert "现场" not in desk.last.plain()


def test_a_second_contact_who_waits_is_told_why_a_need_cannot_be_filed_yet() -> None:
    with World(samples=True) as world:
        second = world.arrive("钱二")
        second.says("我是企业")
        joins(second, "昆山砺澄精密压铸有限公司", code="91320583YL00000126", name="钱二")
        second.says("铝合金压铸件气孔率高，想降低废品率").hears("还在等确认")


def test_a_late_yes_is_not_answered_as_if_it_had_a_condition() -> None:
    with Invited() as world:
        world.approved()
        desk, shen = world.known("coordinator:320583"), world.known("expert:die_casting")
        world.invites(desk, "沈砚舟")
        shen.says("婉拒").says("跳过").says("跳过").taps("现在愿意接受")
        desk.taps("同意条件")
        shen.hears("谢谢您愿意接受", "企业联系人")
        assert "您提的条件" not in shen.fresh[-1].plain()


def test_an_expert_whose_words_name_no_domain_is_asked_for_one_and_may_count_in_words() -> None:
    with World(samples=True) as world:
        zhou = world.arrive("小周")
        who = ("我是专家", "同意", "周工", "江汀理工大学材料学院", "高校", "副教授", "博士", "无")
        for words in (*who, "嗯嗯嗯"):
            zhou.says(words)
        zhou.hears("还看不出技术领域").says("返回").hears("您研究什么").says("嗯嗯嗯呀")
        zhou.says("模具")
        zhou.taps(zhou.labels[0])
        for words in ("好", "无", "济源", "全国都可以", "好", "随时", "好"):
            zhou.says(words)
        if "每年" not in zhou.last.progress:
            zhou.says("好")
        zhou.says("三次").says("无").hears("手机号")
        assert "三次" not in zhou.last.plain()


def test_another_card_tapped_in_the_middle_of_a_form_shows_the_open_question_again() -> None:
    with Invited() as world:
        world.approved()
        desk, shen = world.known("coordinator:320583"), world.known("expert:die_casting")
        world.invites(desk, "沈砚舟")
        shen.says("找人工").hears("请写一句")
        question = shen.last
        shen.taps("接受").hears("谢谢您接受邀请")
        assert [message.rows for message in shen.fresh].count(question.rows) == 1
        assert shen.last.rows == question.rows
        shen.says("停车位在哪里").hears("已转给")


def test_deleting_a_draft_asks_nothing_but_whether_to_delete_it() -> None:
    with World(samples=True) as world:
        tang = world.known("contact:kunshan_casting")
        tang.says("提需求").taps("技术").says("取消")
        delete = tang.button("删除草稿").action
        tang.says("继续").hears("需求标题").taps_action(delete).hears("删除")
        assert len(tang.fresh) == 1


def test_a_need_without_a_day_takes_three_interactions_and_a_day_can_be_added() -> None:
    with Invited() as world:
        tang = world.known("contact:kunshan_casting")
        tang.says("铝合金压铸件气孔率高，X光探伤废品率8%左右，想降到3%以下").hears("请核对")
        assert dict(tang.last.fields)["希望时间"] == "（未填）"
        tang.taps("修改").taps("希望时间").says("下月底前").hears("请核对")
        assert "6月30日" in dict(tang.last.fields)["希望时间"]
        tang.taps("提交").hears("受理编号")


def test_a_day_that_is_over_in_a_message_is_asked_for() -> None:
    with Invited() as world:
        tang = world.known("contact:kunshan_casting")
        tang.says("铝合金压铸件气孔率高，X光探伤废品率8%左右，想在2025年3月1日前降到3%以下")
        assert "希望时间" in tang.last.progress


def test_the_receipt_says_once_by_when_and_leads_to_all_needs() -> None:
    with Invited() as world:
        tang = world.known("contact:kunshan_casting")
        tang.says("铝合金压铸件气孔率高，X光探伤废品率8%左右，想降到3%以下").taps("提交")
        assert tang.last.plain().count("期限") == 1
        assert tang.labels == ["我的需求", "撤回"]
        tang.taps("我的需求").hears("铝合金压铸件气孔率高").taps("铝合金").hears("进展")


def test_a_yes_typed_after_the_last_day_leads_to_the_late_yes() -> None:
    with Invited() as world:
        world.approved()
        desk, shen = world.known("coordinator:320583"), world.known("expert:die_casting")
        world.invites(desk, "沈砚舟")
        world.passes_until(MONDAY_IN_MAY + timedelta(days=9))
        shen.says("接受").hears("已过答复期限")
        assert "现在愿意接受" in shen.labels
        shen.taps("现在愿意接受")
        shen.says("接受").hears("正等经办人答复")


def test_submitting_twice_shows_the_need_that_came_of_it() -> None:
    with Invited() as world:
        tang = world.known("contact:kunshan_casting")
        tang.says("铝合金压铸件气孔率高，X光探伤废品率8%左右，想降到3%以下")
        submit = tang.button("提交").action
        tang.taps("提交").hears("受理编号")
        tang.taps_action(submit).hears("没有重复提交", "铝合金压铸件气孔率高")
        assert "撤回" in tang.labels
        tang.says("找人工").taps_action(submit).hears("没有重复提交")
        assert "请写一句" in tang.last.plain()


def test_an_old_button_of_another_form_that_is_over_says_what_can_be_done() -> None:
    with World(samples=True) as world:
        visitor = world.arrive("小李")
        visitor.taps_action("f:77:review:ok").hears("没有重复提交")
        assert visitor.last.buttons
        visitor.taps_action("f:77:name:<").hears("已经结束")
        assert visitor.last.buttons


def test_a_return_may_name_the_kind_the_budget_the_phone_and_the_files() -> None:
    with Invited() as world:
        tang, desk = world.known("contact:kunshan_casting"), world.known("coordinator:320583")
        tang.says("铝合金压铸件气孔率高，X光探伤废品率8%左右，想降到3%以下").taps("提交")
        world.need_id = int(desk.button("通过").action.split(":")[1])
        for field, words in {
            "需求类别": "项目",
            "经费意向": "20万元以内",
            "联系电话": "0512-57123456",
        }.items():
            desk.taps("退回修改").taps(field).says("请核对这一项")
            assert "请核对这一项" in tang.last.plain()
            tang.says(words).hears("修改已送达")
        need = world.need()
        assert (need.kind, need.budget, need.phone) == ("project", "20万元以内", "0512-57123456")
        desk.taps("退回修改").taps("附件").says("请补一张探伤照片")
        assert "跳过" not in tang.labels
        tang.sends("探伤.jpg").taps("发完了").hears("修改已送达")
        desk.hears("企业已修改“附件”").taps("探伤.jpg").hears("附件")
        assert [file["name"] for file in world.need().files] == ["探伤.jpg"]


def test_a_county_named_behind_its_city_is_the_needs_county() -> None:
    counties = {"南通如东": "如东县", "苏州昆山": "昆山市", "常州新北方": "昆山市"}
    for place, county in counties.items():
        with Invited() as world:
            tang = world.known("contact:kunshan_casting")
            tang.says(f"{place}养虾的，塘里对虾红体、空肠空胃，死了三成，想请水产专家来看看").hears("请核对")
            assert county in dict(tang.last.fields)["所在县区"], place


def test_the_morning_list_counts_every_need_and_invitation_that_waits() -> None:
    with Invited() as world:
        for number in range(23):
            world.approved(number=f"2026-1{number:03}", title=f"第 {number} 条需求")
        desk = world.known("coordinator:320583")
        desk.says("待办").hears("现有待办 23 项", "还有 18 项没有显示", "第 0 条需求")
        for number in range(22):
            world.change(partial(_asked, world=world, back=number))
        desk.says("待办").hears("现有待办 23 项", "还有 18 项没有显示")
        desk.says("我的邀请").hears("等待答复的邀请（22 份）", "还有 14 份没有列出")


def _asked(work: Work, world: Invited, back: int) -> Invitation:
    """Add an invitation whose expert has a condition, to one of the needs."""
    need = work.session.get_one(Need, world.need_id - back)
    expert = work.experts.of_person(world.people["expert:die_casting"])
    assert expert is not None
    assert need.bureau_id is not None
    invitation = Invitation(
        need_id=need.id or 0,
        expert_id=expert.id or 0,
        bureau_id=need.bureau_id,
        state="conditional",
        year=work.today.year,
        invited_by=world.people["coordinator:320583"],
        condition_kind="online",
        pays="host",
        visit_days=1,
        sent_at=work.now,
        reply_by=work.today,
    )
    return work.add(invitation)
