"""Inviting experts, told as the conversation of a coordinator."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.dialogue.messages import Message
from handlers.dialogue.replies import Reply, Said, Sent, SentFile, SharedContact, Tapped
from handlers.dialogue.step import Want
from handlers.dialogue.texts import LANGUAGES
from handlers.domain.candidates import Candidate, Candidates, NearMiss, Reason
from handlers.domain.masks import Bar
from handlers.domain.regions import Distance
from handlers.flows.headed import ABOUT
from handlers.flows.invite import DAYS, EXPERTS, INVITE, NEED, PAYS, VISIT
from handlers.thinking import ExpertNames
from tests.support.chat import Chat

REASON = Reason(terms=("压铸", "气孔"), distance=Distance.SAME_CITY, load=1, cap=3)
SHEN = Candidate(1, "沈砚舟", "江汀理工大学", "教授", REASON, 0.5)
LU = Candidate(2, "陆怀谷", "望溪交通大学", "副教授", REASON, 0.3)
QIN = Candidate(9, "秦若松", "江汀化工集团", "高级工程师", Reason(), 0)
YU = Candidate(5, "喻晚舟", "望溪交通大学", "副教授", REASON, 0.4)
FOUND = Candidates((SHEN, LU), (NearMiss(YU, (Bar("unverified"),)),), (QIN,))
TITLE = "候选专家：铝合金压铸件气孔率高"


def knowing(found: Candidates = FOUND) -> Callable[[Want], object]:
    everybody = (*found.fit, *found.others, *(near.candidate for near in found.near))
    names = {each.expert_id: each.name for each in everybody}

    def known(want: Want) -> object:
        if isinstance(want, ExpertNames):
            return {number: names[number] for number in want.experts if number in names}
        return found

    return known


def form(language: str = "zh") -> Chat:
    return Chat(INVITE, given={NEED: 7, ABOUT: [TITLE]}, language=language, knows=knowing())


def at_confirm() -> Chat:
    return form().taps("沈砚舟").taps("陆怀谷").taps("选好了").taps("双方商定").taps("2").taps("企业承担")


def test_experts_are_ticked_and_the_last_question_names_who_and_how_many() -> None:
    chat = form()
    assert "1. 沈砚舟（教授，江汀理工大学）" in chat.last.plain()
    assert "擅长“压铸、气孔”；同市；今年任务 1/3" in chat.last.plain()
    chat = at_confirm()
    assert "即将向 2 位专家发出邀请：沈砚舟、陆怀谷。" in chat.last.plain()
    assert chat.taps("确认发出").finished
    assert chat.answers[EXPERTS] == ("1", "2")
    assert (chat.answers[VISIT], chat.answers[DAYS], chat.answers[PAYS]) == (None, 2, "enterprise")


def test_every_question_names_the_need_it_is_about() -> None:
    chat = form()
    chat.taps("沈砚舟").taps("选好了").taps("双方商定").taps("1")
    assert all(message.heading == TITLE for message in chat.heard)


def test_a_day_is_understood_as_people_write_it() -> None:
    chat = form().taps("沈砚舟").taps("选好了").says("３月１８号")
    assert chat.answers[VISIT] == date(2026, 3, 18)
    assert "3月18日（周三），还有16天" in chat.last.plain()


def test_a_day_in_the_past_is_refused_and_the_question_stands() -> None:
    chat = form().taps("沈砚舟").taps("选好了").says("2026年3月1日")
    assert not chat.answers.has(VISIT)
    assert "双方商定" in chat.labels


@pytest.mark.parametrize("words", ["双方商定", "待定"])
def test_an_open_day_may_be_typed(words: str) -> None:
    assert form().taps("沈砚舟").taps("选好了").says(words).answers[VISIT] is None


def test_nobody_ticked_is_nobody_invited() -> None:
    chat = form().taps("选好了")
    assert "请至少选 1 项" in chat.last.plain()


def test_a_second_tap_on_a_name_takes_the_tick_away() -> None:
    chat = form().taps("沈砚舟").taps("✓ 沈砚舟").taps("陆怀谷").taps("选好了")
    assert chat.answers[EXPERTS] == ("2",)


def test_somebody_off_the_list_is_found_by_name_and_ticked() -> None:
    chat = form().says("秦若松").taps("选好了")
    assert chat.answers[EXPERTS] == ("9",)


def test_a_near_miss_cannot_be_found_by_name() -> None:
    chat = form().says("喻晚舟")
    assert "没有找到" in chat.last.plain()


def test_a_number_means_the_place_in_the_list_and_no_more() -> None:
    assert form().says("2").taps("选好了").answers[EXPERTS] == ("2",)
    assert "没有找到" in form().says("9").last.plain()


def test_who_was_ticked_and_became_unfit_is_still_named() -> None:
    chat = form().taps("沈砚舟")
    chat.worked_out.clear()
    chat.knows = knowing(Candidates((LU,), (NearMiss(SHEN, (Bar("paused"),)),)))
    chat.taps("陆怀谷")
    assert {"✓ 沈砚舟", "✓ 陆怀谷"} <= set(chat.labels)
    chat.taps("✓ 沈砚舟").taps("选好了")
    assert chat.answers[EXPERTS] == ("2",)


def test_any_answer_can_be_mended_before_sending() -> None:
    chat = at_confirm().taps("修改").taps("天数").says("3天")
    assert ("天数", "3") in chat.last.fields
    chat.taps("修改").taps("邀请专家").taps("陆怀谷").taps("选好了")
    assert "即将向 1 位专家发出邀请：沈砚舟。" in chat.last.plain()


def test_going_back_and_pausing_lose_nothing() -> None:
    chat = form().taps("沈砚舟").taps("选好了").taps("双方商定").taps("上一步").taps("暂停")
    assert chat.paused
    assert chat.answers[EXPERTS] == ("1",)


def test_an_old_button_changes_the_answer_it_belongs_to() -> None:
    chat = at_confirm()
    chat.replies(Tapped("f:7:pays:host"))
    assert chat.answers[PAYS] == "host"
    assert "主办单位承担" in chat.last.plain()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_can_be_gone_through_in_either_language(language: str) -> None:
    chat = (
        form(language).says("1").says("ok").replies(Tapped("f:7:visit:agreed")).says("2").says("1").says("ok")
    )
    assert chat.finished


REPLIES = st.one_of(
    st.text(max_size=60).map(Said),
    st.sampled_from(["沈砚舟", "1", "9", "秦", "下周三", "待定", "3天", "修改", "确认发出"]).map(Said),
    st.text(max_size=12).map(lambda code: Tapped(f"f:7:{code.replace(':', '')}:ok")),
    st.sampled_from(["experts:1", "experts:5", "experts:77", "experts:ok", "visit:agreed", "visit:2026-04-01",
                     "visit:2020-01-01", "days:2", "days:99", "pays:host", "pays:gold", "confirm:edit",
                     "confirm:edit.days", "confirm:edit.need", "visit:<", "days:<", "experts:|"]
                    ).map(lambda code: Tapped(f"f:7:{code}")),
    st.builds(lambda n: Sent((SentFile("photo", f"r{n}"),)), st.integers(0, 9)),
    st.just(SharedContact("13800138000", own=True)),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(REPLIES, max_size=25))
def test_whatever_is_sent_the_form_answers_and_loses_nothing(replies: list[Reply]) -> None:
    chat = form()
    for reply in replies:
        if chat.finished:
            assert chat.answers[EXPERTS]
            return
        before = {*chat.state.answers, *chat.state.former}
        heard = len(chat.heard)
        done = chat.replies(reply).finished
        assert before <= {*chat.state.answers, *chat.state.former}
        assert done or len(chat.heard) > heard or isinstance(reply, Tapped)
        assert all(isinstance(message, Message) for message in chat.heard)
