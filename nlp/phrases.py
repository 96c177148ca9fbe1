"""Candidates for technical terms: runs of adjacent words, as a person would write them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from nlp.shelf import shelf
from nlp.text import fold, tidy
from nlp.words import cut_run, known, rarity

_PIECE = re.compile(r"[\u3400-\u9fffA-Za-z0-9α-ωΑ-Ω\-./+_#&%℃]+(?: [A-Za-z][A-Za-z0-9\-]*)*")
_RUN = re.compile(r"[\u3400-\u9fff]{1,100}|[^\u3400-\u9fff\s]+")
_MOST_WORDS = 5
_LONGEST, _LONGEST_LATIN = 14, 40
_TWO_SINGLES = 2
"""A term does not end in two words of one character: they are rests of something unknown."""
_RARE = 8.0
"""Rarity from which a word says something on its own; 进行, 公司, 时候 lie below."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word with its place in the tidy text and whether a term may hold it."""

    folded: str
    start: int
    end: int
    may_join: bool


@dataclass(frozen=True, slots=True)
class Phrase:
    """One to five adjacent words: as compared, as written, and where it begins."""

    folded: str
    written: str
    start: int
    words: tuple[str, ...]


def phrases(text: str) -> Iterator[Phrase]:
    """Give all candidates of a text, shorter ones before longer ones at the same place."""
    return (phrase for phrase, _, _ in phrases_with_edges(text))


def phrases_with_edges(text: str) -> Iterator[tuple[Phrase, bool, bool]]:
    """Give all candidates, and whether each begins and whether it ends its run of words."""
    written, folded = tidy(text), fold(text)
    for stretch in _stretches(folded):
        for first in range(len(stretch)):
            for last in range(first, min(first + _MOST_WORDS, len(stretch))):
                begin, end = stretch[first].start, stretch[last].end
                if last > first and end - begin > _limit(stretch[first]):
                    break
                inside = tuple(word.folded for word in stretch[first : last + 1])
                if _is_term(inside):
                    phrase = Phrase(folded[begin:end], written[begin:end], begin, inside)
                    yield phrase, first == 0, last == len(stretch) - 1


@lru_cache(maxsize=50_000)
def tells(word: str) -> bool:
    """Tell whether a word means something alone: neither function word, nor generic, nor a mere number."""
    if not word[0] >= "\u3400":
        return len(word) > 1 and any(char.isalpha() for char in word)
    if len(word) == 1 or word[-1] in "省市县" or word in generic() or word in breakers():
        return False
    return rarity(word) >= _RARE


@cache
def breakers() -> frozenset[str]:
    """Words that no term holds: function words, and what every need says (解决, 希望, 公司)."""
    return frozenset(word for line in shelf("breakers.txt") for word in line.split())


@cache
def generic() -> frozenset[str]:
    """Words that a term may hold but that are none alone (技术, 系统, 检测)."""
    return frozenset(word for line in shelf("generic.txt") for word in line.split())


def _limit(first: Word) -> int:
    return _LONGEST if first.folded[0] >= "\u3400" else _LONGEST_LATIN


def _is_term(inside: tuple[str, ...]) -> bool:
    if len(inside) == 1:
        return tells(inside[0])
    return len(inside[-1] + inside[-2]) > _TWO_SINGLES and any(tells(word) for word in inside)


def _stretches(folded: str) -> Iterator[list[Word]]:
    """Give the runs of adjacent words that may stand in one term."""
    for piece in _PIECE.finditer(folded):
        stretch: list[Word] = []
        for word in _place(piece[0], piece.start()):
            if word.may_join:
                stretch.append(word)
            elif stretch:
                yield stretch
                stretch = []
        if stretch:
            yield stretch


def _place(piece: str, start: int) -> Iterator[Word]:
    for run in _RUN.finditer(piece):
        place = start + run.start()
        for word in cut_run(run[0]):
            yield Word(word, place, place + len(word), _may_join(word))
            place += len(word)


@lru_cache(maxsize=50_000)
def _may_join(word: str) -> bool:
    if word in breakers():
        return False
    if word[0] >= "\u3400":
        return known(word) or word[0] not in breakers()
    return word[0].isalnum() and any(char.isalpha() for char in word)
