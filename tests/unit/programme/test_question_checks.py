"""A programme's own questionnaires are looked through before it runs: every mistake with its line."""

import pytest

from handlers.programme.checking import faults_of, read_programme
from handlers.programme.rules import shipped

GOOD = shipped("present-day")
SCALE = 'scale = [{ zh = "1" }, { zh = "2" }, { zh = "3" }, { zh = "4" }, { zh = "5" }]'
OWN = f"""
[[questionnaire]]
code = "satisfaction"
zh = "满意度"
side = "enterprise"
[[questionnaire.question]]
code = "overall"
zh = "总体"
kind = "rating"
{SCALE}
[[questionnaire.question]]
code = "why"
zh = "原因"
kind = "choice"
only_if = "overall"
at_most = 2
option = [{{ code = "time", zh = "时间" }}, {{ code = "mode", zh = "方式" }}]
"""


def test_a_form_of_its_own_takes_the_place_of_the_common_ones() -> None:
    assert faults_of(GOOD + OWN) == ()
    assert [each.code for each in read_programme(GOOD + OWN).questionnaire] == ["satisfaction"]


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        (SCALE, 'scale = [{ zh = "差" }, { zh = "好" }]', "scale_of_five", "评分题要有 5 个词"),
        (SCALE, "", "scale_of_five", "现在有 0 个"),
        ('only_if = "overall"', 'only_if = "sometimes"', "no_question_before", "现有：overall"),
        ('only_if = "overall"', 'only_if = "why"', "no_question_before", "前面没有“why”"),
        ("at_most = 2", "at_most = 2\nat_least = 4", "bounds_reversed", "最少 4，最多 2"),
        ('code = "mode"', 'code = "time"', "twice", "“time”出现了两次"),
        ('code = "why"', 'code = "overall"', "twice", "“overall”出现了两次"),
        (
            'option = [{ code = "time", zh = "时间" }, { code = "mode", zh = "方式" }]',
            "",
            "no_options",
            "选择题要有选项",
        ),
        ('side = "enterprise"', 'side = "nobody"', "no_choice", "enterprise, expert"),
        ('side = "enterprise"', 'side = "enterprise"\nstages = [-1]', "too_small", "-1"),
    ],
)
def test_a_mistake_in_a_form_is_named(old: str, new: str, key: str, words: str) -> None:
    assert old in OWN
    faults = faults_of(GOOD + OWN.replace(old, new, 1))
    assert [fault.key for fault in faults] == [key]
    assert words in faults[0].words("zh")
    assert faults[0].words("en")
    assert faults[0].line > GOOD.count("\n")


def test_a_question_that_waits_for_a_later_one_is_found_in_its_line() -> None:
    text = GOOD + OWN.replace('code = "overall"', 'code = "overall"\nonly_if = "why"', 1)
    (fault,) = faults_of(text)
    assert (fault.key, text.splitlines()[fault.line - 1]) == ("no_question_before", 'only_if = "why"')


@pytest.mark.parametrize("own", ["", OWN])
def test_a_typical_case_waits_for_a_rating_that_is_asked(own: str) -> None:
    text = f'{GOOD}\n[after_visit.case]\nrating = "happiness"\n{own}'
    assert [fault.key for fault in faults_of(text)] == ["unknown_code"]
    assert faults_of(text.replace("happiness", "overall")) == ()
