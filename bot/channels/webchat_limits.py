"""How much one browser or one address may do; memory stays bounded whoever knocks."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Rate:
    """At most this much in so many seconds, refilled evenly."""

    most: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of the web chat: messages a session, new sessions and bytes an address, bytes a file."""

    messages: Rate = Rate(30, 60)
    sessions: Rate = Rate(20, 3600)
    upload: Rate = Rate(50 * MEGABYTE, 86400)
    file: int = 20 * MEGABYTE
    text: int = 10_000


class Limiter:
    """Token buckets by key. The key unused for longest is forgotten when `keys` are known."""

    def __init__(self, rate: Rate, monotonic: Callable[[], float], keys: int = 10_000) -> None:
        self._rate = rate
        self._monotonic = monotonic
        self._keys = keys
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._left)

    def take(self, key: str, amount: float = 1) -> int:
        """Take `amount` and return 0, or take nothing and return the whole seconds to wait."""
        left = self._now_left(key)
        short = amount - left
        self._remember(key, left if short > 0 else left - amount)
        return 0 if short <= 0 else int(short * self._rate.seconds / self._rate.most) + 1

    def _now_left(self, key: str) -> float:
        left, since = self._left.get(key, (self._rate.most, self._monotonic()))
        refilled = (self._monotonic() - since) * self._rate.most / self._rate.seconds
        return min(self._rate.most, left + refilled)

    def _remember(self, key: str, left: float) -> None:
        self._left[key] = (left, self._monotonic())
        self._left.move_to_end(key)
        if len(self._left) > self._keys:
            self._left.popitem(last=False)
