"""Pieces of a text that may name a place; whether they do is for the caller's list of areas to say."""

import re
from itertools import pairwise

from nlp.phrases import breakers
from nlp.text import tidy
from nlp.words import cut_run

_HAN = re.compile(r"[\u3400-\u9fff]{2,40}")
_SUFFIXED = re.compile(r"[\u3400-\u9fff]{1,8}?(?:自治区|自治州|自治县|开发区|省|市|县|区|旗|州|镇|乡)")
_BEFORE = frozenset(("在", "位于", "地处", "来自", "到", "于", "坐落", "是", "设在", "落户"))
_FIRM = re.compile(r"厂|公司|企业|集团|车间|工厂|基地|合作社")
_SHORTEST, _MOST = 2, 12
_LONGEST, _MOST_PAIRS = 8, 300


def find_places(text: str) -> tuple[str, ...]:
    """Give likely place names, likelier ones first: 昆山 out of 我们厂在昆山做压铸件."""
    runs = _HAN.findall(tidy(text))
    pieces = [piece for run in runs for piece in (*_after_a_preposition(run), *_suffixed(run))]
    pieces += [piece for run in runs for piece in _before_a_firm(run)]
    return tuple(dict.fromkeys(piece for piece in pieces if len(piece) >= _SHORTEST))[:_MOST]


def find_pairs(text: str) -> tuple[str, ...]:
    """Give words that stand side by side, 南通如东 out of 南通如东养虾的: a city and its county, maybe."""
    pairs: dict[str, None] = {}
    for run in _HAN.findall(tidy(text)):
        words = cut_run(run)
        both = pairwise(words)
        pairs.update((f"{a}{b}", None) for a, b in both if _may_name(a) and _may_name(b))
    return tuple(pairs)[:_MOST_PAIRS]


def _may_name(word: str) -> bool:
    return _SHORTEST <= len(word) <= _LONGEST and word not in breakers()


def _after_a_preposition(run: str) -> list[str]:
    words = cut_run(run)
    spots = [number for number, word in enumerate(words) if word in _BEFORE]
    return [word for spot in spots for word in words[spot + 1 : spot + 3] if word not in breakers()]


def _suffixed(run: str) -> list[str]:
    """Find 河南省, 昆山市; each also without what a sentence put before it."""
    found: list[str] = []
    for piece in _SUFFIXED.findall(run):
        words = cut_run(piece)
        tails = ["".join(words[start:]) for start in range(len(words))]
        found += [tail for tail in tails if tail not in breakers()][:3]
    return found


def _before_a_firm(run: str) -> list[str]:
    if not _FIRM.search(run):
        return []
    return [word for word in cut_run(run)[:2] if word not in breakers()]
