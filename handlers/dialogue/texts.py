"""The catalogue of everything a person reads: Chinese first, English second, looked up by key."""

import tomllib
from collections.abc import Callable, Mapping
from functools import cache, partial
from importlib.resources import files
from typing import Any, Literal, cast

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
Translate = Callable[..., str]


@cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """Return key -> language -> text, read from every file in handlers/texts."""
    found: dict[str, Mapping[str, str]] = {}
    for file in sorted(files("handlers").joinpath("texts").iterdir(), key=lambda item: item.name):
        if file.name.endswith(".toml"):
            for key, entry in _flat(tomllib.loads(file.read_text(encoding="utf-8"))):
                if key in found:
                    raise KeyError(f"text {key} stands twice in the catalogue")
                found[key] = entry
    return found


def text(language: str, key: str, **values: object) -> str:
    """Return the text for `key` with its placeholders filled. A missing key is a bug and raises KeyError."""
    entry = catalogue()[key]
    return entry[language if language in entry else "zh"].format(**values)


@cache
def translator(language: str) -> Translate:
    """Return `text` for one language."""
    return partial(text, language)


def known(key: str) -> bool:
    """Say whether the catalogue has this key."""
    return key in catalogue()


def language_of(tag: str) -> Language:
    """Return our language for a channel's tag: Chinese unless English is asked for."""
    return "en" if tag.lower().startswith("en") else "zh"


def _flat(table: Mapping[str, Any], prefix: str = "") -> list[tuple[str, Mapping[str, str]]]:
    found: list[tuple[str, Mapping[str, str]]] = []
    for name, entry in table.items():
        key = f"{prefix}{name}"
        if "zh" in entry and isinstance(entry["zh"], str):
            found.append((key, cast("Mapping[str, str]", entry)))
        else:
            found += _flat(entry, f"{key}.")
    return found
