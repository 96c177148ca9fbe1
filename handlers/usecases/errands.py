"""Calling about a filing or a call for needs: the task with number and script, what came of it."""

from dataclasses import dataclass

from handlers.cards.errands import FILING, FIRM, OUTCOMES
from handlers.dialogue.step import Refused
from handlers.domain.actors import Actor
from handlers.domain.call_answers import NONE, OTHER, PROMISED
from handlers.domain.tasks import Task
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.telling import line
from handlers.usecases.calls import call_of
from handlers.usecases.filing_state import already
from handlers.usecases.filing_views import opened, owing, refreshed
from handlers.usecases.firm_answers import FirmWord, firm_of, keep_word
from handlers.usecases.firm_reaching import contacts_of, opened_firm, show_firm
from handlers.usecases.phoning import KIND, opened_call, personal_link, show_call_to
from handlers.usecases.watching import call_changed, filing_changed

UNREACHED = "unreached"
_WORDS = {"none": NONE, "will_file": PROMISED}
"""Outcomes of calling an enterprise that are its word on the call; whatever else it says is kept as other."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a call: a code of `OUTCOMES`, how that is called, and what else was said."""

    task_id: int
    code: str
    label: str
    words: str = ""


def phone_about_filing(filing_id: int, uow: UnitOfWork, actor: Actor) -> Effects:
    """Show whom to call about a filing that is owed: the first of the owing bureau, else its desk."""
    filing = opened(uow, actor, filing_id, "chase_filing")
    if done := already(uow, filing, actor):
        return done
    people = owing(uow, filing)
    task = _task(uow, actor, f"filing:{filing.id}", people[0] if people else None, f"{FILING}/late")
    return show_call_to(uow, task, actor, link=personal_link(uow, task))


def phone_firm(call_id: int, enterprise_id: int, uow: UnitOfWork, actor: Actor) -> Effects:
    """Show whom to call at an enterprise."""
    call, enterprise = opened_firm(uow, actor, call_id, enterprise_id)
    people = contacts_of(uow, enterprise)
    if not people:
        return show_firm(uow, call, enterprise, actor, line("call.firm_no_contact"), buzz=False)
    words = f"{FIRM}/silent/{enterprise.id}"
    task = _task(uow, actor, f"call:{call.id}", people[0].id, words)
    return show_call_to(uow, task, actor, link=personal_link(uow, task))


def note_outcome(command: Outcome, uow: UnitOfWork, actor: Actor) -> Effects:
    """Keep what came of a call; it counts as the answer. Who was not reached stays to be called."""
    task, _ = opened_call(uow, command.task_id, actor)
    script = task.words.partition("/")[0]
    if command.code not in OUTCOMES.get(script, ()):
        raise Refused("phone.gone")
    if task.state != "open":
        return show_call_to(uow, task, actor, line("phone.noted_already"))
    said = f"{command.label}（{command.words}）" if command.words else command.label
    task.outcome, task.done_at, task.done_by = f"{command.code}/{said}", uow.now, actor.person_id
    task.state = "open" if command.code == UNREACHED else "done"
    facts = {"task": task.id, "outcome": command.code}
    uow.record("call.noted", task.about, by=actor.person_id, behalf_of=task.person_id, **facts)
    shown = show_call_to(uow, task, actor, line("phone.outcome_noted"))
    return (*shown, *_answered(command, task, uow, actor))


def _answered(command: Outcome, task: Task, uow: UnitOfWork, actor: Actor) -> Effects:
    script, _, rest = task.words.partition("/")
    if script == FILING:
        filing = opened(uow, actor, int(task.about.partition(":")[2]), "see_filing")
        return (*refreshed(uow, filing), *filing_changed(uow, filing))
    call, enterprise = (
        call_of(uow, int(task.about.partition(":")[2])),
        firm_of(uow, int(rest.partition("/")[2])),
    )
    if command.code in (UNREACHED, "dictate"):
        return ()
    kind = _WORDS.get(command.code, OTHER)
    words = task.outcome.partition("/")[2] if kind == OTHER else command.words
    keep_word(FirmWord(call.id or 0, enterprise.id or 0, kind, words), uow, actor)
    return call_changed(uow, call, enterprise.county)


def _task(uow: UnitOfWork, actor: Actor, about: str, person_id: int | None, words: str) -> Task:
    """Return the open call of the actor's bureau to this person about this, or a new one."""
    desk = next(desk.bureau_id for desk in actor.desks if desk.acts)
    for task in uow.tasks.about(about, KIND):
        if (task.state, task.bureau_id, task.person_id, task.words) == ("open", desk, person_id, words):
            return task
    task = Task(kind=KIND, about=about, person_id=person_id, words=words, made_at=uow.now)
    task.bureau_id = desk
    uow.add(task)
    uow.record("call.wanted", about, by=actor.person_id, task=task.id, script=words.partition("/")[0])
    return task
