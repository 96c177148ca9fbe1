"""After a visit: intention, follow-up service, results, the pair's record, the same expert again."""

from datetime import date, datetime

from sqlmodel import select

from handlers.domain.activities import NOT_HELD
from handlers.domain.days import SHANGHAI
from handlers.domain.needs import ARRANGED
from handlers.domain.outcomes import DONE, DROPPED, PLANNED, FollowUp, Outcome
from handlers.domain.tasks import Task
from handlers.usecases.after_visit import visit_happened, visit_undone
from tests.support.visited import Visited
from tests.support.world import Visitor

HOST, EXPERT, DESK = "contact:kunshan_casting", "expert:die_casting", "coordinator:320583"


def services(world: Visited) -> list[FollowUp]:
    return world.look(lambda work: list(work.session.exec(select(FollowUp)).all()))


def results(world: Visited) -> list[Outcome]:
    return world.look(lambda work: list(work.session.exec(select(Outcome)).all()))


def plans(visitor: Visitor, visit_id: int, day: str = "6月18日", words: str = "复测模温") -> None:
    visitor.taps_action(f"serve.new:{visit_id}").says(day).says(words)


def test_an_intention_leads_to_the_next_date_and_both_sides_hear_of_it() -> None:
    with Visited() as world:
        visit = world.visited()
        host, shen = world.known(HOST), world.known(EXPERT)
        host.taps_action(f"pair.want:{visit}:follow_up").hears("合作意向：希望继续服务", "下次哪天服务")
        host.says("6月18日").says("复测模温，调整工艺参数")
        host.hears("已约定跟踪服务", "6月18日（周四），还有38天", "沈砚舟")
        shen.hears("已约定跟踪服务", "昆山砺澄精密压铸有限公司", "复测模温")
        assert world.visit(visit).intention == "follow_up"
        assert [each.state for each in services(world)] == [PLANNED]


def test_an_intention_can_be_changed_and_no_intention_asks_nothing_more() -> None:
    with Visited() as world:
        visit = world.visited()
        host = world.known(HOST)
        host.taps_action(f"pair.want:{visit}:none")
        host.hears("合作意向：暂无意向")
        assert not services(world)
        host.taps_action(f"pair.want:{visit}:agreement").hears("准备签约", "下次哪天服务")
        assert len(world.events("visit.intended")) == 2


def test_a_visit_that_was_not_held_takes_neither_intention_nor_result() -> None:
    with Visited() as world:
        visit = world.visited(state=NOT_HELD)
        host = world.known(HOST)
        host.taps_action(f"pair.want:{visit}:project").hears("没有确认发生")
        host.taps_action(f"res.new:{visit}").taps("解决技术难题").taps("1").taps("今天").taps("跳过")
        host.hears("没有确认发生")
        assert not results(world)


def test_both_sides_are_reminded_the_working_day_before_and_asked_the_working_day_after() -> None:
    with Visited() as world:
        visit = world.visited()
        host, shen = world.known(HOST), world.known(EXPERT)
        plans(host, visit)
        world.passes_until(datetime(2026, 6, 17, 9, 0, tzinfo=SHANGHAI))
        shen.hears("约定的跟踪服务快到了", "6月18日（周四），明天")
        world.passes_until(datetime(2026, 6, 22, 9, 0, tzinfo=SHANGHAI))  # 19 to 21 June is 端午
        host.hears("做了吗").taps("已服务").hears("已完成，已记入合作记录")
        shen.hears("已完成，已记入合作记录")
        assert [(each.state, each.done_on) for each in services(world)] == [(DONE, date(2026, 6, 18))]
        heard = len(shen.buzzed)
        world.passes_until(datetime(2026, 7, 20, 9, 0, tzinfo=SHANGHAI))
        assert len(shen.buzzed) == heard


def test_when_nobody_answers_the_bureau_gets_a_task_that_a_tap_closes() -> None:
    with Visited() as world:
        visit = world.visited()
        host, desk = world.known(HOST), world.known(DESK)
        world.known(EXPERT)
        plans(host, visit)
        world.passes_until(datetime(2026, 6, 29, 9, 0, tzinfo=SHANGHAI))
        desk.hears("跟踪服务没有反馈", "双方都没有反馈", "6月18日（周四）")
        desk.taps("已服务").hears("已完成")
        tasks = world.look(
            lambda work: work.session.exec(select(Task).where(Task.kind == "service_due")).all()
        )
        assert [task.state for task in tasks] == ["done"]


def test_a_service_cannot_be_done_before_its_day_can_be_moved_and_called_off_once() -> None:
    with Visited() as world:
        visit = world.visited()
        host, shen = world.known(HOST), world.known(EXPERT)
        plans(host, visit)
        shen.taps("已服务").hears("日期还没到")
        shen.taps("改日期").says("6月25日").hears("改了日期", "6月25日（周四）")
        host.hears("改了日期", "6月25日（周四）")
        cancel = host.button("取消").action
        host.taps_action(cancel).hears("已取消")
        shen.taps_action(cancel).hears("已有结果，没有改动")
        assert [each.state for each in services(world)] == [DROPPED]


def test_the_same_service_told_twice_is_planned_once() -> None:
    with Visited() as world:
        visit = world.visited()
        host, shen = world.known(HOST), world.known(EXPERT)
        plans(host, visit)
        plans(shen, visit)
        shen.hears("已经约过")
        assert len(services(world)) == 1


