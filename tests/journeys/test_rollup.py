"""Needs go up (上报): chosen, confirmed with a second tap, locked; returned, changed, supplemented."""

from handlers.domain.filings import RECEIVED, RETURNED, SUBMITTED
from handlers.domain.needs import APPROVED
from handlers.domain.needs import SUBMITTED as UNCHECKED
from handlers.domain.screening import screening_of
from tests.support.calling import KUNSHAN, PROVINCE, SUZHOU, Calling
from tests.support.filing import card, labels

WATER, COLOUR, HEAT = "印染废水回用率低", "布面色差大", "定型机能耗高"


def test_a_hurried_county_sends_everything_up_in_three_taps() -> None:
    with Calling() as world:
        liu, yu, _ = world.staffed()
        numbers = world.needs(WATER, COLOUR)
        liu.taps_action(f"filing:{world.roll_up()}").taps("选送上报").taps("上报 2 条")
        liu.hears("把 2 条需求上报给苏州市人力资源和社会保障局吗")
        assert world.need(numbers[0]).sent_up_to is None
        liu.taps("确定上报").hears("已上报 2 条需求给苏州市")
        yu.hears("常熟市人力资源和社会保障局上报了 2 条需求")
        to = world.filing("spring.needs_county", "320581").to_id
        assert [world.need(number).sent_up_to for number in numbers] == [to, to]
        assert world.filing("spring.needs_county", "320581").state == SUBMITTED
        assert len(world.events("need.sent_up")) == 2


def test_the_reminders_of_a_roll_up_stop_when_it_is_done() -> None:
    with Calling() as world:
        liu, _, _ = world.staffed()
        world.needs(WATER)
        number = world.roll_up()
        assert world.look(lambda work: list(work.timers.about(f"filing:{number}")))
        world.sends_up(liu)
        assert world.look(lambda work: list(work.timers.about(f"filing:{number}"))) == []


def test_a_need_is_left_out_with_a_reason_and_the_reviewer_is_kept() -> None:
    with Calling() as world:
        liu, _, _ = world.staffed()
        first, second = world.needs(WATER, COLOUR)
        liu.taps_action(f"up:{world.roll_up()}").taps("不送").taps("其他原因").says("已经自行解决")
        liu.hears("选送 1 条", "不送（已经自行解决）").taps("上报 1 条").hears("有 1 条选为不送").taps(
            "确定上报"
        )
        assert (world.need(first).sent_up_to, world.need(second).sent_up_to is None) == (None, False)
        found = screening_of(world.need(first))
        assert (found.by, found.send, found.reason) == (liu.person_id, False, "已经自行解决")


def test_marks_and_the_flag_of_a_key_difficulty_go_up_with_the_need() -> None:
    with Calling() as world:
        liu, yu, _ = world.staffed()
        (number,) = world.needs(WATER)
        liu.taps_action(f"up.one:{world.roll_up()}:{number}").taps("标为重点难点").hears("急需解决的重点难点")
        liu.taps("打分").taps("4 较高").taps("5 很高").hears("评议人：柳映川")
        liu.taps("返回名单").taps("上报 1 条").taps("确定上报")
        yu.taps("查看需求").hears("针对性 4 分；实效性 5 分；急需解决的重点难点")
        assert world.need(number).key_difficulty


def test_what_changed_between_the_two_taps_is_shown_first() -> None:
    with Calling() as world:
        liu, _, _ = world.staffed()
        world.needs(WATER)
        liu.taps_action(f"up:{world.roll_up()}").taps("上报 1 条")
        sure = liu.button("确定上报").action
        (late,) = world.needs(COLOUR)
        liu.taps_action(sure).hears("名单刚刚有变化")
        assert world.need(late).sent_up_to is None
        liu.taps("上报 2 条").taps("确定上报")
        assert world.need(late).sent_up_to


def test_a_double_tap_sends_once_and_a_colleague_is_told() -> None:
    with Calling() as world:
        liu, yu, _ = world.staffed()
        colleague = world.joins("方平", "320581")
        world.needs(WATER)
        liu.taps_action(f"up:{world.roll_up()}").taps("上报 1 条")
        sure = liu.button("确定上报").action
        liu.taps_action(sure)
        colleague.taps_action(sure).hears("已经上报，没有重复办理")
        assert len(world.events("need.sent_up")) == 1
        assert len([message for message in yu.buzzed if "上报了 1 条" in message.plain()]) == 1


