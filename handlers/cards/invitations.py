"""Cards of an invitation (邀请): as the expert sees it, as the bureau sees it, as the enterprise is told."""

from handlers.cards.matters import Matter, condition_line, contact_line, place_line, reason_line, when_line
from handlers.cards.needs import language
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.texts import Translate
from handlers.domain.days import spoken, spoken_day
from handlers.domain.invitations import ACCEPTED, CONDITIONAL, DECLINED, EXPIRED, OPEN, TAKEN, Invitation
from handlers.domain.needs import ARRANGED

Rows = tuple[tuple[Button, ...], ...]
LATE = "late"


def expert_card(matter: Matter, t: Translate) -> Message:
    """Return who asks, why this expert, where, when, how long, who pays, by when to answer; three answers.

    The enterprise's phone stands on it only once the invitation is accepted.
    """
    invitation = matter.invitation
    public = matter.need.public_detail or t("invite.card.kept_back")
    fields = (
        (t("invite.card.enterprise"), matter.enterprise),
        (t("invite.card.place"), place_line(matter)),
        (t("invite.card.title"), matter.public_title),
        (t("invite.card.detail"), public),
        (t("invite.card.why"), invitation.why or t("invite.card.why_plain")),
        (t("invite.card.when"), when_line(matter, t)),
        (t("invite.card.pays"), t(f"invite.pay.{invitation.pays}")),
        *_answer_fields(matter, t),
    )
    lines = _own_lines(matter, t)
    heading = t("invite.card.heading")
    return Message(heading=heading, lines=lines, fields=fields, rows=_own_rows(matter, t))


def answer_rows(invitation: Invitation, t: Translate) -> Rows:
    """Return the three answers, equally easy."""
    mark = f"{invitation.id}:{invitation.revision}"
    return (
        (
            Button(t("invite.yes"), f"i.yes:{mark}"),
            Button(t("invite.condition"), f"i.if:{mark}"),
            Button(t("invite.no"), f"i.no:{mark}"),
        ),
    )


def desk_card(matter: Matter, t: Translate) -> Message:
    """Return the invitation as its bureau sees it: where it stands and what can be done.

    The expert's number stands on it once there is a yes, with or without a condition.
    """
    invitation = matter.invitation
    fields = (
        (
            t("invite.desk.expert"),
            t("invite.desk.expert_is", name=matter.person.name, unit=matter.expert.unit),
        ),
        *_optional(t("invite.enterprise.phone"), matter.person.phone if invitation.state in TAKEN else ""),
        (t("invite.desk.state"), state_line(matter, t)),
        (t("invite.card.when"), when_line(matter, t)),
        *_optional(t("invite.desk.condition"), condition_line(invitation, t)),
        *_optional(t("invite.desk.reason"), reason_words(invitation, t)),
        *_optional(t("invite.desk.colleague"), invitation.colleague),
        *_optional(t("invite.card.contact"), contact_line(matter, t) if invitation.state == ACCEPTED else ""),
    )
    heading = t(
        "invite.desk.heading", name=matter.person.name, number=matter.need.number, title=matter.need.title
    )
    return Message(heading=heading, fields=fields, rows=_desk_rows(matter, t))


def state_line(matter: Matter, t: Translate) -> str:
    """Return where the invitation stands."""
    invitation = matter.invitation
    told = "_phoned" if invitation.state == OPEN and invitation.told_by_phone_at else ""
    day = spoken(invitation.reply_by, matter.today, language(t))
    words = t(f"invite.state.{invitation.state}{told}", day=day)
    return f"{words}{t('invite.by_phone')}" if invitation.by_phone else words


def reason_words(invitation: Invitation, t: Translate) -> str:
    """Return a decline's ticked reasons in words, or a withdrawal's reason as it was typed."""
    if invitation.state != DECLINED:
        return invitation.reason
    codes = [code for code in invitation.reason.split(",") if code]
    return t("match.comma").join(t(f"invite.decline_reason.{code}") for code in codes)


def accepted_for_enterprise(matter: Matter, t: Translate) -> Message:
    """Return the good news with the expert's contact card."""
    expert = matter.expert
    title = f"{expert.title}，{expert.unit}" if expert.title else expert.unit
    fields = (
        (t("invite.card.title"), f"{matter.need.number} {matter.need.title}"),
        (t("invite.enterprise.expert"), t("invite.desk.expert_is", name=matter.person.name, unit=title)),
        (t("invite.enterprise.phone"), matter.person.phone or t("invite.enterprise.no_phone")),
        (t("invite.card.when"), when_line(matter, t)),
        (t("invite.card.pays"), t(f"invite.pay.{matter.invitation.pays}")),
        *_optional(t("invite.enterprise.condition"), condition_line(matter.invitation, t)),
        (t("invite.card.bureau"), matter.bureau),
    )
    return Message(lines=(t("invite.enterprise.accepted"),), fields=fields)


