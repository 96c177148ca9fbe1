"""A visit (对接活动): planned from a yes, prepared, reminded of, confirmed by both sides."""

from datetime import date, datetime

from sqlmodel import select

from handlers.domain.activities import CANCELLED, DISPUTED, DONE, HAPPENED, NOT_HELD, Activity, Visit
from handlers.domain.days import SHANGHAI
from handlers.domain.tasks import Task
from tests.support.inviting import Invited
from tests.support.world import Visitor

HOST, EXPERT, DESK = "contact:kunshan_casting", "expert:die_casting", "coordinator:320583"


def accepted(world: Invited) -> tuple[Visitor, Visitor, Visitor]:
    """Let the expert have accepted; return coordinator, expert and enterprise."""
    world.approved(conditions="提供压铸机一台和检测室")
    desk, shen, tang = world.known(DESK), world.known(EXPERT), world.known(HOST)
    world.invites(desk, "沈砚舟")
    shen.taps("接受")
    return desk, shen, tang


def plans(desk: Visitor, day: str = "5月20日", days: str = "2") -> None:
    desk.taps("安排活动").says(day).taps(days).taps("跳过").taps("确认安排")


def activity(world: Invited) -> Activity:
    return world.look(lambda work: work.session.exec(select(Activity)).one())


def visit(world: Invited) -> Visit:
    return world.look(lambda work: work.session.exec(select(Visit)).one())


def tasks(world: Invited, kind: str) -> list[Task]:
    return world.look(lambda work: list(work.session.exec(select(Task).where(Task.kind == kind)).all()))


def after(world: Invited) -> None:
    """Go to the working day after 20 and 21 May."""
    world.passes_until(datetime(2026, 5, 22, 9, 0, tzinfo=SHANGHAI))


def test_the_news_of_a_yes_itself_leads_to_the_activity() -> None:
    with Invited() as world:
        desk, _, _ = accepted(world)
        desk.hears("沈砚舟已接受邀请")
        assert desk.labels == ["安排活动", "撤回邀请"]


def test_everybody_finds_activities_and_papers_from_the_greeting() -> None:
    with Invited() as world:
        desk, shen, tang = accepted(world)
        plans(desk)
        number = activity(world).number
        for visitor in (desk, shen, tang):
            for words in ("你好", "帮助"):
                visitor.says(words).taps("活动").hears(number)
        for visitor in (shen, tang):
            visitor.says("你好").taps("文件").hears("文件")
        assert {"活动", "指标", "典型事例"} <= set(desk.says("帮助").labels)


def test_a_visit_is_planned_from_a_yes_in_a_few_taps_and_both_sides_are_told() -> None:
    with Invited() as world:
        desk, shen, tang = accepted(world)
        desk.taps("安排活动").hears("沈砚舟 → 昆山砺澄精密压铸有限公司").says("5月20日").taps("2").taps(
            "跳过"
        )
        desk.hears("将通知1对专家和企业").taps("确认安排")
        desk.hears("HD2026-0001", "1人：沈砚舟", "5月20日（周三），还有9天至5月21日（周四）")
        shen.hears("对接活动已安排", "昆山砺澄精密压铸有限公司，唐以宁", "企业承担")
        tang.hears("对接活动已安排", "沈砚舟", "还要准备：提供压铸机一台和检测室、场地和设备")
        assert (activity(world).kind, activity(world).organiser, activity(world).batch) == (
            "single_visit",
            "city",
            1,
        )


def test_days_outside_the_window_and_an_unusual_length_want_a_reason_that_is_kept() -> None:
    with Invited() as world:
        desk, _, _ = accepted(world)
        desk.taps("安排活动").says("9月8日").taps("1").hears("不在对接活动时段").says("企业九月才停产检修")
        desk.hears("天数与通知要求不同").says("只看一条产线").taps("跳过").taps("确认安排")
        desk.hears("时段外理由：企业九月才停产检修", "天数理由：只看一条产线")
        assert set(activity(world).reasons) == {"window", "length"}


def test_both_confirm_and_it_counts_and_the_enterprise_is_asked_what_comes_next() -> None:
    with Invited() as world:
        desk, shen, tang = accepted(world)
        plans(desk)
        after(world)
        shen.hears("请确认活动情况").taps("按期去了").hears("已记下")
        assert visit(world).state == "planned"
        tang.taps("按期来了").hears("接下来有什么合作打算")
        assert (visit(world).state, visit(world).held_on) == (HAPPENED, date(2026, 5, 20))
        assert activity(world).state == DONE
        desk.hears("已确认，5月20日（周三）到场", "已完成确认")


def test_another_day_counts_when_both_name_it() -> None:
    with Invited() as world:
        desk, shen, tang = accepted(world)
        plans(desk)
        after(world)
        shen.taps("是另一天").says("5月21日")
        tang.taps("是另一天").says("昨天")
        assert (visit(world).state, visit(world).held_on) == (HAPPENED, date(2026, 5, 21))


def test_a_visit_that_did_not_happen_counts_for_nothing() -> None:
    with Invited() as world:
        desk, shen, tang = accepted(world)
        plans(desk)
        after(world)
        shen.taps("没有进行")
        tang.taps("没有进行")
        assert (visit(world).state, visit(world).held_on) == (NOT_HELD, None)
        assert "合作打算" not in tang.last.plain()


def test_a_disagreement_goes_to_the_coordinator_who_decides() -> None:
    with Invited() as world:
        desk, shen, tang = accepted(world)
        plans(desk)
        after(world)
        shen.taps("按期去了")
        tang.taps("没有进行")
        assert visit(world).state == DISPUTED
        desk.hears("双方说法不一", "专家：5月20日（周三）到场；企业：没有进行")
        desk.taps("5.20到场").hears("已确认，5月20日（周三）到场")
        assert visit(world).state == HAPPENED
        assert [task.state for task in tasks(world, "visit_open")] == ["done"]


