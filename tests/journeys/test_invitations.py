"""From the candidates of a need to a meeting: invited, answered, withdrawn, told to all."""

from datetime import date, datetime, timedelta

from handlers.domain.days import SHANGHAI
from handlers.domain.invitations import ACCEPTED, CONDITIONAL, DECLINED, EXPIRED, OPEN, WITHDRAWN
from handlers.domain.needs import APPROVED, ARRANGED, Need
from tests.support.inviting import Invited
from tests.support.world import Visitor

OWN_PHONE, CONTACT_PHONE = "19900001001", "19900002001"


def words(visitor: Visitor) -> str:
    return "\n".join(message.plain() for message in (*visitor.screen, *visitor.buzzed))


def test_an_expert_accepts_and_all_three_are_told() -> None:
    with Invited() as world:
        world.approved()
        desk, shen, tang = map(
            world.known, ("coordinator:320583", "expert:die_casting", "contact:kunshan_casting")
        )
        world.invites(desk, "沈砚舟")
        assert OWN_PHONE not in words(tang)
        assert CONTACT_PHONE not in words(shen)
        shen.taps("接受")
        shen.hears("谢谢您接受邀请", "唐以宁", CONTACT_PHONE)
        tang.hears("专家已接受邀请", "沈砚舟", OWN_PHONE)
        desk.hears("沈砚舟已接受邀请", "双方已收到对方的联系方式", OWN_PHONE, CONTACT_PHONE)
        assert world.need().state == ARRANGED
        assert [each.state for each in world.invitations()] == [ACCEPTED]


def test_the_card_says_who_why_where_when_how_long_who_pays_and_by_when() -> None:
    with Invited() as world:
        world.approved()
        desk, shen = world.known("coordinator:320583"), world.known("expert:die_casting")
        world.invites(desk, "沈砚舟", day="5月28日")
        shen.hears("昆山市人力资源和社会保障局", "昆山砺澄精密压铸有限公司", "江苏省苏州市昆山市")
        shen.hears(
            "为什么请您：擅长", "5月28日（周四），约 2 天", "企业承担", "答复期限：5月18日（周一），还有7天"
        )
        assert shen.labels == ["接受", "有条件", "婉拒"]


def test_nothing_that_the_enterprise_keeps_back_reaches_the_expert() -> None:
    with Invited() as world:
        world.approved(title="铝合金压铸件气孔率高（客户是南方一家车厂）")
        desk, shen = world.known("coordinator:320583"), world.known("expert:die_casting")
        world.invites(desk, "沈砚舟")
        shen.taps("接受").says("我的邀请")
        assert "南方" not in words(shen)


def test_a_need_that_is_kept_back_whole_shows_only_its_title() -> None:
    with Invited() as world:
        world.approved(public_detail="")
        desk, shen = world.known("coordinator:320583"), world.known("expert:die_casting")
        world.invites(desk, "沈砚舟")
        shen.hears("企业要求暂不公开")
        assert "探伤" not in words(shen)


def test_a_double_tap_on_accept_has_one_effect() -> None:
    with Invited() as world:
        world.approved()
        desk, shen, tang = map(
            world.known, ("coordinator:320583", "expert:die_casting", "contact:kunshan_casting")
        )
        world.invites(desk, "沈砚舟")
        accept = shen.button("接受").action
        shen.taps_action(accept)
        heard = len(tang.buzzed)
        shen.taps_action(accept).hears("已经接受，不用再点")
        assert len(tang.buzzed) == heard
        assert len(world.events("invitation.accepted")) == 1


def test_an_old_decline_after_a_yes_changes_nothing() -> None:
    with Invited() as world:
        world.approved()
        desk, shen = world.known("coordinator:320583"), world.known("expert:die_casting")
        world.invites(desk, "沈砚舟")
        decline, condition = shen.button("婉拒").action, shen.button("有条件").action
        shen.taps("接受")
        shen.taps_action(decline).hears("已经接受")
        shen.taps_action(condition).hears("已经接受")
        assert world.invitations()[0].state == ACCEPTED


