"""A questionnaire with all that its cards name: both sides of the visit, whom to call, the bureau."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from handlers.cards.needs import language
from handlers.dialogue.texts import Translate
from handlers.domain.activities import Visit
from handlers.domain.actors import Subject
from handlers.domain.bureaus import Bureau
from handlers.domain.days import spoken_day
from handlers.domain.enterprises import Enterprise
from handlers.domain.experts import Expert
from handlers.domain.people import Person
from handlers.domain.questionnaires import ENTERPRISE, Questionnaire
from handlers.ports.work import UnitOfWork
from handlers.programme.afterwards import QuestionnaireRule
from handlers.programme.questions import Questions, first_open, questions_of, wanted

Noun = TypeVar("Noun")


@dataclass(frozen=True)
class Survey:
    """One questionnaire. `contacts` are those who answer for its side, in the order of joining."""

    one: Questionnaire
    visit: Visit
    enterprise: Enterprise
    expert: Expert
    person: Person
    contacts: tuple[Person, ...]
    bureau: Bureau | None
    rule: QuestionnaireRule | None
    today: date

    @property
    def name(self) -> str:
        """The questionnaire's name in events, cards, tasks and timers."""
        return self.one.name

    @property
    def subject(self) -> Subject:
        """The questionnaire as `may` looks at it: of its own side."""
        return self._subject(of_firm=self.one.side == ENTERPRISE)

    @property
    def other_subject(self) -> Subject:
        """The other side of it, which sees its words only if their author agrees."""
        return self._subject(of_firm=self.one.side != ENTERPRISE)

    @cached_property
    def questions(self) -> Questions:
        """The questions of the version that was asked."""
        return questions_of(self.one.questions)

    @property
    def missing(self) -> int:
        """How many wanted questions have no answer yet."""
        places = wanted(self.questions, self.one.answers)
        return sum(self.questions[at].code not in self.one.answers for at in places)

    @property
    def first_open(self) -> int | None:
        """The first wanted question without an answer."""
        return first_open(self.questions, self.one.answers)

    @property
    def words(self) -> list[str]:
        """The codes of the questions that were answered in words or by voice."""
        return [q.code for q in self.questions if q.kind == "text" and q.code in self.one.answers]

    @property
    def voices(self) -> list[int]:
        """The attachments with what was said by voice."""
        return [file for code in self.words for file in self.one.answers[code].get("files", ())]

    def title(self, t: Translate) -> str:
        """Return the form's name, with the months after the visit where it is asked again."""
        name = self.rule.name(language(t)) if self.rule else t("survey.form")
        return t("survey.stage", name=name, months=self.one.stage) if self.one.stage else name

    def values(self, t: Translate) -> dict[str, object]:
        """Return what sentences about the visit name."""
        return {
            "form": self.title(t),
            "name": self.person.name or t("survey.nameless"),
            "unit": self.expert.unit or t("survey.no_unit"),
            "enterprise": self.enterprise.name,
            "day": spoken_day(self.visit.held_on or self.visit.planned_on, self.today, language(t)),
            "bureau": self.bureau.name if self.bureau else t("survey.no_bureau"),
            "phone": (self.bureau.phone if self.bureau else "") or t("survey.no_phone"),
        }

    def _subject(self, *, of_firm: bool) -> Subject:
        number = self.bureau.id if self.bureau else None
        if of_firm:
            return Subject(area=self.enterprise.county, bureau_id=number, enterprise_id=self.enterprise.id)
        return Subject(area=self.enterprise.county, bureau_id=number, expert_id=self.expert.id)


def survey_of(uow: UnitOfWork, one: Questionnaire) -> Survey:
    """Return the questionnaire with what belongs to it. LookupError when its nouns are gone: our fault."""
    visit = _found(uow, Visit, one.visit_id)
    enterprise, expert = _found(uow, Enterprise, visit.enterprise_id), _found(uow, Expert, visit.expert_id)
    person = _found(uow, Person, expert.person_id)
    theirs = _speakers(uow, enterprise) if one.side == ENTERPRISE else (person,)
    near = uow.bureaus.nearest_staffed(enterprise.county) or uow.bureaus.nearest_staffed(uow.rules.province)
    rule = uow.rules.questions(one.form)
    present = tuple(each for each in theirs if each.erased_at is None)
    return Survey(one, visit, enterprise, expert, person, present, near, rule, uow.today)


def _speakers(uow: UnitOfWork, enterprise: Enterprise) -> tuple[Person, ...]:
    contacts = uow.enterprises.contacts(enterprise.id or 0)
    people = (uow.get(Person, each.person_id) for each in contacts if each.state == "active")
    return tuple(person for person in people if person is not None)


def _found(uow: UnitOfWork, kind: type[Noun], number: int) -> Noun:
    noun = uow.get(kind, number)
    if noun is None:
        raise LookupError(f"{kind.__name__} {number} is gone")
    return noun
