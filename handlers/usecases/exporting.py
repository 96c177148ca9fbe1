"""Tables for printing and passing on: 需求表, 专家名单, 报送情况, 指标, of the area somebody acts for."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from handlers.cards.filed import filed, filing_name
from handlers.cards.filings import missing_line
from handlers.cards.needs import language
from handlers.dialogue.messages import Document, Message
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate
from handlers.domain.actors import Actor, Subject, may
from handlers.domain.bureaus import OWNER, Bureau
from handlers.domain.confidential import EVERYTHING
from handlers.domain.days import SHANGHAI, shanghai_day
from handlers.domain.experts import Expert
from handlers.domain.filings import Filing
from handlers.domain.needs import Need
from handlers.domain.people import Person
from handlers.domain.phones import masked
from handlers.domain.regions import COUNTRY, contains, full_name, short_name
from handlers.ports.work import UnitOfWork
from handlers.programme.rules import Rules
from handlers.sheets.cells import Cell
from handlers.sheets.forms import EXPERT_LIST, FIGURE_LIST, FILING_LIST, NEED_TABLE, columns_of, form_of
from handlers.sheets.tables import Column, Table
from handlers.usecases.exporting_figures import figure_rows
from handlers.usecases.subjects import bureau_for, filing_subject
from nlp.domains import domain_name

NEEDS, EXPERTS, FILINGS, FIGURES = "needs", "experts", "filings", "figures"
WHAT = (NEEDS, EXPERTS, FILINGS, FIGURES)
"""What can be exported."""
FORMS = {NEEDS: NEED_TABLE, EXPERTS: EXPERT_LIST, FILINGS: FILING_LIST, FIGURES: FIGURE_LIST}
"""What -> the code of its form."""
CONFIDENTIAL = "confidential"
"""What a table never holds without saying so, whether the programme's form has a column for it or not."""


@dataclass(frozen=True, slots=True)
class Export:
    """What is to be written, for whom (None: the operator, who sees all), of which area, call and year."""

    what: str
    actor: Actor | None = None
    area: str = ""
    call: str = ""
    year: int = 0


Fields = Mapping[str, Cell]


def export_table(export: Export, uow: UnitOfWork, t: Translate) -> Table:
    """Return the table as things stand now. Raises `Refused` for somebody who may not see any of it."""
    if export.actor is not None and not any(desk.acts for desk in export.actor.desks):
        raise Refused("sheet.may_not")
    form = form_of(uow.rules, FORMS[export.what])
    found = _MAKERS[export.what](export, uow, t)
    title = form.name(language(t))
    moment = f"{uow.now.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    remark = t("export.remark", area=_area(export, t), count=len(found), at=moment)
    name = t("export.name", title=title, day=uow.today.isoformat())
    codes, columns = [column.code for column in form.column], columns_of(form, language(t))
    if CONFIDENTIAL not in codes and any(fields.get(CONFIDENTIAL) for fields in found):
        codes, columns = [*codes, CONFIDENTIAL], (*columns, Column(t("export.confidential"), "long", 22))
    return Table(name, title, remark, columns, [[fields.get(code) for code in codes] for fields in found])


def table_documents(uow: UnitOfWork, export: Export, t: Translate) -> Message:
    """Return a message with a table as Excel and as CSV, each made when it is fetched."""
    title = form_of(uow.rules, FORMS[export.what]).name(language(t))
    name = t("export.name", title=title, day=uow.today.isoformat())
    wanted = {"what": export.what, "area": export.area, "year": export.year, "language": language(t)}
    data = json.dumps({**wanted, "by": export.actor.person_id if export.actor else None})
    files = tuple(Document("table", f"{name}.{ending}", data) for ending in ("xlsx", "csv"))
    return Message(lines=(t("export.both", title=title, area=_area(export, t)),), documents=files)


def _need_rows(export: Export, uow: UnitOfWork, t: Translate) -> list[Fields]:
    call = _call_id(export.call, uow) if export.call else None
    needs = [pair for pair in uow.sheets.needs(call) if _within(export, pair[0].county, pair[0].bureau_id)]
    authors = {person.id: person for person in uow.sheets.people(sorted({n.author_id for n, _ in needs}))}
    contact = partial(_contact, export, authors)
    return [
        {
            "number": need.number,
            "kind": uow.rules.listed("need_kind", need.kind, language(t)),
            "enterprise": firm.name,
            "credit_code": firm.credit_code or "",
            "county": full_name(need.county),
            "title": need.title,
            "detail": need.detail,
            "domains": _domains(need.domains),
            "deadline": need.deadline,
            "conditions": need.conditions,
            "budget": need.budget,
            "confidential": t("export.everything") if need.confidential == EVERYTHING else need.confidential,
            "key_difficulty": t("export.yes") if need.key_difficulty else "",
            "state": t(f"export.need.{need.state}"),
            **contact(need),
        }
        for need, firm in needs
    ]


def _contact(export: Export, authors: Mapping[int | None, Person], need: Need) -> Fields:
    author = authors.get(need.author_id)
    phone = need.phone or (author.phone if author else "")
    seen = _sees_phones(export, Subject(area=need.county, bureau_id=need.bureau_id))
    return {"contact": author.name if author else "", "phone": phone if seen or not phone else masked(phone)}


