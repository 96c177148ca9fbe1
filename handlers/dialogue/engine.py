"""The dialogue engine: state and reply in, state and question out. Pure; knows no channel and no storage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from handlers.dialogue.flow import Flow, first_open
from handlers.dialogue.mending import changeable, step_named, wanted_change
from handlers.dialogue.messages import Button, Message
from handlers.dialogue.replies import Reply, Said, Sent, Tapped
from handlers.dialogue.state import Answer, Given, State
from handlers.dialogue.step import Answered, Facts, Refused, Reopen, Step, Unfinished, View
from handlers.dialogue.steps.choices import rows_of
from handlers.dialogue.texts import LANGUAGES, text

SHORT = 2  # a form of more steps offers a person to talk to on every question
BACK, SKIP, PAUSE, KEEP = "<", ">", "|", "="
MEND = "~"  # on the button of an answered step: ask it anew
_CONTROLS = {"dialogue.back": BACK, "dialogue.skip": SKIP, "dialogue.pause": PAUSE, "dialogue.keep": KEEP}


@dataclass(frozen=True, slots=True)
class Turn:
    """What a reply led to. `message` is None when there is nothing to say (a repeated tap)."""

    state: State
    message: Message | None = None
    finished: bool = False
    paused: bool = False
    card: str = ""


def advance(flow: Flow, state: State, reply: Reply, facts: Facts) -> Turn:
    """Return the next state and what to say. Raises `Wanted` when a fact has to be worked out first."""
    step = flow.open_step(state)
    if step is None:
        return Turn(state, finished=True)
    if isinstance(reply, Tapped):
        return _tap(flow, state, step, reply, facts)
    if isinstance(reply, Said) and (turn := _said(flow, state, step, reply, facts)):
        return turn
    itself = step.gathers or (isinstance(reply, Sent) and step.hears(reply))
    if isinstance(reply, Sent) and not itself and (turn := _gather(flow, state, step, reply, facts)):
        return turn
    return _answer(flow, state, step, reply, facts)


def ask(flow: Flow, state: State, facts: Facts, *remarks: str, edit: bool = False) -> Turn:
    """Return the open question, or a finished turn when there is none left."""
    step = flow.open_step(state)
    if step is None:
        return Turn(state, finished=True)
    view = _view(flow, state, step, facts)
    asked = step.question(view)
    message = replace(
        asked,
        lines=(*(remark for remark in remarks if remark), *asked.lines),
        progress=_progress(view, state, step),
        rows=(*asked.rows, *_control_row(flow, view, state, step)),
    )
    state = state if edit else state.asked_again()
    return Turn(state, message, card=f"q:{facts.session}:{state.asked}" if step.live else "")


def reopen(flow: Flow, state: State, refused: Refused, facts: Facts) -> Turn:
    """Return the question whose answer the use case refused, with the reason."""
    step = flow.step(refused.step) or flow.steps[-1]
    return ask(flow, state.reopened(step.name), facts, facts.t(refused.key, **refused.values))


def _said(flow: Flow, state: State, step: Step[Any], reply: Said, facts: Facts) -> Turn | None:
    """Return what words do that answer no question: correct, go back, skip, mend; None for an answer."""
    if reply.corrects:
        return _correct(flow, state, reply, facts)
    if control := _typed_control(reply, step):
        return _control(flow, state, step, control, facts)
    return _mend(flow, state, step, reply, facts)


def _answer(flow: Flow, state: State, step: Step[Any], reply: Reply, facts: Facts) -> Turn:
    try:
        reading = step.read(reply, _view(flow, state, step, facts))
    except Refused as refused:
        return ask(flow, state, facts, facts.t(refused.key, **refused.values))
    match reading:
        case Answered(value=value, remark=remark):
            answer = Answer(step.encode(value), "typed", reply.ref if isinstance(reply, Said) else "")
            return ask(flow, _keep(flow, state, step, answer), facts, remark)
        case Unfinished(partial=partial, remark=remark):
            edit = step.live and not isinstance(reply, Said)  # an edit above one's own words is not seen
            return ask(flow, replace(state, partial=partial), facts, remark, edit=edit)
        case Reopen(step=name):
            return ask(flow, state.reopened(name), facts)


def _gather(flow: Flow, state: State, step: Step[Any], reply: Sent, facts: Facts) -> Turn | None:
    """Keep files that came while another question stands open; a caption answers that question.

    The pieces of an album come one by one: the first is answered anew, the others in the same message.
    None where no step of the flow gathers files.
    """
    gathering = next((each for each in flow.visible(state) if each.gathers), None)
    if gathering is None:
        return None
    kept = state.answers.get(gathering.name, Answer([], "typed")).value or []
    view = replace(_view(flow, state, gathering, facts), partial={"files": kept})
    try:
        reading = gathering.read(reply, view)
    except Refused as refused:
        return ask(flow, state, facts, facts.t(refused.key, **refused.values))
    files = reading.partial["files"] if isinstance(reading, Unfinished) else kept
    remark = gathering.show(gathering.decode(files), view)
    more = replace(state, answers={**state.answers, gathering.name: Answer(files, "typed")})
    if reply.caption.strip() and not step.ends:
        turn = _answer(flow, more, step, Said(reply.caption), facts)
        return replace(turn, message=turn.message.before(remark)) if turn.message else turn
    more = replace(more, partial={**state.partial, _GATHERED: True})
    turn = ask(flow, more, facts, remark, edit=_GATHERED in state.partial)
    return replace(turn, card=f"q:{facts.session}:{turn.state.asked}")


_GATHERED = "gathered"


def _mend(flow: Flow, state: State, step: Step[Any], reply: Said, facts: Facts) -> Turn | None:
    """Ask an answered step anew when typed words name it; offer all of them when they name none."""
    name = wanted_change(reply.text)
    if name is None or not any(each.ends for each in flow.steps):
        return None
    steps = changeable(flow, state)
    if name:
        named = step_named(name, steps, facts)
        return ask(flow, state.reopened(named.name), facts) if named else None
    if step.ends:
        return _answer(flow, state, step, Said(text("zh", "dialogue.edit")), facts)
    turn = ask(
        flow, state, facts, facts.t("dialogue.which_change" if steps else "dialogue.nothing_to_change")
    )
    if turn.message is None or not steps:
        return turn
    buttons = [_mend_button(flow, state, each, facts) for each in steps]
    return replace(turn, message=replace(turn.message, rows=(*rows_of(buttons), *turn.message.rows)))


def _mend_button(flow: Flow, state: State, step: Step[Any], facts: Facts) -> Button:
    label = facts.t("dialogue.change_field", field=facts.t(f"{step.ask}_label"))
    return step.button(_view(flow, state, step, facts), label, MEND)


def _tap(flow: Flow, state: State, step: Step[Any], reply: Tapped, facts: Facts) -> Turn:
    name, code = _parts(reply.action)
    tapped = flow.step(name)
    if tapped is None:
        return ask(flow, state, facts, facts.t("dialogue.old_button"))
    if code == MEND:
        again = tapped in changeable(flow, state)
        return ask(flow, state.reopened(name), facts) if again else Turn(state)
    if tapped is step:
        if code in _CONTROLS.values():
            return _control(flow, state, step, code, facts)
        return _answer(flow, state, step, Tapped(code), facts)
    if code in _CONTROLS.values() or tapped.name not in state.answers:
        return Turn(state)
    return _answer_again(flow, state, tapped, code, facts)


def _answer_again(flow: Flow, state: State, tapped: Step[Any], code: str, facts: Facts) -> Turn:
    """Take an old button of an answered step: another choice changes the answer, the same one nothing."""
    before = state.answers[tapped.name]
    try:
        reading = tapped.read(Tapped(code), _view(flow, state, tapped, facts))
    except Refused:
        return ask(flow, state, facts, facts.t("dialogue.old_button"))
    if not isinstance(reading, Answered):
        return Turn(state)
    after = Answer(tapped.encode(reading.value), "typed")
    if after.value == before.value:
        return Turn(state)
    changed = facts.t("dialogue.changed", value=tapped.show(reading.value, _view(flow, state, tapped, facts)))
    return ask(flow, _keep(flow, state, tapped, after), facts, changed)


def _correct(flow: Flow, state: State, reply: Said, facts: Facts) -> Turn:
    """Let an edited message change the answer it once gave."""
    name = next((n for n, a in state.answers.items() if a.ref and a.ref == reply.ref), "")
    step = flow.step(name)
    if step is None:
        return ask(flow, state, facts, facts.t("dialogue.edit_unused"))
    try:
        reading = step.read(reply, _view(flow, state, step, facts))
    except Refused as refused:
        return ask(flow, state, facts, facts.t(refused.key, **refused.values))
    if not isinstance(reading, Answered):
        return ask(flow, state, facts, facts.t("dialogue.edit_unused"))
    answer = Answer(step.encode(reading.value), "typed", reply.ref)
    shown = step.show(reading.value, _view(flow, state, step, facts))
    return ask(flow, _keep(flow, state, step, answer), facts, facts.t("dialogue.changed", value=shown))


def _control(flow: Flow, state: State, step: Step[Any], code: str, facts: Facts) -> Turn:
    if code == PAUSE:
        return Turn(state, Message(lines=(facts.t("dialogue.paused"),)), paused=True)
    if code == SKIP and step.optional:
        return ask(flow, state.answered(step.name, Answer(None, "skipped")), facts)
    if code == KEEP and state.former.get(step.name) is not None:
        return ask(flow, state.answered(step.name, Answer(state.former[step.name], "typed")), facts)
    if code == BACK and (previous := _previous(flow.visible(state), state, step)):
        return ask(flow, state.reopened(previous.name), facts)
    return ask(flow, state, facts, facts.t("dialogue.cannot_skip" if code == SKIP else "dialogue.no_back"))


def _keep(flow: Flow, state: State, step: Step[Any], answer: Answer) -> State:
    """Keep an answer; suggestions that were made from the former one are worked out anew."""
    stale = frozenset(
        other.name
        for other in flow.steps
        if step in other.uses and (kept := state.answers.get(other.name)) and kept.source == "suggested"
    )
    return state.without(stale).answered(step.name, answer)


def _previous(visible: Sequence[Step[Any]], state: State, step: Step[Any]) -> Step[Any] | None:
    asked = [s for s in visible if state.answers.get(s.name, _GIVEN).source != "given"]
    before = [s for s in asked[: asked.index(step)] if s.name in state.answers] if step in asked else []
    return before[-1] if before else None


_GIVEN = Answer(None, "typed")


def _view(flow: Flow, state: State, step: Step[Any], facts: Facts) -> View:
    former = state.former.get(step.name)
    visible = flow.visible(state)
    is_open = step is first_open(visible, state)
    return View(facts, Given(state.answers), state.partial if is_open else {}, former, visible)


def _progress(view: View, state: State, step: Step[Any]) -> str:
    closed = {"given", "suggested"}  # nobody was asked for these
    asked = [s for s in view.visible if state.answers.get(s.name, _GIVEN).source not in closed]
    counted = [s for s in asked if not (s.ends or s.offered)]
    if step not in counted or len(counted) == 1:
        return ""
    return f"{counted.index(step) + 1}/{len(counted)} · {view.t(f'{step.ask}_label')}"


def _control_row(flow: Flow, view: View, state: State, step: Step[Any]) -> tuple[tuple[Button, ...], ...]:
    shown = {
        KEEP: state.former.get(step.name) is not None,
        BACK: _previous(view.visible, state, step) is not None,
        SKIP: step.optional,
        PAUSE: len(flow.steps) > 1,
    }
    row = [step.button(view, view.t(key), code) for key, code in _CONTROLS.items() if shown[code]]
    if len(flow.steps) > SHORT:
        row.append(Button(view.t("menu.talk"), "do:talk"))
    return (tuple(row),) if row else ()


_NOTHING = frozenset({"没有", "没", "无", "暂无", "没有了", "暂时没有", "none", "no"})
"""Who has nothing to answer to a question that may be skipped, skips it."""
_BACK_WORDS = frozenset({"返回", "后退", "上一题"})


def _typed_control(reply: Said, step: Step[Any]) -> str:
    words = reply.text.strip().strip("。.!！").lower()
    if step.optional and words in _NOTHING:
        return SKIP
    if words in _BACK_WORDS:
        return BACK
    return _control_labels().get(words, "")


@cache
def _control_labels() -> Mapping[str, str]:
    return {text(lang, key).lower(): code for key, code in _CONTROLS.items() for lang in LANGUAGES}


def _parts(action: str) -> tuple[str, str]:
    """Split "f:<session>:<step>:<code>" into step and code."""
    _, _, step, code = action.split(":", 3)
    return step, code
