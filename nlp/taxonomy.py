"""The list of technical domains (领域): 24 first-level, 153 second-level, and the terms that tell them."""

import csv
import re
from dataclasses import dataclass
from functools import cache

from nlp.shelf import shelf
from nlp.text import fold


@dataclass(frozen=True, slots=True)
class Domain:
    """One domain. Codes never change: two digits for the first level, four for the second."""

    code: str
    name: str
    parent: str
    """Code of the first-level domain; empty on the first level."""
    terms: tuple[str, ...]
    disciplines: tuple[str, ...]
    """Codes of 学科分类 GB/T 13745-2009."""
    industries: tuple[str, ...]
    """Divisions of 国民经济行业分类 GB/T 4754-2017."""
    hightech: tuple[str, ...]
    """Codes of 国家重点支持的高新技术领域 (2016)."""
    emerging: tuple[str, ...]
    """Codes of 战略性新兴产业分类 (2018)."""


@cache
def domains() -> tuple[Domain, ...]:
    """Return all domains in the order of their codes, each first-level one before its second-level ones."""
    more: dict[str, list[str]] = {}
    for row in csv.DictReader(shelf("domain_terms.csv")):
        more.setdefault(row["code"], []).append(row["term"])
    return tuple(_domain(row, more.get(row["code"], [])) for row in csv.DictReader(shelf("domains.csv")))


@cache
def by_code() -> dict[str, Domain]:
    """Return the domains by their code."""
    return {domain.code: domain for domain in domains()}


def name_parts(domain: Domain) -> tuple[str, ...]:
    """Split a name into the things it lists: 工业控制, 智能系统."""
    return tuple(part for part in re.split("[、与和]", domain.name) if len(part) > 1)


@cache
def spellings() -> dict[str, str]:
    """Tell how each term is written, by its folded form: plc -> PLC."""
    return {fold(term): term for domain in domains() for term in (*domain.terms, *name_parts(domain))}


@cache
def fields() -> dict[str, str]:
    """Return the first-level domain of each discipline of papers (CSL's 67)."""
    return dict(line.split(",") for line in shelf("disciplines.csv")[1:])


def _domain(row: dict[str, str], more: list[str]) -> Domain:
    return Domain(
        code=row["code"],
        name=row["name"],
        parent=row["parent"],
        terms=tuple(dict.fromkeys((*_split(row["seed_keywords"]), *more))),
        disciplines=_split(row["gb13745"]),
        industries=_split(row["gb4754_divisions"]),
        hightech=_split(row["hitech2016"]),
        emerging=_split(row["sei2018"]),
    )


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split(";") if part)
