"""A `Message` as Telegram takes it: HTML texts within its limits, keyboards as plain data."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape
from typing import Any, Final

from handlers.dialogue.messages import Button, Message

MOST_UNITS: Final = 4096  # UTF-16 code units of the text that is read, markup not counted
MOST_ENTITIES: Final = 100
MOST_IN_ROW: Final = 8
MOST_BUTTONS: Final = 100
MOST_PLACEHOLDER: Final = 64
REMOVE_KEYBOARD: Final = {"remove_keyboard": True}
NO_WORDS: Final = "…"  # where Telegram wants a text and there is none

Markup = dict[str, Any]
_TAGS = re.compile(r"</?[bi]>")
_CONTROL: Final = dict.fromkeys((*range(9), *range(11, 32), 127), " ")
_VISIBLE = re.compile(
    "[^\\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0]"
)


@dataclass(frozen=True, slots=True)
class Part:
    """One sendMessage: HTML text and the keyboard below it."""

    html: str
    markup: Markup | None = None

    @property
    def plain(self) -> str:
        """The same words without markup, for the case that Telegram cannot read ours."""
        bare = _TAGS.sub("", self.html)
        return bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def render(message: Message, *, private: bool = True) -> tuple[Part, ...]:
    """Return the parts in the order of sending; the last text carries the buttons.

    None at all when the message is nothing but documents. ValueError when it has more buttons than fit.
    """
    texts = _texts(message)
    contact = _contact_keyboard(message) if private and message.contact_button else None
    inline = _inline_keyboard(message)
    if not texts and (inline or contact):
        texts = [NO_WORDS]
    parts = [Part(text) for text in texts]
    if inline:
        parts[-1] = replace(parts[-1], markup=inline)
        if contact:
            parts.append(Part(escape(contact["keyboard"][0][0]["text"], quote=False), contact))
    elif contact:
        parts[-1] = replace(parts[-1], markup=contact)
    return tuple(parts)


def units(text: str) -> int:
    """Return the length as Telegram counts it: an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(frozen=True, slots=True)
class _Line:
    """One heading, paragraph, field or closing line, as it will be seen."""

    text: str
    tag: str = ""
    label: str = ""

    @property
    def html(self) -> str:
        inner = escape(self.text, quote=False)
        if self.label:
            return f"<b>{escape(self.label, quote=False)}</b>：{inner}"
        return f"<{self.tag}>{inner}</{self.tag}>" if self.tag else inner

    @property
    def units(self) -> int:
        return units(self.text) + (units(self.label) + 1 if self.label else 0)


def _texts(message: Message) -> list[str]:
    sections = [section for section in _sections(message) if section]
    size = sum(len(line.text) + len(line.label) + 3 for section in sections for line in section)
    if (
        size * 2 <= MOST_UNITS and sum(map(len, sections)) <= MOST_ENTITIES
    ):  # nearly always: surely fits in one
        whole = "\n\n".join("\n".join(line.html for line in section) for section in sections)
        return [whole] if whole else []
    return list(_several(sections))


def _several(sections: list[list[_Line]]) -> Iterator[str]:
    """Fill texts line by line, and begin a new one only between lines."""
    html, length, entities = "", 0, 0
    for gap, line in _cut(sections):
        if html and (length + len(gap) + line.units > MOST_UNITS or entities == MOST_ENTITIES):
            yield html
            html, length, entities = "", 0, 0
        html, length = (
            (html + gap + line.html, length + len(gap) + line.units) if html else (line.html, line.units)
        )
        entities += bool(line.tag or line.label)
    if html:
        yield html


def _sections(message: Message) -> Iterator[list[_Line]]:
    """Go through the message from top to bottom; what cannot be seen is left out."""
    head = [_Line(_shown(message.progress)), _Line(_shown(message.heading), "b")]
    yield [line for line in head if line.text]
    yield [_Line(text) for line in message.lines if (text := _shown(line))]
    yield [_field(_shown(label), _shown(value)) for label, value in message.fields if _shown(label + value)]
    yield [_Line(text, "i") for line in message.closing if (text := _shown(line))]


def _field(label: str, value: str) -> _Line:
    return _Line(value, label=label) if label else _Line(value)


def _cut(sections: list[list[_Line]]) -> Iterator[tuple[str, _Line]]:
    """Give each line with the gap above it, those too long for one text in as many as the limit wants."""
    gap = ""
    for section in sections:
        for line in section:
            for piece in _pieces(line):
                yield gap, piece
                gap = "\n"
        gap = "\n\n"


def _pieces(line: _Line) -> Iterator[_Line]:
    if line.units <= MOST_UNITS:
        yield line
        return
    if line.label:
        yield from _pieces(_Line(line.label, "b"))
    rest = line.text
    while rest:
        head = _first(rest)
        rest = rest[len(head) :].lstrip()
        if _VISIBLE.search(head):
            yield replace(line, text=head.rstrip(), label="")


def _first(text: str) -> str:
    """Return as much as fits: up to the last line end, else sentence, else comma or space, else all."""
    window = text[:MOST_UNITS]
    while (surplus := units(window) - MOST_UNITS) > 0:
        window = window[: -((surplus + 1) // 2)]
    if len(window) == len(text):
        return text
    for ends in ("\n", "。；！？;!?", "，、, "):
        if (at := max(window.rfind(end) for end in ends)) >= len(window) // 2:
            return window[: at + 1]
    return window


def _shown(text: str) -> str:
    """Return the text as Telegram would keep it; empty when there would be nothing to see."""
    if not text.isprintable():
        text = text.replace("\r\n", "\n").translate(_CONTROL)
    text = text.strip()
    return text if _VISIBLE.search(text) else ""


def _inline_keyboard(message: Message) -> Markup | None:
    if len(message.buttons) > MOST_BUTTONS:
        raise ValueError(f"more than {MOST_BUTTONS} buttons")
    rows = [row[at : at + MOST_IN_ROW] for row in message.rows for at in range(0, len(row), MOST_IN_ROW)]
    return {"inline_keyboard": [[_button(one) for one in row] for row in rows]} if rows else None


def _button(button: Button) -> dict[str, str]:
    shown = {"text": _shown(button.label) or NO_WORDS, "callback_data": button.action}
    return {**shown, "style": button.style} if button.style else shown


def _contact_keyboard(message: Message) -> Markup:
    label = _shown(message.contact_button)[:MOST_PLACEHOLDER] or NO_WORDS
    keyboard: Markup = {
        "keyboard": [[{"text": label, "request_contact": True}]],
        "resize_keyboard": True,
        "one_time_keyboard": True,
    }
    hint = _shown(message.placeholder)[:MOST_PLACEHOLDER]
    return {**keyboard, "input_field_placeholder": hint} if hint else keyboard
