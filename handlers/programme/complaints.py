"""What the model of a programme file has against its data: pydantic's errors as keys of our own texts."""

import difflib
import re
import types
import typing
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from handlers.dialogue.texts import known
from handlers.programme.found import Found
from handlers.programme.lines import Path
from handlers.programme.rules import Rules, read_rules

KEYS = {
    "greater_than_equal": "too_small", "less_than_equal": "too_great", "literal_error": "no_choice",
    "too_short": "empty", "string_too_short": "empty",
}  # fmt: skip
KINDS = {
    "int": "whole_number", "float": "number", "finite": "number", "string": "text", "bool": "yes_or_no",
    "tuple": "list", "model": "table", "date": "day",
}  # fmt: skip
"""What pydantic calls an error begins with the kind of value that was wanted."""

LONGEST = 40  # characters of a wrong value that are shown


def complaints(data: Mapping[str, Any]) -> Iterator[Found]:
    """Yield every key that is unknown or missing and every value of a wrong kind."""
    try:
        read_rules(data)
    except ValidationError as error:
        errors = error.errors()
        within = {details["loc"][:-1] for details in errors}
        for details in errors:
            if details["type"] == "too_short" and details["loc"] in within:
                continue  # a list counts as empty when none of its entries can be used
            unknown = details["type"] == "extra_forbidden"
            yield (
                _unknown_key(details["loc"])
                if unknown
                else Found(details["loc"], _key(details), _values(details))
            )


def _key(details: ErrorDetails) -> str:
    kind = KEYS.get(details["type"], details["type"])
    kind = kind if known(f"programme.mistake.{kind}") else KINDS.get(kind.partition("_")[0], "")
    return kind or "other"


def _values(details: ErrorDetails) -> Mapping[str, object]:
    context = details.get("ctx", {})
    return {
        **context,
        "given": _shown(details["input"]),
        "name": details["loc"][-1] if details["loc"] else "",
        "choices": ", ".join(filter(None, re.findall(r"'([^']*)'", str(context.get("expected", ""))))),
        "bound": context.get("ge", context.get("le")),
        "words": details["msg"],
    }


def _shown(value: object) -> str:
    shown = str(value).lower() if isinstance(value, bool) else str(value)
    return shown if len(shown) <= LONGEST else f"{shown[: LONGEST - 1]}…"


def _unknown_key(place: Path) -> Found:
    name = str(place[-1])
    near = difflib.get_close_matches(name, _keys_at(place[:-1]), n=1)
    return Found(place, "unknown_key_near" if near else "unknown_key", {"name": name, "near": "".join(near)})


def _keys_at(place: Path) -> list[str]:
    """Return the keys that the model knows at a place."""
    model: type[BaseModel] | None = Rules
    for step in place:
        if isinstance(step, str) and model is not None:
            fields = model.model_fields.items()
            model = _model_of(
                next((each.annotation for name, each in fields if step in {name, each.alias}), None)
            )
    return [each.alias or name for name, each in model.model_fields.items()] if model else []


def _model_of(annotation: Any) -> type[BaseModel] | None:  # noqa: ANN401 - whatever a field is declared as
    """Return the model that a field holds, itself or in a tuple."""
    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias):
        return annotation if issubclass(annotation, BaseModel) else None
    return next((found for each in typing.get_args(annotation) if (found := _model_of(each))), None)
