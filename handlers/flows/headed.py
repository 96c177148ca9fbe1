"""Questions about one thing among several: each names it above, so that two of them are told apart."""

from dataclasses import dataclass, replace
from typing import ClassVar, TypeVar

from typing_extensions import override

from handlers.dialogue.messages import Message
from handlers.dialogue.replies import Reply
from handlers.dialogue.state import Json
from handlers.dialogue.step import Reading, Step, View
from handlers.flows.need_steps import never

T = TypeVar("T")

ABOUT = Step[list[str]]("about", ask="check.about", when=never)
"""The lines above each question; the first one is its heading."""


@dataclass(frozen=True)
class HeadedStep(Step[T]):
    """Another step under the lines of ABOUT."""

    inner: Step[T] = Step("", ask="")  # noqa: RUF009 - a step is frozen

    @override
    def question(self, view: View) -> Message:
        heading, *lines = view.given.get(ABOUT) or [""]
        return replace(self.inner.question(view).before(*lines), heading=heading)

    @override
    def read(self, reply: Reply, view: View) -> Reading[T]:
        return self.inner.read(reply, view)

    @override
    def show(self, value: T, view: View) -> str:
        return self.inner.show(value, view)

    @override
    def encode(self, value: T) -> Json:
        return self.inner.encode(value)

    @override
    def decode(self, data: Json) -> T:
        return self.inner.decode(data)


@dataclass(frozen=True)
class HeadedLiveStep(HeadedStep[T]):
    """The same for a step that is edited in place while its answer grows."""

    live: ClassVar[bool] = True


@dataclass(frozen=True)
class HeadedFilesStep(HeadedLiveStep[T]):
    """The same for a step that gathers what is sent while another question stands open."""

    gathers: ClassVar[bool] = True


def headed(step: Step[T]) -> Step[T]:
    """Return the step with the lines of ABOUT above its question."""
    kinds = {step.live: HeadedLiveStep, step.gathers: HeadedFilesStep}
    return kinds.get(True, HeadedStep)(step.name, step.ask, step.when, step.optional, step.uses, inner=step)
