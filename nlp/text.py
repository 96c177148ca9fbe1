"""Text as it is written and as it is compared: width, case, script, clauses."""

import re
import unicodedata
from functools import cache, lru_cache

from nlp.shelf import shelf

LONGEST = 10_000
"""Characters that are looked at; a longer text is read up to here, so that every call ends in time."""

_UNSEEN = re.compile(r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060\ufeff\ufffd]")
_CLAUSE_END = re.compile(r"[,，.。;；:：!！?？、\n\t…~～|/\\()（）\[\]【】<>《》{}\"“”'‘’]+")
_SENTENCE_END = re.compile(r"[。;；!！?？\n]+")


def tidy(text: str) -> str:
    """Return the text in one width (NFKC), without unseen characters, at most LONGEST characters."""
    return _UNSEEN.sub(" ", unicodedata.normalize("NFKC", text[:LONGEST]))[:LONGEST]


@lru_cache(maxsize=8)
def fold(text: str) -> str:
    """Return the text as it is compared: tidy, lower case, simplified characters. As long as `tidy(text)`."""
    plain = tidy(text).translate(_simplified())
    lower = plain.lower()
    return lower if len(lower) == len(plain) else "".join(_lower(char) for char in plain)


def clauses(text: str) -> tuple[str, ...]:
    """Split into the pieces between punctuation marks, tidy and without blanks around them."""
    pieces = (piece.strip() for piece in _CLAUSE_END.split(_keep_decimals(tidy(text))))
    return tuple(piece.replace(_POINT, ".") for piece in pieces if piece)


def sentences(text: str) -> tuple[str, ...]:
    """Split into the pieces between full stops and line ends, tidy and without blanks around them."""
    pieces = (piece.strip() for piece in _SENTENCE_END.split(tidy(text)))
    return tuple(piece for piece in pieces if piece)


_POINT = "\ue000"
_DECIMAL = re.compile(r"(?<=[0-9A-Za-z])\.(?=[0-9A-Za-z])")


def _keep_decimals(text: str) -> str:
    return _DECIMAL.sub(_POINT, text)


def _lower(char: str) -> str:
    lower = char.lower()
    return lower if len(lower) == 1 else char


@cache
def _simplified() -> dict[int, str]:
    traditional, simplified = shelf("simplified.txt")
    return {ord(old): new for old, new in zip(traditional, simplified, strict=True)}
