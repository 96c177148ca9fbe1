"""A question in the middle of a form is told from an answer."""

import pytest

from handlers.cards.programme_answers import ANSWERS
from handlers.dialogue.texts import known
from handlers.flows.questions import _lists, is_question, topic_of


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("这个收费吗？", "cost"),
        ("谁能看到我的电话？", "who_sees"),
        ("要多久？", "how_long"),
        ("没有职称能报吗", "no_title"),
        ("什么时候截止？", "deadline"),
        ("可以发几个文件？", "files"),
        ("填错了能改吗", "change_later"),
        ("你是机器人吗", "who_runs"),
        ("为什么要填这个？", "why"),
        ("Who sees this?", "who_sees"),
    ],
)
def test_common_questions_are_known_even_among_prose(words: str, key: str) -> None:
    assert is_question(words)
    assert topic_of(words, alone=True) == key


@pytest.mark.parametrize(
    "words",
    [
        "铝合金焊接要多久时效？",
        "如何降低热处理费用？",
        "压铸件气孔怎么解决？",
        "客户图纸怎么保密，有没有成熟做法？",
    ],
)
def test_a_need_put_as_a_question_is_no_common_question(words: str) -> None:
    assert topic_of(words, alone=True) == ""


@pytest.mark.parametrize("words", ["压铸件气孔率高", "昆山", "好的", "问" * 50 + "？"])
def test_a_statement_is_no_question(words: str) -> None:
    assert not is_question(words)


def test_every_common_question_has_an_answer() -> None:
    assert all(known(f"faq.{name}") or name in ANSWERS for name in _lists() if name != "fillers")
