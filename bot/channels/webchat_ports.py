"""What the web chat needs from the rest of the service."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from bot.channels.port import Busy, Receive
from bot.storage.database import StorageBusy
from bot.storage.web_views import Transcript, WebSession
from handlers.dialogue.messages import Document, Message
from handlers.dialogue.replies import Reply

Role = Literal["enterprise", "expert", ""]
AWAY = (Busy, StorageBusy)
"""What says that the storage is away for the moment: by the inbox, and by the web chat's own store."""


class WebStore(Protocol):
    """Sessions and transcripts. Writes return after their commit; any method may raise `StorageBusy`."""

    async def open_session(self, session: str, digest: bytes, chat: str, at: datetime) -> None:
        """Keep a new session of a chat."""
        ...

    async def session(self, session: str) -> WebSession | None:
        """Return the session with this id, revoked or not."""
        ...

    async def touch(self, session: str, at: datetime) -> None:
        """Note when the session was last used."""
        ...

    async def revoke(self, session: str, at: datetime) -> None:
        """End one session; ending it again changes nothing."""
        ...

    async def revoke_chat(self, chat: str, at: datetime) -> None:
        """End every session of the chat."""
        ...

    async def transcript(self, chat: str, before: int | None, limit: int) -> Transcript:
        """Return the newest `limit` outbox rows older than row `before`, with the person's own between them.

        Only rows that went out to this address count, edits included. The person's own messages come from
        the inbox; each stands before the first answer to it, on one page only.
        """
        ...

    async def message(self, chat: str, row: int) -> Message | None:
        """Return one message of the chat; None when it is not the chat's, or blanked."""
        ...

    async def seen(self, chat: str, row: int, at: datetime) -> None:
        """Note that the person's browser has shown everything up to `row`; never goes back."""
        ...


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who knocks: the address of the browser and the language its page stands in."""

    address: str
    language: str


@dataclass(frozen=True, slots=True)
class Entered:
    """Let in: the chat, and what is to be received from it first (the start of a conversation)."""

    chat: str
    first: tuple[Reply, ...] = ()


@dataclass(frozen=True, slots=True)
class NotEntered:
    """Not let in, with the sentence that says why and what to do."""

    text: str


Enter = Callable[[str | None, Role, Visitor], Awaitable[Entered | NotEntered]]
"""Resolve a token or code, or begin as a visitor. May be called again with a token whose first try failed."""


@dataclass(frozen=True, slots=True)
class About:
    """How the page presents itself to a chat: language, a title such as the role, and the menu's commands."""

    language: str = "zh"
    title: str = ""
    menu: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Rendered:
    """A document made for a person."""

    data: bytes
    mime: str
    name: str


Keep = Callable[[str, str, str, AsyncIterator[bytes]], Awaitable[str]]
"""Keep an upload durably: (chat, name, mime, stream) to its id; nothing when the stream raises."""

Kept = Callable[[str, int], Awaitable[bytes]]
"""Return kept bytes: (id, most). Raises as `Channel.fetch` does."""

Render = Callable[[str, Document], Awaitable[Rendered]]
"""Make a message's document for a chat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebChatPorts:
    """Everything outside the channel. `ids` gives unguessable ASCII ids of at least 128 bits."""

    store: WebStore
    receive: Receive
    enter: Enter
    about: Callable[[str], Awaitable[About]]
    keep: Keep
    kept: Kept
    render: Render
    now: Callable[[], datetime]
    monotonic: Callable[[], float]
    ids: Callable[[], str]
