"""What Telegram answers when it refuses a call."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Refusal:
    """The body of a refusal: code, Telegram's own sentence, and parameters (retry_after in seconds)."""

    code: int
    description: str
    parameters: dict[str, int] = field(default_factory=dict)

    def body(self) -> dict[str, Any]:
        """Return the JSON answer."""
        plain = {"ok": False, "error_code": self.code, "description": self.description}
        return {**plain, "parameters": self.parameters} if self.parameters else plain


class ApiError(Exception):
    """A call that Telegram refuses."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.description)
        self.refusal = refusal


def bad_request(reason: str) -> ApiError:
    """400, the call itself is wrong."""
    return ApiError(Refusal(400, f"Bad Request: {reason}"))


def forbidden(reason: str) -> ApiError:
    """403, the person does not want to hear from the bot."""
    return ApiError(Refusal(403, f"Forbidden: {reason}"))


def conflict(reason: str) -> ApiError:
    """409, two ways of getting updates at once."""
    return ApiError(Refusal(409, f"Conflict: {reason}"))


def too_many_requests(seconds: int) -> ApiError:
    """429, come back after so many seconds."""
    sentence = f"Too Many Requests: retry after {seconds}"
    return ApiError(Refusal(429, sentence, {"retry_after": seconds}))


def upgraded(new_chat_id: int) -> ApiError:
    """400 with the id under which the group lives on as a supergroup."""
    sentence = "Bad Request: group chat was upgraded to a supergroup chat"
    return ApiError(Refusal(400, sentence, {"migrate_to_chat_id": new_chat_id}))
