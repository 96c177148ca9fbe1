"""The digest's lines: one maker for each kind of thing that waits, with its words, urgency and button."""

from collections.abc import Sequence
from datetime import date, timedelta

from handlers.cards.digest import Line
from handlers.cards.filed import filed, filing_name
from handlers.cards.matters import condition_line, matter_of
from handlers.cards.needs import cut, language
from handlers.cards.outing_desk import ready_line
from handlers.cards.outings import Outing
from handlers.dialogue.messages import Button
from handlers.dialogue.texts import Translate, known
from handlers.domain.activities import EXPERT, FIRM, Activity
from handlers.domain.bureaus import Bureau
from handlers.domain.days import spoken
from handlers.domain.filings import Filing
from handlers.domain.invitations import Invitation
from handlers.domain.needs import Need
from handlers.domain.people import Person
from handlers.domain.regions import region
from handlers.domain.tasks import Task
from handlers.ports.work import UnitOfWork

PRESSING = timedelta(days=3)
"""A deadline nearer than this comes before everyday work."""
NAMES = 3
"""Units that a line names; more of them are counted besides."""

LATE_FILING, LATE_CHECK, PHONE, NEAR_FILING, LATE_BELOW = range(5)
DECIDE, CHECK, NEAR_BELOW, CONFIRM, ANSWER_DUE = range(5, 10)
FILING, MATCH, OTHER, BELOW, UNANSWERED = range(10, 15)
"""Ranks of urgency, in the order in which an experienced coordinator goes through the morning."""


def due_line(uow: UnitOfWork, filing: Filing, t: Translate) -> Line:
    """Return a filing that the coordinator's own bureau owes, with the days left."""
    name = filing_title(uow, filing, t)
    rank = _by_day(filing.aim, uow.today, LATE_FILING, NEAR_FILING, FILING)
    words = t("digest.line.due", name=name, day=day_words(filing, uow.today, t))
    return Line(f"due:{filing.id}", rank, words, _button(t, "due", f"dg.file:{filing.id}"))


def below_line(uow: UnitOfWork, filings: Sequence[Filing], chased: int, t: Translate) -> Line:
    """Return who below has not filed one thing yet, of one rule and year; `chased` of them today already."""
    first = filings[0]
    units = [unit_name(uow, each) for each in filings]
    rank = _by_day(first.aim, uow.today, LATE_BELOW, NEAR_BELOW, BELOW)
    name, day = filing_title(uow, first, t), day_words(first, uow.today, t)
    words = t("digest.line.below", names=_names(units, t), name=name, day=day)
    if chased == len(filings):
        return Line(below_code(first), rank, t("digest.line.chased", words=words), None, len(filings))
    who = units[0] if len(units) == 1 else t("digest.units", count=len(units))
    button = _button(t, "below", f"dg.chase:{first.id}", name=who)
    return Line(below_code(first), rank, words, button, len(filings))


def below_code(filing: Filing) -> str:
    """Return the code of all that is owed by one rule in one year, by whomever."""
    return f"below:{filing.cycle_id}-{filing.rule}"


def check_line(uow: UnitOfWork, need: Need, t: Translate) -> Line:
    """Return a need that waits for its check, marked when the promised day is over."""
    late = need.check_by is not None and need.check_by < uow.today
    day = spoken(need.check_by or uow.today, uow.today, language(t))
    key = "digest.line.check_late" if late else "digest.line.check"
    words = t(key, number=need.number, title=cut(need.title), day=day)
    button = _button(t, "check", f"need:{need.id}", number=need.number)
    return Line(f"check:{need.id}", LATE_CHECK if late else CHECK, words, button)


def decide_line(uow: UnitOfWork, one: Invitation, t: Translate) -> Line:
    """Return a yes with a condition that waits for the bureau's word."""
    matter = matter_of(uow, one)
    name, number = matter.person.name, matter.need.number
    words = t("digest.line.decide", name=name, number=number, condition=condition_line(one, t))
    button = _button(t, "decide", f"i.see:{one.id}:{one.revision}", name=name)
    return Line(f"decide:{one.id}", DECIDE, words, button)


def unanswered_line(uow: UnitOfWork, one: Invitation, t: Translate) -> Line:
    """Return an invitation that nobody has answered."""
    matter = matter_of(uow, one)
    name, day = matter.person.name, spoken(one.reply_by, uow.today, language(t))
    words = t("digest.line.unanswered", name=name, number=matter.need.number, day=day)
    rank = ANSWER_DUE if one.reply_by <= uow.today + timedelta(days=1) else UNANSWERED
    button = _button(t, "unanswered", f"i.see:{one.id}:{one.revision}", name=name)
    return Line(f"unanswered:{one.id}", rank, words, button)


def match_line(uow: UnitOfWork, need: Need, t: Translate) -> Line:
    """Return an approved need to which nobody is invited."""
    del uow
    words = t("digest.line.match", number=need.number, title=cut(need.title))
    return Line(f"match:{need.id}", MATCH, words, _button(t, "match", f"match:{need.id}", number=need.number))


