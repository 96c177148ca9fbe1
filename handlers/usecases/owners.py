"""Every bureau has one named owner (专人负责): one without is a task for the bureau above until mended."""

from collections.abc import Sequence

from handlers.cards.tasks import task_card
from handlers.domain.bureaus import Bureau
from handlers.domain.tasks import Task
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.telling import tell, tell_bureau

OWNER_MISSING = "owner_missing"


def look_for_owners(uow: UnitOfWork) -> None:
    """Make the tasks that are missing, once each, and close those that are mended. Says nothing."""
    for bureau in uow.bureaus.ownerless():
        _open(uow, bureau)


def owner_lost(uow: UnitOfWork, bureau: Bureau) -> Effects:
    """Tell the bureau above at once that this one has nobody in charge any more."""
    task = _open(uow, bureau)
    return _shown(uow, task, buzz=True) if task is not None else ()


def owner_found(uow: UnitOfWork, bureau: Bureau) -> Effects:
    """Close what was open because the bureau had no owner; the card says so wherever it is seen."""
    mended = [task for task in _about(uow, bureau) if task.state == "open"]
    for task in mended:
        task.state, task.outcome, task.done_at = "done", "mended", uow.now
    return tuple(effect for task in mended for effect in _shown(uow, task, buzz=False))


def _open(uow: UnitOfWork, bureau: Bureau) -> Task | None:
    """Give the nearest staffed bureau above the task; None when it has it already, or nobody is above."""
    above = next((each for each in uow.bureaus.line(bureau.id or 0) if uow.bureaus.staff(each.id or 0)), None)
    if above is None or any(task.state == "open" for task in _about(uow, bureau)):
        return None
    task = uow.add(Task(kind=OWNER_MISSING, about=f"bureau:{bureau.id}", words=bureau.name, made_at=uow.now))
    task.bureau_id = above.id
    uow.record("owner.missing", f"bureau:{bureau.id}", task=task.id)
    return task


def _about(uow: UnitOfWork, bureau: Bureau) -> Sequence[Task]:
    return uow.tasks.about(f"bureau:{bureau.id}", OWNER_MISSING)


def _shown(uow: UnitOfWork, task: Task, *, buzz: bool) -> Effects:
    card = f"task:{task.id}"
    if buzz:
        return tell_bureau(uow, task.bureau_id, lambda t: task_card(task, uow, t), card=card)
    seeing = uow.people.seeing(card)
    return tuple(
        effect
        for each in seeing
        for effect in tell(uow, each, lambda t: task_card(task, uow, t), card=card, buzz=False)
    )
