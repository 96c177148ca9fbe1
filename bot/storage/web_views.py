"""What the web chat reads back from storage, as frozen views."""

from dataclasses import dataclass
from datetime import datetime

from handlers.dialogue.messages import Message
from handlers.dialogue.replies import Reply


@dataclass(frozen=True, slots=True)
class WebSession:
    """One browser's way into one chat. Of the cookie's secret only the SHA-256 digest is kept."""

    id: str
    digest: bytes
    chat: str
    created: datetime
    used: datetime
    revoked: datetime | None = None


@dataclass(frozen=True, slots=True)
class BotEntry:
    """A message of ours: its outbox row, and the row it edits if any. `message` is None once blanked."""

    row: int
    message: Message | None
    edits: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class OwnEntry:
    """What the person did, under the id that the browser gave it. `reply` is None once blanked."""

    id: str
    reply: Reply | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Transcript:
    """A page of the conversation, oldest first; `more` says that older messages of ours exist."""

    entries: tuple[BotEntry | OwnEntry, ...]
    more: bool
