"""People's data as a whole: shown and erased. The one place that knows where a person's words lie."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, SQLModel, select

from bot.storage.erasing_answers import blank_questionnaires, own_answers
from bot.storage.erasing_outings import blank_promises, own_visits, strike_out_of_activities
from bot.storage.statements import Statements
from handlers.domain.attachments import Attachment
from handlers.domain.bureaus import Member
from handlers.domain.enterprises import Contact, Enterprise
from handlers.domain.experts import Conflict, Expert
from handlers.domain.invitations import Invitation
from handlers.domain.needs import Need
from handlers.domain.notices import Notice
from handlers.domain.outcomes import FollowUp, Outcome, TypicalCase
from handlers.domain.people import Address, Person
from handlers.domain.tasks import Task


def everything_about(session: Session, sql: Statements, person_id: int) -> Mapping[str, Any]:
    """Return a person's data by kind, ready to be shown or exported."""
    expert = session.exec(select(Expert).where(Expert.person_id == person_id)).first()
    contacts = session.exec(select(Contact).where(Contact.person_id == person_id)).all()
    enterprises = [session.get_one(Enterprise, contact.enterprise_id) for contact in contacts]
    answers = select(Invitation).where(Invitation.expert_id == expert.id) if expert else None
    return {
        "person": _plain(session.get_one(Person, person_id)),
        "addresses": [_plain(a) for a in session.exec(select(Address).where(Address.person_id == person_id))],
        "enterprises": [_plain(enterprise) for enterprise in enterprises],
        "bureaus": [
            _plain(seat) for seat in session.exec(select(Member).where(Member.person_id == person_id))
        ],
        "expert": _plain(expert) if expert else None,
        "needs": [_plain(need) for need in session.exec(select(Need).where(Need.author_id == person_id))],
        "invitations": [_plain(one) for one in session.exec(answers)] if answers is not None else [],
        "visits": own_visits(session, person_id),
        "notices": [_plain(one) for one in session.exec(select(Notice).where(Notice.person_id == person_id))],
        "services": [
            _plain(one) for one in session.exec(select(FollowUp).where(FollowUp.made_by == person_id))
        ],
        "results": [_plain(one) for one in session.exec(select(Outcome).where(Outcome.made_by == person_id))],
        "questionnaires": own_answers(session, sql, person_id),
        "attachments": [
            _plain(a) for a in session.exec(select(Attachment).where(Attachment.person_id == person_id))
        ],
    }


def erase_person(session: Session, sql: Statements, person_id: int, now: datetime) -> None:
    """Blank a person's name, number, words, files, queue bodies and doors. Ids, states and days stay."""
    person = session.get_one(Person, person_id)
    asked = [task.words for task in session.exec(select(Task).where(Task.person_id == person_id))]
    said = [word for word in (person.name, person.phone, person.email, *asked) if len(word) > 1]
    person.name = person.phone = person.email = ""
    person.reach_by, person.bounced = [], []
    person.erased_at = now
    needs = session.exec(select(Need).where(Need.author_id == person_id)).all()
    blank_promises(session, needs)
    strike_out_of_activities(session, said)
    for need in needs:
        need.detail = need.public_detail = need.confidential = need.conditions = need.budget = need.note = ""
        need.title = "—"
        need.files = []
    for expert in session.exec(select(Expert).where(Expert.person_id == person_id)):
        _blank_expert(session, expert)
    for task in session.exec(select(Task).where(Task.person_id == person_id)):
        task.words = task.outcome = ""
    for paper in session.exec(select(Attachment).where(Attachment.person_id == person_id)):
        paper.name, paper.fault, paper.remote = "", "erased", f"erased:{paper.id}"
        paper.sha256 = ""
    _blank_cases(session, sql, person_id)
    blank_questionnaires(session, sql, person_id, said)
    session.flush()
    sql.run(_SHEETS_GONE)
    _blank_queues(sql, person_id)
    for word in said:
        _strike_out(sql, word)
    for alias in session.exec(select(Person).where(Person.merged_into == person_id)).all():
        if alias.id is not None and alias.erased_at is None:
            erase_person(session, sql, alias.id, now)


