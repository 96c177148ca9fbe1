"""Lists of needs (我的需求): an enterprise's own, a bureau's queue."""

from handlers.cards.needs import needs_list
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.texts import Translate
from handlers.domain.actors import Actor, desks_that_may
from handlers.domain.needs import SUBMITTED
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.telling import Make, line, tell
from handlers.usecases.need_views import need_facts

SHOWN = 8


def list_needs(uow: UnitOfWork, actor: Actor) -> Effects:
    """List what the person has to do with: own needs, the bureau's queue, or both."""
    own = own_needs(uow, actor) if actor.enterprises else ()
    return (*own, *bureau_needs(uow, actor)) if actor.desks else own


def own_needs(uow: UnitOfWork, actor: Actor) -> Effects:
    """List an enterprise's needs, the newest first, with where each stands; and what lies unfinished."""
    needs = [need for enterprise in actor.enterprises for need in uow.needs.of_enterprise(enterprise)]
    drafts = sum(dialogue.flow == "file_need" for dialogue in uow.dialogues.of(actor.person_id))
    if not needs:
        return tell(uow, actor.person_id, _with_new("need.list_none", drafts))
    found = tuple(need_facts(uow, need) for need in needs[:SHOWN])

    def make(t: Translate) -> Message:
        heading = t("need.list") if len(needs) <= SHOWN else t("need.list_more", count=SHOWN)
        message = needs_list(found, heading, t, own=True)
        return _below(message, drafts, t)

    return tell(uow, actor.person_id, make)


def bureau_needs(uow: UnitOfWork, actor: Actor) -> Effects:
    """List a bureau's unchecked needs, the longest waiting first, then the latest others."""
    bureaus = desks_that_may(actor, "see_need")
    waiting = uow.needs.waiting(bureaus)
    latest = uow.needs.of_bureau(bureaus, len(waiting) + SHOWN)
    others = [need for need in latest if need.state != SUBMITTED]
    said: list[Make] = []
    if waiting:
        facts = tuple(need_facts(uow, need) for need in waiting[:SHOWN])
        said.append(lambda t: needs_list(facts, t("check.queue", count=len(waiting)), t, own=False))
    else:
        said.append(line("check.queue_none"))
    if others:
        recent = tuple(need_facts(uow, need) for need in others[:SHOWN])
        said.append(lambda t: needs_list(recent, t("check.queue_recent"), t, own=False))
    return tuple(effect for make in said for effect in tell(uow, actor.person_id, make))


def _with_new(key: str, drafts: int) -> Make:
    return lambda t: _below(Message(lines=(t(key),)), drafts, t)


def _below(message: Message, drafts: int, t: Translate) -> Message:
    """Add the way to an unfinished form, or to a new one."""
    if drafts:
        message = message.before(t("need.unfinished", count=drafts))
        return message.with_rows((Button(t("need.continue"), "do:new", "primary"),))
    return message.with_rows((Button(t("need.form"), "do:new"),))
