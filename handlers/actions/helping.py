"""/help and /talk: what one can do here, and a person who answers."""

from handlers.cards.greeting import doings, role_of, ways_in
from handlers.context import Context
from handlers.dialogue.messages import Message
from handlers.dialogue.state import Given
from handlers.dialogue.step import View
from handlers.effects import Effects, Tell
from handlers.flows import talk
from handlers.flows.catalogue import CONVERSATIONS


def show_help(context: Context) -> Effects:
    """Say in a few lines what the person can do, with buttons."""
    role, t = role_of(context.actor), context.t
    rows = (ways_in(t), *doings(context.actor, t)[1:]) if role == "stranger" else doings(context.actor, t)
    lines = (t(f"help.{role}"), t("help.always"))
    return (Tell(context.me, Message(lines=lines, rows=rows)),)


def talk_to_a_person(context: Context, words: str = "") -> Effects:
    """Ask what it is about, or take the words that came with the command."""
    front = context.uow.dialogues.front(context.me)
    if front is not None and front.flow == talk.FLOW.name:
        return ()  # the question is shown again by the router
    so_far = summary(context)
    if words.strip():
        return talk.handed_over(context, words.strip(), so_far)
    return talk.begin(context, so_far)


def summary(context: Context) -> str:
    """Return the answers of the form in front, as its review card would show them."""
    dialogue = context.uow.dialogues.front(context.me)
    if dialogue is None:
        return ""
    form, t = CONVERSATIONS[dialogue.flow], context.t
    state = form.flow.restore(dialogue.state)
    given, visible = Given(state.answers), form.flow.visible(state)
    view = View(context.facts(dialogue.id), given, {}, visible=visible)
    shown = [
        f"{t(f'{step.ask}_label')}：{step.show(given[step], view)}"
        for step in visible
        if given.has(step) and not step.ends
    ]
    return "\n".join([t("talk.so_far", title=t(form.title)), *shown]) if shown else ""
