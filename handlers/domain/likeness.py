"""How alike two texts are, by the pairs of characters they share: enough to notice one wish told twice."""

import unicodedata
from collections import Counter
from itertools import pairwise

ALIKE = 0.5
"""Two tellings of one sample need share 0.59 to 0.78, two needs of one foundry 0.30, of two firms 0.17."""


def likeness(one: str, other: str) -> float:
    """Return 0 for nothing shared to 1 for the same words: the shared part of the shorter text."""
    first, second = _pairs(one), _pairs(other)
    shorter = min(first.total(), second.total())
    return (first & second).total() / shorter if shorter else 0.0


def alike(title: str, detail: str, other_title: str, other_detail: str) -> bool:
    """Say whether two needs seem to be one: by their titles, or by all that they say."""
    titles = likeness(title, other_title)
    return titles >= ALIKE or likeness(title + detail, other_title + other_detail) >= ALIKE


def _pairs(text: str) -> Counter[str]:
    plain = [sign for sign in unicodedata.normalize("NFKC", text).lower() if sign.isalnum()]
    return Counter(map("".join, pairwise(plain)))
