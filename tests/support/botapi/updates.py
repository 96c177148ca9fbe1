"""The queue of updates and long polling, with Telegram's true offsets."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tests.support.botapi.bell import Bell
from tests.support.botapi.errors import conflict

_ONLY_ON_REQUEST = {"chat_member", "message_reaction", "message_reaction_count"}
MOST_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Update:
    """One update: its id, the chat whose order it keeps, its JSON."""

    id: int
    chat: int
    body: dict[str, Any]


class UpdateQueue:
    """Updates wait here, in order, until the bot confirms them."""

    def __init__(self, bell: Bell) -> None:
        self.pending: list[Update] = []
        self.next_id = 500_000_001
        self._bell = bell
        self._tail = 0
        self._allowed: set[str] = set()

    def allow(self, kinds: Iterable[str] | None) -> None:
        """Remember which kinds the bot wants from now on; None keeps the choice, empty means the default."""
        if kinds is not None:
            self._allowed = set(kinds)

    @property
    def allowed(self) -> list[str]:
        """The remembered choice; empty for the default."""
        return sorted(self._allowed)

    def push(self, body: dict[str, Any], chat: int) -> int | None:
        """Queue an update and return its id; None when the bot does not want its kind."""
        if not self._wanted(body):
            return None
        update_id = int(body.get("update_id", self.next_id))
        self.pending.append(Update(update_id, chat, {"update_id": update_id, **body}))
        self.next_id = self._tail = update_id + 1
        self._bell.ring()
        return update_id

    def read(self, offset: int, limit: int) -> list[dict[str, Any]]:
        """Confirm what lies before the offset, return what follows; a future offset confirms nothing."""
        if offset < 0:
            del self.pending[:offset]
        elif offset <= self._tail:
            del self.pending[: self._confirmed(offset)]
        count = min(max(limit, 1), MOST_AT_ONCE)
        return [update.body for update in self.pending[:count]]

    def first_of(self, chat: int) -> Update | None:
        """Return the oldest update of a chat."""
        return next((update for update in self.pending if update.chat == chat), None)

    def discard(self, update: Update) -> None:
        """Forget an update that the webhook has taken."""
        self.pending = [other for other in self.pending if other is not update]

    def _wanted(self, body: dict[str, Any]) -> bool:
        kinds = body.keys() - {"update_id"}
        return bool(kinds & self._allowed) if self._allowed else not kinds & _ONLY_ON_REQUEST

    def _confirmed(self, offset: int) -> int:
        """Count the confirmed ones by their place: after a quiet week ids start anew and may be lower."""
        ids = [update.id for update in self.pending]
        if offset - 1 in ids:
            return ids.index(offset - 1) + 1
        return next((at for at, update_id in enumerate(ids) if update_id >= offset), len(ids))


class Poller:
    """getUpdates: one at a time; a newer call ends the one that waits."""

    def __init__(self, queue: UpdateQueue, bell: Bell) -> None:
        self._queue = queue
        self._bell = bell
        self._turn = 0
        self._reason = ""

    async def get(self, offset: int, limit: int, seconds: int) -> list[dict[str, Any]]:
        """Return the updates from the offset on, waiting up to so many seconds for the first."""
        self.end("terminated by other getUpdates request; make sure that only one bot instance is running")
        turn = self._turn

        def look() -> list[dict[str, Any]] | None:
            if turn != self._turn:
                raise conflict(self._reason)
            return self._queue.read(offset, limit) or None

        try:
            return await self._bell.until(look, seconds)
        except TimeoutError:
            return []

    def end(self, reason: str) -> None:
        """Answer 409 to the call that waits."""
        self._turn += 1
        self._reason = reason
        self._bell.ring()
