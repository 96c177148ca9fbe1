"""What people said in questionnaires: shown to them, and erased with them. Ratings stay, without a name."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import or_
from sqlmodel import Session, col, select

from bot.storage.statements import Statements
from handlers.domain.activities import Visit
from handlers.domain.enterprises import Contact
from handlers.domain.experts import Expert
from handlers.domain.people import Person
from handlers.domain.questionnaires import Questionnaire


def blank_questionnaires(session: Session, sql: Statements, person_id: int, said: Sequence[str]) -> None:
    """Blank what the person answered in words; strike name and number out of what others answered."""
    ids = _ids(session, person_id)
    for one in _answered_by(session, sql, person_id):
        for code, how in one.given.items():
            if how.get("by") in ids and isinstance(one.answers.get(code), dict):
                one.answers = {**one.answers, code: {"words": "", "files": []}}
    for one in _about(session, person_id):
        one.answers = {code: _struck(answer, said) for code, answer in one.answers.items()}


def own_answers(session: Session, sql: Statements, person_id: int) -> list[dict[str, Any]]:
    """Return what the person answered; a colleague's answers are the colleague's."""
    ids = _ids(session, person_id)
    return [_own(one, ids) for one in _answered_by(session, sql, person_id)]


def _own(one: Questionnaire, ids: set[int | None]) -> dict[str, Any]:
    mine = {code for code, how in one.given.items() if how.get("by") in ids}
    answers = {code: answer for code, answer in one.answers.items() if code in mine}
    return {**one.model_dump(mode="json", include={"id", "visit_id", "form", "stage"}), "answers": answers}


def _ids(session: Session, person_id: int) -> set[int | None]:
    """Return the person's ids: the answers of a record that was merged still name it."""
    return {person_id, *session.exec(select(Person.id).where(Person.merged_into == person_id))}


def _answered_by(session: Session, sql: Statements, person_id: int) -> list[Questionnaire]:
    asked = "SELECT DISTINCT subject FROM event WHERE action = 'questionnaire.answered' AND actor_id = :id"
    numbers = [int(row[0].partition(":")[2]) for row in sql.rows(asked, id=person_id)]
    found = (session.get(Questionnaire, number) for number in sorted(numbers))
    return [one for one in found if one is not None]


def _about(session: Session, person_id: int) -> Sequence[Questionnaire]:
    """Return the questionnaires of visits by the person, or to an enterprise whose contact the person is."""
    experts = select(Expert.id).where(Expert.person_id == person_id)
    firms = select(Contact.enterprise_id).where(Contact.person_id == person_id)
    theirs = or_(col(Visit.expert_id).in_(experts), col(Visit.enterprise_id).in_(firms))
    found = select(Questionnaire).join(Visit, col(Questionnaire.visit_id) == Visit.id)
    return session.exec(found.where(theirs)).all()


def _struck(answer: Any, said: Sequence[str]) -> Any:
    if not isinstance(answer, dict):
        return answer
    words = str(answer.get("words", ""))
    for word in said:
        words = words.replace(word, "—")
    return {**answer, "words": words}
