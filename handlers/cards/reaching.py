"""How somebody is reached: the e-mail address and the order of ways, with what can be changed."""

from dataclasses import replace

from handlers.dialogue.messages import Button, Message
from handlers.dialogue.texts import Translate
from handlers.domain.people import Person
from handlers.domain.reaching import HOOK, MAIL, order_of
from handlers.ports.work import Doors


def reach_card(person: Person, doors: Doors, t: Translate, *, own: bool) -> Message:
    """Return the card of a person's ways, for that person or for a coordinator."""
    fields = (
        (t("join.phone_label"), person.phone or t("reach.none")),
        *(((t("reach.mail_label"), _mail(person, t)),) if doors.mail else ()),
        (t("reach.order_label"), t(f"reach.order.{order_of(person)}")),
    )
    heading = t("reach.own_heading") if own else t("reach.heading", name=person.name)
    rows = (*_mail_rows(person, doors, t), *_orders(person, doors, t))
    return Message(heading, (t("reach.what"),), fields, rows=rows)


def with_ways(card: Message, person: Person, doors: Doors, t: Translate) -> Message:
    """Return the card of one's own data with the e-mail address, and the button to all ways."""
    if not person.name or not (doors.mail or doors.hook):
        return card
    fields = ((t("reach.mail_label"), person.email),) if person.email else ()
    return replace(card, fields=(*card.fields, *fields)).with_rows((Button(t("reach.button"), "reach"),))


def _mail(person: Person, t: Translate) -> str:
    if not person.email:
        return t("reach.none")
    return t("reach.bounced", mail=person.email) if person.email in person.bounced else person.email


def _mail_rows(person: Person, doors: Doors, t: Translate) -> tuple[tuple[Button, ...], ...]:
    if not doors.mail:
        return ()
    if not person.email:
        return ((Button(t("reach.give_mail"), f"r.mail:{person.id}", "primary"),),)
    change = Button(t("reach.change_mail"), f"r.mail:{person.id}")
    return ((change, Button(t("reach.remove_mail"), f"r.off:{person.id}")),)


def _orders(person: Person, doors: Doors, t: Translate) -> tuple[tuple[Button, ...], ...]:
    there = {"chat": True, MAIL: doors.mail, HOOK: bool(doors.hook), "only_chat": True}
    offered = [name for name, can_be in there.items() if can_be and name != order_of(person)]
    buttons = [Button(t(f"reach.choose.{name}"), f"r.by:{person.id}:{name}") for name in offered]
    return tuple(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2))
