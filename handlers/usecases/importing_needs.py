"""Needs from a sheet (需求表): recognised by enterprise and title; unknown enterprises come with them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from handlers.domain.actors import Subject, may
from handlers.domain.confidential import public_version
from handlers.domain.enterprises import Enterprise
from handlers.domain.likeness import ALIKE, likeness
from handlers.domain.needs import APPROVED, OPEN_STATES, Need
from handlers.domain.people import Person
from handlers.domain.regions import full_name
from handlers.ports.work import UnitOfWork
from handlers.sheets.cells import folded, same
from handlers.sheets.drafts import Draft, Remark
from handlers.usecases.importing_firms import Directory, add_contacts, add_firms, names_contact
from handlers.usecases.verdicts import (
    CHANGED,
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
)

_FIELDS = ("kind", "title", "detail", "domains", "deadline", "conditions", "budget", "confidential",
           "key_difficulty")  # fmt: skip
TECHNOLOGY = "technology"


class NeedRegister:
    """The enterprises and needs that a chunk of rows may mean, and what is to become of each row."""

    def __init__(self, uow: UnitOfWork, by: By, seen: Seen, drafts: Sequence[Draft]) -> None:
        """Look up the enterprises that the rows name, with their contacts and needs."""
        self._uow, self._by, self._seen = uow, by, seen
        self._directory = Directory(uow, drafts, "enterprise")
        self._bureaus: dict[str, int | None] = {}
        self._first: dict[int | None, Person] = {}
        found = {firm.id or 0 for draft in drafts if (firm := self._firm(draft)) is not None}
        self._needs: defaultdict[int, list[Need]] = defaultdict(list)
        for need in uow.sheets.needs_of(sorted(found)):
            self._needs[need.enterprise_id].append(need)
        authors = {need.author_id for needs in self._needs.values() for need in needs}
        self._people = {person.id: person for person in uow.sheets.people(sorted(authors))}

    def judge(self, draft: Draft) -> Verdict:
        """Say what is to become of a row."""
        firm = self._found(draft)
        if draft.faults or isinstance(firm, Remark):
            return faulty(draft, *([firm] if isinstance(firm, Remark) else []))
        county = draft.get("county") or (firm.county if firm else "")
        name = draft.get("credit_code") or f"{folded(draft.get('enterprise'))}|{county}"
        if names_contact(draft):
            self._seen.contacts.add(name)
        if fault := self._fault(draft, firm, name, county):
            return faulty(draft, fault)
        if twice := self._seen.twice(draft, f"{firm.id if firm else name}|{folded(draft.get('title'))}"):
            return twice
        need = self._need(draft, firm)
        return self._fresh(draft, firm) if need is None else self._compared(draft, need)

    def keep(self, drafts: Sequence[Draft], verdicts: Sequence[Verdict]) -> None:
        """Write what the verdicts say."""
        added = [draft for draft, _ in pairs(drafts, verdicts, NEW)]
        firms = self._firms_of(added)
        people = add_contacts(self._uow, self._directory, [(draft, firms[draft.row]) for draft in added])
        self._first = {firms[row].id: person for row, person in sorted(people.items(), reverse=True)}
        needs = self._add(added, firms, people)
        for need in needs:
            self._uow.record(
                "need.imported", f"need:{need.id}", by=self._by.person_id, source=self._by.source
            )
        for draft, verdict in pairs(drafts, verdicts, CHANGED):
            self._change(draft, verdict)

    def _found(self, draft: Draft) -> Enterprise | Remark | None:
        return self._directory.find(draft.get("enterprise"), draft.get("county"), draft.get("credit_code"))

    def _firm(self, draft: Draft) -> Enterprise | None:
        found = self._found(draft)
        return found if isinstance(found, Enterprise) else None

    def _fault(self, draft: Draft, firm: Enterprise | None, name: str, county: str) -> Remark | None:
        """Return what keeps a readable row out: no place, another's area, nobody to talk to."""
        if not county:
            return Remark("sheet.fault.no_county", "county")
        if not draft.get("enterprise") and firm is None:
            return Remark("sheet.fault.empty", "enterprise")
        if not self._by.may(county):
            return Remark("sheet.fault.elsewhere", "county", {"place": full_name(county)})
        known = firm is not None and self._directory.contacts(firm)
        return None if known or name in self._seen.contacts else Remark("sheet.fault.no_contact", "contact")

    def _need(self, draft: Draft, firm: Enterprise | None) -> Need | None:
        needs = self._needs[firm.id or 0] if firm else []
        numbered = (need for need in needs if draft.get("number") and need.number == draft.get("number"))
        titled = (need for need in needs if same(need.title, draft.get("title")))
        return next(numbered, None) or next(titled, None)

    def _fresh(self, draft: Draft, firm: Enterprise | None) -> Verdict:
        remarks = [*draft.remarks, *([] if firm else [Remark("sheet.remark.new_firm")])]
        needs = [need for need in self._needs[firm.id or 0] if need.state in OPEN_STATES] if firm else []
        like = next((n for n in needs if likeness(n.title, draft.get("title")) >= ALIKE), None)
        remarks += [Remark("sheet.remark.like_need", values={"number": like.number})] if like else []
        return Verdict(draft.row, NEW, tuple(remarks))

    def _compared(self, draft: Draft, need: Need) -> Verdict:
        changes = self._changes(draft, need)
        if not changes:
            return Verdict(draft.row, SAME, draft.remarks, need.id)
        if need.state not in OPEN_STATES:
            return Verdict(
                draft.row, SAME, (Remark("sheet.remark.closed", values={"number": need.number}),), need.id
            )
        if not self._may_change(need):
            return Verdict(draft.row, SAME, (Remark("sheet.remark.sent_up"),), need.id)
        return Verdict(draft.row, CHANGED, draft.remarks, need.id, tuple(changes))

    def _changes(self, draft: Draft, need: Need) -> dict[str, Any]:
        changes = differing(
            need, {name: plain(draft.values[name]) for name in _FIELDS if name in draft.values}
        )
        author = self._people.get(need.author_id)
        number = need.phone or (author.phone if author else "")
        if draft.get("phone") and draft.get("phone") != number:
            changes["phone"] = draft.get("phone")
        return changes

    def _may_change(self, need: Need) -> bool:
        """Say whether the need is the coordinator's to change: not once it was submitted up (上报)."""
        if self._by.actor is None:
            return True
        subject = Subject(area=need.county, bureau_id=need.bureau_id)
        return need.sent_up_to is None and may(self._by.actor, "check_need", subject)

    def _firms_of(self, added: Sequence[Draft]) -> dict[int, Enterprise]:
        """Return each row's enterprise; one that several rows bring in is made once."""
        found = {draft.row: firm for draft in added if (firm := self._firm(draft)) is not None}
        fresh: dict[str, list[Draft]] = {}
        for draft in added:
            if draft.row not in found:
                key = draft.get("credit_code") or f"{folded(draft.get('enterprise'))}|{draft.get('county')}"
                fresh.setdefault(key, []).append(draft)
        firms = add_firms(self._uow, self._by, [drafts[0] for drafts in fresh.values()], "enterprise")
        for drafts, firm in zip(fresh.values(), firms, strict=True):
            found |= {draft.row: firm for draft in drafts}
        return found

    def _add(
        self, added: Sequence[Draft], firms: Mapping[int, Enterprise], people: Mapping[int, Person]
    ) -> Sequence[Need]:
        if not added:
            return ()
        year, _, last = self._uow.needs.next_number(self._uow.today.year).partition("-")
        numbers = (f"{year}-{int(last) + step:04d}" for step in range(len(added)))
        needs = [
            self._noun(draft, firms[draft.row], people.get(draft.row), number)
            for draft, number in zip(added, numbers, strict=True)
        ]
        self._uow.add_all(needs)
        return needs

    def _noun(self, draft: Draft, firm: Enterprise, person: Person | None, number: str) -> Need:
        author = (person or self._first.get(firm.id) or self._directory.contacts(firm)[0][1]).id
        county = draft.get("county") or firm.county
        if county not in self._bureaus:
            bureau = self._uow.bureaus.nearest_staffed(county)
            self._bureaus[county] = bureau.id if bureau else None
        values = {name: plain(draft.values[name]) for name in _FIELDS if name in draft.values}
        values["domains"] = values.get("domains") or draft.thought.get("domains", [])
        values.setdefault("kind", TECHNOLOGY)
        return made(
            Need, number=number, call_id=self._uow.call_id, enterprise_id=firm.id or 0, author_id=author or 0,
            bureau_id=self._bureaus[county], county=county, state=APPROVED,
            keywords=draft.thought.get("keywords", []), phone=self._other_phone(draft, person),
            public_detail=_public(values["detail"], values.get("confidential", "")),
            submitted_at=self._uow.now, checked_at=self._uow.now, **values,
        )  # fmt: skip

    def _other_phone(self, draft: Draft, person: Person | None) -> str:
        """Return the row's number where it is not the author's own."""
        number: str = draft.get("phone")
        return "" if person is not None and person.phone == number else number

    def _change(self, draft: Draft, verdict: Verdict) -> None:
        need = self._uow.get(Need, verdict.noun or 0)
        if need is None:
            return
        for name in verdict.fields:
            setattr(need, name, plain(draft.values[name]))
        if {"title", "detail"} & set(verdict.fields):
            need.keywords = draft.thought.get("keywords") or need.keywords
        need.public_detail = _public(need.detail, need.confidential)
        need.revision += 1
        facts = {"source": self._by.source, "fields": list(verdict.fields)}
        self._uow.record("need.changed_by_import", f"need:{need.id}", by=self._by.person_id, **facts)


def wants_thought(verdict: Verdict) -> bool:
    """Say whether the row's words have to be read for domains and terms."""
    return verdict.result == NEW or bool({"title", "detail"} & set(verdict.fields))


def _public(detail: str, confidential: str) -> str:
    return public_version(detail, tuple(confidential.split("\n")) if confidential else ())