def _blank_expert(session: Session, expert: Expert) -> None:
    expert.unit = expert.title = expert.degree = expert.exception = expert.declared = ""
    expert.directions, expert.works, expert.categories = [], [], []
    expert.state = "erased"
    for conflict in session.exec(select(Conflict).where(Conflict.expert_id == expert.id)):
        conflict.reason = ""
    for invitation in session.exec(select(Invitation).where(Invitation.expert_id == expert.id)):
        invitation.why = invitation.condition = invitation.reason = invitation.colleague = ""


def _blank_cases(session: Session, sql: Statements, person_id: int) -> None:
    """Blank the typical cases that the person told; how far they went stays."""
    told = "SELECT subject FROM event WHERE action = 'case.told' AND actor_id = :id"
    for row in sql.rows(told, id=person_id):
        if (case := session.get(TypicalCase, int(row[0].partition(":")[2]))) is not None:
            case.answers, case.draft = {}, ""


def _blank_queues(sql: Statements, person_id: int) -> None:
    """Blank what was said by and to the person, and whoever was told about them."""
    sql.run(
        "UPDATE inbox SET name = '', reply = CASE WHEN state = 0 THEN reply ELSE '' END WHERE EXISTS"
        " (SELECT 1 FROM address a WHERE a.person_id = :id AND a.channel = inbox.channel"
        " AND a.chat = inbox.chat)",
        id=person_id,
    )
    sql.run("UPDATE outbox SET body = '{}' WHERE person_id = :id AND state != 0", id=person_id)
    sql.run("UPDATE outbox SET body = '{}', state = 5 WHERE person_id = :id AND state = 0", id=person_id)
    sql.run("UPDATE notice SET body = '' WHERE person_id = :id", id=person_id)
    sql.run("UPDATE outbox SET chat = '' WHERE person_id = :id AND channel = 'mail'", id=person_id)
    sql.run("DELETE FROM dialogue WHERE person_id = :id", id=person_id)
    sql.run("DELETE FROM card WHERE person_id = :id", id=person_id)
    sql.run("UPDATE member SET active = :no WHERE person_id = :id", no=False, id=person_id)
    sql.run("UPDATE contact SET state = 'left' WHERE person_id = :id", id=person_id)
    sql.run("UPDATE sheet SET name = '' WHERE person_id = :id", id=person_id)


def _strike_out(sql: Statements, word: str) -> None:
    """Strike a name, a number or words out of what was said by and to others, even if it is theirs too."""
    text = json.dumps(word, ensure_ascii=False)[1:-1]
    like = f"%{text.replace(chr(92), '_')}%"  # a backslash means something else to each database
    for statement in _STRUCK_OUT:
        sql.run(statement, word=text, like=like)


_SHEETS_GONE = (
    "UPDATE attachment SET sha256 = '', fault = 'erased', remote = 'erased:' || id WHERE about LIKE 'sheet:%'"
)
"""Nobody looks into spreadsheets for a name: whoever sent one can send it again."""

_STRUCK_OUT = (
    "UPDATE call_answer SET words = replace(words, :word, '—') WHERE words LIKE :like",
    "UPDATE filing SET note = replace(note, :word, '—') WHERE note LIKE :like",
    "UPDATE outbox SET body = replace(body, :word, '—') WHERE body LIKE :like",
    "UPDATE inbox SET reply = replace(reply, :word, '—') WHERE reply LIKE :like AND state != 0",
    "UPDATE dialogue SET state = replace(state, :word, '—') WHERE state LIKE :like",
    "UPDATE notice SET body = replace(body, :word, '—') WHERE body LIKE :like",
    "UPDATE task SET words = replace(words, :word, '—') WHERE words LIKE :like",
    "UPDATE task SET outcome = replace(outcome, :word, '—') WHERE outcome LIKE :like",
    "UPDATE member SET duties = replace(duties, :word, '—') WHERE duties LIKE :like",
    "UPDATE consultation SET decisions = replace(decisions, :word, '—') WHERE decisions LIKE :like",
    "UPDATE consultation SET departments = replace(departments, :word, '—') WHERE departments LIKE :like",
    "UPDATE follow_up SET words = replace(words, :word, '—') WHERE words LIKE :like",
    "UPDATE outcome SET words = replace(words, :word, '—') WHERE words LIKE :like",
    "UPDATE typical_case SET draft = replace(draft, :word, '—') WHERE draft LIKE :like",
)


def _plain(noun: SQLModel) -> dict[str, Any]:
    return noun.model_dump(mode="json")
