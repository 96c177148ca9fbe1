"""What questionnaires come to (满意度): of an activity, of an area in a year; and each by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers.cards.needs import cut, language
from handlers.cards.surveys import Survey
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.texts import Translate
from handlers.domain.activities import Activity
from handlers.domain.questionnaires import ENTERPRISE
from handlers.domain.regions import full_name, short_name
from handlers.domain.statistics import NUMBER, RATING, TEXT, Figures, Summary
from handlers.programme.afterwards import QuestionnaireRule, QuestionRule
from handlers.programme.questions import shown

PAGE = 5
PLACES = 8
"""Areas and activities that get a button of their own."""

Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """Of what: an activity, or an area in a year. In a button "a12" or "r320583-2026"."""

    area: str = ""
    year: int = 0
    activity: Activity | None = None

    @property
    def code(self) -> str:
        """The scope in a button."""
        return f"a{self.activity.id}" if self.activity else f"r{self.area}-{self.year}"

    def title(self, t: Translate) -> str:
        """Return what it is called."""
        if self.activity:
            return f"{self.activity.number} {self.activity.title}"
        return t("figure.area", area=full_name(self.area), year=self.year)


@dataclass(frozen=True, slots=True)
class Listing:
    """A page, from 0, of the questionnaires of one form: all of them, or those with words."""

    scope: str
    form: str
    page: int = 0
    words: bool = False


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """One form over a scope: a summary for each stage, the questions of every version, and the ways on."""

    scope: Scope
    rule: QuestionnaireRule
    least: int
    summaries: Sequence[tuple[int, Summary]]
    questions: Mapping[str, QuestionRule]
    forms: Sequence[QuestionnaireRule] = ()
    years: Sequence[int] = ()
    areas: Sequence[str] = ()
    activities: Sequence[Activity] = ()
    with_words: int = 0
    drills: bool = False


def satisfaction_card(found: Satisfaction, t: Translate) -> Message:
    """Return response rate, n beside every average, distribution, and what lies below."""
    lang = language(t)
    heading = t("figure.heading", form=found.rule.name(lang), scope=found.scope.title(t))
    if not any(each.asked for _, each in found.summaries):
        return Message(heading=heading, lines=(t("figure.none"),), rows=_ways(found, t))
    lines = tuple(line for stage, each in found.summaries for line in _lines(stage, each, t))
    fields = tuple(
        (_label(stage, question, t), _figures(figures, question, found.least, t))
        for stage, each in found.summaries
        for figures in each.questions
        if each.asked and (question := found.questions.get(figures.code))
    )
    note = (t("figure.note", least=found.least),)
    return Message(heading=heading, lines=lines, fields=fields, closing=note, rows=_ways(found, t))


def each_card(scope: Scope, listing: Listing, pages: int, surveys: Sequence[Survey], t: Translate) -> Message:
    """Return one of so many pages of questionnaires with all that was answered, or with the words alone."""
    page = listing.page
    verb = "s.words" if listing.words else "s.each"
    turns = [
        Button(t(f"rollup.{key}", page=to + 1, of=pages), f"{verb}:{scope.code}:{listing.form}:{to}")
        for key, to in (("before", page - 1), ("next", page + 1))
        if 0 <= to < pages
    ]
    rows = (
        *((_play(each, t),) for each in surveys if each.voices),
        *((tuple(turns),) if turns else ()),
        (Button(t("figure.back"), f"s.sum:{scope.code}:{listing.form}"),),
    )
    key = "figure.words_heading" if listing.words else "figure.each_heading"
    fields = tuple((_who(each, t), _said(each, t, words=listing.words)) for each in surveys)
    lines = () if fields else (t("figure.nothing"),)
    return Message(t(key, scope=scope.title(t)), lines, fields, rows=rows)


def _lines(stage: int, found: Summary, t: Translate) -> list[str]:
    rate = found.rate
    values = {
        "asked": found.asked, "complete": found.complete, "partial": found.partial, "silent": found.silent,
        "phone": found.by_phone, "rate": f"{rate:.0%}" if rate is not None else "—",
    }  # fmt: skip
    words = t("figure.counts", **values)
    words = t("figure.stage", months=stage, words=words) if stage else words
    return [words] if found.asked else []


def _label(stage: int, question: QuestionRule, t: Translate) -> str:
    name = question.name(language(t))
    return t("figure.stage_label", months=stage, name=name) if stage else name


def _figures(found: Figures, question: QuestionRule, least: int, t: Translate) -> str:
    parts = [t("figure.n", n=found.n)]
    if found.kind == RATING:
        parts = [_mean(found, least, t), *parts]
    if found.kind == NUMBER and found.total is not None:
        parts = [t("figure.total", total=f"{found.total:g}"), _mean(found, least, t), *parts]
    if found.kind != TEXT and (spread := _spread(found, question, t)):
        parts.append(spread)
    if found.by_phone:
        parts.append(t("figure.by_phone", n=found.by_phone))
    if found.partial:
        parts.append(t("figure.partial", n=found.partial))
    return t("figure.comma").join(parts)


def _mean(found: Figures, least: int, t: Translate) -> str:
    if found.mean is None:
        return t("figure.too_few", least=least)
    return t(
        f"figure.mean_{found.kind}", mean=f"{found.mean:.2f}" if found.kind == RATING else f"{found.mean:g}"
    )


def _spread(found: Figures, question: QuestionRule, t: Translate) -> str:
    """Return how often each answer was given, the best rating first."""
    lang = language(t)
    codes = list(found.distribution.items())
    if found.kind == RATING:
        return " ".join(t("figure.times", name=code, n=n) for code, n in reversed(codes))
    return " ".join(t("figure.times_choice", name=shown(question, code, lang), n=n) for code, n in codes)


def _ways(found: Satisfaction, t: Translate) -> Rows:
    code, form, lang = found.scope.code, found.rule.code, language(t)
    drills = []
    if found.drills:
        drills.append(Button(t("figure.each"), f"s.each:{code}:{form}:0"))
        if found.with_words:
            drills.append(Button(t("figure.words", n=found.with_words), f"s.words:{code}:{form}:0"))
    others = [
        Button(cut(each.name(lang)), f"s.sum:{code}:{each.code}") for each in found.forms if each.code != form
    ]
    years = [
        Button(t("figure.year", year=year), f"s.sum:r{found.scope.area}-{year}:{form}")
        for year in found.years
    ]
    areas = [
        Button(short_name(area), f"s.sum:r{area}-{found.scope.year}:{form}") for area in found.areas[:PLACES]
    ]
    activities = [
        Button(cut(f"{each.number} {each.title}"), f"s.sum:a{each.id}:{form}")
        for each in found.activities[:PLACES]
    ]
    rows = (*_in_rows(drills), *_in_rows(others), *_in_rows(years), *_in_rows(areas))
    return (*rows, *((each,) for each in activities))


def _in_rows(buttons: Sequence[Button]) -> Rows:
    return tuple(tuple(buttons[n : n + 2]) for n in range(0, len(buttons), 2))


def _who(survey: Survey, t: Translate) -> str:
    sides = (survey.enterprise.name, str(survey.values(t)["name"]))
    one, other = sides if survey.one.side == ENTERPRISE else sides[::-1]
    return t("figure.who", one=one, other=other, day=survey.values(t)["day"], form=survey.title(t))


def _said(survey: Survey, t: Translate, *, words: bool) -> str:
    answers, lang = survey.one.answers, language(t)
    told = [
        (each.name(lang), shown(each, answers[each.code], lang) or t("survey.voice"))
        for each in survey.questions
        if each.code in answers and (each.kind == TEXT or not words)
    ]
    if words:
        return t("figure.comma").join(said for _, said in told)
    state = "complete" if survey.one.completed_at else "partial" if answers else "silent"
    listed = [t("figure.answer", name=name, said=said) for name, said in told]
    return t("figure.comma").join((t(f"figure.state.{state}"), *listed))


def _play(survey: Survey, t: Translate) -> tuple[Button, ...]:
    name = cut(survey.enterprise.name)
    return tuple(
        Button(t("figure.play", name=name), f"s.file:{survey.one.id}:{file}") for file in survey.voices[:2]
    )