def activity_line(uow: UnitOfWork, outing: Outing, t: Translate) -> Line:
    """Return an activity that wants something: its checklists before it, who has not confirmed after it."""
    number, title = outing.activity.number, cut(outing.activity.title)
    if outing.over:
        silent = sum(not visit.said(side)[0] for visit in outing.open_visits for side in (EXPERT, FIRM))
        words = t("digest.line.unconfirmed", number=number, title=title, count=silent)
    else:
        day = spoken(outing.activity.starts, uow.today, language(t))
        words = t("digest.line.preparing", number=number, title=title, day=day, ready=ready_line(outing, t))
    near = outing.over or outing.activity.starts - uow.today <= PRESSING
    button = _button(t, "activities", f"act:{outing.activity.id}", number=number)
    return Line(f"activity:{outing.activity.id}", CONFIRM if near else OTHER, words, button)


def phone_line(uow: UnitOfWork, task: Task, t: Translate) -> Line:
    """Return somebody who is to be phoned, with the number."""
    name, phone = _person(uow, task, t)
    words = t("digest.line.phone", name=name, phone=phone or t("digest.no_phone"))
    return _task(task, PHONE, words, t("digest.button.phone", name=name))


def confirm_line(uow: UnitOfWork, task: Task, t: Translate) -> Line:
    """Return an expert or a second contact who waits to be confirmed."""
    name, _ = _person(uow, task, t)
    expert = uow.experts.of_person(task.person_id or 0) if task.kind == "confirm_expert" else None
    unit = expert.unit if expert else t("digest.second_contact")
    words = t("digest.line.confirm", name=name, unit=unit)
    return _task(task, CONFIRM, words, t("digest.button.confirm", name=name))


def other_line(uow: UnitOfWork, task: Task, t: Translate) -> Line:
    """Return whatever else a bureau has to do."""
    name, _ = _person(uow, task, t)
    key = f"task.kind.{task.kind}"
    kind = t(key if known(key) else "task.heading")
    words = t("digest.line.others", kind=kind, words=cut(task.words.partition("\n")[0]) or name)
    return _task(task, OTHER, words, t("digest.button.others", number=f"T{task.id}"))


def done_words(uow: UnitOfWork, code: str, t: Translate) -> str:
    """Return what became of a thing that waited in the morning and waits no more."""
    section, _, number = code.partition(":")
    match section:
        case "check" | "match":
            need = uow.get(Need, int(number))
            return _became("need", need.number if need else "", need.state if need else "", t)
        case "decide" | "unanswered":
            one = uow.get(Invitation, int(number))
            name = matter_of(uow, one).person.name if one else ""
            return _became("invitation", name, one.state if one else "", t)
        case "due":
            filing = uow.get(Filing, int(number))
            name = filing_title(uow, filing, t) if filing else ""
            return _became("filing", name, filing.state if filing else "", t)
        case "activity":
            activity = uow.get(Activity, int(number))
            return _became(
                "activity", activity.number if activity else "", activity.state if activity else "", t
            )
        case "task":
            task = uow.get(Task, int(number))
            return t("digest.done.task", name=_person(uow, task, t)[0] if task else "")
        case _:
            return t("digest.done.below")


def _became(kind: str, name: str, state: str, t: Translate) -> str:
    key = f"digest.state.{state}"
    return t(f"digest.done.{kind}", name=name, state=t(key if known(key) else "digest.state.gone"))


def day_words(filing: Filing, today: date, t: Translate) -> str:
    """Return the working day that is aimed at, with the days left; marked while it is only expected."""
    words = spoken(filing.aim, today, language(t))
    return t("digest.expected", day=words) if filing.expected else words


def filing_title(uow: UnitOfWork, filing: Filing, t: Translate) -> str:
    """Return what is owed, with the year."""
    return filing_name(filed(uow, filing), t)


def unit_name(uow: UnitOfWork, filing: Filing) -> str:
    """Return who owes a filing, shortly."""
    bureau = uow.get(Bureau, filing.bureau_id)
    return short_name(bureau) if bureau else ""


def short_name(bureau: Bureau) -> str:
    """Return what a unit is called among colleagues: its place, or a department's own name."""
    place = region(bureau.area) if bureau.kind == "bureau" else None
    return place.name if place else bureau.name


def _names(units: Sequence[str], t: Translate) -> str:
    names = t("digest.comma").join(units[:NAMES])
    return t("digest.and_more", names=names, count=len(units)) if len(units) > NAMES else names


def _person(uow: UnitOfWork, task: Task, t: Translate) -> tuple[str, str]:
    """Return the name and number of whom a task is about."""
    person = uow.get(Person, task.person_id) if task.person_id else None
    return (person.name or t("digest.nameless"), person.phone) if person else (t("digest.nameless"), "")


def _task(task: Task, rank: int, words: str, label: str) -> Line:
    return Line(f"task:{task.id}", rank, words, Button(label, f"task:{task.id}"))


def _button(t: Translate, section: str, action: str, **values: object) -> Button:
    return Button(t(f"digest.button.{section}", **values), action)


def _by_day(aim: date, today: date, late: int, near: int, far: int) -> int:
    if aim < today:
        return late
    return near if aim - today <= PRESSING else far
