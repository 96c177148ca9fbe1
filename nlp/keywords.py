"""Keywords: the technical terms of a text, best first, spelled as the text spells them."""

import math
from dataclasses import dataclass

from nlp.phrases import Phrase, generic, phrases
from nlp.words import known, rarity

_TITLE_COUNTS = 3
_LATE = 400
"""Characters into the text after which a term weighs about half."""
_KNOWN_BONUS = 1.3


@dataclass(slots=True)
class _Candidate:
    phrase: Phrase
    count: float = 0.0
    inside: float = 0.0
    """How often it stood inside a longer candidate, and inside how many different ones."""
    longer: int = 0


def keywords(title: str, text: str, limit: int = 10) -> tuple[str, ...]:
    """Rank the terms of a need or a paper; none of them stands inside a better one."""
    candidates = _collect(title, text)
    _nest(candidates)
    ranked = sorted(candidates.values(), key=lambda c: (-_score(c), c.phrase.start, c.phrase.folded))
    chosen: list[Phrase] = []
    for candidate in ranked:
        if len(chosen) == limit:
            break
        if not any(candidate.phrase.folded in other.folded for other in chosen):
            chosen.append(candidate.phrase)
    return tuple(phrase.written for phrase in chosen)


def _collect(title: str, text: str) -> dict[str, _Candidate]:
    found: dict[str, _Candidate] = {}
    for part, times, offset in ((title, _TITLE_COUNTS, 0), (text, 1, len(title))):
        for phrase in phrases(part):
            candidate = found.setdefault(phrase.folded, _Candidate(phrase))
            candidate.count += times * _LATE / (_LATE + offset + phrase.start)
    return found


def _nest(candidates: dict[str, _Candidate]) -> None:
    """Tell each candidate how often it occurs only as a part (C-value)."""
    for longer in candidates.values():
        parts = longer.phrase.words
        for length in range(1, len(parts)):
            for first in range(len(parts) - length + 1):
                part = candidates.get("".join(parts[first : first + length]))
                if part is not None:
                    part.inside += longer.count
                    part.longer += 1


def _score(candidate: _Candidate) -> float:
    """C-value on rarity: own occurrences, less those explained by longer terms."""
    words = candidate.phrase.words
    own = candidate.count - (candidate.inside / candidate.longer if candidate.longer else 0.0)
    rare = sum(rarity(word) for word in words if word not in generic()) / len(words)
    bonus = _KNOWN_BONUS if known(candidate.phrase.folded) else 1.0
    return math.log1p(max(own, 0.0)) * rare * bonus
