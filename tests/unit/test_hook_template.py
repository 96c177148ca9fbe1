"""Templates of the webhook: shipped ones, files of one's own, and one sentence for each mistake."""

import json
from pathlib import Path

import pytest

from bot.channels.hook_template import SHIPPED, BadTemplate, filled, read_template

GOOD = {"private": True, "body": {"to": "{phone}", "words": ["{text}"]}}


@pytest.mark.parametrize("name", SHIPPED)
def test_the_shipped_ones_can_be_read(name: str) -> None:
    assert "{text}" in str(read_template(name).body)


def test_only_what_one_person_alone_reads_may_carry_a_personal_link() -> None:
    assert {name: read_template(name).private for name in SHIPPED} == {
        "sms": True,
        "wecom": False,
        "dingtalk": False,
    }


def test_a_file_of_ones_own_is_toml_or_json(tmp_path: Path) -> None:
    as_json, as_toml = tmp_path / "own.json", tmp_path / "own.toml"
    as_json.write_text(json.dumps(GOOD), encoding="utf-8")
    as_toml.write_text('private = true\n[body]\nto = "{phone}"\nwords = ["{text}"]\n', encoding="utf-8")
    assert read_template(str(as_json)) == read_template(str(as_toml))


def test_what_is_filled_in_is_not_looked_at_again() -> None:
    values = {"text": "{secret} {phone}", "phone": "199", "secret": "s"}
    assert filled(["{text}", {"n": 3, "to": ("{phone}",)}], values) == [
        "{secret} {phone}",
        {"n": 3, "to": ["199"]},
    ]


MISTAKES = [
    ("own.toml", "private = ", "is no TOML"),
    ("own.json", "{", "is no JSON"),
    ("own.toml", "[body]\n", "is wrong at private: Field required"),
    ("own.toml", "private = true\nbdy = 1\n[body]\n", "is wrong at bdy: Extra inputs are not permitted"),
    ("own.toml", 'private = true\n[body]\na = ["{txt}"]\n', "uses {txt}; there are text, phone, name, id"),
    ("own.toml", 'private = true\n[headers]\na = "{token}"\n[body]\n', "uses {token}; there are"),
]


@pytest.mark.parametrize(("name", "words", "sentence"), MISTAKES)
def test_a_mistake_is_one_sentence(name: str, words: str, sentence: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_text(words, encoding="utf-8")
    with pytest.raises(BadTemplate) as told:
        read_template(str(file))
    assert sentence in str(told.value)
    assert "\n" not in str(told.value)


def test_a_secret_that_stands_in_the_wrong_place_is_not_repeated(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text('private = "SECinvented"\n[body]\n', encoding="utf-8")
    with pytest.raises(BadTemplate) as told:
        read_template(str(file))
    assert "SECinvented" not in str(told.value)


def test_a_file_that_is_not_there_leads_to_the_names_there_are(tmp_path: Path) -> None:
    with pytest.raises(BadTemplate, match="must be sms, wecom, dingtalk or a file that can be read"):
        read_template(str(tmp_path / "none.toml"))
