"""The methods of the Bot API, by name."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from tests.support.botapi import sending
from tests.support.botapi.errors import bad_request, conflict
from tests.support.botapi.webhook import MOST_CONNECTIONS, Target, check_target
from tests.support.botapi.world import Call, World

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")


async def perform(world: World, call: Call) -> Any:
    """Do what a call asks; ApiError when Telegram refuses."""
    if call.method in _WAITING:
        return await _WAITING[call.method](world, call)
    return _AT_ONCE[call.method](world, call)


def _get_me(world: World, _: Call) -> dict[str, Any]:
    abilities = dict.fromkeys(("can_read_all_group_messages", "supports_inline_queries"), False)
    return {**world.me, "can_join_groups": True, **abilities}


def _answer_callback(world: World, call: Call) -> bool:
    given = call.params
    alert = given.get("show_alert", False)
    world.callbacks.answer(given["callback_query_id"], given.get("text", ""), alert=alert)
    return True


def _get_file(world: World, call: Call) -> dict[str, Any]:
    return world.files.prepare(call.params["file_id"])


def _set_commands(world: World, call: Call) -> bool:
    commands = call.params["commands"]
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not _COMMAND.fullmatch(command["command"]):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    world.commands[_audience(world, call)] = commands
    return True


def _delete_commands(world: World, call: Call) -> bool:
    world.commands.pop(_audience(world, call), None)
    return True


def _audience(world: World, call: Call) -> str:
    """Name the scope and language of a command list, as in `chat:7:zh`; unknown chats are refused."""
    scope = call.params.get("scope", {"type": "default"})
    if "chat_id" in scope:
        world.chats.room(scope["chat_id"])
    parts = (scope["type"], scope.get("chat_id", ""), call.params.get("language_code", ""))
    return ":".join(str(part) for part in parts).rstrip(":")


def _set_menu_button(world: World, call: Call) -> bool:
    if "chat_id" in call.params:
        world.chats.room(call.params["chat_id"])
    return True


def _set_description(_: World, call: Call) -> bool:
    if len(call.params.get("description", "")) > 512:
        raise bad_request("description is too long")
    return True


def _set_short_description(_: World, call: Call) -> bool:
    if len(call.params.get("short_description", "")) > 120:
        raise bad_request("short description is too long")
    return True


def _agree(_: World, __: Call) -> bool:
    return True


async def _get_updates(world: World, call: Call) -> list[dict[str, Any]]:
    if world.webhook.target is not None:
        advice = "use deleteWebhook to delete the webhook first"
        raise conflict(f"can't use getUpdates method while webhook is active; {advice}")
    given = call.params
    world.updates.allow(given.get("allowed_updates"))
    return await world.poller.get(given.get("offset", 0), given.get("limit", 100), given.get("timeout", 0))


async def _set_webhook(world: World, call: Call) -> bool:
    given = call.params
    if not given["url"]:
        return await _delete_webhook(world, call)
    connections = min(max(given.get("max_connections", 40), 1), MOST_CONNECTIONS)
    target = Target(given["url"], given.get("secret_token", ""), connections)
    check_target(target, allow_any_port=world.allow_any_port)
    world.poller.end("terminated by setWebhook request")
    world.updates.allow(given.get("allowed_updates"))
    if given.get("drop_pending_updates"):
        world.updates.pending.clear()
    await world.webhook.start(target)
    return True


async def _delete_webhook(world: World, call: Call) -> bool:
    await world.webhook.stop()
    if call.params.get("drop_pending_updates"):
        world.updates.pending.clear()
    return True


def _get_webhook_info(world: World, _: Call) -> dict[str, Any]:
    return world.webhook.info()


_AT_ONCE: dict[str, Callable[[World, Call], Any]] = {
    "getMe": _get_me,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendDocument": sending.send_document,
    "sendMediaGroup": sending.send_media_group,
    "sendContact": sending.send_contact,
    "sendChatAction": sending.send_chat_action,
    "editMessageText": sending.edit_text,
    "editMessageReplyMarkup": sending.edit_markup,
    "deleteMessage": sending.delete_message,
    "answerCallbackQuery": _answer_callback,
    "getFile": _get_file,
    "setMyCommands": _set_commands,
    "deleteMyCommands": _delete_commands,
    "setChatMenuButton": _set_menu_button,
    "setMyDescription": _set_description,
    "setMyShortDescription": _set_short_description,
    "getWebhookInfo": _get_webhook_info,
    "logOut": _agree,
    "close": _agree,
}
_WAITING: dict[str, Callable[[World, Call], Awaitable[Any]]] = {
    "getUpdates": _get_updates,
    "setWebhook": _set_webhook,
    "deleteWebhook": _delete_webhook,
}