def test_two_coordinators_who_invite_the_same_expert_send_one_invitation() -> None:
    with Invited() as world:
        world.approved()
        county, city = world.known("coordinator:320583"), world.known("coordinator:320000")
        shen = world.known("expert:die_casting")
        for desk in (county, city):
            desk.taps_action(f"match:{world.need_id}")
            desk.taps("沈砚舟").taps("选好了").taps("双方商定").taps("1").taps("企业承担")
        county.taps("确认发出").hears("已发出 1 份邀请")
        city.taps("确认发出").hears("没有邀请沈砚舟", "已经邀请过")
        assert len(world.invitations()) == 1
        assert len(shen.buzzed) == 1


def test_who_became_unfit_after_the_list_was_shown_is_left_out_and_the_others_are_invited() -> None:
    with Invited() as world:
        world.approved()
        desk = world.known("coordinator:320583")
        desk.taps_action(f"match:{world.need_id}").taps("沈砚舟").taps("陆怀谷").taps("选好了")
        desk.taps("双方商定").taps("1").taps("企业承担")
        world.expert("die_casting", state="paused")
        desk.taps("确认发出").hears("已发出 1 份邀请：陆怀谷", "没有邀请沈砚舟：本人已暂停接受邀请")
        assert len(world.invitations()) == 1


def test_when_nobody_is_left_to_invite_the_list_is_shown_again_with_the_reason() -> None:
    with Invited() as world:
        world.approved()
        desk = world.known("coordinator:320583")
        desk.taps_action(f"match:{world.need_id}").taps("沈砚舟").taps("选好了")
        desk.taps("双方商定").taps("1").taps("企业承担")
        world.expert("die_casting", state="paused")
        desk.taps("确认发出").hears("没有发出邀请", "暂停接受邀请", "请改选其他专家")
        assert not world.invitations()
        desk.taps("陆怀谷").hears("陆怀谷")


def test_an_expert_has_at_most_three_open_invitations_over_all_areas() -> None:
    with Invited() as world:
        world.expert("die_casting", yearly_cap=9)
        desk = world.known("coordinator:320583")
        for number in range(4):
            world.approved(title=f"铝合金压铸件气孔率高，第{number}条")
            desk.taps_action(f"match:{world.need_id}")
            if number < 3:
                desk.taps("沈砚舟").taps("选好了").taps("双方商定").taps("1").taps("企业承担").taps(
                    "确认发出"
                )
        assert "手上已有 3 份邀请待答复（最多 3 份）" in desk.last.plain()


def test_a_decline_counts_at_once_and_reason_and_colleague_may_follow() -> None:
    with Invited() as world:
        world.approved()
        desk, shen = world.known("coordinator:320583"), world.known("expert:die_casting")
        world.invites(desk, "沈砚舟")
        shen.taps("婉拒").hears("谢谢您及时答复", "方便说说原因吗")
        assert world.invitations()[0].state == DECLINED
        desk.hears("沈砚舟婉拒了邀请")
        shen.taps("时间排不开").taps("选好了").says("云渚大学周同行").hears("已经记下")
        desk.hears("原因：时间排不开", "推荐同行：云渚大学周同行")
        desk.taps("下一批候选人")
        assert "陆怀谷" in desk.last.plain()


def test_a_decline_needs_no_words() -> None:
    with Invited() as world:
        world.approved()
        desk, shen = world.known("coordinator:320583"), world.known("expert:die_casting")
        world.invites(desk, "沈砚舟")
        shen.taps("婉拒").taps("跳过").taps("跳过").hears("谢谢您及时答复")
        assert world.invitations()[0].reason == ""


def test_a_condition_goes_to_the_coordinator_who_agrees() -> None:
    with Invited() as world:
        world.approved()
        desk, shen, tang = map(
            world.known, ("coordinator:320583", "expert:die_casting", "contact:kunshan_casting")
        )
        world.invites(desk, "沈砚舟")
        shen.taps("有条件").taps("另约时间").says("6月10日以后都可以").hears("您的条件已转给经办人")
        assert world.invitations()[0].state == CONDITIONAL
        assert OWN_PHONE not in words(tang)
        desk.hears("沈砚舟有条件接受", "另约时间：6月10日以后都可以")
        desk.taps("再联系").hears(f"请与沈砚舟联系：{OWN_PHONE}")
        desk.taps("同意条件")
        shen.hears("您提的条件已经同意", CONTACT_PHONE)
        tang.hears("专家已接受邀请", "专家的条件：另约时间：6月10日以后都可以", OWN_PHONE)
        assert world.need().state == ARRANGED


