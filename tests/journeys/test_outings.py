"""Activities (对接活动) under strain: teams, clashes, changes, people without a chat, problems."""

from datetime import date, datetime

from handlers.domain.activities import CANCELLED, DONE, DROPPED, GOING, HAPPENED, NOT_HELD, PLANNED
from handlers.domain.days import SHANGHAI
from tests.journeys.test_story_on_postgres import migrated_postgres
from tests.support.outings import DESK, EXPERT, Outings
from tests.support.world import Visitor

CITY = "coordinator:320500"


def screen(visitor: Visitor) -> str:
    return "\n".join(message.plain() for message in visitor.screen)


# ------------------------------------------------------------------------------------------------- planning


def test_a_day_that_was_agreed_in_the_invitation_leaves_only_the_second_tap() -> None:
    with Outings() as world:
        world.approved()
        desk, shen = world.known(DESK), world.known(EXPERT)
        world.invites(desk, "沈砚舟", day="5月28日")
        shen.taps("接受")
        desk.taps("安排活动").hears("将通知1对专家和企业：沈砚舟").taps("确认安排")
        assert world.activity().starts == date(2026, 5, 28)


def test_a_team_is_built_over_several_counties_with_a_reason_where_it_is_small() -> None:
    with Outings() as world:
        world.ready("die_casting", "contact:changshu_dyeing", CITY)
        world.ready("ndt", "contact:zhangjiagang_polymer", CITY)
        city = world.known(CITY)
        city.says("活动").taps("新建活动").taps("沈砚舟").taps("苑知微").says("骆长风")
        assert any(label.startswith("✓ 骆长风") for label in city.labels)
        city.taps("选好了").taps("专家服务团").hears("去哪些企业").taps("选好了")
        city.says("苏州装备制造专家服务团").says("5月20日").taps("3")
        city.hears("服务团现在 3/15 人（原则上不少于15人）").says("首批试点，下批补足")
        city.hears("将通知3对专家和企业", "骆长风", "请先征得本人同意").taps("确认安排")
        city.hears("3/15人（原则上）：沈砚舟、苑知微、骆长风", "人数理由：首批试点，下批补足", "领队沈砚舟")
        activity = world.activity()
        assert (activity.area, activity.organiser, activity.kind) == ("320500", "city", "service_team")
        by_name = world.visits()[-2:]
        assert [visit.planned_on for visit in by_name] == [date(2026, 5, 20), date(2026, 5, 21)]
        assert len(world.visits()) == 4  # each invited expert their own enterprise, who comes by name both


def test_what_the_form_proposes_can_be_changed_before_it_is_sent() -> None:
    with Outings() as world:
        desk, *_ = world.accepted("沈砚舟", "苑知微")
        desk.taps_action(f"act.plan:{world.need_id}").taps("选好了（2项）").taps("讲学培训").taps("选好了")
        desk.says("铸造技术讲座").says("5月20日").taps("2")
        desk.hears("组织层级：市局", "批次：1", "费用：企业承担")
        desk.taps("修改").taps("领队").taps("苑知微").taps("修改").taps("批次").says("4")
        desk.taps("修改").taps("组织层级").taps("省厅").taps("修改").taps("产业领域").says("无损检测")
        desk.taps("修改").taps("地点").says("二楼培训室").taps("确认安排")
        desk.hears("省厅 · 第4批 · 领队苑知微", "二楼培训室")
        assert world.activity().title == "铸造技术讲座"


def test_paired_support_names_its_partner_and_a_base_activity_its_base() -> None:
    with Outings() as world:
        desk, *_ = world.accepted()
        desk.taps_action(f"act.new:{_bureau(world)}")
        desk.taps("沈砚舟").taps("选好了").taps("对口支援服务").taps("选好了").says("苏陕对口支援")
        desk.says("5月20日").taps("2").taps("陕西省").taps("确认安排").hears("对口省份：陕西省")
        assert world.activity().partner == "610000"


def test_an_expert_who_goes_elsewhere_on_that_day_wants_a_reason_in_any_area() -> None:
    with Outings() as world:
        elsewhere = world.ready("die_casting", "contact:changshu_dyeing", CITY)
        world.known(CITY).taps_action(f"act.one:{elsewhere}").says("5月21日").taps("确认安排")
        desk, _, _ = world.accepted()
        desk.taps("安排活动").says("5月20日").taps("确认安排")
        desk.hears("日期冲突：沈砚舟已排进HD2026-0001（江苏省苏州市常熟市，5月21日（周四））")
        desk.says("上午昆山，下午常熟，已与专家说好").taps("确认安排").hears("冲突理由：上午昆山")
        assert world.activity().number == "HD2026-0002"


