"""Everything the pretended Telegram knows, and one call to it."""

from dataclasses import dataclass, field
from typing import Any

from tests.support.botapi.bell import Bell, Clock
from tests.support.botapi.callbacks import Callbacks
from tests.support.botapi.chats import Chats
from tests.support.botapi.files import FileShelf
from tests.support.botapi.schema import Upload
from tests.support.botapi.updates import Poller, UpdateQueue
from tests.support.botapi.webhook import Webhook

FIRST_DAY = 1_790_000_000


@dataclass(slots=True)
class Call:
    """A call of the bot: parameters decoded, time by the loop's clock, and what Telegram answered."""

    method: str
    params: dict[str, Any]
    at: float
    uploads: dict[str, Upload] = field(default_factory=dict)
    answer: dict[str, Any] | None = None

    @property
    def error(self) -> str:
        """Telegram's refusal; empty when there is none."""
        return str((self.answer or {}).get("description", "")) if not self.accepted else ""

    @property
    def accepted(self) -> bool:
        """Whether it was answered with ok."""
        return bool(self.answer and self.answer["ok"])


class World:
    """The rooms of the pretended Telegram, wired together."""

    def __init__(self, token: str, username: str) -> None:
        number = int(token.partition(":")[0])
        self.me: dict[str, Any] = {
            "id": number,
            "is_bot": True,
            "first_name": "Bot",
            "username": username,
        }
        self.bell = Bell()
        self.clock = Clock(FIRST_DAY)
        self.chats = Chats(self.me, self.bell, self.clock)
        self.updates = UpdateQueue(self.bell)
        self.poller = Poller(self.updates, self.bell)
        self.webhook = Webhook(self.updates, self.bell, self.clock)
        self.files = FileShelf()
        self.callbacks = Callbacks(self.bell, self.clock)
        self.commands: dict[str, list[dict[str, str]]] = {}
        self.allow_any_port = False
