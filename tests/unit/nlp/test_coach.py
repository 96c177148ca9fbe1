"""What a need tells already, and what would help most."""

import pytest

from nlp.coach import PARTS, coach


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("压铸件气孔率高", set()),
        ("废品率8%左右", {"present"}),
        ("想把废品率降到3%以下", {"wanted"}),
        ("废品率8%，想降到3%以下", {"present", "wanted"}),
        ("废品率8%，想降到3%以下，已经换过模具，有检测报告", {"present", "wanted", "tried", "papers"}),
        ("We tried two suppliers; samples are here", {"tried", "papers"}),
        ("对虾死亡率高，每亩只剩200公斤，试过换水没有效果", {"present", "tried"}),
    ],
)
def test_what_the_words_tell(text: str, told: set[str]) -> None:
    assert coach(text).told == told


def test_a_day_and_papers_given_beside_the_words_count() -> None:
    assert coach("压铸件气孔率高", has_day=True, has_papers=True).told == {"day", "papers"}


def test_the_value_wanted_helps_most_and_is_asked_for_first() -> None:
    assert coach("").missing == PARTS
    assert coach("废品率8%").missing[0] == "wanted"
    assert coach("想降到3%以下").missing[0] == "present"


@pytest.mark.parametrize("text", ["", "。", "1", "😀😀", "a" * 100_000, "％％％", "3%" * 2000])
def test_odd_texts_are_judged_too(text: str) -> None:
    assert 0 <= coach(text).score <= 5