def test_a_clash_is_found_when_an_activity_is_moved_or_grows() -> None:
    with Outings() as world:
        elsewhere = world.ready("die_casting", "contact:changshu_dyeing", CITY)
        changshu = world.known(CITY)
        changshu.taps_action(f"act.one:{elsewhere}").says("5月27日").taps("确认安排")
        desk, _, _ = world.accepted()
        world.plans(desk)
        desk.taps("改日期地点").says("5月27日").taps("跳过").hears("日期冲突：沈砚舟已排进HD2026-0001")
        assert world.activity().starts == date(2026, 5, 20)
        desk.taps_action("act:2").taps("增加专家").says("尹清和").taps("选好了").hears("尹清和")
        changshu.taps_action("act:1").taps("改日期地点").says("5月20日").taps("跳过").hears(
            "日期冲突：沈砚舟"
        )


def test_who_must_not_serve_an_enterprise_is_not_planned_with_it() -> None:
    with Outings() as world:
        desk, *_ = world.accepted()
        desk.taps_action(f"act.new:{_bureau(world)}").says("邵其野").taps("选好了").taps("讲学培训")
        desk.says("昆山砺澄").taps("选好了").says("讲座").says("5月20日").taps("2").taps("确认安排")
        desk.hears("邵其野与昆山砺澄精密压铸有限公司有回避关系")
        assert not world.visits()


def test_two_coordinators_who_plan_the_same_yes_make_one_activity() -> None:
    with Outings() as world:
        desk, shen, _ = world.accepted()
        province = world.known("coordinator:320000")
        number = world.invitations()[0].id
        for officer in (desk, province):
            officer.taps_action(f"act.one:{number}").says("5月20日")
        desk.taps("确认安排").hears("HD2026-0001")
        heard = world.told(shen)
        province.taps("确认安排").hears("没有可安排的专家")
        assert (len(world.visits()), world.told(shen)) == (1, heard)


def test_a_visit_that_was_not_held_can_be_planned_anew() -> None:
    with Outings() as world:
        desk, shen, tang = world.accepted()
        world.plans(desk)
        world.after()
        shen.taps("没有进行")
        tang.taps("没有进行")
        assert world.activity().state == DONE
        desk.taps_action(f"act.plan:{world.need_id}").says("6月10日").taps("确认安排").hears("HD2026-0002")


# ------------------------------------------------------------------------------------------------- changing


def test_who_takes_a_yes_back_is_taken_out_and_each_side_hears_of_it_once() -> None:
    with Outings() as world:
        desk, shen, tang = world.accepted()
        world.plans(desk)
        before = world.told(tang, shen)
        shen.taps("我去不了").says("出差冲突")
        assert world.told(tang, shen) == [before[0] + 1, before[1] + 2]  # the question, and the answer to it
        desk.hears("沈砚舟", "已经没有专家前往")
        assert [each.state for each in world.participants()] == [DROPPED]
        world.until(5, 25)
        assert "请确认活动情况" not in screen(tang)
        assert world.activity().state == CANCELLED


def test_an_expert_with_two_enterprises_goes_on_to_the_other_one() -> None:
    with Outings() as world:
        desk, shen, _ = world.accepted()
        world.plans(desk)
        world.ready("die_casting", "contact:kunshan_mould")
        desk.taps("增加专家").taps("昆山澹刃").taps("选好了").hears("已增加1对专家和企业")
        shen.hears("昆山澹刃模具有限公司")
        first = world.invitations()[0]
        shen.taps_action(f"i.out:{first.id}:{first.revision}").says("只能去一家")
        assert [visit.state for visit in world.visits()] == [CANCELLED, PLANNED]
        assert [each.state for each in world.participants()] == [GOING]


