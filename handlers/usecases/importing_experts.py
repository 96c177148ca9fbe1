"""Experts from a sheet (专家名单): recognised by phone and name, else by name and unit; confirmed at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from handlers.domain.experts import Expert
from handlers.domain.likeness import likeness
from handlers.domain.masks import same_unit
from handlers.domain.people import Person
from handlers.domain.phones import is_mobile
from handlers.ports.work import UnitOfWork
from handlers.sheets.cells import folded, same
from handlers.sheets.drafts import Draft, Remark
from handlers.usecases.verdicts import (
    CHANGED,
    LIKELY,
    LIKELY_KEY,
    NEW,
    SAME,
    By,
    Seen,
    Verdict,
    differing,
    faulty,
    made,
    pairs,
    plain,
    twins,
)

ALIKE = 0.6
"""Likeness from which two units' names may mean one."""
_PERSON = ("phone", "email")
_EXPERT = ("unit", "unit_type", "title", "degree", "directions", "domains", "works", "categories", "county",
           "areas", "months", "yearly_cap", "online_only")  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Known:
    """Somebody in the database under a name, a unit and a number; `person` is who that is now (`merged`)."""

    name: str
    unit: str
    phone: str
    person: Person
    expert: Expert | None
    merged: bool


class ExpertRegister:
    """The experts that a chunk of rows may mean, and what is to become of each row."""

    def __init__(self, uow: UnitOfWork, by: By, seen: Seen, drafts: Sequence[Draft]) -> None:
        """Look up everybody with one of the rows' names or numbers."""
        self._uow, self._by, self._seen = uow, by, seen
        self._known = _looked_up(uow, drafts)

    def judge(self, draft: Draft) -> Verdict:
        """Say what is to become of a row."""
        if draft.faults:
            return faulty(draft)
        name, unit, phone = folded(draft.get("name")), folded(draft.get("unit")), draft.get("phone")
        if twice := self._seen.twice(draft, f"{name}|{unit}|{phone}"):
            return twice
        found = next((known for known in self._known if _is(draft, known)), None)
        if found is not None and (verdict := self._compared(draft, found)):
            return verdict
        return Verdict(draft.row, NEW, draft.remarks, found.person.id) if found else self._fresh(draft)

    def keep(self, drafts: Sequence[Draft], verdicts: Sequence[Verdict]) -> None:
        """Write what the verdicts say."""
        self._add(pairs(drafts, verdicts, NEW, LIKELY))
        for draft, verdict in pairs(drafts, verdicts, CHANGED):
            self._change(draft, verdict)

    def _compared(self, draft: Draft, known: _Known) -> Verdict | None:
        """Return the verdict on a row about a known expert; None for somebody who is none yet."""
        person, expert = known.person, known.expert
        if expert is None:
            return None
        if known.merged:
            return Verdict(draft.row, SAME, (Remark("sheet.remark.merged"),), expert.id)
        changes = differing(person, _values(draft, _PERSON)) | differing(expert, _values(draft, _EXPERT))
        if changes and expert.county and not self._by.may_change(expert.county, expert.recommended_by):
            return Verdict(draft.row, SAME, (Remark("sheet.remark.elsewhere"), *draft.remarks), expert.id)
        return Verdict(draft.row, CHANGED if changes else SAME, draft.remarks, expert.id, tuple(changes))

    def _fresh(self, draft: Draft) -> Verdict:
        """Return the verdict on a row about nobody known, who may be somebody known or in an earlier row."""
        others = self._seen.people.setdefault(folded(draft.get("name")), [])
        earlier = (each for each in others if each[2] < draft.row)
        row = next((row for unit, phone, row in earlier if _alike(draft, unit, phone)), None)
        others.append((draft.get("unit"), draft.get("phone"), draft.row))
        if near := self._near(draft):
            return Verdict(draft.row, LIKELY, (near[1], *draft.remarks), near[0].person.id)
        if row is not None:
            return Verdict(
                draft.row, LIKELY, (Remark(f"{LIKELY_KEY}row", values={"row": row}), *draft.remarks)
            )
        return Verdict(draft.row, NEW, draft.remarks)

    def _near(self, draft: Draft) -> tuple[_Known, Remark] | None:
        """Return somebody known who may be this one, and why."""
        for known in self._known:
            if why := _likely(draft, known):
                return known, Remark(f"{LIKELY_KEY}{why}", values={"name": known.name, "unit": known.unit})
        return None

    def _add(self, rows: Sequence[tuple[Draft, Verdict]]) -> None:
        known = {person.id: person for person in self._uow.sheets.people([v.noun or 0 for _, v in rows])}
        people = [
            known[verdict.noun] if verdict.result == NEW and verdict.noun in known else self._person(draft)
            for draft, verdict in rows
        ]
        self._uow.add_all([person for person in people if person.id is None])
        experts = [self._expert(draft, p) for (draft, _), p in zip(rows, people, strict=True)]
        self._uow.add_all(experts)
        written = {draft.row: person.id or 0 for (draft, _), person in zip(rows, people, strict=True)}
        self._uow.add_all(twins("person", rows, written, self._by, self._uow.now))
        for expert in experts:
            self._record("expert.imported", expert)

    def _person(self, draft: Draft) -> Person:
        values = _values(draft, _PERSON)
        return made(Person, name=draft.get("name"), created_at=self._uow.now, **values)

    def _expert(self, draft: Draft, person: Person) -> Expert:
        values = {"county": "", **_values(draft, _EXPERT)}
        values["domains"] = values.get("domains") or draft.thought.get("domains", [])
        values["recommended_by"] = self._by.department
        return made(Expert, person_id=person.id or 0, state="confirmed", created_at=self._uow.now, **values)

    def _change(self, draft: Draft, verdict: Verdict) -> None:
        expert = self._uow.get(Expert, verdict.noun or 0)
        person = self._uow.get(Person, expert.person_id) if expert else None
        if expert is None or person is None:
            return
        changes = _values(draft, verdict.fields)
        if "directions" in changes and "domains" not in draft.values:
            changes["domains"] = draft.thought.get("domains") or expert.domains
        for name, value in changes.items():
            setattr(person if name in _PERSON else expert, name, value)
        expert.revision += 1
        self._record("expert.changed_by_import", expert, fields=list(verdict.fields))

    def _record(self, action: str, expert: Expert, **facts: object) -> None:
        self._uow.record(
            action, f"expert:{expert.id}", by=self._by.person_id, source=self._by.source, **facts
        )


