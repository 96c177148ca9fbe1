"""Which column of a sheet means what: guessed from headings and, where those are silent, from the cells."""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from handlers.domain.credit_code import CreditCode, read_credit_code
from handlers.sheets.cells import Cell, line, phone

_NOTHING: Mapping[str, str] = {}
EXPERTS, ENTERPRISES, NEEDS = "experts", "enterprises", "needs"
KINDS = (NEEDS, EXPERTS, ENTERPRISES)
"""Kinds of sheets, the most telling first: a list of needs also names enterprises."""

ENOUGH = 0.5
"""Score from which a column is taken for a field at all; below SURE it is shown as doubtful."""
SURE = 0.7


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a kind of sheet: what its column may be called, and how much it tells of the kind."""

    name: str
    words: tuple[str, ...]
    tells: int


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of sheet; of every group in `needs` one column has to be there."""

    name: str
    fields: Mapping[str, Field]
    needs: tuple[tuple[str, ...], ...]
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """Field -> column (from 0), the doubtful ones among them, and the groups of which no column was found."""

    found: Mapping[str, int]
    doubtful: tuple[str, ...] = ()
    missing: tuple[tuple[str, ...], ...] = ()
    weight: float = 0.0


@cache
def kinds() -> Mapping[str, Kind]:
    """Return the kinds of sheets by name."""
    data = tomllib.loads((Path(__file__).with_name("data") / "columns.toml").read_text(encoding="utf-8"))
    return {name: _kind(name, data[name]) for name in KINDS}


def guess(
    kind: str, headings: Sequence[str], samples: Sequence[Sequence[Cell]], also: Mapping[str, str] = _NOTHING
) -> Columns:
    """Match fields with columns, each at most once, the best pairs first.

    `also` maps further headings, as the programme's own form has them, to fields.
    """
    fields = kinds()[kind].fields
    columns = [_column_of(samples, at) for at in range(len(headings))]
    scored = sorted(
        (-max(_score(field, heading, columns[at]), also.get(heading) == field.name), rank, at, field.name)
        for at, heading in enumerate(headings)
        for rank, field in enumerate(fields.values())
    )
    found: dict[str, int] = {}
    doubtful: list[str] = []
    taken: set[int] = set()
    for score, _, at, name in scored:
        if -score >= ENOUGH and name not in found and at not in taken:
            found[name] = at
            taken.add(at)
            doubtful += [name] if -score < SURE else []
    weight = sum(-score * fields[name].tells for score, _, at, name in scored if found.get(name) == at)
    return Columns(found, tuple(doubtful), missing(kind, found), weight)


def missing(kind: str, found: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Return the groups of fields of which none has a column."""
    there = set(found)
    return tuple(group for group in kinds()[kind].needs if there.isdisjoint(group))


def kind_of(headings: Sequence[str], samples: Sequence[Sequence[Cell]], title: str = "") -> str:
    """Return the kind of sheet that these headings speak of most, helped by the title; empty for none."""
    weights = {kind: _weight(kinds()[kind], headings, samples, title) for kind in KINDS}
    best = max(KINDS, key=lambda kind: weights[kind])
    return best if weights[best] > 0 else ""


def headed(heading: str) -> bool:
    """Say whether any kind of sheet has a column of this heading."""
    return any(
        _likeness(field, heading) >= SURE for kind in kinds().values() for field in kind.fields.values()
    )


def letter(column: int) -> str:
    """Return a column's letters, as spreadsheets show them: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _kind(name: str, data: Mapping[str, Any]) -> Kind:
    fields = {
        field: Field(field, tuple(entry["words"]), entry["tells"]) for field, entry in data["field"].items()
    }
    groups = tuple(tuple(group) for group in data["needs"])
    return Kind(name, fields, groups, tuple(data["titles"]))


def _weight(kind: Kind, headings: Sequence[str], samples: Sequence[Sequence[Cell]], title: str) -> float:
    columns = guess(kind.name, headings, samples)
    if columns.missing:
        return 0.0 if len(columns.missing) == len(kind.needs) else columns.weight / 4
    named = any(word in title.lower() for word in kind.titles)
    return columns.weight + _NAMED * named


def _score(field: Field, heading: str, column: Sequence[Cell]) -> float:
    """Score a heading from 0 to 1, mended by what the cells say; without a heading the cells alone speak."""
    likeness = _likeness(field, heading)
    looks = _LOOKS.get(field.name)
    if looks is None or not column:
        return likeness
    share = sum(map(looks, column)) / len(column)
    if not heading and share >= _MOST:
        return _SILENT
    return likeness * (_UNLIKE if share < _FEW and len(column) >= _SOME else 1.0)


@lru_cache(maxsize=5000)
def _likeness(field: Field, heading: str) -> float:
    """Compare a heading with a field's words: the same, or one of them with something around it."""
    whole, inner = _spellings(heading)
    if not whole:
        return 0.0
    ranks = {word: rank for rank, word in enumerate(field.words)}
    if whole in ranks:
        return 1.0 - ranks[whole] / 1000
    within = [(len(word), -rank) for word, rank in ranks.items() if len(word) > 1 and word in whole]
    if within:
        longest, rank = max(within)
        return _AROUND + (0.95 - _AROUND) * longest / len(whole) + rank / 1000
    return 0.6 - ranks[inner] / 1000 if inner in ranks else 0.0


def _spellings(heading: str) -> tuple[str, str]:
    """Return a heading without signs, brackets and spaces, and what stood in the brackets."""
    plain = unicodedata.normalize("NFKC", heading).lower()
    inner = "".join(_BRACKETS.findall(plain))
    whole = _SIGNS.sub("", _BRACKETS.sub("", plain))
    return whole or _SIGNS.sub("", plain), _SIGNS.sub("", inner)


def _column_of(samples: Sequence[Sequence[Cell]], at: int) -> list[Cell]:
    cells = (row[at] for row in samples if at < len(row))
    return [cell for cell in cells if line(cell)]


def _is_phone(cell: Cell) -> bool:
    return bool(phone(cell))


def _is_credit_code(cell: Cell) -> bool:
    return isinstance(read_credit_code(line(cell)), CreditCode)


_LOOKS: Mapping[str, Callable[[Cell], bool]] = {"phone": _is_phone, "credit_code": _is_credit_code}
_BRACKETS = re.compile(r"[(\[【〔{]([^)\]】〕}]*)[)\]】〕}]")
_SIGNS = re.compile(r"[\W_]+")
_AROUND = 0.45
_MOST, _FEW, _SOME = 0.8, 0.2, 3
_SILENT = 0.65
"""A column without a heading that is full of phone numbers, or of credit codes."""
_NAMED = 3
"""What the sheet's title counts."""
_UNLIKE = 0.6
"""A heading whose cells hold something else (电话 over names) counts this much less."""