def test_further_enterprises_and_experts_are_told_and_nobody_else() -> None:
    with Outings() as world:
        desk, shen, tang = world.accepted()
        fei, yuan = world.known("contact:kunshan_mould"), world.known("expert:ndt")
        world.plans(desk)
        heard = world.told(tang)
        desk.taps("增加企业").says("澹刃模具").taps("选好了")
        fei.hears("对接活动已安排", "沈砚舟")
        shen.hears("昆山澹刃模具有限公司")
        assert world.told(tang) == heard
        desk.taps("增加专家").says("苑知微").taps("选好了")
        yuan.hears("昆山砺澄精密压铸有限公司", "昆山澹刃模具有限公司")
        assert len(world.visits()) == 4


def test_an_expert_by_name_may_step_back_and_the_others_are_told_why() -> None:
    with Outings() as world:
        desk, _, tang = world.accepted()
        yuan = world.known("expert:ndt")
        world.plans(desk)
        desk.taps("增加专家").says("苑知微").taps("选好了")
        yuan.taps("我去不了").says("当天有课").hears("您不参加这次活动")
        tang.hears("苑知微这次不去了。原因：当天有课")
        desk.hears("苑知微这次不去了")
        assert [each.state for each in world.participants()] == [GOING, DROPPED]


def test_a_dropped_expert_and_the_enterprise_are_told_once_and_the_invitation_is_free_again() -> None:
    with Outings() as world:
        desk, shen, tang = world.accepted()
        world.plans(desk)
        before = world.told(shen, tang)
        desk.taps("减少专家").taps("沈砚舟").says("企业临时停产")
        shen.hears("您不用去了。原因：企业临时停产")
        assert world.told(shen, tang) == [before[0] + 1, before[1] + 1]
        desk.taps_action("act:1").taps("增加专家").hears("沈砚舟")


def test_when_nothing_changes_nobody_is_told() -> None:
    with Outings() as world:
        desk, shen, tang = world.accepted()
        world.plans(desk)
        before = world.told(shen, tang)
        desk.taps("改日期地点").says("5月20日").taps("跳过").hears("都没有变")
        assert world.told(shen, tang) == before
        assert not world.events("outing.moved")


def test_a_colleagues_change_is_not_overwritten() -> None:
    with Outings() as world:
        desk, _, _ = world.accepted()
        province = world.known("coordinator:320000")
        world.plans(desk)
        for officer in (desk, province):
            officer.taps_action("act:1").taps("改日期地点")
        desk.says("5月27日").taps("跳过").hears("原定5月20日（周三）")
        province.says("6月3日").taps("跳过").hears("活动刚有变动，没有覆盖")
        assert world.activity().starts == date(2026, 5, 27)


def test_a_move_outside_the_window_wants_its_reason() -> None:
    with Outings() as world:
        desk, _, _ = world.accepted()
        world.plans(desk)
        desk.taps("改日期地点").says("9月8日").hears("不在对接活动时段").says("九月停产检修").taps("跳过")
        desk.hears("时段外理由：九月停产检修")
        desk.taps("改日期地点").says("10月14日").taps("跳过")
        assert world.activity().reasons == {}


def test_a_need_that_is_taken_back_takes_its_visit_out() -> None:
    with Outings() as world:
        desk, shen, tang = world.accepted()
        world.plans(desk)
        need = world.need()
        tang.taps_action(f"n.drop2:{need.id}:{need.revision}")
        shen.hears("撤回")
        assert world.visit().state == CANCELLED


# ------------------------------------------------------------------------------------------ without a chat


def test_people_without_a_chat_are_phoned_about_each_change_and_about_nothing_twice() -> None:
    with Outings() as world:
        number = world.ready()
        desk = world.known(DESK)
        desk.taps_action(f"act.one:{number}").says("5月20日").taps("确认安排")
        desk.hears("请打电话：沈砚舟", "请打电话：唐以宁", "对接活动“昆山砺澄精密的技术难题”已安排")
        assert [task.words.split("/")[0] for task in world.tasks("phone", "open")] == ["act_planned"] * 2
        desk.taps("已电话通知").hears("已记下：电话通知了唐以宁")
        desk.taps_action("act:1").taps("改日期地点").says("5月27日").taps("跳过")
        waiting = [task.words.split("/")[0] for task in world.tasks("phone", "open")]
        assert waiting == ["act_moved", "act_moved"]
        desk.hears("改为5月27日（周三）")


