"""The terms that tell a domain: longer and rarer ones for more, shared ones for less to each.

The title counts three times, and the opening of a text more than its end, where companies praise themselves.
"""

import math
from collections.abc import Iterator
from functools import cache

from nlp import taxonomy
from nlp.grams import ONCE, late
from nlp.text import fold
from nlp.words import cut, rarity

_TITLE_COUNTS = 3.0
_NAME_PART = 0.5
"""A part of a domain's name tells less than a term chosen for it."""


def evidence(title: str, text: str) -> dict[str, dict[str, float]]:
    """Return for each second-level domain the terms that speak for it, folded, with their weights."""
    weights: dict[str, dict[str, float]] = {}
    for term, count in _count(title, text).items():
        for code, share in _lexicon()[term].items():
            weights.setdefault(code, {})[term] = math.log1p(count) * share
    return weights


def _count(title: str, text: str) -> dict[str, float]:
    counts: dict[str, float] = {}
    for _, term in _spot(fold(title)):
        counts[term] = counts.get(term, 0.0) + _TITLE_COUNTS
    for start, term in _spot(fold(text)):
        counts[term] = counts.get(term, 0.0) + late(start) / ONCE
    return counts


def _spot(folded: str) -> Iterator[tuple[int, str]]:
    """Terms with their places; one that stands inside a longer one is left out."""
    reached = 0
    for start in range(len(folded)):
        term = _longest_at(folded, start)
        if term and start + len(term) > reached:
            reached = start + len(term)
            yield start, term


def _longest_at(folded: str, start: int) -> str:
    for length in range(_begins().get(folded[start], 0), 0, -1):
        term = folded[start : start + length]
        if term in _lexicon() and _stands_alone(folded, start, start + len(term)):
            return term
    return ""


def _stands_alone(folded: str, start: int, end: int) -> bool:
    """Whether a Latin term is a word of its own: CT, but not the CT in FACT."""
    left, right = folded[start - 1 : start], folded[end : end + 1]
    cut_left = _is_latin(left) and _is_latin(folded[start])
    return not cut_left and not (_is_latin(right) and _is_latin(folded[end - 1]))


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


@cache
def _lexicon() -> dict[str, dict[str, float]]:
    """Folded term -> second-level code -> weight of one mention."""
    found: dict[str, dict[str, float]] = {}
    for domain in taxonomy.domains():
        if domain.parent:
            for part in taxonomy.name_parts(domain):
                found.setdefault(fold(part), {})[domain.code] = _NAME_PART
            for term in domain.terms:
                found.setdefault(fold(term), {})[domain.code] = 1.0
    return {term: _shares(term, codes) for term, codes in found.items()}


def _shares(term: str, codes: dict[str, float]) -> dict[str, float]:
    strength = min(sum(map(rarity, cut(term))), 16.0) / 10 * math.sqrt(len(term) / len(codes))
    return {code: share * strength for code, share in codes.items()}


@cache
def _begins() -> dict[str, int]:
    """First character -> length of the longest term that begins with it."""
    longest: dict[str, int] = {}
    for term in _lexicon():
        longest[term[0]] = max(longest.get(term[0], 0), len(term))
    return longest
