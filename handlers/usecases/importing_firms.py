"""Enterprises from a sheet: recognised by credit code, else by name and county; contacts come with them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from handlers.domain.enterprises import Contact, Enterprise
from handlers.domain.people import Person
from handlers.domain.regions import full_name
from handlers.ports.sheets import Firm
from handlers.ports.work import UnitOfWork
from handlers.sheets.cells import folded, same
from handlers.sheets.drafts import Draft, Remark
from handlers.sheets.firms import core_of
from handlers.usecases.joining import declare_conflict
from handlers.usecases.verdicts import (
    CHANGED,
    LIKELY,
    LIKELY_KEY,
    NEW,
    SAME,
    By,
    Seen,
    Verdict,
    faulty,
    made,
    pairs,
    twins,
)

CITY = 4
"""Digits of a city's code: enterprises of one city are compared by name."""


class FirmRegister:
    """The enterprises that a chunk of rows may mean, and what is to become of each row."""

    def __init__(self, uow: UnitOfWork, by: By, seen: Seen, drafts: Sequence[Draft]) -> None:
        """Look up the enterprises of the rows' places and codes with their contacts."""
        self._uow, self._by, self._seen = uow, by, seen
        self.directory = Directory(uow, drafts, "name")
        for firm in self.directory.firms:
            if firm.id not in seen.known_ids:
                seen.known_ids.add(firm.id)
                seen.known.add(core_of(firm.name, firm.county), firm.id)

    def judge(self, draft: Draft) -> Verdict:
        """Say what is to become of a row."""
        if verdict := self._at_once(draft):
            return verdict
        found = self.directory.find(draft.get("name"), draft.get("county"), draft.get("credit_code"))
        if isinstance(found, Remark):
            return faulty(draft, found)
        if found is not None and self.directory.was_called(found, draft.get("name")):
            return Verdict(draft.row, SAME, (Remark("sheet.remark.merged"),), found.id)
        return self._fresh(draft) if found is None else self._compared(draft, found)

    def keep(self, drafts: Sequence[Draft], verdicts: Sequence[Verdict]) -> None:
        """Write what the verdicts say."""
        added = pairs(drafts, verdicts, NEW, LIKELY)
        firms = add_firms(self._uow, self._by, [draft for draft, _ in added], "name")
        written = {draft.row: firm.id or 0 for (draft, _), firm in zip(added, firms, strict=True)}
        self._uow.add_all(twins("enterprise", added, written, self._by, self._uow.now))
        changed = [(d, e) for d, v in pairs(drafts, verdicts, CHANGED) if (e := self._change(d, v))]
        contacts = [(draft, firm) for (draft, _), firm in zip(added, firms, strict=True)]
        add_contacts(self._uow, self.directory, (*contacts, *changed))

    def _at_once(self, draft: Draft) -> Verdict | None:
        """Return the verdict that needs no look at what is known: faults, another's area, a row twice."""
        if draft.faults:
            return faulty(draft)
        if not self._by.may(draft.get("county")):
            where = full_name(draft.get("county"))
            return faulty(draft, Remark("sheet.fault.elsewhere", "county", {"place": where}))
        code, name = draft.get("credit_code"), f"{folded(draft.get('name'))}|{draft.get('county')}"
        other = self._seen.codes.setdefault(name, code)
        if code and other and other != code:
            return faulty(draft, Remark("sheet.fault.other_code", "credit_code", {"code": other}))
        return self._seen.twice(draft, *filter(None, (code, name)))

    def _fresh(self, draft: Draft) -> Verdict:
        core = core_of(draft.get("name"), draft.get("county"))
        known = (firm for firm in self._seen.known.alike(core) if firm in self.directory.by_id)
        earlier = (row for row in self._seen.firms.alike(core) if row < draft.row)
        near, row = (next(known, None), next(earlier, None)) if core else (None, None)
        self._seen.firms.add(core, draft.row)
        if near is not None:
            name = self.directory.by_id[near].name
            return Verdict(draft.row, LIKELY, (_likely("firm", name=name), *draft.remarks), near)
        if row is not None:
            return Verdict(draft.row, LIKELY, (_likely("row", row=row), *draft.remarks))
        return Verdict(draft.row, NEW, draft.remarks)

    def _compared(self, draft: Draft, firm: Enterprise) -> Verdict:
        fields = [name for name in ("name", "credit_code", "county") if _differs(draft, firm, name)]
        if firm.county != draft.get("county") and not self._by.may(firm.county):
            return Verdict(draft.row, SAME, (Remark("sheet.remark.elsewhere"),), firm.id)
        fields += ["contact"] if self.directory.lacks_contact(draft, firm) else []
        result = CHANGED if fields else SAME
        return Verdict(draft.row, result, draft.remarks, firm.id, tuple(fields))

    def _change(self, draft: Draft, verdict: Verdict) -> Enterprise | None:
        firm = self._uow.get(Enterprise, verdict.noun or 0)
        if firm is not None:
            for name in verdict.fields:
                if name != "contact":
                    setattr(firm, name, draft.get(name))
            facts = {"source": self._by.source, "fields": list(verdict.fields)}
            self._uow.record(
                "enterprise.changed_by_import", f"enterprise:{firm.id}", by=self._by.person_id, **facts
            )
        return firm


