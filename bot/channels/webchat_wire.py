"""The web chat's frames: JSON from the page to replies, messages and entries to JSON for the page."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from bot.channels.webchat_files import file_of
from bot.storage.web_views import BotEntry, OwnEntry
from handlers.dialogue.messages import ACTION_BYTES, Message, as_json
from handlers.dialogue.replies import Commanded, Reply, Said, Sent, SharedContact, Tapped

Frame = Mapping[str, Any]
Open = Callable[[str], str | None]
MOST_FILES: Final = 10
MOST_PHONE: Final = 40
MOST_REST: Final = 200
_CLIENT_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_COMMAND = re.compile(r"[a-z][a-z0-9_]{0,31}")


class Unfit(Exception):
    """A frame that is no reply; `args[0]` is the reason's name in the page's catalogue."""


def frame_of(raw: str) -> dict[str, Any]:
    """Return the JSON object of a frame. Raises `Unfit`."""
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError) as wrong:
        raise Unfit("unreadable") from wrong
    if not isinstance(found, dict):
        raise Unfit("unreadable")
    return found


def client_id(frame: Frame) -> str:
    """Return the id the browser gave its message. Raises `Unfit`."""
    found = frame.get("id")
    if not isinstance(found, str) or not _CLIENT_ID.fullmatch(found):
        raise Unfit("unreadable")
    return found


def reply_of(frame: Frame, most: int, opened: Open) -> Reply:
    """Return what the person did; `opened` opens a file's ref. Raises `Unfit`."""
    match frame.get("t"):
        case "say":
            return Said(_words(frame, "text", most))
        case "tap":
            return Tapped(_tapped(frame), on=str(row_of(frame, "on") or ""))
        case "files":
            return Sent(tuple(_files(frame, opened)), caption=_words(frame, "caption", most, least=0))
        case "contact":
            return SharedContact(_words(frame, "phone", MOST_PHONE))
        case "command":
            return Commanded(_command(frame), rest=_words(frame, "rest", MOST_REST, least=0))
        case _:
            raise Unfit("unreadable")


def row_of(frame: Frame, name: str) -> int:
    """Return a row number, 0 when there is none."""
    found = frame.get(name)
    return found if isinstance(found, int) and 0 < found < 2**63 else 0


def bot_frame(entry: BotEntry) -> dict[str, Any]:
    """Return a message of ours for the page."""
    shown = None if entry.message is None else message_for_page(entry.message)
    return {"row": entry.row, "message": shown, "edits": entry.edits, "at": entry.at.isoformat()}


def message_for_page(message: Message) -> dict[str, Any]:
    """Return the message as JSON; of documents only kind and name, their data stays here."""
    found = as_json(message)
    if message.documents:
        found["documents"] = [[document.kind, document.name] for document in message.documents]
    return found


def own_frame(entry: OwnEntry, label: str = "") -> dict[str, Any]:
    """Return what the person did for the page; `label` is the button's."""
    return {"id": entry.id, "own": _own(entry.reply, label), "at": entry.at.isoformat()}


def _own(reply: Reply | None, label: str) -> dict[str, Any]:
    match reply:
        case Said(text=text):
            return {"kind": "said", "text": text}
        case Tapped():
            return {"kind": "tapped", "text": label}
        case Sent(files=files, caption=caption):
            return {"kind": "sent", "text": caption, "files": [file.name for file in files]}
        case SharedContact(phone=phone):
            return {"kind": "contact", "text": phone}
        case Commanded(name=name):
            return {"kind": "command", "name": name}
        case _:
            return {"kind": "gone"}


def _words(frame: Frame, name: str, most: int, least: int = 1) -> str:
    found = frame.get(name, "")
    if not isinstance(found, str):
        raise Unfit("unreadable")
    words = found.replace("\0", "").encode("utf-8", "replace").decode()
    if len(words) > most:
        raise Unfit("long")
    if len(words.strip()) < least:
        raise Unfit("unreadable")
    return words


def _tapped(frame: Frame) -> str:
    action = _words(frame, "action", ACTION_BYTES)
    if len(action.encode()) > ACTION_BYTES:
        raise Unfit("unreadable")
    return action


def _command(frame: Frame) -> str:
    name = _words(frame, "name", MOST_REST)
    if not _COMMAND.fullmatch(name):
        raise Unfit("unreadable")
    return name


def _files(frame: Frame, opened: Open) -> list[Any]:
    refs = frame.get("refs")
    if not isinstance(refs, list) or not 0 < len(refs) <= MOST_FILES:
        raise Unfit("unreadable")
    sealed = [opened(ref) if isinstance(ref, str) else None for ref in refs]
    found = [file_of(text) for text in sealed if text is not None]
    if len(found) < len(refs):
        raise Unfit("unreadable")
    return found
