"""The open lists (等) of a programme: its own, or those that programmes share, from lists.toml."""

import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from pydantic import Field

from handlers.programme.afterwards import OutcomeKind, QuestionnaireRule
from handlers.programme.parts import Named, Part


class TitleRule(Part):
    """A professional title (职称) and its level: senior, associate, intermediate, junior, none."""

    name: str
    level: Literal["senior", "associate", "intermediate", "junior", "none"]


class ColumnRule(Named):
    """One column of a table or field of a letter; `required` ones are asked for before it leaves."""

    required: bool = False


class FormRule(Named):
    """A form (表、函): its columns or fields in their order."""

    column: tuple[ColumnRule, ...] = Field(min_length=1)


class TaskCategory(Named):
    """A task (主要任务) with the methods that the notice lists for it."""

    methods: tuple[str, ...] = ()


def _shared(name: str) -> Callable[[], Any]:
    """Return what reads one list when a programme file has none of its own."""
    return lambda: getattr(shared(), name)


class Lists(Part):
    """All lists; one that a programme file has replaces the shared one whole."""

    title: tuple[TitleRule, ...] = Field(default_factory=_shared("title"))
    degree: tuple[Named, ...] = Field(default_factory=_shared("degree"))
    need_kind: tuple[Named, ...] = Field(default_factory=_shared("need_kind"))
    unit_type: tuple[Named, ...] = Field(default_factory=_shared("unit_type"))
    preferred_category: tuple[Named, ...] = Field(default_factory=_shared("preferred_category"))
    service_form: tuple[Named, ...] = Field(default_factory=_shared("service_form"))
    support_kind: tuple[Named, ...] = Field(default_factory=_shared("support_kind"))
    industry_flag: tuple[Named, ...] = Field(default_factory=_shared("industry_flag"))
    task_category: tuple[TaskCategory, ...] = Field(default_factory=_shared("task_category"))
    form: tuple[FormRule, ...] = Field(default_factory=_shared("form"))
    activity_kind: tuple[Named, ...] = Field(default_factory=_shared("activity_kind"))
    intention: tuple[Named, ...] = Field(default_factory=_shared("intention"))
    outcome_kind: tuple[OutcomeKind, ...] = Field(default_factory=_shared("outcome_kind"))
    preparation: tuple[Named, ...] = Field(default_factory=_shared("preparation"))
    base_host: tuple[Named, ...] = Field(default_factory=_shared("base_host"))
    paper_kind: tuple[Named, ...] = Field(default_factory=_shared("paper_kind"))
    disclosure: tuple[Named, ...] = Field(default_factory=_shared("disclosure"))
    case_question: tuple[Named, ...] = Field(default_factory=_shared("case_question"))
    questionnaire: tuple[QuestionnaireRule, ...] = Field(default_factory=_shared("questionnaire"))

    def questions(self, code: str) -> QuestionnaireRule | None:
        """Return the questionnaire of this code, if the programme has it."""
        return next((each for each in self.questionnaire if each.code == code), None)


@cache
def shared() -> Lists:
    """Return the lists that programmes share."""
    text = files("handlers.programme").joinpath("lists.toml").read_text(encoding="utf-8")
    return Lists.model_validate(tomllib.loads(text))
