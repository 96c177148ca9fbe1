"""What a use case wants done besides its nouns: say something, set or clear a timer, fetch a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from handlers.dialogue.messages import Message


@dataclass(frozen=True, slots=True)
class Tell:
    """Say something to a person.

    With a `card` the person's message of that card is edited in place; `buzz` sends a new message all the
    same, which is the card from then on. `bulk` may wait for replies. `to` is a channel and an address on it
    outside the chats (an e-mail, a text message), in place of the person's chat.
    """

    person_id: int
    message: Message
    card: str = ""
    buzz: bool = True
    silent: bool = False
    bulk: bool = False
    to: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Schedule:
    """Fire `what` about `about` at `due`. The key is unique: scheduling it again moves it."""

    key: str
    due: datetime
    what: str
    about: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cancel:
    """Clear the timer of this key, if it is set."""

    key: str


Effect = Tell | Schedule | Cancel
Effects = tuple[Effect, ...]
