"""Forms under way: taken up again, stopped, deleted with a second tap, asked after once when left lying."""

from datetime import datetime

from handlers.cards.greeting import doings
from handlers.cards.preferences import less_button
from handlers.context import Context
from handlers.conversation import A_FORM, NUDGE_AFTER, ask_again
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.replies import Fired
from handlers.dialogue.texts import Translate
from handlers.domain.days import SHANGHAI
from handlers.effects import Effects, Schedule, Tell
from handlers.flows.catalogue import CONVERSATIONS
from handlers.ports.dialogues import Dialogue
from handlers.telling import line, tell
from handlers.usecases.need_views import show_need
from handlers.usecases.preferences import gently
from handlers.usecases.quiet import held


def continue_form(context: Context) -> Effects:
    """Show the open question of the form in front; of several paused ones let the person choose."""
    dialogues = context.uow.dialogues.of(context.me)
    if not dialogues:
        rows = doings(context.actor, context.t)
        return (Tell(context.me, Message(lines=(context.t("form.none"),), rows=rows)),)
    if len(dialogues) == 1 or context.uow.dialogues.front(context.me) is not None:
        return _ask(context, dialogues[0])
    buttons = tuple((Button(_title(one, context.t), f"form.open:{one.id}"),) for one in dialogues[:8])
    return (Tell(context.me, Message(lines=(context.t("form.which", count=len(dialogues)),), rows=buttons)),)


def open_form(context: Context, rest: str) -> Effects:
    """Take up one form again, by its button."""
    dialogue = _own(context, rest)
    return _ask(context, dialogue) if dialogue else tell(context.uow, context.me, line("dialogue.closed"))


def closed_form(context: Context, step: str, code: str) -> Effects:
    """Answer a button of a form that is over: for 提交 the need that came of it, else what to do now."""
    t = context.t
    sent = (step, code) == ("review", "ok")
    own = [need for one in context.actor.enterprises for need in context.uow.needs.of_enterprise(one)]
    mine = [need for need in own if need.author_id == context.me]
    if not sent or not mine:
        words = t("dialogue.sent_before" if sent else "dialogue.closed")
        return (Tell(context.me, Message(lines=(words,), rows=doings(context.actor, t))),)
    newest = max(mine, key=lambda need: need.id or 0)
    return show_need(context.uow, newest, context.actor, line("dialogue.sent_before_need"))


def cancel_form(context: Context) -> Effects:
    """Stop the form in front without a question; the draft is kept. A short question is dropped."""
    dialogue = context.uow.dialogues.front(context.me)
    if dialogue is None:
        return tell(context.uow, context.me, line("form.nothing_to_cancel"))
    stopped = _stop(context, dialogue)
    following = context.uow.dialogues.front(context.me)
    return (*stopped, *_ask(context, following)) if following else stopped


def ask_to_delete(context: Context, rest: str) -> Effects:
    """Ask once more before a draft is thrown away."""
    dialogue = _own(context, rest)
    if dialogue is None:
        return tell(context.uow, context.me, line("dialogue.closed"))
    t = context.t
    row = (
        Button(t("form.delete_yes"), f"form.delete_yes:{dialogue.id}", "danger"),
        Button(t("form.keep"), f"form.open:{dialogue.id}"),
    )
    return (
        Tell(context.me, Message(lines=(t("form.delete_sure", title=_title(dialogue, t)),), rows=(row,))),
    )


def delete_form(context: Context, rest: str) -> Effects:
    """Throw a draft away; a second tap says that it is gone."""
    dialogue = _own(context, rest)
    if dialogue is None:
        return tell(context.uow, context.me, line("form.deleted_before"))
    context.uow.dialogues.close(dialogue.id)
    title = _title(dialogue, context.t)
    rows = doings(context.actor, context.t)
    return (Tell(context.me, Message(lines=(context.t("form.deleted", title=title),), rows=rows)),)


def nudge(context: Context) -> Effects:
    """Ask once after a form that has been silent for a day; whoever wrote meanwhile is asked a day later."""
    about = context.reply.about if isinstance(context.reply, Fired) else ""
    number = about.removeprefix("dialogue:")
    dialogue = context.uow.dialogues.get(int(number)) if number.isdecimal() else None
    if dialogue is None or not _begun(dialogue):
        return ()
    if (due := _due(context, dialogue)) > context.uow.now:
        return (Schedule(f"nudge:{dialogue.id}", due, "nudge", about),)
    asked = tell(context.uow, dialogue.person_id, lambda t: _reminder(dialogue, t), silent=True)
    return gently(context.uow, asked, about)


def _ask(context: Context, dialogue: Dialogue) -> Effects:
    return ask_again(CONVERSATIONS[dialogue.flow], dialogue, context)


def _stop(context: Context, dialogue: Dialogue) -> Effects:
    t = context.t
    if len(CONVERSATIONS[dialogue.flow].flow.steps) < A_FORM:
        context.uow.dialogues.close(dialogue.id)
        return tell(context.uow, context.me, line("form.dropped"))
    context.uow.dialogues.pause(dialogue.id)
    row = (Button(t("form.continue"), f"form.open:{dialogue.id}", "primary"), _delete_button(dialogue, t))
    return (Tell(context.me, Message(lines=(t("form.stopped", title=_title(dialogue, t)),), rows=(row,))),)


def _own(context: Context, rest: str) -> Dialogue | None:
    dialogue = context.uow.dialogues.get(int(rest)) if rest.isdecimal() else None
    return dialogue if dialogue is not None and dialogue.person_id == context.me else None


def _delete_button(dialogue: Dialogue, t: Translate) -> Button:
    return Button(t("form.delete"), f"form.delete:{dialogue.id}")


def _title(dialogue: Dialogue, t: Translate) -> str:
    return t(CONVERSATIONS[dialogue.flow].title)


def _begun(dialogue: Dialogue) -> bool:
    """Say whether the person has answered anything of their own."""
    state = CONVERSATIONS[dialogue.flow].flow.restore(dialogue.state)
    return any(answer.source == "typed" for answer in state.answers.values())


def _due(context: Context, dialogue: Dialogue) -> datetime:
    """Return a day after the last answer, moved out of quiet hours and days off."""
    touched = context.uow.dialogues.touched_at(dialogue.id)
    answered = datetime.fromtimestamp(touched, SHANGHAI) if touched else context.uow.now
    due = max(answered + NUDGE_AFTER, context.uow.now)
    return held(context.uow, due) or due


def _reminder(dialogue: Dialogue, t: Translate) -> Message:
    flow = CONVERSATIONS[dialogue.flow].flow
    state = flow.restore(dialogue.state)
    left = [step for step in flow.visible(state) if not step.ends and step.name not in state.answers]
    key = "form.nudge" if left else "form.nudge_to_submit"
    row = (Button(t("form.continue"), f"form.open:{dialogue.id}", "primary"), _delete_button(dialogue, t))
    less = (less_button(f"dialogue:{dialogue.id}", t),)
    return Message(lines=(t(key, title=_title(dialogue, t), count=len(left)),), rows=(row, less))
