"""A visit (对接活动): planned from a yes, prepared, reminded of, confirmed by both sides."""

from datetime import date

from handlers.domain.activities import CANCELLED, DISPUTED, DONE, HAPPENED, NOT_HELD
from tests.support.outings import Outings


def test_the_news_of_a_yes_itself_leads_to_the_activity() -> None:
    with Outings() as world:
        desk, _, _ = world.accepted()
        desk.hears("沈砚舟已接受邀请")
        assert desk.labels == ["安排活动", "撤回邀请"]


def test_everybody_finds_activities_and_papers_from_the_greeting() -> None:
    with Outings() as world:
        desk, shen, tang = world.accepted()
        world.plans(desk)
        number = world.activity().number
        for visitor in (desk, shen, tang):
            for words in ("你好", "帮助"):
                visitor.says(words).taps("活动").hears(number)
        for visitor in (shen, tang):
            visitor.says("你好").taps("文件").hears("文件")
        assert {"活动", "指标", "典型事例"} <= set(desk.says("帮助").labels)


def test_a_visit_is_planned_from_a_yes_in_a_few_taps_and_both_sides_are_told() -> None:
    with Outings() as world:
        desk, shen, tang = world.accepted()
        desk.taps("安排活动").hears("沈砚舟 → 昆山砺澄精密压铸有限公司").says("5月20日")
        desk.hears("将通知1对专家和企业").taps("确认安排")
        desk.hears("HD2026-0001", "1人：沈砚舟", "5月20日（周三），还有9天至5月21日（周四）")
        shen.hears("对接活动已安排", "昆山砺澄精密压铸有限公司，唐以宁", "企业承担")
        tang.hears("对接活动已安排", "沈砚舟", "还要准备：提供压铸机一台和检测室、场地和设备")
        assert (world.activity().kind, world.activity().organiser, world.activity().batch) == (
            "single_visit",
            "city",
            1,
        )


def test_days_outside_the_window_and_an_unusual_length_want_a_reason_that_is_kept() -> None:
    with Outings() as world:
        desk, _, _ = world.accepted()
        desk.taps("安排活动").says("9月8日").hears("不在对接活动时段（5—8月、10—12月）").says(
            "企业九月才停产检修"
        )
        desk.taps("修改").taps("天数").taps("1")
        desk.hears("天数与通知要求不同（通常2至3天）").says("只看一条产线").taps("确认安排")
        desk.hears("时段外理由：企业九月才停产检修", "天数理由：只看一条产线")
        assert set(world.activity().reasons) == {"window", "length"}


def test_both_confirm_and_it_counts_and_the_enterprise_is_asked_what_comes_next() -> None:
    with Outings() as world:
        desk, shen, tang = world.accepted()
        world.plans(desk)
        world.after()
        shen.hears("请确认活动情况").taps("去了").hears("已记下")
        assert world.visit().state == "planned"
        tang.taps("来了").hears("接下来有什么合作打算")
        assert (world.visit().state, world.visit().held_on) == (HAPPENED, date(2026, 5, 20))
        assert world.activity().state == DONE
        desk.hears("已确认，5月20日（周三）到场", "已完成确认")


def test_another_day_counts_when_both_name_it() -> None:
    with Outings() as world:
        desk, shen, tang = world.accepted()
        world.plans(desk)
        world.after()
        shen.taps("是另一天").says("5月21日")
        tang.taps("是另一天").says("昨天")
        assert (world.visit().state, world.visit().held_on) == (HAPPENED, date(2026, 5, 21))


def test_a_visit_that_did_not_happen_counts_for_nothing() -> None:
    with Outings() as world:
        desk, shen, tang = world.accepted()
        world.plans(desk)
        world.after()
        shen.taps("没有进行")
        tang.taps("没有进行")
        assert (world.visit().state, world.visit().held_on) == (NOT_HELD, None)
        assert "合作打算" not in tang.last.plain()


def test_a_disagreement_goes_to_the_coordinator_who_decides() -> None:
    with Outings() as world:
        desk, shen, tang = world.accepted()
        world.plans(desk)
        world.after()
        shen.taps("去了")
        tang.taps("没有进行")
        assert world.visit().state == DISPUTED
        desk.hears("双方说法不一", "专家：5月20日（周三）到场；企业：没有进行")
        desk.taps("5.20到场").hears("已确认，5月20日（周三）到场")
        assert world.visit().state == HAPPENED
        assert [task.state for task in world.tasks("visit_open")] == ["done"]


def test_a_correction_takes_back_what_had_followed() -> None:
    with Outings() as world:
        desk, shen, tang = world.accepted()
        world.plans(desk)
        world.after()
        shen.taps("去了")
        tang.taps("来了").taps("希望继续服务").says("6月18日").says("复测模温")
        desk.taps("更正").taps("未进行").hears("未进行")
        assert world.visit().state == NOT_HELD
        assert world.events("service.dropped")


