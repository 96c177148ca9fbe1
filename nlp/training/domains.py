"""The two models behind the domains: one reads like needs (153 domains), one like papers (67 disciplines)."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from nlp.domains import DOMAINS
from nlp.grams import plain, telling
from nlp.linear import Model
from nlp.training.fitting import any_of, one_against_rest, shrunk
from nlp.training.samples import Sample, disciplines, papers, samples, titles

_KEPT_NEEDS, _KEPT_PAPERS = 15_000, 15_000


def trade(folder: Path, patents: Path) -> Model:
    """Fit the model that reads needs, on everything public whose code we can map."""
    learnt = samples(folder, patents)
    codes = [domain.code for domain in DOMAINS if domain.parent]
    place = {code: number for number, code in enumerate(codes)}
    allowed = np.zeros((len(learnt), len(codes)), np.float32)
    for row, sample in enumerate(learnt):
        allowed[row, [place[code] for code in sample.domains]] = 1
    worth = np.array([sample.weight for sample in learnt], np.float32)
    counted = [telling(sample.title, sample.text) for sample in learnt]
    return shrunk(counted, codes, 3, _KEPT_NEEDS, any_of(allowed, worth))


def papers_model(folder: Path) -> Model:
    """Fit the model of papers; titles of unknown discipline are guessed within their category first."""
    known = [replace(paper, weight=1.0) for paper in papers(folder)]
    first = _fit(known, folder, 10**9)
    within = {paper.category: set[str]() for paper in known}
    for paper in known:
        within[paper.category].add(paper.discipline)
    guessed = [
        replace(title, discipline=_guess(first, title, within), weight=0.5) for title in titles(folder)
    ]
    return _fit([*known, *guessed], folder, _KEPT_PAPERS)


def _fit(learnt: list[Sample], folder: Path, kept: int) -> Model:
    classes = sorted(name for name in disciplines(folder) if any(one.discipline == name for one in learnt))
    labels = [classes.index(sample.discipline) for sample in learnt]
    counted = [plain(sample.title, sample.text) for sample in learnt]
    fit = one_against_rest(labels, [sample.weight for sample in learnt])
    return shrunk(counted, classes, 2, kept, fit)


def _guess(model: Model, title: Sample, within: dict[str, set[str]]) -> str:
    scores: dict[str, Any] = dict(zip(model.classes, model.scores(plain(title.title, "")), strict=True))
    return max(sorted(within[title.category]), key=lambda name: scores[name])
