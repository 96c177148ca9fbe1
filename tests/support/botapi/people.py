"""People with a phone: what they do becomes updates, what the bot sends is what they see."""

import re
from dataclasses import dataclass
from typing import Any

from tests.support.botapi.chats import Message, Room
from tests.support.botapi.html import utf16
from tests.support.botapi.schema import Upload
from tests.support.botapi.world import World

_COMMANDS = re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?")


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as a person sees it."""

    message_id: int
    mine: bool
    text: str
    buttons: list[list[str]]
    edited: bool
    content: dict[str, Any]


class Phone:
    """One person in the private chat with the bot (or, where a method takes `room`, in a group)."""

    def __init__(self, world: World, card: dict[str, Any], room: Room) -> None:
        self.card = card
        self.room = room
        self._world = world
        self._heard: set[int] = set()

    @property
    def id(self) -> int:
        """The person's id, which is the id of the private chat too."""
        return int(self.card["id"])

    # What the person does

    def says(self, text: str, *, room: Room | None = None, raw: dict[str, Any] | None = None) -> int:
        """Send a text and return its message id; `raw` is pushed instead, as an update just as it stands."""
        if raw is not None:
            self._world.updates.push(raw, self.id)
            return 0
        return self._sends({"text": text, **_entities(text)}, room)

    def taps(
        self, label: str | None = None, *, data: str | None = None, message_id: int | None = None
    ) -> str:
        """Tap a button of the newest message that has it, or of the reply keyboard (which says its label).

        Returns the id of the callback query; empty for the reply keyboard.
        """
        for message in self.room.newest_first():
            button = message.button(label, data)
            if button is not None and message_id in {None, message.id}:
                if "callback_data" not in button:
                    raise AssertionError(f"{button['text']!r} sends nothing to the bot: {button}")
                return self.forges(button["callback_data"], message)
        if label is not None and any(label in row for row in self.keyboard):
            self.says(label)
            return ""
        raise AssertionError(f"No button {label or data!r}.\n{self.picture}")

    def forges(self, data: str, message: Message) -> str:
        """Send a callback query as a tampered client can: any data, on any message."""
        callback_id = self._world.callbacks.begin(self.id)
        instance = str(self.id * 1_000_003)
        query = {"id": callback_id, "from": self.card, "message": message.body(), "data": data}
        self._push({"callback_query": {**query, "chat_instance": instance}})
        return callback_id

    def shares_contact(self, phone_number: str, *, own: bool = True, first_name: str = "") -> int:
        """Share a contact: the own one (as the contact button does) or somebody else's card."""
        contact = {"phone_number": phone_number, "first_name": first_name or self.card["first_name"]}
        owner = {"user_id": self.id} if own else {}
        return self._sends({"contact": {**contact, **owner}})

    def sends_photo(self, data: bytes, caption: str = "", group: str | None = None) -> int:
        """Send a photo; those of one `group` make an album."""
        photo = self._world.files.photo(Upload("photo.jpg", "image/jpeg", data))
        return self._sends({**_album(group), "photo": photo, **_caption(caption)})

    def sends_document(
        self,
        name: str,
        data: bytes,
        mime: str = "application/octet-stream",
        caption: str = "",
        group: str | None = None,
    ) -> int:
        """Send a file."""
        document = self._world.files.document(Upload(name, mime, data))
        return self._sends({**_album(group), "document": document, **_caption(caption)})

    def sends_voice(self, seconds: int) -> int:
        """Send a voice message."""
        stored = self._world.files.put(Upload("voice.oga", "audio/ogg", b"OggS" + bytes(seconds)), "voice")
        return self._sends({"voice": {"duration": seconds, "mime_type": "audio/ogg", **stored.card}})

    def edits(self, message_id: int, text: str) -> None:
        """Change an own message."""
        message = self.room.messages[message_id]
        self._world.chats.edit(message, {**message.content, "text": text, **_entities(text)}, None)
        self._push({"edited_message": message.body()})

    def blocks(self) -> None:
        """Block the bot."""
        self.room.refuses = "bot was blocked by the user"
        self._push_membership("member", "kicked")

    def unblocks(self) -> None:
        """Let the bot in again."""
        self.room.refuses = ""
        self._push_membership("kicked", "member")

    def deletes_account(self) -> None:
        """Vanish; Telegram tells the bot only when it writes the next time."""
        self.room.refuses = "user is deactivated"

    # What the person sees

    @property
    def screen(self) -> list[Shown]:
        """Everything that stands in the chat, oldest first, edits applied."""
        return [_shown(message) for message in self.room.messages.values()]

    @property
    def keyboard(self) -> list[list[str]]:
        """The labels of the reply keyboard; empty when there is none."""
        rows = self.room.keyboard["keyboard"] if self.room.keyboard else []
        return [[button["text"] for button in row] for row in rows]

    @property
    def toasts(self) -> list[str]:
        """What answers to taps have shown this person."""
        return [one.text for one in self._world.callbacks.toasts if one.user_id == self.id]

    async def hears(self, substring: str, timeout: float = 5.0) -> Shown:  # noqa: ASYNC109 - reads as a story
        """Wait for a message or edit of the bot with these words; each is heard once, oldest first."""
        try:
            message = await self._world.bell.until(lambda: self._unheard(substring), timeout)
        except TimeoutError:
            raise AssertionError(f"{substring!r} was not said in {timeout} s.\n{self.picture}") from None
        return _shown(message)

    def ignores(self) -> None:
        """Count everything said so far as heard."""
        self._heard |= {message.place for message in self.room.messages.values()}

    @property
    def picture(self) -> str:
        """The screen as lines, for messages of failing tests."""
        lines = [f"{'> ' if shown.mine else ''}{shown.text} {shown.buttons or ''}" for shown in self.screen]
        return "\n".join([f"The screen of {self.id}:", *lines, f"keyboard {self.keyboard}"])

    def _unheard(self, substring: str) -> Message | None:
        said = [one for one in self.room.messages.values() if one.by_bot and one.place not in self._heard]
        for message in sorted(said, key=lambda one: one.place):
            if substring in message.text:
                self._heard.add(message.place)
                return message
        return None

    def _sends(self, content: dict[str, Any], room: Room | None = None) -> int:
        place = room or self.room
        place.opened = True
        if self.room.keyboard and self.room.keyboard.get("one_time_keyboard"):
            self.room.keyboard = None
        message = self._world.chats.add(place, self.card, content)
        self._push({"message": message.body()}, place.id)
        return message.id

    def _push(self, body: dict[str, Any], chat_id: int | None = None) -> None:
        self._world.updates.push(body, chat_id or self.id)

    def _push_membership(self, old: str, new: str) -> None:
        self.room.opened = True
        states = [self._membership(status) for status in (old, new)]
        head = {"chat": self.room.card, "from": self.card, "date": self._world.clock.date()}
        self._push({"my_chat_member": {**head, "old_chat_member": states[0], "new_chat_member": states[1]}})

    def _membership(self, status: str) -> dict[str, Any]:
        ends = {"until_date": 0} if status == "kicked" else {}
        return {"user": self._world.me, "status": status, **ends}


