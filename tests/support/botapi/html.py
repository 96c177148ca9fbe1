"""Telegram's HTML: markup to text and entities, refused in Telegram's own words."""

import re
from dataclasses import dataclass
from typing import Any

from tests.support.botapi.errors import ApiError, bad_request

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([a-zA-Z]+));?")
_START = re.compile(r"<([^\s>]*)([^>]*)>")
_END = re.compile(r"</([^\s>]*)\s*>")
_ATTRIBUTE = re.compile(r"\s*([^\s=>]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([\w.\-]*)))?")


@dataclass(frozen=True, slots=True)
class Rich:
    """Text as people read it, with its entities (offsets in UTF-16 units, as Telegram counts)."""

    text: str
    entities: list[dict[str, Any]]


def utf16(text: str) -> int:
    """Count UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def parse_html(source: str) -> Rich:
    """Parse Telegram's HTML; ApiError in Telegram's words for what it refuses."""
    reading = _Reading(source)
    while reading.at < len(source):
        reading.step()
    if reading.open:
        raise _refused(f'Can\'t find end tag corresponding to start tag "{reading.open[-1].tag}"')
    reading.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return Rich(reading.text, reading.entities)


def trimmed(rich: Rich) -> Rich:
    """Cut white space at both ends, as Telegram does before it stores a message."""
    text = rich.text.strip()
    cut = utf16(rich.text) - utf16(rich.text.lstrip())
    moved = (_moved(entity, cut, utf16(text)) for entity in rich.entities)
    return Rich(text, [entity for entity in moved if entity["length"] > 0])


def _moved(entity: dict[str, Any], cut: int, end: int) -> dict[str, Any]:
    start = max(entity["offset"] - cut, 0)
    stop = min(entity["offset"] + entity["length"] - cut, end)
    return {**entity, "offset": start, "length": stop - start}


@dataclass(frozen=True, slots=True)
class _Open:
    tag: str
    offset: int
    extra: dict[str, str]


class _Reading:
    """How far the text is read, what it says so far and which tags are open."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.text = ""
        self.entities: list[dict[str, Any]] = []
        self.open: list[_Open] = []

    def step(self) -> None:
        if self.source.startswith("</", self.at):
            self._end_tag()
        elif self.source[self.at] == "<":
            self._start_tag()
        else:
            self._character()

    def _character(self) -> None:
        reference = _REFERENCE.match(self.source, self.at)
        meant = _meant(reference) if reference else ""
        self.text += meant or self.source[self.at]
        self.at = reference.end() if reference and meant else self.at + 1

    def _start_tag(self) -> None:
        where = self._byte_offset()
        found = _START.match(self.source, self.at)
        name = re.match(r"<([^\s>]*)", self.source[self.at :])
        tag = name.group(1).lower() if name else ""
        if found is None and self.at + len(tag) + 1 >= len(self.source):
            raise _refused(f"Unclosed start tag at byte offset {where}")
        if tag not in _KINDS:
            raise _refused(f'Unsupported start tag "{tag}" at byte offset {where}')
        if found is None:
            raise _refused(f'Unclosed start tag "{tag}" at byte offset {where}')
        self.open.append(_Open(tag, utf16(self.text), _extra(tag, found.group(2), where)))
        self.at = found.end()

    def _end_tag(self) -> None:
        where = self._byte_offset()
        if not self.open:
            raise _refused(f"Unexpected end tag at byte offset {where}")
        found = _END.match(self.source, self.at)
        if found is None:
            raise _refused(f"Unclosed end tag at byte offset {where}")
        begun = self.open.pop()
        if found.group(1) not in {"", begun.tag}:
            expected = f'expected "</{begun.tag}>", found "</{found.group(1)}>"'
            raise _refused(f"Unmatched end tag at byte offset {where}, {expected}")
        self._close(begun)
        self.at = found.end()

    def _close(self, begun: _Open) -> None:
        length = utf16(self.text) - begun.offset
        is_link_without_target = begun.tag == "a" and not begun.extra
        if length and not is_link_without_target:
            entity = {"type": _KINDS[begun.tag], "offset": begun.offset, "length": length}
            self.entities.append({**entity, **begun.extra})

    def _byte_offset(self) -> int:
        return len(self.source[: self.at].encode())


def _extra(tag: str, attributes: str, where: int) -> dict[str, str]:
    given = {
        found.group(1): found.group(2) or found.group(3) or found.group(4) or ""
        for found in _ATTRIBUTE.finditer(attributes)
    }
    if tag == "span" and given.get("class") != "tg-spoiler":
        raise _refused(f'Tag "span" must have class "tg-spoiler" at byte offset {where}')
    if tag == "a" and given.get("href"):
        return {"url": _REFERENCE.sub(lambda found: _meant(found) or found.group(), given["href"])}
    if tag == "tg-emoji":
        return {"custom_emoji_id": given.get("emoji-id", "")}
    return {}


def _meant(reference: re.Match[str]) -> str:
    """Return the character a reference stands for; empty when Telegram leaves it as it is."""
    hexadecimal, decimal, name = reference.groups()
    if name:
        return _NAMED.get(name, "")
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(code) if 0 < code < 0x10FFFF else ""


def _refused(reason: str) -> ApiError:
    return bad_request(f"can't parse entities: {reason}")
