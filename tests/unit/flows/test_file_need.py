"""Filing a need, told as the conversation on a phone."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.dialogue.messages import Message
from handlers.dialogue.replies import Reply, Said, Sent, SentFile, SharedContact, Tapped
from handlers.dialogue.step import Step
from handlers.dialogue.texts import LANGUAGES
from handlers.domain.confidential import EVERYTHING
from handlers.flows.file_need import FILE_NEED, REVIEW
from handlers.flows.need_steps import (
    BUDGET,
    CONDITIONS,
    COUNTY,
    DEADLINE,
    DETAIL,
    DOMAIN,
    ENTERPRISE,
    FILES,
    FROM_WORDS,
    KIND,
    PHONE,
    SECRET,
    TITLE,
    whole_detail,
)
from tests.support.chat import Chat
from tests.support.facts import knowing

Known = Mapping[Step[Any], Any]
KUNSHAN, CHANGSHU = "320583", "320581"
NAME = "铝合金压铸件气孔率高，想降低废品率"
STORY = "铝合金压铸件X光探伤废品率8%左右，想降到3%以下。客户是南方一家车厂，试过抽真空。"


def form(similar: tuple[int, str] | None = None, language: str = "zh") -> Chat:
    known: Known = {ENTERPRISE: 1, COUNTY: KUNSHAN}
    return Chat(FILE_NEED, given=known, language=language, knows=knowing(similar))


def at_domains(similar: tuple[int, str] | None = None) -> Chat:
    return form(similar).taps("技术").says(NAME).says(STORY)


def at_review(similar: tuple[int, str] | None = None) -> Chat:
    chat = at_domains(similar).taps("选好了").says("下月底前")
    return chat.taps("跳过").taps("跳过").taps("跳过")


def test_a_need_is_filed_with_eight_questions_and_a_look() -> None:
    chat = form()
    assert chat.last.progress == "1/8 · 需求类别"
    chat.taps("技术").says(NAME).says(STORY)
    assert "✓ 加工工艺、铸造、焊接与模具" in chat.labels
    chat.taps("选好了").says("下月底前").says("可停一台机试模").says("南方一家车厂").sends("X光.jpg").taps(
        "发完了"
    )
    assert ("需求标题", NAME) in chat.last.fields
    chat.taps("提交")
    assert chat.finished
    assert chat.answers[KIND] == "technology"
    assert chat.answers[DEADLINE] == date(2026, 4, 30)
    assert chat.answers[COUNTY] == KUNSHAN
    assert chat.answers[SECRET] == ("南方一家车厂",)
    assert [file.name for file in chat.answers[FILES]] == ["X光.jpg"]


def test_whoever_types_instead_of_tapping_is_understood() -> None:
    chat = (
        form()
        .says("技术")
        .says(NAME)
        .says(STORY)
        .says("好")
        .says("６月１０号")
        .says("跳过")
        .says("跳过")
        .says("跳过")
    )
    assert chat.answers[DEADLINE] == date(2026, 6, 10)
    assert chat.says("提交").finished


def test_domains_the_words_make_clear_are_ticked_and_can_be_changed() -> None:
    chat = at_domains()
    assert "技术领域是这些" in chat.last.plain()
    assert chat.says("连接器").taps("选好了").answers[DOMAIN] == ("0302", "0202")
    changed = at_domains().taps("✓ 加工工艺、铸造、焊接与模具").says("连接器").taps("选好了")
    assert changed.answers[DOMAIN] == ("0202",)


def test_in_doubt_the_three_best_domains_are_offered_and_none_is_ticked() -> None:
    chat = form().taps("技术").says("车间里的老问题").says("机器老是停，压铸和染色两个车间都想请人来看看")
    assert "看不准" in chat.last.plain()
    assert not any(label.startswith("✓") for label in chat.labels)
    assert "请至少选 1 项" in chat.taps("选好了").last.plain()


def test_words_without_any_known_term_are_asked_to_be_searched() -> None:
    chat = form().taps("技术").says("想请人来看一看").says("这个问题我们已经想了很久很久了")
    assert "看不出技术领域" in chat.last.plain()
    chat.says("压铸").taps("选好了")
    assert chat.answers[DOMAIN] == ("0302",)


def test_several_words_find_one_domain_each() -> None:
    chat = (
        form().taps("技术").says("想请人来看一看").says("这个问题我们已经想了很久很久了").says("压铸、连接器")
    )
    assert "加工工艺、铸造、焊接与模具" in chat.labels
    assert "电子元器件与电路" in chat.labels


def test_a_changed_description_brings_new_domains_only_where_they_were_read() -> None:
    words: Known = {KIND: "technology", TITLE: NAME, DETAIL: STORY, DOMAIN: ("0302",), FROM_WORDS: True}
    chat = Chat(FILE_NEED, given={ENTERPRISE: 1, COUNTY: KUNSHAN}, suggested=words, knows=knowing())
    chat.taps("上一步")
    assert not chat.answers.has(DOMAIN)


def test_what_is_confidential_is_shown_left_out() -> None:
    chat = at_domains().taps("选好了").taps("跳过").taps("跳过")
    assert "南方一家车厂" in chat.last.plain()
    chat.says("客户是南方一家车厂").taps("跳过")
    assert "公开版本：" in chat.last.plain()
    assert "南方一家车厂" not in chat.last.plain().split("公开版本：")[1]


def test_a_secret_that_does_not_stand_in_the_text_is_asked_again() -> None:
    chat = at_domains().taps("选好了").taps("跳过").taps("跳过").says("合同价")
    assert "没有找到“合同价”" in chat.last.plain()
    assert not chat.answers.has(SECRET)


def test_the_whole_description_can_be_kept_back() -> None:
    chat = at_domains().taps("选好了").taps("跳过").taps("跳过").taps("描述全部不公开").taps("跳过")
    assert chat.answers[SECRET] == (EVERYTHING,)
    assert "只能看到标题" in chat.last.plain()


def test_the_county_is_not_asked_and_can_be_changed_on_the_review_card() -> None:
    chat = at_review()
    assert ("所在县区", "江苏省苏州市昆山市") in chat.last.fields
    chat.taps("修改").taps("所在县区").says("常熟")
    assert ("所在县区", "江苏省苏州市常熟市") in chat.last.fields
    assert chat.taps("提交").answers[COUNTY] == CHANGSHU


def test_any_answer_can_be_changed_on_the_review_card() -> None:
    chat = at_review().taps("修改").taps("需求标题")
    assert f"原来填的是：{NAME}" in chat.last.plain()
    chat.says("压铸件气孔多")
    assert ("需求标题", "压铸件气孔多") in chat.last.fields


def test_one_step_back_and_on_again_loses_nothing() -> None:
    chat = at_domains().taps("上一步").taps("保持不变")
    assert chat.answers[DETAIL] == STORY
    assert "✓ 加工工艺、铸造、焊接与模具" in chat.labels


def test_a_pause_keeps_everything() -> None:
    chat = at_domains().taps("暂停")
    assert chat.paused
    assert chat.answers[TITLE] == NAME


def test_a_similar_need_is_pointed_out_before_submitting() -> None:
    chat = at_review((7, "2026-0007"))
    assert "2026-0007" in chat.last.plain()
    assert chat.labels[:2] == ["仍然提交", "修改"]
    look = next(button for button in chat.last.buttons if button.label == "看原来的")
    assert look.action == "need:7"
    assert chat.taps("仍然提交").finished


def test_submit_anyway_can_be_typed() -> None:
    assert at_review((7, "2026-0007")).says("仍然提交").finished


def test_ten_thousand_characters_are_answered_with_what_would_be_taken() -> None:
    chat = form().taps("技术").says(NAME).says("长" * 10_000)
    assert "现在 10000 字，最多 2000 字" in chat.last.plain()
    assert chat.answers[TITLE] == NAME


def test_a_past_day_is_answered_with_the_day_it_was_read_as() -> None:
    chat = at_domains().taps("选好了").says("2020年1月5日")
    assert "请写今天以后的日期" in chat.last.plain()
    assert not chat.answers.has(DEADLINE)


@pytest.mark.parametrize("words", ["<b>压铸件</b> & <script>", "压铸件气孔🙂🙂", "压铸 件\n气孔"])
def test_marks_and_emoji_stay_as_they_were_typed(words: str) -> None:
    chat = form().taps("技术").says(words)
    assert chat.answers[TITLE] == words


def test_a_photo_at_any_question_joins_the_attachments() -> None:
    chat = form().taps("技术").sends("1.jpg").says(NAME).sends("2.jpg").says(STORY)
    assert [file.name for file in chat.answers[FILES]] == ["1.jpg", "2.jpg"]


def test_a_voice_note_is_kept_and_the_words_are_asked() -> None:
    chat = form().taps("技术").says(NAME).replies(Sent((SentFile("voice", "v1"),)))
    assert "语音（未转文字，已保存）" in chat.last.plain()
    assert chat.last.progress.startswith("3/8")


def test_an_edited_message_changes_its_answer() -> None:
    chat = form().taps("技术").says(NAME).says(STORY).edits(1, "压铸件气孔多")
    assert chat.answers[TITLE] == "压铸件气孔多"


def test_an_old_button_of_an_answered_question_changes_it() -> None:
    chat = form().taps("技术").says(NAME).taps("项目")
    assert chat.answers[KIND] == "project"
    assert chat.last.progress.startswith("3/8")


def test_one_good_message_needs_only_a_look() -> None:
    words: Known = {
        KIND: "technology", TITLE: NAME, DETAIL: STORY, DOMAIN: ("0302",), DEADLINE: date(2026, 4, 30),
        CONDITIONS: None, BUDGET: "20万元以内", PHONE: "13800138000", SECRET: None, FILES: None,
    }  # fmt: skip
    known: Known = {ENTERPRISE: 1, COUNTY: KUNSHAN, FROM_WORDS: True}
    chat = Chat(FILE_NEED, given=known, suggested=words, knows=knowing())
    assert ("经费意向", "20万元以内（识别）") in chat.last.fields
    assert ("联系电话", "13800138000（识别）") in chat.last.fields
    assert chat.taps("提交").finished


def test_what_a_message_left_open_is_asked_and_no_more() -> None:
    words: Known = {
        KIND: "technology", TITLE: NAME, DETAIL: STORY,
        CONDITIONS: None, BUDGET: None, PHONE: None, SECRET: None, FILES: None,
    }  # fmt: skip
    known: Known = {ENTERPRISE: 1, COUNTY: KUNSHAN, FROM_WORDS: True}
    chat = Chat(FILE_NEED, given=known, suggested=words, knows=knowing()).taps("选好了").says("月底前")
    assert "提交" in chat.labels
    chat.taps("修改").taps("提供条件").says("可停一台机试模")
    assert ("提供条件", "可停一台机试模") in chat.last.fields


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_can_be_filled_in_either_language(language: str) -> None:
    chat = form(language=language).says("1").says(NAME).says(STORY).says("ok" if language == "en" else "好")
    assert chat.answers.has(DOMAIN)


WORDS = ["技术", NAME, STORY, "好", "跳过", "上一步", "保持不变", "下月底前", "修改", "提交"]
BUTTONS = [
    "kind:technology", "domains:0302", "domains:ok", "review:edit", "review:edit.title", "files:ok",
    "secret:*", "deadline:2026-05-01", "title:<", "detail:<", "secret:>",
]  # fmt: skip
CAPTIONS = st.sampled_from(["", STORY])
REPLIES = st.one_of(
    st.text(max_size=80).map(Said),
    st.sampled_from(WORDS).map(Said),
    st.text(max_size=12).map(lambda code: Tapped(f"f:7:{code.replace(':', '')}:ok")),
    st.sampled_from(BUTTONS).map(lambda code: Tapped(f"f:7:{code}")),
    st.builds(lambda n, words: Sent((SentFile("photo", f"r{n}"),), words), st.integers(0, 20), CAPTIONS),
    st.just(SharedContact("13800138000", own=True)),
)


def _answered(chat: Chat) -> set[str]:
    return {name for name, answer in chat.state.answers.items() if answer.source == "typed"}


@settings(max_examples=60, deadline=None)
@given(st.lists(REPLIES, max_size=25))
def test_whatever_is_sent_the_form_answers_and_loses_nothing(replies: list[Reply]) -> None:
    chat = form()
    for reply in replies:
        if chat.finished:
            return
        before = _answered(chat) | set(chat.state.former)
        heard = len(chat.heard)
        after = chat.replies(reply)
        assert before <= _answered(chat) | set(chat.state.former) | {"files"} | _skipped(chat)
        assert after.finished or len(chat.heard) > heard or isinstance(reply, Tapped)
        assert all(isinstance(message, Message) for message in chat.heard)


def _skipped(chat: Chat) -> set[str]:
    return {name for name, answer in chat.state.answers.items() if answer.source == "skipped"}


def test_what_would_help_most_is_offered_on_the_review_with_an_example_and_joins_the_description() -> None:
    words: dict[Step[Any], Any] = {
        KIND: "technology",
        TITLE: "压铸件气孔率高",
        DETAIL: "压铸件气孔率高，废品率8%左右",
        DOMAIN: ("0302",),
    }
    nothing: dict[Step[Any], Any] = dict.fromkeys((DEADLINE, CONDITIONS, BUDGET, PHONE, SECRET, FILES))
    chat = Chat(
        FILE_NEED, given={ENTERPRISE: 1, COUNTY: KUNSHAN}, suggested={**words, **nothing}, knows=knowing()
    )
    assert "完整度1/5。补一句“想达到的数值”" in chat.last.plain()
    chat.taps("补充一句")
    assert "想达到什么数值？例如：主轴加工圆度0.012mm" in chat.last.plain()
    chat.says("想降到3%以下")
    assert "补充一句" not in chat.labels
    assert "补充：想降到3%以下" in chat.last.plain()
    chat.taps("提交")
    assert whole_detail(chat.answers) == "压铸件气孔率高，废品率8%左右\n想降到3%以下"


def test_whoever_adds_nothing_submits_as_before_and_a_form_of_the_former_version_goes_on() -> None:
    words: dict[Step[Any], Any] = {
        KIND: "technology",
        TITLE: "压铸件气孔率高",
        DETAIL: "压铸件气孔率高，废品率8%左右",
        DOMAIN: ("0302",),
    }
    nothing: dict[Step[Any], Any] = dict.fromkeys((DEADLINE, CONDITIONS, BUDGET, PHONE, SECRET, FILES))
    chat = Chat(
        FILE_NEED, given={ENTERPRISE: 1, COUNTY: KUNSHAN}, suggested={**words, **nothing}, knows=knowing()
    )
    before = {**json.loads(chat.saved), "version": 1}
    del before["answers"]["more"]
    assert FILE_NEED.open_step(FILE_NEED.restore(before)) is REVIEW
    assert chat.taps("提交").finished
