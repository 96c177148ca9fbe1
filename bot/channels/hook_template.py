"""What the webhook (短信网关、群机器人) is to be told: a shipped template or a file of one's own."""

import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

SHIPPED = ("sms", "wecom", "dingtalk")
NAMES = ("text", "phone", "name", "id", "secret")
_PLACE = re.compile(r"\{(\w+)\}")
_FOLDER = Path(__file__).with_name("hooks")


class BadTemplate(Exception):
    """The template cannot be used; the text is one sentence for the operator."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Verdict(_Strict):
    """How an answer with status 200 is read: the code in `field` (dots lead inwards) says what came of it.

    `good` codes mean taken, `later` ones that it may be tried again after `pause` seconds, `gone` ones that
    the number cannot be reached; any other refuses the message for good.
    """

    field: str
    good: tuple[int | str, ...] = (0,)
    later: tuple[int | str, ...] = ()
    gone: tuple[int | str, ...] = ()
    pause: Annotated[float, Field(ge=1)] = 60.0


class HookTemplate(_Strict):
    """One request: body and headers with {text}, {phone}, {name}, {id} and {secret} in their values.

    `private` says that the message reaches nobody but the person; only then does it carry the personal link.
    """

    private: bool
    body: dict[str, Any]
    headers: dict[str, str] = {}
    per_minute: Annotated[int, Field(ge=0)] = 0
    sign: Literal["", "dingtalk"] = ""
    answer: Verdict | None = None


def read_template(named: str) -> HookTemplate:
    """Return a shipped template by name, or the one in a TOML or JSON file. Raises `BadTemplate`."""
    file = _FOLDER / f"{named}.toml" if named in SHIPPED else Path(named)
    try:
        words = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise BadTemplate(f"must be {', '.join(SHIPPED)} or a file that can be read, not {named}") from None
    try:
        data = json.loads(words) if file.suffix == ".json" else tomllib.loads(words)
        template = HookTemplate.model_validate(data)
    except ValueError as error:
        raise BadTemplate(f"names {named}, which {_first(error)}") from None
    if unknown := _unknown((template.body, template.headers)):
        raise BadTemplate(f"names {named}, which uses {{{unknown}}}; there are {', '.join(NAMES)}")
    return template


def filled(part: Any, values: Mapping[str, str]) -> Any:  # noqa: ANN401 - any JSON
    """Return data with the names in its texts replaced, once: what is filled in stays as it is."""
    match part:
        case str():
            return _PLACE.sub(lambda found: values[found[1]], part)
        case dict():
            return {name: filled(value, values) for name, value in part.items()}
        case list() | tuple():
            return [filled(value, values) for value in part]
        case _:
            return part


def _unknown(part: Any) -> str:  # noqa: ANN401 - any JSON
    """Return the first name that nothing stands for."""
    match part:
        case str():
            return next((name for name in _PLACE.findall(part) if name not in NAMES), "")
        case dict():
            return _unknown(list(part.values()))
        case list() | tuple():
            return next((name for value in part if (name := _unknown(value))), "")
        case _:
            return ""


def _first(error: ValueError) -> str:
    """Return the first mistake without what was written there: it may hold a secret."""
    if isinstance(error, ValidationError):
        fault = error.errors(include_input=False)[0]
        return f"is wrong at {'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}"
    return "is no TOML" if isinstance(error, tomllib.TOMLDecodeError) else "is no JSON"
