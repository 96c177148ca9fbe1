"""Joining as an enterprise, an expert, a coordinator, told as the conversation on a phone."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.dialogue.flow import Flow
from handlers.dialogue.replies import Reply, Said, Sent, SentFile, SharedContact, Tapped
from handlers.dialogue.step import Step
from handlers.domain.credit_code import with_check_digit
from handlers.flows import (
    avoid,
    correct,
    join_coordinator,
    join_enterprise,
    join_expert,
    personal_link,
    talk,
    which_role,
)
from handlers.flows.expert_steps import AREAS, DOMAINS, EXCEPTION, MONTHS_WILLING, TITLE
from handlers.flows.join_enterprise import COUNTY, CREDIT_CODE, ENTERPRISE, FIRST_WORDS
from handlers.flows.personal_steps import AGREE, CONSENT, NAME, PHONE
from tests.support.chat import Chat
from tests.support.facts import knowing

FIRM = "昆山某某精密机械有限公司"
CODE = with_check_digit("91320583YL0000021")
KUNSHAN, SUZHOU = "320583", "320500"


def enterprise(language: str = "zh") -> Chat:
    return Chat(join_enterprise.FLOW, language=language, knows=knowing())


def expert() -> Chat:
    return Chat(join_expert.FLOW, knows=knowing())


def at_title() -> Chat:
    return expert().says("同意").says("张一工").says("江汀理工大学材料学院").taps("高校")


def at_directions() -> Chat:
    return at_title().taps("副教授").taps("博士").taps("跳过")


def at_county() -> Chat:
    return at_directions().says("铝合金压铸件气孔").taps("选好了").taps("跳过")


def at_months() -> Chat:
    return at_county().says("昆山").taps("选好了")


def at_expert_review() -> Chat:
    return at_months().says("5-8月").taps("3").taps("跳过").says("13800138000")


# ------------------------------------------------------------------------------------------------- consent


def test_nothing_is_asked_before_the_person_agrees() -> None:
    chat = enterprise()
    assert "您同意吗" in chat.last.plain()
    chat.says(FIRM)
    assert "还没有保存任何内容" in chat.last.plain()
    assert set(chat.state.answers) == set()


@pytest.mark.parametrize("words", ["同意", "好", "好的。", "可以", "1"])
def test_a_short_yes_is_consent(words: str) -> None:
    assert enterprise().says(words).answers[CONSENT] == AGREE


@pytest.mark.parametrize("flow", [join_enterprise.FLOW, join_expert.FLOW, join_coordinator.FLOW])
def test_who_does_not_agree_is_asked_nothing_more(flow: Flow) -> None:
    assert Chat(flow, knows=knowing()).taps("暂不同意").finished


def test_consent_stands_on_no_review_card_and_counts_as_no_question() -> None:
    chat = enterprise().taps("同意")
    assert chat.last.progress == "1/5 · 企业名称"


# ---------------------------------------------------------------------------------------------- enterprise


def test_an_enterprise_joins_with_five_answers() -> None:
    chat = enterprise().taps("同意").says(FIRM).says("跳过").says("昆山").says("王敏").says("13800138000")
    assert dict(chat.last.fields)["所在县（市、区）"] == "江苏省苏州市昆山市"
    assert chat.taps("提交").finished


def test_a_hurried_person_types_everything_their_own_way() -> None:
    chat = enterprise().says("好").says(f" {FIRM} ").says("跳过").says("苏州昆山").says("我叫王敏。")
    chat.says("１３８ ００１３ ８０００").says("提交")
    assert chat.finished
    assert (chat.answers[ENTERPRISE], chat.answers[NAME], chat.answers[PHONE]) == (
        FIRM,
        "王敏",
        "13800138000",
    )


def test_a_wrong_check_digit_is_named_and_skipping_stays_possible() -> None:
    chat = enterprise().taps("同意").says(FIRM)
    wrong = CODE[:-1] + ("0" if CODE[-1] != "0" else "1")
    assert "校验位不对" in chat.says(wrong).last.plain()
    assert "应为 18 位，您输入的是 3 位" in chat.says("123").last.plain()
    assert "跳过" in chat.labels


def test_a_letter_taken_for_a_digit_is_offered_corrected() -> None:
    chat = enterprise().taps("同意").says(FIRM)
    zero = CODE.index("0", 8)
    chat.says(CODE[:zero] + "O" + CODE[zero + 1 :])
    assert "是不是指下面这个" in chat.last.plain()
    assert chat.taps(CODE).answers[CREDIT_CODE] == CODE


def test_the_place_in_the_credit_code_is_one_tap() -> None:
    chat = enterprise().taps("同意").says(FIRM).says(CODE)
    assert chat.labels[0] == "昆山市（苏州）（按信用代码）"
    assert chat.taps("按信用代码").answers[COUNTY] == KUNSHAN


def test_without_a_code_the_programmes_province_is_open_first() -> None:
    chat = enterprise().taps("同意").says(FIRM).says("跳过")
    assert "苏州市" in chat.labels


@pytest.mark.parametrize("words", ["为什么要填这个？", "这个要填吗", "我是昆山的，姓王", "13800138000"])
def test_what_is_no_name_is_not_kept_as_one(words: str) -> None:
    chat = enterprise().taps("同意").says(FIRM).says("跳过").says("昆山")
    assert "只需要您的姓名" in chat.says(words).last.plain()
    assert not chat.answers.has(NAME)


def test_a_question_is_no_enterprise() -> None:
    assert "单位全称" in enterprise().taps("同意").says("你们是干什么的呢？").last.plain()


def test_back_edit_and_pause_lose_nothing() -> None:
    chat = enterprise().taps("同意").says(FIRM).taps("上一步")
    assert f"原来填的是：{FIRM}" in chat.last.plain()
    chat.taps("保持不变").says("跳过").taps("暂停")
    assert chat.paused
    chat.says("昆山").says("王敏").says("13800138000").taps("修改").taps("姓名").says("王小敏")
    assert dict(chat.last.fields)["姓名"] == "王小敏"


def test_an_old_button_of_an_answered_step_changes_nothing_twice() -> None:
    chat = enterprise()
    agree = chat.last.buttons[0].action
    chat.replies(Tapped(agree))
    heard = len(chat.heard)
    chat.replies(Tapped(agree))
    assert len(chat.heard) == heard


def test_who_is_known_is_not_asked_again() -> None:
    known = {CONSENT: AGREE, NAME: "王敏", PHONE: "13800138000", FIRST_WORDS: "气孔多"}
    chat = Chat(join_enterprise.FLOW, given=known, knows=knowing()).says(FIRM).says("跳过").says("昆山")
    assert [label for label, _ in chat.last.fields] == ["企业名称", "信用代码", "所在县（市、区）"][::2]
    assert chat.answers[FIRST_WORDS] == "气孔多"


def test_the_same_conversation_in_english() -> None:
    chat = enterprise("en").says("I agree").says(FIRM).says("Skip").says("昆山").says("Wang Min")
    assert "13800138000" in chat.says("13800138000").last.plain()
    assert chat.taps("Submit").finished


# -------------------------------------------------------------------------------------------------- expert


def test_an_expert_joins_with_mostly_taps() -> None:
    chat = at_expert_review()
    fields = dict(chat.last.fields)
    assert fields["技术领域"]
    assert fields["服务地区"] == "苏州市"
    assert fields["方便的月份"] == "5月、6月、7月、8月"
    assert chat.taps("提交").finished


def test_a_senior_title_or_a_doctorate_needs_no_exception() -> None:
    assert not at_title().taps("高级工程师").taps("本科").answers.has(EXCEPTION)
    chat = at_title().says("讲师").says("博士研究生")
    assert "哪几类" in chat.last.plain()


def test_with_neither_the_exception_is_asked_and_cannot_be_skipped() -> None:
    chat = at_title().says("工程师").says("硕士")
    assert "独到造诣" in chat.last.plain()
    assert "跳过" not in chat.labels
    assert "哪几类" in chat.says("对砺澄压铸的气孔问题做过十年，2026-0012").last.plain()


def test_a_corrected_title_takes_the_exception_off_the_card() -> None:
    chat = (
        at_title()
        .says("工程师")
        .says("硕士")
        .says("对砺澄压铸的气孔问题做过十年")
        .taps("上一步")
        .taps("上一步")
    )
    chat.taps("上一步").says("教授")
    assert EXCEPTION.name not in {step.name for step in join_expert.FLOW.visible(chat.state)}


def test_an_unlisted_title_is_kept_as_it_was_written() -> None:
    chat = at_title().says("首席压铸匠人")
    assert "不在名录里" in chat.last.plain()
    assert chat.answers[TITLE] == "首席压铸匠人"


def test_the_domains_are_read_from_the_directions_and_can_be_taken_off() -> None:
    chat = at_directions().says("铝合金压铸件气孔，真空压铸工艺")
    ticked = next(label for label in chat.labels if label.startswith("✓"))
    chat.taps(ticked)
    assert ticked.removeprefix("✓ ") in chat.labels
    chat.says("纺织").taps("纺织").taps("选好了")
    assert len(chat.answers[DOMAINS]) == 1


def test_several_places_typed_at_once_are_ticked_at_once() -> None:
    chat = at_county().says("昆山").says("苏州、无锡、全省").says("好")
    areas = chat.answers[AREAS]
    assert set(areas) == {SUZHOU, "320200", "320000"}


@pytest.mark.parametrize(
    ("words", "codes"), [("全国都可以", {SUZHOU, "000000"}), ("只线上", {SUZHOU, "online"})]
)
def test_wide_places_have_their_own_words(words: str, codes: set[str]) -> None:
    areas = at_county().says("昆山").says(words).says("选好了").answers[AREAS]
    assert set(areas) == codes


def test_the_whole_year_is_one_tap_and_a_window_too() -> None:
    assert len(at_months().taps("全年都可以").answers[MONTHS_WILLING]) == 12
    assert at_months().taps("10至12月").answers[MONTHS_WILLING] == ("10", "11", "12")


def test_months_are_ticked_one_by_one_as_well() -> None:
    chat = at_months().taps("3月").taps("4月").taps("3月").taps("选好了")
    assert chat.answers[MONTHS_WILLING] == ("4",)


def test_what_is_no_month_says_what_would_be() -> None:
    assert "5-8月、10月、随时" in at_months().says("看情况").last.plain()


def test_more_than_six_visits_a_year_are_not_taken() -> None:
    assert "1 到 6" in at_months().says("随时").says("20").last.plain()


# ------------------------------------------------------------------------------------------------ whatever

REPLIES = st.one_of(
    st.text(max_size=80).map(Said),
    st.sampled_from(
        [
            "同意",
            FIRM,
            CODE,
            "昆山",
            "鼓楼",
            "跳过",
            "上一步",
            "暂停",
            "保持不变",
            "王敏",
            "教授",
            "博士",
            "好",
            "随时",
            "3",
            "<b>x</b>",
            "😀" * 9,
            "压" * 3000,
            "13800138000",
            "提交",
            "修改",
        ]
    ).map(Said),
    st.sampled_from(
        [
            "consent:agree",
            "county:320583",
            "county:all",
            "county:more",
            "unit_type:other",
            "degree:master",
            "domains:ok",
            "areas:ok",
            "areas:000000",
            "months:all",
            "months:5",
            "load:3",
            "review:ok",
            "review:edit",
            "review:edit.name",
            "part:directions",
            "part:place",
            "role:expert",
            "answer:yes",
        ]
    ).map(lambda code: Tapped(f"f:7:{code}")),
    st.just(Sent((SentFile("photo", "r1"),), "一张照片")),
    st.just(SharedContact("13800138000", own=True)),
    st.just(SharedContact("13800138000")),
)


FLOWS: tuple[tuple[Flow, Mapping[Step[Any], Any]], ...] = (
    (join_enterprise.FLOW, {}),
    (join_expert.FLOW, {}),
    (join_coordinator.FLOW, {}),
    (which_role.FLOW, {which_role.WORDS: "气孔多"}),
    (personal_link.FLOW, {personal_link.WHO: "张工（江汀理工大学）"}),
    (correct.FLOW, {correct.IS_EXPERT: True}),
    (talk.FLOW, {talk.SO_FAR: ""}),
    (avoid.FLOW, {}),
)


@pytest.mark.parametrize(("flow", "known"), FLOWS, ids=[flow.name for flow, _ in FLOWS])
@settings(max_examples=40, deadline=None)
@given(replies=st.lists(REPLIES, max_size=14))
def test_whatever_is_sent_is_answered_and_nothing_is_lost(
    flow: Flow, known: Mapping[Step[Any], Any], replies: list[Reply]
) -> None:
    chat = Chat(flow, known, knows=knowing())
    for reply in replies:
        if chat.finished:
            return
        before = {n for n, a in chat.state.answers.items() if a.source == "typed"} | set(chat.state.former)
        chat.replies(reply)
        assert before <= set(chat.state.answers) | set(chat.state.former)