def test_below_the_receiver_nobody_changes_a_locked_need() -> None:
    with Calling() as world:
        liu, yu, _ = world.staffed()
        lin = world.known("contact:changshu_dyeing")
        (number,) = world.needs(WATER)
        world.sends_up(liu)
        mark = f"{number}:{world.need(number).revision}"
        for verb in ("n.tags", "n.back", "n.on", "n.drop", "n.drop2"):
            liu.taps_action(f"{verb}:{mark}").hears("已于3月9日（周一）上报苏州市", "电话 0512-00003205")
        for verb in ("n.drop", "n.drop2", "n.mend"):
            lin.taps_action(f"{verb}:{mark}").hears("现在不能修改", "请联系常熟市人力资源和社会保障局")
        liu.taps_action(f"need:{number}").hears("上报：已上报苏州市")
        assert labels(card(liu, WATER)) == ["匹配专家", "联系企业"]
        liu.taps("联系企业").hears("联系人：范若谷")
        assert labels(card(lin, WATER)) == []
        yu.taps_action(f"n.tags:{mark}").hears("点一下可选上或去掉")


def test_one_need_is_returned_changed_checked_and_supplemented() -> None:
    with Calling() as world:
        liu, yu, _ = world.staffed()
        first, second = world.needs(WATER, COLOUR)
        world.sends_up(liu)
        yu.taps("查看需求").taps_action(f"up.back:{first}:{world.need(first).revision}").says(
            "请写明日处理量"
        )
        liu.hears("退回了这条需求，现在可以修改", "原因：请写明日处理量")
        assert (world.need(first).sent_up_to, world.need(first).state) == (None, UNCHECKED)
        assert world.need(second).sent_up_to
        liu.taps("通过").taps_action(f"filing:{world.roll_up()}").taps("补报需求").taps("补报 1 条").taps(
            "确定上报"
        )
        liu.hears("已补报 1 条")
        yu.hears("补报了 1 条需求")
        assert world.need(first).state == APPROVED
        assert len(world.events("filing.supplemented")) == 1


def test_a_whole_list_is_returned_unlocked_and_sent_again() -> None:
    with Calling() as world:
        liu, yu, _ = world.staffed()
        (number,) = world.needs(WATER)
        world.sends_up(liu)
        yu.taps("退回").says("请按行业分类重报").hears("已退回")
        liu.hears("已退回，请补正后再报。原因：请按行业分类重报")
        assert world.need(number).sent_up_to is None
        assert world.filing("spring.needs_county", "320581").state == RETURNED
        world.sends_up(liu)
        assert world.need(number).sent_up_to


def test_a_city_sends_its_counties_needs_on_with_its_own() -> None:
    with Calling() as world:
        liu, yu, qi = world.staffed()
        (county,) = world.needs(WATER)
        (own,) = world.needs(HEAT, area="320582")
        world.sends_up(liu)
        yu.taps("收到")
        assert world.filing("spring.needs_county", "320581").state == RECEIVED
        yu.taps_action(f"filing:{world.roll_up(SUZHOU)}").hears("可上报 2 条")
        world.sends_up(yu, SUZHOU)
        qi.hears("苏州市人力资源和社会保障局上报了 2 条需求")
        up = world.filing("spring.needs_city", SUZHOU).to_id
        assert [world.need(number).sent_up_to for number in (county, own)] == [up, up]
        yu.taps_action(f"n.tags:{county}:{world.need(county).revision}").hears(
            "上报江苏省人力资源和社会保障厅"
        )
        yu.taps_action(f"up.back:{county}:{world.need(county).revision}").hears("不归您办理")


def test_the_province_returns_to_the_city_and_the_city_to_the_county() -> None:
    with Calling() as world:
        liu, yu, qi = world.staffed()
        (number,) = world.needs(WATER)
        world.sends_up(liu)
        city = world.need(number).sent_up_to
        world.sends_up(yu, SUZHOU)
        qi.taps("查看需求").taps("退回").says("请补充数据")
        assert (world.need(number).sent_up_to, world.need(number).state) == (city, APPROVED)
        liu.taps_action(f"n.tags:{number}:{world.need(number).revision}").hears("上报苏州市")
        yu.taps_action(f"up.back:{number}:{world.need(number).revision}").says("请补充数据")
        assert (world.need(number).sent_up_to, world.need(number).state) == (None, UNCHECKED)


def test_a_province_managed_county_sends_straight_to_the_province() -> None:
    with Calling() as world:
        _, yu, qi = world.staffed()
        xu = world.known(f"coordinator:{KUNSHAN}")
        world.needs(COLOUR, area=KUNSHAN)
        world.sends_up(xu, KUNSHAN)
        qi.hears("昆山市人力资源和社会保障局上报了 1 条需求")
        assert yu.buzzed == []


