"""Buttons and commands around invitations, and the calls that stand in for a chat."""

from collections.abc import Callable, Mapping

from handlers.cards.matters import Matter
from handlers.context import Context
from handlers.conversation import Conversation, start
from handlers.dialogue.replies import Fired
from handlers.dialogue.step import Refused
from handlers.domain.actors import Actor
from handlers.domain.invitations import DECLINED, OPEN
from handlers.effects import Effects
from handlers.flows.headed import ABOUT
from handlers.flows.invitation_answers import CONDITION_TALK, DECLINE_TALK, WITHDRAW_TALK
from handlers.ports.work import UnitOfWork
from handlers.telling import line
from handlers.usecases import answering, phoning, waiting, withdrawing
from handlers.usecases.invitation_views import list_for, opened, show_to
from handlers.usecases.inviting import EXPIRE, REMIND, UNOPENED
from handlers.usecases.quiet import hold, is_late

Deed = Callable[[int, UnitOfWork, Actor], Effects]
Press = Callable[[Context, str], Effects]


def show(context: Context, rest: str) -> Effects:
    """Show an invitation as it stands."""
    return show_to(context.uow, _opened(context, rest), context.actor)


def with_condition(context: Context, rest: str) -> Effects:
    """Ask which condition; the answer itself comes with it."""
    matter = _opened(context, rest)
    if matter.invitation.state != OPEN:
        return answering.accept(matter.invitation.id or 0, context.uow, context.actor)
    return _ask(CONDITION_TALK, context, matter)


def decline(context: Context, rest: str) -> Effects:
    """Decline at once, then ask whether there is a reason or a colleague."""
    matter = _opened(context, rest)
    fresh = matter.invitation.state == OPEN
    effects = answering.decline(matter.invitation.id or 0, context.uow, context.actor)
    if fresh and matter.invitation.state == DECLINED:
        return (*effects, *_ask(DECLINE_TALK, context, matter, context.t("invite.thanks.declined")))
    return effects


def take_back(context: Context, rest: str) -> Effects:
    """Ask for the reason of a withdrawal, when there is still something to take back."""
    matter = _opened(context, rest)
    if not withdrawing.may_still(matter, context.actor):
        news = line(f"invite.already.{matter.invitation.state}")
        return show_to(context.uow, matter, context.actor, news)
    return _ask(WITHDRAW_TALK, context, matter)


def invitations(context: Context, _: str) -> Effects:
    """Answer /invitations."""
    return list_for(context.uow, context.actor)


def _by_number(deed: Deed, gone: str) -> Press:
    def press(context: Context, rest: str) -> Effects:
        return deed(_number(rest, gone), context.uow, context.actor)

    return press


def _when_due(deed: Callable[..., Effects], *, gentle: bool = True) -> Callable[[Context], Effects]:
    """Return what a timer does; a gentle one waits while it is quiet."""

    def fire(context: Context) -> Effects:
        fired = context.reply
        if not isinstance(fired, Fired):
            raise TypeError("only the clock fires timers")
        number = int(fired.about.partition(":")[2])
        waiting = hold(context.uow, f"{fired.what}:{number}", fired) if gentle else ()
        return waiting or deed(number, context.uow, late=is_late(fired))

    return fire


def _number(rest: str, gone: str) -> int:
    number = rest.partition(":")[0]
    if not number.isdecimal() or len(number) > _LONGEST:
        raise Refused(gone)
    return int(number)


_LONGEST = 15


def _opened(context: Context, rest: str) -> Matter:
    return opened(context.uow, _number(rest, "invite.gone"), context.actor)


def _ask(talk: Conversation, context: Context, matter: Matter, *remarks: str) -> Effects:
    values = {"enterprise": matter.enterprise, "name": matter.person.name, "title": matter.public_title}
    about = [context.t("invite.about_invitation", **values)]
    return start(talk, context, matter.name, {ABOUT: about}, remarks=remarks)


ACTIONS: Mapping[str, Press] = {
    "i.see": show,
    "i.yes": _by_number(answering.accept, "invite.gone"),
    "i.if": with_condition,
    "i.no": decline,
    "i.late": _by_number(answering.accept_late, "invite.gone"),
    "i.agree": _by_number(answering.agree, "invite.gone"),
    "i.talk": _by_number(answering.talk_first, "invite.gone"),
    "i.for": _by_number(answering.answer_for, "invite.gone"),
    "i.out": take_back,
    "ph.told": _by_number(phoning.told_by_phone, "phone.gone"),
    "ph.text": _by_number(phoning.fresh_text, "phone.gone"),
}

TIMERS: Mapping[str, Callable[[Context], Effects]] = {
    UNOPENED: _when_due(waiting.look_after),
    REMIND: _when_due(waiting.remind),
    EXPIRE: _when_due(waiting.expire, gentle=False),
    waiting.EXPIRED_NEWS: _when_due(waiting.tell_expired),
    answering.UNDECIDED: _when_due(waiting.ask_again),
}
