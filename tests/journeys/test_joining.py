"""Joining through the whole service: enterprises, second contacts, experts, coordinators."""

import pytest

from handlers.domain.bureaus import Bureau, Member
from handlers.domain.enterprises import Contact, Enterprise
from handlers.domain.experts import Conflict, Expert
from handlers.domain.needs import Need
from handlers.domain.tasks import Task
from tests.support.joining import (
    FIRM,
    NEED,
    actor_of,
    all_of,
    joins,
    joins_as_expert,
    kunshan,
    link_to,
    person_of,
)
from tests.support.world import World


def test_start_says_who_runs_this_and_offers_two_ways_in() -> None:
    with World(samples=True) as world:
        stranger = world.arrive("甲").commands("start")
        stranger.hears("千名专家进千企", "江苏省人力资源和社会保障厅", "先征得您同意")
        assert stranger.labels == ["我是企业", "我是专家"]


def test_the_first_contact_of_an_enterprise_can_file_at_once() -> None:
    with kunshan() as (world, _):
        wang = world.arrive("王").commands("start").taps("我是企业")
        joins(wang)
        wang.hears(f"登记好了：{FIRM}", "昆山市人力资源和社会保障局")
        assert "提需求" in wang.labels
        wang.says("你好").hears("王敏，您好")


def test_who_declines_leaves_nothing_behind() -> None:
    with kunshan() as (world, _):
        shy = (
            world.arrive("甲").commands("start", "enterprise").taps("暂不同意").hears("没有保存您的任何信息")
        )
        person = person_of(world, shy)
        assert (person.name, person.phone, person.consented_at) == ("", "", None)


def test_a_need_written_before_joining_is_not_written_twice() -> None:
    with kunshan() as (world, _):
        wang = world.arrive("王").says(NEED).hears("您写的需求已经收好", "您同意吗")
        joins(wang)
        wang.hears("登记好了", "请核对", "铝合金压铸件气孔率高")
        wang.taps("提交")
        assert all_of(world, Need)[-1].detail == NEED


def test_words_that_could_be_anybodys_wait_until_the_role_is_known() -> None:
    with kunshan() as (world, _):
        expert = world.arrive("张").says("我在大学里做铝合金压铸和模具研究二十年").hears("先替您留着")
        expert.taps("我是专家").hears("您写的已填到“研究方向”")
        for words in ("同意", "张一工", "江汀理工大学材料学院", "高校", "教授", "博士", "跳过"):
            expert.says(words)
        expert.hears("技术领域")


def test_a_second_contact_of_a_known_enterprise_sees_nothing_before_a_yes() -> None:
    with kunshan() as (world, xu):
        wang, li = (
            world.arrive("王").commands("start", "enterprise"),
            world.arrive("李").commands("start", "enterprise"),
        )
        joins(wang)
        joins(li, name="李四")
        li.hears("已有联系人登记").says("我的需求").hears("确认")
        wang.hears("李四登记为贵企业联系人")
        xu.hears("第二位联系人", "13800138000")
        assert "13800138000" not in wang.last.plain()
        wang.taps("确认").hears("已确认为企业联系人")
        li.hears("已确认，您现在可以代表")
        assert [contact.state for contact in all_of(world, Contact)[-2:]] == ["active", "active"]
        assert all(task.state == "done" for task in all_of(world, Task) if task.kind == "second_contact")


def test_the_second_of_two_who_decide_about_a_contact_sees_how_it_stands() -> None:
    with kunshan() as (world, xu):
        wang, li = (
            world.arrive("王").commands("start", "enterprise"),
            world.arrive("李").commands("start", "enterprise"),
        )
        joins(wang)
        joins(li, name="李四")
        yes = xu.button("确认").action
        wang.taps("不是我们的人")
        li.hears("没有确认您是本单位的人")
        xu.taps_action(yes).hears("不是本企业的人")
        assert all_of(world, Contact)[-1].state == "refused"
        joins(li.commands("start", "enterprise"), name="李四")
        li.hears("上次没有确认")


def test_a_waiting_contact_goes_on_with_the_first_words_once_confirmed() -> None:
    with kunshan() as (world, xu):
        wang, li = world.arrive("王").commands("start", "enterprise"), world.arrive("李").says(NEED)
        joins(wang)
        joins(li, name="李四")
        li.hears("您写的需求已收好")
        xu.hears(f"登记前写道：{NEED}").taps("确认")
        li.hears("请核对", "铝合金压铸件气孔率高")


def test_a_stranger_cannot_confirm_anybody_by_a_forged_button() -> None:
    with kunshan() as (world, _):
        wang, li = (
            world.arrive("王").commands("start", "enterprise"),
            world.arrive("李").commands("start", "enterprise"),
        )
        joins(wang)
        joins(li, name="李四")
        waiting = all_of(world, Contact)[-1]
        li.taps_action(f"contact.yes:{waiting.id}").hears("由人社局经办人办理")
        for forged in (
            "contact.yes:x",
            "contact.yes:99999",
            "expert.yes:",
            "expert.yes:99999:1",
            "expert.avoid:x",
        ):
            assert li.taps_action(forged).fresh
        assert all_of(world, Contact)[-1].state == "pending"


