"""Greetings: who runs this and what it is for, and for those we know the two or three things to do."""

from handlers.cards.joining import do
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.texts import Translate
from handlers.domain.actors import Actor

DOINGS = {
    "coordinator": (
        *("tasks", "call", "needs", "activities", "figures", "cases"),
        *("link", "bureau", "import", "export", "talk"),
    ),
    "department": ("tasks", "experts", "link", "bureau", "talk"),
    "observer": ("needs", "bureau", "talk"),
    "enterprise": ("new", "needs", "activities", "papers", "talk"),
    "expert": ("invitations", "activities", "papers", "mydata", "talk"),
    "pending": ("mydata", "talk"),
    "stranger": ("start", "talk"),
}
"""What somebody of a role most likely wants, the first one first."""


def role_of(actor: Actor) -> str:
    """Return the role that somebody mostly acts in."""
    desks = [desk for desk in actor.desks if desk.acts]
    if desks:
        return "coordinator" if any(desk.kind == "bureau" for desk in desks) else "department"
    if actor.enterprises:
        return "enterprise"
    if actor.expert_id is not None:
        return "expert"
    if actor.desks:
        return "observer"
    return "pending" if actor.pending else "stranger"


def hello(programme: str, bureau: str, t: Translate) -> Message:
    """Greet a stranger: who runs this, what for, what about privacy, and the two ways in."""
    lines = (t("start.what", programme=programme, bureau=bureau), t("start.privacy"))
    return Message(lines=lines, rows=(ways_in(t),))


def ways_in(t: Translate) -> tuple[Button, Button]:
    """Return the two buttons by which a stranger joins."""
    enterprise = Button(t("start.enterprise"), "join:enterprise", "primary")
    return enterprise, Button(t("start.expert"), "join:expert", "primary")


def greeting(actor: Actor, name: str, t: Translate) -> Message:
    """Greet somebody we know, shortly, with what they can do."""
    role = role_of(actor)
    return Message(lines=(t(f"start.again.{role}", name=name),), rows=doings(actor, t))


def welcome_back(actor: Actor, name: str, t: Translate) -> Message:
    """Greet somebody on a new device."""
    return Message(lines=(t("link.moved", name=name),), rows=doings(actor, t))


def doings(actor: Actor, t: Translate) -> tuple[tuple[Button, ...], ...]:
    """Return the buttons of what somebody can do, the likeliest first and on its own."""
    roles = dict.fromkeys((role_of(actor), *(["expert"] if actor.expert_id is not None else [])))
    commands = dict.fromkeys(command for role in roles for command in DOINGS[role])
    keys = {command: f"menu.{command}" for command in commands}
    if not actor.enterprises and "needs" in keys:
        keys["needs"] = "menu.needs_here"
    buttons = [do(command, key, t) for command, key in keys.items()]
    first = do(*next(iter(keys.items())), t, "primary")
    pairs = tuple(tuple(buttons[start : start + 2]) for start in range(1, len(buttons), 2))
    return ((first,), *pairs)
