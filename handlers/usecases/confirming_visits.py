"""Afterwards (双方确认): each side says who came to whom on which day; only what both confirm counts."""

from dataclasses import dataclass
from datetime import date

from handlers.cards.needs import cut
from handlers.cards.outing_answers import answer_card, dispute_card, settling_rows
from handlers.cards.outings import Outing, visit_label
from handlers.cards.tasks import task_card
from handlers.dialogue.messages import Message
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate
from handlers.domain.activities import (
    CAME,
    CANCELLED,
    DISPUTED,
    DONE,
    EXPERT,
    FIRM,
    HAPPENED,
    NOT_HELD,
    PLANNED,
    Visit,
)
from handlers.domain.actors import Actor, may
from handlers.domain.tasks import Task
from handlers.effects import Cancel, Effects
from handlers.ports.work import UnitOfWork
from handlers.telling import line, tell, tell_bureau
from handlers.usecases.after_visit import visit_happened, visit_undone
from handlers.usecases.need_views import once_each
from handlers.usecases.outing_news import close_answered
from handlers.usecases.outings import opened_outing, opened_visit, refresh, show_goer, show_guest, show_outing
from handlers.usecases.preparing import over_key
from handlers.usecases.talking import give_task

OPEN_TASK = "visit_open"
"""The kind of task by which a bureau decides on a visit of which the two sides say different things."""
OWN = {EXPERT: "confirm_as_expert", FIRM: "confirm_as_host"}


@dataclass(frozen=True, slots=True)
class Word:
    """What one side says of a visit: came (with the day, else the planned one) or came_not."""

    visit_id: int
    says: str
    side: str = ""
    day: date | None = None


def say(command: Word, uow: UnitOfWork, actor: Actor) -> Effects:
    """Keep what a side says of a visit, and settle it when both say the same."""
    outing, visit = opened_visit(uow, command.visit_id)
    side = side_of(actor, outing, visit, command.side)
    if not visit.is_open:
        return show_outing(uow, actor, outing, line("visit.settled_already"))
    _hear(uow, actor, outing, visit, side, command)
    agreed = visit.said(EXPERT) == visit.said(FIRM)
    key = "visit.thanks_agreed" if agreed else f"visit.thanks_{command.says}"
    thanks = tell(uow, actor.person_id, line(key))
    return (*thanks, *_judged(uow, outing, visit), *_after(uow, outing))


def say_all(uow: UnitOfWork, actor: Actor, activity_id: int, side: str, number: int) -> Effects:
    """Keep that all of one side's visits of which it has said nothing took place as planned."""
    outing = opened_outing(uow, actor, activity_id, "see_outing")
    if side not in OWN:
        raise Refused("outing.gone")
    silent = [v for v in outing.party(side, number) if v.is_open and not v.said(side)[0]]
    effects: Effects = ()
    for visit in silent:
        taken = side_of(actor, outing, visit, side)
        _hear(uow, actor, outing, visit, taken, Word(visit.id or 0, CAME, taken))
        effects += _judged(uow, outing, visit)
    if not silent:
        return show_outing(uow, actor, outing, line("visit.settled_already"))
    thanks = tell(uow, actor.person_id, line("visit.thanks_all", count=len(silent)))
    return (*thanks, *effects, *_after(uow, outing))


def show_answers(uow: UnitOfWork, actor: Actor, visit_id: int, side: str) -> Effects:
    """Show one visit with the three answers of a side."""
    outing, visit = opened_visit(uow, visit_id)
    taken = side_of(actor, outing, visit, side)
    card = f"visit:{visit.id}:{taken}"
    return tell(uow, actor.person_id, lambda t: answer_card(outing, visit, taken, t), card=card)


def side_of(actor: Actor, outing: Outing, visit: Visit, side: str) -> str:
    """Return the side for which the actor speaks: their own, or by phone the one named. Raises `Refused`."""
    subject = outing.subject_of(visit)
    own = [each for each, action in OWN.items() if may(actor, action, subject)]
    if side in own or (not side and own):
        return side or own[0]
    if side in OWN and may(actor, "settle_visit", subject):
        return side
    raise Refused("outing.may_not")


def settle(uow: UnitOfWork, actor: Actor, visit_id: int, held_on: date | None) -> Effects:
    """Let the coordinator decide: held on this day, or not at all; an earlier word can be corrected."""
    outing, visit = opened_visit(uow, visit_id)
    if not may(actor, "settle_visit", outing.subject_of(visit)):
        raise Refused("outing.may_not")
    _not_before(uow, visit, held_on)
    if CANCELLED in {visit.state, outing.activity.state}:
        return show_outing(uow, actor, outing, line("visit.settled_already"))
    if (visit.state, visit.held_on) == (HAPPENED if held_on else NOT_HELD, held_on):
        return show_outing(uow, actor, outing)
    follows = _settled(uow, outing, visit, held_on, actor)
    told = _told_decided(uow, outing, visit)
    shown = show_outing(uow, actor, outing)
    return (*once_each((*told, *shown, *_after(uow, outing))), *follows)