def test_agreeing_twice_tells_once() -> None:
    with Invited() as world:
        world.approved()
        desk, shen = world.known("coordinator:320583"), world.known("expert:die_casting")
        world.invites(desk, "沈砚舟")
        shen.taps("有条件").taps("改为线上").taps("跳过")
        agree = desk.button("同意条件").action
        desk.taps_action(agree)
        heard = len(shen.buzzed)
        desk.taps_action(agree).hears("已经接受")
        assert len(shen.buzzed) == heard


def test_an_expert_cannot_agree_to_the_own_condition() -> None:
    with Invited() as world:
        world.approved()
        desk, shen = world.known("coordinator:320583"), world.known("expert:die_casting")
        world.invites(desk, "沈砚舟")
        shen.taps("有条件").taps("改为线上").taps("跳过")
        shen.taps_action(f"i.agree:{world.invitations()[0].id}:2").hears("不能由您处理")
        assert world.invitations()[0].state == CONDITIONAL


def test_a_coordinator_withdraws_and_all_who_knew_are_told() -> None:
    with Invited() as world:
        world.approved()
        desk, shen, tang = map(
            world.known, ("coordinator:320583", "expert:die_casting", "contact:kunshan_casting")
        )
        world.invites(desk, "沈砚舟")
        shen.taps("接受")
        desk.taps("撤回邀请").says("企业停产检修")
        desk.hears("已撤回对沈砚舟的邀请")
        shen.hears("撤回了请您为昆山砺澄精密压铸有限公司解决", "企业停产检修")
        tang.hears("撤回了对沈砚舟的安排", "企业停产检修")
        assert CONTACT_PHONE not in shen.screen[0].plain()
        assert world.need().state == APPROVED


def test_an_expert_who_cannot_come_after_all_says_so_to_all() -> None:
    with Invited() as world:
        world.approved()
        desk, shen, tang = map(
            world.known, ("coordinator:320583", "expert:die_casting", "contact:kunshan_casting")
        )
        world.invites(desk, "沈砚舟")
        shen.taps("接受").taps("我去不了了").says("家中有事")
        shen.hears("谢谢您提前说明")
        tang.hears("沈砚舟不能来了。原因：家中有事")
        desk.hears("沈砚舟不能来了", "家中有事")
        assert (world.need().state, world.invitations()[0].state) == (APPROVED, WITHDRAWN)
        desk.taps("下一批候选人")
        assert "沈砚舟" in desk.last.plain()


def test_the_need_stays_arranged_while_another_expert_still_comes() -> None:
    with Invited() as world:
        world.approved()
        desk, shen, lu = map(
            world.known, ("coordinator:320583", "expert:die_casting", "expert:melt_treatment")
        )
        world.invites(desk, "沈砚舟", "陆怀谷")
        shen.taps("接受")
        lu.taps("接受")
        shen.taps("我去不了了").says("家中有事")
        assert world.need().state == ARRANGED


def test_silence_is_reminded_once_then_expires_and_the_coordinator_gets_the_next_ones() -> None:
    with Invited() as world:
        world.approved()
        desk, shen = world.known("coordinator:320583"), world.known("expert:die_casting")
        world.invites(desk, "沈砚舟")
        shen.says("我的邀请")
        world.passes_until(datetime(2026, 5, 13, 8, 59, tzinfo=SHANGHAI))
        world.passes_until(datetime(2026, 5, 13, 9, 1, tzinfo=SHANGHAI))
        shen.hears("提醒您：这份邀请还等您答复")
        world.passes_until(datetime(2026, 5, 18, 23, 59, tzinfo=SHANGHAI))
        assert world.invitations()[0].state == OPEN
        desk.read = len(desk.buzzed)
        world.passes_until(datetime(2026, 5, 19, 0, 5, tzinfo=SHANGHAI))
        assert world.invitations()[0].state == EXPIRED
        desk.hears_nothing()
        world.passes_until(datetime(2026, 5, 19, 8, 0, tzinfo=SHANGHAI))
        world.passes(seconds=5)  # what was held comes together first
        desk.hears("沈砚舟到期没有答复").taps("下一批候选人")
        assert len(world.events("invitation.reminded")) == 1


