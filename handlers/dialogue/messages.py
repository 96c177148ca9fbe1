"""What is said to a person: structured, already in the person's language, never markup."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, Self

Style = Literal["", "primary", "danger"]
ACTION_BYTES = 64  # Telegram's limit for callback_data; the strictest channel sets it for all


@dataclass(frozen=True, slots=True)
class Button:
    """A labelled action; `action` is a short code of at most 64 bytes that is looked up when tapped."""

    label: str
    action: str
    style: Style = ""

    def __post_init__(self) -> None:
        """Refuse an action that no channel could carry."""
        if not self.action or len(self.action.encode()) > ACTION_BYTES:
            raise ValueError(f"button action must be 1 to {ACTION_BYTES} bytes: {self.action[:20]!r}")


@dataclass(frozen=True, slots=True)
class Document:
    """A file to be made when the message is sent: `kind` names the maker in bot.documents."""

    kind: Literal["qr", "json", "ics", "contact", "text", "file", "handover", "table", "chart", "bulletin"]
    name: str
    data: str


@dataclass(frozen=True, slots=True)
class Message:
    """Heading, paragraphs, labelled fields, closing lines, buttons. Every part may be empty but not all."""

    heading: str = ""
    lines: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    closing: tuple[str, ...] = ()
    progress: str = ""
    rows: tuple[tuple[Button, ...], ...] = ()
    contact_button: str = ""
    placeholder: str = ""
    documents: tuple[Document, ...] = ()

    def before(self, *lines: str) -> Self:
        """Return the same message with lines put in front of its paragraphs."""
        return replace(self, lines=(*lines, *self.lines))

    def after(self, *lines: str) -> Self:
        """Return the same message with lines put behind its paragraphs."""
        return replace(self, lines=(*self.lines, *lines))

    def with_rows(self, *rows: tuple[Button, ...]) -> Self:
        """Return the same message with further rows of buttons below."""
        return replace(self, rows=(*self.rows, *rows))

    @property
    def buttons(self) -> tuple[Button, ...]:
        """All buttons in reading order."""
        return tuple(button for row in self.rows for button in row)

    def plain(self) -> str:
        """Return the words as a person reads them from top to bottom, without the buttons."""
        fields = (f"{label}：{value}" for label, value in self.fields)
        parts = (self.progress, self.heading, *self.lines, *fields, *self.closing)
        return "\n".join(part for part in parts if part)


def as_json(message: Message) -> dict[str, Any]:
    """Return the message as JSON data with the empty parts left out."""
    found: dict[str, Any] = {}
    for name in ("heading", "lines", "fields", "closing", "progress", "contact_button", "placeholder"):
        if value := getattr(message, name):
            found[name] = value
    if message.rows:
        found["rows"] = [[[b.label, b.action, b.style] for b in row] for row in message.rows]
    if message.documents:
        found["documents"] = [[d.kind, d.name, d.data] for d in message.documents]
    return found


def from_json(data: Mapping[str, Any]) -> Message:
    """Return the message that `as_json` wrote."""
    return Message(
        heading=data.get("heading", ""),
        lines=tuple(data.get("lines", ())),
        fields=tuple((label, value) for label, value in data.get("fields", ())),
        closing=tuple(data.get("closing", ())),
        progress=data.get("progress", ""),
        rows=tuple(tuple(Button(*button) for button in row) for row in data.get("rows", ())),
        contact_button=data.get("contact_button", ""),
        placeholder=data.get("placeholder", ""),
        documents=tuple(Document(*document) for document in data.get("documents", ())),
    )
