"""The programme's rules as data: what the TOML file of a programme says, checked once when it is loaded."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Named(BaseModel):
    """One entry of an open list (等): a lasting code and its names. Never a closed enum."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    code: str
    zh: str
    en: str = ""

    def name(self, language: str) -> str:
        """Return the name in a language, Chinese where there is no other."""
        return self.en if language == "en" and self.en else self.zh


class InvitationRules(BaseModel):
    """How long an expert has to answer, and how much one person is asked for.

    `reply_days` and `remind_after_days` are working days; `max_open_invitations` counts one person's over
    all areas; an open invitation weighs `open_counts_as` of an accepted one against the yearly load.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    reply_days: int = 5
    remind_after_days: int = 2
    max_open_invitations: int = 3
    open_counts_as: float = 0.5


class CheckingRules(BaseModel):
    """After `check_workdays` working days an unchecked need climbs to the bureau above."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    check_workdays: int = 3


class TitleRule(BaseModel):
    """A professional title (职称) and its level: senior, associate, intermediate, junior, none."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str
    level: str


class CallRule(BaseModel):
    """A call for needs (需求征集): each year from the first of its month."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    code: str
    zh: str
    en: str = ""
    month: int = Field(ge=1, le=12)


class WindowRule(BaseModel):
    """Months in which experts go out (对接活动), both ends included."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    first_month: int = Field(ge=1, le=12)
    last_month: int = Field(ge=1, le=12)


class Rules(BaseModel):
    """The whole programme file; unknown keys are left for later readers."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str
    name_en: str = ""
    province: str
    year: int
    call: tuple[CallRule, ...] = ()
    window: tuple[WindowRule, ...] = ()
    title: tuple[TitleRule, ...] = ()
    degree: tuple[Named, ...] = ()
    need_kind: tuple[Named, ...] = ()
    unit_type: tuple[Named, ...] = ()
    preferred_category: tuple[Named, ...] = ()
    service_form: tuple[Named, ...] = ()
    invitation: InvitationRules = InvitationRules()
    checking: CheckingRules = CheckingRules()

    def listed(self, name: str, code: str, language: str) -> str:
        """Return the name of a code in one of the open lists; the code itself when the list lost it."""
        entries: tuple[Named, ...] = getattr(self, name)
        return next((entry.name(language) for entry in entries if entry.code == code), code)


def read_rules(data: Mapping[str, Any]) -> Rules:
    """Return the rules. Raises pydantic's ValidationError, which names each fault's place."""
    return Rules.model_validate(data)
