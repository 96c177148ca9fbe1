"""满意度: what questionnaires come to, for whoever may see it; names and words for bureaus that act."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from handlers.cards.satisfaction import PAGE, Listing, Satisfaction, Scope, each_card, satisfaction_card
from handlers.cards.surveys import survey_of
from handlers.dialogue.step import Refused
from handlers.domain.activities import Activity
from handlers.domain.actors import Actor, Subject, may
from handlers.domain.questionnaires import SATISFACTION
from handlers.domain.regions import contains
from handlers.domain.statistics import summary
from handlers.effects import Effects
from handlers.ports.questionnaires import Counted
from handlers.ports.work import UnitOfWork
from handlers.programme.afterwards import QuestionnaireRule, QuestionRule
from handlers.programme.questions import questions_of
from handlers.telling import line, tell

SEE, READ = "see_satisfaction", "see_words"
_SCOPE = re.compile(r"a(\d{1,15})|r(\d{6})-(\d{4})", re.ASCII)


def show_own(uow: UnitOfWork, actor: Actor) -> Effects:
    """Show this year's satisfaction in the area of the actor's first bureau."""
    areas = [desk.area for desk in actor.desks if desk.kind == "bureau"]
    if not areas:
        return tell(uow, actor.person_id, line("task.only_bureaus"))
    return _shown(uow, actor, Scope(areas[0], uow.today.year), SATISFACTION, buzz=True)


def show_scope(uow: UnitOfWork, actor: Actor, code: str, form: str) -> Effects:
    """Show an activity ("a12"), or an area in a year ("r320583-2026")."""
    return _shown(uow, actor, _opened(uow, actor, code, SEE), form, buzz=False)


def show_each(uow: UnitOfWork, actor: Actor, listing: Listing) -> Effects:
    """Show questionnaires one by one with names, or what was said in words; bureaus that act alone see it."""
    scope = _opened(uow, actor, listing.scope, READ)
    _rule(uow, listing.form)
    rows = _counted(uow, actor, scope, listing.form, READ)
    found = [each.questionnaire for each in reversed(rows)]
    listed = [each for each in found if each.has_words or not listing.words]
    pages = max(1, -(-len(listed) // PAGE))
    here = replace(listing, page=min(listing.page, pages - 1))
    surveys = [survey_of(uow, each) for each in listed[here.page * PAGE : (here.page + 1) * PAGE]]
    card = f"satisfaction:{actor.person_id}"
    return tell(
        uow, actor.person_id, lambda t: each_card(scope, here, pages, surveys, t), card=card, buzz=False
    )


def _shown(uow: UnitOfWork, actor: Actor, scope: Scope, form: str, *, buzz: bool) -> Effects:
    rule = _rule(uow, form)
    rows = _counted(uow, actor, scope, form, SEE)
    least = uow.rules.after_visit.statistics.least_answers
    summaries = [
        (stage, summary([r.questionnaire for r in rows if r.questionnaire.stage == stage], rule, least))
        for stage in sorted({*rule.stages, *(r.questionnaire.stage for r in rows)})
    ]
    found = Satisfaction(
        scope=scope, rule=rule, least=least, summaries=summaries, questions=_questions(rule, rows),
        forms=uow.rules.questionnaire,
        years=_years(uow, actor, scope, form), areas=_areas(scope, rows),
        activities=_activities(uow, scope, rows),
        with_words=sum(r.questionnaire.has_words for r in rows),
        drills=bool(rows) and may(actor, READ, _subject(scope)),
    )  # fmt: skip
    card = f"satisfaction:{actor.person_id}"
    return tell(uow, actor.person_id, lambda t: satisfaction_card(found, t), card=card, buzz=buzz)


def _opened(uow: UnitOfWork, actor: Actor, code: str, action: str) -> Scope:
    """Return the scope of a button, of which the actor may do this. Raises `Refused`."""
    found = _SCOPE.fullmatch(code)
    if found is None:
        raise Refused("figure.gone")
    number, area, year = found.groups()
    activity = uow.get(Activity, int(number)) if number else None
    if number and activity is None:
        raise Refused("figure.gone")
    scope = Scope(activity=activity) if activity else Scope(area, int(year))
    if not may(actor, action, _subject(scope)):
        raise Refused("figure.may_not")
    return scope


def _subject(scope: Scope) -> Subject:
    if scope.activity:
        return Subject(area=scope.activity.area, bureau_id=scope.activity.bureau_id)
    return Subject(area=scope.area)


def _counted(uow: UnitOfWork, actor: Actor, scope: Scope, form: str, action: str) -> Sequence[Counted]:
    """Return what counts. Of an area only what lies under the actor: 昆山 lies beside 苏州, not under it."""
    if scope.activity:
        return uow.questionnaires.of_activity(form, scope.activity.id or 0)
    if not date.min.year < scope.year < date.max.year:
        return ()
    rows = uow.questionnaires.counted(form, date(scope.year, 1, 1), date(scope.year, 12, 31))
    inside = (each for each in rows if contains(scope.area, each.county))
    return [each for each in inside if may(actor, action, Subject(area=each.county))]


def _rule(uow: UnitOfWork, form: str) -> QuestionnaireRule:
    rule = uow.rules.questions(form)
    if rule is None:
        raise Refused("figure.gone")
    return rule


def _questions(rule: QuestionnaireRule, rows: Sequence[Counted]) -> dict[str, QuestionRule]:
    """Return the questions by code in the present words; those of older versions in their own."""
    older = {r.questionnaire.version: r.questionnaire.questions for r in rows}
    found = {each.code: each for version in sorted(older) for each in questions_of(older[version])}
    return {**found, **{each.code: each for each in rule.question}}


def _years(uow: UnitOfWork, actor: Actor, scope: Scope, form: str) -> list[int]:
    """Return the years before and after in which there is anything."""
    if scope.activity:
        return []
    near = (Scope(scope.area, scope.year + step) for step in (-1, 1))
    return [each.year for each in near if _counted(uow, actor, each, form, SEE)]


def _areas(scope: Scope, rows: Sequence[Counted]) -> list[str]:
    """Return the counties below, where there are several."""
    counties = sorted({each.county for each in rows} - {scope.area})
    return counties if len(counties) > 1 and not scope.activity else []


def _activities(uow: UnitOfWork, scope: Scope, rows: Sequence[Counted]) -> list[Activity]:
    """Return the activities in it, the newest first."""
    numbers = [] if scope.activity else sorted({each.activity_id for each in rows}, reverse=True)
    found = (uow.get(Activity, number) for number in numbers)
    return [each for each in found if each is not None]
