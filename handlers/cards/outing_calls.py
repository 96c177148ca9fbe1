"""Calls about an activity (对接活动): to tell somebody without a chat, or to ask what took place."""

from dataclasses import dataclass

from handlers.cards.outing_answers import asked_rows
from handlers.cards.outing_facts import outing_of
from handlers.cards.outings import Outing, visit_label, when_line, where_line
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.texts import Translate
from handlers.domain.activities import EXPERT, Activity
from handlers.domain.people import Person
from handlers.domain.tasks import Task
from handlers.ports.work import UnitOfWork

PLANNED, MOVED, CANCELLED, DROPPED = "act_planned", "act_moved", "act_cancelled", "act_dropped"
TOOK_PLACE = "act_took"
"""Scripts, the first word of a task's `words`: "act_planned/no_channel/e:31/reason" with the side called."""


@dataclass(frozen=True, slots=True)
class OutingCall:
    """A call's script, why it is made, whom it is to reach, and a reason that was given."""

    script: str
    because: str
    side: str
    number: int
    reason: str = ""


def is_outing_call(task: Task) -> bool:
    """Say whether a task of kind "phone" is about an activity."""
    return task.about.startswith("activity:")


def call_of(task: Task) -> OutingCall | None:
    """Return what a task's words say; None when they were erased."""
    script, _, rest = task.words.partition("/")
    because, _, rest = rest.partition("/")
    party, _, reason = rest.partition("/")
    side, _, number = party.partition(":")
    if not number.isdecimal():
        return None
    return OutingCall(script, because, side, int(number), reason)


def outing_call_card(task: Task, uow: UnitOfWork, t: Translate, link: str = "") -> Message:
    """Return the card: whom to call and why, what to say, a ready text message, the answers to note."""
    call, activity = call_of(task), uow.get(Activity, int(task.about.partition(":")[2]))
    person = uow.get(Person, task.person_id or 0)
    if call is None or activity is None or person is None:
        return Message(lines=(t("phone.gone"),))
    outing = outing_of(uow, activity)
    words = _words(outing, call, person, t)
    fields = [
        (t("phone.unit"), unit_of(outing, call)),
        (t("phone.number"), person.phone or t("phone.no_number")),
        (t("phone.say"), t(f"phone.script.{call.script}", **words)),
    ]
    if link:
        fields.append((t("phone.text"), t(f"phone.sms.{call.script}", **words, link=link)))
    lines = (t(f"phone.because.{call.because}"), *_state_lines(task, uow, t))
    message = Message(t("phone.heading", name=person.name), lines, tuple(fields))
    return message.with_rows(*_rows(task, outing, call, t)) if task.state == "open" else message


def unit_of(outing: Outing, call: OutingCall) -> str:
    """Return the unit of whoever is called."""
    if call.side == EXPERT:
        goer = outing.goer(call.number)
        return goer.expert.unit if goer else ""
    guest = outing.guest(call.number)
    return guest.enterprise.name if guest else ""


def _words(outing: Outing, call: OutingCall, person: Person, t: Translate) -> dict[str, object]:
    between = t("outing.between")
    visits = [visit for visit in outing.visits if _concerns(call, visit.expert_id, visit.enterprise_id)]
    return {
        "name": person.name,
        "bureau": outing.bureau,
        "title": outing.activity.title,
        "when": when_line(outing, t),
        "where": where_line(outing),
        "pairs": between.join(visit_label(outing, visit, t) for visit in visits[:5]),
        "reason": t("invite.reason_is", reason=call.reason) if call.reason else "",
    }


def _concerns(call: OutingCall, expert_id: int, enterprise_id: int) -> bool:
    return call.number == (expert_id if call.side == EXPERT else enterprise_id)


def _state_lines(task: Task, uow: UnitOfWork, t: Translate) -> tuple[str, ...]:
    if task.state == "open":
        return ()
    caller = uow.get(Person, task.done_by or 0)
    if task.outcome == "told" and caller is not None:
        return (t("phone.was_told", name=caller.name),)
    return (t("phone.settled"),)


def _rows(task: Task, outing: Outing, call: OutingCall, t: Translate) -> tuple[tuple[Button, ...], ...]:
    text = (Button(t("phone.new_text"), f"ph.text:{task.id}"),)
    if call.script == TOOK_PLACE:
        return (*asked_rows(outing, call.side, call.number, t), text)
    return ((Button(t("phone.told"), f"ph.told:{task.id}", "primary"),), text)
