"""Questions of a questionnaire: which are asked after which answers, and what counts as an answer."""

from typing import Any

import pytest

from handlers.programme.afterwards import QuestionRule
from handlers.programme.lists import shared
from handlers.programme.questions import (
    asked,
    by_button,
    first_open,
    kept,
    questions_of,
    shown,
    standing,
    typed,
    wanted,
)

FORM = shared().questions("satisfaction")
assert FORM is not None
QUESTIONS = questions_of(kept(FORM))
SIX = {"service_time": 4, "service_mode": 4, "service_effect": 2, "economic_benefit": 3, "overall": 4}


def question(code: str) -> QuestionRule:
    return next(each for each in QUESTIONS if each.code == code)


def test_what_is_kept_is_what_was_asked() -> None:
    assert FORM is not None
    assert FORM.question == QUESTIONS


def test_a_question_that_depends_is_asked_only_then() -> None:
    places = {each.code: at for at, each in enumerate(QUESTIONS)}
    assert places["basis"] not in asked(QUESTIONS, {})
    assert places["basis"] in asked(QUESTIONS, {"benefit": 12.5})
    assert places["basis"] not in asked(QUESTIONS, {"benefit": "undisclosed"})
    assert [QUESTIONS[at].code for at in wanted(QUESTIONS, {})][-1] == "again"


def branching(**bounds: Any) -> tuple[QuestionRule, ...]:
    scale = [{"zh": word} for word in "一二三四五"]
    first = {"code": "overall", "zh": "总体", "kind": "rating", "scale": scale}
    why = {"code": "why", "zh": "原因", "kind": "text", "only_if": "overall", **bounds}
    more = {"code": "more", "zh": "还有", "kind": "text", "only_if": "why"}
    return tuple(questions_of([first, why, more]))


@pytest.mark.parametrize(("rating", "follows"), [(1, True), (2, True), (3, False), (5, False)])
def test_a_low_rating_may_ask_for_its_reason(rating: int, follows: bool) -> None:
    questions = branching(at_most=2)
    assert (asked(questions, {"overall": rating}) == [0, 1]) is follows
    assert first_open(questions, {"overall": rating}) == (1 if follows else None)


def test_what_hangs_on_a_question_that_is_not_asked_any_more_falls_with_it() -> None:
    questions = branching(at_most=2)
    told = {"overall": 1, "why": {"words": "慢"}, "more": {"words": "等"}}
    assert asked(questions, told) == [0, 1, 2]
    assert standing(questions, {**told, "overall": 5}) == {"overall": 5}


def test_it_is_complete_without_what_is_not_wanted() -> None:
    assert first_open(QUESTIONS, SIX) == 5
    assert first_open(QUESTIONS, {**SIX, "again": "yes"}) is None


@pytest.mark.parametrize(
    ("code", "words", "answer"),
    [
        ("overall", "4", 4),
        ("overall", "４", 4),
        ("overall", " 4分。", 4),
        ("overall", "满意", 4),
        ("overall", "很满意 ", 5),
        ("overall", "5 很满意", 5),
        ("overall", "Very good", 5),
        ("overall", "0", None),
        ("overall", "6", None),
        ("overall", "45", None),
        ("overall", "还可以", None),
        ("overall", "", None),
        ("again", "看情况", "unsure"),
        ("again", "Yes", "yes"),
        ("again", "1", None),
        ("benefit", "12.5", 12.5),
        ("benefit", "二十万元", 20.0),
        ("benefit", "3000元", 0.3),
        ("benefit", "10-20万", 10.0),
        ("benefit", "0", 0.0),
        ("benefit", "不便透露", "undisclosed"),
        ("benefit", "9999999999万", None),
        ("benefit", "不少", None),
        ("improve", "都好", None),
    ],
)
def test_what_is_typed_is_an_answer_or_none(code: str, words: str, answer: object) -> None:
    assert typed(question(code), words) == answer


@pytest.mark.parametrize(
    ("code", "value", "answer"),
    [
        ("overall", "5", 5),
        ("overall", "0", None),
        ("overall", "６", None),
        ("overall", "yes", None),
        ("again", "no", "no"),
        ("again", "maybe", None),
        ("benefit", "undisclosed", "undisclosed"),
        ("benefit", "5", None),
        ("improve", "5", None),
    ],
)
def test_a_button_stands_for_an_answer_that_the_question_has(code: str, value: str, answer: object) -> None:
    assert by_button(question(code), value) == answer


@pytest.mark.parametrize(
    ("code", "answer", "words"),
    [
        ("overall", 5, "5 很满意"),
        ("again", "yes", "愿意"),
        ("again", "gone", "gone"),
        ("benefit", 12.5, "12.5万元"),
        ("benefit", 0.3, "3000元"),
        ("benefit", "undisclosed", "不便透露"),
        ("improve", {"words": "多来", "files": []}, "多来"),
    ],
)
def test_an_answer_reads_as_people_write_it(code: str, answer: object, words: str) -> None:
    assert shown(question(code), answer, "zh") == words


@pytest.mark.parametrize("form", shared().questionnaire)
def test_every_button_of_the_shared_forms_fits_into_what_a_channel_carries(form: Any) -> None:
    codes = [option.code for each in form.question for option in each.option]
    longest = max([len(code) for code in codes] or [1])
    assert len(f"s.a:{10**14}:{len(form.question)}:") + longest < 64
