"""A step: one question of a conversation, typed by the value it yields."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from handlers.dialogue.messages import Button, Message, Style
from handlers.dialogue.replies import Reply, Sent
from handlers.dialogue.texts import Translate

if TYPE_CHECKING:
    from handlers.dialogue.state import Given

T = TypeVar("T")
Want = Any
"""A fact that has to be worked out outside the conversation: any frozen, hashable value."""


class Wanted(Exception):
    """A step needs a fact that is not there yet: work it out, outside any transaction, and come again."""

    def __init__(self, want: Want) -> None:
        """Keep the want."""
        super().__init__(type(want).__name__)
        self.want = want


@dataclass(frozen=True, slots=True)
class Facts:
    """What a conversation may look at besides the person's words."""

    today: date
    t: Translate
    language: str = "zh"
    session: str = "0"
    worked_out: Mapping[Want, Any] = field(default_factory=dict)

    def need(self, want: Want) -> Any:
        """Return a worked-out fact. Raises `Wanted` when somebody has to work it out first."""
        if want not in self.worked_out:
            raise Wanted(want)
        return self.worked_out[want]


@dataclass(frozen=True, slots=True)
class View:
    """What one step sees when it asks or reads."""

    facts: Facts
    given: "Given"
    partial: Mapping[str, Any]
    former: Any = None
    visible: tuple["Step[Any]", ...] = ()

    @property
    def t(self) -> Translate:
        """The catalogue in the person's language."""
        return self.facts.t


@dataclass(frozen=True, slots=True)
class Answered(Generic[T]):
    """The reply closes the step with this value."""

    value: T
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """The reply is a part of the answer: keep it and ask again (`again`: as an edit of the same question)."""

    partial: Mapping[str, Any]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Reopen:
    """The reply asks to answer another step anew."""

    step: str


class Refused(Exception):
    """The reply cannot be taken: `key` says what would be accepted, `step` which answer it concerns."""

    def __init__(self, key: str, step: str = "", **values: object) -> None:
        """Keep the catalogue key, the values for its placeholders and the step to ask again."""
        super().__init__(key)
        self.key = key
        self.step = step
        self.values = values


Reading = Answered[T] | Unfinished | Reopen


def always(_: "Given") -> bool:
    """Return true: the default of `when`."""
    return True


@dataclass(frozen=True)
class Step(Generic[T]):
    """One question. Subclasses say how to ask, how to read a reply and how to show a value.

    `live` questions are edited in place while their answer grows; `uses` names the steps whose answers shape
    this one, so that a suggestion made from them is dropped when they change. A step that `gathers` receives
    the files that are sent while other questions stand open. An `offered` one is asked only when somebody
    taps for it on the review card.
    """

    name: str
    ask: str
    when: Callable[["Given"], bool] = always
    optional: bool = False
    uses: tuple["Step[Any]", ...] = ()
    live: ClassVar[bool] = False
    ends: ClassVar[bool] = False
    gathers: ClassVar[bool] = False
    offered: ClassVar[bool] = False

    def question(self, view: View) -> Message:
        """Return the question, without progress and controls."""
        return Message(lines=(self.words(view),))

    def hears(self, reply: Sent) -> bool:  # noqa: ARG002 - what a kind of step looks at
        """Say whether what was sent is the answer itself, and not one of the form's papers."""
        return False

    def words(self, view: View) -> str:
        """Return the question's words, where they need more than their key."""
        return view.t(self.ask)

    def read(self, reply: Reply, view: View) -> "Reading[T]":  # noqa: ARG002 - what a kind of step looks at
        """Return what the reply comes to. Raises `Refused` when it cannot be taken."""
        raise Refused("dialogue.not_understood")

    def show(self, value: T, view: View) -> str:  # noqa: ARG002 - what a kind of step looks at
        """Return the value as the review card shows it."""
        return str(value)

    def encode(self, value: T) -> Any:
        """Return the value as JSON data."""
        return value

    def decode(self, data: Any) -> T:
        """Return the value that `encode` wrote."""
        value: T = data
        return value

    def button(self, view: View, label: str, code: str, style: Style = "") -> Button:
        """Return a button that answers this step with `code`."""
        return Button(label, f"f:{view.facts.session}:{self.name}:{code}", style)
