"""Cards for the telephone: whom to call and why, what to say, a ready text message with the personal link."""

from handlers.cards.delivered import delivered_line
from handlers.cards.errands import errand_card, is_errand
from handlers.cards.matters import Matter, contact_line, matter_of, place_line, reason_line, when_line
from handlers.cards.needs import language
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.texts import Translate
from handlers.domain.days import spoken_day
from handlers.domain.invitations import OPEN, Invitation
from handlers.domain.people import Person
from handlers.domain.tasks import Task
from handlers.ports.work import UnitOfWork

SCRIPTS = ("invite", "agreed", "accepted", "called_off", "cancelled")
"""To the expert invite, agreed, called_off; to the enterprise the others. An erased task has none."""
TO_ENTERPRISE = ("accepted", "cancelled")


def call_card(task: Task, uow: UnitOfWork, t: Translate, link: str = "") -> Message:
    """Return the card of a task of kind "phone"; with a fresh personal link also the text message."""
    if is_errand(task):
        return errand_card(task, uow, t, link)
    script, _, because = task.words.partition("/")
    invitation = uow.get(Invitation, int(task.about.partition(":")[2]))
    person = uow.get(Person, task.person_id or 0)
    if invitation is None or person is None or script not in SCRIPTS:
        return Message(lines=(t("phone.gone"),))
    matter = matter_of(uow, invitation)
    number = matter.contact_phone if script in TO_ENTERPRISE else person.phone
    unit = matter.enterprise if script in TO_ENTERPRISE else matter.expert.unit
    fields = [
        (t("phone.unit"), unit),
        (t("phone.number"), number or t("phone.no_number")),
        (t("phone.say"), t(f"phone.script.{script}", **_words(matter, person, t))),
    ]
    if link:
        text = t(f"phone.sms.{script}", **_words(matter, person, t), link=link)
        fields.append((t("phone.text"), text))
    delivered = delivered_line(uow, matter, t) if script == "invite" else ""
    because_of = (t(f"phone.because.{because}"), *((delivered,) if delivered else ()))
    lines = (*because_of, *_state_lines(task, matter, script, uow, t))
    heading = t("phone.heading", name=person.name)
    rows = (*_rows(task, matter, script, t), *_ways_row(task, uow, t))
    return Message(heading=heading, lines=lines, fields=tuple(fields), rows=rows)


def _words(matter: Matter, person: Person, t: Translate) -> dict[str, object]:
    invitation = matter.invitation
    return {
        "name": person.name,
        "bureau": matter.bureau,
        "enterprise": matter.enterprise,
        "county": place_line(matter),
        "title": matter.public_title,
        "when": when_line(matter, t),
        "pays": t(f"invite.pay.{invitation.pays}"),
        "day": spoken_day(invitation.reply_by, matter.today, language(t)),
        "contact": contact_line(matter, t),
        "expert": matter.person.name,
        "phone": matter.person.phone or t("invite.no_phone"),
        "reason": reason_line(invitation.reason, t),
    }


def _state_lines(task: Task, matter: Matter, script: str, uow: UnitOfWork, t: Translate) -> tuple[str, ...]:
    if task.state == "open":
        return ()
    caller = uow.get(Person, task.done_by or 0)
    told = t("phone.was_told", name=caller.name) if task.outcome == "told" and caller else ""
    over = "" if told and not (script == "invite" and matter.invitation.state != OPEN) else t("phone.settled")
    return tuple(line for line in (told, over) if line)


def _ways_row(task: Task, uow: UnitOfWork, t: Translate) -> tuple[tuple[Button, ...], ...]:
    """Return the button by which a coordinator gives the person an e-mail address for the next time."""
    outside = task.state == "open" and (uow.doors.mail or uow.doors.hook)
    return ((Button(t("reach.button"), f"reach:{task.person_id}"),),) if outside else ()


def _rows(task: Task, matter: Matter, script: str, t: Translate) -> tuple[tuple[Button, ...], ...]:
    told = Button(t("phone.told"), f"ph.told:{task.id}", "primary")
    text = Button(t("phone.new_text"), f"ph.text:{task.id}")
    mark = f"{matter.invitation.id}:{matter.invitation.revision}"
    answer = Button(t("invite.answer_for"), f"i.for:{mark}")
    if script != "invite":
        return ((told,), (text,)) if task.state == "open" else ()
    if matter.invitation.state != OPEN:
        return ()
    return ((told, answer), (text,)) if task.state == "open" else ((answer,), (text,))
