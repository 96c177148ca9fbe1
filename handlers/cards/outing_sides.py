"""An activity (对接活动) as an expert sees who goes, and as an enterprise sees that is visited."""

from handlers.cards.matters import reach_line
from handlers.cards.needs import cut, language
from handlers.cards.outing_answers import asked_rows
from handlers.cards.outings import Fields, Goer, Guest, Outing, Rows, when_line, where_line
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.texts import Translate
from handlers.domain.activities import CANCELLED, EXPERT, FIRM, GOING, PLANNED, Visit
from handlers.domain.days import spoken_day


def expert_card(outing: Outing, goer: Goer, t: Translate) -> Message:
    """Return the activity as an expert sees it: when, where, whom to visit and how to reach them."""
    number = goer.expert.id or 0
    visits = outing.of_expert(number)
    fields = (
        *_common(outing, t),
        *((t("outing.you_visit"), _host_words(outing, visit, t)) for visit in visits),
        *(() if outing.over or not visits else ((t("outing.bring"), t("outing.bring_words")),)),
        (t("outing.desk"), _desk_words(outing, t)),
    )
    message = Message(heading=_own_heading(outing, t), fields=fields, lines=_own_lines(outing, t))
    if outing.activity.state == CANCELLED or goer.participant.state != GOING:
        return message
    if outing.over:
        return message.with_rows(*asked_rows(outing, EXPERT, number, t))
    contact = Button(t("outing.contact"), f"act.card:{outing.activity.id}")
    cannot = Button(t("invite.cannot_come"), f"act.out:{outing.activity.id}")
    calendar, problem = _way_rows(outing, t)
    return message.with_rows((calendar, contact), (problem, cannot))


def host_card(outing: Outing, guest: Guest, t: Translate) -> Message:
    """Return the activity as an enterprise sees it: who comes, when, and what it promised to have ready."""
    number = guest.enterprise.id or 0
    visits = outing.of_enterprise(number)
    checks = () if outing.over or not visits else _check_fields(guest, t)
    fields = (
        *_common(outing, t),
        *((t("outing.comes"), _goer_words(outing, visit, t)) for visit in visits),
        *checks,
        (t("outing.desk"), _desk_words(outing, t)),
    )
    message = Message(heading=_own_heading(outing, t), fields=fields, lines=_own_lines(outing, t))
    if outing.activity.state == CANCELLED or not visits:
        return message
    if outing.over:
        return message.with_rows(*asked_rows(outing, FIRM, number, t))
    return message.with_rows(*check_rows(guest, t), _way_rows(outing, t))


def _check_fields(guest: Guest, t: Translate) -> Fields:
    """Return what is ready and what is still open, a line each."""
    fields = []
    for key, done in (("outing.open_checks", False), ("outing.ready_checks", True)):
        found = [each["words"] for each in guest.host.preparation if bool(each["done"]) is done]
        fields += [(t(key), t("outing.between").join(found))] if found else []
    return tuple(fields)


def check_words(check: dict[str, str], t: Translate) -> str:
    """Return one line of a checklist, with whether it is ready."""
    return t("outing.ready" if check["done"] else "outing.not_ready", words=check["words"])


def check_rows(guest: Guest, t: Translate) -> Rows:
    """Return a button for each line of a checklist."""
    return tuple(
        (Button(cut(check_words(each, t)), f"act.check:{guest.host.id}:{each['code']}"),)
        for each in guest.host.preparation
    )


def _own_heading(outing: Outing, t: Translate) -> str:
    return t("outing.own_heading", title=outing.activity.title)


def _own_lines(outing: Outing, t: Translate) -> tuple[str, ...]:
    if outing.activity.state == CANCELLED:
        return (t("outing.state_cancelled", reason=outing.activity.note),)
    return (t("outing.was_it"),) if outing.over and outing.activity.state == PLANNED else ()


def _common(outing: Outing, t: Translate) -> Fields:
    pays = t(f"invite.pay.{outing.activity.pays}")
    return (
        (t("outing.when"), when_line(outing, t)),
        (t("outing.where"), where_line(outing)),
        (t("invite.card.pays"), pays),
    )


def _host_words(outing: Outing, visit: Visit, t: Translate) -> str:
    guest = outing.guest(visit.enterprise_id)
    if guest is None:
        return "—"
    reach = t("outing.between").join(reach_line(each.name, each.phone, t) for each in guest.contacts[:2])
    words = t("outing.host_with_contact", enterprise=guest.enterprise.name, contact=reach)
    for title in guest.titles[:2]:
        words = t("outing.with_need", words=words, title=title)
    return _on(visit, outing, words, t)


def _goer_words(outing: Outing, visit: Visit, t: Translate) -> str:
    goer = outing.goer(visit.expert_id)
    if goer is None:
        return "—"
    reach = reach_line(goer.person.name, goer.person.phone, t)
    return _on(visit, outing, t("outing.goer_with_unit", unit=goer.expert.unit, contact=reach), t)


def _on(visit: Visit, outing: Outing, words: str, t: Translate) -> str:
    """Put the day before it where it is not simply the first one."""
    if visit.planned_on == outing.activity.starts:
        return words
    day = spoken_day(visit.planned_on, outing.today, language(t))
    return t("outing.on_day", day=day, words=words)


def _desk_words(outing: Outing, t: Translate) -> str:
    if outing.desk is None:
        return outing.bureau
    return t(
        "outing.desk_is", bureau=outing.bureau, contact=reach_line(outing.desk.name, outing.desk.phone, t)
    )


def _way_rows(outing: Outing, t: Translate) -> tuple[Button, Button]:
    number = outing.activity.id
    return Button(t("outing.ics"), f"act.ics:{number}"), Button(t("outing.problem"), f"act.problem:{number}")
