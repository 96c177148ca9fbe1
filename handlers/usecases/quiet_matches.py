"""Matches that go quiet (督促企业主动与专家对接): the enterprise is asked gently, then its bureau."""

from collections.abc import Sequence
from datetime import datetime

from handlers.cards.matters import Matter, contact_line, matter_of
from handlers.cards.preferences import less_button
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.replies import Fired
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate, translator
from handlers.domain.actors import Actor, may
from handlers.domain.days import shanghai_day
from handlers.domain.invitations import ACCEPTED, Invitation
from handlers.domain.needs import ARRANGED
from handlers.effects import Cancel, Effects, Schedule
from handlers.ports.work import UnitOfWork
from handlers.programme.plan import at
from handlers.telling import line, tell
from handlers.usecases.confirming import close_tasks
from handlers.usecases.need_views import speakers
from handlers.usecases.preferences import GENTLE, willing
from handlers.usecases.quiet import hold
from handlers.usecases.talking import give_task

QUIET, TASK = "match_quiet", "match_quiet"
"""The timer that looks after a match, and the kind of task that a bureau gets when it stays quiet."""
MET = "match.met"
"""The event of an enterprise that has got in touch with its expert."""
NUDGE, HAND_OVER = "nudge", "task"


def await_contact(uow: UnitOfWork, matter: Matter) -> Effects:
    """Look after some working days whether the enterprise has got in touch."""
    return (_timer(uow, matter, NUDGE, uow.rules.after_match.quiet_workdays),)


def look_after_match(uow: UnitOfWork, invitation_id: int, fired: Fired) -> Effects:
    """Ask an enterprise that has been quiet since an expert accepted; the second time its bureau is asked."""
    invitation = uow.get(Invitation, invitation_id)
    matter = matter_of(uow, invitation) if invitation else None
    if matter is None or not _waits(uow, matter):
        return ()
    if waiting := hold(uow, _key(matter), fired):
        return waiting
    if fired.data.get("step") == HAND_OVER:
        return _handed_over(uow, matter)
    if not fired.data.get("moved") and (seen := _active_since(uow, matter)):
        days = uow.rules.after_match.quiet_workdays
        due = at(uow.calendar.add(shanghai_day(seen), days), uow.rules.deadlines.hour)
        return (Schedule(_key(matter), due, QUIET, matter.name, {"step": NUDGE, "moved": True}),)
    return _nudged(uow, matter)


def has_met(invitation_id: int, uow: UnitOfWork, actor: Actor) -> Effects:
    """Note that the enterprise has got in touch (已联系上); twice is once."""
    matter = _own(uow, invitation_id, actor)
    if not _met(uow, matter):
        uow.record(MET, matter.name, by=actor.person_id)
        close_tasks(uow, matter.name, TASK, actor, "met")
    return (*tell(uow, actor.person_id, line("match.met")), Cancel(_key(matter)))


def ask_for_help(invitation_id: int, uow: UnitOfWork, actor: Actor) -> Effects:
    """Give the bureau the task at once, because the enterprise asks for help."""
    matter = _own(uow, invitation_id, actor)
    if not _waits(uow, matter):
        return tell(uow, actor.person_id, line("match.no_help_needed"))
    told = tell(uow, actor.person_id, line("match.help_comes", bureau=matter.bureau))
    return (*told, *_handed_over(uow, matter), Cancel(_key(matter)))


def _nudged(uow: UnitOfWork, matter: Matter) -> Effects:
    people = [each for each in speakers(uow, matter.need) if uow.people.reachable(each)]
    people = list(willing(uow, people, f"need:{matter.need.id}", GENTLE))
    if not people:
        return _handed_over(uow, matter)
    uow.record("match.nudged", matter.name, people=people)
    asked = tuple(e for each in people for e in tell(uow, each, lambda t: _question(uow, matter, t)))
    return (*asked, _timer(uow, matter, HAND_OVER, uow.rules.after_match.task_workdays))


def _handed_over(uow: UnitOfWork, matter: Matter) -> Effects:
    t = translator("zh")
    words = t(
        "match.quiet_task",
        number=matter.need.number,
        title=matter.need.title,
        enterprise=matter.enterprise,
        expert=matter.person.name,
        contact=contact_line(matter, t),
    )
    uow.record("match.handed_over", matter.name, bureau=matter.need.bureau_id)
    person = next(iter(speakers(uow, matter.need)), matter.need.author_id)
    return give_task(uow, matter.need.bureau_id, TASK, matter.name, person, words)


def _question(uow: UnitOfWork, matter: Matter, t: Translate) -> Message:
    name, phone = matter.person.name, matter.person.phone or t("invite.no_phone")
    number = matter.invitation.id
    days = uow.rules.after_match.quiet_workdays
    words = t("match.quiet", name=name, unit=matter.expert.unit, title=matter.need.title, days=days)
    met = Button(t("match.has_met"), f"m.met:{number}", "primary")
    rows = (
        (met, Button(t("match.ask_help"), f"m.help:{number}")),
        (less_button(f"need:{matter.need.id}", t),),
    )
    return Message(lines=(words,), fields=((t("invite.enterprise.phone"), phone),), rows=rows)


def _waits(uow: UnitOfWork, matter: Matter) -> bool:
    """Say whether the two are still to get in touch.

    Not before a visit that is over, after they have, or when the bureau has made an activity of it.
    """
    visit = matter.invitation.visit_day
    over = visit is not None and visit < uow.today
    standing = matter.invitation.state == ACCEPTED and matter.need.state == ARRANGED
    planned = uow.activities.of_invitation(matter.invitation) is not None
    return standing and not over and not planned and not _met(uow, matter)


def _met(uow: UnitOfWork, matter: Matter) -> bool:
    return any(event.action == MET for event in uow.events.of(matter.name))


def _active_since(uow: UnitOfWork, matter: Matter) -> datetime | None:
    """Return when somebody of the enterprise was seen, if that is less than the quiet days ago."""
    since = uow.calendar.add(uow.today, -uow.rules.after_match.quiet_workdays)
    seen = _seen(uow, speakers(uow, matter.need))
    return seen if seen is not None and shanghai_day(seen) > since else None


def _seen(uow: UnitOfWork, people: Sequence[int]) -> datetime | None:
    moments = [moment for each in people if (moment := uow.people.last_seen(each)) is not None]
    return max(moments, default=None)


def _own(uow: UnitOfWork, invitation_id: int, actor: Actor) -> Matter:
    invitation = uow.get(Invitation, invitation_id)
    if invitation is None:
        raise Refused("invite.gone")
    matter = matter_of(uow, invitation)
    if not may(actor, "mend_need", matter.subject):
        raise Refused("invite.may_not")
    return matter


def _timer(uow: UnitOfWork, matter: Matter, step: str, workdays: int) -> Schedule:
    due = at(uow.calendar.add(uow.today, workdays), uow.rules.deadlines.hour)
    return Schedule(_key(matter), due, QUIET, matter.name, {"step": step})


def _key(matter: Matter) -> str:
    return f"match_quiet:{matter.invitation.id}"
