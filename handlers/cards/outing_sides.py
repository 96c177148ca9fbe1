"""An activity (对接活动) as an expert sees who goes, and as an enterprise sees that is visited."""

from handlers.cards.matters import reach_line
from handlers.cards.needs import cut
from handlers.cards.outings import Fields, Goer, Guest, Outing, Rows, record_row, when_line, where_line
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.texts import Translate
from handlers.domain.activities import CANCELLED, DISPUTED, GOING, HAPPENED, PLANNED, Visit


def expert_card(outing: Outing, goer: Goer, t: Translate) -> Message:
    """Return the activity as an expert sees it: when, where, whom to visit and how to reach them."""
    visits = outing.of_expert(goer.expert.id or 0)
    fields = (
        *_common(outing, t),
        *((t("outing.you_visit"), _host_words(outing, visit, t)) for visit in visits),
        (t("outing.desk"), _desk_words(outing, t)),
    )
    message = Message(heading=_own_heading(outing, t), fields=fields, lines=_own_lines(outing, t))
    if outing.activity.state == CANCELLED or goer.participant.state != GOING:
        return message
    if outing.over:
        return message.with_rows(
            *(row for v in visits for row in _asked(outing, v, v.expert_says, "expert", t))
        )
    return message.with_rows(_way_rows(outing, t))


def host_card(outing: Outing, guest: Guest, t: Translate) -> Message:
    """Return the activity as an enterprise sees it: who comes, when, and what it promised to have ready."""
    visits = outing.of_enterprise(guest.enterprise.id or 0)
    checks = () if outing.over else _check_fields(guest, t)
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
        return message.with_rows(*(row for v in visits for row in _asked(outing, v, v.firm_says, "firm", t)))
    return message.with_rows(*_check_rows(guest, t), _way_rows(outing, t))


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
    return t("outing.host_with_contact", enterprise=guest.enterprise.name, contact=reach)


def _goer_words(outing: Outing, visit: Visit, t: Translate) -> str:
    goer = outing.goer(visit.expert_id)
    if goer is None:
        return "—"
    reach = reach_line(goer.person.name, goer.person.phone, t)
    return t("outing.goer_with_unit", unit=goer.expert.unit, contact=reach)


def _desk_words(outing: Outing, t: Translate) -> str:
    if outing.desk is None:
        return outing.bureau
    return t(
        "outing.desk_is", bureau=outing.bureau, contact=reach_line(outing.desk.name, outing.desk.phone, t)
    )


def _check_fields(guest: Guest, t: Translate) -> Fields:
    """Return what is ready and what is still open, a line each."""
    fields = []
    for key, done in (("outing.open_checks", False), ("outing.ready_checks", True)):
        found = [each["words"] for each in guest.host.preparation if bool(each["done"]) is done]
        fields += [(t(key), t("outing.between").join(found))] if found else []
    return tuple(fields)


def _check_words(check: dict[str, str], t: Translate) -> str:
    return t("outing.ready" if check["done"] else "outing.not_ready", words=check["words"])


def _check_rows(guest: Guest, t: Translate) -> Rows:
    return tuple(
        (Button(cut(_check_words(each, t)), f"act.check:{guest.host.id}:{each['code']}"),)
        for each in guest.host.preparation
    )


def _way_rows(outing: Outing, t: Translate) -> tuple[Button, ...]:
    number = outing.activity.id
    return Button(t("outing.ics"), f"act.ics:{number}"), Button(t("outing.problem"), f"act.problem:{number}")


def _asked(outing: Outing, visit: Visit, says: str, side: str, t: Translate) -> Rows:
    """Return the three answers for one visit, to be given or changed; once it took place what comes of it."""
    goer, guest = outing.goer(visit.expert_id), outing.guest(visit.enterprise_id)
    other = (
        (guest.enterprise.name if guest else "") if side == "expert" else (goer.person.name if goer else "")
    )
    if visit.state == HAPPENED:
        return (record_row(visit, cut(other), t),)
    if visit.state not in {PLANNED, DISPUTED}:
        return ()
    key = "visit.ask_again" if says else f"visit.ask_{side}"
    yes = Button(t(f"{key}_yes", name=cut(other)), f"v.yes:{visit.id}", "" if says else "primary")
    return (yes,), (
        Button(t("visit.ask_day"), f"v.day:{visit.id}"),
        Button(t("visit.ask_no"), f"v.no:{visit.id}"),
    )
