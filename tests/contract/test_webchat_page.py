"""The page's files fit together: both languages complete, nothing inline, nothing foreign."""

import json
import re
from pathlib import Path

import pytest

import bot.web

PAGE = Path(bot.web.__file__).parent / "page"
SCRIPTS = sorted(PAGE.glob("*.js"))
PAGES = sorted(PAGE.glob("*.html"))


def words(language: str) -> dict[str, str]:
    found: dict[str, str] = json.loads((PAGE / f"strings.{language}.json").read_text())
    return found


def test_both_languages_have_the_same_words_with_the_same_places() -> None:
    zh, en = words("zh"), words("en")
    assert list(zh) == list(en)
    for key, text in zh.items():
        assert set(re.findall(r"\{(\w+)\}", text)) == set(re.findall(r"\{(\w+)\}", en[key])), key


def test_every_word_that_the_page_uses_is_in_the_catalogue_and_none_is_idle() -> None:
    source = "".join(path.read_text() for path in (*SCRIPTS, *PAGES))
    used = set(re.findall(r"\bt\(\"([\w.]+)\"", source))
    used |= set(re.findall(r'data-t(?:-label)?="([\w.]+)"', source))
    used |= set(re.findall(r'"((?:failed|wrong|upload|state|chat|time|enter)\.[\w.]+)"', source))
    used |= {"state.busy", "state.limit"}
    assert used - set(words("zh")) == set()
    assert set(words("zh")) - used == set()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_page_has_nothing_inline_and_nothing_from_elsewhere(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"\son\w+=|style=|<style|javascript:|https?://", text)
    assert all("{page}/" in tag for tag in re.findall(r"<(?:script|link)[^>]*>", text))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_never_makes_markup_out_of_text(path: Path) -> None:
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", path.read_text())
