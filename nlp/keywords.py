"""Keywords: the technical terms of a text, best first, spelled as the text spells them."""

from nlp.keyness import Candidate, load
from nlp.phrases import phrases_with_edges

_MUCH_BETTER = 100
"""What a term must be ahead (e times as likely) when it only ever stands inside a chosen longer one."""
_LOOKED_AT = 4
"""So many times the number asked for are looked at."""


def keywords(title: str, text: str, limit: int = 10) -> tuple[str, ...]:
    """Rank the terms of a need or a paper as its writer might have chosen them."""
    candidates, keyness = collect(title, text), load()
    scores = {folded: keyness.score(one, len(text)) for folded, one in candidates.items()}
    ranked = sorted(candidates, key=lambda folded: (-scores[folded], candidates[folded].first, folded))
    left, chosen = ranked[: limit * _LOOKED_AT], list[str]()
    while left and len(chosen) < limit:
        best = max(left, key=lambda folded: scores[folded] - _repeats(candidates[folded], chosen))
        left.remove(best)
        chosen.append(best)
    return tuple(candidates[folded].phrase.written for folded in chosen)


def _repeats(candidate: Candidate, chosen: list[str]) -> int:
    only_inside = candidate.within >= candidate.times
    return _MUCH_BETTER if only_inside and any(candidate.phrase.folded in one for one in chosen) else 0


def collect(title: str, text: str) -> dict[str, Candidate]:
    """Return the candidates of a text by their folded form, with what was seen of each."""
    found: dict[str, Candidate] = {}
    for part, in_title in ((title, True), (text, False)):
        for phrase, opens, closes in phrases_with_edges(part):
            first = 0 if in_title else phrase.start + 1
            candidate = found.setdefault(phrase.folded, Candidate(phrase, in_title=in_title, first=first))
            candidate.times += 1
            candidate.opens += opens
            candidate.closes += closes
    _nest(found)
    return found


def _nest(found: dict[str, Candidate]) -> None:
    """Tell each candidate how often the most frequent longer one that holds it occurs."""
    for longer in found.values():
        parts = longer.phrase.words
        for length in range(1, len(parts)):
            for first in range(len(parts) - length + 1):
                part = found.get("".join(parts[first : first + length]))
                if part is not None and part.within < longer.times:
                    part.within = longer.times
