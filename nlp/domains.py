"""Domains of a text: ranked second-level tags, each with the words that decided.

A term counts for its domains: longer and rarer terms for more, terms of several domains for less to each, the
title three times, and the opening of a text more than its end, where companies praise themselves.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from nlp import taxonomy
from nlp.taxonomy import Domain
from nlp.text import fold
from nlp.words import cut, rarity

DOMAINS: tuple[Domain, ...] = taxonomy.domains()

_TITLE_COUNTS = 3.0
_HALF_AT = 300
"""Characters into the text after which a term counts half."""
_NAME_PART = 0.5
"""A part of a domain's name tells less than a term chosen for it."""
_ENOUGH = 2.0
"""Weight below which a first place may be chance: about one ordinary two-character term, said once."""
_CLEAR = 0.6
"""The second place of another first-level domain may have this share of the first place's weight."""

_MOST_CLEAR, _CLOSE = 3, 0.5
"""Domains that are taken without asking at most, and the share of the first one's evidence they must have."""


@dataclass(frozen=True, slots=True)
class DomainGuess:
    """A second-level domain, how much of the evidence speaks for it (0..1), and the terms that decided."""

    code: str
    name: str
    score: float
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tagged:
    """Guesses, best first. Not sure: show the first three and ask."""

    domains: tuple[DomainGuess, ...]
    sure: bool


def tag(title: str, text: str, limit: int = 5) -> Tagged:
    """Rank the domains a need or a research direction speaks of; nothing when no known term occurs."""
    weights = _weigh(_count(title, text))
    totals = {code: sum(terms.values()) for code, terms in weights.items()}
    ranked = sorted(totals, key=lambda code: (-totals[code], code))
    everything = sum(totals.values())
    guesses = (_guess(code, totals[code] / everything, weights[code]) for code in ranked[:limit])
    return Tagged(tuple(guesses), sure=_is_sure(ranked, totals))


def clear_codes(tagged: Tagged) -> tuple[str, ...]:
    """Return the codes of the first domain and of those that come close to it; nothing without any."""
    best = tagged.domains[:_MOST_CLEAR]
    return tuple(guess.code for guess in best if guess.score >= _CLOSE * best[0].score)


def domain_name(code: str) -> str:
    """Return the name of a domain; KeyError for a code that is not in the list."""
    return taxonomy.by_code()[code].name


def find_domains(piece: str, limit: int = 8) -> tuple[Domain, ...]:
    """Find second-level domains for a typed piece: in the beginning of the name, the name, or the terms."""
    typed = fold(piece).strip()
    if not typed:
        return ()
    ranks = ((_closeness(domain, typed), domain.code, domain) for domain in DOMAINS if domain.parent)
    return tuple(domain for rank, _, domain in sorted(ranks, key=lambda row: row[:2]) if rank < _FAR)[:limit]


_FAR = 5


def _closeness(domain: Domain, typed: str) -> int:
    name, terms = fold(domain.name), [fold(term) for term in domain.terms]
    tests = (
        name.startswith(typed) or typed == domain.code,
        typed in name,
        typed in terms,
        any(typed in term for term in terms),
        typed in fold(taxonomy.by_code()[domain.parent].name),
    )
    return next((rank for rank, passed in enumerate(tests) if passed), _FAR)


def _guess(code: str, score: float, terms: dict[str, float]) -> DomainGuess:
    best = sorted(terms, key=lambda term: (-terms[term], term))
    written = tuple(taxonomy.spellings()[term] for term in best)
    return DomainGuess(code, domain_name(code), round(score, 4), written)


def _is_sure(ranked: list[str], totals: dict[str, float]) -> bool:
    if not ranked or totals[ranked[0]] < _ENOUGH:
        return False
    others = (totals[code] for code in ranked[1:] if code[:2] != ranked[0][:2])
    return next(others, 0.0) <= _CLEAR * totals[ranked[0]]


def _count(title: str, text: str) -> dict[str, float]:
    counts: dict[str, float] = {}
    for _, term in _spot(fold(title)):
        counts[term] = counts.get(term, 0.0) + _TITLE_COUNTS
    for start, term in _spot(fold(text)):
        counts[term] = counts.get(term, 0.0) + _HALF_AT / (_HALF_AT + start)
    return counts


def _weigh(counts: dict[str, float]) -> dict[str, dict[str, float]]:
    weights: dict[str, dict[str, float]] = {}
    for term, count in counts.items():
        for code, share in _lexicon()[term].items():
            weights.setdefault(code, {})[term] = math.log1p(count) * share
    return weights


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
    for domain in DOMAINS:
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
