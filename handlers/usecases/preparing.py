"""Before a visit (做好相关准备工作): the host's checklist, reminders, the calendar file, problems raised."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from handlers.cards.needs import language
from handlers.cards.outings import Guest, Outing, where_line
from handlers.dialogue.messages import Document, Message
from handlers.dialogue.replies import Fired
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate, translator
from handlers.domain.activities import PLANNED, Activity, Host
from handlers.domain.actors import Actor, may
from handlers.effects import Cancel, Effects, Schedule
from handlers.ports.work import UnitOfWork
from handlers.programme.plan import at
from handlers.programme.rules import Rules
from handlers.telling import Make, line, tell
from handlers.usecases.outings import guests_of, opened_outing, outing_of, show_goer, show_guest
from handlers.usecases.quiet import hold
from handlers.usecases.talking import give_task

SOON, OVER = "outing.soon", "outing.over"
"""The timers that remind before an activity, and that ask afterwards what took place."""
PROBLEM = "problem"
"""The kind of task that a problem raised by either side becomes (协调解决相关问题)."""


@dataclass(frozen=True, slots=True)
class RaiseProblem:
    """What somebody of an activity found to be in the way."""

    activity_id: int
    words: str


def first_checks(rules: Rules, conditions: str) -> list[dict[str, Any]]:
    """Return what a host is to have ready: what the need promised, then the programme's own list."""
    promised = [{"code": "promised", "words": conditions[:40], "done": ""}] if conditions else []
    listed = [{"code": each.code, "words": each.zh, "done": ""} for each in rules.preparation]
    return [*promised, *listed]


def tick(uow: UnitOfWork, actor: Actor, host_id: int, code: str) -> Effects:
    """Tick something off the checklist, or untick it."""
    outing, guest = _host(uow, actor, host_id)
    if outing.activity.state != PLANNED:
        raise Refused("outing.not_any_more")
    guest.host.preparation = [
        {**each, "done": "" if each["done"] else uow.today.isoformat()} if each["code"] == code else each
        for each in guest.host.preparation
    ]
    uow.record("outing.prepared", outing.name, by=actor.person_id, code=code)
    shown = show_guest(uow, outing, guest, buzz=False)
    own = any(person.id == actor.person_id for person in guest.contacts)
    return shown if own else (*shown, *checks_card(uow, actor, outing))


def checks_card(uow: UnitOfWork, actor: Actor, outing: Outing) -> Effects:
    """Show a coordinator what each host has ready, and what not."""

    def make(t: Translate) -> Message:
        fields = tuple((guest.enterprise.name, _checks(guest, t)) for guest in outing.guests)
        return Message(heading=t("outing.checks_heading", title=outing.activity.title), fields=fields)

    return tell(uow, actor.person_id, make, card=f"checks:{outing.activity.id}")


def raise_problem(command: RaiseProblem, uow: UnitOfWork, actor: Actor) -> Effects:
    """Give the bureau a problem as a task; who raised it hears who has it."""
    outing = opened_outing(uow, actor, command.activity_id, "raise_problem")
    goer = outing.goer(actor.expert_id or 0)
    guests = guests_of(outing, actor)
    who = goer.person.name if goer else guests[0].enterprise.name if guests else outing.bureau
    words = translator("zh")(
        "outing.problem_words", who=who, number=outing.activity.number, words=command.words
    )
    uow.record("problem.raised", outing.name, by=actor.person_id)
    given = give_task(uow, outing.activity.bureau_id, PROBLEM, outing.name, actor.person_id, words)
    owner = outing.desk.name if outing.desk else outing.bureau
    return (
        *tell(uow, actor.person_id, line("outing.problem_taken", owner=owner, bureau=outing.bureau)),
        *given,
    )