class Directory:
    """The enterprises and contacts that rows may name, merged ones under the one they became."""

    def __init__(self, uow: UnitOfWork, drafts: Sequence[Draft], name: str) -> None:
        """Look up by place, credit code and name; `name` is the field that names the enterprise.

        A need may arise in another county of the city than its enterprise is registered in.
        """
        self._loose = name != "name"
        counties = {draft.get("county") for draft in drafts} - {""}
        codes = {draft.get("credit_code") for draft in drafts} - {""}
        names = {draft.get(name) for draft in drafts} - {""}
        prefixes = {county[:CITY] for county in counties} if not self._loose else set()
        self._uow = uow
        self.firms = uow.sheets.firms(sorted(prefixes), sorted(codes), sorted(names))
        self.by_id = {firm.id: firm for firm in self.firms}
        self._by_code = {firm.credit_code: firm for firm in self.firms if firm.credit_code}
        self._by_name = _grouped((_plain(firm.name), firm) for firm in self.firms)
        wanted = {firm.id for firm in self.firms if firm.credit_code in codes}
        wanted |= {firm.id for each in names for firm in self._by_name.get(_plain(each), ())}
        self._nouns = {each.id: each for each in uow.sheets.enterprises(sorted(wanted))}
        merged = [each for each in self._nouns.values() if each.merged_into is not None]
        self._former = {(self._root(each).id, folded(each.name)) for each in merged}
        live = sorted({self._root(each).id or 0 for each in self._nouns.values()})
        self._contacts = _grouped((c.enterprise_id, (c, p)) for c, p in uow.sheets.contacts_of(live))

    def find(self, name: str, county: str, code: str) -> Enterprise | Remark | None:
        """Return the enterprise of a credit code, or of a name in a county; a remark when they contradict."""
        if code and (firm := self._by_code.get(code)):
            return self._noun(firm)
        named = self._by_name.get(folded(name), ()) if name else ()
        near = [firm for firm in named if firm.county == county or not county]
        if self._loose:
            near = near or [firm for firm in named if firm.county[:CITY] == county[:CITY]]
        here = [self._noun(firm) for firm in near]
        found = list({firm.id: firm for firm in here}.values())
        if len(found) > 1:
            return Remark("sheet.fault.which_firm", "county")
        if found and code and found[0].credit_code:
            return Remark("sheet.fault.other_code", "credit_code", {"code": found[0].credit_code})
        return found[0] if found else None

    def was_called(self, firm: Enterprise, name: str) -> bool:
        """Say whether the name is that of a record merged into this one: such a row tells nothing new."""
        return (firm.id, folded(name)) in self._former and not same(firm.name, name)

    def contacts(self, firm: Enterprise) -> Sequence[tuple[Contact, Person]]:
        """Return the contacts of an enterprise that is there."""
        return self._contacts.get(firm.id or 0, ())

    def lacks_contact(self, draft: Draft, firm: Enterprise) -> bool:
        """Say whether the row names a contact whom the enterprise does not have."""
        return names_contact(draft) and self.contact_of(draft, firm) is None

    def contact_of(self, draft: Draft, firm: Enterprise) -> Person | None:
        """Return the contact that a row means: by number, or by name where either lacks one."""
        for _, person in self.contacts(firm):
            phone, name = draft.get("phone"), draft.get("contact")
            if phone and person.phone:
                if phone == person.phone:
                    return person
            elif name and same(name, person.name):
                return person
        return None

    def _noun(self, firm: Firm) -> Enterprise:
        noun = self._nouns.get(firm.id) or self._uow.get(Enterprise, firm.id)
        if noun is None:
            raise LookupError(f"enterprise {firm.id} is gone")
        return self._root(noun)

    def _root(self, firm: Enterprise) -> Enterprise:
        while firm.merged_into is not None and (above := self._uow.get(Enterprise, firm.merged_into)):
            firm = above
        return firm


