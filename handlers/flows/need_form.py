"""Opening a need form: empty, resumed, or filled in from a person's own words."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from handlers.context import Context
from handlers.conversation import ask_again, start
from handlers.dialogue.replies import SentFile
from handlers.dialogue.step import Step
from handlers.domain.amounts import Amount, shown
from handlers.domain.enterprises import Enterprise
from handlers.domain.phones import read_phone
from handlers.domain.regions import contains, county_after_city, find_regions
from handlers.effects import Effects
from handlers.flows import file_need
from handlers.flows.need_steps import (
    BUDGET,
    CONDITIONS,
    COUNTY,
    DEADLINE,
    DETAIL,
    DOMAIN,
    ENTERPRISE,
    FILES,
    FROM_WORDS,
    KIND,
    PHONE,
    SECRET,
    TITLE,
)
from handlers.ports.enterprises import OwnFirm
from handlers.thinking import LikelyDomains, NeedReading
from nlp.domains import clear_codes
from nlp.reading import Money, Reading

Firm = OwnFirm | Enterprise
LONGEST, SHORTEST = 2000, 10
TITLE_LONGEST, TITLE_SHORTEST = 60, 4


def open_form(
    context: Context,
    enterprise: Firm,
    words: str = "",
    files: tuple[SentFile, ...] = (),
    remark: str = "",
) -> Effects:
    """Open the form for an enterprise: resumed when it lay unfinished, filled in when there are words.

    `remark` stands above the first question of an empty form, in place of what a form is.
    """
    given: dict[Step[Any], Any] = {ENTERPRISE: enterprise.id, COUNTY: enterprise.county}
    if not words and not files:
        return _resumed(context, enterprise) or _begun(context, enterprise, given, remark)
    suggested = {**suggestions(context, words, enterprise), FILES: files or None}
    if COUNTY in suggested:
        del given[COUNTY]
    given[FROM_WORDS] = True
    subject = _free_subject(context, enterprise)
    remark = context.t("need.read_from_message")
    return start(file_need.TALK, context, subject, given, suggested, remarks=(remark,))


def _begun(context: Context, enterprise: Firm, given: Mapping[Step[Any], Any], remark: str) -> Effects:
    remarks = (remark or context.t("need.intro"),)
    return start(file_need.TALK, context, _free_subject(context, enterprise), given, remarks=remarks)


def suggestions(context: Context, words: str, enterprise: Firm) -> Mapping[Step[Any], Any]:
    """Return what the words answer. None stands for an optional question that is not asked any more."""
    reading = reading_of(context, words)
    title = reading.title if TITLE_SHORTEST <= len(reading.title) <= TITLE_LONGEST else ""
    tagged = context.need_fact(LikelyDomains(title, words))
    found: dict[Step[Any], Any] = {
        KIND: _kind(context, reading),
        TITLE: title,
        DETAIL: words if SHORTEST <= len(words) <= LONGEST else "",
        DOMAIN: clear_codes(tagged) if tagged.sure else (),
        COUNTY: _county(reading, enterprise, context.uow.rules.province),
    }
    return {
        **{step: value for step, value in found.items() if value},
        **_deadline(reading, context.uow.today),
        CONDITIONS: None,
        BUDGET: _budget(reading, context.person.language),
        PHONE: _phone(reading, context.person.phone),
        SECRET: None,
    }


def _deadline(reading: Reading, today: date) -> Mapping[Step[Any], Any]:
    """Return the day the words name; without one it is not asked for, and a day that is over is."""
    if reading.day is None:
        return {DEADLINE: None}
    return {DEADLINE: reading.day} if reading.day >= today else {}


def reading_of(context: Context, words: str) -> Reading:
    """Return what a message says of a need."""
    reading: Reading = context.need_fact(NeedReading(words, context.uow.today))
    return reading


def _resumed(context: Context, enterprise: Firm) -> Effects:
    for dialogue in context.uow.dialogues.of(context.me):
        own = dialogue.subject.split("#")[0] == f"enterprise:{enterprise.id}"
        if dialogue.flow == file_need.FILE_NEED.name and own:
            return ask_again(file_need.TALK, dialogue, context, context.t("need.resumed"))
    return ()


def _free_subject(context: Context, enterprise: Firm) -> str:
    """Return a subject under which no form lies unfinished, so that a new one never overwrites it."""
    taken = {d.subject for d in context.uow.dialogues.of(context.me) if d.flow == file_need.FILE_NEED.name}
    base, number = f"enterprise:{enterprise.id}", 1
    subject = base
    while subject in taken:
        number += 1
        subject = f"{base}#{number}"
    return subject


def _kind(context: Context, reading: Reading) -> str:
    return next((kind.code for kind in context.uow.rules.need_kind if kind.zh == reading.kind), "")


def _county(reading: Reading, enterprise: Firm, province: str) -> str:
    """Return another county of the province that the words name without doubt."""
    named = [county.code for pair in reading.pairs if (county := county_after_city(pair))]
    for place in reading.places:
        found = find_regions(place)
        if len(found) == 1 and found[0].level == "county" and found[0].name.startswith(place):
            named.append(found[0].code)
    other = (code for code in named if contains(province, code) and code != enterprise.county)
    return next(other, "")


def _budget(reading: Reading, language: str) -> str | None:
    money = reading.budget
    return shown(_amount(money), "en" if language == "en" else "zh") if money else None


def _amount(money: Money) -> Amount:
    return Amount(money.lowest or Decimal(0), money.highest)


def _phone(reading: Reading, own: str) -> str | None:
    phones = (read_phone(phone) for phone in reading.phones)
    return next((phone for phone in phones if phone and phone != own), None)
