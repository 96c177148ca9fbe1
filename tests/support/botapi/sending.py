"""Sending, editing and deleting: what Telegram checks, in its order, and what then stands in the chat."""

from typing import Any

from tests.support.botapi.chats import Message, Room
from tests.support.botapi.errors import bad_request
from tests.support.botapi.html import Rich, parse_html, trimmed, utf16
from tests.support.botapi.markup import check_markup, inline_only
from tests.support.botapi.schema import Upload
from tests.support.botapi.world import Call, World

MOST_TEXT = 4096
MOST_CAPTION = 1024
MOST_TEXT_BYTES = 2**15
MOST_IN_AN_ALBUM = 10
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
_ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}


def send_message(world: World, call: Call) -> dict[str, Any]:
    """Answer sendMessage."""
    content = _text_content(call.params, "message is too long")
    room = _addressed(world, call)
    return world.chats.post(room, content, call.params.get("reply_markup")).body()


def send_photo(world: World, call: Call) -> dict[str, Any]:
    """Answer sendPhoto."""
    return _send_media(world, call, "photo")


def send_document(world: World, call: Call) -> dict[str, Any]:
    """Answer sendDocument."""
    return _send_media(world, call, "document")


def _send_media(world: World, call: Call, kind: str) -> dict[str, Any]:
    caption = _caption(call.params)
    room = _addressed(world, call)
    content = {kind: _medium(world, call, kind, call.params[kind]), **caption}
    return world.chats.post(room, content, call.params.get("reply_markup")).body()


def send_media_group(world: World, call: Call) -> list[dict[str, Any]]:
    """Answer sendMediaGroup."""
    items = call.params["media"]
    if not items:
        raise bad_request("there are no messages to send")
    if len(items) > MOST_IN_AN_ALBUM:
        raise bad_request("too many messages to send as an album")
    captions = [_caption(item) for item in items]
    room = _addressed(world, call)
    group = {"media_group_id": f"{13_000_000_000_000_000 + len(room.messages)}"}
    media = [{item["type"]: _medium(world, call, item["type"], item["media"])} for item in items]
    contents = [{**group, **medium, **caption} for medium, caption in zip(media, captions, strict=True)]
    return [world.chats.post(room, content, None).body() for content in contents]


def send_contact(world: World, call: Call) -> dict[str, Any]:
    """Answer sendContact."""
    room = _addressed(world, call)
    contact = {key: call.params[key] for key in ("phone_number", "first_name")}
    if not all(contact.values()):
        raise bad_request("contact must have a phone number and a first name")
    return world.chats.post(room, {"contact": contact}, call.params.get("reply_markup")).body()


def send_chat_action(world: World, call: Call) -> bool:
    """Answer sendChatAction."""
    world.chats.writable(call.params["chat_id"])
    if call.params["action"] not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True


def edit_text(world: World, call: Call) -> dict[str, Any]:
    """Answer editMessageText; without a keyboard the old one goes."""
    content = _text_content(call.params, "MESSAGE_TOO_LONG")
    message = _editable(world, call)
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    kept = {key: value for key, value in message.content.items() if key not in {"text", "entities"}}
    return _edited(world, call, message, {**kept, **content})


def edit_markup(world: World, call: Call) -> dict[str, Any]:
    """Answer editMessageReplyMarkup."""
    message = _editable(world, call)
    return _edited(world, call, message, message.content)


def _edited(world: World, call: Call, message: Message, content: dict[str, Any]) -> dict[str, Any]:
    markup = inline_only(call.params.get("reply_markup"))
    check_markup(markup, private=message.chat["type"] == "private")
    if (content, markup) == (message.content, message.markup):
        raise bad_request(_NOT_MODIFIED)
    world.chats.edit(message, content, markup)
    return message.body()


def delete_message(world: World, call: Call) -> bool:
    """Answer deleteMessage."""
    room = world.chats.writable(call.params["chat_id"])
    message = room.messages.pop(call.params["message_id"], None)
    if message is None:
        raise bad_request("message to delete not found")
    world.bell.ring()
    return True


def _text_content(params: dict[str, Any], too_long: str) -> dict[str, Any]:
    rich = _rich(params.get("text", ""), params, "entities", "message text is empty")
    if not rich.text:
        raise bad_request("text must be non-empty")
    if utf16(rich.text) > MOST_TEXT:
        raise bad_request(too_long)
    return {"text": rich.text, **({"entities": rich.entities} if rich.entities else {})}


def _caption(params: dict[str, Any]) -> dict[str, Any]:
    if not params.get("caption"):
        return {}
    rich = _rich(params["caption"], params, "caption_entities", "")
    if utf16(rich.text) > MOST_CAPTION:
        raise bad_request("message caption is too long")
    return {"caption": rich.text, **({"caption_entities": rich.entities} if rich.entities else {})}


def _rich(source: str, params: dict[str, Any], entities: str, empty: str) -> Rich:
    """Read a text with its markup; lengths count UTF-16 units, the stricter of the two known readings."""
    if not source:
        raise bad_request(empty)
    if len(source.encode()) > MOST_TEXT_BYTES:
        raise bad_request("text is too long")
    mode = params.get("parse_mode", "").lower()
    if mode not in {"", "none", "html"}:
        raise bad_request("unsupported parse_mode")
    return trimmed(parse_html(source) if mode == "html" else Rich(source, params.get(entities, [])))


def _addressed(world: World, call: Call) -> Room:
    room = world.chats.writable(call.params["chat_id"])
    reply = call.params.get("reply_parameters", {})
    optional = reply.get("allow_sending_without_reply", False)
    if reply and not optional and reply["message_id"] not in room.messages:
        raise bad_request("message to be replied not found")
    check_markup(call.params.get("reply_markup"), private=room.private)
    return room


def _editable(world: World, call: Call) -> Message:
    if "inline_message_id" in call.params:
        raise bad_request("MESSAGE_ID_INVALID")
    room = world.chats.writable(call.params.get("chat_id", ""))
    if "message_id" not in call.params:
        raise bad_request("message identifier is not specified")
    message = room.messages.get(call.params["message_id"])
    if message is None:
        raise bad_request("message to edit not found")
    if not message.by_bot or message.has_reply_markup:
        raise bad_request("message can't be edited")
    return message


def _medium(world: World, call: Call, kind: str, given: object) -> object:
    """Return the card of an upload, of an attachment, or of a file known by its id."""
    if isinstance(given, str) and given.startswith("attach://"):
        given = call.uploads.get(given.removeprefix("attach://"))
    if isinstance(given, str) and given.startswith("http"):
        raise bad_request("failed to get HTTP URL content")
    if isinstance(given, str):
        stored = world.files.find(given)
        given = stored and stored.upload
    if not isinstance(given, Upload):
        raise bad_request("wrong file identifier/HTTP URL specified")
    return world.files.photo(given) if kind == "photo" else world.files.document(given)
