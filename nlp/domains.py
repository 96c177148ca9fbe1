"""Domains of a text: ranked second-level tags, each with the words that decided.

Three voices are heard: a lexicon of terms; a linear model that reads like needs, learnt from the titles of
patent classes, industries and disciplines; and one that reads like papers. How much each counts depends on
whether the text reads like a need or like a paper.
"""

import math
import re
from dataclasses import dataclass
from functools import cache

from nlp import taxonomy
from nlp.grams import is_latin, plain, telling
from nlp.lexicon import evidence
from nlp.linear import Model, load
from nlp.phrases import tells
from nlp.taxonomy import Domain
from nlp.text import fold, tidy
from nlp.words import cut_run, runs_at

DOMAINS: tuple[Domain, ...] = taxonomy.domains()

_LEXICON_FOR_NEEDS, _LEXICON_FOR_PAPERS = 6.0, 3.0
_PAPERS_FOR_NEEDS, _PAPERS_FOR_PAPERS = 1.0, 2.5
"""How much the lexicon, and the model of papers, count for a text that is wholly of one kind (measured)."""
_ENOUGH = 2.0
"""Evidence below which a first place may be chance: one ordinary two-character term, said once."""
_SHARP = 6.0
"""Makes the margins of the model of papers into chances."""
_DOUBT = 0.03
"""Left to every field, since the models never saw how needs are written."""
_CAUTION = 2.0
"""Flattens the shares: three voices that agree are not three independent witnesses."""
_BEYOND_DOUBT = 0.9
"""The share of the first domain that needs nothing else; below it, two things must hold:"""
_AHEAD = 4.0
"""it has so many times the share of any domain of another field, ..."""
_AS_LOUD = 1.2
"""... and the terms that speak for it weigh so many times those for any of them."""

_MOST_CLEAR, _CLOSE = 3, 0.2
"""Domains that are taken without asking at most, and the share of the first one's evidence they must have."""
_FIRST, _LOOKED_AT = 3, 12
_FAINT = 0.0005
_WORDS = 3
_SHOWN = 1_000
"""Words shown where no term of the lexicon decided."""


@dataclass(frozen=True, slots=True)
class DomainGuess:
    """A second-level domain, how much speaks for it (0..1, of all domains 1), and the words that decided."""

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
    """Rank the domains a need or a research direction speaks of; nothing when no word of it tells any."""
    told, counts = evidence(title, text), telling(title, text)
    chances = _chances(title, text, counts, told)
    words = _words(title, text)
    ranked = sorted(chances, key=lambda code: (-chances[code], code))
    likely = [code for place, code in enumerate(ranked) if place < _LOOKED_AT or code in told]
    likely = [code for place, code in enumerate(likely) if place < _FIRST or chances[code] >= _FAINT]
    reasons = {code: _reasons(code, told.get(code, {}), counts, words) for code in likely}
    chosen = _varied([code for code in likely if reasons[code]], limit)
    best = tuple(DomainGuess(code, domain_name(code), chances[code], reasons[code]) for code in chosen)
    return Tagged(best, sure=_is_sure(best, chances, told))


def _varied(ranked: list[str], limit: int) -> list[str]:
    """Choose the first three, and beside them rather the best of other first-level domains."""
    chosen, rest = ranked[: min(_FIRST, limit)], ranked[_FIRST:]
    seen = {code[:2] for code in chosen}
    firsts = {code[:2]: code for code in reversed(rest) if code[:2] not in seen}
    others = [code for code in rest if code in firsts.values()]
    more = (others + [code for code in rest if code not in others])[: limit - len(chosen)]
    return chosen + sorted(more, key=ranked.index)


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


def _chances(
    title: str, text: str, counts: dict[str, int], told: dict[str, dict[str, float]]
) -> dict[str, float]:
    """Return the share of each second-level domain, rounded so that every machine ranks alike."""
    like_paper = _likeness_to_papers(text)
    model = load("trade")
    totals = {code: sum(terms.values()) for code, terms in told.items()}
    most = max([_ENOUGH, *totals.values()])
    lexicon = _between(_LEXICON_FOR_NEEDS, _LEXICON_FOR_PAPERS, like_paper) / most
    fields = _fields(load("papers"), title, text)
    papers = _between(_PAPERS_FOR_NEEDS, _PAPERS_FOR_PAPERS, like_paper)
    scores = {
        code: (score + lexicon * totals.get(code, 0.0) + papers * fields[code[:2]]) / _CAUTION
        for code, score in zip(model.classes, model.scores(counts), strict=True)
    }
    return _shares(scores, 4)


