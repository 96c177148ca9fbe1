"""What stands in a cell, as people and spreadsheet programs leave it there: text, phones, days, places."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache

from handlers.domain.phones import is_mobile, read_phone
from handlers.domain.regions import COUNTRY, Region, find_regions, full_name, region, short_name
from nlp.days import read_day

Cell = str | int | float | bool | Decimal | date | datetime | time | timedelta | None
"""A value as a reader of spreadsheets gives it; a formula's result, never the formula."""

LONGEST = 5000
"""Signs of a cell that are read: more is an accident of copying."""


def text(cell: Cell) -> str:
    """Return a cell as text, lines kept: whole floats without ".0", full-width digits narrow, no debris."""
    match cell:
        case None:
            return ""
        case bool():
            return "是" if cell else "否"
        case float() | Decimal():
            return _number(cell)
        case datetime():
            return f"{cell:%Y-%m-%d}" if cell.time() == time() else f"{cell:%Y-%m-%d %H:%M}"
        case _:
            words = _DEBRIS.sub("", str(cell)[:LONGEST]).translate(_NARROW)
    lines = (re.sub(r"[ \t]+", " ", line).strip() for line in words.splitlines())
    plain = "\n".join(line for line in lines if line)
    return "" if plain in _NOTHING else plain


def line(cell: Cell) -> str:
    """Return a cell as one line; spaces between Chinese signs (张　三) are only there for looks."""
    return _BETWEEN_SIGNS.sub("", " ".join(text(cell).split()))


def same(one: object, other: object) -> bool:
    """Say whether two values mean the same; texts apart from spaces, width and line breaks."""
    if isinstance(one, str) and isinstance(other, str):
        return folded(one) == folded(other)
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return [folded(str(each)) for each in one] == [folded(str(each)) for each in other]
    return one == other


def folded(words: str) -> str:
    """Return what makes two spellings one: no spaces, one width, small letters."""
    return re.sub(r"\s+", "", words).translate(_FOLD).lower()


def phone(cell: Cell) -> str | None:
    """Return the number in a cell, a mobile before a landline; empty for an empty cell, None for no number.

    A number cut down to 1.3912345678E10 counts, and so does the first good one of several.
    """
    words = line(cell)
    if not words or _HIDDEN.fullmatch(words):
        return ""
    if re.fullmatch(r"[\d.]+[eE]\+?\d+", words):
        words = _number(float(words))
    parts = (words, *_PARTS.split(words), *re.split(r"[/、,，;；\s]+", words))
    found = [number for part in parts if (number := read_phone(part))]
    return next((number for number in found if is_mobile(number)), found[0] if found else None)


def day(cell: Cell, today: date) -> date | None:
    """Return the day in a cell: a date, a spreadsheet's serial number, 20260310, or words; None for none."""
    match cell:
        case datetime():
            return cell.date()
        case date():
            return cell
        case int() | float() | Decimal() if not isinstance(cell, bool) and _FIRST <= cell <= _LAST:
            return _serial(cell)
        case _:
            return _day_in(line(cell), today)


def place(words: str, near: str) -> Region | tuple[str, ...] | None:
    """Return the place of a code or name: the one within `near` first, names of several when it is open."""
    return _place(words, near)


def flag(cell: Cell) -> bool | None:
    """Return yes or no as people tick it, None for an empty or another cell."""
    words = line(cell).lower()
    if words in _YES:
        return True
    return False if words in _NO else None


def split(words: str) -> tuple[str, ...]:
    """Return what is listed line by line or between semicolons."""
    return tuple(part for piece in re.split(r"[\n；;]+", words) if (part := piece.strip(" 。、-·\t")))


def listed(words: str) -> tuple[str, ...]:
    """Return short things listed with any sign between them."""
    return tuple(part for piece in re.split(r"[\n；;、,，/|]+", words) if (part := piece.strip()))


_EPOCH = date(1899, 12, 30)  # day 0 of spreadsheets, as they count since 1 March 1900
_FIRST, _LAST = 20_000, 80_000  # 1954 to 2119: other numbers are no days
_NOTHING = frozenset(
    {"/", "-", "—", "--", "——", "无", "暂无", "#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!"}
)
_YES = frozenset({"是", "y", "yes", "true", "1", "√", "✓", "有", "对"})
_NO = frozenset({"否", "n", "no", "false", "0", "×", "没有", "不", "不是"})
_DEBRIS = re.compile("_x000[dD]_|[\u200b-\u200f\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f]")
_NARROW = {0xFF10 + n: str(n) for n in range(10)} | {0xA0: " ", 0x3000: " "}
_NARROW |= {0xFF21 + n: chr(0x41 + n) for n in range(26)} | {0xFF41 + n: chr(0x61 + n) for n in range(26)}
_FOLD = {0xFF01 + n: chr(0x21 + n) for n in range(94)}
_BETWEEN_SIGNS = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")
_PARTS = re.compile(r"[/、,，;；]+")
_HIDDEN = re.compile(r"[\d-]*\*{2,}\d*")
"""A number as an export hides it from those who may not see it: it tells nothing, and is no mistake."""


def _number(value: float | Decimal) -> str:
    if value != value or value in {float("inf"), float("-inf")}:  # noqa: PLR0124 - not a number
        return ""
    return (
        str(int(value))
        if value == int(value)
        else f"{value:.10g}"
        if isinstance(value, float)
        else str(value)
    )


def _serial(number: float | Decimal) -> date:
    return _EPOCH + timedelta(days=int(number))


def _day_in(words: str, today: date) -> date | None:
    if whole := re.fullmatch(r"(\d{4})[-./年]?(\d{1,2})[-./月]?(\d{1,2})日?(?: .*)?", words):
        try:
            return date(*map(int, whole.groups()))
        except ValueError:
            return None
    if re.fullmatch(r"\d{5}(?:\.\d+)?", words):
        return _serial(float(words)) if _FIRST <= float(words) <= _LAST else None
    try:
        return read_day(words, today) if words else None
    except (ValueError, OverflowError):
        return None


@lru_cache(maxsize=5000)
def _place(words: str, near: str) -> Region | tuple[str, ...] | None:
    if known := region(words):
        return known
    found = find_regions(words, within=near) if near and near != COUNTRY else ()
    found = found or find_regions(words)
    whole = [each for each in found if words in {each.name, full_name(each.code), short_name(each.code)}]
    best = whole or [each for each in found if words == each.name[:-1]] or list(found)
    if len(best) == 1:
        return best[0]
    return tuple(short_name(each.code) for each in best[:4]) or None