def wants_thought(draft: Draft, verdict: Verdict) -> bool:
    """Say whether the row's directions have to be read for domains."""
    fresh = verdict.result != CHANGED or "directions" in verdict.fields
    return verdict.written and fresh and "domains" not in draft.values and bool(draft.get("directions"))


def _looked_up(uow: UnitOfWork, drafts: Sequence[Draft]) -> list[_Known]:
    names = sorted({draft.get("name") for draft in drafts if draft.get("name")})
    phones = sorted({draft.get("phone") for draft in drafts if draft.get("phone")})
    people = list(uow.sheets.people_like(names, phones))
    roots = {person.id: _root(uow, person) for person in people}
    ids = {each.id or 0 for each in (*people, *roots.values())}
    experts = {expert.person_id: expert for expert in uow.sheets.experts_of(sorted(ids))}
    found = []
    for person in people:
        root = roots[person.id]
        own, expert = experts.get(person.id or 0), experts.get(root.id or 0)
        unit = own.unit if own else expert.unit if expert else ""
        found.append(_Known(person.name, unit, person.phone, root, expert, merged=root is not person))
    return sorted(found, key=lambda known: known.merged)


def _root(uow: UnitOfWork, person: Person) -> Person:
    """Return the person that this record was merged into, or itself."""
    while person.merged_into is not None and (above := uow.get(Person, person.merged_into)) is not None:
        person = above
    return person


def _is(draft: Draft, known: _Known) -> bool:
    """Say whether the row means this person: the same name with the same number, or unit where one lacks."""
    if not same(draft.get("name"), known.name):
        return False
    phone = draft.get("phone")
    if phone and known.phone:
        return bool(phone == known.phone)
    return bool(known.unit) and same(draft.get("unit"), known.unit)


def _likely(draft: Draft, known: _Known) -> str:
    """Return why the row may mean this person, or an empty text."""
    if same(draft.get("name"), known.name) and _units_alike(draft.get("unit"), known.unit):
        return "name_unit"
    phone = draft.get("phone")
    return "phone" if phone and phone == known.phone and is_mobile(phone) else ""


def _alike(draft: Draft, unit: str, phone: str) -> bool:
    own = draft.get("phone")
    if own and own == phone:
        return True
    return _units_alike(draft.get("unit"), unit)


def _units_alike(one: str, other: str) -> bool:
    return bool(one and other) and (same_unit(one, other) or likeness(one, other) >= ALIKE)


def _values(draft: Draft, names: Sequence[str]) -> dict[str, Any]:
    return {name: plain(draft.values[name]) for name in names if name in draft.values}
