"""Fits linear models and rounds them to whole numbers. Only this needs numpy, scipy, scikit-learn."""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import scipy.sparse as sp
from sklearn.svm import LinearSVC

from nlp.linear import Model, value

Fit = Callable[[Any], tuple[Any, Any]]
"""Takes the matrix of texts by features; gives weights (features by classes) and a bias for each class."""


def shrunk(
    counted: Sequence[dict[str, int]], classes: Sequence[str], least: int, kept: int, fit: Fit
) -> Model:
    """Fit on all features, keep those that matter most, and fit again on these."""
    seen = Counter(feature for counts in counted for feature in counts)
    names = sorted(feature for feature, times in seen.items() if times >= least)
    weights, _ = fit(_matrix(counted, names, seen))
    often = np.array([seen[name] * _rarity(seen[name], len(counted)) ** 2 for name in names])
    matters = (np.asarray(weights) ** 2).sum(axis=1) * often
    best = sorted(np.argsort(-matters, kind="stable")[:kept])
    chosen = [names[number] for number in best]
    weights, bias = fit(_matrix(counted, chosen, seen))
    return _rounded(chosen, [_rarity(seen[name], len(counted)) for name in chosen], classes, weights, bias)


def one_against_rest(labels: Sequence[int], worth: Sequence[float]) -> Fit:
    """Fit a linear support vector machine on texts whose one label is known."""

    def fit(matrix: Any) -> tuple[Any, Any]:
        machine = LinearSVC(C=0.5, random_state=0).fit(matrix, labels, sample_weight=worth)
        return machine.coef_.T, machine.intercept_

    return fit


def any_of(allowed: Any, worth: Any, rounds: int = 4, rate: float = 0.3, scale: float = 8.0) -> Fit:
    """Fit a softmax on texts of which only a set is known that holds the label (Adagrad, fixed seed)."""

    def fit(matrix: Any) -> tuple[Any, Any]:
        order, scaled = np.random.default_rng(0), (matrix * scale).tocsr()
        shape = (matrix.shape[1], allowed.shape[1])
        weights, seen = np.zeros(shape, np.float32), np.full(shape, 1e-3, np.float32)
        bias, bias_seen = np.zeros(shape[1], np.float32), np.full(shape[1], 1e-3, np.float32)
        for _ in range(rounds):
            mixed = order.permutation(len(worth))
            for first in range(0, len(worth), 256):
                rows = mixed[first : first + 256]
                texts = scaled[rows]
                error = _error(texts @ weights + bias, allowed[rows]) * worth[rows, None]
                columns = np.unique(texts.indices)
                slope = (texts[:, columns].T @ error) / len(rows) + 1e-6 * weights[columns]
                seen[columns] += slope * slope
                weights[columns] -= rate * slope / np.sqrt(seen[columns])
                slope = error.mean(axis=0)
                bias_seen += slope * slope
                bias -= rate * slope / np.sqrt(bias_seen)
        return weights * scale, bias

    return fit


def _error(scores: Any, allowed: Any) -> Any:
    chances = np.exp(scores - scores.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    wanted = chances * allowed
    return chances - wanted / (wanted.sum(axis=1, keepdims=True) + 1e-9)


def _rarity(times: int, texts: int) -> int:
    return min(round(16 * (1 + math.log((1 + texts) / (1 + times)))), 255)


def _matrix(counted: Sequence[dict[str, int]], names: Sequence[str], seen: Counter[str]) -> Any:
    """Texts by features, each text of length one: the very values that serving computes."""
    places = {name: number for number, name in enumerate(names)}
    rarities = [_rarity(seen[name], len(counted)) for name in names]
    starts, columns = [0], list[int]()
    values = list[float]()
    for counts in counted:
        row = {
            places[name]: value(count, rarities[places[name]])
            for name, count in counts.items()
            if name in places
        }
        length = math.sqrt(sum(one * one for one in row.values())) or 1.0
        columns.extend(row)
        values.extend(one / length for one in row.values())
        starts.append(len(columns))
    return sp.csr_matrix((np.array(values, np.float32), columns, starts), shape=(len(counted), len(names)))


def _rounded(
    names: Sequence[str], rarities: Sequence[int], classes: Sequence[str], weights: Any, bias: Any
) -> Model:
    """Round to 255 steps; the one weight in ten thousand that is larger is cut."""
    step = float(np.quantile(np.abs(weights), 0.9999)) / 127
    whole = np.clip(np.rint(weights / step), -127, 127).astype(np.int16) + 128
    return Model(
        classes=tuple(classes),
        bias=tuple(round(float(one), 4) for one in bias),
        step=round(step, 8),
        places={name: number for number, name in enumerate(names)},
        rarities=bytes(rarities),
        weights=whole.astype(np.uint8).tobytes(),
    )
