"""Confirming people: experts who registered alone (未核实) and further contacts of a known enterprise."""

from dataclasses import dataclass, replace

from handlers.cards.joining import contact_decided, expert_decided
from handlers.cards.people_tasks import contact_card, expert_card
from handlers.dialogue.messages import Message
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate
from handlers.domain.actors import Actor, Subject, may
from handlers.domain.bureaus import Bureau
from handlers.domain.enterprises import Contact, Enterprise
from handlers.domain.experts import Conflict, Expert
from handlers.domain.people import Person
from handlers.domain.tasks import Task
from handlers.effects import Effects
from handlers.ports.work import UnitOfWork
from handlers.telling import line, tell
from handlers.usecases.subjects import bureau_for, charge_of, expert_subject


@dataclass(frozen=True, slots=True)
class DecideExpert:
    """A coordinator's yes, or 暂不 (not now), to an expert's profile as it stood at `revision`."""

    expert_id: int
    yes: bool
    revision: int


@dataclass(frozen=True, slots=True)
class DecideContact:
    """The first contact's or a coordinator's word on whether somebody belongs to the enterprise."""

    contact_id: int
    yes: bool


@dataclass(frozen=True, slots=True)
class MarkConflict:
    """A coordinator's mark that an expert is not to serve an enterprise (回避), with the reason."""

    expert_id: int
    enterprise: str
    reason: str


def decide_expert(command: DecideExpert, uow: UnitOfWork, actor: Actor) -> Effects:
    """Confirm an expert, who may be invited from then on, or put it off; tell the expert either way."""
    expert = uow.get(Expert, command.expert_id)
    if expert is None or not may(actor, "confirm_expert", expert_subject(uow, expert)):
        raise Refused("join.may_not_confirm")
    person = uow.get(Person, expert.person_id)
    if person is None or person.erased_at is not None:
        raise Refused("join.person_gone")
    if expert.state == "confirmed" or expert.revision != command.revision:
        return show_expert(uow, expert, actor.person_id, "join.card_moved_on")
    if command.yes:
        expert.state = "confirmed"
        expert.revision += 1
    close_tasks(uow, f"expert:{expert.id}", "confirm_expert", actor, "yes" if command.yes else "not_now")
    uow.record(
        "expert.confirmed" if command.yes else "expert.put_off", f"expert:{expert.id}", by=actor.person_id
    )
    bureau = charge_of(uow, expert)
    told = tell(uow, expert.person_id, lambda t: expert_decided(bureau, t, yes=command.yes))
    return (*told, *_refreshed_expert(uow, expert, actor))


def decide_contact(command: DecideContact, uow: UnitOfWork, actor: Actor) -> Effects:
    """Let a second contact in or turn them away; everybody concerned is told once."""
    contact = uow.get(Contact, command.contact_id)
    enterprise = uow.get(Enterprise, contact.enterprise_id) if contact else None
    if contact is None or enterprise is None:
        raise Refused("join.person_gone")
    if not may(actor, "confirm_contact", Subject(area=enterprise.county, enterprise_id=enterprise.id)):
        raise Refused("join.may_not_confirm")
    if contact.state != "pending":
        return _contact_cards(uow, contact, enterprise, [actor.person_id])
    contact.state = "active" if command.yes else "refused"
    about = f"contact:{contact.id}"
    close_tasks(uow, about, "second_contact", actor, "yes" if command.yes else "no")
    uow.record("contact.confirmed" if command.yes else "contact.refused", about, by=actor.person_id)
    told = tell(uow, contact.person_id, lambda t: contact_decided(enterprise, t, yes=command.yes))
    return (*told, *_contact_cards(uow, contact, enterprise, _asked(uow, enterprise)))


def mark_conflict(command: MarkConflict, uow: UnitOfWork, actor: Actor) -> Effects:
    """Mark 回避 between an expert and an enterprise named whole or by an unmistakable piece."""
    expert = uow.get(Expert, command.expert_id)
    if expert is None or not may(actor, "mark_conflict", expert_subject(uow, expert)):
        raise Refused("join.may_not_confirm")
    enterprise = _one_enterprise(uow, command.enterprise)
    known = uow.experts.conflicts_of(command.expert_id)
    if all((c.enterprise_id, c.kind) != (enterprise.id, "mark") for c in known):
        mark = Conflict(expert_id=command.expert_id, enterprise_id=enterprise.id or 0, kind="mark")
        mark.reason, mark.made_by = command.reason, actor.person_id
        uow.add(mark)
        uow.record("conflict.marked", f"expert:{expert.id}", by=actor.person_id, enterprise=enterprise.id)
    said = tell(uow, actor.person_id, line("join.conflict_marked", enterprise=enterprise.name))
    return (*said, *(show_expert(uow, expert, actor.person_id) if expert.state == "unverified" else ()))


