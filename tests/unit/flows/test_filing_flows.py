"""The short conversations around filings, needs sent up and calls: asked, skipped, gone back, torn open."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.dialogue.flow import Flow
from handlers.dialogue.replies import Reply, Said, Sent, SentFile, SharedContact, Tapped
from handlers.dialogue.state import Given
from handlers.dialogue.step import Refused, Step
from handlers.flows import judge_filing, phone_outcome, screen_need, send_filing
from handlers.flows.about_filing import SEEN, filing_id
from handlers.flows.headed import ABOUT
from tests.support.chat import Chat

Known = Mapping[Step[Any], Any]
HEADING = "苏州市人力资源和社会保障局：2026年重点服务项目材料"
DUE = "期限：3月8日（周日）"
ABOUT_IT: Known = {ABOUT: [HEADING, DUE], SEEN: 3}
TWO: Known = {**ABOUT_IT, send_filing.MISSING: [["application", "项目申报表"], ["summary", "实施情况总结"]]}
ONE: Known = {**ABOUT_IT, send_filing.MISSING: [["application", "项目申报表"]]}
LATE: Known = {**ABOUT_IT, judge_filing.BOTH: True, judge_filing.OVER: True, judge_filing.LEGAL: "2026-02-20"}
IN_TIME: Known = {
    **ABOUT_IT,
    judge_filing.BOTH: False,
    judge_filing.OVER: False,
    judge_filing.LEGAL: "2026-03-08",
}


def said(talk: Chat) -> Given:
    """Return what was answered."""
    return Given(talk.state.answers)


def test_each_question_names_the_filing_and_its_day() -> None:
    talk = Chat(send_filing.UPLOAD, given=TWO)
    assert (talk.last.heading, talk.last.lines[0]) == (HEADING, DUE)


def test_one_document_that_is_due_is_not_asked_for_by_name() -> None:
    talk = Chat(send_filing.UPLOAD, given=ONE).sends("申报表.docx").taps("发完了")
    assert talk.finished


def test_of_two_documents_all_are_ticked_and_one_can_be_taken_off() -> None:
    talk = Chat(send_filing.UPLOAD, given=TWO).sends("申报表.docx", "附件.pdf").says("好")
    assert talk.last.rows[0][0].label == "✓ 项目申报表"
    talk.taps("✓ 实施情况总结").taps("选好了")
    assert said(talk)[send_filing.WHICH] == ("application",)


def test_at_least_one_document_has_to_be_named() -> None:
    talk = Chat(send_filing.UPLOAD, given=TWO).sends("a.pdf").taps("发完了")
    talk.taps("✓ 项目申报表").taps("✓ 实施情况总结").taps("选好了")
    assert not talk.finished
    assert "请至少选 1 项" in talk.last.plain()


def test_words_instead_of_a_file_are_answered_with_what_is_wanted() -> None:
    talk = Chat(send_filing.UPLOAD, given=ONE).says("已经发邮箱了")
    assert "请发送照片、图纸或文件" in talk.last.plain()


def test_number_and_slip_of_the_post_may_both_be_skipped() -> None:
    known: Known = {**ABOUT_IT, send_filing.NUMBERS: [1, 2]}
    talk = Chat(send_filing.POST, given=known).taps("跳过").taps("跳过")
    assert talk.finished
    assert (said(talk).get(send_filing.TRACKING), said(talk).get(send_filing.SLIP)) == (None, None)


def test_one_may_go_back_to_the_number() -> None:
    known: Known = {**ABOUT_IT, send_filing.NUMBERS: []}
    talk = Chat(send_filing.POST, given=known).says("SF1").taps("上一步").says("SF2").taps("跳过")
    assert said(talk)[send_filing.TRACKING] == "SF2"


def test_a_slip_sent_while_the_number_is_asked_is_kept() -> None:
    known: Known = {**ABOUT_IT, send_filing.NUMBERS: []}
    talk = Chat(send_filing.POST, given=known).sends("寄件单.jpg").says("SF1")
    assert talk.finished
    assert [file.name for file in said(talk)[send_filing.SLIP]] == ["寄件单.jpg"]


def test_what_is_returned_in_time_asks_only_for_the_reason() -> None:
    talk = Chat(judge_filing.RETURN, given=IN_TIME).says("请补盖章")
    assert talk.finished


def test_what_is_returned_late_asks_for_part_reason_and_new_day() -> None:
    talk = Chat(judge_filing.RETURN, given=LATE).taps("纸质材料").says("请补盖章")
    assert [button.label for button in talk.last.rows[0]] == ["3月5日前", "3月9日前", "3月16日前"]
    talk.says("上周三")
    assert not talk.finished
    talk.says("3月12日")
    assert said(talk)[judge_filing.NEW_DAY] == date(2026, 3, 12)


def test_an_extension_offers_days_after_the_present_one() -> None:
    talk = Chat(judge_filing.EXTEND, given={**ABOUT_IT, judge_filing.LEGAL: "2026-03-08"})
    assert [button.label for button in talk.last.rows[0]] == ["3月11日前", "3月15日前", "3月22日前"]
    assert talk.taps("3月15日前").finished


def test_a_single_copy_is_corrected_without_asking_which() -> None:
    talk = Chat(judge_filing.CORRECT, given={**ABOUT_IT, judge_filing.COUNT: 1})
    talk.taps("已盖章，未寄出").says("寄错了")
    assert talk.finished


def test_leaving_a_need_out_takes_one_tap_or_a_sentence() -> None:
    assert Chat(screen_need.LEAVE_OUT, given={ABOUT: ["需求"]}).taps("本级可以解决").finished
    talk = Chat(screen_need.LEAVE_OUT, given={ABOUT: ["需求"]}).taps("其他原因")
    assert "请用一句话写明原因" in talk.last.plain()
    assert talk.says("已经自行解决").finished


def test_both_marks_may_be_skipped_or_typed_as_a_number_of_the_list() -> None:
    assert Chat(screen_need.MARK, given={ABOUT: ["需求"]}).taps("跳过").taps("跳过").finished
    talk = Chat(screen_need.MARK, given={ABOUT: ["需求"]}).says("4 较高").taps("5 很高")
    assert (said(talk)[screen_need.TARGETED], said(talk)[screen_need.EFFECTIVE]) == ("4", "5")


def test_an_outcome_asks_for_words_only_where_there_may_be_some() -> None:
    firm: Known = {ABOUT: ["某厂"], phone_outcome.SCRIPT: "firm"}
    assert Chat(phone_outcome.PHONE_OUTCOME, given=firm).taps("本期无需求").finished
    assert Chat(phone_outcome.PHONE_OUTCOME, given=firm).taps("会自己提需求").taps("跳过").finished
    unit: Known = {ABOUT: ["某局"], phone_outcome.SCRIPT: "filing"}
    assert Chat(phone_outcome.PHONE_OUTCOME, given=unit).taps("需要延期").finished


@pytest.mark.parametrize("subject", ["", "filing:", "filing:x", "need"])
def test_a_subject_that_names_no_filing_is_refused(subject: str) -> None:
    with pytest.raises(Refused, match=r"filing\.gone"):
        filing_id(subject)


FLOWS: list[tuple[Flow, Known]] = [
    (send_filing.UPLOAD, TWO),
    (send_filing.OTHER_WAY, ABOUT_IT),
    (send_filing.POST, {**ABOUT_IT, send_filing.NUMBERS: []}),
    (judge_filing.RETURN, LATE),
    (judge_filing.EXTEND, {**ABOUT_IT, judge_filing.LEGAL: "2026-03-08"}),
    (judge_filing.WAIVE, ABOUT_IT),
    (judge_filing.FILL_IN, {**ABOUT_IT, judge_filing.BOTH: True}),
    (judge_filing.CORRECT, {**ABOUT_IT, judge_filing.COUNT: 3}),
    (screen_need.LEAVE_OUT, {ABOUT: ["需求"]}),
    (screen_need.MARK, {ABOUT: ["需求"]}),
    (screen_need.RETURN, {ABOUT: ["需求"], screen_need.SEEN: 1}),
    (phone_outcome.PHONE_OUTCOME, {ABOUT: ["某厂"], phone_outcome.SCRIPT: "firm"}),
]
TAPS = st.sampled_from(
    ["all", "file", "paper", "ok", "<", ">", "|", "=", "other", "5", "0", "posted", "2026-03-20"]
)
STEPS = st.sampled_from(
    ["part", "reason", "day", "which", "files", "tracking", "copy", "state", "outcome", "words"]
)
REPLIES: st.SearchStrategy[Reply] = st.one_of(
    st.sampled_from(["请补盖章", "3月12日", "跳过", "上一步", "全部", "好", "5", "一" * 400, "?"]).map(Said),
    st.text(max_size=20).map(Said),
    st.builds(lambda step, code: Tapped(f"f:7:{step}:{code}"), STEPS, TAPS),
    st.just(Sent((SentFile("photo", remote="r1", name="寄件单.jpg", size=10),))),
    st.just(Sent((SentFile("document", remote="r2", name="大.zip", size=30_000_000),), caption="看这个")),
    st.just(SharedContact("19900001234", own=True)),
)


@pytest.mark.parametrize(("flow", "known"), FLOWS, ids=[flow.name for flow, _ in FLOWS])
@settings(max_examples=15, deadline=None)
@given(replies=st.lists(REPLIES, max_size=10))
def test_whatever_is_sent_is_answered_and_nothing_is_lost(
    flow: Flow, known: Known, replies: list[Reply]
) -> None:
    talk = Chat(flow, given=known)
    for reply in replies:
        if talk.finished:
            return
        before = {n for n, a in talk.state.answers.items() if a.source == "typed"} | set(talk.state.former)
        talk.replies(reply)
        assert before <= set(talk.state.answers) | set(talk.state.former)