def test_the_silent_are_reminded_once_and_then_the_bureau_finds_out() -> None:
    with Outings() as world:
        desk, shen, tang = world.accepted()
        world.plans(desk)
        world.after()
        shen.taps("去了")
        heard = len(shen.buzzed)
        world.until(5, 26)
        tang.hears("还差您的确认")
        assert len(shen.buzzed) == heard
        world.until(5, 29)
        desk.hears("请打电话：唐以宁", "已经提醒过，对方还没有确认", "19900002001")
        assert sum("还差您的确认" in message.plain() for message in tang.buzzed) == 1
        desk.taps("沈砚舟5.20来了").hears("双方一致")
        assert (world.visit().state, world.visit().by_phone) == (HAPPENED, "f")
        assert [task.state for task in world.tasks("phone")] == ["done"]


def test_reminders_come_a_week_and_a_day_before_and_name_what_the_host_has_not_ready() -> None:
    with Outings() as world:
        desk, shen, tang = world.accepted()
        world.plans(desk)
        world.until(5, 13)
        tang.hears("快到了，还差：提供压铸机一台和检测室、场地和设备").taps("待备：场地和设备").hears(
            "已备好：场地和设备"
        )
        world.until(5, 19)
        shen.hears("对接活动快到了", "明天")
        tang.hears("还差：提供压铸机一台和检测室、资料和数据、样品、接送和食宿")


def test_other_days_move_everything_and_everybody_is_told_once() -> None:
    with Outings() as world:
        desk, shen, tang = world.accepted()
        world.plans(desk)
        heard = len(shen.buzzed), len(tang.buzzed)
        desk.taps("改日期地点").says("5月27日").says("公司三楼会议室").taps("跳过").hears(
            "有变化", "5月27日（周三）"
        )
        assert (len(shen.buzzed), len(tang.buzzed)) == (heard[0] + 1, heard[1] + 1)
        shen.hears("公司三楼会议室")
        assert world.visit().planned_on == date(2026, 5, 27)
        world.until(5, 22)
        assert "请确认活动情况" not in "\n".join(message.plain() for message in shen.screen)


def test_a_cancelled_visit_is_told_to_all_with_its_reason_and_asks_nothing_afterwards() -> None:
    with Outings() as world:
        desk, shen, tang = world.accepted()
        world.plans(desk)
        desk.taps("取消活动").says("企业停电检修")
        shen.hears("活动取消了。原因：企业停电检修")
        tang.hears("活动取消了。原因：企业停电检修")
        world.after()
        assert (world.activity().state, world.visit().state) == (CANCELLED, CANCELLED)
        assert "请确认活动情况" not in "\n".join(message.plain() for message in (*shen.screen, *tang.screen))


def test_the_calendar_file_and_a_problem_are_one_tap_away_for_both_sides() -> None:
    with Outings() as world:
        desk, shen, tang = world.accepted()
        world.plans(desk)
        shen.taps("日历文件")
        assert shen.last.documents[0].kind == "ics"
        tang.taps("提问题").says("检测室当天被占用").hears("已转给")
        desk.hears("检测室当天被占用")
        assert len(world.tasks("problem")) == 1


def test_an_expert_who_takes_a_yes_back_drops_out_of_the_activity() -> None:
    with Outings() as world:
        desk, shen, tang = world.accepted()
        world.plans(desk)
        cannot = next(b for m in shen.screen for b in m.buttons if b.action.startswith("i.out:"))
        shen.taps_action(cannot.action).says("出差冲突")
        tang.hears("沈砚舟")
        assert world.visit().state == CANCELLED


def test_outsiders_see_and_do_nothing() -> None:
    with Outings() as world:
        desk, _, _ = world.accepted()
        world.plans(desk)
        for outsider in (world.arrive("路人"), world.known("contact:haian_motor"), world.known("expert:ndt")):
            for action in (
                "act:1",
                "act.ics:1",
                "act.problem:1",
                "v.yes:1",
                "v.no:1",
                "v.day:1",
                "v.held:1:2026-05-20",
            ):
                outsider.taps_action(action).hears("不在您的范围内")
        assert world.visit().state == "planned"


def test_a_visit_that_took_place_already_is_entered_afterwards_and_confirmed_at_once() -> None:
    with Outings() as world:
        desk, shen, tang = world.accepted()
        desk.taps("安排活动").says("5月7日").hears("补记：5月7日（周四）").taps("确认安排")
        world.passes(seconds=1)
        for side in (shen, tang):
            assert sum("活动日已过" in message.plain() for message in side.buzzed) == 1
        shen.hears("请确认活动情况").taps("去了")
        tang.taps("来了").hears("双方一致")
        assert (world.visit().state, world.visit().held_on) == (HAPPENED, date(2026, 5, 7))
        for side in (desk, shen, tang):
            side.says("活动").taps("HD2026-0001").taps("合作记录").hears("沈砚舟", "昆山砺澄", "5月7日")
            assert {"登记成果", "约跟踪服务"} & set(side.labels)
