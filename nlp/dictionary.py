"""The word table under the segmenter: jieba's dictionary and our own terms.

jieba would build the same table slowly and leave it in the temp folder that all programs share. Here it is
built in memory and, when the caller gives a folder of its own, kept there: reading it back is three times
faster. Nothing else is ever written.
"""

import hashlib
import logging
import math
import sys
import warnings
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nlp.shelf import shelf

with warnings.catch_warnings():
    # jieba 0.42 was written for old Pythons: its string escapes warn when it is first compiled
    warnings.simplefilter("ignore")
    import jieba

logging.getLogger("jieba").handlers.clear()  # jieba hangs its own handler on standard error

_OWN_COUNT = 20
"""How often our own terms count as seen: they win against their parts and break no sentence."""


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Words with their counts in a large corpus; beginnings of words stand with count 0, as jieba needs."""

    counts: dict[str, int]
    total: int

    def knows(self, word: str) -> bool:
        """Tell whether the word itself stands in the dictionary."""
        return self.counts.get(word, 0) > 0

    def rarity(self, word: str) -> float:
        """Tell how rare the word is in everyday Chinese: 0 for the commonest, about 18 for an unknown one."""
        return math.log(self.total / (self.counts.get(word, 0) + 1))


def build(words: Iterable[str], counts: Iterable[int], own: Iterable[str]) -> Dictionary:
    """Make a table of the given words and of our own terms, with the beginnings of all of them."""
    table = dict(zip(words, counts, strict=True))
    for term in own:
        table[term] = max(table.get(term, 0), _OWN_COUNT)
    for word in tuple(table):
        begin = word[:-1]
        while begin and begin not in table:
            table[begin] = 0
            begin = begin[:-1]
    return Dictionary(table, sum(table.values()))


@cache
def dictionary() -> Dictionary:
    """Return the dictionary of this process, built at first use."""
    flat = _jieba_lines().split()
    return build(flat[0::3], map(int, flat[1::3]), shelf("terms.txt"))


def load(folder: Path) -> Dictionary:
    """Return the dictionary kept in `folder`; build and keep it when it is missing, outdated or damaged."""
    kept = folder / f"words-{_fingerprint()}.txt"
    try:
        return _read(kept)
    except (OSError, ValueError):
        _write(kept, dictionary())
        return dictionary()


def segmenter(words: Dictionary) -> jieba.Tokenizer:
    """Return jieba's segmenter over the given words; safe for many threads, it only reads."""
    made = jieba.Tokenizer()
    # a table that is already there keeps jieba from building its own and leaving it in the temp folder
    made.FREQ, made.total, made.initialized = words.counts, words.total, True
    return made


def _jieba_lines() -> str:
    return (Path(str(jieba.__file__)).parent / "dict.txt").read_text(encoding="utf-8")


@cache
def _fingerprint() -> str:
    made_of = "\n".join((jieba.__version__, sys.byteorder, *shelf("terms.txt")))
    return hashlib.sha256(made_of.encode()).hexdigest()[:16]


def _read(path: Path) -> Dictionary:
    numbers = array("I")
    numbers.frombytes(path.with_suffix(".counts").read_bytes())
    words = path.read_text(encoding="utf-8").split("\n")
    return Dictionary(dict(zip(words, numbers, strict=True)), sum(numbers))


def _write(path: Path, table: Dictionary) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path.with_suffix(".counts"), array("I", table.counts.values()).tobytes())
        _replace(path, "\n".join(table.counts).encode())
    except OSError:
        return  # a full or read-only disk costs half a second at the next start, nothing else


def _replace(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{path.name}.draft")
    draft.write_bytes(content)
    draft.replace(path)