def answer_for_card(matter: Matter, t: Translate) -> Message:
    """Return the question what somebody answered on the phone."""
    heading = t("invite.answer_for_heading", name=matter.person.name)
    return Message(heading=heading, rows=answer_rows(matter.invitation, t))


def invitations_list(matters: tuple[Matter, ...], heading: str, t: Translate, *, own: bool) -> Message:
    """Return several invitations in one message, each with a button to its card."""
    fields = tuple(
        (t("invite.list.line", number=m.need.number, title=m.public_title), _list_state(m, t, own=own))
        for m in matters
    )
    rows = tuple(
        (Button(_list_label(m, t, own=own), f"i.see:{m.invitation.id}:{m.invitation.revision}"),)
        for m in matters
    )
    return Message(heading=heading, fields=fields, rows=rows)


def _list_state(matter: Matter, t: Translate, *, own: bool) -> str:
    words = state_line(matter, t)
    return words if own else f"{matter.person.name}：{words}"


def _list_label(matter: Matter, t: Translate, *, own: bool) -> str:
    name = matter.enterprise[:12] if own else matter.person.name
    return t("invite.list.button", name=name, number=matter.need.number)


def _answer_fields(matter: Matter, t: Translate) -> tuple[tuple[str, str], ...]:
    invitation = matter.invitation
    lang = language(t)
    if invitation.state == ACCEPTED:
        contact = (t("invite.card.contact"), contact_line(matter, t))
        return (contact, *_optional(t("invite.desk.condition"), condition_line(invitation, t)))
    if invitation.state == OPEN:
        return ((t("invite.card.reply_by"), spoken(invitation.reply_by, matter.today, lang)),)
    return ((t("invite.card.reply_by"), spoken_day(invitation.reply_by, matter.today, lang)),)


def _own_lines(matter: Matter, t: Translate) -> tuple[str, ...]:
    invitation = matter.invitation
    if invitation.state == OPEN:
        return (t("invite.card.from", bureau=matter.bureau),)
    late = invitation.state == CONDITIONAL and invitation.condition_kind == LATE
    key = f"invite.own.{'late' if late else invitation.state}"
    reason = reason_line(invitation.reason, t)
    words = t(key, condition=condition_line(invitation, t), reason=reason)
    return (f"{words}{t('invite.by_phone')}" if invitation.by_phone else words,)


def _own_rows(matter: Matter, t: Translate) -> Rows:
    invitation = matter.invitation
    mark = f"{invitation.id}:{invitation.revision}"
    match invitation.state:
        case "open":
            return answer_rows(invitation, t)
        case "accepted":
            return ((Button(t("invite.cannot_come"), f"i.out:{mark}"),),)
        case "conditional":
            return ((Button(t("invite.take_back_condition"), f"i.out:{mark}"),),)
        case "declined" | "expired":
            return ((Button(t("invite.after_all"), f"i.late:{mark}"),),)
        case _:
            return ()


def _desk_rows(matter: Matter, t: Translate) -> Rows:
    invitation = matter.invitation
    mark = f"{invitation.id}:{invitation.revision}"
    withdraw = Button(t("invite.withdraw"), f"i.out:{mark}")
    if invitation.state == OPEN:
        return ((Button(t("invite.answer_for"), f"i.for:{mark}"), withdraw),)
    if invitation.state == CONDITIONAL:
        talk = Button(t("invite.talk"), f"i.talk:{mark}")
        return ((Button(t("invite.agree"), f"i.agree:{mark}", "primary"), talk), (withdraw,))
    if invitation.state == ACCEPTED:
        plan = Button(t("outing.plan"), f"act.one:{mark}", "primary")
        return (*(((plan,),) if matter.need.state == ARRANGED else ()), (withdraw,))
    if invitation.state in {DECLINED, EXPIRED}:
        late = Button(t("invite.after_all_for"), f"i.late:{mark}")
        return ((Button(t("match.next"), f"match:{matter.need.id}"),), (late,))
    return ((Button(t("match.next"), f"match:{matter.need.id}"),),)


def _optional(label: str, value: str) -> tuple[tuple[str, str], ...]:
    return ((label, value),) if value else ()
