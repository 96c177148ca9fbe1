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
    texts = list(_texts(message))
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


def _texts(message: Message) -> Iterator[str]:
    """Fill texts piece by piece, and begin a new one only between pieces."""
    html, length, entities = "", 0, 0
    for gap, piece in _pieces(message):
        if html and (length + len(gap) + piece.units > MOST_UNITS or entities + 1 > MOST_ENTITIES):
            yield html
            html, length, entities = "", 0, 0
        if html:
            html, length = html + gap, length + len(gap)
        html, length, entities = html + piece.html, length + piece.units, entities + piece.entities
    if html:
        yield html


@dataclass(frozen=True, slots=True)
class _Piece:
    html: str
    units: int
    entities: int


def _pieces(message: Message) -> Iterator[tuple[str, _Piece]]:
    """Go through the message from top to bottom; each piece comes with the gap above it."""
    gap = ""
    for section in (_head(message), _lines(message), _fields(message), _closing(message)):
        for piece in section:
            yield gap, piece
            gap = "\n"
        gap = gap and "\n\n"


def _head(message: Message) -> Iterator[_Piece]:
    yield from _cut(message.progress, "")
    yield from _cut(message.heading, "b")


def _lines(message: Message) -> Iterator[_Piece]:
    for line in message.lines:
        yield from _cut(line, "")


def _fields(message: Message) -> Iterator[_Piece]:
    for label, value in message.fields:
        shown, name = _shown(value), _shown(label)
        if units(name) + 1 + units(shown) <= MOST_UNITS and name:
            yield _Piece(
                f"<b>{escape(name, quote=False)}</b>：{escape(shown, quote=False)}",
                units(name) + 1 + units(shown),
                1,
            )
        else:
            yield from _cut(label, "b")
            yield from _cut(value, "")


def _closing(message: Message) -> Iterator[_Piece]:
    for line in message.closing:
        yield from _cut(line, "i")


def _cut(text: str, tag: str) -> Iterator[_Piece]:
    """Wrap the text in the tag, in as many pieces as the limit wants."""
    rest = _shown(text)
    while rest:
        head = _first(rest)
        rest = rest[len(head) :].lstrip()
        if _VISIBLE.search(head):
            inner = escape(head.rstrip(), quote=False)
            yield _Piece(f"<{tag}>{inner}</{tag}>" if tag else inner, units(head), int(bool(tag)))


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