def test_who_never_heard_of_it_is_not_phoned_that_it_is_off() -> None:
    with Outings() as world:
        number = world.ready()
        desk = world.known(DESK)
        desk.taps_action(f"act.one:{number}").says("5月20日").taps("确认安排").taps("已电话通知")
        desk.taps_action("act:1").taps("取消活动").says("停电检修")
        (left,) = world.tasks("phone", "open")
        assert left.words.startswith("act_cancelled/no_channel/f:")
        desk.hears("取消了。原因：停电检修")


def test_whoever_opens_the_chat_later_sees_what_is_planned() -> None:
    with Outings() as world:
        number = world.ready()
        desk = world.known(DESK)
        desk.taps_action(f"act.one:{number}").says("5月20日").taps("确认安排")
        task = next(t for t in world.tasks("phone") if "/e:" in t.words)
        desk.taps_action(f"ph.text:{task.id}")
        token = next(t for t in reversed(screen(desk).split("#t=")) if t.startswith("token"))[:22]
        shen = world.arrive("沈").commands("start", token).taps("是")
        shen.hears("对接活动", "5月20日（周三）", "唐以宁")


def test_what_took_place_is_asked_by_phone_and_marked_so() -> None:
    with Outings() as world:
        number = world.ready()
        desk = world.known(DESK)
        desk.taps_action(f"act.one:{number}").says("5月20日").taps("确认安排")
        world.after()
        desk.hears("请打电话：沈砚舟", "实际去了（来了）吗")
        visit = world.visit()
        desk.taps_action(f"v.yes:{visit.id}:e")
        assert "电话" not in screen(desk).split("专家：5月20日")[0][-1:]
        desk.hears("专家：5月20日（周三）到场（电话）；企业：未回复")
        desk.taps_action(f"v.yes:{visit.id}:f")
        visit = world.visit()
        assert (visit.state, visit.by_phone, visit.settled_by) == (HAPPENED, "ef", None)
        assert not [t for t in world.tasks("phone", "open") if t.words.startswith("act_took")]


# ----------------------------------------------------------------------------------------------- preparing


def test_the_bureau_ticks_for_an_enterprise_and_both_see_it() -> None:
    with Outings() as world:
        desk, _, tang = world.accepted()
        world.plans(desk)
        desk.taps("准备情况").taps("待备：样品").hears("✓ 样品")
        tang.hears("已备好：样品")
        desk.hears("已备 1/5 项")
        tang.taps("✓ 样品").hears("还要准备：提供压铸机一台和检测室、场地和设备、资料和数据、样品")


def test_reminders_that_meet_on_one_working_day_are_one_and_a_ready_host_hears_only_the_last() -> None:
    with Outings() as world:
        desk, shen, tang = world.accepted()
        world.plans(desk, "6月22日")  # after 端午, 19 to 21 June
        for item in ("提供压铸机", "场地", "资料", "样品", "接送"):
            tang.taps(f"待备：{item}")
        before = world.told(shen, tang)
        world.until(6, 15)
        assert world.told(shen, tang) == [before[0] + 1, before[1]]
        world.until(6, 18)
        assert world.told(shen, tang) == [before[0] + 2, before[1] + 1]
        tang.hears("都已就绪")
        world.until(6, 22)
        assert world.told(shen, tang) == [before[0] + 2, before[1] + 1]


def test_reminders_stop_when_it_is_called_off_or_muted() -> None:
    with Outings() as world:
        desk, shen, tang = world.accepted()
        world.plans(desk)
        shen.taps_action("less.mute:activity:1")
        before = world.told(shen, tang)
        world.until(5, 13)
        assert world.told(shen, tang) == [before[0], before[1] + 1]
        desk.taps("取消活动").says("停电检修")
        before = world.told(shen, tang)
        world.until(5, 26)
        later = [m.plain() for v, n in zip((shen, tang), before, strict=True) for m in v.buzzed[n:]]
        assert not [words for words in later if "快到了" in words or "请确认活动" in words]


def test_the_contacts_come_as_cards_for_the_phones_book() -> None:
    with Outings() as world:
        desk, shen, _ = world.accepted()
        world.plans(desk)
        shen.taps("联系人名片")
        first = shen.last.documents[0]
        assert (first.kind, first.name) == ("contact", "唐以宁.vcf")
        assert "昆山砺澄精密压铸有限公司" in first.data


# ------------------------------------------------------------------------------------------------- problems


