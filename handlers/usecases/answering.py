"""What follows an invitation: yes, yes with a condition, no, a late yes, the bureau's consent.

Whoever answers is the expert, or a coordinator who records what was said on the phone (代为答复).
"""

from dataclasses import dataclass

from handlers.cards.invitations import LATE, answer_for_card
from handlers.cards.matters import Matter, contact_line, matter_of
from handlers.dialogue.messages import Message
from handlers.dialogue.step import Refused
from handlers.dialogue.texts import Translate
from handlers.domain.actors import Actor, may
from handlers.domain.invitations import ACCEPTED, CONDITIONAL, DECLINED, EXPIRED, OPEN, STANDING, WITHDRAWN
from handlers.domain.needs import APPROVED, ARRANGED
from handlers.effects import Cancel, Effects, Schedule
from handlers.ports.work import UnitOfWork
from handlers.telling import Make, line, tell
from handlers.usecases.invitation_views import is_own, opened, show_desk, show_expert, show_to
from handlers.usecases.inviting import EXPIRE, REMIND, UNOPENED, decide_by, timer
from handlers.usecases.meeting import meet
from handlers.usecases.phoning import close_calls

UNDECIDED = "invitation.undecided"


@dataclass(frozen=True, slots=True)
class Condition:
    """A yes with a condition: `kind` is date, online or part (an open list), `words` tell more."""

    invitation_id: int
    kind: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class DeclineReason:
    """Why an invitation was declined, as codes, and a colleague who may fit."""

    invitation_id: int
    reasons: tuple[str, ...] = ()
    colleague: str = ""


def accept(invitation_id: int, uow: UnitOfWork, actor: Actor) -> Effects:
    """Take the invitation; everybody concerned is told and contacts are exchanged."""
    matter = opened(uow, invitation_id, actor)
    if stale := _not_open(uow, matter, actor):
        return stale
    _answered(uow, matter, actor, ACCEPTED)
    done = (*_timers_off(matter), *close_calls(uow, matter))
    news = line("invite.news.accepted", name=matter.person.name)
    return (*done, *_thank(uow, matter, actor, "accepted"), *meet(uow, matter, news))


def accept_with_condition(command: Condition, uow: UnitOfWork, actor: Actor) -> Effects:
    """Take the invitation with a condition; the coordinator decides on it."""
    matter = opened(uow, command.invitation_id, actor)
    if stale := _not_open(uow, matter, actor):
        return stale
    return _conditional(uow, matter, actor, command.kind, command.words)


def accept_late(invitation_id: int, uow: UnitOfWork, actor: Actor) -> Effects:
    """Say yes after the answer was due, or after a no; the coordinator decides on it."""
    matter = opened(uow, invitation_id, actor)
    if matter.invitation.state not in (DECLINED, EXPIRED) or not _need_goes_on(matter):
        return _stale(uow, matter, actor)
    if newer := _newer(uow, matter):
        return show_to(uow, newer, actor)
    return _conditional(uow, matter, actor, LATE, "")


def decline(invitation_id: int, uow: UnitOfWork, actor: Actor) -> Effects:
    """Decline; it counts at once, whatever is said about the reason later."""
    matter = opened(uow, invitation_id, actor)
    if matter.invitation.state != OPEN:
        return _stale(uow, matter, actor)
    _answered(uow, matter, actor, DECLINED)
    done = (*_timers_off(matter), *close_calls(uow, matter))
    news = line("invite.news.declined", name=matter.person.name)
    return (*done, *show_expert(uow, matter, buzz=False), *show_desk(uow, matter, news))


def explain(command: DeclineReason, uow: UnitOfWork, actor: Actor) -> Effects:
    """Add to a no why, and who else may fit; thank either way."""
    matter = opened(uow, command.invitation_id, actor)
    invitation = matter.invitation
    thanks = tell(uow, actor.person_id, line("invite.thanks.reason"))
    if invitation.state != DECLINED or not (command.reasons or command.colleague):
        return tell(uow, actor.person_id, line("invite.thanks.declined"))
    invitation.reason, invitation.colleague = ",".join(command.reasons), command.colleague
    uow.record("invitation.explained", matter.name, by=actor.person_id, reasons=list(command.reasons))
    return (*thanks, *show_desk(uow, matter, buzz=bool(command.colleague)))


