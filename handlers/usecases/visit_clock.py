"""The clock's part of confirming (双方确认): both sides are asked, the silent reminded once, then phoned."""

from handlers.cards.outing_calls import TOOK_PLACE
from handlers.cards.outing_facts import outing_of
from handlers.cards.outings import Goer, Guest, Outing
from handlers.dialogue.messages import Message
from handlers.dialogue.replies import Fired
from handlers.dialogue.texts import Translate
from handlers.domain.activities import CANCELLED, EXPERT, FIRM, HAPPENED, PLANNED, Activity, Visit
from handlers.effects import Effects, Schedule
from handlers.ports.work import UnitOfWork
from handlers.programme.plan import at
from handlers.telling import Make
from handlers.usecases.need_views import once_each
from handlers.usecases.outing_news import call
from handlers.usecases.outings import refresh, show_goer, show_guest
from handlers.usecases.preparing import OVER, over_key
from handlers.usecases.quiet import hold, is_late

ASK, REMIND, PHONE = "ask", "remind", "task"
"""The steps of one timer; the last one is called "task" in timers that stand already."""


def ask_what_took_place(uow: UnitOfWork, activity_id: int, fired: Fired) -> Effects:
    """Ask both sides after the last day, remind the silent ones once, then let the bureau phone them.

    Whoever has no chat is phoned at once. An activity to which nobody went in the end is closed.
    """
    activity = uow.get(Activity, activity_id)
    if activity is None or activity.state != PLANNED or activity.ends >= uow.today:
        return ()
    if waiting := hold(uow, over_key(activity), fired):
        return waiting
    outing, step = outing_of(uow, activity), str(fired.data.get("step", ASK))
    if not outing.open_visits:
        return _closed(uow, outing)
    uow.record("outing.asked", outing.name, step=step)
    news = _question("visit.asked" if step == ASK else "visit.asked_again", late=is_late(fired))
    goers = [goer for goer in outing.going if _silent(outing, EXPERT, goer.expert.id or 0)]
    guests = [guest for guest in outing.guests if _silent(outing, FIRM, guest.enterprise.id or 0)]
    asked = (
        *(_ask_goer(uow, outing, goer, news, step) for goer in goers),
        *(_ask_guest(uow, outing, guest, news, step) for guest in guests),
    )
    following = () if step == PHONE else (_next(uow, outing, step),)
    told = (effect for some in asked for effect in some)
    return (*once_each((*told, *refresh(uow, outing))), *following)


def _ask_goer(uow: UnitOfWork, outing: Outing, goer: Goer, news: Make, step: str) -> Effects:
    shown = () if step == PHONE else show_goer(uow, outing, goer, news)
    because = "silent" if step == PHONE and uow.people.reachable(goer.person.id or 0) else "no_channel"
    return shown or call(uow, outing, goer.person, f"{TOOK_PLACE}/{because}/{EXPERT}:{goer.expert.id}")


def _ask_guest(uow: UnitOfWork, outing: Outing, guest: Guest, news: Make, step: str) -> Effects:
    shown = () if step == PHONE else show_guest(uow, outing, guest, news)
    if shown or not guest.contacts:
        return shown
    person = guest.contacts[0]
    because = "silent" if step == PHONE and uow.people.reachable(person.id or 0) else "no_channel"
    return call(uow, outing, person, f"{TOOK_PLACE}/{because}/{FIRM}:{guest.enterprise.id}")


def _silent(outing: Outing, side: str, number: int) -> list[Visit]:
    return [visit for visit in outing.party(side, number) if visit.is_open and not visit.said(side)[0]]


def _closed(uow: UnitOfWork, outing: Outing) -> Effects:
    """End an activity of which no visit was left; one that took place has been ended by its answers."""
    if any(visit.state == HAPPENED for visit in outing.visits):
        return ()
    outing.activity.state = CANCELLED
    uow.record("outing.cancelled", outing.name)
    return refresh(uow, outing)


def _question(key: str, *, late: bool) -> Make:
    def make(t: Translate) -> Message:
        return Message(lines=(f"{t('invite.late_note')}{t(key)}" if late else t(key),))

    return make


def _next(uow: UnitOfWork, outing: Outing, step: str) -> Schedule:
    rules = uow.rules.after_visit
    days = rules.confirm_remind_workdays if step == ASK else rules.confirm_task_workdays
    due = at(uow.calendar.add(uow.today, days), uow.rules.deadlines.hour)
    following = REMIND if step == ASK else PHONE
    return Schedule(over_key(outing.activity), due, OVER, outing.name, {"step": following})
