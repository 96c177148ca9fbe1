"""What the domain models learn from: public lists whose codes we map, and the training part of CSL.

`folder` is laid out as `data/README` of the project's shared data says; the patent classification is a file
of lines CODE<tab>TITLE made from the tables that CNIPA publishes. Never needs.
"""

import csv
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.domains import DOMAINS
from nlp.taxonomy import name_parts
from nlp.training.schemes import domains_of

_LONGEST = 120
_REFERENCE = "引得"
_SUBCLASS = len("A01B")


@dataclass(frozen=True, slots=True)
class Sample:
    """A text, the domains it may mean, how much it counts; for papers also their discipline or category."""

    title: str
    text: str
    domains: tuple[str, ...]
    weight: float
    discipline: str = ""
    category: str = ""


def samples(folder: Path, patents: Path) -> list[Sample]:
    """Return everything that the model of needs learns from."""
    taxonomy = folder / "taxonomy"
    return [
        *papers(folder),
        *titles(folder),
        *_patents(patents),
        *_industries(taxonomy / "gbt4754_2017.csv"),
        *_disciplines(taxonomy / "gbt13745_2009.csv"),
        *_science_fund(taxonomy / "nsfc.jsonl"),
        *_lexicon(),
    ]


def papers(folder: Path) -> Iterator[Sample]:
    """Give each paper twice: with its abstract, and its title alone."""
    allowed = disciplines(folder)
    for row in rows(folder):
        known = (row["discipline"], row["category"])
        yield Sample(row["title"], row["abstract"], allowed[row["discipline"]], 10.0, *known)
        yield Sample(row["title"], "", allowed[row["discipline"]], 5.0, *known)


def rows(folder: Path) -> Iterator[dict[str, Any]]:
    """Give the papers of CSL that may be trained on, as they are."""
    never = _never(folder)
    for line in (folder / "papers" / "train.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if _hash(row["title"]) not in never and _hash(row["abstract"], 50) not in never:
            yield row


def titles(folder: Path) -> Iterator[Sample]:
    """Give the titles of which only the category is known: any domain of its disciplines."""
    allowed, never = disciplines(folder), _never(folder)
    meant: dict[str, set[str]] = {}
    for paper in papers(folder):
        meant.setdefault(paper.category, set()).update(allowed[paper.discipline])
    for line in (folder / "papers" / "title_category_train.tsv").read_text(encoding="utf-8").splitlines():
        title, category = line.split("\t")
        if _hash(title) not in never:
            yield Sample(title, "", tuple(sorted(meant[category])), 1.0, "", category)


def disciplines(folder: Path) -> dict[str, tuple[str, ...]]:
    """Tell which second-level domains each discipline of CSL may mean."""
    listed: dict[str, set[str]] = {}
    with (Path(__file__).parent.parent / "data" / "domains.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            for name in row["csl_disciplines"].split(";"):
                listed.setdefault(name, set()).add(row["code"])
    found: dict[str, tuple[str, ...]] = {}
    with (folder / "taxonomy" / "csl67_to_domain.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            below = {domain.code for domain in DOMAINS if domain.parent == row["domain_l1"]}
            found[row["csl_discipline"]] = tuple(
                sorted(listed.get(row["csl_discipline"], set()) & below or below)
            )
    return found


def _patents(file: Path) -> Iterator[Sample]:
    for line in file.read_text(encoding="utf-8").splitlines():
        code, title = line.split("\t")
        meant = domains_of("ipc", code) if len(code) >= _SUBCLASS and _REFERENCE not in title else ()
        if meant and len(title) > 1:
            yield Sample(title[:_LONGEST], "", meant, 0.15 if "/" in code else 0.5)


def _industries(file: Path) -> Iterator[Sample]:
    with file.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            meant = domains_of("gb4754", row["class"] or row["group"] or row["division"])
            if meant:
                yield Sample(row["name"], "", meant, 2.0)


def _disciplines(file: Path) -> Iterator[Sample]:
    meant: dict[str, set[str]] = {}
    for domain in DOMAINS:
        for code in domain.disciplines if domain.parent else ():
            meant.setdefault(code, set()).add(domain.code)
    with file.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            codes = meant.get(row["code"]) or meant.get(row["code"][:5])
            if codes:
                yield Sample(row["name"], "", tuple(sorted(codes)), 2.0)


def _science_fund(file: Path) -> Iterator[Sample]:
    for line in file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        meant = domains_of("nsfc", row["_id"])
        if meant:
            yield Sample(row["name"], "", meant, 2.0)


def _lexicon() -> Iterator[Sample]:
    meant: dict[str, set[str]] = {}
    for domain in DOMAINS:
        for term in (*domain.terms, *name_parts(domain)) if domain.parent else ():
            meant.setdefault(term, set()).add(domain.code)
    for term, codes in meant.items():
        yield Sample(term, "", tuple(sorted(codes)), 3.0)


def _never(folder: Path) -> frozenset[str]:
    lines = (folder / "papers" / "never_train_on_sha1.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


def _hash(text: str, length: int | None = None) -> str:
    bare = re.sub(r"[\W_]", "", unicodedata.normalize("NFC", text)).lower()[:length]
    return hashlib.sha1(bare.encode(), usedforsecurity=False).hexdigest()
