"""What follows a visit, as data: what both sides are asked, when they are reminded, and when again."""

from typing import Annotated, Literal

from pydantic import Field

from handlers.programme.parts import Code, DaysBefore, Named, Part


class ScaleRule(Part):
    """One of the words on the buttons of a rating, from 1 (worst) to 5 (best)."""

    zh: str = Field(min_length=1)
    en: str = ""

    def name(self, language: str) -> str:
        """Return the words in a language, Chinese where there are no others."""
        return self.en if language == "en" and self.en else self.zh


class QuestionRule(Named):
    """One question of a form. `zh` is its short name, `ask_zh` the question in full.

    `kind`: rating (1 to 5 with the words of `scale`), choice (codes of `option`), number, text (or voice).
    `wanted` ones make the form complete; the others are offered afterwards. `only_if` names a rating that
    was answered from `at_least` to `at_most`, or a number that was given: else it is not asked.
    """

    ask_zh: str = ""
    ask_en: str = ""
    kind: Literal["rating", "choice", "number", "text"]
    wanted: bool = True
    scale: tuple[ScaleRule, ...] = ()
    option: tuple[Named, ...] = ()
    only_if: str = ""
    at_most: int = Field(default=5, ge=1, le=5)
    at_least: int = Field(default=1, ge=1, le=5)

    def ask(self, language: str) -> str:
        """Return the question in a language; its name where it has no words of its own."""
        return (self.ask_en if language == "en" else self.ask_zh) or self.name(language)


class QuestionnaireRule(Named):
    """A form that is asked after a visit. A changed form gets the next `version`; the old one stays readable.

    `code`: satisfaction (of the enterprise), feedback (of the expert), benefit (of the enterprise, later on).
    `side` answers it. `stages` are the months after the visit at which it is asked; 0 is the working day
    after. `remind_workdays` after asking; `task_workdays` after it the bureau is to phone; it closes after
    `close_days`.
    """

    version: int = Field(default=1, ge=1)
    side: Literal["enterprise", "expert"]
    stages: tuple[Annotated[int, Field(ge=0, le=120)], ...] = (0,)
    remind_workdays: tuple[Annotated[int, Field(ge=1, le=365)], ...] = (3, 7)
    task_workdays: int = Field(default=10, ge=1)
    close_days: int = Field(default=60, ge=1)
    question: tuple[QuestionRule, ...] = Field(min_length=1)

    def find(self, code: Code) -> QuestionRule | None:
        """Return a question by its code; None when this version has no such question."""
        return next((each for each in self.question if each.code == code), None)


class CaseRules(Part):
    """When a typical case (典型事例) is asked for: so many days after a rating of at least so much."""

    after_days: int = Field(default=14, ge=0)
    at_least: int = Field(default=5, ge=1, le=5)
    rating: str = "overall"


class StatisticsRules(Part):
    """No average is shown under so many answers."""

    least_answers: int = Field(default=3, ge=1)


class AfterVisitRules(Part):
    """When something follows a visit: what both sides are asked stands in the list `questionnaire`.

    `prepare_days` before the first day those who go and are visited are reminded. So many working days after
    the last day both sides are asked what took place, reminded after more; then the bureau is to find out.
    """

    prepare_days: tuple[DaysBefore, ...] = (7, 1)
    confirm_workdays: int = Field(default=1, ge=0)
    confirm_remind_workdays: int = Field(default=2, ge=1)
    confirm_task_workdays: int = Field(default=3, ge=1)
    case: CaseRules = CaseRules()
    statistics: StatisticsRules = StatisticsRules()


class OutcomeKind(Named):
    """A kind of result (成果) that is counted. `counts` names the indicator it feeds, "" none.

    `number` asks how many, `amount` how much in 万元, `conditions` whether 基本条件 are met (for carriers).
    """

    counts: Literal["", "problems", "people_trained", "results", "new_methods", "carriers", "agreements"] = ""
    number: bool = False
    amount: bool = False
    conditions: bool = False
