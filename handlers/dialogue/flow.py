"""A flow: the list of steps that is the conversation, and what its answers become."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from handlers.dialogue.state import Answer, Given, State, state_from_json
from handlers.dialogue.step import Step, always

Upgrade = Callable[[dict[str, Any]], dict[str, Any]]


@dataclass(frozen=True)
class Flow:
    """A conversation: `steps` in order; `upgrades[n]` turns a saved state of version n into version n + 1."""

    name: str
    version: int
    steps: tuple[Step[Any], ...]
    upgrades: Mapping[int, Upgrade] = field(default_factory=dict)

    def step(self, name: str) -> Step[Any] | None:
        """Return the step of this name."""
        return next((step for step in self.steps if step.name == name), None)

    def visible(self, state: State) -> tuple[Step[Any], ...]:
        """Return the steps that this person is asked, given the answers so far."""
        given = Given(state.answers)
        return tuple([step for step in self.steps if step.when is always or step.when(given)])

    def open_step(self, state: State) -> Step[Any] | None:
        """Return the first unanswered step: the question that stands open, or None when all is answered."""
        return first_open(self.visible(state), state)

    def begin(
        self, given: Mapping[Step[Any], Any] | None = None, suggested: Mapping[Step[Any], Any] | None = None
    ) -> State:
        """Return a fresh state, with what is known already and what was read between the lines.

        None suggested for an optional step means: do not ask for it, only offer it on the review card.
        """
        known = {s.name: Answer(s.encode(v), "given") for s, v in (given or {}).items()}
        guessed = {s.name: _guessed(s, v) for s, v in (suggested or {}).items()}
        waiting = {s.name: _NOT_ASKED for s in self.steps if s.offered}
        return State(self.name, self.version, {**waiting, **guessed, **known})

    def restore(self, data: dict[str, Any]) -> State:
        """Return a saved state of any past version, brought up to this one."""
        while data["version"] < self.version:
            data = {**self.upgrades[data["version"]](data), "version": data["version"] + 1}
        return state_from_json(data)


_NOT_ASKED = Answer(None, "skipped")


def first_open(visible: Sequence[Step[Any]], state: State) -> Step[Any] | None:
    """Return the first of these steps that has no answer."""
    for step in visible:
        if step.name not in state.answers:
            return step
    return None


def _guessed(step: Step[Any], value: Any) -> Answer:
    return Answer(None, "skipped") if value is None else Answer(step.encode(value), "suggested")


def rename(old: str, new: str) -> Upgrade:
    """Return the upgrade for a step that got a new name."""

    def upgrade(data: dict[str, Any]) -> dict[str, Any]:
        answers = {new if name == old else name: answer for name, answer in data["answers"].items()}
        former = {new if name == old else name: value for name, value in data["former"].items()}
        return {**data, "answers": answers, "former": former}

    return upgrade


def offers(name: str) -> Upgrade:
    """Return the upgrade for a version that offers a further step: a form under way is not asked for it."""

    def upgrade(data: dict[str, Any]) -> dict[str, Any]:
        return {**data, "answers": {**data["answers"], name: [None, "skipped", ""]}}

    return upgrade


def unchanged(data: dict[str, Any]) -> dict[str, Any]:
    """Return the upgrade for a version that only added or removed steps."""
    return data
