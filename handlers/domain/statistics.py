"""What questionnaires come to: response rate, and for every question n, distribution and, if it may, a mean.

Complete ones alone make averages; partial ones are counted apart, and so is what was taken by phone.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from handlers.domain.questionnaires import WITHDRAWN, Questionnaire

RATING, CHOICE, NUMBER, TEXT = "rating", "choice", "number", "text"
RATINGS = ("1", "2", "3", "4", "5")


class Question(Protocol):
    """A question as far as it is counted."""

    @property
    def code(self) -> str:
        """Its lasting name."""
        ...

    @property
    def kind(self) -> str:
        """One of rating, choice, number, text."""
        ...


class Form(Protocol):
    """The form of a programme, in the order in which its questions are shown."""

    @property
    def question(self) -> Sequence[Question]:
        """Its questions."""
        ...


@dataclass(frozen=True, slots=True)
class Figures:
    """One question over the complete questionnaires.

    `n`: how many answered it: with a rating, an option, an amount, with words. `mean`: of ratings from 1 to
    5, or of amounts in 万元; None under the least number of answers. `total`: of amounts in 万元.
    `distribution`: how often each rating ("1" to "5") or option was given. `partial` counts answers in
    partial questionnaires, which are in no other figure; `by_phone` is a part of `n`.
    """

    code: str
    kind: str
    n: int = 0
    mean: float | None = None
    total: float | None = None
    distribution: Mapping[str, int] = field(default_factory=dict)
    partial: int = 0
    by_phone: int = 0


@dataclass(frozen=True, slots=True)
class Summary:
    """All questionnaires of one form. `asked` is the sum of `complete`, `partial` and `silent`.

    `by_phone` is the part of `complete` in which any answer was taken by phone.
    """

    asked: int
    complete: int
    partial: int
    silent: int
    by_phone: int
    questions: tuple[Figures, ...]

    @property
    def rate(self) -> float | None:
        """The response rate, from 0 to 1: complete ones of those asked; None when nobody was asked."""
        return self.complete / self.asked if self.asked else None

    def question(self, code: str) -> Figures | None:
        """Return the figures of one question."""
        return next((each for each in self.questions if each.code == code), None)


def summary(questionnaires: Sequence[Questionnaire], rule: Form | None, least: int) -> Summary:
    """Return what questionnaires of one form come to; withdrawn ones count for nothing.

    `rule` gives the order of the questions; those of older versions that it lacks come after them. No mean is
    given under `least` answers.
    """
    asked = [each for each in questionnaires if each.state != WITHDRAWN]
    complete = [each for each in asked if is_complete(each)]
    partial = [each for each in asked if is_partial(each)]
    return Summary(
        asked=len(asked),
        complete=len(complete),
        partial=len(partial),
        silent=len(asked) - len(complete) - len(partial),
        by_phone=sum(is_by_phone(each) for each in complete),
        questions=tuple(_figures(one, complete, partial, least) for one in _kinds(asked, rule).items()),
    )


def is_complete(one: Questionnaire) -> bool:
    """Say whether every wanted question was answered."""
    return one.completed_at is not None


def is_partial(one: Questionnaire) -> bool:
    """Say whether it was begun and not finished, or not yet."""
    return one.completed_at is None and bool(one.answers)


def is_by_phone(one: Questionnaire) -> bool:
    """Say whether any of its answers was taken by phone."""
    return any(how.get("phone") for how in one.given.values())


def _kinds(asked: Sequence[Questionnaire], rule: Form | None) -> dict[str, str]:
    """Return the kind of every question by code: those of the rule, then those of older versions."""
    kinds = {each.code: each.kind for each in rule.question} if rule else {}
    for one in asked:
        for question in one.questions:
            kinds.setdefault(question["code"], question["kind"])
    return kinds


def _figures(
    one: tuple[str, str], complete: Sequence[Questionnaire], partial: Sequence[Questionnaire], least: int
) -> Figures:
    code, kind = one
    answered = [each for each in complete if _answers(each, code, kind)]
    given = [each.answers[code] for each in answered]
    numbers = [each for each in given if kind in {RATING, NUMBER} and not isinstance(each, str)]
    n = len(numbers) if kind in {RATING, NUMBER} else len(given)
    return Figures(
        code,
        kind,
        n=n,
        mean=sum(numbers) / n if numbers and n >= least else None,
        total=float(sum(numbers)) if kind == NUMBER and numbers else None,
        distribution=_distribution(kind, given),
        partial=sum(_answers(each, code, kind) for each in partial),
        by_phone=sum(bool(each.given.get(code, {}).get("phone")) for each in answered),
    )


def _answers(one: Questionnaire, code: str, kind: str) -> bool:
    """Say whether it answers a question, asked as one of this kind in its own version."""
    same = any(each["code"] == code and each["kind"] == kind for each in one.questions)
    return same and code in one.answers and not _is_blank(one.answers[code])


def _is_blank(answer: Any) -> bool:  # noqa: ANN401 - answers are JSON data
    return isinstance(answer, dict) and not (answer.get("words") or answer.get("files"))


def _distribution(kind: str, given: Sequence[Any]) -> Mapping[str, int]:
    counted = Counter(str(each) for each in given if isinstance(each, str) or kind == RATING)
    return {each: counted[each] for each in RATINGS} if kind == RATING else dict(sorted(counted.items()))
