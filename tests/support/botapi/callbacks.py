"""Taps that wait for their answer."""

from dataclasses import dataclass

from tests.support.botapi.bell import Bell, Clock
from tests.support.botapi.errors import bad_request

LIFETIME = 900.0
MOST_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Toast:
    """What the bot showed in answer to a tap."""

    callback_id: str
    user_id: int
    text: str
    alert: bool


class Callbacks:
    """Open taps by id; each takes one answer, within its lifetime (seconds)."""

    def __init__(self, bell: Bell, clock: Clock) -> None:
        self.lifetime = LIFETIME
        self.toasts: list[Toast] = []
        self._bell = bell
        self._clock = clock
        self._open: dict[str, tuple[int, float]] = {}
        self._last = 4_000_000_000_000_000

    def begin(self, user_id: int) -> str:
        """Open a tap with a fresh id."""
        self._last += 1
        self._open[str(self._last)] = (user_id, self._clock.now())
        return str(self._last)

    def expire(self) -> None:
        """Let every open tap grow too old."""
        self._open.clear()

    def answer(self, callback_id: str, text: str, *, alert: bool) -> None:
        """Close a tap; a second answer or a late one is refused."""
        if len(text) > MOST_CHARACTERS:
            raise bad_request("MESSAGE_TOO_LONG")
        user_id, since = self._open.pop(callback_id, (0, float("-inf")))
        if self._clock.now() - since > self.lifetime:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        self.toasts.append(Toast(callback_id, user_id, text, alert))
        self._bell.ring()
