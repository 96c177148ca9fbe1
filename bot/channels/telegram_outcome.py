"""What a failed call means for the message: Telegram's refusals and the network's troubles as outcomes."""

from http import HTTPStatus
from typing import Final

from telegram.error import TelegramError

from bot.channels.port import Impossible, Later, Moved, Outcome, Unreachable
from bot.channels.telegram_request import NotSent, Refusal

AGAIN_SECONDS: Final = 1.0  # the least; whoever counts the attempts makes it grow
TOKEN_SECONDS: Final = (
    60.0  # a refused token refuses everything: keep all messages until somebody has put it right
)
_GONE: Final = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "group chat was deactivated",
    "chat_write_forbidden",
    "not enough rights to send",
    "have no rights to send",
    "need administrator rights",
)
_NOT_TO_EDIT: Final = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "no text in the",
)


def outcome_of(error: TelegramError) -> Outcome:
    """Return what to do with a message whose call failed."""
    if isinstance(error, Refusal):
        return _refused(error)
    return Later(AGAIN_SECONDS, str(error), unknown=not isinstance(error, NotSent))


def is_unchanged(refusal: Refusal) -> bool:
    """Whether the message already reads as the edit would make it."""
    return "message is not modified" in refusal.said


def cannot_edit(refusal: Refusal) -> bool:
    """Whether the message to edit is gone or closed, so that a new one must be sent."""
    return any(words in refusal.said for words in _NOT_TO_EDIT)


def cannot_parse(refusal: Refusal) -> bool:
    """Whether Telegram stumbled over our markup."""
    return "can't parse entities" in refusal.said


def _refused(refusal: Refusal) -> Outcome:
    why = _without_words(refusal.said)
    if refusal.moved_to:
        return Moved(refusal.moved_to)
    if refusal.code == HTTPStatus.TOO_MANY_REQUESTS:
        return Later(refusal.retry_after or AGAIN_SECONDS, why, counts=False)
    if refusal.code in {HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND}:
        return Later(TOKEN_SECONDS, why, counts=False)
    if refusal.code >= HTTPStatus.INTERNAL_SERVER_ERROR or refusal.code == HTTPStatus.CONFLICT:
        return Later(AGAIN_SECONDS, why)
    if refusal.code == HTTPStatus.FORBIDDEN or any(words in refusal.said for words in _GONE):
        return Unreachable(why)
    return Impossible(why)


def _without_words(said: str) -> str:
    """Cut what Telegram may have quoted from the message itself."""
    return said.partition('"')[0][:120].strip()
