"""Sums of money in 万元 (ten thousand yuan), read as people write them and shown back."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from handlers.domain.wording import Language, wording

WAN = Decimal(1)
YUAN = Decimal("0.0001")
LONGEST = 40


@dataclass(frozen=True, slots=True)
class Amount:
    """One sum (low equals high), a range, or an open range (high is None), in 万元."""

    low: Decimal
    high: Decimal | None

    def __post_init__(self) -> None:
        if self.low < 0 or (self.high is not None and self.high < self.low):
            raise ValueError(f"no range of money: {self.low} to {self.high}")


def read_amount(text: str, unit: Decimal | None = None) -> Amount | None:
    """Read 20万, 二十万元, 3000元, 1.5-2万, 5万以内; a bare number counts in `unit`, or is None without."""
    plain = _plain(text)
    try:
        return _read(plain, unit) if len(plain) <= LONGEST else None
    except _Unreadable:
        return None


def shown(amount: Amount, lang: Language = "zh") -> str:
    """Write an amount in the largest fitting unit: 3000元, 1.5至2万元, 1.2亿元以上."""
    names = wording("amounts")["units"][lang].split()
    largest = amount.low if amount.high is None else amount.high
    grade = min(0 if largest < WAN else 1 if largest < _STEP else 2, len(names) - 1)
    scale = YUAN * _STEP**grade
    low, high = (_number(each / scale, lang) for each in (amount.low, largest))
    return wording("amounts")[_shape(amount)][lang].format(low=low, high=high, unit=names[grade])


_STEP = Decimal(10_000)
_SIZES = {"亿": _STEP**2, "万": _STEP, "千": Decimal(1000), "百": Decimal(100), "十": Decimal(10)}
_DIGITS = "零一二三四五六七八九"
_SPELLINGS = str.maketrans(
    "〇两壹贰叁肆伍陆柒捌玖拾佰仟萬億圆点wk", "零二一二三四五六七八九十百千万亿元.万千"
)
_ABOUT = re.compile(r"^(?:预算|投入|大约|大概|约|近)+|(?:左右|上下)$")
_UP_TO = re.compile(r"^(?:不超过|不高于|最多|至多)|(?:以内|以下|之内)$")
_AT_LEAST = re.compile(r"^(?:不少于|不低于|至少|最少|超过)|(?:以上|起)$")
_CURRENCY = re.compile(r"人民币|rmb|cny|¥|元(?:钱|整)?|块钱?")
_BETWEEN = re.compile(r"[-‐-―−~至到]+")
_FIGURE = re.compile(rf"[0-9]+(?:\.[0-9]+)?|零?[{_DIGITS}](?:\.[{_DIGITS}]+)?")  # not 二三, which is a guess
_TELLING = re.compile("[万亿千]")


class _Unreadable(Exception):
    """Not a sum of money."""


def _plain(text: str) -> str:
    plain = re.sub(r"[\s,，、()]", "", unicodedata.normalize("NFKC", text).lower())
    return _ABOUT.sub("", plain).translate(_SPELLINGS)


def _read(plain: str, unit: Decimal | None) -> Amount:
    upper, lower = _UP_TO.search(plain), _AT_LEAST.search(plain)
    bare = _AT_LEAST.sub("", _UP_TO.sub("", plain))
    low, high = (each * _scale(bare, unit) for each in _ends(_CURRENCY.sub("", bare)))
    if low > high:
        raise _Unreadable
    return Amount(Decimal(0) if upper else low, None if lower else high)


def _scale(written: str, unit: Decimal | None) -> Decimal:
    if _CURRENCY.search(written) or _TELLING.search(written):
        return YUAN
    if unit is None:
        raise _Unreadable
    return unit


def _ends(written: str) -> tuple[Decimal, Decimal]:
    low, *rest = _BETWEEN.split(written)
    if not rest:
        return _value(low), _value(low)
    if len(rest) > 1:
        raise _Unreadable
    high = _value(rest[0])
    candidates = (_value(low + unit) for unit in _shared_units(low, rest[0]))
    return next((each for each in candidates if each <= high), high + 1), high


def _shared_units(low: str, high: str) -> tuple[str, ...]:
    """Units that the first number leaves to the second: 1.5-2万, 2-3千万, 五十到二百万."""
    if _TELLING.search(low):
        return ("",)
    long, short = re.search(r"[百千]?[万亿]?$", high), re.search(r"[万亿]?$", high)
    return tuple(found[0] for found in (long, short) if found)


def _value(written: str) -> Decimal:
    for name, size in _SIZES.items():
        head, found, tail = written.rpartition(name)
        if found:
            return _head(head, size) * size + _tail(tail, size)
    return _figure(written)


def _head(head: str, size: Decimal) -> Decimal:
    return (
        _value(head) if head or size >= _STEP else Decimal(1)
    )  # 十五 needs no 一 before it, 万 needs a number


def _tail(tail: str, size: Decimal) -> Decimal:
    if not tail:
        return Decimal(0)
    value = _value(tail) * (size / 10 if len(tail) == 1 else 1)  # 两万五 is 25000, 三千零五 is 3005
    if value >= size:
        raise _Unreadable
    return value


def _figure(written: str) -> Decimal:
    if not _FIGURE.fullmatch(written):
        raise _Unreadable
    return Decimal("".join(str(_DIGITS.index(each)) if each in _DIGITS else each for each in written))


def _shape(amount: Amount) -> str:
    if amount.high is None:
        return "at_least"
    if amount.low == amount.high:
        return "exactly"
    return "between" if amount.low else "up_to"


def _number(value: Decimal, lang: Language) -> str:
    return wording("amounts")["number"][lang].format(number=value.normalize())
