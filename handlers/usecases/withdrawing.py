"""An invitation is taken back: by the bureau, or by the expert after a yes. All who knew of it are told."""

from dataclasses import dataclass

from handlers.cards.matters import Matter, matter_of, reason_line
from handlers.dialogue.messages import Message
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate
from handlers.domain.actors import Actor, may
from handlers.domain.invitations import ACCEPTED, OPEN, STANDING, TAKEN, WITHDRAWN
from handlers.domain.needs import Need
from handlers.effects import Cancel, Effects
from handlers.ports.work import UnitOfWork
from handlers.telling import line, tell
from handlers.usecases.answering import UNDECIDED
from handlers.usecases.changing_outings import drop_out
from handlers.usecases.invitation_views import is_own, opened, show_desk, show_expert, show_to
from handlers.usecases.inviting import EXPIRE, REMIND, UNOPENED, timer
from handlers.usecases.meeting import part, tell_speakers
from handlers.usecases.need_views import show_bureau, tell_enterprise
from handlers.usecases.phoning import ask_to_call, close_calls, open_calls


@dataclass(frozen=True, slots=True)
class Withdraw:
    """The taking back of an invitation or of a yes, with the reason for all concerned."""

    invitation_id: int
    reason: str


def withdraw(command: Withdraw, uow: UnitOfWork, actor: Actor) -> Effects:
    """Take it back and tell all who knew; the need is open again when nobody else has accepted it."""
    matter = opened(uow, command.invitation_id, actor)
    if not may(actor, "withdraw_acceptance", matter.subject):
        raise Refused("invite.may_not")
    if not may_still(matter, actor):
        return show_to(uow, matter, actor, line(f"invite.already.{matter.invitation.state}"))
    own = is_own(matter, actor)
    knew = matter.invitation.state == ACCEPTED and not _still_to_be_told(uow, matter)
    effects = _taken_back(uow, matter, command.reason, by=actor.person_id, own=own)
    if own:
        key, name = "invite.withdrawn_own", matter.person.name
        news = line("invite.news.withdrawn", name=name)
        desk = show_desk(uow, matter, news)
    else:
        key, name = "invite.withdrawn_by_bureau", matter.person.name
        desk = show_desk(uow, matter, buzz=False)
    told = tell(uow, actor.person_id, line(key, name=name))
    enterprise = _tell_enterprise(uow, matter, own=own) if knew else ()
    cards = (*tell_enterprise(uow, matter.need, buzz=False), *show_bureau(uow, matter.need, buzz=False))
    return (*effects, *told, *desk, *enterprise, *cards)


def may_still(matter: Matter, actor: Actor) -> bool:
    """Say whether there is something to take back: for the expert a yes, for the bureau also an open one."""
    return matter.invitation.state in (TAKEN if is_own(matter, actor) else STANDING)


def close_invitations(uow: UnitOfWork, need: Need, actor: Actor, reason: str) -> Effects:
    """Take back every standing invitation of a need that is closed; experts and bureau are told."""
    standing = [each for each in uow.invitations.of_need(need.id or 0) if each.state in STANDING]
    effects: list[Effects] = []
    for invitation in standing:
        matter = matter_of(uow, invitation)
        effects += [
            _taken_back(uow, matter, reason, by=actor.person_id, own=False, reopen=False),
            show_desk(uow, matter, buzz=False),
        ]
    return tuple(effect for some in effects for effect in some)


def _taken_back(  # noqa: PLR0913 - who takes back what, why, and what that does to the need
    uow: UnitOfWork, matter: Matter, reason: str, *, by: int, own: bool, reopen: bool = True
) -> Effects:
    invitation = matter.invitation
    known = (
        invitation.state != OPEN or uow.people.reachable(matter.person.id or 0) or invitation.told_by_phone_at
    )
    invitation.state, invitation.reason = WITHDRAWN, reason
    invitation.by_phone = False
    invitation.revision += 1
    uow.record("invitation.withdrawn", matter.name, by=by, need=matter.need.id, by_expert=own)
    if reopen:
        part(uow, matter)
    off = (
        *(Cancel(timer(what, matter)) for what in (REMIND, UNOPENED, EXPIRE, UNDECIDED)),
        *drop_out(uow, invitation, reason, by),
    )
    calls = close_calls(uow, matter)
    if own:
        return (*off, *calls, *show_expert(uow, matter, buzz=False))
    if uow.people.reachable(matter.person.id or 0):
        told = tell(uow, matter.person.id or 0, lambda t: _withdrawn_words(matter, t))
        return (*off, *calls, *show_expert(uow, matter, buzz=False), *told)
    called = ask_to_call(uow, matter, matter.person.id or 0, "called_off", "no_channel") if known else ()
    return (*off, *calls, *called)


def _still_to_be_told(uow: UnitOfWork, matter: Matter) -> bool:
    """Say whether the call that tells the enterprise of the yes has not been made yet."""
    return any(task.words.startswith("accepted/") for task in open_calls(uow, matter))


def _withdrawn_words(matter: Matter, t: Translate) -> Message:
    reason = reason_line(matter.invitation.reason, t)
    key, title = "invite.called_off", matter.public_title
    return Message(
        lines=(t(key, bureau=matter.bureau, enterprise=matter.enterprise, title=title, reason=reason),)
    )


def _tell_enterprise(uow: UnitOfWork, matter: Matter, *, own: bool) -> Effects:
    key = "invite.enterprise.withdrawn" if own else "invite.enterprise.withdrawn_by_bureau"

    def make(t: Translate) -> Message:
        reason = reason_line(matter.invitation.reason, t)
        return Message(lines=(t(key, name=matter.person.name, reason=reason),))

    return tell_speakers(uow, matter, make, "cancelled")
