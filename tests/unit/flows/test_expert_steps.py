"""Small readings of the expert's questions: months, lists."""

import pytest

from handlers.domain.months import MONTHS, read_months
from handlers.flows.expert_steps import split_lines


@pytest.mark.parametrize(
    ("words", "months"),
    [
        ("5-8月", "5 6 7 8"),
        ("５－８月", "5 6 7 8"),
        ("5月到8月、10月", "5 6 7 8 10"),
        ("五月至七月", "5 6 7"),
        ("11月至2月", "1 2 11 12"),
        ("十二月", "12"),
        ("3、4", "3 4"),
        ("暑假", "7 8"),
        ("寒暑假都行", " ".join(MONTHS)),
        ("随时", " ".join(MONTHS)),
        ("13月", ""),
        ("2026", ""),
        ("看情况", ""),
        ("", ""),
    ],
)
def test_months_are_read_as_people_write_them(words: str, months: str) -> None:
    assert " ".join(read_months(words)) == months


def test_a_list_is_split_at_lines_and_semicolons() -> None:
    assert split_lines("真空压铸；熔体处理\n- 模具\n\n") == ("真空压铸", "熔体处理", "模具")