def _expert_rows(export: Export, uow: UnitOfWork, t: Translate) -> list[Fields]:
    charges: dict[str, int | None] = {}
    found = []
    for expert, person in uow.experts.all():
        if expert.county not in charges:
            bureau = bureau_for(uow, expert.county)
            charges[expert.county] = bureau.id if bureau else None
        charge = expert.recommended_by or charges[expert.county]
        if _within(export, expert.county, charge):
            found.append(_expert_row(export, uow.rules, t, (expert, person), charge))
    return found


def _expert_row(
    export: Export, rules: Rules, t: Translate, who: tuple[Expert, Person], charge: int | None
) -> Fields:
    expert, person = who
    lang = language(t)
    seen = _sees_phones(export, Subject(area=expert.county, bureau_id=charge))
    areas = "、".join(t("export.anywhere") if a == COUNTRY else short_name(a) for a in expert.areas)
    return {
        "name": person.name,
        "unit": expert.unit,
        "unit_type": rules.listed("unit_type", expert.unit_type, lang),
        "title": expert.title,
        "degree": rules.listed("degree", expert.degree, lang),
        "directions": "\n".join(expert.directions),
        "domains": _domains(expert.domains),
        "works": "\n".join(expert.works),
        "categories": "、".join(rules.listed("preferred_category", c, lang) for c in expert.categories),
        "county": full_name(expert.county),
        "phone": person.phone if seen or not person.phone else masked(person.phone),
        "areas": areas,
        "months": "、".join(map(str, sorted(expert.months))),
        "yearly_cap": expert.yearly_cap,
        "online_only": t("export.yes") if expert.online_only else "",
        "state": t(f"export.expert.{expert.state}"),
    }


def _filing_rows(export: Export, uow: UnitOfWork, t: Translate) -> list[Fields]:
    call = _call_id(export.call, uow) if export.call else None
    cycles = [cycle.id for cycle in uow.calls.cycles() if cycle.id is not None]
    filings = [filing for cycle in cycles for filing in uow.filings.of_cycle(cycle)]
    return [
        _filing_row(uow, filing, t)
        for filing in filings
        if (call is None or filing.call_id == call) and _sees_filing(export, uow, filing)
    ]


def _filing_row(uow: UnitOfWork, filing: Filing, t: Translate) -> Fields:
    one = filed(uow, filing)
    owner = next((m for m in uow.bureaus.members(filing.bureau_id) if m.role == OWNER), None)
    person = uow.get(Person, owner.person_id) if owner else None
    received = sum(copy.state == "received" for copy in one.copies)
    late = filing.state in {"open", "returned"} and filing.aim < uow.today
    return {
        "bureau": one.bureau.name,
        "what": filing_name(one, t),
        "to": one.to.name if one.to else "",
        "legal": filing.legal,
        "aim": filing.aim,
        "state": t("export.filing.late" if late else f"export.filing.{filing.state}"),
        "missing": missing_line(one, t),
        "copies": f"{received}/{len(one.copies)}" if one.copies else "",
        "submitted_at": shanghai_day(filing.submitted_at) if filing.submitted_at else None,
        "owner": person.name if person else "",
        "phone": one.bureau.phone,
        "note": filing.note,
    }


def _figure_rows(export: Export, uow: UnitOfWork, t: Translate) -> list[Fields]:
    return figure_rows(export.actor, export.area, export.year, uow, t)


_MAKERS: Mapping[str, Callable[[Export, UnitOfWork, Translate], list[Fields]]] = {
    NEEDS: _need_rows,
    EXPERTS: _expert_rows,
    FILINGS: _filing_rows,
    FIGURES: _figure_rows,
}


def _within(export: Export, area: str, bureau_id: int | None) -> bool:
    """Say whether a row belongs into the table: the area asked for, and the actor's own."""
    if export.area and not contains(export.area, area):
        return False
    subject = Subject(area=area, bureau_id=bureau_id)
    return export.actor is None or may(export.actor, "export", subject)


def _sees_phones(export: Export, subject: Subject) -> bool:
    return export.actor is None or may(export.actor, "see_contacts", subject)


def _sees_filing(export: Export, uow: UnitOfWork, filing: Filing) -> bool:
    if export.area:
        owing = uow.get(Bureau, filing.bureau_id)
        if owing is None or not contains(export.area, owing.area):
            return False
    return export.actor is None or may(export.actor, "see_filing", filing_subject(uow, filing))


def _call_id(code: str, uow: UnitOfWork) -> int:
    """Return the call of a code, this year's, or another's as 2025.autumn; `Refused` for one unknown."""
    year, _, name = code.rpartition(".")
    cycle = uow.calls.cycle(int(year) if year.isdecimal() else uow.today.year)
    calls = uow.calls.of_cycle(cycle.id) if cycle and cycle.id is not None else ()
    found = next((call.id for call in calls if call.code == name), None)
    if found is None:
        raise Refused("export.no_call", code=code, codes="、".join(call.code for call in calls) or "—")
    return found


def _area(export: Export, t: Translate) -> str:
    areas = (
        [export.area] if export.area else [desk.area for desk in (export.actor.desks if export.actor else ())]
    )
    return "、".join(full_name(area) for area in areas) or t("export.whole")


def _domains(codes: Sequence[str]) -> str:
    return "；".join(domain_name(code) for code in codes)
