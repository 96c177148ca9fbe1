"""While an invitation waits: seen or not, one reminder, its end; and a condition nobody decided."""

from handlers.cards.matters import Matter, matter_of
from handlers.cards.preferences import less_button
from handlers.dialogue.messages import Message
from handlers.dialogue.texts import Translate
from handlers.domain.invitations import CONDITIONAL, EXPIRED, OPEN, Invitation
from handlers.effects import Cancel, Effects, Schedule
from handlers.ports.work import UnitOfWork
from handlers.telling import Make, line
from handlers.usecases.invitation_views import show_desk, show_expert
from handlers.usecases.inviting import EXPIRE, REMIND, UNOPENED, timer
from handlers.usecases.need_views import show_bureau, tell_enterprise
from handlers.usecases.phoning import ask_to_call, close_calls
from handlers.usecases.preferences import DEADLINE, gently
from handlers.usecases.quiet import HELD, held, in_place

EXPIRED_NEWS = "expired_news"
"""The timer that tells the bureau in the morning of an invitation that ended at night."""


def look_after(invitation_id: int, uow: UnitOfWork, *, late: bool = False) -> Effects:
    """Let the bureau call whoever has not looked at the chat since the invitation was sent."""
    del late
    matter = _waiting(uow, invitation_id)
    if matter is None:
        return ()
    person_id = matter.person.id or 0
    seen = uow.people.last_seen(person_id)
    if seen is not None and seen >= matter.invitation.sent_at:
        matter.invitation.seen_at = matter.invitation.seen_at or seen
        return ()
    because = "unopened" if uow.people.reachable(person_id) else "no_channel"
    return ask_to_call(uow, matter, person_id, "invite", because)


def remind(invitation_id: int, uow: UnitOfWork, *, late: bool = False) -> Effects:
    """Remind once: the expert in the chat, or the bureau to try once more when there is no chat."""
    matter = _waiting(uow, invitation_id)
    if matter is None or matter.invitation.reminded_at is not None or matter.invitation.reply_by < uow.today:
        return ()
    matter.invitation.reminded_at = uow.now
    uow.record("invitation.reminded", matter.name)
    if uow.people.reachable(matter.person.id or 0):
        shown = show_expert(uow, matter, _by_itself(line("invite.remind"), matter, late=late))
        return gently(uow, shown, matter.name, DEADLINE)
    news = _by_itself(line("invite.news.silent", name=matter.person.name), matter, late=late)
    return gently(uow, show_desk(uow, matter, news), matter.name)


def expire(invitation_id: int, uow: UnitOfWork, *, late: bool = False) -> Effects:
    """End an invitation that nobody answered. The news waits for the morning, because it ends at midnight."""
    matter = _waiting(uow, invitation_id)
    if matter is None or matter.invitation.reply_by >= uow.today:
        return ()
    matter.invitation.state = EXPIRED
    matter.invitation.revision += 1
    uow.record("invitation.expired", matter.name, need=matter.need.id)
    off = tuple(Cancel(timer(what, matter)) for what in (REMIND, UNOPENED, EXPIRE))
    until = held(uow)
    data = {"late": late, HELD: until is not None}
    news = Schedule(timer(EXPIRED_NEWS, matter), until or uow.now, EXPIRED_NEWS, matter.name, data)
    shown = (*show_expert(uow, matter, buzz=False), *show_desk(uow, matter, buzz=False))
    cards = (*tell_enterprise(uow, matter.need, buzz=False), *show_bureau(uow, matter.need, buzz=False))
    return (*off, news, *in_place(uow, (*close_calls(uow, matter), *shown, *cards)))


def tell_expired(invitation_id: int, uow: UnitOfWork, *, late: bool = False) -> Effects:
    """Tell the bureau that an invitation has ended without an answer, unless one came late after all."""
    invitation = uow.get(Invitation, invitation_id)
    if invitation is None or invitation.state != EXPIRED:
        return ()
    matter = matter_of(uow, invitation)
    news = _by_itself(line("invite.news.expired", name=matter.person.name), matter, late=late)
    return gently(uow, show_desk(uow, matter, news), matter.name)


def ask_again(invitation_id: int, uow: UnitOfWork, *, late: bool = False) -> Effects:
    """Tell the bureau once more that a conditional yes waits for its word."""
    invitation = uow.get(Invitation, invitation_id)
    if invitation is None or invitation.state != CONDITIONAL:
        return ()
    matter = matter_of(uow, invitation)
    news = _by_itself(line("invite.news.undecided", name=matter.person.name), matter, late=late)
    return gently(uow, show_desk(uow, matter, news), matter.name)


def lost(person_id: int, uow: UnitOfWork) -> Effects:
    """Let the bureaus call an expert whose last chat was closed while invitations wait for an answer."""
    expert = uow.experts.of_person(person_id)
    theirs = (
        uow.invitations.of_expert(expert.id or 0) if expert and not uow.people.reachable(person_id) else ()
    )
    waiting = [matter_of(uow, each) for each in theirs if each.state == OPEN]
    return tuple(effect for m in waiting for effect in ask_to_call(uow, m, person_id, "invite", "lost"))


def _waiting(uow: UnitOfWork, invitation_id: int) -> Matter | None:
    invitation = uow.get(Invitation, invitation_id)
    return matter_of(uow, invitation) if invitation is not None and invitation.state == OPEN else None


def _by_itself(news: Make, matter: Matter, *, late: bool) -> Make:
    """Mark what comes late because the service was down (补发), and offer to hear less of the matter."""

    def make(t: Translate) -> Message:
        (words,) = news(t).lines
        marked = f"{t('invite.late_note')}{words}" if late else words
        return Message(lines=(marked,), rows=((less_button(matter.name, t),),))

    return make
