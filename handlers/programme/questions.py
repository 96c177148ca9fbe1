"""The questions of a questionnaire as its row keeps them: which are asked, what answers them. Pure.

An answer is a number from 1 to 5 (rating), an option's code (choice; number as well), an amount (number), or
{"words", "files"} (text).
"""

import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from handlers.domain.amounts import WAN, Amount, read_amount
from handlers.domain.amounts import shown as shown_amount
from handlers.programme.afterwards import QuestionnaireRule, QuestionRule

Questions = Sequence[QuestionRule]
Answers = Mapping[str, Any]

MOST = Decimal(100_000_000)
"""万元; more than that is a slip."""
BEST = 5


def kept(rule: QuestionnaireRule) -> list[dict[str, Any]]:
    """Return a form's questions as the row of a questionnaire keeps them."""
    return [question.model_dump(mode="json") for question in rule.question]


def questions_of(data: Sequence[Mapping[str, Any]]) -> Questions:
    """Return the questions that `kept` wrote."""
    return tuple(QuestionRule.model_validate(question) for question in data)


def is_asked(question: QuestionRule, answers: Answers, questions: Questions) -> bool:
    """Say whether a question is asked, given the answers so far."""
    if not question.only_if:
        return True
    before = next((each for each in questions if each.code == question.only_if), None)
    if before is None or before.code not in answers or not is_asked(before, answers, questions):
        return False
    answer = answers[before.code]
    if before.kind == "rating":
        return question.at_least <= int(answer) <= question.at_most
    return before.kind != "number" or not isinstance(answer, str)


def asked(questions: Questions, answers: Answers) -> list[int]:
    """Return the places of the questions that are asked, given the answers so far."""
    return [at for at, each in enumerate(questions) if is_asked(each, answers, questions)]


def wanted(questions: Questions, answers: Answers) -> list[int]:
    """Return the places of the questions that a complete questionnaire has answered."""
    return [at for at in asked(questions, answers) if questions[at].wanted]


def first_open(questions: Questions, answers: Answers) -> int | None:
    """Return the place of the first wanted question without an answer; None when it is complete."""
    return next((at for at in wanted(questions, answers) if questions[at].code not in answers), None)


def standing(questions: Questions, answers: Answers) -> dict[str, Any]:
    """Return the answers to questions that are asked: what a change has left behind is dropped."""
    codes = [questions[at].code for at in asked(questions, answers)]
    return {code: answers[code] for code in codes if code in answers}


def by_button(question: QuestionRule, code: str) -> int | str | None:
    """Return the answer that a button stands for; None when the question has no such button."""
    if question.kind == "rating":
        return int(code) if code in {"1", "2", "3", "4", "5"} else None
    return next((option.code for option in question.option if option.code == code), None)


def typed(question: QuestionRule, words: str) -> int | float | str | None:
    """Return the answer that was typed: "4", "满意", "很满意 ", "12.5万"; None when it is none."""
    plain = _plain(words)
    for code, labels in _labels(question):
        if plain in labels:
            return by_button(question, code)
    if question.kind == "number" and (amount := read_amount(plain, WAN)) is not None:
        return _told(amount)
    return None


def shown(question: QuestionRule, answer: Any, language: str) -> str:  # noqa: ANN401 - answers are JSON data
    """Return an answer as people read it: "5 很满意", "愿意", "12.5万元"."""
    if question.kind == "rating":
        return rating(question, answer, language)
    if isinstance(answer, Mapping):
        return str(answer.get("words", ""))
    if isinstance(answer, str):
        return next((each.name(language) for each in question.option if each.code == answer), answer)
    amount = Decimal(str(answer))
    return shown_amount(Amount(amount, amount), "en" if language == "en" else "zh")


def rating(question: QuestionRule, number: int, language: str) -> str:
    """Return a rating's number with its words: "5 很满意"."""
    words = [each.name(language) for each in question.scale]
    return f"{number} {words[number - 1]}" if 0 < number <= len(words) else str(number)


def _labels(question: QuestionRule) -> list[tuple[str, set[str]]]:
    """Return what may be typed for each button, in any language."""
    if question.kind == "rating":
        numbers = range(1, BEST + 1)
        return [(str(n), {str(n), f"{n}分"} | _named(question, n)) for n in numbers]
    return [(each.code, {_plain(each.zh), _plain(each.en or each.zh)}) for each in question.option]


def _named(question: QuestionRule, number: int) -> set[str]:
    scale = question.scale[number - 1 : number]
    words = {_plain(name) for each in scale for name in (each.zh, each.en or each.zh)}
    return words | {f"{number}{each}" for each in words}


def _plain(words: str) -> str:
    folded = "".join(unicodedata.normalize("NFKC", words).lower().split())
    return folded.strip("。.!！,，~")


def _told(amount: Amount) -> float | None:
    """Return the sum in 万元; of a range its lower end, so that no figure is told too great."""
    value = amount.low or amount.high or Decimal(0)
    return float(value) if value <= MOST else None
