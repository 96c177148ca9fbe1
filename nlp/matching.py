"""Profiles ranked for a text, each with the words, works and domains that it shares with it.

One TF-IDF index over search words and over one to three characters in a row, and a little weight for shared
domains: measured best of the simple methods on real needs. An index never changes; adding a profile builds a
new one, and only the new profile has to be cut into words.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from nlp.phrases import phrases
from nlp.text import fold
from nlp.words import runs, words

_COMMON = 0.1
"""Features in more than this share of the profiles tell nothing and are dropped..."""
_LARGE = 50
"""... when there are at least this many profiles."""
_DOMAIN_WEIGHT = 0.07
"""Measured with tags that nobody had checked: 0.05 to 0.1 gains on needs, 0.2 loses on papers."""
_SAME_PARENT = 0.3
_GRAM = 3
_TERMS, _WORKS = 6, 3
_KEPT = 5_000
"""Profiles whose words are kept in memory; texts that ask are never kept."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What someone can do, in words: directions, keywords, titles of works, domain codes."""

    id: str
    directions: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    works: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Because:
    """What a text and a profile share: whole words, longest first; titles that hold them; domain codes."""

    terms: tuple[str, ...]
    works: tuple[str, ...]
    domain_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ranked:
    """One profile's place: score from 0 to 1.07, comparable within one ranking only."""

    id: str
    score: float
    because: Because


@dataclass(frozen=True, slots=True)
class Index:
    """A searchable set of profiles. Immutable, hence safe for many threads."""

    profiles: tuple[Profile, ...]
    weights: Mapping[str, float]
    """How much each feature tells (IDF); a feature that is missing here is unknown or too common."""
    postings: Mapping[str, Sequence[tuple[int, float]]]
    """Feature -> (number of the profile, weight of the feature in it before IDF)."""
    lengths: tuple[float, ...]
    """Length of each profile's vector."""

    @classmethod
    def build(cls, profiles: Iterable[Profile]) -> "Index":
        """Build the index; of two profiles with one id the last counts."""
        unique = tuple(sorted({profile.id: profile for profile in profiles}.values(), key=lambda p: p.id))
        vectors = [_known_vector(_lines(profile)) for profile in unique]
        weights = _weigh(vectors)
        lengths = tuple(_length(vector, weights) for vector in vectors)
        return cls(unique, weights, _post(vectors, weights), lengths)

    def rank(self, title: str, text: str, domains: Iterable[str] = (), limit: int = 10) -> tuple[Ranked, ...]:
        """Rank the profiles that share anything with the text, best first; ties in the order of ids.

        `limit` 0 returns all of them.
        """
        wanted = frozenset(domains)
        scores = self._scores(title, text, wanted)
        best = sorted(scores, key=lambda number: (-scores[number], number))
        asked = _terms(title) | _terms(text)
        return tuple(self._ranked(n, scores[n], asked, wanted) for n in best[: limit or None])

    def _scores(self, title: str, text: str, wanted: frozenset[str]) -> dict[int, float]:
        sums = dict.fromkeys(range(len(self.profiles)), 0.0)
        query = _vector((title, text))
        for feature, weight in query.items():
            told = weight * self.weights.get(feature, 0.0) ** 2
            for number, there in self.postings.get(feature, ()):
                sums[number] += told * there
        length = _length(query, self.weights)
        for number, profile in enumerate(self.profiles):
            sums[number] /= length * self.lengths[number]
            sums[number] += _DOMAIN_WEIGHT * _overlap(wanted, profile.domains)
        return {number: round(score, 6) for number, score in sums.items() if score > 0}

    def _ranked(self, number: int, score: float, asked: frozenset[str], wanted: frozenset[str]) -> Ranked:
        profile = self.profiles[number]
        terms = _shared_terms(asked, profile)
        works = tuple(work for work in profile.works if any(term in fold(work) for term in terms))
        codes = tuple(code for code in profile.domains if code in wanted)
        return Ranked(profile.id, score, Because(terms, works[:_WORKS], codes))


def _lines(profile: Profile) -> tuple[str, ...]:
    return (*profile.directions, *profile.keywords, *profile.works)


@lru_cache(maxsize=_KEPT)
def _known_vector(lines: tuple[str, ...]) -> Mapping[str, float]:
    """Weigh the features of a profile; kept, so that only a new or changed profile is cut again."""
    return _vector(lines)


def _vector(lines: tuple[str, ...]) -> Mapping[str, float]:
    counts = Counter(feature for line in lines for feature in _features(line))
    return {feature: 1 + math.log(count) for feature, count in counts.items()}


def _features(line: str) -> tuple[str, ...]:
    """Search words, and one to three characters in a row (marked, so that 机床 the word differs)."""
    return (*words(line), *(f"{gram}'" for run in runs(fold(line)) for gram in _grams(run)))


def _grams(run: str) -> Iterator[str]:
    for length in range(1, _GRAM + 1):
        for start in range(len(run) - length + 1):
            yield run[start : start + length]


def _weigh(vectors: list[Mapping[str, float]]) -> dict[str, float]:
    holders = Counter(chain.from_iterable(vectors))
    most = len(vectors) * (_COMMON if len(vectors) >= _LARGE else 1.0)
    return {f: math.log((1 + len(vectors)) / (1 + held)) + 1 for f, held in holders.items() if held <= most}


def _length(vector: Mapping[str, float], weights: Mapping[str, float]) -> float:
    return math.sqrt(math.fsum((w * weights[f]) ** 2 for f, w in vector.items() if f in weights)) or 1.0


def _post(
    vectors: list[Mapping[str, float]], weights: Mapping[str, float]
) -> dict[str, list[tuple[int, float]]]:
    postings: dict[str, list[tuple[int, float]]] = {feature: [] for feature in weights}
    for number, vector in enumerate(vectors):
        for feature, weight in vector.items():
            if feature in postings:
                postings[feature].append((number, weight))
    return postings


def _overlap(wanted: frozenset[str], offered: tuple[str, ...]) -> float:
    """Tell how alike two sets of domain codes are, 0 to 1; the same first level counts as half a match."""
    if not wanted or not offered:
        return 0.0
    have = frozenset(offered)
    near = {code[:2] for code in wanted} & {code[:2] for code in have}
    shared = len(wanted & have) + _SAME_PARENT * len(near - {code[:2] for code in wanted & have})
    return min(shared / math.sqrt(len(wanted) * len(have)), 1.0)


@lru_cache(maxsize=_KEPT)
def _known_terms(lines: tuple[str, ...]) -> frozenset[str]:
    return frozenset(term for line in lines for term in _terms(line))


def _terms(line: str) -> frozenset[str]:
    return frozenset(phrase.folded for phrase in phrases(line))


def _shared_terms(asked: frozenset[str], profile: Profile) -> tuple[str, ...]:
    """Find the terms that both say, longest first, none inside another one."""
    shared = _known_terms(_lines(profile)) & asked
    chosen: list[str] = []
    for term in sorted(shared, key=lambda term: (-len(term), term)):
        if not any(term in longer for longer in chosen):
            chosen.append(term)
    return tuple(chosen[:_TERMS])
