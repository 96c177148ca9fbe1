"""Whether an address can be written to: blocked and unblocked chats, and who is lost by it."""

from handlers.domain.actors import Actor
from handlers.domain.invitations import TAKEN
from handlers.domain.needs import OPEN_STATES, Need
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.usecases.confirming import close_tasks
from handlers.usecases.invitation_views import show_waiting
from handlers.usecases.outings import show_upcoming
from handlers.usecases.talking import give_task
from handlers.usecases.waiting import lost


def address_reached(uow: UnitOfWork, channel: str, chat: str, *, is_open: bool) -> Effects:
    """Note that a chat was blocked or opened again. Somebody with open matters is never silently lost."""
    address = uow.people.address(channel, chat)
    if address is None or (address.closed_at is None) == is_open:
        return ()
    address.closed_at = None if is_open else uow.now
    about = f"person:{address.person_id}"
    uow.record("address.opened" if is_open else "address.closed", about, by=address.person_id)
    actor = uow.people.actor(address.person_id)
    if is_open:
        close_tasks(uow, about, "unreachable", actor, "came_back")
        return (*show_waiting(uow, address.person_id), *show_upcoming(uow, address.person_id))
    if uow.people.has_chat(actor.person_id):
        return ()
    if uow.people.reachable(actor.person_id):
        return show_waiting(uow, actor.person_id)
    return (*tell_bureaus(uow, actor), *lost(address.person_id, uow))


def tell_bureaus(uow: UnitOfWork, actor: Actor) -> Effects:
    """Tell each bureau that waits for somebody who cannot be reached which needs hang on it; once."""
    about = f"person:{actor.person_id}"
    if any(task.state == "open" for task in uow.tasks.about(about, "unreachable")):
        return ()
    waiting: dict[int | None, list[str]] = {}
    for bureau_id, number in _open_matters(uow, actor):
        waiting.setdefault(bureau_id, []).append(number)
    return tuple(
        effect
        for bureau_id, numbers in waiting.items()
        for effect in give_task(
            uow, bureau_id, "unreachable", about, actor.person_id, "、".join(dict.fromkeys(numbers))
        )
    )


def _open_matters(uow: UnitOfWork, actor: Actor) -> list[tuple[int | None, str]]:
    """List the bureau and receipt number of each need in which the person still has a part."""
    own = [need for one in actor.enterprises for need in uow.needs.of_enterprise(one)]
    filed = [(need.bureau_id, need.number) for need in own if need.state in OPEN_STATES]
    invitations = uow.invitations.of_expert(actor.expert_id) if actor.expert_id is not None else ()
    live = [(one.bureau_id, uow.get(Need, one.need_id)) for one in invitations if one.state in TAKEN]
    return filed + [(bureau_id, need.number) for bureau_id, need in live if need is not None]