def timers(uow: UnitOfWork, outing: Outing) -> Effects:
    """Set the clock for the reminders before and the question afterwards; what has passed is not set."""
    activity, hour = outing.activity, uow.rules.deadlines.hour
    effects: list[Schedule | Cancel] = []
    for days in uow.rules.after_visit.prepare_days:
        key = _soon(activity, days)
        moment = at(uow.calendar.on_or_before(activity.starts - timedelta(days=days)), hour)
        later = moment > uow.now
        effects.append(Schedule(key, moment, SOON, outing.name, {"days": days}) if later else Cancel(key))
    asked = at(uow.calendar.add(activity.ends, uow.rules.after_visit.confirm_workdays), hour)
    effects.append(Schedule(over_key(activity), max(asked, uow.now), OVER, outing.name, {"step": "ask"}))
    return tuple(effects)


def ends_timers(outing: Outing) -> Effects:
    """Clear the clock of an activity that was called off."""
    days = outing.rules.after_visit.prepare_days
    soon = (Cancel(_soon(outing.activity, each)) for each in days)
    return (*soon, Cancel(over_key(outing.activity)))


def remind(uow: UnitOfWork, activity_id: int, fired: Fired) -> Effects:
    """Remind both sides before an activity; the hosts of what is still open on their lists."""
    activity = uow.get(Activity, activity_id)
    if activity is None or activity.state != PLANNED or activity.starts < uow.today:
        return ()
    if waiting := hold(uow, _soon(activity, int(fired.data.get("days", 0))), fired):
        return waiting
    outing = outing_of(uow, activity)
    uow.record("outing.reminded", outing.name, days=fired.data.get("days"))
    goers = (e for goer in outing.going for e in show_goer(uow, outing, goer, line("outing.soon")))
    hosts = (e for guest in outing.guests for e in show_guest(uow, outing, guest, _host_reminder(guest)))
    return (*goers, *hosts)


def calendar_file(uow: UnitOfWork, actor: Actor, outing: Outing) -> Effects:
    """Send the activity as a calendar file, with the contacts of whoever may see them on the card."""

    def make(t: Translate) -> Message:
        name = t("outing.ics_name", number=outing.activity.number)
        document = Document("ics", name, _ics(outing, uow, t))
        return Message(lines=(t("outing.ics_here"),), documents=(document,))

    return tell(uow, actor.person_id, make)


def over_key(activity: Activity) -> str:
    """Return the key of the timer that asks what took place."""
    return f"{OVER}:{activity.id}"


def _ics(outing: Outing, uow: UnitOfWork, t: Translate) -> str:
    activity = outing.activity
    experts = t("outing.between").join(goer.person.name for goer in outing.going)
    event = {
        "uid": f"activity-{activity.id}@{outing.rules.province}.expertbot",
        "day": activity.starts.isoformat(),
        "last": activity.ends.isoformat(),
        "summary": t("outing.own_heading", title=activity.title),
        "description": t("outing.ics_words", experts=experts, bureau=outing.bureau),
        "place": where_line(outing),
        "sequence": activity.revision,
        "status": "CONFIRMED" if activity.state == PLANNED else "CANCELLED",
    }
    data = {"name": activity.number, "stamp": uow.now.isoformat(), "events": [event], "language": language(t)}
    return json.dumps(data, ensure_ascii=False)


def _host(uow: UnitOfWork, actor: Actor, host_id: int) -> tuple[Outing, Guest]:
    host = uow.get(Host, host_id)
    activity = uow.get(Activity, host.activity_id) if host else None
    if host is None or activity is None:
        raise Refused("outing.gone")
    outing = outing_of(uow, activity)
    guest = outing.guest(host.enterprise_id)
    visit = next(iter(outing.of_enterprise(host.enterprise_id)), None)
    if guest is None or visit is None or not may(actor, "prepare_host", outing.subject_of(visit)):
        raise Refused("outing.may_not")
    return outing, guest


def _host_reminder(guest: Guest) -> Make:
    missing = [each["words"] for each in guest.host.preparation if not each["done"]]
    if not missing:
        return line("outing.soon_ready")
    return lambda t: Message(lines=(t("outing.soon_missing", missing=t("outing.between").join(missing)),))


def _checks(guest: Guest, t: Translate) -> str:
    marks = (
        t("outing.ready" if each["done"] else "outing.not_ready", words=each["words"])
        for each in guest.host.preparation
    )
    return " ".join(marks) or t("dialogue.none")


def _soon(activity: Activity, days: int) -> str:
    return f"{SOON}:{activity.id}:{days}"
