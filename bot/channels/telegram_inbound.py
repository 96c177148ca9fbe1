"""Telegram's raw updates to `Inbound`: pure, tolerant, and without building any of the library's objects."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from bot.channels.port import Inbound, Unreadable
from handlers.dialogue.replies import (
    Commanded,
    FileKind,
    Reached,
    Reply,
    Said,
    Sent,
    SentFile,
    SharedContact,
    Tapped,
)

CHANNEL: Final = "telegram"
ALLOWED_UPDATES: Final = ("message", "edited_message", "callback_query", "my_chat_member")

Raw = Mapping[str, Any]
_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]+))?(?:\s+|$)")
_SERVICE: Final = frozenset(
    {
        "boost_added",
        "channel_chat_created",
        "chat_background_set",
        "chat_shared",
        "delete_chat_photo",
        "forum_topic_closed",
        "forum_topic_created",
        "forum_topic_edited",
        "forum_topic_reopened",
        "general_forum_topic_hidden",
        "general_forum_topic_unhidden",
        "group_chat_created",
        "left_chat_member",
        "message_auto_delete_timer_changed",
        "new_chat_members",
        "new_chat_photo",
        "new_chat_title",
        "pinned_message",
        "proximity_alert_triggered",
        "supergroup_chat_created",
        "users_shared",
        "video_chat_ended",
        "video_chat_participants_invited",
        "video_chat_scheduled",
        "video_chat_started",
        "write_access_allowed",
    }
)


IN_A_GROUP: Final = "group"
"""The command that stands for what is said or tapped in a group: answered with the way to a private chat."""


@dataclass(frozen=True, slots=True)
class Me:
    """Who the bot is: the id stands in its token, the username is known once Telegram has said it."""

    id: int
    username: str = ""


@dataclass(frozen=True, slots=True)
class ChatMoved:
    """A group became a supergroup: everything kept for `old` belongs to `new`."""

    old: str
    new: str


Converted = Inbound | Unreadable | ChatMoved | None


def convert(update: object, at: datetime, me: Me) -> Converted:
    """Return what the update says; None: nothing for us. Never raises: at worst it is `Unreadable`."""
    try:
        return _read(update, at, me)
    except Exception as problem:  # noqa: BLE001 - whatever one update holds, those behind it must flow
        return unreadable(update, at, type(problem).__name__)


def unreadable(update: object, at: datetime, why: str) -> Unreadable:
    """Return the update as a dead letter; without a number of its own it is known by its content."""
    raw = json.dumps(update, sort_keys=True)
    number = update.get("update_id") if isinstance(update, dict) else None
    known = number if isinstance(number, int) else hashlib.sha256(raw.encode()).hexdigest()[:32]
    return Unreadable(CHANNEL, f"u{known}", raw, why, at)


def query_id(update: object) -> str:
    """Return the id of the tap that waits for its empty answer, or an empty string."""
    query = update.get("callback_query") if isinstance(update, dict) else None
    found = query.get("id") if isinstance(query, dict) else None
    return found if isinstance(found, str) else ""


def _read(update: Any, at: datetime, me: Me) -> Converted:  # noqa: ANN401 - raw JSON
    external_id = f"u{int(update['update_id'])}"
    kind = next((known for known in _READERS if known in update), "")
    if not kind:
        return None
    body = update[kind]
    found = _READERS[kind](body, me)
    if found is None or isinstance(found, ChatMoved):
        return found
    sender, chat = body["from"], _chat(body)
    if chat.get("type", "private") != "private":
        if kind == "my_chat_member":
            return None
        found = Commanded(IN_A_GROUP)  # nothing personal is said or asked where others read along
    return Inbound(
        CHANNEL,
        external_id,
        chat=str(int(chat["id"])),
        reply=found,
        at=at,
        language="",  # of the phone, not of its owner: Chinese is the default, /language changes it
        name=_full_name(sender),
    )


def _message(message: Raw, me: Me) -> Reply | ChatMoved | None:
    chat = message["chat"]
    if "migrate_to_chat_id" in message:
        return ChatMoved(str(int(chat["id"])), str(int(message["migrate_to_chat_id"])))
    if "migrate_from_chat_id" in message:
        return ChatMoved(str(int(message["migrate_from_chat_id"])), str(int(chat["id"])))
    if message.get("from", {}).get("is_bot") or not _SERVICE.isdisjoint(message):
        return None
    reply = _content(message, me)
    if chat["type"] == "private":
        return reply
    return _addressed(message, reply, me)


def _edited(message: Raw, me: Me) -> Reply | ChatMoved | None:
    words = message.get("text", message.get("caption"))
    if words is None:
        return None  # a moving live location or an exchanged picture: no answer was corrected
    reply = _message({**message, "text": words}, me)
    return replace(reply, corrects=True) if isinstance(reply, Said) else reply


def _tap(query: Raw, _me: Me) -> Reply:
    return Tapped(_clean(query["data"]), on=str(int(query["message"]["message_id"])))


def _membership(change: Raw, _me: Me) -> Reply:
    member = change["new_chat_member"]
    status = member["status"]
    return Reached(status in {"member", "administrator", "creator"} or bool(member.get("is_member")))


_READERS: Final[dict[str, Callable[[Raw, Me], Reply | ChatMoved | None]]] = {
    "message": _message,
    "callback_query": _tap,
    "edited_message": _edited,
    "my_chat_member": _membership,
}


def _content(message: Raw, me: Me) -> Reply:
    if "text" in message:
        return _words(_clean(message["text"]), me, str(message["message_id"]))
    if (file := _file(message)) is not None:
        return Sent((file,), _clean(message.get("caption", "")), str(message.get("media_group_id", "")))
    if "contact" in message:
        card = message["contact"]
        own = card.get("user_id") is not None and card["user_id"] == message["from"]["id"]
        return SharedContact(_clean(card["phone_number"]), _full_name(card), own)
    return Said(_in_words(message))


def _words(text: str, me: Me, ref: str) -> Reply:
    found = _COMMAND.match(text)
    if found is None or not _is_me(found[2], me):
        return Said(text, ref=ref)
    return Commanded(found[1].lower(), text[found.end() :].strip())


def _is_me(mention: str | None, me: Me) -> bool:
    return not mention or mention.casefold() == me.username.casefold()


def _in_words(message: Raw) -> str:
    """Return what can be said of a message without words; empty lets the conversation answer politely."""
    if "venue" in message:
        return _clean(f"{message['venue']['title']} {message['venue']['address']}")
    if "location" in message:
        place = message["location"]
        return f"位置 {place['latitude']:.5f},{place['longitude']:.5f}"
    if "poll" in message:
        return _clean(message["poll"]["question"])
    return _clean((message.get("sticker") or message.get("dice") or {}).get("emoji", ""))


_FILES: Final[tuple[tuple[str, FileKind, str], ...]] = (
    ("voice", "voice", "audio/ogg"),
    ("animation", "document", "video/mp4"),
    ("document", "document", ""),
    ("audio", "document", "audio/mpeg"),
    ("video", "document", "video/mp4"),
    ("video_note", "document", "video/mp4"),
)


def _file(message: Raw) -> SentFile | None:
    if sizes := message.get("photo"):
        best = max(
            sizes, key=lambda size: (size.get("width", 0) * size.get("height", 0), size.get("file_size", 0))
        )
        return SentFile(
            "photo", _clean(best["file_id"]), mime="image/jpeg", size=int(best.get("file_size", 0))
        )
    for key, kind, usual in _FILES:
        if key in message:
            file = message[key]
            name, mime = _clean(file.get("file_name", "")), _clean(file.get("mime_type", usual))
            return SentFile(kind, _clean(file["file_id"]), name, mime, int(file.get("file_size", 0)))
    return None


def _addressed(message: Raw, reply: Reply, me: Me) -> Reply | None:
    """In a group only commands, mentions and answers to the bot are for the bot."""
    answered = message.get("reply_to_message", {}).get("from", {}).get("id") == me.id
    match reply:
        case Commanded():
            return reply
        case Said(text) if me.username and re.search(rf"@{re.escape(me.username)}\b", text, re.IGNORECASE):
            return Said(re.sub(rf"\s*@{re.escape(me.username)}\b\s*", " ", text, flags=re.IGNORECASE).strip())
        case _:
            return reply if answered else None


def _chat(body: Raw) -> Raw:
    found: Raw = body["chat"] if "chat" in body else body["message"]["chat"]
    return found


def _full_name(person: Raw) -> str:
    return _clean(" ".join(part for part in (person.get("first_name"), person.get("last_name")) if part))


def _clean(text: str) -> str:
    """Drop what no database keeps as text: NUL, and halves of surrogate pairs."""
    return text.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
