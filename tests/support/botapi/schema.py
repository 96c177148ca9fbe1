"""The official schema, and whether a call is one that Telegram documents."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_INTEGER = re.compile(r"-?\d{1,19}")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_WORDS = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file part of a multipart body."""

    name: str
    mime: str
    data: bytes


def check_call(method: str, params: Mapping[str, object]) -> list[str]:
    """Say what is wrong with a call; parameters may be as they stand in a form or in JSON."""
    return decode_call(method, params)[1]


def decode_call(method: str, params: Mapping[str, object]) -> tuple[dict[str, Any], list[str]]:
    """Return the parameters as values (form strings and nested JSON decoded), and what is wrong."""
    fields = schema()["methods"].get(method)
    if fields is None:
        return dict(params), [f"{method}: unknown method"]
    values, wrong = _check_fields(fields, params, method, outer=True)
    return values, wrong


def method_named(spelling: str) -> str | None:
    """Return the method in its documented spelling; Telegram ignores case."""
    return next((name for name in schema()["methods"] if name.lower() == spelling.lower()), None)


@cache
def schema() -> dict[str, Any]:
    """Return the reduced schema (see reduce_schema)."""
    content: dict[str, Any] = json.loads(Path(__file__).with_name("schema.json").read_text(encoding="utf-8"))
    return content


def _check_fields(
    fields: Mapping[str, Any], given: Mapping[str, object], where: str, *, outer: bool
) -> tuple[dict[str, Any], list[str]]:
    values: dict[str, Any] = {}
    wrong = [f"{where}.{name}: unknown" for name in given if name not in fields]
    wrong += [f"{where}.{name}: missing" for name, f in fields.items() if f["required"] and name not in given]
    for name in fields.keys() & given.keys():
        values[name], faults = _check_field(fields[name], given[name], f"{where}.{name}", outer=outer)
        wrong += faults
    return values, wrong


def _check_field(
    field: Mapping[str, Any], value: object, where: str, *, outer: bool
) -> tuple[Any, list[str]]:
    decoded, wrong = _best([_check(kind, value, where, outer=outer) for kind in _mixed(field["types"])])
    if "only" in field and not wrong and decoded != field["only"]:
        wrong = [f"{where}: must be {field['only']}"]
    return decoded, wrong


def _mixed(kinds: list[str]) -> list[str]:
    """Join several arrays into one of mixed items: an album may hold photos beside videos."""
    items = [kind.removeprefix("Array of ") for kind in kinds if kind.startswith("Array of ")]
    return ["Array of " + "|".join(items)] if len(items) > 1 else kinds


def _best(readings: list[tuple[Any, list[str]]]) -> tuple[Any, list[str]]:
    """Choose the reading with the fewest faults, of the right `type` if there is one."""

    def distance(reading: tuple[Any, list[str]]) -> tuple[bool, int]:
        return any(": must be " in fault for fault in reading[1]), len(reading[1])

    return min(readings, key=distance)


def _check(kind: str, value: object, where: str, *, outer: bool) -> tuple[Any, list[str]]:
    match kind:
        case "String":
            return value, [] if isinstance(value, str) else _not(kind, value, where)
        case "Integer" | "Float":
            return _number(kind, value, where, outer=outer)
        case "Boolean":
            read = _WORDS.get(value) if outer and isinstance(value, str) else value
            return read, [] if isinstance(read, bool) else _not(kind, value, where)
        case "InputFile":
            return value, [] if _is_file(value) else _not(kind, value, where)
        case _:
            return _nested(kind, _opened(value) if outer else value, where)


def _number(kind: str, value: object, where: str, *, outer: bool) -> tuple[Any, list[str]]:
    if outer and isinstance(value, str) and _INTEGER.fullmatch(value):
        return int(value), []
    if kind == "Float" and outer and isinstance(value, str) and _NUMBER.fullmatch(value):
        return float(value), []
    allowed = (int, float) if kind == "Float" else (int,)
    fits = isinstance(value, allowed) and not isinstance(value, bool)
    return value, [] if fits else _not(kind, value, where)


def _nested(kind: str, value: object, where: str) -> tuple[Any, list[str]]:
    if kind.startswith("Array of "):
        return _array(kind.removeprefix("Array of "), value, where)
    choices = kind.split("|") if "|" in kind else schema()["types"][kind]["subtypes"]
    if choices:
        return _best([_nested(choice, value, where) for choice in choices])
    if not isinstance(value, dict):
        return value, _not(kind, value, where)
    return _check_fields(schema()["types"][kind]["fields"], value, where, outer=False)


def _array(kind: str, value: object, where: str) -> tuple[Any, list[str]]:
    if not isinstance(value, list):
        return value, _not(f"Array of {kind}", value, where)
    checked = [_check(kind, item, f"{where}[{at}]", outer=False) for at, item in enumerate(value)]
    return [item for item, _ in checked], [fault for _, faults in checked for fault in faults]


def _is_file(value: object) -> bool:
    return isinstance(value, Upload) or (isinstance(value, str) and value.startswith("attach://"))


def _opened(value: object) -> object:
    """Decode a JSON-encoded parameter; text that is not JSON stays text and fails its type."""
    if not isinstance(value, str):
        return value
    try:
        opened: object = json.loads(value)
    except ValueError:
        return value
    return opened


def _not(kind: str, value: object, where: str) -> list[str]:
    return [f"{where}: {type(value).__name__} is not {kind}"]