def _shares(scores: dict[str, float], digits: int) -> dict[str, float]:
    top = max(scores.values())
    parts = {name: math.exp(score - top) for name, score in scores.items()}
    whole = math.fsum(parts.values())
    return {name: round(part / whole, digits) for name, part in parts.items()}


def _fields(model: Model, title: str, text: str) -> dict[str, float]:
    """Return the logarithm of each first-level domain's chance by the model of papers."""
    margins = zip(model.classes, model.scores(plain(title, text)), strict=True)
    shares = _shares({name: _SHARP * margin for name, margin in margins}, 9)
    sums = dict.fromkeys((domain.code for domain in DOMAINS if not domain.parent), _DOUBT)
    for name, share in shares.items():
        sums[_field_of(name)] += share
    return {code: math.log(share) for code, share in sums.items()}


@cache
def _field_of(discipline: str) -> str:
    return taxonomy.fields()[discipline]


_LIKE_NEED = re.compile(
    r"企业|公司|我们|我厂|厂家|希望|需求|急需|寻求|合作|难题|解决|目前|现有|怎么|如何|专家|成本|万元|要求|需要|"
    r"市场|产业化|生产线|客户"
)
_LIKE_PAPER = re.compile(
    r"本文|文章|表明|研究了|提出了|提出一种|分析了|探讨|方法[:：]|结论|目的|对照组|认为|论述|介绍了|阐述|讨论了|"
    r"显著|为例|采用|利用|综述|结果|进行了|得到了"
)


_TITLE_ALONE = 0.25


def _likeness_to_papers(text: str) -> float:
    """Tell how much a text reads like a paper, 0 to 1; a title alone may be either."""
    folded = fold(text)
    if not folded.strip():
        return _TITLE_ALONE
    papers, needs = (len(pattern.findall(folded)) for pattern in (_LIKE_PAPER, _LIKE_NEED))
    return papers / (papers + needs + 0.5)


def _between(needs: float, papers: float, like_paper: float) -> float:
    return needs + (papers - needs) * like_paper


def _reasons(
    code: str, terms: dict[str, float], counts: dict[str, int], words: dict[str, str]
) -> tuple[str, ...]:
    """Return the terms of the lexicon, or else the words whose characters speak most for the domain."""
    if terms:
        best = sorted(terms, key=lambda term: (-round(terms[term], 6), term))
        return tuple(taxonomy.spellings()[term] for term in best)
    model = load("trade")
    number = model.classes.index(code)
    weights = {word: _weight(model, number, word, counts) for word in words}
    best = sorted((word for word in weights if weights[word] > 0), key=lambda word: (-weights[word], word))
    return tuple(words[word] for word in best[:_WORDS])


def _words(title: str, text: str) -> dict[str, str]:
    """Return the words that tell something, folded and as written."""
    found: dict[str, str] = {}
    for part in (title, text[:_SHOWN]):
        written, folded = tidy(part), fold(part)
        for start, run in runs_at(folded):
            place = start
            for word in cut_run(run):
                if tells(word):
                    found.setdefault(word, written[place : place + len(word)] if is_latin(word) else word)
                place += len(word)
    return found


def _weight(model: Model, number: int, word: str, counts: dict[str, int]) -> int:
    if not word[0] >= "\u3400":
        return model.weight("=" + word, number)
    grams = {word[start : start + size] for size in (2, 3) for start in range(len(word) - size + 1)}
    return sum(model.weight(gram, number) for gram in grams if gram in counts)


def _is_sure(
    best: tuple[DomainGuess, ...], chances: dict[str, float], told: dict[str, dict[str, float]]
) -> bool:
    """Sure: no other field comes near, by all voices together nor by the terms alone."""
    first, heard = best[0].code if best else "", {code: sum(terms.values()) for code, terms in told.items()}
    if first in heard and chances[first] >= _BEYOND_DOUBT:
        return True
    if heard.get(first, 0.0) < _ENOUGH:
        return False
    others = [code for code in chances if code[:2] != first[:2]]
    loudest = max(heard.get(code, 0.0) for code in others)
    next_one = max(chances[code] for code in others)
    return heard[first] >= _AS_LOUD * loudest and chances[first] >= _AHEAD * next_one
