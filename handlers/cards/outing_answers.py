"""What took place (双方确认): the buttons by which each side answers, and the coordinator decides."""

from handlers.cards.needs import cut, language
from handlers.cards.outings import Outing, Rows, record_row, said_words, visit_label, visit_state
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.texts import Translate
from handlers.domain.activities import EXPERT, FIRM, HAPPENED, Visit
from handlers.domain.days import spoken_day

ONE_BY_ONE = 3
"""More visits than that have a button each, which opens the three answers."""
PAGE = 8


def asked_rows(outing: Outing, side: str, number: int, t: Translate) -> Rows:
    """Return the answers for the open visits of one side, and the way to what comes of those held."""
    visits = [visit for visit in outing.party(side, number) if visit.is_open]
    silent = [visit for visit in visits if not visit.said(side)[0]]
    rows: Rows = ()
    if len(silent) > 1:
        code = f"v.all:{outing.activity.id}:{side}:{number}"
        rows = ((Button(t("visit.ask_all", count=len(silent)), code, "primary"),),)
    held = [visit for visit in outing.party(side, number) if visit.state == HAPPENED][:PAGE]
    records = tuple(record_row(visit, cut(_other(outing, visit, side)), t) for visit in held)
    if len(visits) <= ONE_BY_ONE:
        answers = (row for visit in visits for row in answer_rows(outing, visit, side, t))
        return (*rows, *answers, *records)
    return (*rows, *((_see(outing, visit, side, t),) for visit in visits[: 2 * PAGE]), *records)


def answer_rows(outing: Outing, visit: Visit, side: str, t: Translate) -> Rows:
    """Return the three answers for one visit, for a first word or another one."""
    says, _ = visit.said(side)
    key = "visit.ask_again" if says else f"visit.ask_{'expert' if side == EXPERT else 'firm'}"
    day = f"{visit.planned_on.month}.{visit.planned_on.day}"
    yes = t(f"{key}_yes", name=cut(_other(outing, visit, side)), day=day)
    code = f"{visit.id}:{side}"
    return (
        (Button(yes, f"v.yes:{code}", "" if says else "primary"),),
        (Button(t("visit.ask_day"), f"v.day:{code}"), Button(t("visit.ask_no"), f"v.no:{code}")),
    )


def answer_card(outing: Outing, visit: Visit, side: str, t: Translate) -> Message:
    """Return one visit with the three answers of a side."""
    day = spoken_day(visit.planned_on, outing.today, language(t))
    lines: tuple[str, ...] = (t("visit.planned_for", who=visit_label(outing, visit, t), day=day),)
    if visit.said(side)[0]:
        lines = (*lines, said_words(visit, side, outing, t))
    return Message(lines=lines, rows=answer_rows(outing, visit, side, t) if visit.is_open else ())


def dispute_card(outing: Outing, visit: Visit, t: Translate) -> Message:
    """Return what both sides say of a visit, with the answers by which the coordinator decides."""
    who = visit_label(outing, visit, t)
    fields = (
        (t("visit.expert_label"), said_words(visit, EXPERT, outing, t)),
        (t("visit.firm_label"), said_words(visit, FIRM, outing, t)),
        (t("outing.state"), visit_state(visit, outing, t)),
    )
    lines = (t("visit.dispute_words", who=who, number=outing.activity.number),)
    rows = settling_rows(visit, cut(who), t) if visit.is_open else ()
    return Message(heading=t("task.kind.visit_open"), lines=lines, fields=fields, rows=rows)


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
    return (
        held,
        (
            Button(t("visit.settle_void", who=who), f"v.void:{visit.id}"),
            Button(t("visit.ask_day"), f"v.on:{visit.id}"),
        ),
    )


def visits_card(outing: Outing, page: int, t: Translate) -> Message:
    """Return a page of an activity's visits, each with a button to settle or correct it."""
    visits = [visit for visit in outing.visits if visit.state != "cancelled"]
    pages = max(1, -(-len(visits) // PAGE))
    page = min(max(page, 0), pages - 1)
    shown = visits[page * PAGE : (page + 1) * PAGE]
    fields = tuple((visit_label(outing, visit, t), visit_state(visit, outing, t)) for visit in shown)
    rows: Rows = tuple(_page_row(outing, visit, t) for visit in shown)
    around = [(page - 1, "outing.page_before"), (page + 1, "outing.page_after")]
    paging = tuple(
        Button(t(key), f"act.visits:{outing.activity.id}:{to}") for to, key in around if 0 <= to < pages
    )
    heading = t("outing.visits_heading", number=outing.activity.number, page=page + 1, pages=pages)
    return Message(heading=heading, fields=fields, rows=(*rows, paging) if paging else rows)


def _page_row(outing: Outing, visit: Visit, t: Translate) -> tuple[Button, ...]:
    who = cut(visit_label(outing, visit, t))
    settle = Button(t("visit.settle", who=who), f"v.fix:{visit.id}")
    return (settle, *(record_row(visit, "", t) if visit.state == HAPPENED else ()))


def _see(outing: Outing, visit: Visit, side: str, t: Translate) -> Button:
    says, _ = visit.said(side)
    name = cut(_other(outing, visit, side))
    return Button(t("dialogue.ticked", label=name) if says else name, f"v.see:{visit.id}:{side}")


def _other(outing: Outing, visit: Visit, side: str) -> str:
    goer, guest = outing.goer(visit.expert_id), outing.guest(visit.enterprise_id)
    if side == EXPERT:
        return guest.enterprise.name if guest else "—"
    return goer.person.name if goer else "—"
