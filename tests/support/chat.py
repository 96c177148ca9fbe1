"""Talking to a flow as a person does. Its state goes through JSON at every message: every test restarts."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from handlers.dialogue import engine
from handlers.dialogue.flow import Flow
from handlers.dialogue.messages import Message
from handlers.dialogue.replies import Reply, Said, Sent, SentFile, SharedContact, Tapped
from handlers.dialogue.state import Given, State, state_as_json
from handlers.dialogue.step import Facts, Step, Want, Wanted
from handlers.dialogue.texts import translator

SOME_DAY = date(2026, 3, 2)


@dataclass
class Chat:
    """A conversation with one flow. `knows` works out facts; `heard` holds every message, the newest last."""

    flow: Flow
    given: Mapping[Step[Any], Any] = field(default_factory=dict)
    suggested: Mapping[Step[Any], Any] = field(default_factory=dict)
    today: date = SOME_DAY
    language: str = "zh"
    knows: Callable[[Want], Any] | None = None
    heard: list[Message] = field(default_factory=list)
    finished: bool = False
    paused: bool = False
    worked_out: dict[Want, Any] = field(default_factory=dict)
    messages_sent: int = 0

    def __post_init__(self) -> None:
        """Open the conversation and hear its first question."""
        self._keep(self.flow.begin(self.given, self.suggested))
        self._turn(lambda: engine.ask(self.flow, self.state, self.facts))

    def says(self, words: str) -> Self:
        """Type a message."""
        self.messages_sent += 1
        return self.replies(Said(words, ref=f"m{self.messages_sent}"))

    def edits(self, number: int, words: str) -> Self:
        """Edit the person's own message of this number, counted from one."""
        return self.replies(Said(words, corrects=True, ref=f"m{number}"))

    def taps(self, label: str) -> Self:
        """Tap the newest button with this label (or one that contains it)."""
        buttons = [button for message in reversed(self.heard) for button in message.buttons]
        exact = [button for button in buttons if button.label == label]
        part = [button for button in buttons if label in button.label]
        if not exact and not part:
            raise AssertionError(f"no button {label}; there are {[button.label for button in buttons]}")
        return self.replies(Tapped((exact or part)[0].action))

    def sends(self, *names: str, size: int = 1000) -> Self:
        """Send photos of these names."""
        files = tuple(SentFile("photo", remote=name, name=name, size=size) for name in names)
        return self.replies(Sent(files))

    def shares(self, phone: str, *, own: bool = True) -> Self:
        """Send a contact card."""
        return self.replies(SharedContact(phone, own=own))

    def replies(self, reply: Reply) -> Self:
        """Do anything a person can do."""
        self._turn(lambda: engine.advance(self.flow, self.state, reply, self.facts))
        return self

    @property
    def facts(self) -> Facts:
        """What the flow may look at."""
        return Facts(self.today, translator(self.language), self.language, "7", self.worked_out)

    @property
    def state(self) -> State:
        """The saved state, read back from its JSON text."""
        return self.flow.restore(json.loads(self.saved))

    @property
    def answers(self) -> Given:
        """The answers so far."""
        return Given(self.state.answers)

    @property
    def last(self) -> Message:
        """The newest message."""
        return self.heard[-1]

    @property
    def labels(self) -> list[str]:
        """The labels of the newest message's buttons."""
        return [button.label for button in self.last.buttons]

    def _turn(self, go: Callable[[], engine.Turn]) -> None:
        turn = self._informed(go)
        self._keep(turn.state)
        self.finished, self.paused = turn.finished, turn.paused
        if turn.message is not None:
            self.heard.append(turn.message)

    def _informed(self, go: Callable[[], engine.Turn]) -> engine.Turn:
        while True:
            try:
                return go()
            except Wanted as wanted:
                if self.knows is None:
                    raise
                self.worked_out[wanted.want] = self.knows(wanted.want)

    def _keep(self, state: State) -> None:
        self.saved = json.dumps(state_as_json(state), ensure_ascii=False)
