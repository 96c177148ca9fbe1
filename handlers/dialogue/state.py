"""Where a conversation stands: plain JSON, answers by step name, no step pointer."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Self, TypeVar

from handlers.dialogue.step import Step

T = TypeVar("T")
Source = Literal["typed", "suggested", "skipped", "given"]
Json = Any


@dataclass(frozen=True, slots=True)
class Answer:
    """One kept answer as JSON, and where it came from."""

    value: Json
    source: Source
    ref: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """Answers by step name, the former answers of reopened steps, and the open step's unfinished part."""

    flow: str
    version: int
    answers: Mapping[str, Answer] = field(default_factory=dict)
    former: Mapping[str, Json] = field(default_factory=dict)
    partial: Mapping[str, Json] = field(default_factory=dict)
    asked: int = 0

    def answered(self, step: str, answer: Answer) -> Self:
        """Keep an answer; the step's former answer and unfinished part are done with."""
        former = {name: value for name, value in self.former.items() if name != step}
        answers = {**self.answers, step: answer}
        return type(self)(self.flow, self.version, answers, former, {}, self.asked)

    def asked_again(self) -> Self:
        """Count one more question."""
        answers, former, partial = self.answers, self.former, self.partial
        return type(self)(self.flow, self.version, answers, former, partial, self.asked + 1)

    def reopened(self, step: str) -> Self:
        """Take an answer back, keeping it as the former one to show and to restore."""
        answers = {name: answer for name, answer in self.answers.items() if name != step}
        former = {**self.former, step: self.answers[step].value} if step in self.answers else self.former
        return replace(self, answers=answers, former=former, partial={})

    def without(self, steps: frozenset[str]) -> Self:
        """Forget these answers altogether."""
        if steps.isdisjoint(self.answers):
            return self
        return replace(self, answers={name: a for name, a in self.answers.items() if name not in steps})


@dataclass(frozen=True, slots=True)
class Given:
    """The answers as typed values: `given[DEADLINE]` is a date because DEADLINE is a `Step[date]`."""

    answers: Mapping[str, Answer]

    def __getitem__(self, step: Step[T]) -> T:
        """Return the answer. Raises KeyError when the step is unanswered or was skipped."""
        answer = self.answers[step.name]
        if answer.source == "skipped":
            raise KeyError(step.name)
        return step.decode(answer.value)

    def get(self, step: Step[T]) -> T | None:
        """Return the answer, or None when there is none."""
        return self[step] if self.has(step) else None

    def has(self, step: Step[Any]) -> bool:
        """Say whether the person gave this."""
        answer = self.answers.get(step.name)
        return answer is not None and answer.source != "skipped"

    def source(self, step: Step[Any]) -> str:
        """Say where the answer came from, or an empty text."""
        answer = self.answers.get(step.name)
        return answer.source if answer else ""


def state_as_json(state: State) -> dict[str, Json]:
    """Return the state as JSON data."""
    return {
        "flow": state.flow,
        "version": state.version,
        "answers": {name: [a.value, a.source, a.ref] for name, a in state.answers.items()},
        "former": dict(state.former),
        "partial": dict(state.partial),
        "asked": state.asked,
    }


def state_from_json(data: Mapping[str, Json]) -> State:
    """Return the state that `state_as_json` wrote."""
    return State(
        flow=data["flow"],
        version=data["version"],
        answers={name: Answer(*answer) for name, answer in data["answers"].items()},
        former=dict(data["former"]),
        partial=dict(data["partial"]),
        asked=data["asked"],
    )
