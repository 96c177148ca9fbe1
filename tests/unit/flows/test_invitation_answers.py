"""The short conversations beside an answer: a condition, a no's reason, a withdrawal's reason."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.dialogue.flow import Flow
from handlers.dialogue.replies import Reply, Said, SharedContact, Tapped
from handlers.dialogue.texts import LANGUAGES
from handlers.flows.headed import ABOUT
from handlers.flows.invitation_answers import (
    COLLEAGUE,
    CONDITION,
    DECLINE,
    KIND,
    REASON,
    REASONS,
    WITHDRAW,
    WORDS,
)
from tests.support.chat import Chat


def talk(flow: Flow, language: str = "zh") -> Chat:
    return Chat(flow, given={ABOUT: ["昆山砺澄邀请沈砚舟"]}, language=language)


def test_a_condition_is_a_kind_and_a_sentence() -> None:
    chat = talk(CONDITION).taps("另约时间").says("4月10日以后都可以")
    assert chat.finished
    assert (chat.answers[KIND], chat.answers[WORDS]) == ("date", "4月10日以后都可以")


def test_a_condition_may_go_without_a_sentence() -> None:
    assert talk(CONDITION).taps("改为线上").taps("跳过").finished


def test_the_kind_may_be_typed() -> None:
    assert talk(CONDITION).says("只做一部分").answers[KIND] == "part"


def test_words_instead_of_a_kind_are_asked_for_again() -> None:
    chat = talk(CONDITION).says("看情况")
    assert not chat.answers.has(KIND)
    assert "另约时间" in chat.labels


def test_reasons_and_colleague_are_both_optional() -> None:
    chat = talk(DECLINE).taps("跳过").taps("跳过")
    assert chat.finished
    assert not chat.answers.has(REASONS)


def test_several_reasons_and_a_colleague() -> None:
    chat = talk(DECLINE).taps("时间排不开").taps("路途太远").taps("选好了").says("云渚大学周同行")
    assert (chat.answers[REASONS], chat.answers[COLLEAGUE]) == (("busy", "far"), "云渚大学周同行")


def test_a_withdrawal_wants_a_reason() -> None:
    chat = talk(WITHDRAW).says("无")
    assert not chat.finished
    assert chat.says("企业停产检修").answers[REASON] == "企业停产检修"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("flow", [CONDITION, DECLINE, WITHDRAW], ids=lambda flow: str(flow.name))
def test_each_question_names_the_invitation(flow: Flow, language: str) -> None:
    assert talk(flow, language).last.heading == "昆山砺澄邀请沈砚舟"


REPLIES = st.one_of(
    st.text(max_size=30).map(Said),
    st.sampled_from(["跳过", "上一步", "暂停", "1", "另约时间", "家中有事"]).map(Said),
    st.sampled_from(
        ["kind:date", "kind:moon", "reasons:busy", "reasons:ok", "words:>", "colleague:>", "words:<"]
    ).map(lambda code: Tapped(f"f:7:{code}")),
    st.just(SharedContact("13800138000")),
)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from([CONDITION, DECLINE, WITHDRAW]), st.lists(REPLIES, max_size=12))
def test_whatever_is_sent_they_answer_and_lose_nothing(flow: Flow, replies: list[Reply]) -> None:
    chat = talk(flow)
    for reply in replies:
        if chat.finished:
            return
        before = {*chat.state.answers, *chat.state.former}
        heard = len(chat.heard)
        done = chat.replies(reply).finished
        assert before <= {*chat.state.answers, *chat.state.former}
        assert done or len(chat.heard) > heard or isinstance(reply, Tapped)
