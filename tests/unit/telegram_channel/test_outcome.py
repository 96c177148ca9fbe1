"""Each of Telegram's refusals, in its own words, means one thing for the message."""

import pytest
from telegram.error import NetworkError, TimedOut

from bot.channels.port import Impossible, Later, Moved, Outcome, Unreachable
from bot.channels.telegram_outcome import outcome_of
from bot.channels.telegram_request import NotSent, Refusal

GONE = [
    (403, "Forbidden: bot was blocked by the user"),
    (403, "Forbidden: user is deactivated"),
    (403, "Forbidden: bot can't initiate conversation with a user"),
    (403, "Forbidden: bot was kicked from the supergroup chat"),
    (400, "Bad Request: chat not found"),
    (400, "Bad Request: PEER_ID_INVALID"),
    (400, "Bad Request: group chat was deactivated"),
    (400, "Bad Request: not enough rights to send text messages to the chat"),
]
OURS = [
    "message text is empty",
    "BUTTON_DATA_INVALID",
    "MESSAGE_TOO_LONG",
    "wrong parameter action in request",
]


@pytest.mark.parametrize(("code", "words"), GONE)
def test_whoever_cannot_be_written_to_is_unreachable(code: int, words: str) -> None:
    assert isinstance(outcome_of(Refusal(code, words)), Unreachable)


@pytest.mark.parametrize("words", OURS)
def test_a_call_that_is_wrong_in_itself_is_impossible(words: str) -> None:
    assert isinstance(outcome_of(Refusal(400, f"Bad Request: {words}")), Impossible)


def test_a_flood_says_when_and_does_not_count_as_a_failure() -> None:
    outcome = outcome_of(Refusal(429, "Too Many Requests: retry after 7", 7))
    assert outcome == Later(7, "too many requests: retry after 7", counts=False)


def test_a_moved_chat_names_its_new_id() -> None:
    refusal = Refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", moved_to="-1007")
    assert outcome_of(refusal) == Moved("-1007")


@pytest.mark.parametrize("code", [500, 502, 503, 504])
def test_trouble_at_telegram_is_tried_again(code: int) -> None:
    outcome = outcome_of(Refusal(code, "Internal Server Error"))
    assert isinstance(outcome, Later)
    assert (outcome.counts, outcome.unknown) == (True, False)


@pytest.mark.parametrize("code", [401, 404])
def test_a_refused_token_buries_no_message(code: int) -> None:
    assert outcome_of(Refusal(code, "Unauthorized")) == Later(60, "unauthorized", counts=False)


def test_what_may_have_arrived_is_told_apart_from_what_never_left() -> None:
    def unknown(outcome: Outcome) -> bool:
        assert isinstance(outcome, Later)
        return outcome.unknown

    assert unknown(outcome_of(TimedOut("SocketTimeoutError")))
    assert unknown(outcome_of(NetworkError("ServerDisconnectedError")))
    assert not unknown(outcome_of(NotSent("ClientConnectorError")))


def test_the_reason_never_quotes_the_message() -> None:
    words = 'Bad Request: can\'t parse entities: Unsupported start tag "张三" at byte offset 3'
    outcome = outcome_of(Refusal(400, words))
    assert isinstance(outcome, Impossible)
    assert "张三" not in outcome.why
