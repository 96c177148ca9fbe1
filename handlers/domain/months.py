"""Months of the year as people name them: a span, a list, a season, any time."""

import re
import unicodedata

MONTHS = tuple(str(month) for month in range(1, 13))


def read_months(words: str) -> tuple[str, ...]:
    """Read months as people write them: 5-8月, 5、6、10月, 五月到八月, 11月至2月, 随时, 暑假."""
    plain = unicodedata.normalize("NFKC", words)
    if _ANY_TIME.search(plain):
        return MONTHS
    found = {month for season, months in _SEASONS.items() if season in plain for month in months}
    for name, number in _NAMES:
        plain = plain.replace(name, number)
    for first, last in _SPAN.findall(plain):
        span = int(last or first) - int(first)
        found |= {(int(first) - 1 + step) % 12 + 1 for step in range(span % 12 + 1)}
    return tuple(month for month in MONTHS if int(month) in found)


_ANY_TIME = re.compile(r"随时|都可|都行|全年|不限|任何|any", re.IGNORECASE)
_SEASONS = {"暑假": (7, 8), "寒假": (1, 2), "寒暑假": (1, 2, 7, 8)}
_NAMES = tuple(
    (f"{name}月", f"{number}月")
    for number, name in sorted(
        enumerate(["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"], 1),
        reverse=True,
    )
)
_MONTH = r"(?<!\d)(1[0-2]|[1-9])(?!\d)月?份?"
_SPAN = re.compile(rf"{_MONTH}(?:\s*[-–—~至到]\s*{_MONTH})?")
