"""What is to become of a row of a sheet: new, changed, same, perhaps known already, or faulty."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, TypeVar, cast

from handlers.domain.actors import Actor, Subject, may
from handlers.domain.sheets import Twin
from handlers.sheets.cells import same
from handlers.sheets.drafts import Draft, Remark
from handlers.sheets.firms import Index

Noun = TypeVar("Noun")
NEW, CHANGED, SAME, LIKELY, FAULTY = "new", "changed", "same", "likely", "faulty"
LIKELY_KEY = "sheet.likely."
"""Texts of why two records may be one; what follows is kept with the pair."""
RESULTS = (NEW, CHANGED, SAME, LIKELY, FAULTY)
"""新增, 更新, 不变, 疑似重复 (kept as new, to be merged or not), 有误."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result for a row, and why. `noun` is what it was recognised as, `fields` what would change."""

    row: int
    result: str
    remarks: tuple[Remark, ...] = ()
    noun: int | None = None
    fields: tuple[str, ...] = ()

    @property
    def written(self) -> bool:
        """Say whether the row leads to anything new or changed."""
        return self.result in {NEW, CHANGED, LIKELY}


@dataclass(frozen=True, slots=True)
class By:
    """Who brings a sheet in: a coordinator, or the operator (None), and the source that events name.

    `sheet_id` is the sheet of a chat.
    """

    actor: Actor | None
    source: str
    sheet_id: int | None = None

    @property
    def person_id(self) -> int | None:
        """The coordinator's id."""
        return self.actor.person_id if self.actor else None

    def may(self, area: str) -> bool:
        """Say whether rows of this area may be brought in; the operator may all."""
        return self.actor is None or may(self.actor, "import_people", Subject(area=area))

    def may_change(self, area: str, department: int | None) -> bool:
        """Say whether an expert of this area may be changed, or one whom this department recommends."""
        subject = Subject(area=area, bureau_id=department)
        return self.actor is None or may(self.actor, "import_people", subject)

    @property
    def department(self) -> int | None:
        """The department (省直厅局人事处) that recommends whom it brings in; None for a bureau."""
        desks = [desk for desk in self.actor.desks if desk.acts] if self.actor else []
        return desks[0].bureau_id if desks and all(desk.kind == "department" for desk in desks) else None


@dataclass
class Seen:
    """The rows of this sheet so far: the same key twice, or two names alike, are noticed in a dry run too.

    `known` are the enterprises looked up on the way, by id: to index their names anew for each chunk would
    take longer than everything else.
    """

    keys: dict[str, int] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    contacts: set[str] = field(default_factory=set)
    people: dict[str, list[tuple[str, str, int]]] = field(default_factory=dict)
    firms: Index = field(default_factory=Index)
    known: Index = field(default_factory=Index)
    known_ids: set[int] = field(default_factory=set)

    def twice(self, draft: Draft, *keys: str) -> Verdict | None:
        """Return the verdict on a row whose key stood in an earlier one, and remember its keys."""
        rows = [self.keys.setdefault(key, draft.row) for key in keys]
        first = next((row for row in rows if row != draft.row), None)
        if first is None:
            return None
        return Verdict(draft.row, SAME, (Remark("sheet.remark.twice", values={"row": first}),))


def differing(noun: object, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return which of these values the noun does not have yet."""
    return {name: value for name, value in values.items() if not same(getattr(noun, name), value)}


def faulty(draft: Draft, *faults: Remark) -> Verdict:
    """Return the verdict on a row that cannot be taken."""
    return Verdict(draft.row, FAULTY, (*draft.faults, *faults))


def counted(verdicts: Iterable[Verdict]) -> dict[str, int]:
    """Return how many rows have each result."""
    found = Counter(verdict.result for verdict in verdicts)
    return {result: found[result] for result in RESULTS}


def plain(value: Any) -> Any:  # noqa: ANN401 - a noun's value of any kind
    """Return a value as a noun keeps it: lists for tuples."""
    return list(value) if isinstance(value, tuple) else value


def made(kind: type[Noun], /, **values: object) -> Noun:
    """Return a new noun with its empty lists given by hand.

    The model would look at each default's signature for every row: two thirds of the time a list takes.
    """
    return kind(
        **{name: make() for name, make in _factories(cast("Hashable", kind)) if name not in values}, **values
    )


@cache
def _factories(kind: Any) -> tuple[tuple[str, Callable[[], Any]], ...]:  # noqa: ANN401 - any noun's class
    fields = kind.model_fields.items()
    return tuple((name, each.default_factory) for name, each in fields if each.default_factory)


def twins(
    kind: str, rows: Sequence[tuple[Draft, Verdict]], written: Mapping[int, int], by: By, now: datetime
) -> list[Twin]:
    """Return the pairs that likely rows make with somebody known, or with a row `written` before them."""
    found = []
    for draft, verdict in rows:
        why = next((each for each in verdict.remarks if each.key.startswith(LIKELY_KEY)), None)
        if verdict.result != LIKELY or why is None:
            continue
        row = why.values.get("row")
        one = written.get(row, 0) if isinstance(row, int) else verdict.noun or 0
        if one:
            code, area = why.key.removeprefix(LIKELY_KEY), draft.get("county")
            twin = Twin(kind=kind, one_id=one, other_id=written[draft.row], why=code, area=area, made_at=now)
            twin.sheet_id = by.sheet_id
            found.append(twin)
    return found


def pairs(drafts: Sequence[Draft], verdicts: Sequence[Verdict], *results: str) -> list[tuple[Draft, Verdict]]:
    """Return the rows with one of these results."""
    return [(d, v) for d, v in zip(drafts, verdicts, strict=True) if v.result in results]