@pytest.mark.parametrize("same", [True, False])
def test_the_same_name_elsewhere_is_another_enterprise(same: bool) -> None:
    with kunshan() as (world, _):
        before = len(all_of(world, Enterprise))
        joins(world.arrive("王").commands("start", "enterprise"))
        joins(
            world.arrive("李").commands("start", "enterprise"), county="昆山" if same else "常熟", name="李四"
        )
        assert len(all_of(world, Enterprise)) == before + (1 if same else 2)


def test_a_known_credit_code_leads_to_its_enterprise_whatever_the_name() -> None:
    with kunshan() as (world, _):
        li = world.arrive("李").commands("start", "enterprise")
        joins(li, "砺澄压铸厂", code="91320583YL00000126", name="李四")
        li.hears("昆山砺澄精密压铸有限公司已有联系人登记")


def test_an_expert_is_unverified_until_the_bureau_confirms() -> None:
    with kunshan() as (world, xu):
        zhang = world.arrive("张").commands("start", "expert")
        joins_as_expert(zhang)
        zhang.hears("未核实", "昆山市人力资源和社会保障局")
        xu.hears("专家待核实", "江汀理工大学材料学院（高校）", "13700137000", "符合")
        yes = xu.button("确认").action
        xu.taps_action(yes).hears("专家已核实")
        zhang.hears("已核实您的专家资料")
        heard = len(zhang.buzzed)
        xu.taps_action(yes).hears("已经有变化")
        assert len(zhang.buzzed) == heard
        assert all_of(world, Expert)[-1].state == "confirmed"


def test_not_now_tells_the_expert_and_can_be_changed() -> None:
    with kunshan() as (world, xu):
        zhang = world.arrive("张").commands("start", "expert")
        joins_as_expert(zhang)
        xu.taps("暂不").hears("上次选了“暂不”")
        zhang.hears("暂时没有核实")
        xu.taps("确认")
        zhang.hears("已核实您的专家资料")


def test_an_exception_is_kept_for_its_need_and_marked_on_the_card() -> None:
    with kunshan() as (world, xu):
        joins(world.arrive("王").says(NEED))
        wang = world.arrive("王二").says(NEED)
        joins(wang, "昆山另一家机械有限公司")
        wang.taps("提交")
        need = all_of(world, Need)[-1]
        fang = world.arrive("方").commands("start", "expert")
        for words in (
            "同意",
            "方师傅",
            "昆山某某模具厂",
            "其他",
            "工程师",
            "本科",
            f"这个气孔问题我做过十年，{need.number}",
        ):
            fang.says(words)
        for words in (
            "跳过",
            "压铸模具",
            "好",
            "跳过",
            "昆山",
            "好",
            "随时",
            "2",
            "跳过",
            "13700137000",
            "提交",
        ):
            fang.says(words)
        fang.hears("独到造诣说明已保存")
        xu.hears("例外（无副高以上职称、无博士学位")
        assert all_of(world, Expert)[-1].exception_need_id == need.id


def test_declared_conflicts_hold_for_known_enterprises_and_for_later_ones() -> None:
    with kunshan() as (world, _):
        declared = f"昆山砺澄精密压铸有限公司，我持股2%；{FIRM}，妻子在那里任职"
        joins_as_expert(world.arrive("张").commands("start", "expert"), declared=declared)
        expert = all_of(world, Expert)[-1]
        mine = [conflict for conflict in all_of(world, Conflict) if conflict.expert_id == expert.id]
        assert [conflict.kind for conflict in mine] == ["shares"]
        joins(world.arrive("王").commands("start", "enterprise"))
        mine = [conflict for conflict in all_of(world, Conflict) if conflict.expert_id == expert.id]
        assert len({conflict.enterprise_id for conflict in mine}) == 2


def test_a_coordinator_marks_a_conflict_with_its_reason() -> None:
    with kunshan() as (world, xu):
        joins_as_expert(world.arrive("张").commands("start", "expert"))
        xu.taps("标记回避").says("没有这家").says("以前有过投诉").hears("没有找到登记过的企业")
        xu.says("昆山").hears("几家企业符合")
        xu.says("芯梧").hears("已标记", "昆山芯梧连接器有限公司")
        assert all_of(world, Conflict)[-1].reason == "以前有过投诉"


def test_an_expert_who_joins_again_is_greeted() -> None:
    with kunshan() as (world, _):
        zhang = world.arrive("张").commands("start", "expert")
        joins_as_expert(zhang)
        zhang.commands("start").hears("张一工，您好").commands("start", "expert").hears("张一工，您好")
        zhang.taps_action("join:expert").hears("张一工，您好")
        zhang.taps_action("join:emperor").hears("这个按钮已经过时")


