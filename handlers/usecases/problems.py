"""Problems of an activity (协调解决相关问题): raised by either side, answered by a bureau, told back."""

from dataclasses import dataclass

from handlers.cards.outings import Outing
from handlers.cards.tasks import task_card
from handlers.dialogue.messages import Message
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate, translator
from handlers.domain.actors import Actor, may
from handlers.domain.bureaus import Bureau
from handlers.domain.people import Person
from handlers.domain.tasks import Task
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.telling import line, tell, tell_bureau
from handlers.usecases.outings import guests_of, opened_outing
from handlers.usecases.subjects import bureau_for, task_subject
from handlers.usecases.tasks import finish_task

PROBLEM = "problem"
"""The kind of task that a problem becomes."""
MOST = 500


@dataclass(frozen=True, slots=True)
class RaiseProblem:
    """What somebody of an activity found to be in the way."""

    activity_id: int
    words: str


def raise_problem(command: RaiseProblem, uow: UnitOfWork, actor: Actor) -> Effects:
    """Give the bureau a problem as a task of its own; who raised it hears who has it.

    An enterprise's problem goes to the bureau of its county, all others to the one that organises.
    """
    outing = opened_outing(uow, actor, command.activity_id, "raise_problem")
    who, bureau = _reporter(uow, outing, actor)
    words = translator("zh")(
        "outing.problem_words", who=who, number=outing.activity.number, words=command.words[:MOST]
    )
    known = uow.tasks.about(outing.name, PROBLEM)
    if any(each.words == words and each.state == "open" for each in known):
        return tell(uow, actor.person_id, line("outing.problem_known"))
    task = Task(kind=PROBLEM, about=outing.name, person_id=actor.person_id, words=words, made_at=uow.now)
    task.bureau_id = bureau.id if bureau else outing.activity.bureau_id
    uow.add(task)
    uow.record("problem.raised", outing.name, by=actor.person_id, task=task.id)
    return (*_taken(uow, outing, bureau, actor), *_shown(uow, task, buzz=True))


def answering(uow: UnitOfWork, actor: Actor, task_id: int) -> Task:
    """Return a problem that the actor may answer. Raises `Refused`."""
    task = uow.get(Task, task_id)
    if task is None or task.kind != PROBLEM:
        raise Refused("task.gone")
    if not may(actor, "do_task", task_subject(uow, task)):
        raise Refused("task.may_not")
    return task


def answer_problem(uow: UnitOfWork, actor: Actor, task_id: int, answer: str) -> Effects:
    """Close a problem with an answer, which whoever raised it hears; the first answer counts."""
    task = answering(uow, actor, task_id)
    if task.state != "open":
        return finish_task(uow, actor, task_id)
    task.state, task.outcome, task.done_at, task.done_by = "done", answer, uow.now, actor.person_id
    uow.record("problem.closed", task.about, by=actor.person_id, task=task.id)
    news = line("outing.problem_answered", words=_own_words(task), answer=answer)
    person = uow.get(Person, task.person_id or 0)
    own = task.person_id == actor.person_id
    reached = task.person_id is not None and uow.people.reachable(task.person_id)
    told = tell(uow, task.person_id or 0, news) if reached and not own else ()
    key = "outing.problem_closed" if told or own else "outing.problem_closed_call"
    values = {"name": person.name if person else "—", "phone": person.phone if person else "—"}

    def closed(t: Translate) -> Message:
        return Message(lines=(t(key, **values),))

    return (*told, *tell(uow, actor.person_id, closed), *_shown(uow, task, buzz=False))


def _reporter(uow: UnitOfWork, outing: Outing, actor: Actor) -> tuple[str, Bureau | None]:
    goer = outing.goer(actor.expert_id or 0)
    if goer is not None:
        return goer.person.name, uow.get(Bureau, outing.activity.bureau_id)
    if guests := guests_of(outing, actor):
        return guests[0].enterprise.name, bureau_for(uow, guests[0].enterprise.county)
    return outing.bureau, uow.get(Bureau, outing.activity.bureau_id)


def _taken(uow: UnitOfWork, outing: Outing, bureau: Bureau | None, actor: Actor) -> Effects:
    owner = uow.bureaus.owners([bureau.id or 0]).get(bureau.id or 0) if bureau else None
    name = owner.name if owner else outing.desk.name if outing.desk else ""
    values = {"owner": name, "bureau": bureau.name if bureau else outing.bureau}
    return tell(uow, actor.person_id, line("outing.problem_taken", **values))


def _own_words(task: Task) -> str:
    return task.words.partition("：")[2] or task.words


def _shown(uow: UnitOfWork, task: Task, *, buzz: bool) -> Effects:
    card = f"task:{task.id}"
    return tell_bureau(uow, task.bureau_id, lambda t: task_card(task, uow, t), card=card, buzz=buzz)