def test_each_problem_is_a_task_of_its_own_and_its_answer_goes_back() -> None:
    with Outings() as world:
        desk, shen, tang = world.accepted()
        world.plans(desk)
        tang.taps("提问题").says("检测室当天被占用").hears("已转给昆山市人力资源和社会保障局（负责人：")
        shen.taps("提问题").says("高铁停运，晚到半天").hears("已转给")
        assert len(world.tasks("problem", "open")) == 2
        task = world.tasks("problem")[0]
        desk.taps_action(f"act.answer:{task.id}").says("已改到二楼检测室").hears("答复已发给对方")
        tang.hears("检测室当天被占用", "已改到二楼检测室")
        assert [each.state for each in world.tasks("problem")] == ["done", "open"]
        desk.taps_action(f"act.answer:{task.id}").hears("答复：已改到二楼检测室")
        assert len(world.events("problem.closed")) == 1


def test_the_same_problem_told_twice_is_one() -> None:
    with Outings() as world:
        desk, _, tang = world.accepted()
        world.plans(desk)
        for _ in range(2):
            tang.taps("提问题").says("检测室当天被占用")
        tang.hears("没有重复登记")
        assert len(world.tasks("problem")) == 1


# ----------------------------------------------------------------------------------------------- afterwards


def test_several_visits_are_confirmed_by_one_tap() -> None:
    with Outings() as world:
        desk, shen, yuan, tang = world.accepted("沈砚舟", "苑知微")
        desk.taps_action(f"act.plan:{world.need_id}").taps("选好了（2项）")
        desk.taps("讲学培训").taps("选好了").says("讲座").says("5月20日").taps("2").taps("确认安排")
        world.after()
        tang.taps("2次都按计划进行").hears("2次都按计划进行。对方也确认后即计入")
        shen.taps("去了")
        assert [visit.state for visit in world.visits()] == [HAPPENED, PLANNED]
        yuan.taps("去了")
        assert world.activity().state == DONE


def test_nobody_confirms_for_the_other_side_or_before_the_day() -> None:
    with Outings() as world:
        desk, shen, tang = world.accepted()
        world.plans(desk)
        number = world.visit().id
        for tap in (f"v.yes:{number}:e", f"v.no:{number}:e"):
            shen.taps_action(tap).hears("那天还没到")
        world.after()
        for tap in (f"v.yes:{number}:f", f"v.no:{number}:f", f"v.day:{number}:f", f"v.see:{number}:f"):
            shen.taps_action(tap).hears("不在您的范围内")
        tang.taps_action(f"v.all:1:e:{world.visit().expert_id}").hears("不在您的范围内")
        assert (world.visit().expert_says, world.visit().firm_says) == ("", "")


def test_a_disagreement_is_a_task_with_both_statements_that_decide_and_both_hear_the_decision() -> None:
    with Outings() as world:
        desk, shen, tang = world.accepted()
        world.plans(desk)
        world.after()
        shen.taps("去了")
        tang.taps("是另一天").says("5月21日")
        (task,) = world.tasks("visit_open", "open")
        desk.says("待办").hears("专家说：5月20日（周三）到场", "企业说：5月21日（周四）到场")
        desk.taps("5.21到场")
        shen.hears("经办单位核实：这次对接已进行")
        tang.hears("经办单位核实：这次对接已进行")
        visit = world.visit()
        assert (visit.state, visit.held_on, visit.settled_by) == (HAPPENED, date(2026, 5, 21), desk.person_id)
        assert [each.state for each in world.tasks("visit_open")] == ["done"]
        assert task.about == f"visit:{visit.id}"


def test_two_who_disagree_may_still_agree_by_themselves() -> None:
    with Outings() as world:
        desk, shen, tang = world.accepted()
        world.plans(desk)
        world.after()
        shen.taps("去了")
        tang.taps("没有进行").taps("改为").hears("双方一致")
        assert world.visit().state == HAPPENED
        assert [each.state for each in world.tasks("visit_open")] == ["done"]
        desk.hears("已完成确认")


