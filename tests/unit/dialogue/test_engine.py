"""The engine: answers by step name, no step pointer, and every message survives a restart."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.dialogue import engine
from handlers.dialogue.flow import Flow, rename, unchanged
from handlers.dialogue.replies import Reply, Said, Sent, SentFile, SharedContact, Tapped
from handlers.dialogue.state import Given, State, state_as_json
from handlers.dialogue.step import Facts, Refused, View, Wanted
from handlers.dialogue.steps.choices import Option, PickMany, PickOne
from handlers.dialogue.steps.days import DayStep
from handlers.dialogue.steps.papers import FilesStep
from handlers.dialogue.steps.places import PlaceStep
from handlers.dialogue.steps.review import ReviewStep
from handlers.dialogue.steps.words import NumberStep, PhoneStep, TextStep
from handlers.dialogue.texts import translator
from tests.support.chat import SOME_DAY, Chat


def colours(_: View) -> tuple[Option, ...]:
    """Offer three colours."""
    return (Option("r", "红"), Option("g", "绿"), Option("b", "蓝"))


def is_red(answers: Given) -> bool:
    """Say whether red was chosen."""
    return answers.get(COLOUR) == "r"


def thought_of(view: View) -> tuple[str, ...]:
    """Preset what somebody has to work out."""
    found: tuple[str, ...] = view.facts.need(("liked", view.given[NAME]))
    return found


# The keys are those of texts that every catalogue has; what they say does not matter here.
NAME = TextStep("name", "need.title", least=2, most=10)
COLOUR = PickOne("colour", "need.kind", options=colours)
WHY_RED = TextStep("why_red", "need.detail", when=is_red, optional=True)
LIKES = PickMany("likes", "need.domains", options=colours, preset=thought_of, uses=(NAME,))
DAY = DayStep("day", "need.deadline")
FILES = FilesStep("files", "need.files", optional=True)
REVIEW = ReviewStep("review", "need.review")
FORM = Flow("form", 2, (NAME, COLOUR, WHY_RED, LIKES, DAY, FILES, REVIEW), {1: unchanged})


def knows(_want: object) -> tuple[str, ...]:
    """Work out that everybody likes green."""
    return ("g",)


def form(**more: Any) -> Chat:
    """Open the form."""
    return Chat(FORM, knows=knows, **more)


def filled() -> Chat:
    """Fill the form up to its review."""
    return form().says("阿明").taps("绿").taps("选好了").says("下周三").taps("跳过")


def test_a_form_is_asked_from_top_to_bottom_and_ends_with_its_review() -> None:
    chat = filled()
    assert dict(chat.last.fields)[translator("zh")("need.title_label")] == "阿明"
    assert chat.taps("提交").finished


def test_a_question_shows_where_one_stands() -> None:
    chat = form()
    assert chat.last.progress.startswith("1/5 · ")
    assert chat.says("阿明").last.progress.startswith("2/5 · ")


def test_a_step_with_a_condition_is_asked_only_when_it_holds() -> None:
    assert form().says("阿明").taps("红").last.progress.startswith("3/6 · ")
    assert form().says("阿明").taps("绿").last.progress.startswith("3/5 · ")


def test_typing_a_label_is_as_good_as_tapping_it() -> None:
    chat = form().says("阿明").says(" 红 ")
    assert chat.answers[COLOUR] == "r"


def test_the_number_of_an_option_is_as_good_as_its_label() -> None:
    assert form().says("阿明").says("３").answers[COLOUR] == "b"


def test_a_reply_that_cannot_be_taken_is_asked_again_and_nothing_is_lost() -> None:
    chat = form().says("阿明").says("紫")
    assert not chat.answers.has(COLOUR)
    assert chat.answers[NAME] == "阿明"
    assert translator("zh")("dialogue.tap_wanted") in chat.last.plain()


def test_back_shows_what_was_answered_and_keeps_it_on_demand() -> None:
    chat = form().says("阿明").taps("绿").taps("上一步")
    assert "保持不变" in chat.labels
    assert chat.taps("保持不变").answers[COLOUR] == "g"


def test_a_step_that_must_be_answered_cannot_be_skipped_by_typing() -> None:
    chat = form().says("跳过")
    assert not chat.answers.has(NAME)
    assert translator("zh")("dialogue.cannot_skip") in chat.last.plain()


def test_a_tap_on_the_same_button_again_changes_nothing_and_says_nothing() -> None:
    chat = form().says("阿明")
    green = next(button.action for button in chat.last.buttons if button.label == "绿")
    chat.replies(Tapped(green))
    heard = len(chat.heard)
    before = chat.saved
    chat.replies(Tapped(green))
    assert len(chat.heard) == heard
    assert chat.saved == before


def test_an_old_button_of_an_answered_step_changes_the_answer() -> None:
    chat = form().says("阿明")
    red = next(button.action for button in chat.last.buttons if button.label == "红")
    chat.taps("绿").replies(Tapped(red))
    assert chat.answers[COLOUR] == "r"
    assert "已改为：红" in chat.last.plain()


def test_a_double_tap_on_skip_does_not_skip_the_next_question_too() -> None:
    chat = form().says("阿明").taps("红")
    skip = next(button.action for button in chat.last.buttons if button.label == "跳过")
    chat.replies(Tapped(skip)).replies(Tapped(skip))
    assert chat.last.progress.startswith("4/6")


def test_a_button_of_a_step_that_is_gone_shows_how_things_stand() -> None:
    chat = form().says("阿明").replies(Tapped("f:7:gone:x"))
    assert translator("zh")("dialogue.old_button") in chat.last.plain()
    assert chat.last.progress.startswith("2/5")


def test_ticks_are_kept_one_by_one_in_the_same_message() -> None:
    chat = form().says("阿明").taps("绿")
    assert "✓ 绿" in chat.labels
    asked = chat.state.asked
    chat.taps("红").taps("✓ 绿")
    assert chat.state.asked == asked
    assert chat.taps("选好了").answers[LIKES] == ("r",)


def test_an_edited_message_changes_the_answer_it_once_gave() -> None:
    chat = form().says("阿明").taps("绿").edits(1, "阿明明")
    assert chat.answers[NAME] == "阿明明"
    assert "已改为：阿明明" in chat.last.plain()


def test_an_edit_of_a_message_that_answered_nothing_says_so() -> None:
    chat = form().says("一").edits(1, "还是一")
    assert translator("zh")("dialogue.edit_unused") in chat.last.plain()


def test_any_field_can_be_mended_from_the_review() -> None:
    chat = filled().taps("修改").taps(translator("zh")("need.title_label")).says("小红")
    assert dict(chat.last.fields)[translator("zh")("need.title_label")] == "小红"
    assert chat.taps("提交").finished


def test_pausing_keeps_everything() -> None:
    chat = form().says("阿明").taps("暂停")
    assert chat.paused
    assert chat.answers[NAME] == "阿明"


def test_what_was_read_between_the_lines_closes_its_step_and_is_marked() -> None:
    chat = form(suggested={NAME: "阿明", COLOUR: "g", DAY: date(2026, 3, 11)}).taps("选好了").taps("跳过")
    assert "（识别）" in dict(chat.last.fields)[translator("zh")("need.title_label")]


def test_a_suggestion_is_dropped_when_what_it_was_made_from_changes() -> None:
    chat = form(suggested={NAME: "阿明", COLOUR: "g", LIKES: ("b",), DAY: date(2026, 3, 11)}).taps("跳过")
    chat.taps("修改").taps(translator("zh")("need.title_label")).says("小红")
    assert not chat.answers.has(LIKES)


def test_a_fact_that_is_not_there_yet_is_asked_for_before_anything_is_said() -> None:
    with pytest.raises(Wanted) as wanted:
        Chat(FORM).says("阿明").taps("绿")
    assert wanted.value.want == ("liked", "阿明")


def test_a_refusal_of_the_use_case_reopens_the_field_it_names() -> None:
    chat = filled()
    turn = engine.reopen(FORM, chat.state, Refused("dialogue.too_short", step="name", least=5), chat.facts)
    assert turn.message is not None
    assert "5" in turn.message.plain()
    assert turn.state.former["name"] == "阿明"


def test_a_day_is_echoed_with_weekday_and_days_left() -> None:
    chat = form().says("阿明").taps("绿").taps("选好了").says("３月１０号")
    assert "3月10日（周二），还有8天" in chat.last.plain()


def test_a_day_that_is_past_is_not_taken() -> None:
    chat = form().says("阿明").taps("绿").taps("选好了").says("2026-02-01")
    assert not chat.answers.has(DAY)


def test_an_album_is_counted_in_one_message() -> None:
    chat = form().says("阿明").taps("绿").taps("选好了").says("明天")
    asked = chat.state.asked
    chat.sends("a.jpg").sends("b.jpg", "c.jpg")
    assert chat.state.asked == asked
    assert "3 个文件" in chat.last.plain()
    assert len(chat.taps("发完了").answers[FILES]) == 3


def test_a_file_that_is_too_large_is_not_taken_and_the_others_stay() -> None:
    chat = form().says("阿明").taps("绿").taps("选好了").says("明天").sends("a.jpg")
    chat.sends("huge.mov", size=30_000_000)
    assert "20 MB" in chat.last.plain()
    assert len(chat.taps("发完了").answers[FILES]) == 1


def test_a_number_is_read_from_whatever_stands_around_it() -> None:
    chat = Chat(Flow("n", 1, (NumberStep("n", "need.title", least=1, most=6),)))
    assert chat.says("一年最多 3 次吧").finished
    assert chat.state.answers["n"].value == 3


def test_only_ones_own_contact_card_is_taken() -> None:
    chat = Chat(Flow("p", 1, (PhoneStep("p", "need.title"),))).shares("13800138000", own=False)
    assert not chat.finished
    assert chat.shares("13800138000").finished


def test_a_phone_with_spaces_is_taken() -> None:
    chat = Chat(Flow("p", 1, (PhoneStep("p", "need.title"),))).says("我的电话 138 0013 8000")
    assert chat.state.answers["p"].value == "13800138000"


def test_a_county_is_found_by_a_piece_of_its_name() -> None:
    chat = Chat(Flow("c", 1, (PlaceStep("c", "need.title"),))).says("昆山")
    assert chat.state.answers["c"].value == "320583"


def test_counties_of_the_same_name_are_offered_with_their_city() -> None:
    chat = Chat(Flow("c", 1, (PlaceStep("c", "need.title"),))).says("鼓楼区")
    assert not chat.finished
    assert any("徐州" in label for label in chat.labels)
    assert chat.taps("徐州").finished


def test_a_county_can_be_tapped_down_to_from_the_province() -> None:
    chat = Chat(Flow("c", 1, (PlaceStep("c", "need.title", home="410000"),)))
    while not any("济源" in label for label in chat.labels):
        chat.taps("更多")
    assert chat.taps("济源").finished
    assert chat.state.answers["c"].value == "419001"


def test_a_saved_state_of_an_earlier_version_is_carried_on() -> None:
    upgrades = {1: unchanged, 2: rename("name", "title")}
    renamed = Flow("form", 3, (replace(NAME, name="title"), COLOUR), upgrades)
    old = state_as_json(form().says("阿明").state)
    assert renamed.restore(json.loads(json.dumps(old))).answers["title"].value == "阿明"


def test_two_conversations_in_english_and_chinese_read_the_same_state() -> None:
    state = form().says("阿明").state
    turn = engine.ask(FORM, state, Facts(SOME_DAY, translator("en"), "en"))
    assert turn.message is not None
    assert "Back" in [button.label for button in turn.message.buttons]


WORDS = ("红", "明天", "跳过", "上一步", "暂停", "1", "提交", "修改")
STEPS = ("name", "colour", "likes", "day", "files", "review", "x")
CODES = ("r", "g", "ok", "<", ">", "|", "=", "edit", "edit.name", "2026-04-01")
BUTTONS = [f"f:7:{step}:{code}" for step in STEPS for code in CODES]

replies: st.SearchStrategy[Reply] = st.one_of(
    st.builds(Said, st.text(max_size=40) | st.sampled_from(WORDS)),
    st.builds(Tapped, st.sampled_from(BUTTONS)),
    st.builds(Sent, st.tuples(st.builds(SentFile, st.just("photo"), st.text("ab", min_size=1, max_size=2)))),
    st.builds(SharedContact, st.text(max_size=12)),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(replies, max_size=15))
def test_no_row_of_replies_breaks_a_form_or_loses_an_answered_step(row: list[Reply]) -> None:
    chat = form()
    for reply in row:
        before = chat.state
        chat.replies(reply)
        if chat.finished:
            break
        kept = {*chat.state.answers, *chat.state.former}
        assert set(_firm(before)) <= kept | {"why_red"}


def _firm(state: State) -> set[str]:
    return {name for name, answer in state.answers.items() if answer.source == "typed"}
