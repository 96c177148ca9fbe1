"""Make schema.json: `python -m tests.support.botapi.reduce_schema api.min.json`.

The input is the official Bot API as JSON from "telegram-bot-api-spec" (MIT, notice in schema.LICENSE).
What stays: the methods below, their parameters, and every type a parameter reaches. Prose goes, with one
exception: where the sentence on a `type` field says "must be x", that x is kept as the field's only value.
"""

import json
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

METHODS = (
    "getMe",
    "getUpdates",
    "setWebhook",
    "deleteWebhook",
    "getWebhookInfo",
    "sendMessage",
    "editMessageText",
    "editMessageReplyMarkup",
    "deleteMessage",
    "sendPhoto",
    "sendDocument",
    "sendMediaGroup",
    "sendContact",
    "sendChatAction",
    "answerCallbackQuery",
    "getFile",
    "setMyCommands",
    "deleteMyCommands",
    "setMyDescription",
    "setMyShortDescription",
    "setChatMenuButton",
    "logOut",
    "close",
)
_ONLY_VALUE = re.compile(r"must be (?:one of )?[\"“]?(\w+)[\"”]?\.?$")


def reduced(full: Mapping[str, Any], methods: Iterable[str]) -> dict[str, Any]:
    """Keep these methods and every type their parameters reach, without prose."""
    chosen = {name: _fields(full["methods"][name]) for name in methods}
    kinds: dict[str, Any] = {}
    waiting = [kind for fields in chosen.values() for kind in _kinds_of(fields)]
    while waiting:
        kind = waiting.pop()
        if kind in kinds or kind not in full["types"]:
            continue
        source = full["types"][kind]
        kinds[kind] = {"fields": _fields(source), "subtypes": source.get("subtypes", [])}
        waiting += [*_kinds_of(kinds[kind]["fields"]), *kinds[kind]["subtypes"]]
    return {"version": full["version"], "methods": chosen, "types": dict(sorted(kinds.items()))}


def _fields(source: Mapping[str, Any]) -> dict[str, Any]:
    return {field["name"]: _field(field) for field in source.get("fields", [])}


def _field(field: Mapping[str, Any]) -> dict[str, Any]:
    facts: dict[str, Any] = {"types": field["types"], "required": field["required"]}
    only = _ONLY_VALUE.search(field["description"]) if field["name"] == "type" else None
    return {**facts, "only": only.group(1)} if only else facts


def _kinds_of(fields: Mapping[str, Any]) -> list[str]:
    return [kind.rpartition(" of ")[2] for field in fields.values() for kind in field["types"]]


def main() -> None:
    """Read the file named on the command line, write schema.json beside this script."""
    full = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    target = Path(__file__).with_name("schema.json")
    target.write_text(json.dumps(reduced(full, METHODS), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