def test_a_correction_takes_back_what_had_followed() -> None:
    with Invited() as world:
        desk, shen, tang = accepted(world)
        plans(desk)
        after(world)
        shen.taps("按期去了")
        tang.taps("按期来了").taps("希望继续服务").says("6月18日").says("复测模温")
        desk.taps("更正").taps("未进行").hears("未进行")
        assert visit(world).state == NOT_HELD
        assert world.events("service.dropped")


def test_the_silent_are_reminded_once_and_then_the_bureau_finds_out() -> None:
    with Invited() as world:
        desk, shen, tang = accepted(world)
        plans(desk)
        after(world)
        shen.taps("按期去了")
        heard = len(shen.buzzed)
        world.passes_until(datetime(2026, 5, 26, 9, 0, tzinfo=SHANGHAI))
        tang.hears("还差您的确认")
        assert len(shen.buzzed) == heard
        world.passes_until(datetime(2026, 5, 29, 9, 0, tzinfo=SHANGHAI))
        desk.hears("还没有双方确认")
        desk.says("活动").taps("HD2026-0001")
        desk.taps("5.20到场")
        assert visit(world).state == HAPPENED
        assert world.look(lambda work: work.session.get_one(Visit, 1).settled_by) == desk.person_id


def test_reminders_come_a_week_and_a_day_before_and_name_what_the_host_has_not_ready() -> None:
    with Invited() as world:
        desk, shen, tang = accepted(world)
        plans(desk)
        world.passes_until(datetime(2026, 5, 13, 9, 0, tzinfo=SHANGHAI))
        tang.hears("快到了，还差：提供压铸机一台和检测室、场地和设备").taps("待备：场地和设备").hears(
            "已备好：场地和设备"
        )
        world.passes_until(datetime(2026, 5, 19, 9, 0, tzinfo=SHANGHAI))
        shen.hears("对接活动快到了", "明天")
        tang.hears("还差：提供压铸机一台和检测室、资料和数据、样品、接送和食宿")


def test_other_days_move_everything_and_everybody_is_told_once() -> None:
    with Invited() as world:
        desk, shen, tang = accepted(world)
        plans(desk)
        heard = len(shen.buzzed), len(tang.buzzed)
        desk.taps("改日期地点").says("5月27日").says("公司三楼会议室").taps("跳过").hears(
            "有变化", "5月27日（周三）"
        )
        assert (len(shen.buzzed), len(tang.buzzed)) == (heard[0] + 1, heard[1] + 1)
        shen.hears("公司三楼会议室")
        assert visit(world).planned_on == date(2026, 5, 27)
        world.passes_until(datetime(2026, 5, 22, 9, 0, tzinfo=SHANGHAI))
        assert "请确认活动情况" not in "\n".join(message.plain() for message in shen.screen)


def test_a_cancelled_visit_is_told_to_all_with_its_reason_and_asks_nothing_afterwards() -> None:
    with Invited() as world:
        desk, shen, tang = accepted(world)
        plans(desk)
        desk.taps("取消活动").says("企业停电检修")
        shen.hears("活动取消了。原因：企业停电检修")
        tang.hears("活动取消了。原因：企业停电检修")
        after(world)
        assert (activity(world).state, visit(world).state) == (CANCELLED, CANCELLED)
        assert "请确认活动情况" not in "\n".join(message.plain() for message in (*shen.screen, *tang.screen))


def test_the_calendar_file_and_a_problem_are_one_tap_away_for_both_sides() -> None:
    with Invited() as world:
        desk, shen, tang = accepted(world)
        plans(desk)
        shen.taps("日历文件")
        assert shen.last.documents[0].kind == "ics"
        tang.taps("提问题").says("检测室当天被占用").hears("已转给")
        desk.hears("检测室当天被占用")
        assert len(tasks(world, "problem")) == 1


def test_an_expert_who_takes_a_yes_back_drops_out_of_the_activity() -> None:
    with Invited() as world:
        desk, shen, tang = accepted(world)
        plans(desk)
        cannot = next(b for m in shen.screen for b in m.buttons if b.action.startswith("i.out:"))
        shen.taps_action(cannot.action).says("出差冲突")
        tang.hears("沈砚舟")
        assert visit(world).state == CANCELLED


def test_outsiders_see_and_do_nothing() -> None:
    with Invited() as world:
        desk, _, _ = accepted(world)
        plans(desk)
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
        assert visit(world).state == "planned"


def test_a_visit_that_took_place_already_is_entered_afterwards_and_confirmed_at_once() -> None:
    with Invited() as world:
        desk, shen, tang = accepted(world)
        desk.taps("安排活动").says("5月7日").hears("补记：5月7日（周四）").taps("2").taps("跳过").taps(
            "确认安排"
        )
        world.passes(seconds=1)
        for side in (shen, tang):
            assert sum("活动日已过" in message.plain() for message in side.buzzed) == 1
        shen.hears("请确认活动情况").taps("按期去了")
        tang.taps("按期来了").hears("双方一致")
        assert (visit(world).state, visit(world).held_on) == (HAPPENED, date(2026, 5, 7))
        for side in (desk, shen, tang):
            side.says("活动").taps("HD2026-0001").taps("合作记录").hears("沈砚舟", "昆山砺澄", "5月7日")
            assert {"登记成果", "约跟踪服务"} & set(side.labels)