def test_a_county_without_needs_says_so() -> None:
    with Calling() as world:
        liu, yu, _ = world.staffed()
        liu.taps_action(f"up:{world.roll_up()}").taps("本期无需求").hears("报告本期没有需求（0 条）").taps(
            "确定"
        )
        yu.hears("常熟市人力资源和社会保障局报告本期没有需求")
        assert world.filing("spring.needs_county", "320581").state == SUBMITTED


def test_what_is_not_checked_stays_and_is_counted() -> None:
    with Calling() as world:
        liu, _, _ = world.staffed()
        (waiting,) = world.needs(HEAT, state=UNCHECKED)
        world.needs(WATER)
        liu.taps_action(f"up:{world.roll_up()}").hears("另有 1 条还没有审核完").taps("上报 1 条").taps(
            "确定上报"
        )
        assert world.need(waiting).sent_up_to is None


def test_the_city_sends_up_for_a_county_without_anybody() -> None:
    with Calling() as world:
        _, yu, _ = world.staffed()
        filing = world.filing("spring.needs_county", "320582")
        yu.taps_action(f"up:{filing.id}").taps("本期无需求").taps("确定")
        (event,) = world.events("filing.submitted")
        assert (event.actor_id, event.facts["for_bureau"]) == (yu.person_id, filing.bureau_id)


def test_long_lists_have_pages() -> None:
    with Calling() as world:
        liu, _, _ = world.staffed()
        world.needs(*(f"第{number}条需求" for number in range(1, 11)))
        liu.taps_action(f"up:{world.roll_up()}").hears("第8条需求")
        assert "第9条需求" not in liu.last.plain()
        liu.taps("下一页 2/2").hears("第10条需求").taps("上一页 1/2").hears("第1条需求")


def test_old_and_forged_buttons_are_answered() -> None:
    with Calling() as world:
        liu, yu, qi = world.staffed()
        (number,) = world.needs(WATER)
        roll_up = world.roll_up()
        stranger = world.known("contact:kunshan_casting")
        for verb in ("up", "up.one", "up.in", "up.out", "up.mark", "up.key", "up.sure", "up.yes"):
            stranger.taps_action(f"{verb}:{roll_up}:{number}").hears("不归您办理")
        stranger.taps_action(f"up.sent:{roll_up}").hears("不归您办理")
        stranger.taps_action(f"up.back:{number}:1").hears("不归您办理")
        qi.taps_action(f"up.back:{number}:1").hears("不在您这里")
        world.sends_up(liu)
        liu.taps_action(f"up.out:{roll_up}:{number}").hears("不在您这里")
        liu.taps_action(f"up.out:{roll_up}:99999").hears("没有找到这条需求")
        liu.taps_action(f"up.sure:{roll_up}").hears("没有新的需求可以补报")
        yu.taps_action("up:x").hears("没有找到这项报送任务")
        publication = world.filing("spring.publication", PROVINCE)
        qi.taps_action(f"up:{publication.id}").hears("没有找到这项报送任务")


def test_what_was_waived_sends_nothing_up() -> None:
    with Calling() as world:
        liu, yu, _ = world.staffed()
        (number,) = world.needs(WATER)
        liu.taps_action(f"up:{world.roll_up()}").taps("上报 1 条")
        sure = liu.button("确定上报").action
        yu.taps_action(f"filing:{world.roll_up()}").taps("免报").says("本期不用报")
        for action in (sure, f"up:{world.roll_up()}", f"up.sure:{world.roll_up()}"):
            liu.taps_action(action).hears("已定为不用报送")
        assert world.need(number).sent_up_to is None


def test_a_need_left_out_is_taken_in_again() -> None:
    with Calling() as world:
        liu, _, _ = world.staffed()
        world.needs(WATER)
        liu.taps_action(f"up:{world.roll_up()}").taps("不送").taps("本级可以解决").hears("选送 0 条")
        liu.taps("选送").hears("选送 1 条")


def test_what_went_further_is_not_returned_with_the_list() -> None:
    with Calling() as world:
        liu, yu, _ = world.staffed()
        (number,) = world.needs(WATER)
        world.sends_up(liu)
        world.sends_up(yu, SUZHOU)
        up = world.need(number).sent_up_to
        filing = world.filing("spring.needs_county", "320581")
        yu.taps_action(f"fl.back:{filing.id}:{filing.revision}").says("请重报")
        assert world.need(number).sent_up_to == up


def test_a_reason_typed_after_the_need_went_on_changes_nothing() -> None:
    with Calling() as world:
        liu, yu, _ = world.staffed()
        (number,) = world.needs(WATER)
        world.sends_up(liu)
        yu.taps("查看需求").taps("退回")
        colleague = world.joins("方平", SUZHOU)
        world.sends_up(colleague, SUZHOU)
        yu.says("请补充数据").hears("不归您办理")
        assert world.need(number).sent_up_to is not None
