"""The programme's rules as data: what the TOML file of a programme says, checked once when it is loaded."""

import json
from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from typing import Any, Literal

from pydantic import Field

from handlers.programme.afterwards import AfterVisitRules
from handlers.programme.lists import Lists
from handlers.programme.parts import Code, DaysBefore, Hour, Level, MonthDay, Named, Part, Strength

SHIPPED = ("present-day", "henan-2012", "jiangsu-2014")
"""The programme files of ours: one to start from, and those of the two notices."""


class YearsRule(Part):
    """The years of the programme, both included."""

    first_year: int = Field(ge=1950, le=2200)
    last_year: int = Field(ge=1950, le=2200)

    @property
    def all(self) -> range:
        """Every year from the first to the last."""
        return range(self.first_year, self.last_year + 1)


class ClimbRule(Part):
    """So many working days after the aim an overdue filing goes up to somebody.

    `to` is "head" (the owing bureau's owner and deputy), or the bureau of level "city" or "province" on its
    reporting line.
    """

    after_workdays: int = Field(ge=1, le=60)
    to: Literal["head", "city", "province"]


CLIMBS = (
    ClimbRule(after_workdays=1, to="head"),
    ClimbRule(after_workdays=2, to="city"),
    ClimbRule(after_workdays=3, to="province"),
)


class DeadlineRules(Part):
    """How deadlines are aimed at and reminded of.

    `includes_day`: whether 之前 or 前 includes the day itself. `rungs`: calendar days before the aim.
    `hour`: when reminders leave. `late`: what becomes of a reminder whose hour passed while the service
    stood still: "send" it once (补发) or let it "expire" visibly. `enterprise_rungs`: days before a call's
    last filing by a county on which enterprises that have not filed are reminded.
    """

    includes_day: bool = True
    rungs: tuple[DaysBefore, ...] = (14, 7, 3, 1, 0)
    hour: Hour = "09:00"
    climbs: tuple[ClimbRule, ...] = CLIMBS
    late: Literal["send", "expire"] = "send"
    enterprise_rungs: tuple[DaysBefore, ...] = (7, 1)


class QuietRules(Part):
    """When nothing that can wait is sent: from an evening hour until a morning hour, and on days off."""

    from_: Hour = Field(default="21:00", alias="from")
    until: Hour = "08:00"
    days_off: bool = True


class DigestRules(Part):
    """When digests leave: each working day, and weekly for the province. Monday is 1."""

    at: Hour = "08:30"
    weekly_weekday: int = Field(default=1, ge=1, le=7)
    weekly_at: Hour = "09:00"


class InvitationRules(Part):
    """How long an expert has to answer, and how much one person is asked for.

    `reply_days` and `remind_after_days` are working days; `max_open_invitations` counts one person's over
    all areas; an open invitation weighs `open_counts_as` of an accepted one against the yearly load.
    """

    reply_days: int = Field(default=5, ge=1)
    remind_after_days: int = Field(default=2, ge=1)
    max_open_invitations: int = Field(default=3, ge=1)
    open_counts_as: float = Field(default=0.5, ge=0, le=1)


class CheckingRules(Part):
    """After `check_workdays` working days an unchecked need climbs to the bureau above."""

    check_workdays: int = Field(default=3, ge=1)


class AfterMatchRules(Part):
    """When both sides have met on paper only (督促企业主动与专家对接), in working days.

    An enterprise that has been quiet for `quiet_workdays` after an expert accepted is asked gently; when it
    stays quiet for `task_workdays` more, its bureau gets a task.
    """

    quiet_workdays: int = Field(default=5, ge=1)
    task_workdays: int = Field(default=3, ge=1)


class EligibilityRules(Part):
    """Who may serve: one of these title levels or one of these degrees; soft (一般) or hard."""

    title_levels: tuple[str, ...] = ("senior", "associate")
    degrees: tuple[str, ...] = ("doctor",)
    strength: Strength = "soft"
    words: str = ""


class CallRule(Named):
    """A call for needs (需求征集), each year from this day on."""

    opens: MonthDay

    @property
    def month(self) -> int:
        """The month in which it opens."""
        return int(self.opens[:2])


class PublicationRule(Part):
    """Publishing a call's needs (公布需求信息): the province's duty between two days; `on` names the site."""

    call: str
    zh: str
    en: str = ""
    opens: MonthDay
    by: MonthDay
    includes_day: bool | None = None
    on: str = ""

    @property
    def rule(self) -> str:
        """The code that filings made of it carry."""
        return f"{self.call}.publication"


class WindowRule(Named):
    """Months in which experts go out (对接活动), both ends included; of a call or of none."""

    call: str = ""
    first_month: int = Field(ge=1, le=12)
    last_month: int = Field(ge=1, le=12)


class DocumentRule(Named):
    """A paper that belongs to a filing; only of units funded the year before when `only_if` says so."""

    only_if: Literal["", "funded_last_year"] = ""


