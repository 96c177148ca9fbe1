"""Buttons and the command about how somebody is reached: one's own ways, or those of people in the area."""

from collections.abc import Callable, Mapping

from handlers.cards.reaching import reach_card
from handlers.context import Context
from handlers.dialogue.step import Refused
from handlers.domain.phones import read_phone
from handlers.effects import Effects
from handlers.flows import give_mail
from handlers.telling import tell
from handlers.usecases.reaching import person_to_reach, remove_mail, set_order


def show(context: Context, rest: str = "") -> Effects:
    """Show a person's ways, one's own without a number."""
    uow, number = context.uow, _number(rest) if rest else context.me
    if not (uow.doors.mail or uow.doors.hook):
        raise Refused("reach.only_chat_here")
    person = person_to_reach(uow, context.actor, number)
    own = number == context.me
    return tell(uow, context.me, lambda t: reach_card(person, uow.doors, t, own=own), card=f"reach:{number}")


def find(context: Context, rest: str) -> Effects:
    """Answer /reach: one's own ways, or those of whoever has this phone number."""
    if not rest.strip():
        return show(context)
    phone = read_phone(rest)
    found = context.uow.people.by_phone(phone) if phone else ()
    if not found:
        raise Refused("reach.nobody")
    return show(context, str(found[0].id))


def ask_mail(context: Context, rest: str) -> Effects:
    """Ask for an address."""
    number = _number(rest)
    person_to_reach(context.uow, context.actor, number)
    return give_mail.begin(context, number)


def drop_mail(context: Context, rest: str) -> Effects:
    """Forget an address and show what is left."""
    number = _number(rest)
    return (*remove_mail(context.uow, context.actor, number), *show(context, str(number)))


def choose(context: Context, rest: str) -> Effects:
    """Take an order and show it."""
    number, _, order = rest.partition(":")
    return (*set_order(context.uow, context.actor, _number(number), order), *show(context, number))


def _number(rest: str) -> int:
    if not rest.isdecimal():
        raise Refused("join.person_gone")
    return int(rest)


COMMANDS: Mapping[str, Callable[[Context, str], Effects]] = {"reach": find}
ACTIONS: Mapping[str, Callable[[Context, str], Effects]] = {
    "reach": show,
    "r.mail": ask_mail,
    "r.off": drop_mail,
    "r.by": choose,
}
