"""Faults that a test plans: refusals, silence, broken connections, floods."""

from collections import defaultdict, deque
from dataclasses import dataclass, replace
from typing import Any

from tests.support.botapi.errors import ApiError, Refusal, too_many_requests

_TEXTS = {
    400: "Bad Request",
    403: "Forbidden: bot was blocked by the user",
    409: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to the next `times` fitting calls (None: to all until healed).

    Without a method it fits every method but getUpdates, which must be named.
    """

    chat_id: int | None = None
    method: str | None = None
    times: int | None = 1
    refusal: Refusal | None = None
    raw: str | None = None
    hang: float = 0.0
    drop: bool = False
    delivered: bool = True

    def fits(self, method: str, params: dict[str, Any]) -> bool:
        """Whether it strikes this call."""
        named = self.method.lower() == method.lower() if self.method else method != "getUpdates"
        return named and (self.chat_id is None or self.chat_id == params.get("chat_id"))


class Faults:
    """The planned faults, first planned first struck."""

    def __init__(self) -> None:
        self._planned: list[Fault] = []

    def plan(self, fault: Fault) -> None:
        """Add a fault."""
        self._planned.append(fault)

    def heal(self) -> None:
        """Forget all planned faults."""
        self._planned.clear()

    def take(self, method: str, params: dict[str, Any]) -> Fault | None:
        """Return the fault that strikes this call, counted down."""
        for at, fault in enumerate(self._planned):
            if fault.fits(method, params):
                self._count_down(at, fault)
                return fault
        return None

    def _count_down(self, at: int, fault: Fault) -> None:
        if fault.times == 1:
            del self._planned[at]
        elif fault.times is not None:
            self._planned[at] = replace(fault, times=fault.times - 1)


class FloodGate:
    """At most `limit` messages a second to one chat; None lets everything through."""

    def __init__(self) -> None:
        self.limit: int | None = None
        self._sent: defaultdict[int, deque[float]] = defaultdict(deque)

    def check(self, chat_id: object, now: float) -> None:
        """Refuse with 429 what comes too fast."""
        if self.limit is None or not isinstance(chat_id, int):
            return
        sent = self._sent[chat_id]
        while sent and now - sent[0] >= 1.0:
            sent.popleft()
        if len(sent) >= self.limit:
            raise too_many_requests(1)
        sent.append(now)


def refusal(status: int, description: str | None, retry_after: int | None, migrate_to: int | None) -> Refusal:
    """Build Telegram's answer to a failing call."""
    if retry_after is not None:
        error: ApiError = too_many_requests(retry_after)
        return error.refusal
    parameters = {} if migrate_to is None else {"migrate_to_chat_id": migrate_to}
    return Refusal(status, description or _TEXTS.get(status, "Error"), parameters)