def add_firms(uow: UnitOfWork, by: By, drafts: Sequence[Draft], name: str) -> Sequence[Enterprise]:
    """Write new enterprises; conflicts that experts declared in own words are kept as what they are."""
    firms = [
        Enterprise(
            name=draft.get(name), county=draft.get("county"), created_at=uow.now,
            credit_code=draft.get("credit_code") or None,
        )
        for draft in drafts
    ]  # fmt: skip
    uow.add_all(firms)
    declared = uow.sheets.declaring() if firms else ()
    for firm in firms:
        for expert in declared:
            if firm.name in expert.declared:
                declare_conflict(uow, expert, firm)
        uow.record("enterprise.imported", f"enterprise:{firm.id}", by=by.person_id, source=by.source)
    return firms


def add_contacts(
    uow: UnitOfWork, directory: Directory, rows: Sequence[tuple[Draft, Enterprise]]
) -> dict[int, Person]:
    """Write the contacts that rows name and enterprises lack; return the person of each row."""
    found: dict[int, Person] = {}
    fresh: dict[tuple[str, str], Person] = {}
    wanted = [(d, f) for d, f in rows if names_contact(d)]
    known = _known_people(uow, [draft for draft, _ in wanted])
    linked: dict[tuple[int, str, str], Draft] = {}
    for draft, firm in wanted:
        key = (draft.get("contact"), draft.get("phone"))
        person = directory.contact_of(draft, firm) or known.get(key) or fresh.get(key)
        if person is None:
            person = fresh[key] = made(Person, name=key[0], phone=key[1], created_at=uow.now)
        found[draft.row] = person
        linked.setdefault((firm.id or 0, *key), draft)
    uow.add_all(list(fresh.values()))
    there = {(c.enterprise_id, c.person_id) for _, f in wanted for c, _ in directory.contacts(f)}
    places = dict.fromkeys((firm_id, found[draft.row].id or 0) for (firm_id, *_), draft in linked.items())
    uow.add_all(
        [
            Contact(enterprise_id=firm_id, person_id=person_id, created_at=uow.now)
            for firm_id, person_id in places
            if (firm_id, person_id) not in there
        ]
    )
    return found


def names_contact(draft: Draft) -> bool:
    """Say whether a row names somebody to talk to."""
    return bool(draft.get("contact") or draft.get("phone"))


def _known_people(uow: UnitOfWork, drafts: Sequence[Draft]) -> dict[tuple[str, str], Person]:
    """Return people by name and number: the same contact of two enterprises is one person."""
    phones = sorted({draft.get("phone") for draft in drafts if draft.get("phone")})
    people = uow.sheets.people_like([], phones) if phones else ()
    return {(p.name, p.phone): p for p in people if p.merged_into is None}


def _differs(draft: Draft, firm: Enterprise, name: str) -> bool:
    value = draft.get(name)
    if name == "county" and value and value.endswith("00"):
        return False  # a city says less than the county that is known
    return bool(value) and not same(getattr(firm, name), value)


def _likely(why: str, **values: object) -> Remark:
    return Remark(f"{LIKELY_KEY}{why}", values=values)


@lru_cache(maxsize=50_000)
def _plain(name: str) -> str:
    return folded(name)


def _grouped(items: Iterable[tuple[Any, Any]]) -> dict[Any, list[Any]]:
    found: defaultdict[Any, list[Any]] = defaultdict(list)
    for key, item in items:
        found[key].append(item)
    return dict(found)
