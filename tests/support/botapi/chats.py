"""Chats and what stands in them."""

from dataclasses import dataclass, field
from typing import Any

from tests.support.botapi.bell import Bell, Clock
from tests.support.botapi.errors import bad_request, forbidden, upgraded
from tests.support.botapi.markup import inline_only


@dataclass(slots=True)
class Message:
    """A message as it stands now; `place` grows with every message and every edit of the chat."""

    id: int
    chat: dict[str, Any]
    sender: dict[str, Any]
    date: int
    content: dict[str, Any]
    markup: dict[str, Any] | None = None
    has_reply_markup: bool = False
    edited_at: int | None = None
    place: int = 0

    @property
    def by_bot(self) -> bool:
        """Whether the bot wrote it."""
        return bool(self.sender["is_bot"])

    @property
    def text(self) -> str:
        """The text or the caption."""
        return str(self.content.get("text", self.content.get("caption", "")))

    @property
    def buttons(self) -> list[list[str]]:
        """The labels of its inline keyboard, row by row."""
        return [[button["text"] for button in row] for row in self._rows()]

    def button(self, label: str | None, data: str | None) -> dict[str, Any] | None:
        """Return the inline button with this label or this callback data."""
        every = (button for row in self._rows() for button in row)
        named = (one for one in every if label is None or one["text"] == label)
        return next((one for one in named if data is None or one.get("callback_data") == data), None)

    def body(self) -> dict[str, Any]:
        """Return the JSON of the Bot API."""
        head = {"message_id": self.id, "from": self.sender, "chat": self.chat, "date": self.date}
        edited = {"edit_date": self.edited_at} if self.edited_at else {}
        markup = {"reply_markup": self.markup} if self.markup else {}
        return {**head, **edited, **self.content, **markup}

    def _rows(self) -> list[list[dict[str, Any]]]:
        return self.markup["inline_keyboard"] if self.markup else []


@dataclass(slots=True)
class Room:
    """A chat: who it is, what stands in it, and why the bot may not write there."""

    card: dict[str, Any]
    opened: bool
    messages: dict[int, Message] = field(default_factory=dict)
    keyboard: dict[str, Any] | None = None
    refuses: str = ""
    moved_to: int | None = None

    @property
    def id(self) -> int:
        """The chat id."""
        return int(self.card["id"])

    @property
    def private(self) -> bool:
        """Whether it is a chat with one person."""
        return bool(self.card["type"] == "private")

    def newest_first(self) -> list[Message]:
        """Return the messages, the newest first."""
        return sorted(self.messages.values(), key=lambda message: -message.id)


class Chats:
    """All chats; the ids of messages and the order of events are counted here."""

    def __init__(self, me: dict[str, Any], bell: Bell, clock: Clock) -> None:
        self.me = me
        self.rooms: dict[int, Room] = {}
        self._bell = bell
        self._clock = clock
        self._last_id = 1000
        self._last_place = 0

    def room(self, chat_id: object) -> Room:
        """Return the chat; unknown ones and people who never wrote to the bot are not found."""
        room = self.rooms.get(chat_id) if isinstance(chat_id, int) else None
        if chat_id == "":
            raise bad_request("chat_id is empty")
        if room is None or not room.opened:
            raise bad_request("chat not found")
        if room.moved_to is not None:
            raise upgraded(room.moved_to)
        return room

    def writable(self, chat_id: object) -> Room:
        """Return the chat if the bot may write to it."""
        room = self.room(chat_id)
        if room.refuses:
            raise forbidden(room.refuses)
        return room

    def add(self, room: Room, sender: dict[str, Any], content: dict[str, Any]) -> Message:
        """Put a new message into a chat."""
        self._last_id += 1
        message = Message(self._last_id, room.card, sender, self._clock.date(), content)
        room.messages[message.id] = message
        self.touch(message)
        return message

    def post(self, room: Room, content: dict[str, Any], markup: dict[str, Any] | None) -> Message:
        """Put a message of the bot into a chat, with its keyboard."""
        message = self.add(room, self.me, content)
        apply_markup(room, message, markup)
        return message

    def edit(self, message: Message, content: dict[str, Any], markup: dict[str, Any] | None) -> None:
        """Replace what a message says."""
        message.content, message.markup, message.edited_at = content, markup, self._clock.date()
        self.touch(message)

    def touch(self, message: Message) -> None:
        """Give a message the newest place and tell whoever watches."""
        self._last_place += 1
        message.place = self._last_place
        self._bell.ring()


def apply_markup(room: Room, message: Message, markup: dict[str, Any] | None) -> None:
    """Hang inline keyboards on the message and reply keyboards on the chat."""
    if markup is None:
        return
    if "inline_keyboard" in markup:
        message.markup = inline_only(markup)
        return
    message.has_reply_markup = True
    if "keyboard" in markup:
        room.keyboard = markup
    if markup.get("remove_keyboard"):
        room.keyboard = None
