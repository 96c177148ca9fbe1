"""How fast a channel may speak: a slot for every call, kept per chat, per group and for bulk messages."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

FLOODED_CHATS: Final = 3  # so many different chats refused in a row mean that the whole bot must be quiet
PATIENCE_SECONDS: Final = 1.5  # a shorter wait is slept through, a longer one goes back to the queue
TIDY_EVERY: Final = 4096
SLOT_KEPT_SECONDS: Final = 300.0


@dataclass(frozen=True, slots=True)
class Rate:
    """One call every `interval` seconds, and `burst` of them at once after a quiet time."""

    interval: float
    burst: int


CHAT: Final = Rate(1.0, 3)  # "about one message a second in a chat, short bursts are fine"
GROUP: Final = Rate(3.2, 2)  # 20 a minute
BULK: Final = Rate(1 / 25, 1)  # below Telegram's 30 a second over all chats


@dataclass(slots=True)
class Pace:
    """Hands out slots in seconds of `monotonic`. Nothing here survives a restart, and nothing must."""

    monotonic: Callable[[], float]
    _owed: dict[str, float] = field(default_factory=dict)
    _held: dict[str, float] = field(default_factory=dict)
    _flooded: set[str] = field(default_factory=set)
    _slots: dict[int, float] = field(default_factory=dict)
    _all_held: float = 0.0
    _bulk_owed: float = 0.0
    _since_tidy: int = 0

    def wait(self, chat: str, *, bulk: bool = False, row: int = 0) -> float:
        """Return the seconds until this call may go; 0.0 means now. The slot counts as used.

        Over `PATIENCE_SECONDS` the `row` should come back then: it finds its slot again, so that a long
        queue is put off only once and in order.
        """
        now = self.monotonic()
        self._tidy(now)
        slot = self._slots.pop(row, 0.0)
        if slot == 0.0 or slot < self._held_until(chat):
            slot = self._take(chat, now, bulk=bulk)
        if row and slot - now > PATIENCE_SECONDS:
            self._slots[row] = slot
        return max(0.0, slot - now)

    def held(self, chat: str) -> float:
        """Return the seconds for which Telegram still wants quiet, in this chat or everywhere."""
        return max(0.0, self._held_until(chat) - self.monotonic())

    def _held_until(self, chat: str) -> float:
        return max(self._held.get(chat, 0.0), self._all_held)

    def flooded(self, chat: str, seconds: float) -> None:
        """Telegram answered 429: keep this chat quiet, and all of them when it says so everywhere."""
        until = self.monotonic() + seconds
        self._held[chat] = max(until, self._held.get(chat, 0.0))
        self._flooded.add(chat)
        if len(self._flooded) >= FLOODED_CHATS:
            self._all_held = max(self._all_held, until)

    def went(self) -> None:
        """Telegram took a call: whatever was refused before concerned single chats."""
        if self._flooded:
            self._flooded.clear()

    def moved(self, old: str, new: str) -> None:
        """Carry over what is owed when a group gets a new id."""
        self._owed[new] = self._owed.pop(old, 0.0)

    def _take(self, chat: str, now: float, *, bulk: bool) -> float:
        rate = GROUP if chat.startswith("-") else CHAT
        start = max(now, self._held_until(chat))
        owed = max(start, self._owed.get(chat, 0.0))
        slot = max(start, owed - (rate.burst - 1) * rate.interval)
        if bulk:
            slot = max(slot, self._bulk_owed)
            self._bulk_owed = slot + BULK.interval
        self._owed[chat] = max(owed, slot) + rate.interval
        return slot

    def _tidy(self, now: float) -> None:
        self._since_tidy += 1
        if self._since_tidy < TIDY_EVERY:
            return
        self._since_tidy = 0
        self._owed = {chat: owed for chat, owed in self._owed.items() if owed > now}
        self._held = {chat: until for chat, until in self._held.items() if until > now}
        self._slots = {row: slot for row, slot in self._slots.items() if slot > now - SLOT_KEPT_SECONDS}
