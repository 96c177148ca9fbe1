"""What Telegram demands of buttons."""

from typing import Any

from tests.support.botapi.errors import bad_request

MOST_BUTTONS = 100
MOST_IN_A_ROW = 8
MOST_CALLBACK_BYTES = 64
MOST_PLACEHOLDER = 64
_INLINE_KINDS = {
    "callback_data",
    "url",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
}
_PRIVATE_ONLY = {
    "request_contact": "phone number can be requested in private chats only",
    "request_location": "location can be requested in private chats only",
    "request_poll": "poll can be requested in private chats only",
    "request_users": "users can be requested in private chats only",
    "request_chat": "chats can be requested in private chats only",
    "web_app": "web App buttons can be used in private chats only",
}


def check_markup(markup: dict[str, Any] | None, *, private: bool) -> None:
    """Refuse a keyboard that Telegram would refuse."""
    if not markup:
        return
    _check_size(markup.get("inline_keyboard") or markup.get("keyboard") or [])
    for row in markup.get("inline_keyboard", []):
        for button in row:
            _check_inline(button)
    for row in markup.get("keyboard", []):
        for button in row:
            _check_reply(button, private=private)
    if len(markup.get("input_field_placeholder", "")) > MOST_PLACEHOLDER:
        raise bad_request("input field placeholder is too long")


def inline_only(markup: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return the markup as it stands on a message: only inline keyboards with at least one button do."""
    rows = [row for row in (markup or {}).get("inline_keyboard", []) if row]
    return {"inline_keyboard": rows} if rows else None


def _check_size(rows: list[list[dict[str, Any]]]) -> None:
    """Telegram drops what is beyond these undocumented bounds; here the call is refused, to be seen."""
    if sum(map(len, rows)) > MOST_BUTTONS or any(len(row) > MOST_IN_A_ROW for row in rows):
        raise bad_request("reply markup is too long")


def _check_inline(button: dict[str, Any]) -> None:
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    kinds = _INLINE_KINDS & button.keys()
    if not kinds:
        reason = "Text buttons are unallowed in the inline keyboard"
        raise bad_request(f"can't parse inline keyboard button: {reason}")
    if len(kinds) > 1:
        raise bad_request("BUTTON_TYPE_INVALID")
    if "callback_data" in kinds and not 1 <= len(button["callback_data"].encode()) <= MOST_CALLBACK_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")


def _check_reply(button: dict[str, Any], *, private: bool) -> None:
    if not button["text"].strip():
        raise bad_request("keyboard button text must be non-empty")
    wishes = [wish for wish in _PRIVATE_ONLY if button.get(wish)]
    if wishes and not private:
        raise bad_request(_PRIVATE_ONLY[wishes[0]])
