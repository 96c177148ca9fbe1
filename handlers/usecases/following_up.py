"""After a visit (跟踪服务): what both sides intend, the next dates, and whether they were kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from handlers.cards.pairs import Pair, intention_card, service_card
from handlers.dialogue.messages import Message
from handlers.dialogue.replies import Fired
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate, translator
from handlers.domain.activities import HAPPENED, Visit
from handlers.domain.actors import Actor, may
from handlers.domain.days import spoken_day
from handlers.domain.outcomes import DONE, DROPPED, PLANNED, FollowUp
from handlers.effects import Cancel, Effects, Schedule
from handlers.ports.work import UnitOfWork
from handlers.programme.plan import at
from handlers.telling import Make, line, tell
from handlers.usecases.confirming import close_tasks
from handlers.usecases.pairs import desk_of, everybody, opened_visit, pair_of, sides
from handlers.usecases.quiet import hold
from handlers.usecases.talking import give_task

SERVICE = "service_due"
"""The timer of a follow-up service, and the kind of task when nobody says what became of it."""
BEFORE, AFTER, OPEN = "before", "after", "open"
NONE = "none"
"""The intention of a pair that wants nothing further."""


@dataclass(frozen=True, slots=True)
class PlanService:
    """A follow-up service after a visit: the day, and what it is for."""

    visit_id: int
    day: date
    words: str


@dataclass(frozen=True, slots=True)
class MoveService:
    """Another day for a follow-up service."""

    service_id: int
    day: date


def ask_intention(uow: UnitOfWork, visit: Visit) -> Effects:
    """Ask the enterprise right after a visit what is to follow (合作意向)."""
    pair = pair_of(uow, visit.expert_id, visit.enterprise_id)
    people = [each for each in sides(uow, pair) if each != pair.expert.person_id]
    return tuple(e for each in people for e in _intention(uow, each, pair, visit, buzz=True))


def choose_intention(uow: UnitOfWork, actor: Actor, visit_id: int, code: str) -> Effects:
    """Keep the intention; the same one twice changes nothing, another one takes its place."""
    pair, visit = opened_visit(uow, actor, visit_id, "record_result")
    if visit.state != HAPPENED:
        raise Refused("pair.not_held")
    if all(each.code != code for each in uow.rules.intention):
        raise Refused("pair.gone")
    if visit.intention != code:
        visit.intention = code
        visit.revision += 1
        uow.record("visit.intended", f"visit:{visit.id}", by=actor.person_id, intention=code)
    return tuple(e for each in everybody(uow, pair) for e in _seen(uow, each, pair, visit, actor))


def plan_service(command: PlanService, uow: UnitOfWork, actor: Actor) -> Effects:
    """Agree on a follow-up service; both sides are told, and reminded the working day before."""
    pair, visit = opened_visit(uow, actor, command.visit_id, "record_result")
    if visit.state != HAPPENED:
        raise Refused("pair.not_held")
    if (same := _same(pair, command)) is not None:
        return _show(uow, pair, same, (actor.person_id,), line("pair.service_known"))
    service = uow.add(
        FollowUp(
            visit_id=visit.id or 0, expert_id=visit.expert_id, enterprise_id=visit.enterprise_id,
            day=command.day, words=command.words, made_by=actor.person_id, made_at=uow.now,
        )
    )  # fmt: skip
    uow.record("service.planned", name_of(service), by=actor.person_id, visit=visit.id, day=str(service.day))
    people = dict.fromkeys((actor.person_id, *sides(uow, pair)))
    return (*_show(uow, pair, service, people, line("pair.service_planned_news")), *_timer(uow, service))


def move_service(command: MoveService, uow: UnitOfWork, actor: Actor) -> Effects:
    """Put a follow-up service on another day."""
    pair, service = opened_service(uow, actor, command.service_id)
    if service.state != PLANNED or service.day == command.day:
        return _show(uow, pair, service, (actor.person_id,))
    service.day = command.day
    uow.record("service.moved", name_of(service), by=actor.person_id, day=str(service.day))
    close_tasks(uow, name_of(service), SERVICE, actor, "moved")
    people = dict.fromkeys((actor.person_id, *sides(uow, pair)))
    return (*_show(uow, pair, service, people, line("pair.service_moved_news")), *_timer(uow, service))


def end_service(uow: UnitOfWork, actor: Actor, service_id: int, state: str) -> Effects:
    """Say that a follow-up service took place (done) or will not (dropped); the first word counts."""
    pair, service = opened_service(uow, actor, service_id)
    if service.state != PLANNED:
        return _show(uow, pair, service, (actor.person_id,), line("pair.service_ended_already"))
    if state == DONE and service.day > uow.today:
        raise Refused("pair.service_not_yet")
    service.state, service.done_on = state, service.day if state == DONE else None
    uow.record(f"service.{state}", name_of(service), by=actor.person_id)
    close_tasks(uow, name_of(service), SERVICE, actor, state)
    people = dict.fromkeys((actor.person_id, *sides(uow, pair)))
    return (*_show(uow, pair, service, people, line(f"pair.service_{state}")), Cancel(_key(service)))


def service_due(uow: UnitOfWork, service_id: int, fired: Fired) -> Effects:
    """Remind both sides before, ask them after, and give the bureau a task when nobody answers."""
    service = uow.get(FollowUp, service_id)
    if service is None or service.state != PLANNED:
        return ()
    if waiting := hold(uow, _key(service), fired):
        return waiting
    pair = pair_of(uow, service.expert_id, service.enterprise_id)
    step, people = str(fired.data.get("step", BEFORE)), sides(uow, pair)
    if step == OPEN or (step == AFTER and not people):
        return _handed_over(uow, pair, service)
    news = line("pair.service_soon" if step == BEFORE else "pair.service_was_it")
    return (*_show(uow, pair, service, people, news), _next(uow, service, step))


def drop_services(uow: UnitOfWork, visit: Visit) -> Effects:
    """End what was planned after a visit that did not take place after all."""
    pair = pair_of(uow, visit.expert_id, visit.enterprise_id)
    effects: Effects = ()
    for service in pair.follow_ups:
        if service.visit_id == visit.id and service.state == PLANNED:
            service.state = DROPPED
            uow.record("service.dropped", name_of(service), visit=visit.id)
            effects += (*_show(uow, pair, service, sides(uow, pair), buzz=False), Cancel(_key(service)))
    return effects


def opened_service(uow: UnitOfWork, actor: Actor, service_id: int) -> tuple[Pair, FollowUp]:
    """Return a follow-up service that the actor may change. Raises `Refused`."""
    service = uow.get(FollowUp, service_id)
    if service is None:
        raise Refused("pair.gone")
    pair = pair_of(uow, service.expert_id, service.enterprise_id)
    if not may(actor, "record_result", pair.subject):
        raise Refused("pair.may_not")
    return pair, service


def name_of(service: FollowUp) -> str:
    """Return the name of a service in events, tasks and timers: "service:4"."""
    return f"service:{service.id}"


def _intention(uow: UnitOfWork, person_id: int, pair: Pair, visit: Visit, *, buzz: bool) -> Effects:
    card = f"intention:{visit.id}"
    return tell(uow, person_id, lambda t: intention_card(pair, visit, t), card=card, buzz=buzz)


def _seen(uow: UnitOfWork, person_id: int, pair: Pair, visit: Visit, actor: Actor) -> Effects:
    """Renew the card in place wherever it is on a screen; whoever tapped sees it in any case."""
    if person_id != actor.person_id and person_id not in uow.people.seeing(f"intention:{visit.id}"):
        return ()
    return _intention(uow, person_id, pair, visit, buzz=False)


def _show(  # noqa: PLR0913 - what, to whom, headed by what, and whether it buzzes
    uow: UnitOfWork,
    pair: Pair,
    service: FollowUp,
    people: Iterable[int],
    news: Make | None = None,
    *,
    buzz: bool = True,
) -> Effects:
    def make(t: Translate) -> Message:
        card = service_card(pair, service, t)
        return card.before(*news(t).lines) if news else card

    return tuple(e for each in people for e in tell(uow, each, make, card=name_of(service), buzz=buzz))


def _handed_over(uow: UnitOfWork, pair: Pair, service: FollowUp) -> Effects:
    t = translator("zh")
    day = spoken_day(service.day, uow.today)
    words = t("pair.service_task", day=day, words=service.words, phone=pair.person.phone, **pair.values())
    uow.record("service.handed_over", name_of(service))
    return give_task(uow, desk_of(uow, pair), SERVICE, name_of(service), pair.expert.person_id, words)


def _timer(uow: UnitOfWork, service: FollowUp) -> Effects:
    """Set the clock to the working day before, or to the day after when that has passed."""
    before = at(uow.calendar.add(service.day, -1), uow.rules.deadlines.hour)
    if before > uow.now:
        return (Schedule(_key(service), before, SERVICE, name_of(service), {"step": BEFORE}),)
    return (_next(uow, service, BEFORE),)


def _next(uow: UnitOfWork, service: FollowUp, step: str) -> Schedule:
    after = step == BEFORE
    days = 1 if after else uow.rules.after_match.quiet_workdays
    start = service.day if after else uow.today
    due = at(uow.calendar.add(start, days), uow.rules.deadlines.hour)
    return Schedule(_key(service), due, SERVICE, name_of(service), {"step": AFTER if after else OPEN})


def _key(service: FollowUp) -> str:
    return f"{SERVICE}:{service.id}"


def _same(pair: Pair, command: PlanService) -> FollowUp | None:
    facts = (command.visit_id, command.day, command.words)
    return next((f for f in pair.follow_ups if (f.visit_id, f.day, f.words) == facts), None)