def ask_to_correct(uow: UnitOfWork, actor: Actor, visit_id: int) -> Effects:
    """Offer the coordinator the answers for a visit, settled or not."""
    outing, visit = opened_visit(uow, visit_id)
    if not may(actor, "settle_visit", outing.subject_of(visit)):
        raise Refused("outing.may_not")
    if visit.state == DISPUTED:
        return tell(uow, actor.person_id, lambda t: dispute_card(outing, visit, t))

    def make(t: Translate) -> Message:
        who = visit_label(outing, visit, t)
        return Message(lines=(t("visit.correct_asked", who=who),), rows=settling_rows(visit, cut(who), t))

    return tell(uow, actor.person_id, make)


def _hear(  # noqa: PLR0913, PLR0917 - who says what of which visit, for which side
    uow: UnitOfWork, actor: Actor, outing: Outing, visit: Visit, side: str, word: Word
) -> None:
    held = (word.day or visit.planned_on) if word.says == CAME else None
    _not_before(uow, visit, held)
    by_phone = not may(actor, OWN[side], outing.subject_of(visit))
    visit.hear(side, word.says, held, by_phone=by_phone)
    facts = {"side": "expert" if side == EXPERT else "host", "says": word.says, "day": str(held or "")}
    uow.record("visit.said", f"visit:{visit.id}", by=actor.person_id, by_phone=by_phone, **facts)


def _not_before(uow: UnitOfWork, visit: Visit, held_on: date | None) -> None:
    """Refuse a word on what is still to come."""
    if (held_on or visit.planned_on) > uow.today:
        raise Refused("visit.not_yet")


def _judged(uow: UnitOfWork, outing: Outing, visit: Visit) -> Effects:
    """Settle a visit of which both have spoken; what they see differently the coordinator decides."""
    if not visit.expert_says or not visit.firm_says:
        return ()
    if visit.said(EXPERT) == visit.said(FIRM):
        return _settled(uow, outing, visit, visit.expert_day, None)
    visit.state = DISPUTED
    uow.record("visit.disputed", f"visit:{visit.id}")
    goer = outing.goer(visit.expert_id)
    person = (goer.person.id if goer else None) or outing.activity.made_by
    return give_task(uow, outing.activity.bureau_id, OPEN_TASK, f"visit:{visit.id}", person)


def _settled(
    uow: UnitOfWork, outing: Outing, visit: Visit, held_on: date | None, actor: Actor | None
) -> Effects:
    """Settle the visit; what follows from it begins, or is taken back."""
    before, after = visit.state, HAPPENED if held_on else NOT_HELD
    visit.state, visit.held_on, visit.settled_at = after, held_on, uow.now
    visit.settled_by = actor.person_id if actor else None
    visit.revision += 1
    facts = {"day": str(held_on or ""), "activity": outing.activity.id}
    uow.record(f"visit.{after}", f"visit:{visit.id}", by=visit.settled_by, **facts)
    closed = _close_task(uow, visit)
    if after == HAPPENED and before != HAPPENED:
        return (*closed, *visit_happened(uow, visit))
    if after != HAPPENED and before == HAPPENED:
        return (*closed, *visit_undone(uow, visit))
    return closed


def _told_decided(uow: UnitOfWork, outing: Outing, visit: Visit) -> Effects:
    """Tell both sides what the coordinator has decided."""
    goer, guest = outing.goer(visit.expert_id), outing.guest(visit.enterprise_id)
    news = line(f"visit.decided_{visit.state}")
    return (
        *(show_goer(uow, outing, goer, news) if goer else ()),
        *(show_guest(uow, outing, guest, news) if guest else ()),
    )


def _after(uow: UnitOfWork, outing: Outing) -> Effects:
    """Renew the cards, end the calls that are answered, and the activity when every visit is settled."""
    done: Effects = ()
    if not outing.open_visits and outing.activity.state == PLANNED:
        outing.activity.state = DONE
        uow.record("outing.done", outing.name)
        done = (Cancel(over_key(outing.activity)),)
    return (*refresh(uow, outing), *close_answered(uow, outing), *done)


def _close_task(uow: UnitOfWork, visit: Visit) -> Effects:
    tasks = [task for task in uow.tasks.about(f"visit:{visit.id}", OPEN_TASK) if task.state == "open"]
    for task in tasks:
        task.state, task.outcome = "done", "settled"
        task.done_at, task.done_by = uow.now, visit.settled_by
    return tuple(effect for task in tasks for effect in _task_shown(uow, task))


def _task_shown(uow: UnitOfWork, task: Task) -> Effects:
    card = f"task:{task.id}"
    return tell_bureau(uow, task.bureau_id, lambda t: task_card(task, uow, t), card=card, buzz=False)
