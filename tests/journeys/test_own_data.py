"""One's own data: seen, corrected, exported, erased; the language."""

import json
from typing import Any

from handlers.domain.experts import Expert
from handlers.domain.people import Person
from handlers.domain.tasks import Task
from tests.support.joining import NEED, all_of, joins, joins_as_expert, kunshan, person_of
from tests.support.world import Visitor, World


def expert(world: World, xu: Visitor) -> Visitor:
    """Return an expert who has joined and was confirmed."""
    zhang = world.arrive("张").commands("start", "expert")
    joins_as_expert(zhang)
    xu.taps("确认")
    return zhang


def test_a_stranger_has_no_data() -> None:
    with kunshan() as (world, _):
        world.arrive("甲").says("我的数据").hears("还没有保存您的个人信息")


def test_people_see_and_export_what_is_kept() -> None:
    with kunshan() as (world, xu):
        zhang = (
            expert(world, xu)
            .says("我的数据")
            .hears("张一工", "13700137000", "江汀理工大学材料学院", "已核实")
        )
        document = zhang.taps("导出").last.documents[0]
        data: dict[str, Any] = json.loads(document.data)
        assert (document.kind, data["person"]["name"], data["expert"]["title"]) == (
            "json",
            "张一工",
            "副教授",
        )


def test_a_correction_asks_just_that_question() -> None:
    with kunshan() as (world, xu):
        zhang = expert(world, xu).says("我的数据").taps("更正").taps("姓名").says("张二工").hears("已更正")
        zhang.says("我的数据").taps("更正").taps("方便的月份").says("5-6月").hears("已更正")
        zhang.says("我的数据").taps("更正").taps("研究方向").says("纺织染整").taps("选好了").hears("已更正")
        zhang.says("我的数据").taps("更正").taps("每年最多").taps("6").hears("已更正")
        zhang.says("我的数据").taps("更正").taps("所在地").says("常熟").says("只线上").taps("✓ 苏州市").taps(
            "选好了"
        )
        zhang.hears("已更正")
        kept = all_of(world, Expert)[-1]
        assert (kept.months, kept.directions, kept.yearly_cap) == ([5, 6], ["纺织染整"], 6)
        assert (kept.county, kept.online_only, kept.state) == ("320581", True, "confirmed")


def test_a_corrected_title_waits_to_be_confirmed_again() -> None:
    with kunshan() as (world, xu):
        zhang = expert(world, xu).says("我的数据").taps("更正").taps("职称和学位").says("教授").taps("博士")
        zhang.hears("已更正", "请等再次确认")
        xu.hears("专家待核实", "教授").taps("确认")
        zhang.hears("已核实您的专家资料")


def test_a_contact_corrects_name_and_phone_only() -> None:
    with kunshan() as (world, _):
        wang = world.arrive("王").commands("start", "enterprise")
        joins(wang)
        wang.says("我的数据").taps("更正")
        assert wang.labels == ["姓名", "电话", "暂停", "找人工"]
        wang.taps("电话").says("0512-57123456").hears("已更正").says("我的数据").hears("0512-57123456")


def test_erasing_takes_a_second_tap_and_leaves_no_word() -> None:
    with kunshan() as (world, xu):
        zhang = expert(world, xu)
        person = zhang.person_id
        zhang.says("我的数据").taps("删除我的数据").hears("会删除", "会保留", "不能恢复").taps(
            "不删除"
        ).hears("张一工")
        zhang.taps("确认删除").hears("您的数据已删除")
        rows = [*all_of(world, Person), all_of(world, Expert)[-1], *all_of(world, Task)]
        dump = str([row.model_dump() for row in rows])
        assert all(word not in dump for word in ("张一工", "13700137000", "江汀理工大学材料学院"))
        zhang.says("你好").hears("千名专家进千企")
        assert zhang.person_id != person


def test_an_old_erase_button_asks_once_more() -> None:
    with kunshan() as (world, xu):
        zhang = expert(world, xu).says("我的数据").taps("删除我的数据")
        world.passes(hours=2)
        zhang.taps("确认删除").hears("确定删除您的数据吗")
        assert person_of(world, zhang).name == "张一工"


def test_what_an_erased_contact_leaves_open_is_told_to_the_bureau() -> None:
    with kunshan() as (world, xu):
        wang = world.arrive("王").says(NEED)
        joins(wang)
        wang.taps("提交").says("我的数据").taps("删除我的数据").taps("确认删除")
        xu.hears("需求联系人已删除自己的资料")
        assert [task.kind for task in all_of(world, Task)] == ["contact_left"]


def test_everybody_chooses_their_language() -> None:
    with kunshan() as (world, xu):
        zhang = expert(world, xu).commands("language").taps("English").hears("English from now on")
        zhang.says("help").hears("When a need fits you get an invitation")
        zhang.says("语言").taps("中文").hears("以后用中文")
        zhang.commands("language", "en").hears("English from now on")
        zhang.taps_action("language:").hears("Which language")
