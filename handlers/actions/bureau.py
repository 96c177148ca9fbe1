"""本局: the own bureau's card and what its owner does with it, the directory, consultations, handing over."""

from collections.abc import Callable, Mapping

from handlers.cards.units import invite_card, remove_question
from handlers.context import Context
from handlers.conversation import start
from handlers.dialogue.replies import Fired
from handlers.dialogue.step import Refused
from handlers.domain.bureaus import Bureau
from handlers.effects import Effects, Tell
from handlers.flows import consult, duties, edit_bureau
from handlers.flows.headed import ABOUT
from handlers.telling import tell
from handlers.usecases import consulting, handing_over, units
from handlers.usecases.colleagues import invite_colleague
from handlers.usecases.pool import show_pool

Act = Callable[[Context, str], Effects]


def own(context: Context, _: str = "") -> Effects:
    """Show the bureau somebody works in; of several, each."""
    mine = units.own_bureaus(context.uow, context.actor)
    return tuple(effect for each in mine for effect in units.show_unit(context.uow, each, context.actor))


def show(context: Context, rest: str) -> Effects:
    """Show a bureau of the own line or below."""
    bureau = units.opened(context.uow, context.actor, _number(rest), "see_directory")
    return units.show_unit(context.uow, bureau, context.actor)


def directory(context: Context, rest: str) -> Effects:
    """Show the directory around a bureau, the own one by default; "5:10" begins with the tenth unit."""
    number, _, first = rest.partition(":")
    bureau = _bureau_or_own(context, number, "see_directory")
    return units.show_directory(context.uow, bureau, context.actor, _number(first or "0"))


def consultations(context: Context, rest: str) -> Effects:
    """Show a bureau's log of consultations, the own one's by default."""
    bureau = _bureau_or_own(context, rest, "see_consultations")
    return consulting.list_consultations(context.uow, context.actor, bureau.id or 0)


def consultation(context: Context, rest: str) -> Effects:
    """Show one consultation."""
    return consulting.show_consultation(context.uow, context.actor, _number(rest))


def new_consultation(context: Context, rest: str) -> Effects:
    """Ask for a consultation."""
    bureau = units.opened(context.uow, context.actor, _number(rest), "log_consultation")
    return start(consult.TALK, context, f"bureau:{bureau.id}")


def more_follow_up(context: Context, rest: str) -> Effects:
    """Ask what else is to follow from a consultation."""
    one = consulting.may_add(context.uow, context.actor, _number(rest))
    return start(consult.MORE_TALK, context, f"consultation:{one.id}")


def edit(context: Context, rest: str) -> Effects:
    """Ask which piece of the contact data is to be corrected."""
    bureau = units.opened(context.uow, context.actor, _number(rest), "edit_bureau")
    return start(edit_bureau.TALK, context, f"bureau:{bureau.id}")


def staff(context: Context, rest: str) -> Effects:
    """Show the bureau's people to its owner."""
    bureau = units.opened(context.uow, context.actor, _number(rest), "set_roles")
    return units.show_staff(context.uow, bureau, context.actor)


def person(context: Context, rest: str) -> Effects:
    """Show one of the bureau's people to its owner."""
    seat = units.seated(context.uow, context.actor, _number(rest), "set_roles")
    return units.show_person(context.uow, context.actor, seat)


def write_duties(context: Context, rest: str) -> Effects:
    """Ask what somebody handles."""
    bureau, member, who = units.seated(context.uow, context.actor, _number(rest), "set_roles")
    about = [context.t("bureau.duties_of", name=who.name, bureau=bureau.name)]
    return start(duties.TALK, context, f"member:{member.id}", {ABOUT: about})


def give_role(context: Context, rest: str) -> Effects:
    """Give somebody a role: "12:member:deputy"."""
    number, former, role = (*rest.split(":"), "", "")[:3]
    return units.give_role(units.GiveRole(_number(number), former, role), context.uow, context.actor)


def ask_to_remove(context: Context, rest: str) -> Effects:
    """Ask once more before somebody is taken out of the bureau."""
    bureau, member, who = units.seated(
        context.uow, context.actor, _number(rest.partition(":")[0]), "set_roles"
    )
    return (Tell(context.me, remove_question(member, who, bureau, context.t)),)


def remove(context: Context, rest: str) -> Effects:
    """Take somebody out of the bureau."""
    number, _, former = rest.partition(":")
    return units.remove(context.uow, context.actor, _number(number), former)


def link(context: Context, rest: str) -> Effects:
    """Ask as what a colleague is invited, or make the link: "5:observer"."""
    number, _, role = rest.partition(":")
    if role:
        return invite_colleague(context.uow, context.actor, _number(number), role)
    bureau = units.opened(context.uow, context.actor, _number(number), "invite_colleague")
    return tell(context.uow, context.me, lambda t: invite_card(bureau, t))


def hand_over(context: Context, rest: str) -> Effects:
    """Ask who takes the bureau over, the own one by default."""
    bureau = _bureau_or_own(context, rest, "handover")
    return handing_over.choose_successor(context.uow, context.actor, bureau.id or 0)


def successor(context: Context, rest: str) -> Effects:
    """Say what moves to somebody: "5:12"."""
    return handing_over.ask_to_confirm(context.uow, context.actor, _number(rest.rpartition(":")[2]))


def handed_over(context: Context, rest: str) -> Effects:
    """Hand over: "5:12:7:stay"."""
    bureau, member, former, how = (*rest.split(":"), "", "", "")[:4]
    numbers = (_number(bureau), _number(member), _number(former))
    command = handing_over.HandOver(*numbers, leaves=how == "leave")
    return handing_over.hand_over(command, context.uow, context.actor)


def pool(context: Context, rest: str) -> Effects:
    """Show the pool of experts, or those that a word names: "/experts 铸造"."""
    return show_pool(context.uow, context.actor, rest)


def pool_page(context: Context, rest: str) -> Effects:
    """Show a further page: "8:铸造"."""
    first, _, words = rest.partition(":")
    return show_pool(context.uow, context.actor, words, _number(first))


def follow_up(context: Context) -> Effects:
    """Remind of what was to follow from a consultation."""
    about = context.reply.about if isinstance(context.reply, Fired) else ""
    return consulting.follow_up_due(context.uow, _number(about.partition(":")[2]))


def _bureau_or_own(context: Context, rest: str, action: str) -> Bureau:
    if not rest.isdecimal():
        mine = units.own_bureaus(context.uow, context.actor)[0]
        return units.opened(context.uow, context.actor, mine.id or 0, action)
    return units.opened(context.uow, context.actor, int(rest), action)


def _number(words: str) -> int:
    if not words.isdecimal():
        raise Refused("command.old_button")
    return int(words)


COMMANDS: Mapping[str, Act] = {
    "bureau": own,
    "directory": directory,
    "consultations": consultations,
    "handover": hand_over,
    "experts": pool,
}

ACTIONS: Mapping[str, Act] = {
    "b": show,
    "b.book": directory,
    "b.talks": consultations,
    "b.talk": consultation,
    "b.talk.new": new_consultation,
    "b.talk.more": more_follow_up,
    "b.edit": edit,
    "b.staff": staff,
    "b.who": person,
    "b.duty": write_duties,
    "b.role": give_role,
    "b.out": ask_to_remove,
    "b.out_yes": remove,
    "b.link": link,
    "b.over": hand_over,
    "b.to": successor,
    "b.yes": handed_over,
    "pool": pool_page,
}

TIMERS: Mapping[str, Callable[[Context], Effects]] = {consulting.FOLLOW_UP: follow_up}
