"""Targets in a text: what shall change, from which value to which (气孔率 from 8% to 3%以下)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.phrases import phrases
from nlp.text import sentences

_UNIT = (
    r"(?:%|‰|℃|°c|度|[μuUn]m|[mck]?m[23]?|kg|mg|μg|g|t|[KMG]?Pa|[KMG]?Hz|[kM]?[WVA]h?|HR[ABC]|H[BV]|d[Bb]|ppm|rpm|"
    r"倍|次|小时|分钟|秒|[hs]|天|元|万元|吨|公斤|克|毫米|微米|纳米|厘米|米|台|件|个|人|级|目|转)"
    r"(?:/(?:[a-zA-Z]{1,3}\d?|[天年月日时分台件吨次]|小时|分钟|平方米|立方米|立方厘米))?"
)
_QUANTITY = re.compile(
    rf"(?P<mark>[≥≤<>=±]|不低于|不高于|不超过|不少于|不大于|不小于|低于|高于|小于|大于|少于|超过|至少)?\s?"
    rf"(?<![\d.])(?P<number>\d{{1,9}}(?:\.\d{{1,6}})?(?:\s?[-~—]\s?\d{{1,9}}(?:\.\d{{1,6}})?)?)\s?(?P<unit>{_UNIT})(?![A-Za-z])"
    r"(?P<edge>以[下上内]|左右)?"
)
_WANTED = re.compile(
    r"(?:降低?到|降低?至|降为|减少?到|减少?至|缩短[到至]|提高?[到至]|提升[到至]|升[到至]|增加?[到至]|达到|控制在|做到|"
    r"[≥≤<>]|不低于|不高于|不超过|不少于|不大于|不小于|低于|高于|小于|大于|保证)[^,，。;；\d]{0,4}$"
)
_CLAUSE = re.compile(r"[,，:：、]")


@dataclass(frozen=True, slots=True)
class Target:
    """What is to change; `present` and `wanted` as written, empty when the text does not say."""

    what: str
    present: str
    wanted: str


@dataclass(frozen=True, slots=True)
class _Quantity:
    what: str
    said: str
    unit: str
    is_wanted: bool


def find_targets(text: str) -> tuple[Target, ...]:
    """Find the values that a text wants reached, with the present ones where it tells them."""
    targets: list[Target] = []
    known: dict[str, _Quantity] = {}
    for quantity in (q for sentence in sentences(text) for q in _quantities(sentence)):
        if not quantity.is_wanted:
            known[quantity.unit] = quantity
            continue
        before = known.pop(quantity.unit, None)
        what = quantity.what or (before.what if before else "")
        same = not quantity.what or (before is not None and before.what in {"", what})
        targets.append(Target(what, before.said if before and same else "", quantity.said))
    return tuple(targets)


def _quantities(sentence: str) -> Iterator[_Quantity]:
    last = 0
    for match in _QUANTITY.finditer(sentence):
        lead = _CLAUSE.split(sentence[last : match.start()])[-1]
        wanted = bool(match["mark"] or match["edge"] in {"以下", "以上", "以内"} or _WANTED.search(lead))
        yield _Quantity(_subject(lead), match[0].strip(), match["unit"], wanted)
        last = match.end()


def _subject(lead: str) -> str:
    """Find the last term of the words before a value: what the value is of."""
    found = list(phrases(lead))
    end = max((phrase.start + len(phrase.folded) for phrase in found), default=0)
    last = (phrase for phrase in found if phrase.start + len(phrase.folded) == end)
    return max((phrase.written for phrase in last), key=len, default="")
