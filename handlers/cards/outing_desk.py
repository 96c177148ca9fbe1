"""An activity (对接活动) as its bureau sees it: how it stands, and what can be done."""

from collections.abc import Sequence
from itertools import groupby

from handlers.cards.needs import cut, language
from handlers.cards.outing_answers import ONE_BY_ONE, PAGE, settling_rows
from handlers.cards.outing_sides import check_rows, check_words
from handlers.cards.outings import (
    Fields,
    Guest,
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
from handlers.domain.activities import CANCELLED, HAPPENED, Visit
from handlers.domain.regions import full_name


def desk_card(outing: Outing, t: Translate, *, acts: bool) -> Message:
    """Return the activity as its bureau sees it, with what can be done by whoever `acts`."""
    activity = outing.activity
    fields = (
        (t("outing.kind"), outing.rules.listed("activity_kind", activity.kind, language(t))),
        (t("outing.when"), when_line(outing, t)),
        (t("outing.where"), where_line(outing)),
        (t("outing.organised"), _organised(outing, t)),
        *(((t("outing.partner_label"), full_name(activity.partner)),) if activity.partner else ()),
        (t("outing.experts"), _experts_line(outing, t)),
        *_visit_fields(outing, t),
        *(((t("outing.checks"), ready_line(outing, t)),) if not outing.over and outing.visited else ()),
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


def checks_card(outing: Outing, t: Translate) -> Message:
    """Return what each host has ready, and what not, with a button for each while there are few hosts."""
    visited = outing.visited
    fields = tuple((guest.enterprise.name, _checks(guest, t)) for guest in visited)
    rows = tuple(row for guest in visited for row in check_rows(guest, t)) if len(visited) <= 2 else ()  # noqa: PLR2004 - what a phone shows
    return Message(t("outing.checks_heading", title=outing.activity.title), fields=fields, rows=rows)


def ready_line(outing: Outing, t: Translate) -> str:
    """Return how much of all checklists is ready."""
    checks = [check for guest in outing.visited for check in guest.host.preparation]
    return t("outing.ready_of", done=sum(bool(each["done"]) for each in checks), count=len(checks))


def _checks(guest: Guest, t: Translate) -> str:
    return " ".join(check_words(each, t) for each in guest.host.preparation) or t("dialogue.none")


def _organised(outing: Outing, t: Translate) -> str:
    activity = outing.activity
    leader = outing.goer_named(activity.leader_id)
    return t(
        "outing.organised_by",
        level=t(f"outing.level_{activity.organiser}"),
        batch=activity.batch,
        leader=leader or t("dialogue.none"),
        pays=t(f"invite.pay.{activity.pays}"),
    )


def _visit_fields(outing: Outing, t: Translate) -> Fields:
    """Return each visit with its state while they are few, else how many stand how."""
    standing = _standing(outing)
    if len(standing) <= PAGE:
        return tuple((visit_label(outing, visit, t), visit_state(visit, outing, t)) for visit in standing)
    states = sorted(t(f"visit.short_{visit.state}") for visit in standing)
    counts = (t("visit.counted", state=state, count=len(list(some))) for state, some in groupby(states))
    return ((t("outing.visits"), t("outing.between").join(counts)),)


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
    visits = (Button(t("outing.visits"), f"act.visits:{activity.id}:0"),)
    if outing.over:
        standing = _standing(outing)
        if len(standing) > ONE_BY_ONE:
            return (visits, *_bulletin_row(outing, t))
        rows = tuple(row for visit in standing for row in _settle_rows(outing, visit, t))
        return (*rows, *_bulletin_row(outing, t))
    return (
        (
            Button(t("outing.add"), f"act.add:{activity.id}"),
            Button(t("outing.drop"), f"act.drop:{activity.id}"),
        ),
        (
            Button(t("outing.add_hosts"), f"act.hosts:{activity.id}"),
            Button(t("outing.problem"), f"act.problem:{activity.id}"),
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
    if not visit.is_open:
        record = (record_row(visit, who, t),) if visit.state == HAPPENED else ()
        return (*record, (Button(t("visit.correct", who=who), f"v.fix:{visit.id}"),))
    return settling_rows(visit, who, t)
