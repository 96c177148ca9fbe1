"""A flow drawn from its declarations as a Mermaid flowchart: its questions, their order and conditions."""

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

from handlers.dialogue.flow import Flow
from handlers.dialogue.state import Given
from handlers.dialogue.step import Step, always
from handlers.dialogue.texts import Translate, known

CARRIED = "never"
"""The name of the condition of what a form carries along and never asks."""
STYLE = (
    "classDef optional stroke-dasharray: 4 3",
    "classDef carried fill:none,stroke-dasharray: 1 3",
)

When = Callable[[Given], bool]


def flowchart(flow: Flow, title: str, outcome: str, t: Translate) -> str:
    """Return Mermaid source: the questions between `title` and `outcome`, labelled in one language.

    A dashed question may be skipped, a box holds the questions of one condition, a double frame counts in no
    progress, and a dotted arrow shows whose answer shapes what a later question suggests.
    """
    carried = [step for step in flow.steps if condition(step.when) == CARRIED]
    asked = [step for step in flow.steps if step not in carried]
    lines = [
        f'begin(["{_plain(title)}"])',
        *_carried(carried, t),
        *(line for when, steps in _runs(asked) for line in _run(when, steps, t)),
        f'done(["{_plain(outcome)}"])',
        " --> ".join(("begin", *map(_id, asked), "done")),
        *_shaped(asked),
        *STYLE,
    ]
    return "\n".join(("flowchart TD", *(f"  {line}" for line in lines)))


def condition(when: When) -> str:
    """Return a condition's name in words ("county is asked" for `county_is_asked`), empty for none."""
    name = "" if when is always else when.__qualname__.partition(".")[0]
    return name.strip("_").replace("_", " ")


def kind(step: Step[Any]) -> str:
    """Return the name of a step's class; of a headed step that of the question inside."""
    return type(getattr(step, "inner", step)).__name__


def _runs(steps: list[Step[Any]]) -> Iterator[tuple[str, list[Step[Any]]]]:
    """Yield the steps in their order, neighbours with the same condition together."""
    for when, run in groupby(steps, key=lambda step: condition(step.when)):
        yield when, list(run)


def _run(when: str, steps: list[Step[Any]], t: Translate) -> Iterator[str]:
    nodes = [line for step in steps for line in _node(step, t)]
    if not when:
        yield from nodes
        return
    each = "each " if len({step.when for step in steps}) > 1 else ""
    yield f'subgraph if_{steps[0].name}["{each}if {when}"]'
    yield from (f"  {node}" for node in nodes)
    yield "end"


def _node(step: Step[Any], t: Translate) -> Iterator[str]:
    words = f"{_label(step, t)}<br/>{step.name} · {kind(step)}"
    shape = f'[["{words}"]]' if step.ends else f'["{words}"]'
    yield f"{_id(step)}{shape}{':::optional' if step.optional else ''}"


def _carried(steps: list[Step[Any]], t: Translate) -> Iterator[str]:
    if steps:
        names = "、".join(dict.fromkeys(_label(step, t) for step in steps))
        yield f'carried["{names}<br/>{", ".join(step.name for step in steps)}"]:::carried'
        yield "begin -.- carried"


def _shaped(steps: list[Step[Any]]) -> Iterator[str]:
    names = {step.name for step in steps}
    for step in steps:
        yield from (f"{_id(source)} -.-> {_id(step)}" for source in step.uses if source.name in names)


def _label(step: Step[Any], t: Translate) -> str:
    key = f"{step.ask}_label"
    return _plain(t(key)) if known(key) else step.name


def _id(step: Step[Any]) -> str:
    return f"s_{step.name}"


def _plain(words: str) -> str:
    """Return words that may stand between double quotes."""
    return words.replace('"', "#quot;")
