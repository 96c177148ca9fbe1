"""Putting a reminder off (稍后提醒): it comes again at its time to this one person; the deadline stays."""

from datetime import datetime, timedelta

from handlers.cards.needs import language
from handlers.cards.reminders import PUT_OFF
from handlers.dialogue.messages import Message
from handlers.dialogue.replies import Fired
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate
from handlers.domain.actors import Actor, may
from handlers.domain.days import shanghai_day, spoken_time
from handlers.domain.filings import OWED, Filing
from handlers.effects import Effects, Schedule
from handlers.ports.work import UnitOfWork
from handlers.programme.plan import at
from handlers.telling import line
from handlers.usecases.filing_views import show_filing
from handlers.usecases.ladders import SNOOZED, name_of, snooze_key
from handlers.usecases.quiet import held, hold, is_late
from handlers.usecases.reminding import Hearers, hearers_of, note_sent, told
from handlers.usecases.subjects import filing_subject

HOURS = timedelta(hours=3)
MORNING = "09:00"


def put_off(uow: UnitOfWork, actor: Actor, filing_id: int, how: str) -> Effects:
    """Remind this person again in three hours, tomorrow at nine or on Monday at nine, out of quiet hours."""
    filing = uow.get(Filing, filing_id)
    if filing is None:
        raise Refused("remind.gone")
    if how not in PUT_OFF:
        raise Refused("remind.unknown")
    if not may(actor, "put_off_reminder", filing_subject(uow, filing)):
        raise Refused("remind.may_not")
    if filing.state not in OWED:
        return show_filing(uow, filing, actor.person_id, line("remind.done"), buzz=False)
    wanted = _wanted(uow, how)
    due = held(uow, wanted) or wanted
    uow.record("reminder.put_off", name_of(filing), by=actor.person_id, how=how)
    data = {"person": actor.person_id, "since": uow.now.isoformat()}
    again = Schedule(snooze_key(filing, actor.person_id), due, SNOOZED, name_of(filing), data)
    return (again, *_answered(uow, filing, actor, due))


def remind_again(uow: UnitOfWork, filing_id: int, fired: Fired) -> Effects:
    """Send a reminder that was put off, unless it is done or another one came to the person today."""
    filing = uow.get(Filing, filing_id)
    person = int(fired.data["person"])
    if filing is None or filing.state not in OWED or _heard(uow, filing, person, str(fired.data["since"])):
        return ()
    hearers = hearers_of(uow, filing)
    if hearers is None or person not in hearers.people:
        return ()
    late = is_late(fired)
    if late and uow.rules.deadlines.late == "expire":
        uow.record("reminder.expired", name_of(filing), code=SNOOZED, person=person)
        return ()
    if waiting := hold(uow, snooze_key(filing, person), fired):
        return waiting
    alone = Hearers(hearers.bureau, (person,), stands_in=hearers.stands_in)
    note_sent(uow, filing, SNOOZED, alone, late=late)
    return told(uow, filing, alone, late=late)


def _wanted(uow: UnitOfWork, how: str) -> datetime:
    if how == "3h":
        return uow.now + HOURS
    days = 1 if how == "am" else 7 - uow.today.weekday()
    return at(uow.today + timedelta(days=days), MORNING)


def _answered(uow: UnitOfWork, filing: Filing, actor: Actor, due: datetime) -> Effects:
    """Show in place when the reminder comes again."""

    def news(t: Translate) -> Message:
        return Message(lines=(t("remind.put_off", time=spoken_time(due, language(t))),))

    return show_filing(uow, filing, actor.person_id, news, buzz=False)


def _heard(uow: UnitOfWork, filing: Filing, person: int, since: str) -> bool:
    """Say whether another reminder has reached the person today after this one was put off."""
    return any(
        event.action == "reminder.sent"
        and person in event.facts.get("people", ())
        and event.at >= datetime.fromisoformat(since)
        and shanghai_day(event.at) == uow.today
        for event in uow.events.of(name_of(filing))
    )
