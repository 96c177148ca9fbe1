"""Handing a bureau over (移交工作): one tap moves what is open, tells the counterparts, prints the sheet."""

from dataclasses import dataclass

from handlers.cards.handovers import Held, choose_card, confirm_card
from handlers.domain.actors import Actor
from handlers.domain.bureaus import MEMBER, OWNER, SUCCESSOR, Bureau, Member
from handlers.domain.filings import Filing
from handlers.domain.invitations import STANDING, Invitation
from handlers.domain.needs import OPEN_STATES, Need
from handlers.domain.people import Person
from handlers.effects import Cancel, Effects, Schedule
from handlers.ports.dialogues import Dialogue
from handlers.ports.work import UnitOfWork
from handlers.telling import line, tell
from handlers.usecases.handover_news import Change, counterparts, tell_counterparts, tell_inside
from handlers.usecases.ladders import snooze_key
from handlers.usecases.owners import owner_found
from handlers.usecases.units import opened, seated, show_unit, unit_of

EVERY = 100_000
"""More needs than a bureau ever has: all of them move."""


@dataclass(frozen=True, slots=True)
class HandOver:
    """To whom a bureau goes; `former` is the owner's place when the card was shown, 0 without an owner.

    `leaves` says that the former owner leaves the bureau instead of staying on as a member.
    """

    bureau_id: int
    member_id: int
    former: int
    leaves: bool = False


def choose_successor(uow: UnitOfWork, actor: Actor, bureau_id: int) -> Effects:
    """Ask who takes over."""
    unit = unit_of(uow, opened(uow, actor, bureau_id, "handover"))
    return tell(uow, actor.person_id, lambda t: choose_card(unit, t))


def ask_to_confirm(uow: UnitOfWork, actor: Actor, member_id: int) -> Effects:
    """Say what moves and who will be told, and ask once."""
    bureau, member, person = seated(uow, actor, member_id, "handover")
    if member.role == OWNER:
        return show_unit(uow, bureau, actor, line("handover.owner_already", name=person.name))
    unit, held = unit_of(uow, bureau), held_by(uow, bureau)
    told = len(counterparts(uow, bureau, held))
    own = any(each.person_id == actor.person_id for each, _ in unit.people if each.role == OWNER)
    return tell(uow, actor.person_id, lambda t: confirm_card(unit, (member, person), held, told, t, own=own))


def hand_over(command: HandOver, uow: UnitOfWork, actor: Actor) -> Effects:
    """Make the successor owner; a card of former days shows the bureau as it is."""
    bureau, member, person = seated(uow, actor, command.member_id, "see_directory")
    owner = _owner(uow, bureau)
    if member.role == OWNER:
        return show_unit(uow, bureau, actor, line("handover.owner_already", name=person.name))
    opened(uow, actor, command.bureau_id, "handover")
    if command.former != (owner.id if owner else 0) or member.bureau_id != command.bureau_id:
        return show_unit(uow, bureau, actor, line("bureau.changed_before"))
    return take_over(uow, bureau, member, actor.person_id, leaves=command.leaves)


def take_over(
    uow: UnitOfWork, bureau: Bureau, successor: Member, by: int, *, leaves: bool = False
) -> Effects:
    """Give a bureau its new owner; the former one becomes a member or leaves. Everybody concerned is told."""
    held, owner = held_by(uow, bureau), _owner(uow, bureau)
    former = owner if owner is not successor else None
    before = uow.get(Person, former.person_id) if former else None
    person = uow.get(Person, successor.person_id)
    if person is None:
        raise LookupError(f"person {successor.person_id} is gone")
    closed = _close_dialogues(uow, bureau, former.person_id) if former else 0
    moved = _reminders(uow, held, former.person_id, successor.person_id) if former else ()
    if former is not None:
        _revoke_links(uow, bureau, former.person_id)
        former.role, former.active = MEMBER, not leaves
        if leaves:
            uow.record("member.removed", f"member:{former.id}", by=by)
    successor.role, successor.active = OWNER, True
    uow.record(
        "handover", f"bureau:{bureau.id}", by=by, successor=person.id,
        former=former.person_id if former else None, leaves=leaves, **held.counts,
    )  # fmt: skip
    change = Change(bureau, held, person, before, by, closed)
    return (*moved, *tell_inside(uow, change), *owner_found(uow, bureau), *tell_counterparts(uow, change))


def held_by(uow: UnitOfWork, bureau: Bureau) -> Held:
    """Return what lies with a bureau; an accepted invitation counts as long as its need is open."""
    number = bureau.id or 0
    needs = tuple(
        need for need in reversed(uow.needs.of_bureau([number], EVERY)) if need.state in OPEN_STATES
    )
    invitations = (one for one in uow.invitations.sent_by(number, STANDING) if _goes_on(uow, one))
    return Held(
        tuple(uow.tasks.open_of([number])), needs, tuple(invitations), tuple(uow.filings.owed_by([number]))
    )


def _goes_on(uow: UnitOfWork, invitation: Invitation) -> bool:
    need = uow.get(Need, invitation.need_id)
    return need is not None and need.state in OPEN_STATES


def _owner(uow: UnitOfWork, bureau: Bureau) -> Member | None:
    return next((each for each in uow.bureaus.members(bureau.id or 0) if each.role == OWNER), None)


# ------------------------------------------------------------------------------ what was the owner's own


def _reminders(uow: UnitOfWork, held: Held, former: int, successor: int) -> Effects:
    """Let reminders that the former owner has put off come to the successor, who had no chance to."""
    keys = [(snooze_key(filing, former), snooze_key(filing, successor)) for filing in held.filings]
    found = [(uow.timers.get(old), new) for old, new in keys if uow.timers.get(new) is None]
    return tuple(
        effect
        for timer, new in found
        if timer is not None
        for effect in (
            Cancel(timer.key),
            Schedule(new, timer.due, timer.what, timer.about, {**timer.data, "person": successor}),
        )
    )


def _revoke_links(uow: UnitOfWork, bureau: Bureau, former: int) -> None:
    """End the links by which the former owner invited a successor: the bureau is not theirs to give."""
    for link in uow.people.links_made_by(former, "coordinator"):
        if (link.bureau_id, link.role, link.revoked_at) == (bureau.id, SUCCESSOR, None):
            link.revoked_at = uow.now


def _close_dialogues(uow: UnitOfWork, bureau: Bureau, person_id: int) -> int:
    """Close what the former owner had open about the bureau's matters; return how many there were."""
    actor = uow.people.actor(person_id)
    found = [one for one in uow.dialogues.of(person_id) if _of_bureau(uow, bureau, actor, one)]
    for dialogue in found:
        uow.dialogues.close(dialogue.id)
    return len(found)


def _of_bureau(uow: UnitOfWork, bureau: Bureau, actor: Actor, dialogue: Dialogue) -> bool:
    kind, _, number = dialogue.subject.partition(":")
    found = int(number.partition(":")[0]) if number.partition(":")[0].isdecimal() else 0
    match kind:
        case "bureau" | "member" | "consultation" | "expert" | "call":
            return True
        case "need":
            need = uow.get(Need, found)
            return (
                need is not None
                and need.bureau_id == bureau.id
                and need.enterprise_id not in actor.enterprises
            )
        case "invitation":
            one = uow.get(Invitation, found)
            return one is not None and one.bureau_id == bureau.id and one.expert_id != actor.expert_id
        case "filing":
            filing = uow.get(Filing, found)
            return filing is not None and bureau.id in {filing.bureau_id, filing.to_id}
        case _:
            return False