def test_a_coordinator_joins_by_invitation_only_and_the_first_one_owns_the_bureau() -> None:
    with World(samples=True) as world:
        token = link_to(world, "coordinator", role="member", bureau="320581")
        qin = world.arrive("秦").commands("start", token).hears("受邀", "常熟市人力资源和社会保障局")
        for words in ("同意", "秦朗", "13600136000", "提交"):
            qin.says(words)
        qin.hears("您已加入常熟市人力资源和社会保障局")
        assert all_of(world, Member)[-1].role == "owner"
        qin.commands("start", token).hears("秦朗，您好")
        thief = world.arrive("贼").commands("start", token).hears("已经用过了")
        assert actor_of(world, thief).desks == ()


def test_two_who_open_one_invitation_at_once_do_not_both_get_in() -> None:
    with World(samples=True) as world:
        token = link_to(world, "coordinator", bureau="320581")
        one, two = world.arrive("一").commands("start", token), world.arrive("二").commands("start", token)
        for words in ("同意", "秦朗", "13600136000", "提交"):
            one.says(words)
            two.says(words)
        one.hears("您已加入")
        two.hears("已经用过了")
        assert actor_of(world, two).desks == ()


def test_colleagues_are_told_of_a_new_coordinator() -> None:
    with kunshan() as (world, xu):
        new = world.arrive("新").commands(
            "start", link_to(world, "coordinator", role="owner", bureau="320583")
        )
        for words in ("同意", "秦朗", "13600136000", "提交"):
            new.says(words)
        xu.hears("秦朗已作为经办人加入")
        assert all_of(world, Member)[-1].role == "member"


def test_what_waited_for_nobody_is_given_to_the_first_coordinator() -> None:
    with World() as world:
        province = world.change(
            lambda work: work.add(Bureau(name="江苏省人社厅", level="province", area="320000"))
        )
        zhang = world.arrive("张").commands("start", "expert")
        joins_as_expert(zhang)
        zhang.hears("还没有经办人，资料已保存").says("找人工").says("什么时候能核实").hears(
            "还没有经办人值守"
        )
        qi = world.arrive("戚").commands("start", link_to(world, "coordinator", bureau="320000"))
        for words in ("同意", "戚明澈", "13600136000", "提交"):
            qi.says(words)
        qi.hears("您已加入", "专家待核实", "什么时候能核实").taps("确认")
        zhang.hears(f"{province.name}已核实您的专家资料")


def test_an_expert_from_another_province_is_confirmed_by_the_programmes_own() -> None:
    with kunshan() as (world, xu):
        qi = world.known("coordinator:320000")
        li = world.arrive("李").commands("start", "expert")
        for words in (
            "同意",
            "李工",
            "某某大学机械学院",
            "高校",
            "教授",
            "博士",
            "跳过",
            "铸造",
            "好",
            "跳过",
        ):
            li.says(words)
        for words in ("上海徐汇", "好", "随时", "2", "跳过", "13700137000", "提交"):
            li.says(words)
        li.hears("江苏省人力资源和社会保障厅")
        expert = all_of(world, Expert)[-1]
        qi.hears("13700137000").taps("暂不")
        xu.taps_action(f"expert.yes:{expert.id}:1").hears("专家已核实", "137****7000")
        assert "13700137000" not in xu.last.plain()
        li.hears("已核实您的专家资料")


def test_who_waits_is_listed_among_the_bureaus_tasks_and_vanishes_when_erased() -> None:
    with kunshan() as (world, xu):
        zhang, li = (
            world.arrive("张").commands("start", "expert"),
            world.arrive("李").commands("start", "enterprise"),
        )
        joins_as_expert(zhang)
        joins(li, "昆山砺澄精密压铸有限公司", name="李四")
        xu.says("待办").hears("专家待核实", "李四登记为")
        for visitor in (zhang, li):
            visitor.says("我的数据").taps("删除我的数据").taps("确认删除")
        xu.taps("确认").hears("已经删除了自己的资料")
        xu.says("待办").hears("现在没有待办事项")


def test_a_coordinator_who_declines_leaves_the_invitation_good() -> None:
    with World(samples=True) as world:
        token = link_to(world, "coordinator", bureau="320581")
        qin = world.arrive("秦").commands("start", token).taps("暂不同意").hears("没有保存")
        qin.commands("start", token).hears("受邀")


def test_joining_twice_as_the_same_contact_says_so() -> None:
    with kunshan() as (world, _):
        wang = world.arrive("王").commands("start", "enterprise")
        joins(wang)
        wang.commands("start", "enterprise")
        for words in (FIRM, "跳过", "昆山", "提交"):
            wang.says(words)
        wang.hears("您已经是")
