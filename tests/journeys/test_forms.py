"""Forms under way: stopped, resumed, deleted, asked after once; questions in between; words out of place."""

import pytest

from handlers.domain.tasks import Task
from tests.support.joining import FIRM, NEED, all_of, joins, joins_as_expert, kunshan
from tests.support.world import Visitor, World

OTHER_NEED = "车用连接器端子镀锡面反光，视觉检测误判6%，想降到1%以内，两个月内希望专家来看看"


def halfway(world: World) -> Visitor:
    """Return somebody in the middle of joining, asked for the credit code."""
    return world.arrive("慢").commands("start", "enterprise").says("同意").says(FIRM)


def test_cancel_stops_without_a_question_and_continue_goes_on() -> None:
    with kunshan() as (world, _):
        slow = halfway(world).says("取消").hears("已停下：企业登记")
        slow.says("继续").hears("统一社会信用代码").says("跳过").hears("哪个县")


def test_a_draft_is_deleted_with_a_second_tap() -> None:
    with kunshan() as (world, _):
        slow = halfway(world).commands("cancel").taps("删除草稿").hears("不能恢复").taps("不删，接着填")
        slow.hears("统一社会信用代码").commands("cancel").taps("删除草稿")
        gone = slow.button("确认删除").action
        slow.taps_action(gone).hears("草稿已删除").taps_action(gone).hears("已经不在了")
        slow.says("继续").hears("没有没填完的表").says("取消").hears("没有什么要取消")


def test_nobody_touches_another_ones_draft() -> None:
    with kunshan() as (world, _):
        slow, thief = halfway(world).commands("cancel"), world.arrive("贼")
        for label in ("继续", "删除草稿"):
            thief.taps_action(slow.button(label).action).hears("这份表已经结束")
        slow.says("继续").hears("统一社会信用代码")


def test_of_several_stopped_forms_one_is_chosen() -> None:
    with kunshan() as (world, _):
        both = halfway(world).says("取消")
        both.commands("start", "expert").says("取消").says("继续").hears("有 2 份没填完")
        both.taps("企业登记").hears("统一社会信用代码")


def test_start_takes_up_what_lies_unfinished() -> None:
    with kunshan() as (world, _):
        halfway(world).says("暂停").commands("start").hears("接着填：企业登记", "统一社会信用代码")


def test_a_command_in_between_shows_the_question_again_once() -> None:
    with kunshan() as (world, _):
        slow = halfway(world).says("帮助").hears("继续：企业登记")
        assert len(slow.fresh) == 2
        for command in ("start", "mydata", "language"):
            assert len(slow.commands(command).fresh) == 2
        assert len(slow.commands("start", "enterprise").fresh) == 1


def test_a_form_left_lying_is_asked_after_once_and_not_at_night() -> None:
    with kunshan() as (world, _):
        slow = halfway(world)
        slow.read = len(slow.buzzed)
        world.passes(hours=23)
        slow.hears_nothing()
        world.passes(hours=2)
        slow.hears("您的“企业登记”还差 4 项").taps("继续").hears("统一社会信用代码")
        slow.read = len(slow.buzzed)
        world.passes(days=3)
        slow.hears_nothing()


def test_who_answered_meanwhile_is_asked_a_day_later() -> None:
    with kunshan() as (world, _):
        slow = halfway(world)
        world.passes(hours=11)
        slow.says("跳过")
        slow.read = len(slow.buzzed)
        world.passes(hours=14)
        slow.hears_nothing()
        world.passes(hours=11)
        slow.hears_nothing()
        world.passes(hours=11)
        slow.hears("还差 3 项")


