"""Typed 修改 before a form's review: which of the answers so far is meant."""

import re
from typing import Any

from handlers.dialogue.flow import Flow
from handlers.dialogue.state import State
from handlers.dialogue.step import Facts, Step

_WANTS = re.compile(
    r"(?:我|请|帮|想|要|需要|把|i want to|let me)*\s*"
    r"(?:修改|更改|改|edit|change)(?:一下|下)?\s*(?:my|the)?\s*(?P<name>.{0,12})",
    re.IGNORECASE,
)
_SHORTEST = 2


def wanted_change(words: str) -> str | None:
    """Return what the words want to change (标题), empty when they name nothing, None for other words."""
    found = _WANTS.fullmatch(words.strip().strip("。.!！").strip())
    return found["name"].strip().lower() if found else None


def changeable(flow: Flow, state: State) -> tuple[Step[Any], ...]:
    """Return the steps answered so far, in a form that ends with a review; what was given stays."""
    if not any(step.ends for step in flow.steps):
        return ()
    answered = (s for s in flow.visible(state) if s.name in state.answers and not s.ends)
    return tuple(step for step in answered if state.answers[step.name].source != "given")


def step_named(name: str, steps: tuple[Step[Any], ...], facts: Facts) -> Step[Any] | None:
    """Return the one step whose label holds this name or stands in it (标题: 需求标题)."""
    if len(name) < _SHORTEST:
        return None
    labels = {step.name: facts.t(f"{step.ask}_label").lower() for step in steps}
    found = [s for s in steps if name in labels[s.name] or labels[s.name] in name]
    return found[0] if len(found) == 1 else None
