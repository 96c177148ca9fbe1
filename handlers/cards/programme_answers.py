"""Answers about the programme (截止哪天、要交几份): from its own data, with the notice's words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from handlers.cards.needs import language
from handlers.dialogue.messages import Message
from handlers.dialogue.texts import Translate
from handlers.domain.days import spoken
from handlers.programme.calendar import WorkCalendar
from handlers.programme.plan import PlannedFiling, year_of
from handlers.programme.rules import PassageRule, Rules

NEXT = 4
"""Days to come that an answer names."""


@dataclass(frozen=True, slots=True)
class Question:
    """What an answer is made of: the programme's rules, the day, China's calendar, the person's language."""

    rules: Rules
    today: date
    calendar: WorkCalendar
    t: Translate

    def say(self, key: str, **values: object) -> str:
        """Return a sentence of the answers."""
        return self.t(f"ask.{key}", **values)


Answer = Callable[[Question], tuple[str, ...]]


def programme_answer(topic: str, question: Question) -> Message | None:
    """Return the answer with the passage it rests on; None when this programme says nothing about it."""
    lines = ANSWERS[topic](question) if topic in ANSWERS else ()
    passages = tuple(_quoted(each, question) for each in question.rules.passage if each.topic == topic)
    return Message(lines=lines, closing=passages) if lines else None


def _deadline(question: Question) -> tuple[str, ...]:
    """Name the next openings and days by which something is filed."""
    years = (year_of(question.rules, question.today.year + n, question.calendar) for n in (0, 1))
    days: list[tuple[date, str]] = []
    for year in years:
        days += [(call.opens, _call(call.zh, call.en, call.opens, question)) for call in year.calls]
        days += [(filing.aim.legal, _filing(filing, question)) for filing in year.filings if filing.to_level]
    ahead = sorted(each for each in days if each[0] >= question.today)
    return tuple(words for _, words in ahead[:NEXT])


def _call(zh: str, en: str, opens: date, question: Question) -> str:
    lang = language(question.t)
    return question.say(
        "call", name=en if lang == "en" and en else zh, day=spoken(opens, question.today, lang)
    )


def _filing(filing: PlannedFiling, question: Question) -> str:
    lang, legal = language(question.t), filing.aim.legal
    levels = question.say("between").join(question.say(f"level_{each}") for each in filing.from_levels)
    key = "filing" if filing.aim.aim == legal else "filing_with_aim"
    day, aim = (spoken(each, question.today, lang) for each in (legal, filing.aim.aim))
    return question.say(key, name=filing.name(lang), levels=levels, day=day, aim=aim)


def _copies(question: Question) -> tuple[str, ...]:
    lang = language(question.t)
    found = []
    for rule in question.rules.filing:
        key = "copies" if rule.paper_copies else "no_copies"
        electronic = question.say("electronic" if rule.electronic else "not_electronic")
        found.append(question.say(key, name=rule.name(lang), count=rule.paper_copies, electronic=electronic))
    return tuple(dict.fromkeys(found))


def _no_title(question: Question) -> tuple[str, ...]:
    rule, lang = question.rules.eligibility, language(question.t)
    levels = question.say("or").join(question.say(f"title_{level}") for level in rule.title_levels)
    degrees = question.say("or").join(question.rules.listed("degree", each, lang) for each in rule.degrees)
    first = question.say("eligible", words=rule.words, levels=levels, degrees=degrees)
    return first, question.say("not_eligible" if rule.strength == "hard" else "exception")


def _team(question: Question) -> tuple[str, ...]:
    team = question.rules.team
    if not team.least:
        return ()
    return (
        question.say("team_hard" if team.strength == "hard" else "team", words=team.words, least=team.least),
    )


def _length(question: Question) -> tuple[str, ...]:
    visit = question.rules.visit
    if not visit.least_days:
        return ()
    most = visit.most_days or visit.least_days
    return (question.say("length", words=visit.words, least=visit.least_days, most=most),)


def _windows(question: Question) -> tuple[str, ...]:
    lang = language(question.t)
    return tuple(
        question.say("window", name=rule.name(lang), first=rule.first_month, last=rule.last_month)
        for rule in question.rules.window
    )


def _targets(question: Question) -> tuple[str, ...]:
    lang = language(question.t)
    return tuple(
        question.say("target", name=rule.name(lang), words=rule.words, number=rule.number, years=rule.years)
        for rule in question.rules.targets
    )


def _tasks(question: Question) -> tuple[str, ...]:
    lang = language(question.t)
    names = [question.rules.listed("task_category", code, lang) for code in question.rules.tasks]
    return (question.say("tasks", tasks=question.say("between").join(names)),) if names else ()


def _forms(question: Question) -> tuple[str, ...]:
    lang = language(question.t)
    names = [each.name(lang) for each in question.rules.service_form]
    return (question.say("forms", forms=question.say("between").join(names)),)


def _answer_by(question: Question) -> tuple[str, ...]:
    rule = question.rules
    return (
        question.say("check_days", days=rule.checking.check_workdays),
        question.say("reply_days", days=rule.invitation.reply_days),
    )


def _quoted(passage: PassageRule, question: Question) -> str:
    return question.say("quoted", words=passage.zh, source=passage.source)


ANSWERS: Mapping[str, Answer] = {
    "deadline": _deadline,
    "copies": _copies,
    "no_title": _no_title,
    "team": _team,
    "length": _length,
    "windows": _windows,
    "targets": _targets,
    "tasks": _tasks,
    "forms": _forms,
    "answer_by": _answer_by,
}
"""Topic -> what the programme's data say; the words by which it is known: flows/data/questions.toml."""