def test_a_coordinator_corrects_a_visit_to_not_held_and_back_with_all_that_follows() -> None:
    with Outings() as world:
        desk, shen, tang = world.accepted()
        world.plans(desk)
        world.after()
        shen.taps("去了")
        tang.taps("来了")
        desk.taps("更正").taps("未进行")
        shen.hears("这次对接没有进行，不计入")
        assert (world.visit().state, world.visit().held_on) == (NOT_HELD, None)
        desk.taps("更正").taps("5.20到场")
        assert (world.visit().state, world.visit().held_on) == (HAPPENED, date(2026, 5, 20))
        assert [len(world.events(f"visit.{state}")) for state in (HAPPENED, NOT_HELD)] == [2, 1]


def test_an_activity_that_has_begun_is_not_called_off_as_a_whole() -> None:
    with Outings() as world:
        desk, shen, tang = world.accepted()
        world.plans(desk)
        world.until(5, 21, 10)
        number = world.visit().id
        shen.taps_action(f"v.yes:{number}:e")
        tang.taps_action(f"v.yes:{number}:f")
        assert world.visit().state == HAPPENED
        desk.taps_action("act:1").hears("已完成确认")
        assert world.activity().state == DONE


def test_over_the_turn_of_the_year_numbers_and_clock_go_on() -> None:
    with Outings() as world:
        desk, shen, tang = world.accepted()
        world.plans(desk, "2026年12月30日")
        world.passes_until(_at(2027, 1, 4))
        shen.taps("去了").hears("已记下")
        tang.taps("来了")
        assert world.visit().held_on == date(2026, 12, 30)
        later = world.ready("ndt", "contact:kunshan_mould")
        desk.taps_action(f"act.one:{later}").says("5月12日").taps("确认安排").hears("HD2027-0001", "第1批")


def test_the_clock_that_stood_still_asks_once_and_says_so() -> None:
    with Outings() as world:
        desk, shen, _ = world.accepted()
        world.plans(desk)
        heard = world.told(shen)
        world.clock.move_to(_at(2026, 5, 25, 9))
        world.passes(seconds=1)
        shen.hears("请确认活动情况")
        assert world.told(shen) == [heard[0] + 1]


def test_the_whole_story_on_postgresql() -> None:
    with Outings(migrated_postgres()) as world:
        desk, shen, tang = world.accepted()
        world.plans(desk)
        tang.taps("待备：样品").hears("已备好：样品")
        world.after()
        shen.taps("去了")
        tang.taps("来了").hears("双方一致")
        assert (world.visit().state, world.activity().state) == (HAPPENED, DONE)
        tang.says("活动").hears("HD2026-0001")


def test_the_digest_says_what_is_not_ready_and_what_is_not_confirmed() -> None:
    with Outings() as world:
        desk, shen, _ = world.accepted()
        world.plans(desk)
        assert "对接活动" not in desk.says("提要").last.plain()
        world.until(5, 14, 8)
        desk.says("提要").hears("HD2026-0001", "5月20日（周三），还有6天开始，已备 0/5 项")
        world.until(5, 22, 10)
        shen.taps("去了")
        desk.says("提要").hears("还差 1 份到场确认")


# ---------------------------------------------------------------------------------------------- erased


def test_who_is_erased_is_gone_from_the_activity_and_what_took_place_stays() -> None:
    with Outings() as world:
        desk, shen, tang = world.accepted()
        world.plans(desk)
        desk.taps("改日期地点").says("5月20日").says("请唐以宁开门的三楼")
        desk.taps("减少专家").taps("沈砚舟").says("唐以宁说停产")
        desk.taps_action("act:1").taps("增加专家").taps("昆山砺澄").taps("选好了")
        world.after()
        shen.taps("去了")
        tang.taps("来了")
        tang.says("我的数据").taps("删除我的数据").taps("确认删除")
        activity, (host,) = world.activity(), world.hosts()
        kept = f"{activity.title} {activity.place} {activity.note} {activity.reasons} {host.preparation}"
        assert "唐以宁" not in kept
        assert "压铸机" not in kept
        assert activity.title == "—"
        assert world.visit().state == HAPPENED
        number = shen.person_id
        mine = world.look(lambda work: work.people.mine(number))
        assert [each["state"] for each in mine["visits"]] == [HAPPENED]


def _at(year: int, month: int, day: int, hour: int = 9) -> datetime:
    return datetime(year, month, day, hour, 0, tzinfo=SHANGHAI)


def _bureau(world: Outings) -> int:
    return world.look(lambda work: work.bureaus.of_person(world.people[DESK])[0].id or 0)
