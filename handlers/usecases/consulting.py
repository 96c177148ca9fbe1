"""The consultation log (会商记录) of a bureau and the departments it works with; what follows is a task."""

from dataclasses import dataclass
from datetime import date

from handlers.cards.consultations import consultation_card, consultations_list
from handlers.cards.tasks import task_card
from handlers.dialogue.messages import Message
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate
from handlers.domain.actors import Actor, may
from handlers.domain.bureaus import Bureau
from handlers.domain.consultations import Consultation
from handlers.domain.tasks import Task
from handlers.effects import Effects, Schedule
from handlers.ports.work import UnitOfWork
from handlers.programme.plan import at
from handlers.telling import Make, line, tell, tell_bureau
from handlers.usecases.subjects import bureau_subject
from handlers.usecases.units import opened

FOLLOW_UP = "follow_up"


@dataclass(frozen=True, slots=True)
class LogConsultation:
    """A consultation as it was held; `follow_up` is what is to follow by `due`, empty when nothing is."""

    bureau_id: int
    held_on: date
    departments: str
    decisions: str
    follow_up: str = ""
    due: date | None = None


def log_consultation(command: LogConsultation, uow: UnitOfWork, actor: Actor) -> Effects:
    """Keep a consultation; the same one told twice is kept once."""
    bureau = opened(uow, actor, command.bureau_id, "log_consultation")
    if (same := _same(uow, command)) is not None:
        return show_consultation(uow, actor, same.id or 0, line("consult.logged_before"))
    kept = uow.add(
        Consultation(
            bureau_id=command.bureau_id,
            held_on=command.held_on,
            departments=command.departments,
            decisions=command.decisions,
            made_by=actor.person_id,
            made_at=uow.now,
        )
    )
    uow.record("consultation.logged", f"consultation:{kept.id}", by=actor.person_id, bureau=bureau.id)
    later = _follow_up(uow, kept, command.follow_up, command.due) if command.due else ()
    return (*later, *show_consultation(uow, actor, kept.id or 0, line("consult.logged")))


def add_follow_up(uow: UnitOfWork, actor: Actor, number: int, words: str, due: date) -> Effects:
    """Add something that is to follow from a consultation by a day."""
    one, _ = _found(uow, actor, number, "log_consultation")
    known = uow.tasks.about(f"consultation:{one.id}", FOLLOW_UP)
    same = any((task.words, task.due) == (words, due) for task in known)
    later = () if same else _follow_up(uow, one, words, due)
    return (*later, *show_consultation(uow, actor, number, line("consult.follow_up_kept")))


def list_consultations(uow: UnitOfWork, actor: Actor, bureau_id: int) -> Effects:
    """Show a bureau's latest consultations."""
    bureau = opened(uow, actor, bureau_id, "see_consultations")
    logs = may(actor, "log_consultation", bureau_subject(uow, bureau, actor))
    found = uow.bureaus.consultations([bureau_id])
    return tell(
        uow, actor.person_id, lambda t: consultations_list(bureau, found[:8], uow.today, t, logs=logs)
    )


def show_consultation(uow: UnitOfWork, actor: Actor, number: int, news: Make | None = None) -> Effects:
    """Show one consultation with what follows from it."""
    one, bureau = _found(uow, actor, number, "see_consultations")
    tasks = uow.tasks.about(f"consultation:{one.id}", FOLLOW_UP)
    logs = may(actor, "log_consultation", bureau_subject(uow, bureau, actor))

    def make(t: Translate) -> Message:
        card = consultation_card(one, bureau, tasks, uow.today, t, logs=logs)
        return card.before(*news(t).lines) if news else card

    return tell(uow, actor.person_id, make, card=f"consultation:{one.id}")


def may_add(uow: UnitOfWork, actor: Actor, number: int) -> Consultation:
    """Return a consultation to which the actor may add something. Raises `Refused`."""
    return _found(uow, actor, number, "log_consultation")[0]


def follow_up_due(uow: UnitOfWork, task_id: int) -> Effects:
    """Remind the bureau on the day of what was to follow, unless it is done."""
    task = uow.get(Task, task_id)
    if task is None or task.state != "open":
        return ()
    news = line("consult.due_today")

    def make(t: Translate) -> Message:
        return task_card(task, uow, t).before(*news(t).lines)

    return tell_bureau(uow, task.bureau_id, make, card=f"task:{task.id}")


def _found(uow: UnitOfWork, actor: Actor, number: int, action: str) -> tuple[Consultation, Bureau]:
    one = uow.get(Consultation, number)
    if one is None:
        raise Refused("consult.gone")
    return one, opened(uow, actor, one.bureau_id, action)


def _follow_up(uow: UnitOfWork, one: Consultation, words: str, due: date) -> Effects:
    """Give the bureau the task, and set the clock on the last working day by its day."""
    about = f"consultation:{one.id}"
    task = uow.add(Task(kind=FOLLOW_UP, about=about, words=words, due=due, made_at=uow.now))
    task.bureau_id = one.bureau_id
    uow.record("task.given", f"task:{task.id}", by=one.made_by, kind=FOLLOW_UP)
    moment = at(uow.calendar.on_or_before(due), uow.rules.deadlines.hour)
    timer = Schedule(f"{FOLLOW_UP}:{task.id}", moment, FOLLOW_UP, f"task:{task.id}")
    return (timer,) if moment > uow.now else ()


def _same(uow: UnitOfWork, command: LogConsultation) -> Consultation | None:
    facts = (command.held_on, command.departments, command.decisions)
    known = uow.bureaus.consultations([command.bureau_id])
    return next((one for one in known if (one.held_on, one.departments, one.decisions) == facts), None)