class Group:
    """A group the bot is in."""

    def __init__(self, world: World, room: Room) -> None:
        self.room = room
        self._world = world

    @property
    def id(self) -> int:
        """The chat id."""
        return self.room.id

    def upgrades(self, new_id: int, by: Phone) -> "Group":
        """Become a supergroup under a new id, with the service messages in both chats."""
        supergroup = Room({**self.room.card, "id": new_id, "type": "supergroup"}, opened=True)
        self._world.chats.rooms[new_id] = supergroup
        told = [(self.room, {"migrate_to_chat_id": new_id}), (supergroup, {"migrate_from_chat_id": self.id})]
        for room, content in told:
            message = self._world.chats.add(room, by.card, content)
            self._world.updates.push({"message": message.body()}, room.id)
        self.room.moved_to = new_id
        return Group(self._world, supergroup)


def private_room(card: dict[str, Any], *, opened: bool) -> Room:
    """Build the private chat with a person."""
    shown = ("id", "first_name", "last_name", "username")
    names: dict[str, Any] = {key: card[key] for key in shown if key in card}
    return Room({**names, "type": "private"}, opened)


def _shown(message: Message) -> Shown:
    edited = message.edited_at is not None
    return Shown(message.id, not message.by_bot, message.text, message.buttons, edited, message.content)


def _entities(text: str) -> dict[str, Any]:
    found: list[dict[str, Any]] = [
        {"type": "bot_command", "offset": utf16(text[: command.start()]), "length": len(command.group())}
        for command in _COMMANDS.finditer(text)
    ]
    return {"entities": found} if found else {}


def _caption(caption: str) -> dict[str, str]:
    return {"caption": caption} if caption else {}


def _album(group: str | None) -> dict[str, str]:
    return {"media_group_id": group} if group else {}