def agree(invitation_id: int, uow: UnitOfWork, actor: Actor) -> Effects:
    """Agree to a condition (同意条件): from here on it is accepted."""
    matter = opened(uow, invitation_id, actor)
    if not may(actor, "withdraw_invitation", matter.subject):
        raise Refused("invite.may_not")
    if matter.invitation.state != CONDITIONAL or not _need_goes_on(matter):
        return _stale(uow, matter, actor)
    invitation = matter.invitation
    invitation.state, invitation.agreed_at = ACCEPTED, uow.now
    invitation.revision += 1
    uow.record("invitation.agreed", matter.name, by=actor.person_id, need=matter.need.id)
    key = "invite.agreed_late" if invitation.condition_kind == LATE else "invite.agreed"
    told = tell_expert(uow, matter, lambda t: line(key, contact=contact_line(matter, t))(t))
    news = line("invite.news.agreed", name=matter.person.name)
    return (Cancel(timer(UNDECIDED, matter)), *told, *meet(uow, matter, news, agreed=True))


def talk_first(invitation_id: int, uow: UnitOfWork, actor: Actor) -> Effects:
    """Give the coordinator the expert's number (再联系); the condition stays open."""
    matter = opened(uow, invitation_id, actor)
    if matter.invitation.state != CONDITIONAL or is_own(matter, actor):
        return _stale(uow, matter, actor)
    uow.record("invitation.talk_first", matter.name, by=actor.person_id)

    def news(t: Translate) -> Message:
        phone = matter.person.phone or t("invite.no_phone")
        return Message(lines=(t("invite.talk_first", name=matter.person.name, phone=phone),))

    return show_to(uow, matter, actor, news)


def answer_for(invitation_id: int, uow: UnitOfWork, actor: Actor) -> Effects:
    """Ask the coordinator what was answered on the phone."""
    matter = opened(uow, invitation_id, actor)
    if matter.invitation.state != OPEN or is_own(matter, actor):
        return _stale(uow, matter, actor)
    return tell(uow, actor.person_id, lambda t: answer_for_card(matter, t))


def tell_expert(uow: UnitOfWork, matter: Matter, make: Make) -> Effects:
    """Say something to the expert, if there is a chat to say it in."""
    person_id = matter.person.id or 0
    return tell(uow, person_id, make) if uow.people.reachable(person_id) else ()


def _conditional(uow: UnitOfWork, matter: Matter, actor: Actor, kind: str, words: str) -> Effects:
    matter.invitation.condition_kind, matter.invitation.condition = kind, words
    _answered(uow, matter, actor, CONDITIONAL)
    done = (*_timers_off(matter), *close_calls(uow, matter))
    asked = Schedule(timer(UNDECIDED, matter), decide_by(uow), UNDECIDED, matter.name)
    late = kind == LATE
    news = line("invite.news.late" if late else "invite.news.conditional", name=matter.person.name)
    thanks = _thank(uow, matter, actor, "late" if late else "condition")
    return (*done, asked, *show_expert(uow, matter, buzz=False), *thanks, *show_desk(uow, matter, news))


def _answered(uow: UnitOfWork, matter: Matter, actor: Actor, state: str) -> None:
    invitation = matter.invitation
    invitation.state, invitation.answered_at = state, uow.now
    invitation.by_phone = not is_own(matter, actor)
    invitation.agreed_at = uow.now if state == ACCEPTED else None
    invitation.revision += 1
    behalf = matter.person.id if invitation.by_phone else None
    uow.record(
        f"invitation.{state}", matter.name, by=actor.person_id, behalf_of=behalf, need=matter.need.id,
        by_phone=invitation.by_phone,
    )  # fmt: skip


def _thank(uow: UnitOfWork, matter: Matter, actor: Actor, what: str) -> Effects:
    """Thank the expert who answered in person."""
    if not is_own(matter, actor):
        return ()
    return tell(
        uow, actor.person_id, lambda t: line(f"invite.thanks.{what}", contact=contact_line(matter, t))(t)
    )


def _not_open(uow: UnitOfWork, matter: Matter, actor: Actor) -> Effects:
    """Return the sensible answer when the invitation takes no answer any more, or nothing when it does."""
    if matter.invitation.state == OPEN and _need_goes_on(matter):
        return ()
    return _stale(uow, matter, actor)


def _stale(uow: UnitOfWork, matter: Matter, actor: Actor) -> Effects:
    """Say why the button is old and show the present card."""
    state = matter.invitation.state
    settled = state in (ACCEPTED, WITHDRAWN) or _need_goes_on(matter)
    key = f"invite.already.{state}" if settled else "invite.need_closed"
    return show_to(uow, matter, actor, line(key))


def _newer(uow: UnitOfWork, matter: Matter) -> Matter | None:
    """Return the standing invitation of the same expert to the same need, when there has been another one."""
    others = uow.invitations.of_need(matter.need.id or 0)
    same = [each for each in others if each.expert_id == matter.expert.id and each.state in STANDING]
    return matter_of(uow, same[0]) if same else None


def _need_goes_on(matter: Matter) -> bool:
    return matter.need.state in (APPROVED, ARRANGED)


def _timers_off(matter: Matter) -> Effects:
    return tuple(Cancel(timer(what, matter)) for what in (REMIND, UNOPENED, EXPIRE))
