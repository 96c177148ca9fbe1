"""Afterwards (双方确认): each side says who came to whom on which day; only what both confirm counts."""

from datetime import date

from handlers.cards.needs import cut
from handlers.cards.outing_desk import settling_rows
from handlers.cards.outings import Outing, visit_label
from handlers.dialogue.messages import Message
from handlers.dialogue.replies import Fired
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate, translator
from handlers.domain.activities import (
    CAME,
    CANCELLED,
    DISPUTED,
    DONE,
    HAPPENED,
    NOT_HELD,
    PLANNED,
    Activity,
    Visit,
)
from handlers.domain.actors import Actor, may
from handlers.effects import Cancel, Effects, Schedule
from handlers.ports.work import UnitOfWork
from handlers.programme.plan import at
from handlers.telling import line, tell
from handlers.usecases.after_visit import visit_happened, visit_undone
from handlers.usecases.confirming import close_tasks
from handlers.usecases.outings import (
    opened_visit,
    outing_of,
    refresh,
    show_desk,
    show_goer,
    show_guest,
    show_outing,
)
from handlers.usecases.preparing import OVER, over_key
from handlers.usecases.quiet import hold
from handlers.usecases.talking import give_task

OPEN_TASK = "visit_open"
"""The kind of task by which a bureau finds out what took place: nobody answered, or the two disagree."""
ASK, REMIND, TASK = "ask", "remind", "task"


def ask_what_took_place(uow: UnitOfWork, activity_id: int, fired: Fired) -> Effects:
    """Ask both sides after the last day, remind the silent ones once, then give the bureau the task."""
    activity = uow.get(Activity, activity_id)
    if activity is None or activity.state != PLANNED or activity.ends >= uow.today:
        return ()
    if waiting := hold(uow, over_key(activity), fired):
        return waiting
    outing = outing_of(uow, activity)
    step = str(fired.data.get("step", ASK))
    if step == TASK:
        return _handed_over(uow, outing)
    news = line("visit.asked" if step == ASK else "visit.asked_again")
    goers = [
        goer
        for goer in outing.going
        if any(not visit.expert_says for visit in _unsettled(outing) if visit.expert_id == goer.expert.id)
    ]
    guests = [
        guest
        for guest in outing.guests
        if any(
            not visit.firm_says for visit in _unsettled(outing) if visit.enterprise_id == guest.enterprise.id
        )
    ]
    asked = (
        *(e for goer in goers for e in show_goer(uow, outing, goer, news)),
        *(e for guest in guests for e in show_guest(uow, outing, guest, news)),
    )
    uow.record("outing.asked", outing.name, step=step)
    return (*asked, _next(uow, outing, step)) if asked else _handed_over(uow, outing)


def say(uow: UnitOfWork, actor: Actor, visit_id: int, says: str, day: date | None = None) -> Effects:
    """Keep what a side says of a visit, and settle it when both say the same."""
    outing, visit = opened_visit(uow, visit_id)
    subject = outing.subject_of(visit)
    as_expert = may(actor, "confirm_as_expert", subject)
    if not as_expert and not may(actor, "confirm_as_host", subject):
        raise Refused("outing.may_not")
    if visit.state not in {PLANNED, DISPUTED}:
        return show_outing(uow, actor, outing, line("visit.settled_already"))
    held = (day or visit.planned_on) if says == CAME else None
    if held is not None and held > uow.today:
        raise Refused("visit.not_yet")
    if as_expert:
        visit.expert_says, visit.expert_day = says, held
    else:
        visit.firm_says, visit.firm_day = says, held
    visit.revision += 1
    side = "expert" if as_expert else "host"
    uow.record(
        "visit.said", f"visit:{visit.id}", by=actor.person_id, side=side, says=says, day=str(held or "")
    )
    agreed = (visit.expert_says, visit.expert_day) == (visit.firm_says, visit.firm_day)
    thanks = tell(uow, actor.person_id, line("visit.thanks_agreed" if agreed else f"visit.thanks_{says}"))
    return (*thanks, *_judged(uow, outing, visit))


def settle(uow: UnitOfWork, actor: Actor, visit_id: int, held_on: date | None) -> Effects:
    """Let the coordinator decide: held on this day, or not at all; an earlier word can be corrected."""
    outing, visit = opened_visit(uow, visit_id)
    if not may(actor, "settle_visit", outing.subject_of(visit)):
        raise Refused("outing.may_not")
    if held_on is not None and held_on > uow.today:
        raise Refused("visit.not_yet")
    if visit.state == CANCELLED:
        return show_outing(uow, actor, outing, line("visit.settled_already"))
    return _settled(uow, outing, visit, held_on, actor)


