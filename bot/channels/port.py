"""What every channel is to the service: a source of `Inbound` and a place to deliver to."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from handlers.dialogue.messages import Message
from handlers.dialogue.replies import Reply


@dataclass(frozen=True, slots=True)
class Inbound:
    """What reached us: (channel, external_id) is unique for ever, (channel, chat) is the address."""

    channel: str
    external_id: str
    chat: str
    reply: Reply
    at: datetime
    language: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A message that a channel could not read: kept raw as a dead letter, never a blocked queue."""

    channel: str
    external_id: str
    raw: str
    why: str
    at: datetime


Receive = Callable[[Sequence[Inbound | Unreadable]], Awaitable[None]]
"""Store all of them durably: returns after the commit, raises `Busy` when the storage cannot take more."""


class Busy(Exception):
    """The storage cannot commit now: answer 503, do not move the offset, the channel will send again."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message for one address. `edits` is the channel's id of the message to edit in place, if any."""

    row: int
    chat: str
    message: Message
    edits: str = ""
    silent: bool = False
    bulk: bool = False


@dataclass(frozen=True, slots=True)
class Delivered:
    """The channel took it; `receipt` is its id of the message."""

    receipt: str


@dataclass(frozen=True, slots=True)
class Later:
    """Not now: try again after `seconds`. `unknown` is true when it may have arrived all the same."""

    seconds: float
    why: str
    unknown: bool = False
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The address cannot be written to any more (blocked, deactivated, gone)."""

    why: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The chat has a new id: rewrite the address and send again."""

    chat: str


@dataclass(frozen=True, slots=True)
class Impossible:
    """The channel refuses this message for good: a fault of ours, buried and reported."""

    why: str


Outcome = Delivered | Later | Unreachable | Moved | Impossible


class Channel(Protocol):
    """Delivers one message at a time for an address; the sender sees to order, pace and receipts."""

    name: str

    async def deliver(self, delivery: Delivery) -> Outcome:
        """Send or edit, and say what came of it. Never raises for what the network does."""
        ...

    async def fetch(self, remote: str, most: int) -> bytes:
        """Return a file's bytes. Raises `TooLarge` over `most` bytes, `OSError` when a later try may do."""
        ...


class TooLarge(Exception):
    """The file is larger than the channel or our limit allows."""