def test_a_call_for_an_unopened_invitation_is_asked_for_out_of_the_night() -> None:
    with Invited() as world:
        world.approved()
        desk = world.known("coordinator:320583")
        world.known("expert:die_casting")
        world.passes(hours=12)
        world.invites(desk, "沈砚舟")
        desk.read = len(desk.buzzed)
        looked = (world.clock.now() + timedelta(days=1)).astimezone(SHANGHAI)
        assert looked.hour >= 21
        world.passes(hours=24, minutes=30)
        desk.hears_nothing()
        world.passes(hours=11)
        desk.hears("请打电话：沈砚舟", "消息已发出一个工作日，对方还没有打开。")


def test_a_late_yes_is_possible_and_the_coordinator_decides() -> None:
    with Invited() as world:
        world.approved()
        desk, shen, tang = map(
            world.known, ("coordinator:320583", "expert:die_casting", "contact:kunshan_casting")
        )
        world.invites(desk, "沈砚舟")
        accept = shen.button("接受").action
        world.passes_until(datetime(2026, 5, 19, 9, 0, tzinfo=SHANGHAI))
        shen.taps_action(accept).hears("已过答复期限").taps("现在愿意接受").hears("由经办人决定")
        desk.hears("沈砚舟在期限过后表示愿意接受")
        assert OWN_PHONE not in words(tang)
        desk.taps("同意条件")
        assert world.invitations()[0].state == ACCEPTED
        tang.hears(OWN_PHONE)


def test_after_an_answer_no_reminder_comes() -> None:
    with Invited() as world:
        world.approved()
        desk, shen = world.known("coordinator:320583"), world.known("expert:die_casting")
        world.invites(desk, "沈砚舟")
        shen.taps("接受")
        heard = len(shen.buzzed)
        world.passes_until(datetime(2026, 5, 20, 12, 0, tzinfo=SHANGHAI))
        assert len(shen.buzzed) == heard
        assert world.invitations()[0].state == ACCEPTED


def test_an_undecided_condition_is_brought_up_again_the_next_working_morning() -> None:
    with Invited() as world:
        world.approved()
        desk, shen = world.known("coordinator:320583"), world.known("expert:die_casting")
        world.invites(desk, "沈砚舟")
        shen.taps("有条件").taps("改为线上").taps("跳过")
        world.passes_until(datetime(2026, 5, 12, 9, 1, tzinfo=SHANGHAI))
        desk.hears("沈砚舟的有条件接受还等您答复")


def test_a_button_of_somebody_elses_invitation_does_nothing() -> None:
    with Invited() as world:
        world.approved()
        desk, lu = world.known("coordinator:320583"), world.known("expert:melt_treatment")
        world.invites(desk, "沈砚舟")
        for verb in ("i.yes", "i.no", "i.if", "i.out", "i.see", "i.late", "i.agree", "i.for"):
            lu.taps_action(f"{verb}:{world.invitations()[0].id}:1")
            assert "这份邀请不是发给您的" in lu.last.plain()
        assert world.invitations()[0].state == OPEN


def test_a_forged_button_gets_a_clear_answer() -> None:
    with Invited() as world:
        shen = world.known("expert:die_casting")
        for verb in ("i.yes", "i.no", "i.if", "i.out", "i.see", "i.late", "i.agree", "i.talk", "i.for"):
            for rest in ("", "999999", "x:1", "9" * 40):
                shen.taps_action(f"{verb}:{rest}")
                assert "没有找到这份邀请" in shen.last.plain()


def test_another_areas_coordinator_may_not_match_or_invite() -> None:
    with Invited() as world:
        world.approved(county="320281", bureau_id=None)
        other = world.known("coordinator:320583")
        other.taps_action(f"match:{world.need_id}").hears("您无权为它邀请专家")


def test_a_need_that_is_not_approved_cannot_be_matched() -> None:
    with Invited() as world:
        world.approved(state="submitted")
        desk = world.known("coordinator:320583")
        desk.taps_action(f"match:{world.need_id}").hears("还没有核实通过")
        desk.taps_action("match:99999").hears("没有找到这条需求")


def test_an_expert_off_the_list_is_found_by_name() -> None:
    with Invited() as world:
        world.approved()
        desk = world.known("coordinator:320583")
        desk.taps_action(f"match:{world.need_id}").says("秦若松").taps("选好了")
        desk.taps("双方商定").taps("1").taps("主办单位承担").taps("确认发出").hears("已发出 1 份邀请：秦若松")


