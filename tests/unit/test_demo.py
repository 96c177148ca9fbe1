"""The demo: it tells the whole story, says who says what, and ends with both experts' yes."""

import re
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from bot.__main__ import main
from handlers.dialogue.texts import text

FIRM, BUREAU, EXPERT = "唐以宁（企业）", "许静川（经办人）", "沈砚舟（专家）"
SPOKEN = re.compile(r"^10月12日（周一）\d\d:\d\d  ([^→：]+)：(.+)$", re.MULTILINE)
HEARD = re.compile(r"^10月12日（周一）\d\d:\d\d    → ([^（]+（[^）]+）)(（卡片更新）)?$", re.MULTILINE)


@pytest.fixture(scope="module")
def told() -> str:
    """Play the demo once and return what it printed."""
    paper = StringIO()
    with redirect_stdout(paper):
        assert main(["demo"]) == 0
    return paper.getvalue()


def newest(told: str, who: str, *, card: bool = False) -> str:
    """Return the last message, or the last update of a card, that somebody got."""
    found = [heard for heard in HEARD.finditer(told) if heard[1] == who and bool(heard[2]) == card]
    return told[found[-1].end() :].partition("\n10月")[0]


def test_each_line_says_who_speaks(told: str) -> None:
    spoken = SPOKEN.findall(told)
    assert {who for who, _ in spoken} == {FIRM, BUREAU, EXPERT}
    assert next(words for who, words in spoken if "压铸件" in words).startswith("铝合金压铸件气孔率高")
    assert (FIRM, "[提交]") in spoken
    assert (BUREAU, "[通过]") in spoken
    assert {who for who, _ in HEARD.findall(told)} == {FIRM, BUREAU, EXPERT}


def test_one_expert_says_yes_in_the_chat_and_one_on_the_telephone(told: str) -> None:
    spoken = SPOKEN.findall(told)
    assert [words for who, words in spoken if who == EXPERT] == ["（打开链接）", "[是]", "[接受]"]
    assert [words for who, words in spoken if who == BUREAU][-2:] == ["[代为答复]", "[接受]"]
    assert told.count(text("zh", "invite.enterprise.accepted")) == 2


def test_it_ends_with_both_names_before_the_firm_and_the_bureau(told: str) -> None:
    for who in (FIRM, BUREAU):
        card = newest(told, who, card=True)
        assert "沈砚舟" in card
        assert "陆怀谷" in card
    assert told.rstrip().endswith("由经办人电话代为答复。")


def test_it_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with redirect_stdout(StringIO()):
        main(["demo"])
    assert list(tmp_path.iterdir()) == []
