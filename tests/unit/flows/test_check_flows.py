"""The bureau's conversations about a need, and the enterprise's about a returned one."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.dialogue.flow import Flow
from handlers.dialogue.replies import Reply, Said, Sent, SentFile, SharedContact, Tapped
from handlers.dialogue.step import Step
from handlers.flows import (
    avoid_expert,
    hand_on_need,
    mend_need,
    reject_need,
    retag_need,
    return_need,
    which_enterprise,
)
from handlers.flows.about_need import REVISION
from handlers.flows.headed import ABOUT
from handlers.flows.need_steps import DETAIL, TITLE
from tests.support.chat import Chat
from tests.support.facts import knowing

Known = Mapping[Step[Any], Any]
HEADING = "需求 2026-0012：压铸件气孔多"
ABOUT_IT: Known = {ABOUT: [HEADING], REVISION: 1}
EXPERTS = ((5, "林知远（江南大学）"), (6, "林知远（苏州大学）"), (7, "周亦（江南大学）"))
STORY = "铝合金压铸件X光探伤废品率8%，想降到3%"


def mending(field: str) -> Known:
    """Return what a mending conversation begins with."""
    about = [HEADING, "昆山市人社局请您补充：请核对"]
    both = ((TITLE, "压铸件气孔多"), (DETAIL, STORY))
    words: Known = {step: words for step, words in both if step.name != field}
    return {**words, ABOUT: about, mend_need.FIELD: field, mend_need.WAS: STORY, mend_need.FILES: ()}


TAGS: Known = {**ABOUT_IT, retag_need.PRESENT: ("0302",), TITLE: "压铸件气孔多", DETAIL: STORY}
CHOICE: Known = {
    which_enterprise.CHOICES: [["1", "甲厂"], ["2", "乙厂"]],
    which_enterprise.WORDS: STORY,
    which_enterprise.FILES: (),
}


def chat(flow: Flow, known: Known) -> Chat:
    return Chat(flow, given=known, knows=knowing(experts=EXPERTS))


def test_a_return_names_the_need_above_both_questions() -> None:
    talk = chat(return_need.RETURN_NEED, ABOUT_IT)
    assert talk.last.heading == HEADING
    talk.taps("希望时间")
    assert talk.last.heading == HEADING
    assert talk.last.progress == "2/2 · 一句话"
    assert talk.says("请写明最晚哪天").finished


def test_a_wrong_field_can_be_taken_back() -> None:
    talk = (
        chat(return_need.RETURN_NEED, ABOUT_IT)
        .taps("希望时间")
        .taps("上一步")
        .taps("需求描述")
        .says("请补充")
    )
    assert talk.answers[return_need.FIELD] == "detail"


def test_a_reason_has_to_say_something() -> None:
    talk = chat(reject_need.REJECT_NEED, ABOUT_IT).says("不")
    assert "至少写 4 个字" in talk.last.plain()


def test_present_domains_are_ticked_and_further_ones_found_by_typing() -> None:
    talk = chat(retag_need.RETAG_NEED, TAGS)
    assert "✓ 加工工艺、铸造、焊接与模具" in talk.labels
    talk.says("连接器").taps("选好了")
    assert talk.answers[retag_need.TAGS] == ("0302", "0202")


def test_an_area_is_found_by_a_piece_of_its_name() -> None:
    talk = chat(hand_on_need.HAND_ON_NEED, ABOUT_IT).says("常熟")
    assert talk.answers[hand_on_need.AREA] == "320581"


def test_of_two_experts_of_one_name_the_unit_decides() -> None:
    talk = chat(avoid_expert.AVOID_EXPERT, ABOUT_IT).says("林知远")
    talk.taps("苏州大学").says("曾在该企业任职")
    assert talk.answers[avoid_expert.WHO] == "6 林知远（苏州大学）"


def test_an_unknown_expert_is_asked_again() -> None:
    talk = chat(avoid_expert.AVOID_EXPERT, ABOUT_IT).says("王五")
    assert "没有找到“王五”" in talk.last.plain()


def test_the_enterprise_reads_the_sentence_above_the_question() -> None:
    talk = chat(mend_need.MEND_NEED, mending("deadline"))
    assert "昆山市人社局请您补充：请核对" in talk.last.plain()
    assert "跳过" not in talk.labels
    assert talk.says("6月10日").finished


def test_the_sentence_stays_when_the_answer_was_not_understood() -> None:
    talk = chat(mend_need.MEND_NEED, mending("deadline")).says("不知道")
    assert "昆山市人社局请您补充：请核对" in talk.last.plain()


def test_a_new_description_is_added_or_put_in_place() -> None:
    talk = chat(mend_need.MEND_NEED, mending("detail")).says("合金牌号ADC12，八百吨压铸机")
    assert talk.labels[:2] == ["接在原文后面", "替换原文"]
    assert talk.taps("替换原文").answers[mend_need.HOW] == "replace"


def test_a_long_new_description_can_only_replace() -> None:
    assert chat(mend_need.MEND_NEED, mending("detail")).says("长" * 1990).finished


@pytest.mark.parametrize("words", ["乙厂", "2"])
def test_the_enterprise_is_picked_by_name_or_number(words: str) -> None:
    talk = chat(which_enterprise.WHICH_ENTERPRISE, CHOICE).says(words)
    assert talk.answers[which_enterprise.WHICH] == "2"


FLOWS = [
    (return_need.RETURN_NEED, ABOUT_IT),
    (reject_need.REJECT_NEED, ABOUT_IT),
    (retag_need.RETAG_NEED, TAGS),
    (hand_on_need.HAND_ON_NEED, ABOUT_IT),
    (avoid_expert.AVOID_EXPERT, ABOUT_IT),
    (which_enterprise.WHICH_ENTERPRISE, CHOICE),
    *((mend_need.MEND_NEED, mending(f)) for f in ("title", "detail", "domains", "deadline", "conditions")),
]
CODES = (
    "field:detail",
    "domains:0302",
    "domains:ok",
    "area:320581",
    "who:6",
    "who:x",
    "how:add",
    "which:1",
    "area:more",
)
REPLIES = st.one_of(
    st.text(max_size=60).map(Said),
    st.sampled_from(["林知远", "常熟", "鼓楼", "压铸", "6月10日", "好", "上一步", "保持不变", STORY]).map(
        Said
    ),
    st.sampled_from(CODES).map(lambda code: Tapped(f"f:7:{code}")),
    st.text(max_size=8).map(lambda code: Tapped(f"f:7:{code.replace(':', '')}:x")),
    st.just(Sent((SentFile("photo", "r1"),), "配一张照片")),
    st.just(SharedContact("13800138000")),
)


@pytest.mark.parametrize(("flow", "known"), FLOWS, ids=[f"{f.name}-{n}" for n, (f, _) in enumerate(FLOWS)])
@settings(max_examples=15, deadline=None)
@given(replies=st.lists(REPLIES, max_size=10))
def test_whatever_is_sent_is_answered_and_nothing_is_lost(
    flow: Flow, known: Known, replies: list[Reply]
) -> None:
    talk = chat(flow, known)
    for reply in replies:
        if talk.finished:
            return
        before = {n for n, a in talk.state.answers.items() if a.source == "typed"} | set(talk.state.former)
        talk.replies(reply)
        assert before <= set(talk.state.answers) | set(talk.state.former)
