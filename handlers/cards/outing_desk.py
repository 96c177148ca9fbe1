"""An activity (对接活动) as its bureau sees it: how it stands, and what can be done."""

from collections.abc import Sequence

from handlers.cards.needs import cut, language
from handlers.cards.outings import (
    Outing,
    Rows,
    record_row,
    state_line,
    team_line,
    visit_label,
    visit_state,
    when_line,
    where_line,
)
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.texts import Translate
from handlers.domain.activities import CANCELLED, DISPUTED, HAPPENED, PLANNED, Visit


def desk_card(outing: Outing, t: Translate, *, acts: bool) -> Message:
    """Return the activity as its bureau sees it, with what can be done by whoever `acts`."""
    activity = outing.activity
    fields = (
        (t("outing.kind"), outing.rules.listed("activity_kind", activity.kind, language(t))),
        (t("outing.when"), when_line(outing, t)),
        (t("outing.where"), where_line(outing)),
        (t("outing.experts"), _experts_line(outing, t)),
        *((visit_label(outing, visit, t), visit_state(visit, outing, t)) for visit in _standing(outing)),
        *((t(f"outing.because_{rule}"), str(words)) for rule, words in activity.reasons.items()),
        (t("outing.state"), state_line(outing, t)),
    )
    heading = t("outing.heading", number=activity.number, title=activity.title)
    return Message(heading=heading, fields=fields, rows=_desk_rows(outing, t) if acts else ())


def outings_list(found: Sequence[Outing], t: Translate, *, plans: int | None) -> Message:
    """Return activities in one message; `plans` is the bureau that may plan a new one."""
    lines = tuple(
        t(
            "outing.line",
            number=o.activity.number,
            title=o.activity.title,
            when=when_line(o, t),
            state=state_line(o, t),
        )
        for o in found
    )
    rows = [(Button(f"{o.activity.number} {cut(o.activity.title)}", f"act:{o.activity.id}"),) for o in found]
    new = ((Button(t("outing.new"), f"act.new:{plans}", "primary"),),) if plans is not None else ()
    return Message(t("outing.list_heading"), lines or (t("outing.none"),), rows=(*rows, *new))


def settling_rows(visit: Visit, who: str, t: Translate) -> Rows:
    """Return the coordinator's answers for a visit: on one of the days that were named, or not at all."""
    said = {day for day in (visit.expert_day, visit.firm_day) if day} or {visit.planned_on}
    held = tuple(
        Button(
            t("visit.settle_held", who=who, day=f"{day.month}.{day.day}"),
            f"v.held:{visit.id}:{day.isoformat()}",
        )
        for day in sorted(said)
    )
    return (held, (Button(t("visit.settle_void", who=who), f"v.void:{visit.id}"),))


def _standing(outing: Outing) -> tuple[Visit, ...]:
    return tuple(visit for visit in outing.visits if visit.state != CANCELLED)


def _experts_line(outing: Outing, t: Translate) -> str:
    names = t("outing.between").join(goer.person.name for goer in outing.going)
    return t("outing.team", count=team_line(outing, t), names=names)


def _desk_rows(outing: Outing, t: Translate) -> Rows:
    activity = outing.activity
    if activity.state == CANCELLED:
        return ()
    mark = f"{activity.id}:{activity.revision}"
    if outing.over:
        rows = tuple(row for visit in _standing(outing) for row in _settle_rows(outing, visit, t))
        return (*rows, *_bulletin_row(outing, t))
    return (
        (
            Button(t("outing.add"), f"act.add:{activity.id}"),
            Button(t("outing.drop"), f"act.drop:{activity.id}"),
        ),
        (Button(t("outing.move"), f"act.move:{mark}"), Button(t("outing.cancel"), f"act.cancel:{mark}")),
        (
            Button(t("outing.checks"), f"act.checks:{activity.id}"),
            Button(t("outing.ics"), f"act.ics:{activity.id}"),
        ),
    )


def _bulletin_row(outing: Outing, t: Translate) -> Rows:
    """Return the way to the evaluation bulletin (评估通报) of what took place."""
    activity = outing.activity
    if not any(visit.state == HAPPENED for visit in outing.visits):
        return ()
    code = f"kpi.b:{activity.bureau_id}:{activity.year}:a{activity.id}"
    return ((Button(t("bulletin.button"), code),),)


def _settle_rows(outing: Outing, visit: Visit, t: Translate) -> Rows:
    who = cut(visit_label(outing, visit, t))
    if visit.state not in {PLANNED, DISPUTED}:
        record = (record_row(visit, who, t),) if visit.state == HAPPENED else ()
        return (*record, (Button(t("visit.correct", who=who), f"v.fix:{visit.id}"),))
    return settling_rows(visit, who, t)
