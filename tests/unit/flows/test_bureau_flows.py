"""Conversations about the own bureau: contact data, duties, consultations; in any order, with any words."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.dialogue.flow import Flow
from handlers.dialogue.replies import Reply, Said, Sent, SentFile, SharedContact, Tapped
from handlers.flows import consult, duties, edit_bureau
from handlers.flows.headed import ABOUT
from tests.support.chat import Chat

FLOWS = [edit_bureau.FLOW, duties.FLOW, consult.FLOW, consult.MORE_FLOW]
WORDS = st.sampled_from(
    ["传真", "无", "0512-57123456", "215300", "昨天", "3月14日", "好", "跳过", "上一步", "修改", "", "你好吗"]
)
REPLIES: st.SearchStrategy[Reply] = st.one_of(
    st.builds(Said, WORDS | st.text(max_size=30)),
    st.builds(
        Tapped, st.sampled_from(["f:7:part:fax", "f:7:held:2026-03-01", "f:7:follow_up:skip", "f:9:x:y"])
    ),
    st.builds(SharedContact, st.sampled_from(["13800138000", "x"]), st.booleans()),
    st.just(Sent((SentFile("photo", "r1", "a.jpg", "", 10),))),
)


def chat(flow: Flow) -> Chat:
    return Chat(flow, {ABOUT: ["昆山市人社局 孟向榆的分工"]} if flow is duties.FLOW else {})


def test_a_hurried_person_logs_a_consultation_in_four_answers() -> None:
    talk = chat(consult.FLOW).says("昨天").says("科技局").says("推荐三名专家").says("跳过")
    assert talk.finished
    assert talk.answers[consult.HELD] == date(2026, 3, 1)
    assert not talk.answers.has(consult.DUE)


def test_what_follows_asks_for_its_day_and_going_back_forgets_nothing() -> None:
    talk = chat(consult.FLOW).says("今天").says("科技局").says("推荐三名专家").says("发汇总表")
    talk.taps("上一步").taps("上一步").says("推荐五名专家").says("发汇总表").says("3月20日")
    assert talk.finished
    assert (talk.answers[consult.DECISIONS], talk.answers[consult.DUE]) == ("推荐五名专家", date(2026, 3, 20))


def test_only_the_piece_that_was_picked_is_asked() -> None:
    talk = chat(edit_bureau.FLOW).taps("邮编").says("215300")
    assert talk.finished
    assert [step.name for step in edit_bureau.FLOW.visible(talk.state)] == ["part", "postcode"]


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.name)
@settings(max_examples=25, deadline=None)
@given(replies=st.lists(REPLIES, max_size=10))
def test_whatever_is_sent_is_answered_and_nothing_is_lost(flow: Flow, replies: list[Reply]) -> None:
    talk = chat(flow)
    for reply in replies:
        if talk.finished or talk.paused:
            return
        before = {n for n, a in talk.state.answers.items() if a.source == "typed"} | set(talk.state.former)
        talk.replies(reply)
        assert before <= set(talk.state.answers) | set(talk.state.former)
