"""The handover sheet (工作移交单): every open matter of a bureau with its deadline and whom to call."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from handlers.cards.filed import filed, filing_name
from handlers.cards.filings import state_line as filing_state
from handlers.cards.handovers import Held
from handlers.cards.invitations import state_line as invitation_state
from handlers.cards.matters import matter_of
from handlers.cards.needs import NeedFacts, bureau_line, language
from handlers.cards.tasks import task_card
from handlers.cards.units import Unit, directory_entry, reach
from handlers.dialogue.messages import Document
from handlers.dialogue.texts import Translate
from handlers.domain.days import shanghai_day, spoken_day
from handlers.domain.invitations import Invitation
from handlers.domain.people import Person
from handlers.domain.tasks import Task
from handlers.ports.work import UnitOfWork
from handlers.usecases.need_views import need_facts
from handlers.usecases.units import unit_of

Row = tuple[str, ...]
SHORT = 60
"""Characters of a ticket's words that a cell of the sheet takes."""


def sheet(uow: UnitOfWork, unit: Unit, held: Held, names: tuple[str, str], t: Translate) -> Document:
    """Return the sheet; `names` are those of who hands over and of who takes over."""
    former, successor = names
    day = spoken_day(uow.today, uow.today, language(t))
    data = {
        "title": t("handover.sheet.title", bureau=unit.bureau.name),
        "lines": [t("handover.sheet.who", former=former, successor=successor, day=day)],
        "sections": [_section(key, rows, t) for key, rows in _tables(uow, unit, held, t)],
        "signatures": [t(f"handover.sheet.signed_{who}") for who in ("former", "successor", "witness")],
    }
    name = t("handover.sheet.file", bureau=unit.bureau.name, day=uow.today.isoformat())
    return Document("handover", name, json.dumps(data, ensure_ascii=False))


def _section(key: str, rows: Sequence[Row], t: Translate) -> dict[str, Any]:
    return {
        "heading": t(f"handover.sheet.{key}", count=len(rows)),
        "columns": t(f"handover.sheet.{key}_columns").split("|"),
        "rows": [list(row) for row in rows],
        "empty": t("handover.sheet.none"),
    }


def _tables(uow: UnitOfWork, unit: Unit, held: Held, t: Translate) -> Iterable[tuple[str, Sequence[Row]]]:
    facts = [need_facts(uow, need) for need in held.needs]
    yield "tasks", [_task(uow, task, t) for task in held.tasks]
    yield "needs", [_need(one, t) for one in facts]
    yield "invitations", [_invitation(uow, one, t) for one in held.invitations]
    yield (
        "filings",
        [
            (
                filing_name(one, t),
                one.to.name if one.to else "",
                _day(one.filing.aim, uow, t),
                filing_state(one, t),
            )
            for one in (filed(uow, filing) for filing in held.filings)
        ],
    )
    yield (
        "people",
        [
            (person.name, t(f"bureau.role.{member.role}"), person.phone, member.duties)
            for member, person in unit.people
        ],
    )
    number = unit.bureau.id or 0
    units = [unit_of(uow, one) for one in (*uow.bureaus.line(number), *uow.bureaus.below(number))]
    yield "units", [(one.bureau.name, directory_entry(one, t)) for one in units]


def _task(uow: UnitOfWork, task: Task, t: Translate) -> Row:
    card = task_card(task, uow, t)
    person = uow.get(Person, task.person_id) if task.person_id is not None else None
    words = " ".join(card.lines)[:SHORT]
    day = _day(task.due or shanghai_day(task.made_at), uow, t)
    due = t("handover.sheet.due" if task.due else "handover.sheet.since", day=day)
    return (
        f"T{task.id}",
        card.heading or words,
        words if card.heading else "",
        due,
        reach(person, t) if person else "",
    )


def _need(facts: NeedFacts, t: Translate) -> Row:
    contact = t("bureau.reach", name=facts.author, phone=facts.phone) if facts.phone else facts.author
    return (facts.need.number, facts.need.title, facts.enterprise, contact, bureau_line(facts, t))


def _invitation(uow: UnitOfWork, invitation: Invitation, t: Translate) -> Row:
    matter = matter_of(uow, invitation)
    return (
        reach(matter.person, t), matter.expert.unit, f"{matter.need.number} {matter.need.title}",
        matter.enterprise, invitation_state(matter, t),
    )  # fmt: skip


def _day(day: Any, uow: UnitOfWork, t: Translate) -> str:  # noqa: ANN401
    return spoken_day(day, uow.today, language(t))