def ask_to_correct(uow: UnitOfWork, actor: Actor, visit_id: int) -> Effects:
    """Offer the coordinator the other answers for a settled visit."""
    outing, visit = opened_visit(uow, visit_id)
    if not may(actor, "settle_visit", outing.subject_of(visit)):
        raise Refused("outing.may_not")

    def make(t: Translate) -> Message:
        who = visit_label(outing, visit, t)
        return Message(lines=(t("visit.correct_asked", who=who),), rows=settling_rows(visit, cut(who), t))

    return tell(uow, actor.person_id, make)


def _judged(uow: UnitOfWork, outing: Outing, visit: Visit) -> Effects:
    """Settle a visit of which both have spoken; what they see differently the coordinator decides."""
    if not visit.expert_says or not visit.firm_says:
        return refresh(uow, outing)
    if (visit.expert_says, visit.expert_day) == (visit.firm_says, visit.firm_day):
        return _settled(uow, outing, visit, visit.expert_day, None)
    visit.state = DISPUTED
    uow.record("visit.disputed", f"visit:{visit.id}")
    t = translator("zh")
    words = t("visit.dispute_words", who=visit_label(outing, visit, t), number=outing.activity.number)
    given = give_task(uow, outing.activity.bureau_id, OPEN_TASK, outing.name, _somebody(outing), words)
    return (*given, *show_desk(uow, outing, buzz=False), *refresh(uow, outing))


def _settled(
    uow: UnitOfWork, outing: Outing, visit: Visit, held_on: date | None, actor: Actor | None
) -> Effects:
    before, after = visit.state, HAPPENED if held_on else NOT_HELD
    if (before, visit.held_on) == (after, held_on):
        return show_outing(uow, actor, outing) if actor else ()
    visit.state, visit.held_on, visit.settled_at = after, held_on, uow.now
    visit.settled_by = actor.person_id if actor else None
    visit.revision += 1
    by = actor.person_id if actor else None
    uow.record(
        f"visit.{after}", f"visit:{visit.id}", by=by, day=str(held_on or ""), activity=outing.activity.id
    )
    follows: Effects = ()
    if after == HAPPENED and before != HAPPENED:
        follows = visit_happened(uow, visit)
    if after != HAPPENED and before == HAPPENED:
        follows = visit_undone(uow, visit)
    done = _closed(uow, outing, actor)
    return (*refresh(uow, outing), *(show_outing(uow, actor, outing) if actor else ()), *follows, *done)


def _closed(uow: UnitOfWork, outing: Outing, actor: Actor | None) -> Effects:
    """End the activity when every visit is settled."""
    if _unsettled(outing):
        return ()
    if outing.activity.state == PLANNED:
        outing.activity.state = DONE
        uow.record("outing.done", outing.name)
    who = actor or Actor(outing.activity.made_by)
    close_tasks(uow, outing.name, OPEN_TASK, who, "settled")
    return (Cancel(over_key(outing.activity)),)


def _handed_over(uow: UnitOfWork, outing: Outing) -> Effects:
    """Ask the bureau to find out by phone what nobody has said."""
    silent = _unsettled(outing)
    if not silent:
        return ()
    t = translator("zh")
    pairs = t("outing.between").join(visit_label(outing, visit, t) for visit in silent[:5])
    words = t("visit.silent_words", pairs=pairs, number=outing.activity.number)
    uow.record("outing.handed_over", outing.name)
    return give_task(uow, outing.activity.bureau_id, OPEN_TASK, outing.name, _somebody(outing), words)


def _unsettled(outing: Outing) -> list[Visit]:
    return [visit for visit in outing.visits if visit.state in {PLANNED, DISPUTED}]


def _somebody(outing: Outing) -> int:
    """Return the person a task names: the first who went."""
    return (outing.goers[0].person.id or 0) if outing.goers else outing.activity.made_by


def _next(uow: UnitOfWork, outing: Outing, step: str) -> Schedule:
    rules = uow.rules.after_visit
    days = rules.confirm_remind_workdays if step == ASK else rules.confirm_task_workdays
    due = at(uow.calendar.add(uow.today, days), uow.rules.deadlines.hour)
    following = REMIND if step == ASK else TASK
    return Schedule(over_key(outing.activity), due, OVER, outing.name, {"step": following})
