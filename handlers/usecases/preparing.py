"""Before a visit (做好相关准备工作): the host's checklist, and the reminders on the way to it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from handlers.cards.outing_desk import checks_card
from handlers.cards.outing_facts import outing_of
from handlers.cards.outings import Guest, Outing
from handlers.cards.preferences import less_button
from handlers.dialogue.messages import Message
from handlers.dialogue.replies import Fired
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate, translator
from handlers.domain.activities import PLANNED, Activity, Host
from handlers.domain.actors import Actor, may
from handlers.domain.needs import Need
from handlers.effects import Cancel, Effects, Schedule, Tell
from handlers.ports.work import UnitOfWork
from handlers.programme.plan import at
from handlers.programme.rules import Rules
from handlers.telling import Make, tell
from handlers.usecases.need_views import once_each
from handlers.usecases.outings import guests_of, refresh, show_goer, show_guest, show_outing
from handlers.usecases.preferences import DEADLINE, gently
from handlers.usecases.quiet import hold, is_late

SOON, OVER = "outing.soon", "outing.over"
"""The timers that remind before an activity, and that ask afterwards what took place."""


def first_checks(rules: Rules, need: Need | None) -> list[dict[str, Any]]:
    """Return what a host is to have ready: what the need promised, then the programme's own list."""
    listed = [{"code": each.code, "words": each.zh, "done": ""} for each in rules.preparation]
    return more_checks(listed, need)


def more_checks(checks: list[dict[str, Any]], need: Need | None) -> list[dict[str, Any]]:
    """Return a checklist with what one more need promised (提供的条件) in front of it."""
    if need is None or not need.conditions:
        return checks
    code = f"need{need.id}"
    known = any(each["code"] == code for each in checks)
    return checks if known else [{"code": code, "words": need.conditions, "done": ""}, *checks]


def tick(uow: UnitOfWork, actor: Actor, host_id: int, code: str) -> Effects:
    """Tick something off the checklist, or untick it; the cards change in place."""
    outing, guest = _host(uow, actor, host_id)
    if outing.activity.state != PLANNED or outing.over:
        raise Refused("outing.not_any_more")
    if all(each["code"] != code for each in guest.host.preparation):
        raise Refused("command.old_button")
    guest.host.preparation = [
        {**each, "done": "" if each["done"] else uow.today.isoformat()} if each["code"] == code else each
        for each in guest.host.preparation
    ]
    uow.record("outing.prepared", outing.name, by=actor.person_id, code=code)
    own = guest in guests_of(outing, actor)
    shown = show_outing(uow, actor, outing) if own else show_checks(uow, actor, outing)
    still = (replace(each, buzz=False) if isinstance(each, Tell) else each for each in shown)
    return once_each((*still, *refresh(uow, outing)))


def show_checks(uow: UnitOfWork, actor: Actor, outing: Outing) -> Effects:
    """Show a coordinator what each host has ready, and what not."""
    return tell(uow, actor.person_id, lambda t: checks_card(outing, t), card=f"checks:{outing.activity.id}")


def timers(uow: UnitOfWork, outing: Outing) -> Effects:
    """Set the clock for the reminders before and the question afterwards; what has passed is not set.

    A reminder on a day off moves to the working day before; two that meet there are one.
    """
    activity, hour = outing.activity, uow.rules.deadlines.hour
    effects: list[Schedule | Cancel] = []
    taken: set[date] = set()
    for days in sorted(uow.rules.after_visit.prepare_days):
        key, day = _soon(activity, days), uow.calendar.on_or_before(activity.starts - timedelta(days=days))
        if at(day, hour) > uow.now and day not in taken:
            effects.append(Schedule(key, at(day, hour), SOON, outing.name, {"days": days}))
        else:
            effects.append(Cancel(key))
        taken.add(day)
    asked = at(uow.calendar.add(activity.ends, uow.rules.after_visit.confirm_workdays), hour)
    effects.append(Schedule(over_key(activity), max(asked, uow.now), OVER, outing.name, {"step": "ask"}))
    return tuple(effects)


def ends_timers(outing: Outing) -> Effects:
    """Clear the clock of an activity that was called off."""
    days = outing.rules.after_visit.prepare_days
    soon = (Cancel(_soon(outing.activity, each)) for each in days)
    return (*soon, Cancel(over_key(outing.activity)))


def remind(uow: UnitOfWork, activity_id: int, fired: Fired) -> Effects:
    """Remind both sides before an activity; the hosts of what is still open on their lists.

    A host that has everything ready hears only the last reminder.
    """
    activity, days = uow.get(Activity, activity_id), int(fired.data.get("days", 0))
    if activity is None or activity.state != PLANNED or activity.starts < uow.today:
        return ()
    if waiting := hold(uow, _soon(activity, days), fired):
        return waiting
    outing = outing_of(uow, activity)
    uow.record("outing.reminded", outing.name, days=days)
    last, late = days == min(uow.rules.after_visit.prepare_days), is_late(fired)
    soon = _reminder(outing, "outing.soon", late=late)
    goers = (show_goer(uow, outing, goer, soon) for goer in outing.going)
    hosts = (
        show_guest(uow, outing, guest, _host_reminder(outing, guest, late=late))
        for guest in outing.visited
        if last or _missing(guest)
    )
    told = tuple(effect for shown in (*goers, *hosts) for effect in shown)
    return gently(uow, told, outing.name, DEADLINE)


def over_key(activity: Activity) -> str:
    """Return the key of the timer that asks what took place."""
    return f"{OVER}:{activity.id}"


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


def _reminder(outing: Outing, key: str, *, late: bool, **values: object) -> Make:
    """Return what is said by itself: marked when it comes late (补发), with a way to hear less."""

    def make(t: Translate) -> Message:
        words = t(key, **values)
        marked = f"{t('invite.late_note')}{words}" if late else words
        return Message(lines=(marked,), rows=((less_button(outing.name, t),),))

    return make


def _host_reminder(outing: Outing, guest: Guest, *, late: bool) -> Make:
    missing = translator("zh")("outing.between").join(_missing(guest))
    if not missing:
        return _reminder(outing, "outing.soon_ready", late=late)
    return _reminder(outing, "outing.soon_missing", late=late, missing=missing)


def _missing(guest: Guest) -> list[str]:
    return [each["words"] for each in guest.host.preparation if not each["done"]]


def _soon(activity: Activity, days: int) -> str:
    return f"{SOON}:{activity.id}:{days}"