def test_who_only_looked_is_left_in_peace() -> None:
    with kunshan() as (world, _):
        shy = world.arrive("甲").commands("start", "enterprise")
        shy.read = len(shy.buzzed)
        world.passes(days=2)
        shy.hears_nothing()


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("这个收费吗？", "不收费"),
        ("谁能看到我的信息？", "经办人能看到"),
        ("你们几点下班呢？", "这个问题我答不了"),
    ],
)
def test_a_question_in_between_is_answered_and_the_form_goes_on(words: str, answer: str) -> None:
    with kunshan() as (world, _):
        slow = halfway(world).says(words).hears(answer, "继续：企业登记", "统一社会信用代码")
        slow.says("跳过").hears("哪个县")


def test_an_answer_is_never_taken_for_a_question() -> None:
    with kunshan() as (world, _):
        zhang = world.arrive("张").commands("start", "expert")
        for words in ("同意", "张一工", "江汀理工大学材料学院", "高校", "教授", "博士", "跳过"):
            zhang.says(words)
        zhang.says("如何降低压铸废品率？").hears("技术领域")


def test_help_and_words_out_of_place_lead_on() -> None:
    with kunshan() as (world, xu):
        stranger = world.arrive("甲").commands("help").hears("先选一个身份")
        stranger.says("？").says("嗯").hears("千名专家进千企").shares_contact("13800138000").hears("没有保存")
        stranger.says("要钱吗？").hears("不收费").edits("要不要钱").hears("那条已经处理过")
        stranger.sends("图.jpg").hears("登记同意之前我们不保存")
        xu.says("天气不错").hears("没有看懂")
        assert "待办" in xu.labels


def test_files_without_a_conversation_go_to_the_bureau_as_one_ticket() -> None:
    with kunshan() as (world, xu):
        wang = world.arrive("王").commands("start", "enterprise")
        joins(wang)
        wang.sends("图1.jpg", "图2.jpg").hears("已收到 2 个文件", "昆山市人力资源和社会保障局")
        wang.sends("图3.jpg").hears("已收到 1 个文件").sends("大.mp4", size=30_000_000).hears("超过 20 MB")
        xu.hears("图1.jpg、图2.jpg", "图3.jpg")
        assert len(all_of(world, Task)) == 1


def test_a_ticket_carries_the_open_form_and_the_form_goes_on() -> None:
    with kunshan() as (world, xu):
        slow = halfway(world).says("找人工").says("信用代码是什么").hears("编号 T", "继续：企业登记")
        world.known("coordinator:320000").says("待办").hears("信用代码是什么", "正在填：企业登记", FIRM)
        xu.says("待办")
        slow.commands("talk", "还有一个问题").hears("编号 T")
        assert len(all_of(world, Task)) == 1


def test_asking_twice_for_a_person_asks_once_what_it_is_about() -> None:
    with kunshan() as (world, _):
        zhang = world.arrive("张").commands("start", "expert")
        joins_as_expert(zhang)
        zhang.says("找人工").says("人工").hears("想问什么").says("邀请怎么改期")
        zhang.hears("已转给昆山市人力资源和社会保障局", "0512-00000583")
        assert [task.words for task in all_of(world, Task) if task.kind == "talk"] == ["邀请怎么改期"]


def test_a_photo_with_a_need_as_its_caption_begins_joining_or_the_form() -> None:
    with kunshan() as (world, _):
        wang = world.arrive("王").sends("气孔.jpg", caption=NEED).hears("您写的需求已经收好")
        joins(wang)
        wang.taps("提交").sends("气孔2.jpg", caption=OTHER_NEED).hears("请核对", "气孔2.jpg")


def test_a_nudge_falls_out_of_the_night() -> None:
    with kunshan() as (world, _):
        world.passes(hours=13)
        slow = halfway(world)
        slow.read = len(slow.buzzed)
        world.passes(hours=24, minutes=30)
        slow.hears_nothing()
        world.passes(hours=10)
        slow.hears("还差 4 项")


def test_a_filled_form_only_lacks_the_last_tap() -> None:
    with kunshan() as (world, _):
        slow = halfway(world)
        for words in ("跳过", "昆山", "王敏", "13800138000"):
            slow.says(words)
        slow.read = len(slow.buzzed)
        world.passes(hours=25)
        slow.hears("只差提交")