def ask_to_confirm_expert(uow: UnitOfWork, expert: Expert, bureau: Bureau | None) -> Effects:
    """Show a bureau the expert's card with 确认, 暂不 and 回避."""
    members = uow.bureaus.members(bureau.id or 0) if bureau else ()
    return tuple(effect for m in members for effect in show_expert(uow, expert, m.person_id))


def show_expert(
    uow: UnitOfWork, expert: Expert, viewer: int, remark: str = "", *, buzz: bool = True
) -> Effects:
    """Show one coordinator the expert's card as things stand; only who is in charge sees the number."""
    actor, subject = uow.people.actor(viewer), expert_subject(uow, expert)
    own, decides = may(actor, "see_expert_contact", subject), may(actor, "confirm_expert", subject)

    def make(t: Translate) -> Message:
        message = expert_card(uow, expert, t, with_phone=own)
        message = message if decides else _of_another(uow, expert, message, t)
        return message.before(t(remark)) if remark else message

    return tell(uow, viewer, make, card=_card(uow, f"expert:{expert.id}", "confirm_expert"), buzz=buzz)


def ask_to_confirm_contact(uow: UnitOfWork, contact: Contact, enterprise: Enterprise) -> Effects:
    """Ask the enterprise's active contacts and the bureau whether this person belongs to it."""
    return _contact_cards(uow, contact, enterprise, _asked(uow, enterprise), buzz=True)


def open_task(  # noqa: PLR0913, PLR0917 - a task is these facts
    uow: UnitOfWork, bureau: Bureau | None, kind: str, about: str, person_id: int, words: str = ""
) -> Task:
    """Give a bureau something to do; without a bureau it waits in the operator's queue."""
    task = Task(kind=kind, about=about, person_id=person_id, words=words, made_at=uow.now)
    task.bureau_id = bureau.id if bureau else None
    return uow.add(task)


def close_tasks(uow: UnitOfWork, about: str, kind: str, actor: Actor, outcome: str) -> None:
    """Mark the open tasks of this kind about a subject as done."""
    for task in uow.tasks.about(about, kind):
        if task.state == "open":
            task.state, task.outcome = "done", outcome
            task.done_at, task.done_by = uow.now, actor.person_id


def _card(uow: UnitOfWork, about: str, kind: str) -> str:
    """Return the live card of a subject: the one under which its newest task is listed, too."""
    tasks = uow.tasks.about(about, kind)
    return f"task:{tasks[-1].id}" if tasks else f"{kind}:{about}"


def _of_another(uow: UnitOfWork, expert: Expert, message: Message, t: Translate) -> Message:
    charge = charge_of(uow, expert)
    words = t("join.confirmed_by", bureau=charge.name) if charge and expert.state == "unverified" else ""
    return replace(message, rows=(), lines=(*([words] if words else []), *message.lines))


def _refreshed_expert(uow: UnitOfWork, expert: Expert, actor: Actor) -> Effects:
    bureau = charge_of(uow, expert)
    members = [m.person_id for m in uow.bureaus.members(bureau.id or 0)] if bureau else []
    seeing = dict.fromkeys((actor.person_id, *members))
    return tuple(effect for one in seeing for effect in show_expert(uow, expert, one, buzz=False))


def _asked(uow: UnitOfWork, enterprise: Enterprise) -> list[int]:
    """Return who is asked about a contact: the active contacts, then the bureau's members."""
    bureau = bureau_for(uow, enterprise.county)
    staff = [m.person_id for m in uow.bureaus.members(bureau.id or 0)] if bureau else []
    first = [c.person_id for c in uow.enterprises.contacts(enterprise.id or 0) if c.state == "active"]
    return list(dict.fromkeys((*first, *staff)))


def _contact_cards(
    uow: UnitOfWork, contact: Contact, enterprise: Enterprise, viewers: list[int], *, buzz: bool = False
) -> Effects:
    shown = [viewer for viewer in viewers if viewer != contact.person_id]
    return tuple(e for viewer in shown for e in _contact_card(uow, contact, enterprise, viewer, buzz=buzz))


def _contact_card(
    uow: UnitOfWork, contact: Contact, enterprise: Enterprise, viewer: int, *, buzz: bool
) -> Effects:
    staff = may(uow.people.actor(viewer), "see_contacts", Subject(area=enterprise.county))
    card = _card(uow, f"contact:{contact.id}", "second_contact")
    return tell(uow, viewer, lambda t: contact_card(uow, contact, t, for_bureau=staff), card=card, buzz=buzz)


def _one_enterprise(uow: UnitOfWork, words: str) -> Enterprise:
    found = uow.enterprises.search(words.strip())
    exact = [enterprise for enterprise in found if enterprise.name == words.strip()]
    if not found:
        raise Refused("join.no_such_enterprise", step="enterprise", words=words[:30])
    if len(found) > 1 and not exact:
        names = "、".join(enterprise.name for enterprise in found)
        raise Refused("join.which_enterprise", step="enterprise", names=names)
    return (exact or list(found))[0]