def test_a_result_is_recorded_by_the_enterprise_seen_by_the_bureau_and_struck_when_wrong() -> None:
    with Visited() as world:
        visit = world.visited()
        host, desk = world.known(HOST), world.known(DESK)
        host.taps_action(f"res.new:{visit}").taps("培训人员").says("二十四").taps("今天").says("模温控制培训")
        host.hears("成果已登记", "培训人员24，模温控制培训")
        desk.hears("登记了成果：培训人员24")
        desk.taps_action(f"pair:{world.pair(visit)}").taps("更正成果").taps("培训人员24").hears("已更正")
        desk.hears("（已划去）培训人员24")
        assert [each.number for each in results(world)] == [24]
        assert results(world)[0].struck_at is not None


def test_an_agreement_may_keep_its_amount_to_itself_and_a_carrier_says_whether_conditions_are_met() -> None:
    with Visited() as world:
        visit = world.visited()
        desk = world.known(DESK)
        desk.taps_action(f"res.new:{visit}").taps("签订合作协议").taps("昨天").says("合作开发协议").taps(
            "跳过"
        )
        desk.taps_action(f"res.new:{visit}").taps("转化科技成果").taps("1").taps("今天").taps("跳过")
        desk.says("20万元").hears("转化科技成果，20万元")
        desk.taps_action(f"res.new:{visit}").taps("博士后工作站").taps("尚不具备").taps("今天").taps("跳过")
        desk.hears("博士后工作站，尚不具备基本条件")
        kept = {each.kind: each for each in results(world)}
        assert kept["agreement"].amount is None
        assert kept["result_transferred"].amount == 20
        assert kept["postdoc_station"].conditions_met is False


def test_a_stranger_and_another_enterprise_see_and_change_nothing() -> None:
    with Visited() as world:
        visit = world.visited()
        pair = world.pair(visit)
        outsiders = (world.arrive("路人"), world.known("contact:haian_motor"), world.known("expert:ndt"))
        for outsider in outsiders:
            for action in (
                f"pair:{pair}",
                f"pair.want:{visit}:project",
                f"res.new:{visit}",
                f"serve.new:{visit}",
            ):
                outsider.taps_action(action).hears("不在您的范围内")
        assert world.visit(visit).intention == ""


def test_the_record_of_a_pair_holds_all_years_in_their_order() -> None:
    with Visited() as world:
        world.visited(held_on=date(2024, 6, 3), planned_on=date(2024, 6, 3), intention="follow_up")
        visit = world.visited()
        host = world.known(HOST)
        plans(host, visit)
        host.taps_action(f"pair:{world.pair(visit)}")
        lines = host.last.lines
        assert ["2024年" in lines[0], "5月11日" in lines[1], "6月18日" in lines[2]] == [True, True, True]
        assert "意向：希望继续服务" in lines[0]


def test_a_coordinator_invites_the_same_expert_again_in_one_tap() -> None:
    with Visited() as world:
        visit = world.visited()
        world.need_id = 0
        world.approved(title="模具寿命短")
        desk = world.known(DESK)
        desk.taps_action(f"pair.again:{world.pair(visit)}").hears("模具寿命短")
        desk.taps("双方商定").taps("2").taps("企业承担").hears("沈砚舟").taps("确认发出").hears(
            "已发出 1 份邀请"
        )


def test_without_an_open_need_the_coordinator_is_offered_to_file_one() -> None:
    with Visited() as world:
        visit = world.visited()
        desk = world.known(DESK)
        world.withdrawn()
        desk.taps_action(f"pair.again:{world.pair(visit)}").hears("没有可邀请沈砚舟的在办需求")
        desk.taps("代企业提需求").hears("拟再次邀请沈砚舟")


def test_an_enterprise_wishes_the_expert_again_and_its_bureau_hears_of_it_once() -> None:
    with Visited() as world:
        visit = world.visited()
        host, desk = world.known(HOST), world.known(DESK)
        host.taps_action(f"pair.again:{world.pair(visit)}").hears("已转告主管部门")
        host.taps_action(f"pair.again:{world.pair(visit)}")
        desk.hears("企业希望再次邀请专家", "希望再次邀请沈砚舟")
        tasks = world.look(
            lambda work: work.session.exec(select(Task).where(Task.kind == "invite_again")).all()
        )
        assert len(tasks) == 1
        assert world.need().state == ARRANGED


def test_a_visit_that_turns_out_not_to_have_been_takes_back_all_that_followed() -> None:
    with Visited() as world:
        visit = world.visited()
        host, shen = world.known(HOST), world.known(EXPERT)
        plans(host, visit)
        host.taps_action(f"res.new:{visit}").taps("解决技术难题").taps("1").taps("今天").taps("跳过")
        world.changes_with_effects(visit_undone, visit)
        assert [each.state for each in services(world)] == [DROPPED]
        assert all(each.struck_at for each in results(world))
        heard = len(shen.buzzed)
        world.passes_until(datetime(2026, 6, 29, 9, 0, tzinfo=SHANGHAI))
        assert len(shen.buzzed) == heard


def test_the_enterprise_is_asked_what_comes_next_as_soon_as_a_visit_is_confirmed() -> None:
    with Visited() as world:
        visit = world.visited()
        host, shen = world.known(HOST), world.known(EXPERT)
        world.changes_with_effects(visit_happened, visit)
        host.hears("沈砚舟", "已到昆山砺澄精密压铸有限公司服务", "接下来有什么合作打算")
        assert host.labels == ["准备签约", "有项目合作意向", "希望继续服务", "暂无意向"]
        shen.hears_nothing()