class FilingRule(Named):
    """What is filed (报送): by units of these levels to the one above them of another, by a day of the year.

    `includes_day` goes before the programme's own; `call` ties it to a call, "" to the year. `paper_copies`
    counts beside the electronic file. `receiver` is the code of a receiving unit.
    """

    from_levels: tuple[Literal["county", "city", "province"], ...] = Field(min_length=1)
    to_level: Literal["city", "province", "ministry"]
    by: MonthDay
    includes_day: bool | None = None
    electronic: bool = True
    paper_copies: int = Field(default=0, ge=0, le=20)
    call: str = ""
    receiver: str = ""
    document: tuple[DocumentRule, ...] = ()

    @property
    def rule(self) -> str:
        """The code that filings made of it carry, with the call's before it."""
        return f"{self.call}.{self.code}" if self.call else self.code


class TargetRule(Named):
    """An indicator: a number, up to `most` where a notice says so (2-3项), within so many years.

    `counts` says what, as handlers.domain.indicators defines it: "experts" are people who served, each once;
    "person_times" each activity. `only` names a flag without which the indicator does not hold. `words` are
    the notice's own (不少于, 左右). `area` is the unit that has it (GB/T 2260), "" the programme's province.
    """

    counts: Literal[
        "experts", "person_times", "activities", "teams", "paired_activities", "enterprises", "problems",
        "people_trained", "results", "carriers", "new_methods", "agreements", "key_projects",
    ] = "experts"  # fmt: skip
    number: int = Field(ge=1)
    most: int | None = None
    years: int = Field(default=1, ge=1)
    strength: Strength
    words: str = ""
    only: Literal["", "eastern_developed"] = ""
    area: str = ""


class ForecastRules(Part):
    """When "at this rate" may be said: so many days of the windows are behind, and so much was counted."""

    least_days: int = Field(default=30, ge=1)
    least_count: int = Field(default=5, ge=1)


class Flags(Part):
    """What is true of the province: 东部经济较为发达省份 (eastern_developed), 以各市局组织为主 (city_led)."""

    eastern_developed: bool = False
    city_led: bool = True


class TeamRules(Part):
    """How many experts a service team (专家服务团) has."""

    least: int | None = Field(default=None, ge=1)
    most: int | None = Field(default=None, ge=1)
    strength: Strength = "soft"
    words: str = ""


class VisitRules(Part):
    """How many days a visit takes."""

    least_days: int | None = Field(default=None, ge=1)
    most_days: int | None = Field(default=None, ge=1)
    strength: Strength = "soft"
    words: str = ""


class AddressedRule(Part):
    """Units that the notice addresses (主送): of a level, all of them or those of these areas (GB/T 2260)."""

    level: Level
    zh: str
    areas: tuple[str, ...] = ()


class ReceiverRule(Named):
    """A receiving unit (收件单位) as printed on an envelope; the people there are the directory's matter."""

    desk: str = ""
    address: str = ""
    postcode: str = ""


class PassageRule(Part):
    """Words of a notice on which an answer rests: quoted as they stand, with where they stand.

    `topic`: deadline, copies, no_title, team, length, windows, targets, tasks, forms, answer_by.
    """

    topic: Code
    zh: str = Field(min_length=4)
    source: str = Field(min_length=2)


class Rules(Lists):
    """The whole programme file. `opened` is the day of its notice: nothing before it is planned."""

    name: str = Field(min_length=1)
    name_en: str = ""
    province: str
    opened: date | None = None
    years: YearsRule
    deadlines: DeadlineRules = DeadlineRules()
    quiet: QuietRules = QuietRules()
    digest: DigestRules = DigestRules()
    call: tuple[CallRule, ...] = ()
    publication: tuple[PublicationRule, ...] = ()
    window: tuple[WindowRule, ...] = ()
    filing: tuple[FilingRule, ...] = ()
    target: tuple[TargetRule, ...] = ()
    forecast: ForecastRules = ForecastRules()
    flags: Flags = Flags()
    team: TeamRules = TeamRules()
    visit: VisitRules = VisitRules()
    addressed: tuple[AddressedRule, ...] = ()
    receiver: tuple[ReceiverRule, ...] = ()
    tasks: tuple[str, ...] = ()
    passage: tuple[PassageRule, ...] = ()
    invitation: InvitationRules = InvitationRules()
    checking: CheckingRules = CheckingRules()
    after_match: AfterMatchRules = AfterMatchRules()
    after_visit: AfterVisitRules = AfterVisitRules()
    eligibility: EligibilityRules = EligibilityRules()

    def listed(self, name: str, code: str, language: str) -> str:
        """Return the name of a code in one of the open lists; the code itself when the list lost it."""
        entries: tuple[Named, ...] = getattr(self, name)
        return next((entry.name(language) for entry in entries if entry.code == code), code)

    @property
    def targets(self) -> tuple[TargetRule, ...]:
        """The indicators that hold for this province."""
        return tuple(each for each in self.target if not each.only or getattr(self.flags, each.only))


def read_rules(data: Mapping[str, Any]) -> Rules:
    """Return the rules. Raises pydantic's ValidationError, which names each fault's place.

    Values are taken as they stand: "15" is no number and 1 is no yes.
    """
    return Rules.model_validate_json(json.dumps(as_json(data)), strict=True)


def as_json(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a file's data as JSON knows it, which is how a programme is kept: days as text."""
    kept: dict[str, Any] = json.loads(json.dumps(data, default=str))
    return kept


def shipped(name: str) -> str:
    """Return the text of a programme file of ours, one of `SHIPPED`."""
    return files(__package__).joinpath("shipped", f"{name}.toml").read_text(encoding="utf-8")
