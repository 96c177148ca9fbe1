"""Words of a Chinese text (jieba), with Latin words, model numbers and quantities kept whole."""

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from nlp.dictionary import Dictionary, dictionary, load, segmenter
from nlp.text import fold

if TYPE_CHECKING:
    from jieba import Tokenizer

_RUN = re.compile(r"[\u3400-\u9fff]{1,100}|[a-z0-9α-ω]+(?:[-./+_#&][a-z0-9α-ω]+)*[%℃#+]*")
"""A run ends after 100 characters: jieba's time for unknown characters grows with the square of a run."""

_kept_in: list[Path] = []
"""The folder given to `warm`, if any; read once, when the word table is first needed."""


def words(text: str) -> tuple[str, ...]:
    """Give the words for search, in order: long words are followed by the shorter words inside them."""
    return tuple(word for run in runs(fold(text)) for word in _search(run))


def cut(text: str) -> tuple[str, ...]:
    """Give the words in order, each character once, punctuation and blanks left out."""
    return tuple(word for run in runs(fold(text)) for word in cut_run(run))


def runs(folded: str) -> list[str]:
    """Give the unbroken runs of Chinese characters, and Latin words or numbers, of a folded text."""
    return _RUN.findall(folded)


def runs_at(folded: str) -> list[tuple[int, str]]:
    """Give the runs of a folded text with their places."""
    return [(match.start(), match[0]) for match in _RUN.finditer(folded)]


@lru_cache(maxsize=512)
def cut_run(run: str) -> tuple[str, ...]:
    """Give the words of one run; kept for a moment, since keywords and domains ask for the same runs."""
    return tuple(str(word) for word in _segmenter().cut(run)) if _is_han(run) else (run,)


def known(word: str) -> bool:
    """Tell whether the word stands in the dictionary."""
    return _words().knows(word)


@lru_cache(maxsize=50_000)
def rarity(word: str) -> float:
    """Tell how rare the word is in everyday Chinese: 0 for the commonest, about 18 for an unknown one."""
    return _words().rarity(word)


def warm(folder: Path | None = None) -> None:
    """Load everything ahead; with a folder, keep the word table there so that the next start is quicker."""
    if folder is not None:
        _kept_in[:] = [folder]
    cut("预热")


def _search(run: str) -> list[str]:
    return [str(word) for word in _segmenter().cut_for_search(run)] if _is_han(run) else [run]


def _is_han(run: str) -> bool:
    return run[0] >= "\u3400"


@cache
def _words() -> Dictionary:
    return load(_kept_in[0]) if _kept_in else dictionary()


@cache
def _segmenter() -> "Tokenizer":
    return segmenter(_words())