def test_when_the_need_is_closed_the_old_buttons_say_so() -> None:
    with Invited() as world:
        world.approved()
        desk, shen, tang = map(
            world.known, ("coordinator:320583", "expert:die_casting", "contact:kunshan_casting")
        )
        world.invites(desk, "沈砚舟")
        accept = shen.button("接受").action
        tang.says("我的需求")
        tang.taps("铝合金").taps("撤回")
        tang.taps(tang.labels[0])
        shen.taps_action(accept).hears("已经撤回")
        assert world.invitations()[0].state == WITHDRAWN


def test_the_lists_show_what_waits() -> None:
    with Invited() as world:
        world.approved()
        desk, shen = world.known("coordinator:320583"), world.known("expert:die_casting")
        world.invites(desk, "沈砚舟")
        desk.says("我的邀请").hears("等待答复的邀请（1 份）", "沈砚舟")
        desk.taps("沈砚舟 ").hears("等待答复")
        shen.says("我的邀请").hears("您的邀请（2 份）")
        shen.taps("昆山砺澄").taps("接受")
        desk.says("我的邀请").hears("没有等待答复的邀请")


def test_an_invitation_in_the_middle_of_a_form_does_not_disturb_it() -> None:
    with Invited() as world:
        world.approved()
        desk, shen = world.known("coordinator:320583"), world.known("expert:die_casting")
        world.approved(title="铝合金压铸件气孔率高，另一条")
        world.invites(desk, "沈砚舟")
        shen.taps("有条件").taps("另约时间")
        second = world.need_id
        world.approved(title="铝合金压铸件气孔率高，第三条")
        world.invites(desk, "沈砚舟")
        shen.taps("接受")
        shen.says("下个月可以")
        states = {each.need_id: each.state for each in world.invitations()}
        assert states == {world.need_id: ACCEPTED}
        world.need_id = second
        assert world.invitations()[0].condition == "下个月可以"


def test_reply_by_counts_working_days_only() -> None:
    with Invited(datetime(2026, 5, 15, 16, 0, tzinfo=SHANGHAI)) as world:
        world.approved()
        world.invites(world.known("coordinator:320583"), "沈砚舟")
        assert world.invitations()[0].reply_by == date(2026, 5, 22)


def test_an_unverified_expert_is_verified_from_the_list_and_may_be_ticked_then() -> None:
    with Invited() as world:
        world.approved()
        world.expert("squeeze_casting", months=[])
        desk = world.known("coordinator:320583")
        desk.taps_action(f"match:{world.need_id}").hears("喻晚舟（望溪交通大学材料科学与工程学院）：还未核实")
        desk.taps("核实喻晚舟").taps("确认")
        desk.taps("沈砚舟").taps("喻晚舟").taps("选好了").taps("双方商定").taps("1").taps("企业承担").taps(
            "确认发出"
        )
        desk.hears("已发出 2 份邀请：沈砚舟、喻晚舟")


def test_a_conflict_is_marked_from_the_list_and_the_expert_is_left_out_from_then_on() -> None:
    with Invited() as world:
        world.approved()
        desk = world.known("coordinator:320583")
        desk.taps_action(f"match:{world.need_id}").taps("标记回避").says("沈砚舟").says("合同纠纷未了")
        desk.taps_action(f"match:{world.need_id}")
        assert "经办人标记了回避：合同纠纷未了（标记取消后可邀请）" in desk.last.plain()


def test_what_comes_late_because_the_service_was_down_says_so() -> None:
    with Invited() as world:
        world.approved()
        desk, shen = world.known("coordinator:320583"), world.known("expert:die_casting")
        world.invites(desk, "沈砚舟")
        world.passes(days=4)
        shen.hears("（补发）提醒您")
        assert len(world.events("invitation.reminded")) == 1


def test_an_expert_who_reads_english_gets_the_invitation_in_english() -> None:
    with Invited() as world:
        world.approved()
        desk, shen = world.known("coordinator:320583"), world.known("expert:die_casting")
        shen.commands("language")
        shen.taps("English")
        world.invites(desk, "沈砚舟")
        shen.hears("Why you：works on", "Answer by：Mon 18 May, 7 days left")
        shen.taps("Accept").hears("Thank you for accepting")


