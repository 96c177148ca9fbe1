"""The catalogue: each text in both languages, the same placeholders, each key that code names is there."""

import re
from pathlib import Path
from string import Formatter

import pytest

from handlers.dialogue.texts import LANGUAGES, catalogue, known, language_of, text

ROOT = Path(__file__).parents[2]
BEFORE_A_KEY = r'(?:\bt\(|translator\("zh"\)\(|Refused\(|line\(|ask=|title=|text\(\w+, )\s*'
KEYED = re.compile(BEFORE_A_KEY + r'"([a-z_]+(?:\.[a-z_0-9]+)+)"')


def placeholders(words: str) -> set[str]:
    """Return the names in braces."""
    return {name for _, name, _, _ in Formatter().parse(words) if name}


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_every_text_stands_in_both_languages_with_the_same_placeholders(key: str) -> None:
    entry = catalogue()[key]
    assert set(entry) == set(LANGUAGES)
    assert placeholders(entry["zh"]) == placeholders(entry["en"])
    assert entry["zh"].strip()
    assert entry["en"].strip()


def named_keys() -> list[tuple[str, str]]:
    """Return (file, key) for every key that the code names."""
    files = sorted([*(ROOT / "handlers").rglob("*.py"), *(ROOT / "bot").rglob("*.py")])
    return [(file.name, key) for file in files for key in KEYED.findall(file.read_text(encoding="utf-8"))]


def test_every_key_that_the_code_names_stands_in_the_catalogue() -> None:
    named = named_keys()
    assert len(named) > 50
    assert [(file, key) for file, key in named if not known(key)] == []


def test_a_missing_text_is_a_bug_and_not_an_empty_message() -> None:
    with pytest.raises(KeyError):
        text("zh", "no.such.key")


def test_an_unknown_language_reads_chinese() -> None:
    assert text("fr", "dialogue.back") == text("zh", "dialogue.back")
    assert language_of("zh-hans") == "zh"
    assert language_of("en-GB") == "en"
    assert language_of("") == "zh"
