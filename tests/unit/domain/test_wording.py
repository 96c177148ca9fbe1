"""The small tables in which values read."""

from string import Formatter

import pytest

from handlers.domain.wording import wording


def placeholders(pattern: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(pattern) if name}


@pytest.mark.parametrize("topic", ["days", "amounts"])
def test_every_pattern_stands_in_each_language_with_the_same_placeholders(topic: str) -> None:
    for entry in wording(topic).values():
        assert list(entry) == ["zh", "en"]
        assert placeholders(entry["zh"]) == placeholders(entry["en"])
