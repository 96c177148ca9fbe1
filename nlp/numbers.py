"""Numbers as people type them: 30, 1.5万, 三十五, 两万三, 半."""

import re
from decimal import Decimal

from nlp.text import fold

_DIGITS = {
    **dict(zip("零一二三四五六七八九", range(10), strict=True)),
    **dict(zip("〇壹贰叁肆伍陆柒捌玖", range(10), strict=True)),
    "两": 2,
}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}

HAN_NUMBER = f"[{''.join(_DIGITS)}{''.join(_UNITS)}]"
NUMBER = rf"(?:\d{{1,12}}(?:,\d{{3}})*(?:\.\d{{1,6}})?|{HAN_NUMBER}{{1,12}}|半)"
"""A number without its 万 or 亿, as a regular expression."""

_WHOLE = re.compile(rf"({NUMBER})((?:[十百千]?[万亿])*)({HAN_NUMBER}*)")


def read_number(text: str) -> Decimal | None:
    """Read the first number of an answer: '大概30人' is 30, '1.5万' is 15000; None when there is none."""
    found = _WHOLE.search(fold(text))
    return value(found[1], found[2], found[3]) if found else None


def value(number: str, large: str = "", rest: str = "") -> Decimal:
    """Compute the value of a number, of the 万 and 亿 behind it, and of what follows (两万三 is 23000)."""
    total = plain(number)
    for char in large:
        total *= _LARGE.get(char) or _UNITS[char]
    if rest and large:
        digit = plain(rest)
        total += digit * _LARGE.get(large[-1], 1) / 10 if len(rest) == 1 else digit
    return total


def plain(number: str) -> Decimal:
    """Compute the value of a number without 万 and 亿; `number` must match NUMBER."""
    if number == "半":
        return Decimal("0.5")
    if number[0] in _DIGITS or number[0] in _UNITS:
        return Decimal(_han(number))
    return Decimal(number.replace(",", ""))


def _han(number: str) -> int:
    if not any(char in _UNITS for char in number):
        return int("".join(str(_DIGITS[char]) for char in number))
    total, digit, unit = 0, 0, 1
    for char in number:
        if char in _UNITS:
            unit = _UNITS[char]
            total, digit = total + (digit or 1) * unit, 0
        else:
            digit = _DIGITS[char]
            unit = 1 if char in "零〇" else unit
    return total + digit * (unit // 10 if unit > _UNITS["十"] else 1)
