"""Typed 修改 in the middle of a form: the answers so far are offered, or the one that is named."""

import pytest

from handlers.dialogue.flow import Flow
from handlers.dialogue.texts import translator
from tests.support.chat import Chat
from tests.unit.dialogue.test_engine import COLOUR, DAY, FORM, NAME, REVIEW, WHY_RED, filled, form

TITLE = translator("zh")("need.title_label")


@pytest.mark.parametrize("words", ["修改", "改", "我要修改", "改一下", "edit", "修改。"])
def test_typed_change_offers_the_answers_so_far_beside_the_open_question(words: str) -> None:
    chat = form().says("阿明").says(words)
    assert f"改{TITLE}" in chat.labels
    assert "红" in chat.labels
    assert len([label for label in chat.labels if label.startswith("改")]) == 1
    assert chat.says("红").answers[COLOUR] == "r"


def test_a_tapped_name_is_asked_anew_and_the_form_goes_on_where_it_stood() -> None:
    chat = form().says("阿明").taps("绿").says("修改").taps(f"改{TITLE}").says("阿红")
    assert (chat.answers[NAME], chat.answers[COLOUR]) == ("阿红", "g")
    assert chat.last.progress.startswith("3/")


@pytest.mark.parametrize("words", ["我要改标题", "修改标题", "改一下需求标题", "请修改 标题"])
def test_a_named_answer_is_asked_at_once(words: str) -> None:
    chat = form().says("阿明").taps("绿").says(words)
    assert TITLE in chat.last.progress
    assert chat.taps("保持不变").answers[NAME] == "阿明"


def test_what_was_skipped_can_be_answered_after_all_and_nothing_cannot_be_kept() -> None:
    chat = form().says("阿明").taps("红").taps("跳过").says("改描述")
    assert "保持不变" not in chat.labels
    assert not chat.says("保持不变").answers.has(WHY_RED)
    assert chat.says("因为好看").answers[WHY_RED] == "因为好看"


def test_words_that_name_no_answer_are_an_answer() -> None:
    assert form().says("改善气孔").answers[NAME] == "改善气孔"
    assert form().says("阿明").says("改到天亮").answers[NAME] == "阿明"


def test_with_no_answer_yet_the_question_is_asked_again() -> None:
    chat = form().says("修改")
    assert not chat.answers.has(NAME)
    assert translator("zh")("dialogue.nothing_to_change") in chat.last.plain()


def test_at_the_review_the_same_words_do_what_its_buttons_do() -> None:
    assert TITLE in filled().says("edit").labels
    assert TITLE in filled().says("我要改标题").last.progress


def test_an_old_button_asks_again_only_what_is_answered() -> None:
    chat = form().says("阿明").says("修改")
    chat.taps(f"改{TITLE}")
    heard = len(chat.heard)
    assert len(chat.taps(f"改{TITLE}").heard) == heard
    assert chat.says("阿红").taps(f"改{TITLE}").answers.has(NAME) is False


def test_in_a_form_without_a_review_the_words_are_an_answer() -> None:
    chat = Chat(Flow("short", 1, (NAME, DAY)))
    assert chat.says("修改").answers[NAME] == "修改"
    assert FORM.steps[-1] is REVIEW