def test_a_condition_that_is_told_after_the_time_to_answer_says_what_can_still_be_done() -> None:
    with Invited() as world:
        world.approved()
        desk, shen = world.known("coordinator:320583"), world.known("expert:die_casting")
        world.invites(desk, "沈砚舟")
        shen.taps("有条件")
        world.passes_until(datetime(2026, 5, 19, 9, 0, tzinfo=SHANGHAI))
        shen.taps("改为线上").taps("跳过").hears("已过答复期限")
        assert world.invitations()[0].state == EXPIRED
        shen.taps("现在愿意接受")
        assert world.invitations()[0].state == CONDITIONAL


def test_an_old_late_yes_leads_to_the_newer_invitation() -> None:
    with Invited() as world:
        world.approved()
        desk, shen = world.known("coordinator:320583"), world.known("expert:die_casting")
        world.invites(desk, "沈砚舟")
        shen.taps("婉拒").taps("跳过").taps("跳过")
        late = shen.button("现在愿意接受").action
        world.invites(desk, "沈砚舟")
        shen.taps_action(late)
        assert [each.state for each in world.invitations()] == [DECLINED, OPEN]
        assert "接受" in shen.labels


def test_a_need_that_is_closed_while_the_form_is_open_is_not_invited_to() -> None:
    with Invited() as world:
        world.approved()
        desk = world.known("coordinator:320583")
        desk.taps_action(f"match:{world.need_id}").taps("沈砚舟").taps("选好了")
        desk.taps("双方商定").taps("1").taps("企业承担")
        world.change(lambda work: setattr(work.session.get_one(Need, world.need_id), "state", "withdrawn"))
        desk.taps("确认发出").hears("不再邀请专家")
        desk.taps_action(f"match:{world.need_id}").hears("不再邀请专家")
        assert not world.invitations()


def test_an_expert_who_is_gone_from_the_pool_is_left_out() -> None:
    with Invited() as world:
        world.approved()
        desk = world.known("coordinator:320583")
        desk.taps_action(f"match:{world.need_id}").taps("沈砚舟").taps("陆怀谷").taps("选好了")
        desk.taps("双方商定").taps("1").taps("企业承担")
        world.change(lambda work: work.people.erase(world.people["expert:die_casting"]))
        desk.taps("确认发出").hears("已发出 1 份邀请：陆怀谷", "专家资料已不在库中")


def test_taking_back_twice_tells_once() -> None:
    with Invited() as world:
        world.approved()
        desk, shen = world.known("coordinator:320583"), world.known("expert:die_casting")
        world.invites(desk, "沈砚舟")
        shen.taps("接受")
        back = shen.button("我去不了了").action
        shen.taps_action(back).says("家中有事")
        shen.taps_action(back).hears("已经撤回")
        assert len(world.events("invitation.withdrawn")) == 1


def test_the_list_tells_an_enterprise_where_to_look_instead() -> None:
    with Invited() as world:
        world.known("contact:kunshan_casting").says("我的邀请").hears("发“我的需求”查看进展")


def test_the_needs_own_bureau_hears_when_the_bureau_above_invited() -> None:
    with Invited() as world:
        world.approved()
        county, province = world.known("coordinator:320583"), world.known("coordinator:320000")
        shen = world.known("expert:die_casting")
        world.invites(province, "沈砚舟")
        shen.taps("接受")
        province.hears("沈砚舟已接受邀请")
        county.hears("沈砚舟已接受邀请")


def test_nobody_fits_and_the_card_says_what_can_be_done() -> None:
    with Invited() as world:
        world.approved(
            title="雅鲁藏布古籍修复", detail="唐卡颜料褪色", public_detail="唐卡颜料褪色", domains=[]
        )
        desk = world.known("coordinator:320583")
        desk.taps_action(f"match:{world.need_id}")
        assert "暂时没有" in desk.last.plain()


def test_a_reminder_that_comes_after_the_time_to_answer_is_not_sent() -> None:
    with Invited() as world:
        world.approved()
        desk, shen = world.known("coordinator:320583"), world.known("expert:die_casting")
        world.invites(desk, "沈砚舟")
        world.passes(days=9)
        assert not world.events("invitation.reminded")
        assert "提醒您" not in words(shen)
        desk.hears("（补发）沈砚舟到期没有答复")
