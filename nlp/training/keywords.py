"""Learns from the training part of CSL what its authors chose as keywords."""

import json
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression

from nlp.keyness import Habits, features
from nlp.keywords import collect
from nlp.text import fold
from nlp.training.samples import rows
from nlp.words import cut

_FOLDS = 5
_UNIT = 100
"""A weight of 1 becomes so many whole units."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper and its keywords, normalised for comparison."""

    title: str
    abstract: str
    keywords: frozenset[str]


def read(folder: Path) -> list[Paper]:
    """Read the papers that may be trained on."""
    return [
        Paper(row["title"], row["abstract"], frozenset(map(normal, row["keywords"]))) for row in rows(folder)
    ]


def normal(text: str) -> str:
    """Return a keyword as it is compared."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()


def learn(papers: Sequence[Paper]) -> str:
    """Return the model's file. The habits a paper is judged by were learnt from the other folds only."""
    names: dict[str, int] = {}
    starts, columns, wanted = [0], list[int](), list[bool]()
    for fold_number in range(_FOLDS):
        habits = learn_habits([paper for n, paper in enumerate(papers) if n % _FOLDS != fold_number])
        for paper in papers[fold_number::_FOLDS]:
            for folded, candidate in collect(paper.title, paper.abstract).items():
                named = features(candidate, len(paper.abstract), habits)
                columns.extend(names.setdefault(name, len(names)) for name in named)
                starts.append(len(columns))
                wanted.append(normal(folded) in paper.keywords)
    matrix = sp.csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(wanted), len(names)))
    fitted = LogisticRegression(C=1.0, solver="liblinear", max_iter=200).fit(matrix, wanted)
    weights = {name: round(_UNIT * fitted.coef_[0][number]) for name, number in sorted(names.items())}
    return _file({name: weight for name, weight in weights.items() if weight}, learn_habits(papers))


def learn_habits(papers: Sequence[Paper]) -> dict[str, Habits]:
    """Count what words do in keywords, against how often they occur in texts."""
    seen, texts = Counter[str](), Counter[str]()
    opens, ends, inside, alone = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for paper in papers:
        words = cut(f"{paper.title}\n{paper.abstract}")
        seen.update(words)
        texts.update(set(words))
        for keyword in paper.keywords:
            _count(cut(fold(keyword)), opens, ends, inside, alone)
    return {
        word: Habits(
            _step(opens[word], times), _step(ends[word], times), _step(inside[word], times),
            _step(alone[word], times), min(int(math.log2(texts[word])), 9),
        )
        for word, times in sorted(seen.items())
        if times > 1
    }  # fmt: skip


def _count(
    words: Sequence[str], opens: Counter[str], ends: Counter[str], inside: Counter[str], alone: Counter[str]
) -> None:
    if len(words) == 1:
        alone[words[0]] += 1
    elif words:
        opens[words[0]] += 1
        ends[words[-1]] += 1
        inside.update(words[1:-1])


def _step(chosen: int, times: int) -> int:
    """Turn a rate into a step: 0 for never although often seen, 7 for nearly always."""
    rate = (chosen + 0.02) / (times + 1)
    return min(max(int(math.log2(rate) + 8.5), 0), 7)


def _file(weights: Mapping[str, int], habits: Mapping[str, Habits]) -> str:
    lines: Iterable[str] = (
        f"{word}\t{one.opens}{one.ends}{one.inside}{one.alone}{one.common}" for word, one in habits.items()
    )
    return "\n".join((json.dumps(weights, ensure_ascii=False), *lines, ""))
