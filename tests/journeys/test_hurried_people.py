"""Stories of people in a hurry: labels typed instead of tapped, half answers, forged and old buttons."""

from tests.support.inviting import Invited
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
