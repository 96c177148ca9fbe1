"""Telephone numbers as people type them."""

import re

from nlp.text import tidy

_MOBILE = r"(?:(?:\+|00)?86[- ]?)?(?P<mobile>1[3-9](?:[- ]?\d){9})"
_LANDLINE = r"(?:(?:\+|00)86[- ]?)?\(?(?P<area>0\d{2,3})\)?[- ]?(?P<line>[2-9]\d{2,3}[- ]?\d{4})"
_SERVICE = r"(?P<service>[48]00[- ]?\d{3,4}[- ]?\d{3,4})"
_FOREIGN = r"(?P<foreign>\+(?!86)\d{1,3}(?:[- ]?\d){6,12})"
_EXTENSION = r"(?:\s?(?:转|分机|-|ext\.?)\s?(?P<extension>\d{1,5}))?"
_PHONE = re.compile(
    rf"(?<![\d.+])(?:{_MOBILE}|{_LANDLINE}{_EXTENSION}|{_SERVICE}|{_FOREIGN})(?!\d)", re.IGNORECASE
)


def read_phone(text: str) -> str | None:
    """Read the first telephone number: digits only, + before a foreign one, - before an extension."""
    return next(iter(find_phones(text)), None)


def find_phones(text: str) -> tuple[str, ...]:
    """Find all telephone numbers in order, each once."""
    return tuple(dict.fromkeys(_normal(found) for found in _PHONE.finditer(tidy(text))))


def without_phones(text: str) -> str:
    """Blank out all telephone numbers, so that their digits are not read as something else."""
    return _PHONE.sub(lambda found: " " * len(found[0]), text)


def _normal(found: re.Match[str]) -> str:
    parts = found.groupdict(default="")
    number = parts["mobile"] or parts["area"] + parts["line"] or parts["service"] or parts["foreign"]
    digits = re.sub(r"[^\d+]", "", number)
    return f"{digits}-{parts['extension']}" if parts["extension"] else digits
